"""Who is left out: objections, erasures and opt-outs, by keyed pseudonym; kept as a sealed list, applied to every delivery.

A delivery that arrives later is taken in without their rows (`intake.objected`). One that is held already is written anew
without them, under a new key, and the old key is destroyed, so that no copy of the old file can be opened either. All that was
derived goes too, and the next run makes it again. What was published before stays as it is: it is counts about areas.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from denizen.contracts import SNAPSHOT, Contract, Layout
from denizen.errors import UnreadableFile
from denizen.intake.objected import OBJECTED, Objected, named_by, objected_rows, objection_rule
from denizen.pipeline.receipts import receipt_from, receipt_parts
from denizen.shapes import Statement
from denizen.store import Store, Vault
from denizen.store.ledger import Ledger
from denizen.store.register import Holding
from denizen.store.sealed import read_sealed, sealed_file, write_sealed
from denizen.store.sweeping import record_destroyed
from denizen.terms.canonical import canonical
from denizen.terms.receipts import Refusal

Kind = Literal["objection", "erasure", "opt_out"]
FILE, RECORDED, REVIEW = "objections", "left_out", "link_review"
"""the sealed file; the entry of the ledger; the source under which pairs drawn for review are held"""
ANEW = "written anew without people who are left out by objection"


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody who is left out of a source: the column that names them, their pseudonym in it, why, since when, by which
    request; and of which edition alone, where the next one may give the identifier to somebody else."""

    source: str
    column: str
    pseudonym: str
    kind: Kind
    day: str
    request: str = ""
    edition: str = ""
    """the day that it describes; empty: they are left out of every delivery"""


@dataclass(frozen=True, slots=True)
class Objections:
    """The whole list, and to which deliveries it was applied as it is."""

    listed: tuple[Objection, ...] = ()
    applied: Mapping[str, str] | None = None
    """delivery -> the fingerprint of its source's list when it was last looked through"""

    def of(self, source: str, edition: date | None) -> Objected:
        """Column -> pseudonyms of the people who are left out of a source, in a delivery of an edition (None: of no one day)."""
        day = edition.isoformat() if edition else ""
        found: dict[str, set[str]] = defaultdict(set)
        for item in self.listed:
            if item.source == source and item.edition in ("", day):
                found[item.column].add(item.pseudonym)
        return {column: frozenset(pseudonyms) for column, pseudonyms in sorted(found.items())}

    def fingerprint(self, source: str) -> str:
        """Changes with the list of a source; empty where nobody is on it."""
        listed: dict[str, list[str]] = {}
        for item in sorted(self.listed, key=lambda item: (item.column, item.pseudonym, item.edition)):
            if item.source == source:
                of_edition = f" {item.edition}" if item.edition else ""
                listed.setdefault(item.column, []).append(item.pseudonym + of_edition)
        return sha256(canonical(listed)).hexdigest() if listed else ""

    @property
    def sources(self) -> set[str]:
        return {item.source for item in self.listed}


def read_objections(vault: Vault) -> Objections:
    """The list of a vault; an empty one where nobody objected.

    Raises:  UnreadableFile.
    """
    found = read_sealed(vault, FILE) or {}
    return Objections(tuple(Objection(**item) for item in found.get("listed", ())), found.get("applied", {}))


def add_objections(vault: Vault, ledger: Ledger, new: Collection[Objection]) -> Objections:
    """Put people on the list, and on record how many it holds now. Whoever is on it already stays as they are.

    Raises:  UnreadableFile; CannotWrite.
    """
    old = read_objections(vault)
    check_list_is_newest(old, vault, ledger)
    known = {(item.source, item.column, item.pseudonym, item.edition) for item in old.listed}
    added = [
        item
        for item in new
        if not known & {(item.source, item.column, item.pseudonym, edition) for edition in ("", item.edition)}
    ]
    whole = replace(old, listed=(*old.listed, *added))
    _write(vault, whole)
    counts: dict[str, int] = defaultdict(int)
    for item in added:
        counts[item.source] += 1
    ledger.append_many(
        (RECORDED, {"source": source, "added": count, "held": len(whole.listed), "vault": vault.vault_id})
        for source, count in sorted(counts.items())
    )
    return whole


def check_list_is_newest(listed: Objections, vault: Vault, ledger: Ledger) -> None:
    """An old copy of the list would bring people back who asked to be left out; the ledger knows how many were on it.

    Raises:  UnreadableFile.
    """
    bodies = [entry.body for entry in ledger.entries() if entry.kind == RECORDED]
    if len(listed.listed) < max((body["held"] for body in bodies if body["vault"] == vault.vault_id), default=0):
        raise UnreadableFile(
            "The list of people who are left out is missing, or older than the ledger: somebody put back a copy.",
            where=str(sealed_file(vault, FILE)),
            mend="put back the newest copy; without it people who objected would be counted again",
        )


