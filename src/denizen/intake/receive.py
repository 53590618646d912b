"""Receive one delivery: only with a permit; land as text; part accepted from refused; answer with a receipt."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from denizen.agreements import Permit
from denizen.contracts import SNAPSHOT, Contract, Layout, Rule, columns_read, parts_of, rules_of
from denizen.errors import BadInput, NotPermitted, WrongLayout
from denizen.intake import check
from denizen.intake.ages import age_rules
from denizen.intake.answer import receipt_of
from denizen.intake.decode import Limits
from denizen.intake.fitting import fits_better, layouts_that_fit
from denizen.intake.land import Door, Landed, land
from denizen.intake.lawful import Setting, check_is_lawful
from denizen.intake.objected import OBJECTED, Objected, named_by, objected_rows, objection_rule
from denizen.intake.place import area_rule, check_place_is_known
from denizen.intake.suppressed import suppressed_rows
from denizen.store import Store
from denizen.terms.controls import Controls
from denizen.terms.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Extract:
    """One delivery of a source: the file, its layout, and its number among the deliveries in that layout."""

    path: Path
    name: str
    contract: Contract
    layout: Layout
    number: int
    snapshot: date | None = None
    """the day that the rows describe, where no column tells it"""
    controls: Controls | None = None
    """what the supplier counted before sending"""
    also: frozenset[str] = frozenset()
    """other layouts by which the same file is read, on purpose"""

    @property
    def accepted_table(self) -> str:
        return f"accepted__{self._stem}"

    @property
    def refused_table(self) -> str:
        return f"refused__{self._stem}"

    @property
    def unread_table(self) -> str:
        return unread_of(self.accepted_table)

    @property
    def judged_table(self) -> str:
        """Every row with its rules, kept only until the receipt is written."""
        return f"judged__{self._stem}"

    @property
    def _stem(self) -> str:
        return f"{self.layout.source}__{self.layout.name}_{self.number}"


def unread_of(accepted_table: str) -> str:
    """The table beside an accepted one that holds its refused rows, as far as they could be read."""
    return accepted_table.replace("accepted", "unread", 1)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What files are received under: their limits; nation, body and day; the key of pseudonyms; whether rows are sealed."""

    limits: Limits
    setting: Setting
    pseudonym_key: bytes = b""
    """empty where the store is not encrypted: records of people are then refused"""
    objected: Objected = field(default_factory=dict)
    """people of this source who are left out"""


def receive(extract: Extract, permit: Permit, store: Store, conditions: Conditions) -> Receipt:
    """Take in one file. Accepted and refused rows stay in the store, each with its row number.

    Raises:  NotPermitted, when the permit is for another list, leaves out a column without which this one cannot be
             used, the law forbids it, or it tells of persons and the store is not encrypted; BadInput, when the place
             has nothing to place the rows by, or the delivery does not say which day it describes; UnreadableFile and
             WrongLayout, when no row can be read.
    """
    layout = extract.layout
    if (permit.source, permit.layout) != (layout.source, layout.name):
        raise NotPermitted(
            f"The permit is for {permit.source}.{permit.layout}, not for {layout.id}.",
            where=extract.name,
            mend="ask for a permit for this list",
        )
    check_is_lawful(extract.contract, layout, permit, conditions.setting)
    _check_can_be_used(layout, permit)
    _check_is_sealed(layout, permit, conditions)
    _check_day_is_told(extract)
    check_place_is_known(layout, extract.name, store)
    door = Door(permit, extract.contract.never, conditions.limits, conditions.pseudonym_key)
    with _not_looking_for_cycles():
        landed = _landed(extract, door)
        key = _key_that_entered(layout, landed, permit)
        rules = _rules_before_key(layout, landed)
        if named_by(layout, conditions.objected):
            rules.append(objection_rule(_left_out_table(extract)))
        _judge(extract, landed, rules, key, conditions, store)
        receipt = receipt_of(extract, permit, landed, [*rules, *([check.key_rule(layout, key)] if key else [])], store)
        store.drop(extract.judged_table)
    return _naming_no_row_of_an_objector(receipt)


