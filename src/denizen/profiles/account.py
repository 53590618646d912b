"""What a run did about sharing, as the public register tells it: texts that bound it, lists refused or narrowed, releases."""

from __future__ import annotations

from dataclasses import dataclass

from denizen.agreements import Agreement
from denizen.agreements.code import Code


@dataclass(frozen=True, slots=True)
class Refused:
    """Deliveries of one layout that an agreement, a code or the law kept out."""

    layout: str
    """`source.layout`"""
    deliveries: int
    why: str
    clause: str
    """the clause or law that says so"""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What clauses made of deliveries of one layout that came in."""

    layout: str
    agreement: str
    """under which they came in"""
    kept_out: tuple[tuple[str, str], ...] = ()
    """columns that stayed out: by the contract's name, each with the clauses that say so"""
    retain_days: int | None = None
    """days that they may be kept, where a clause says"""
    may_link: bool = True
    smallest: str = ""
    """finest grain that is shown, where clauses allow no finer"""
    minimum_cell: int = 0
    round_to: int = 0


@dataclass(frozen=True, slots=True)
class Released:
    """A release that is on record: the number of its entry in the ledger, that of the draft, what the book was made from."""

    entry: int
    draft: int
    made_from: str


@dataclass(frozen=True, slots=True)
class Account:
    """All of it. Names of people are not in it, nor days that a clock gave: the ledger has them."""

    run_by: str = ""
    """id of the party that runs denizen, where denizen.yaml says"""
    texts: tuple[Code | Agreement, ...] = ()
    """codes, and agreements under which nothing was read for this book; drafts bind nobody and are not here"""
    hashes: tuple[tuple[str, str], ...] = ()
    """id of each text, and the hash of what it says"""
    refused: tuple[Refused, ...] = ()
    narrowed: tuple[Narrowed, ...] = ()
    releases: tuple[Released, ...] = ()
