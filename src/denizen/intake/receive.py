"""Receive one delivery: only with a permit; land as text; part accepted from refused; answer with a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from denizen.agreements import Permit
from denizen.contracts import Contract, Layout, Rule, rules_of
from denizen.errors import NotPermitted
from denizen.intake import check
from denizen.intake.csv_rows import LINE_RULES
from denizen.intake.decode import Limits
from denizen.intake.land import Landed, land
from denizen.store import Store
from denizen.terms.receipts import Receipt, Refusal

_FIRST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Extract:
    """One delivery of a source: the file, its layout, and its number among the deliveries in that layout."""

    path: Path
    name: str
    contract: Contract
    layout: Layout
    number: int

    @property
    def accepted_table(self) -> str:
        return f"accepted__{self.layout.source}_{self.layout.name}_{self.number}"

    @property
    def refused_table(self) -> str:
        return f"refused__{self.layout.source}_{self.layout.name}_{self.number}"


def receive(extract: Extract, permit: Permit, store: Store, limits: Limits) -> Receipt:
    """Take in one file. Accepted and refused rows stay in the store, each with its row number.

    Raises:  NotPermitted, when the permit is for another list; UnreadableFile and WrongLayout, when no row can be read.
    """
    if (permit.source, permit.layout) != (extract.layout.source, extract.layout.name):
        raise NotPermitted(
            f"The permit is for {permit.source}.{permit.layout}, not for {extract.layout.id}.",
            where=extract.name,
            mend="ask for a permit for this list",
        )
    landed = land(extract.path, extract.name, extract.layout, permit, limits)
    rules = _all_rules(extract.layout, landed)
    judged = _judge(extract, landed, rules, store)
    refusals = [*_broken_lines(landed), *_refusals(judged, rules, store)]
    notes = [*landed.notes, *_mended(judged, extract.layout, landed, store)]
    receipt = _receipt(extract, permit, landed, refusals, notes, store)
    store.drop(judged)
    return receipt


def _all_rules(layout: Layout, landed: Landed) -> list[Rule]:
    rules = [rule for rule in rules_of(layout) if not rule.column or _is_present(rule, layout, landed)]
    return rules + [rule for rule in (check.key_rule(layout), area_rule(layout)) if rule]


def _is_present(rule: Rule, layout: Layout, landed: Landed) -> bool:
    """A column that the file does not have (and need not) has nothing to be judged."""
    field = next(field for field in layout.fields if field.header == rule.column)
    return field.name in landed.columns


def area_rule(layout: Layout) -> Rule | None:
    """The rule that a row is of this place. It needs the tables `known_areas` and `postcodes`."""
    gives = layout.gives
    if gives.postcode:
        return Rule(
            name="postcode_is_here",
            column=layout.field(gives.postcode).header,
            sentence="The postcode is not one of this place: the row is of another area, or the postcode is misspelt.",
            mend="nothing to mend if the file covers a larger area; else correct the postcode",
            condition=f"{gives.postcode} IN (SELECT postcode FROM postcodes)",
            severity="set_aside",
        )
    if not gives.area:
        return None
    vintage = "TRUE" if gives.shape == "events" else f"vintage IN ('', '{gives.vintage}')"
    known = f"(SELECT area_code FROM known_areas WHERE geography = '{gives.geography}' AND {vintage})"
    condition = f"{gives.area} IN {known}"
    return Rule(
        name="area_is_here",
        column=layout.field(gives.area).header,
        sentence="The area code is not one of this place: the row is of another area, or the code is wrong or too old.",
        mend=f"nothing to mend if the file covers a larger area; else look the code up ({gives.geography} {gives.vintage})",
        condition=f"{gives.area} IS NULL OR {condition}" if gives.shape == "events" else condition,
        severity="set_aside",
    )


def _judge(extract: Extract, landed: Landed, rules: Sequence[Rule], store: Store) -> str:
    stem = f"{extract.layout.source}_{extract.layout.name}_{extract.number}"
    landed_table, typed_table, judged_table = f"landed__{stem}", f"typed__{stem}", f"judged__{stem}"
    columns: dict[str, Sequence[object]] = {
        "row_number": landed.numbers,
        **{f"raw_{name}": cells for name, cells in landed.columns.items()},
    }
    types = {name: "BIGINT" if name == "row_number" else "VARCHAR" for name in columns}
    store.take(landed_table, columns, types)
    store.make(check.typed(landed_table, typed_table, extract.layout, list(landed.columns)))
    store.make(check.judged(typed_table, judged_table, rules))
    store.make(check.accepted(judged_table, extract.accepted_table, extract.layout))
    store.make(check.refused(judged_table, extract.refused_table, rules))
    store.drop(landed_table)
    store.drop(typed_table)
    return judged_table


def _broken_lines(landed: Landed) -> list[Refusal]:
    found = []
    for rule, (sentence, mend) in LINE_RULES.items():
        rows = [number for number, broken in landed.broken if broken == rule]
        if rows:
            found.append(Refusal(rule, "", sentence, mend, len(rows), tuple(rows[:_FIRST_ROWS])))
    return found


def _refusals(judged: str, rules: Sequence[Rule], store: Store) -> list[Refusal]:
    found = []
    binding = [rule for rule in rules if rule.severity != "note"]
    counts = ", ".join(f"COUNT(*) FILTER (NOT ok_{rule.name})" for rule in binding)
    if not counts:
        return []
    for rule, count in zip(binding, store.rows(f'SELECT {counts} FROM "{judged}"')[0], strict=True):
        if count:
            rows = store.rows(
                f'SELECT row_number FROM "{judged}" WHERE NOT ok_{rule.name} ORDER BY row_number LIMIT {_FIRST_ROWS}'
            )
            first = tuple(int(row[0]) for row in rows)
            is_set_aside = rule.severity == "set_aside"
            found.append(Refusal(rule.name, rule.column, rule.sentence, rule.mend, int(count), first, is_set_aside))
    return found


def _mended(judged: str, layout: Layout, landed: Landed, store: Store) -> list[str]:
    """What was read although it was not written as it should be."""
    notes = []
    for field in layout.fields:
        if field.type in ("integer", "number") and not field.codes and field.name in landed.columns:
            raw = f"raw_{field.name}"
            with_commas = store.value(
                f"SELECT COUNT(*) FROM \"{judged}\" WHERE {raw} LIKE '%,%' AND {field.name} IS NOT NULL"
            )
            if with_commas:
                notes.append(f"{with_commas:,} numbers in `{field.header}` had thousands commas; they were read.")
    return notes


def _receipt(
    extract: Extract, permit: Permit, landed: Landed, refusals: list[Refusal], notes: list[str], store: Store
) -> Receipt:
    accepted = int(store.value(f'SELECT COUNT(*) FROM "{extract.accepted_table}"'))
    refused = int(store.value(f'SELECT COUNT(*) FROM "{extract.refused_table}"')) + len(landed.broken)
    first, last = _span(extract, store)
    return Receipt(
        source=extract.layout.source,
        layout=extract.layout.name,
        file=extract.name,
        sha256=landed.sha256,
        bytes=landed.size,
        encoding=landed.encoding,
        agreement=permit.agreement,
        received=landed.received,
        accepted=accepted,
        refused=refused,
        identical=0 if extract.layout.key else _identical(extract, store),
        refusals=tuple(refusals),
        dropped=landed.dropped,
        notes=tuple(notes),
        questions=tuple(_questions(refusals, landed)),
        first_period=first,
        last_period=last,
    )


def _identical(extract: Extract, store: Store) -> int:
    """Accepted rows that repeat an earlier one in every column."""
    columns = ", ".join(field.name for field in extract.layout.fields)
    distinct = store.value(f'SELECT COUNT(*) FROM (SELECT DISTINCT {columns} FROM "{extract.accepted_table}")')
    return int(store.value(f'SELECT COUNT(*) FROM "{extract.accepted_table}"')) - int(distinct)


def _span(extract: Extract, store: Store) -> tuple[str, str]:
    period = extract.layout.gives.period
    if layout_periods := sorted(extract.layout.gives.periods.values()):
        return layout_periods[0], layout_periods[-1]
    if "{" not in period:
        first, _, last = period.partition("/")
        return first, last or first
    column = period.replace("}", "").rpartition("{")[2]
    low, high = store.rows(f'SELECT MIN({column}), MAX({column}) FROM "{extract.accepted_table}"')[0]
    return ("" if low is None else str(low)[:10], "" if high is None else str(high)[:10])


def _questions(refusals: Sequence[Refusal], landed: Landed) -> list[str]:
    wrong = [refusal for refusal in refusals if not refusal.is_set_aside]
    return [
        f"{refusal.sentence.rstrip('.')} in {refusal.count:,} of {landed.received:,} rows: is it so in the system itself?"
        for refusal in wrong
        if refusal.count * 20 > landed.received
    ]