def _left_out_table(extract: Extract) -> str:
    """The numbers of the rows of people who objected, kept only until the rows are judged."""
    return extract.judged_table.replace("judged", "objected", 1)


def _naming_no_row_of_an_objector(receipt: Receipt) -> Receipt:
    """The receipt is mailed: it counts who was left out by objection, and does not tell in which row they stand."""
    told = (replace(item, rows=()) if item.rule == OBJECTED else item for item in receipt.refusals)
    return replace(receipt, refusals=tuple(told))


@contextmanager
def _not_looking_for_cycles() -> Iterator[None]:
    """Rows are texts in tuples and lists, which hold no cycles: to look through millions of them costs a fifth of the time."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


def _landed(extract: Extract, door: Door) -> Landed:
    """The file as text; where it is plainly another list of the same source, that is said.

    Raises:  UnreadableFile, WrongLayout.
    """
    try:
        landed = land(extract.path, extract.name, extract.layout, door)
        other = fits_better(landed.headers, extract.layout, extract.contract)
        if other and other.name not in extract.also:
            landed.questions.append(
                f"The headers are those of {other.id} ({other.title}): was the file named with the wrong layout, or is it "
                f"meant to be read as {extract.layout.id}, which leaves columns out?"
            )
        return landed
    except WrongLayout as error:
        if error.is_this_list:
            raise
        fitting = layouts_that_fit(extract.path, extract.name, extract.contract, door.limits)
        for other in fitting[:1]:
            raise WrongLayout(
                f"This is {other.id} ({other.title}), not {extract.layout.id}.",
                where=error.where,
                mend="were two files of one delivery swapped? Name each with its own layout",
            ) from None
        raise


def _check_day_is_told(extract: Extract) -> None:
    if check.has_snapshot(extract.layout) and extract.snapshot is None:
        raise BadInput(
            f"It is not said which day {extract.name} describes, and no column of {extract.layout.id} tells it.",
            where=extract.name,
            mend="write `snapshot: 2025-12-01` beside the file in denizen.yaml, or give --snapshot",
        )


def _check_can_be_used(layout: Layout, permit: Permit) -> None:
    """An agreement that leaves out the place, the value or the kind of a row leaves nothing to count."""
    gives = layout.gives
    by_point = bool(gives.longitude) and permit.allows(gives.longitude) and permit.allows(gives.latitude)
    placed_otherwise = by_point or any(permit.allows(field.name) for field in layout.with_role("uprn", "postcode"))
    needed = [gives.postcode, "" if placed_otherwise else gives.area, gives.value, gives.amount, gives.category]
    needed += [*gives.categories, *gives.periods]
    needed += [field.name for field in layout.fields if "{" + field.name + "}" in gives.period]
    names = {field.name for field in layout.read_fields}
    missing = [name for name in dict.fromkeys(needed) if name in names and not permit.allows(name)]
    if missing:
        listed = ", ".join(f"`{name}`" for name in missing[:4]) + (" and more" if len(missing) > 4 else "")
        raise NotPermitted(
            f"{permit.agreement} does not allow {listed} of {layout.id}, without which the list cannot be used.",
            where=f"agreement {permit.agreement}: columns",
            mend="ask the data controller to allow what the list needs, or leave this extract out",
        )


def _check_is_sealed(layout: Layout, permit: Permit, conditions: Conditions) -> None:
    """What tells of a person is kept encrypted or not at all."""
    personal = [field.name for field in layout.fields if field.is_personal and permit.allows(field.name)]
    if personal and not conditions.pseudonym_key:
        raise NotPermitted(
            f"{layout.id} has columns classified as personal or special ({', '.join(personal[:4])}"
            f"{' and more' if len(personal) > 4 else ''}), and there is no vault key to encrypt them with.",
            where=f"agreement {permit.agreement}: columns",
            mend="give the vault key (`denizen vault new-key` makes one), or leave these columns out of the "
            "agreement's `columns`",
        )


def _key_that_entered(layout: Layout, landed: Landed, permit: Permit) -> Sequence[str]:
    """The declared key, where all of it came in; a key of which a part is missing says nothing.

    A key that is worked out is there where nothing is kept out that it is made of.
    """
    keys = [layout.field(column) for column in layout.key]
    missing = [key.header for key in keys if not key.derived and key.name not in landed.columns]
    missing += [
        part.header for key in keys if key.derived for part in parts_of(key, layout) if not permit.allows(part.name)
    ]
    if missing:
        landed.notes.append(f"Repeated keys were not looked for: {', '.join(missing)} did not enter.")
        return ()
    return layout.key


def _rules_before_key(layout: Layout, landed: Landed) -> list[Rule]:
    rules = [
        rule
        for rule in (*rules_of(layout), *age_rules(layout))
        if (_is_present(rule, layout, landed) if rule.column else _can_be_judged(rule, layout, landed))
    ]
    place = area_rule(layout)
    return [*rules, place] if place else rules


def _can_be_judged(rule: Rule, layout: Layout, landed: Landed) -> bool:
    """A rule over whole rows that reads a column that did not enter would refuse every row; it is left out and told."""
    read = [layout.field(name) for name in columns_read(rule, layout)]
    missing = [field.header for field in read if field.name not in landed.columns and not field.derived]
    if missing:
        landed.notes.append(f"Not looked for: {rule.sentence.rstrip('.')}; {', '.join(missing)} did not enter.")
    return not missing


def _is_present(rule: Rule, layout: Layout, landed: Landed) -> bool:
    """A column that the file does not have (and need not) has nothing to be judged."""
    field = next(field for field in layout.fields if field.header == rule.column)
    return field.name in landed.columns


def _judge(
    extract: Extract, landed: Landed, rules: Sequence[Rule], key: Sequence[str], conditions: Conditions, store: Store
) -> None:
    landed_table, typed_table = (extract.judged_table.replace("judged", stage, 1) for stage in ("landed", "typed"))
    columns: dict[str, Sequence[object]] = {"row_number": landed.numbers}
    types = {"row_number": "BIGINT"}
    if not extract.layout.key:
        columns[check.REPEATS], types[check.REPEATS] = landed.repeats, "BOOLEAN"
    if check.has_snapshot(extract.layout):
        columns[SNAPSHOT], types[SNAPSHOT] = [extract.snapshot] * len(landed.numbers), "DATE"
    columns |= {f"raw_{name}": cells for name, cells in landed.columns.items()}
    columns |= {f"entered_{name}": cells for name, cells in landed.entered.items()}
    types |= {name: "VARCHAR" for name in columns if name.startswith(("raw_", "entered_"))}
    store.take(landed_table, columns, types)
    store.make(check.typed(landed_table, typed_table, extract.layout, list(landed.columns)))
    if named_by(extract.layout, conditions.objected):
        objected = objected_rows(extract.layout, typed_table, conditions.objected, conditions.pseudonym_key, store)
        store.take(_left_out_table(extract), {"row_number": objected}, {"row_number": "BIGINT"})
    store.make(check.judged(typed_table, extract.judged_table, rules, key))
    store.drop(_left_out_table(extract))
    named = [*rules, check.key_rule(extract.layout, key)] if key else rules
    hidden = suppressed_rows(extract.layout, list(landed.columns), store)
    store.make(check.accepted(extract.judged_table, extract.accepted_table, extract.layout, hidden))
    store.make(check.unread(extract.judged_table, extract.unread_table, extract.layout, rules, key, hidden))
    store.make(check.refused(extract.judged_table, extract.refused_table, named))
    store.drop(landed_table)
    store.drop(typed_table)
