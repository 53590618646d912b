"""One use of a list as the law sees it, the reasons against it, and the law that is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from denizen.agreements.law_data import Basis, Group, Law, Nation

SPECIAL = frozenset({"special", "confidential_health"})
UNBOUND = ("the_public", "supplier_of_services")
"""those that receive and need no ground of their own: readers of what is published, and processors on instruction"""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a list, as the law sees it. Bodies and purposes are terms of the vocabularies."""

    source: str
    purpose: str
    nation: Nation
    giver: str
    receiver: str
    day: date
    categories: frozenset[str]
    """what data protection law calls the items: ordinary, special, criminal, confidential_health, non_personal"""
    named: frozenset[str]
    """grounds and powers that the agreement names"""
    leaves: bool = True
    """whether it goes to another body than the one that holds it"""
    power: str = ""
    """power in words, by act and section"""
    legal_note: str = ""
    policy_document: str = ""
    opt_outs: str = ""

    @property
    def is_personal(self) -> bool:
        return bool(self.categories - {"non_personal"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a use does not stand: a sentence, the law, and how to mend it."""

    what: str
    cite: str
    mend: str


@dataclass(frozen=True, slots=True)
class Court:
    """The law, and how its words cover one another: `is_purpose(narrow, wide)`, `is_body(narrow, wide)`."""

    law: Law
    is_purpose: Callable[[str, str], bool]
    is_body: Callable[[str, str], bool]

    def named(self, use: Use, *groups: Group) -> tuple[Basis, ...]:
        return tuple(basis for basis in self.law.of_group(*groups) if basis.id in use.named)

    def is_any_body(self, body: str, kinds: Iterable[str]) -> bool:
        return any(self.is_body(body, kind) for kind in kinds)

    def carries(self, basis: Basis, use: Use) -> bool:
        """Whether a ground or power reaches this purpose, list, nation and day."""
        barred = any(self.is_purpose(use.purpose, purpose) for purpose in basis.carries_not)
        reached = not basis.carries or any(self.is_purpose(use.purpose, purpose) for purpose in basis.carries)
        return (
            reached
            and not barred
            and (not basis.sources or use.source in basis.sources)
            and use.nation in basis.nations
            and basis.dated <= use.day
            and (not basis.only_to or self.is_any_body(use.receiver, basis.only_to))
        )

    def is_open_to(self, basis: Basis, body: str) -> bool:
        """Whether a kind of body may rest on a ground or has a power."""
        only = (*basis.only_for, *basis.held_by)
        return not self.is_any_body(body, basis.refused_to) and (not only or self.is_any_body(body, only))


def a_body(body: str) -> str:
    """A kind of body at the head of a sentence."""
    return f"{'An' if body[0] in 'aeio' else 'A'} {in_words(body)}"


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def in_words(term: str) -> str:
    return term.replace("_", " ")
