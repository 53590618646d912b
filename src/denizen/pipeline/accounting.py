"""Put together what a run did about sharing: from the permits and refusals of its files, and from the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from denizen.agreements.agreement import Agreement
from denizen.agreements.code import Code
from denizen.agreements.load import SHOWN_AT
from denizen.errors import NotPermitted
from denizen.pipeline.asking import LeftOut
from denizen.pipeline.folder import LEDGER
from denizen.pipeline.given import Given, Taken
from denizen.profiles.account import Account, Narrowed, Refused, Released
from denizen.profiles.matter import BookMatter
from denizen.store.ledger_reading import read_ledger

_BIND_NOBODY = ("draft", "assured")


def account_of(given: Given, taken: Sequence[Taken], left_out: Sequence[LeftOut]) -> Account:
    """What the register tells of a run, but for releases, which are no part of what a book is made from."""
    used = {item.receipt.agreement for item in taken}
    every: tuple[Code | Agreement, ...] = (*given.area.codes, *given.area.agreements)
    texts = tuple(text for text in every if _is_told(text, used))
    known = {text.id for text in texts} | used
    return Account(
        run_by=given.area.file.party,
        texts=texts,
        hashes=tuple(sorted((name, said) for name, said in given.area.hashes.items() if name in known)),
        refused=_refused(left_out),
        narrowed=_narrowed(taken),
    )


def clauses_of(item: LeftOut) -> str:
    """The clauses or the law that a list was refused by; '' where it was no refusal, or one that names a file alone."""
    names_file = item.file in item.error.where
    return item.error.where if isinstance(item.error, NotPermitted) and not names_file else ""


def releases_in(folder: Path, matter: BookMatter) -> tuple[Released, ...]:
    """Releases of an area folder that the ledger knows: those that ended, and that of this book while it is being written.

    Raises:  LedgerBroken.
    """
    entries = read_ledger(folder / LEDGER).entries
    ended = {entry.body["release"] for entry in entries if entry.kind == "released"}
    decided = [entry for entry in entries if entry.kind == "release"]
    if decided and not matter.is_draft and decided[-1].body["made_from"] == matter.fingerprint:
        ended.add(decided[-1].seq)
    return tuple(
        Released(entry.seq, entry.body["draft"], entry.body["made_from"]) for entry in decided if entry.seq in ended
    )


def _is_told(text: Code | Agreement, used: set[str]) -> bool:
    return text.status not in _BIND_NOBODY and text.kind != "open_licence" and text.id not in used


def _refused(left_out: Sequence[LeftOut]) -> tuple[Refused, ...]:
    """Files that were not permitted, those with one layout and one reason together; files that are broken are told elsewhere."""
    why = Counter(
        (f"{item.source}.{item.layout}", item.error.what, clauses_of(item))
        for item in left_out
        if isinstance(item.error, NotPermitted)
    )
    return tuple(Refused(layout, n, what, where) for (layout, what, where), n in sorted(why.items()))


def _narrowed(taken: Sequence[Taken]) -> tuple[Narrowed, ...]:
    """What clauses made of each layout, where they made anything of it."""
    found = {}
    for item in taken:
        layout, permit = item.permitted.layout.id, item.permitted.permit
        ruling, nothing = permit.ruling, Narrowed(layout, permit.agreement)
        told = Narrowed(
            layout,
            permit.agreement,
            ruling.without,
            ruling.retain_days,
            ruling.may_link,
            ruling.smallest if ruling.smallest != SHOWN_AT[0] else "",
            ruling.minimum_cell,
            ruling.round_to,
        )
        if told != nothing:
            found[layout] = told
    return tuple(found[layout] for layout in sorted(found))