def leave_out(vault: Vault, ledger: Ledger, contracts: Mapping[str, Contract], today: date) -> int:
    """Write every held delivery anew that tells of somebody on the list: how many rows went.

    The store must be closed. A delivery that was looked through with the same list is not opened again.
    Raises:  UnreadableFile; CannotWrite, when a run is using the store.
    """
    listed = read_objections(vault)
    check_list_is_newest(listed, vault, ledger)
    applied = dict(listed.applied or {})
    to_look_at = [
        holding
        for holding in vault.held()
        if holding.source in listed.sources and holding.rows is not None and holding.due > today
        if holding.source in contracts and applied.get(holding.delivery) != listed.fingerprint(holding.source)
    ]
    if not to_look_at:
        return 0
    gone = 0
    with Store.open(vault.folder, vault.main_key()) as store:
        for holding in to_look_at:
            layout = contracts[holding.source].layout(holding.layout)
            name, rows = _without(vault, store, holding, layout, listed, today)
            applied[name] = listed.fingerprint(holding.source)
            gone += rows
        for holding in vault.held():
            if holding.source == REVIEW and holding.rows is not None and holding.due > today:
                _forget_pairs(vault, store, holding, listed, today)
    held = {holding.delivery for holding in vault.held()}
    _write(vault, replace(listed, applied={name: mark for name, mark in applied.items() if name in held}))
    if gone:
        vault.forget_derived()
        record_destroyed(vault, ledger)
    return gone


def tables_of(store: Store, delivery: str, begins: str = "") -> list[str]:
    """The tables in the file of a delivery that is open."""
    found = store.tables().items()
    return sorted(table for table, mark in found if mark.startswith(f"{delivery}/") and table.startswith(begins))


def edition_of(store: Store, table: str) -> str:
    """The day that the accepted rows of a delivery describe; empty where a column of theirs tells it."""
    if SNAPSHOT not in store.columns(table):
        return ""
    return str(store.value(f'SELECT MAX({SNAPSHOT}) FROM "{table}"') or "")


def _without(
    vault: Vault, store: Store, holding: Holding, layout: Layout, listed: Objections, today: date
) -> tuple[str, int]:
    """The delivery without their rows, by its new name, and how many these were; as it is, where there are none."""
    store.delivery(holding.delivery, vault.key_of(holding.delivery, today))
    tables = tables_of(store, holding.delivery)
    accepted = [table for table in tables if table.startswith("accepted__")]
    day = max((edition_of(store, table) for table in accepted), default="")
    objected = listed.of(holding.source, date.fromisoformat(day) if day else None)
    looked = accepted if named_by(layout, objected) else []
    rows = [objected_rows(layout, table, objected, vault.pseudonym_key(), store) for table in looked]
    left_out = sorted({row for found in rows for row in found})
    if not left_out:
        store.let_go(holding.delivery)
        return holding.delivery, 0
    name, key = vault.new_delivery(
        source=holding.source,
        layout=holding.layout,
        file=holding.file,
        sha256=holding.sha256,
        agreement=holding.agreement,
        received=holding.received,
        due=holding.due,
    )
    store.delivery(name, key)
    with store.into(name):
        for table in tables:
            _copy(store, holding.delivery, table, left_out)
    vault.finished(name, holding.rows or 0)
    store.let_go(holding.delivery)
    vault.destroy(holding.delivery, today, ANEW)
    return name, len(left_out)


def _copy(store: Store, old: str, table: str, left_out: Sequence[int]) -> None:
    """One table of the old file, without the rows; what is said of the delivery tells how many were left out."""
    from_old = f'"{old}".main."{table}"'
    if table.startswith("about__"):
        parts = json.loads(store.value(f"SELECT parts FROM {from_old}"))
        store.take(table, {"parts": [_said_anew(parts, len(left_out))]}, {"parts": "VARCHAR"})
    elif table.startswith("accepted__"):
        numbers = ", ".join(str(int(row)) for row in left_out)
        told = f"SELECT * FROM {from_old} WHERE row_number NOT IN ({numbers}) ORDER BY row_number"
        store.make(Statement(table, told, {}))
    else:
        store.make(Statement(table, f"SELECT * FROM {from_old}", {}))


def _forget_pairs(vault: Vault, store: Store, review: Holding, listed: Objections, today: date) -> None:
    """Take the pairs of people who are left out of a review, with what was decided of them."""
    tables = {part: f"{part}__{review.delivery.rpartition('__')[2]}" for part in ("pairs", "decisions")}
    store.delivery(review.delivery, vault.key_of(review.delivery, today))
    known = {(item.source, item.pseudonym) for item in listed.listed}
    pairs = store.rows(f'SELECT number, one_layout, one_record, other_layout, other_record FROM "{tables["pairs"]}"')
    ends = [(number, (one.split(".")[0], a), (other.split(".")[0], b)) for number, one, a, other, b in pairs]
    gone = [number for number, one, other in ends if one in known or other in known]
    with store.into(review.delivery):
        for number in gone:
            store.rows(f'DELETE FROM "{tables["decisions"]}" WHERE pair = $pair', {"pair": number})
            store.rows(f'DELETE FROM "{tables["pairs"]}" WHERE number = $pair', {"pair": number})
    store.let_go(review.delivery)


def _said_anew(parts: Mapping[str, Any], left_out: int) -> str:
    """The receipt of a delivery with so many accepted rows fewer: what was received still adds up."""
    receipt = receipt_from(parts)
    rule = objection_rule("objected")
    before = next((item.count for item in receipt.refusals if item.rule == OBJECTED), 0)
    told = Refusal(OBJECTED, "", rule.sentence, rule.mend, before + left_out, (), is_set_aside=True)
    receipt = replace(
        receipt,
        accepted=receipt.accepted - left_out,
        refused=receipt.refused + left_out,
        set_aside=receipt.set_aside + left_out,
        refusals=(*(item for item in receipt.refusals if item.rule != OBJECTED), told),
    )
    return json.dumps(receipt_parts(receipt), ensure_ascii=False, default=str)


def _write(vault: Vault, whole: Objections) -> None:
    write_sealed(vault, FILE, {"listed": [asdict(item) for item in whole.listed], "applied": dict(whole.applied or {})})
