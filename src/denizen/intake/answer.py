"""The receipt for one delivery, read off the judged rows: counts, row numbers and reasons, no value of any row."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.agreements import Permit
from denizen.contracts import Layout, Rule, figures_of, withheld_flag
from denizen.documents import folded
from denizen.errors import BadInput
from denizen.intake.check import REPEATS
from denizen.intake.csv_rows import LINE_RULES, NO_RECORDS
from denizen.intake.judged import FIRST_ROWS, Judged
from denizen.intake.land import Landed
from denizen.intake.questions import ahead, elsewhere, shared_by_many
from denizen.standardise.periods import period_columns
from denizen.store import Store
from denizen.terms.receipts import Receipt, Refusal, in_words


def receipt_of(extract: Judged, permit: Permit, landed: Landed, rules: Sequence[Rule], store: Store) -> Receipt:
    """What became of every row.

    Args:  the delivery, judged and still in the store; its permit; what landed; every rule it was judged by.
    """
    layout, judged = extract.layout, extract.judged_table
    refusals = [*_broken_lines(landed), *_refusals(judged, rules, store)]
    accepted = int(store.value(f'SELECT COUNT(*) FROM "{judged}" WHERE is_accepted'))
    refused = int(store.value(f'SELECT COUNT(*) FROM "{judged}" WHERE NOT is_accepted')) + len(landed.broken)
    set_aside = _set_aside(judged, rules, store)
    identical, kinds = (0, []) if layout.key else _identical(judged, layout, store)
    first, last = _span(extract.accepted_table, layout, store)
    reconciled, differing = _reconcile(extract, landed, store)
    return Receipt(
        source=layout.source,
        layout=layout.name,
        file=extract.name,
        sha256=landed.sha256,
        bytes=landed.size,
        encoding=landed.encoding,
        agreement=permit.agreement,
        received=landed.received,
        accepted=accepted,
        refused=refused,
        set_aside=set_aside,
        identical=identical,
        refusals=tuple(refusals),
        dropped=landed.dropped,
        notes=(
            *landed.notes,
            *_mended(judged, layout, landed, store),
            *_withheld(extract, landed, store),
            *_noted(judged, rules, store),
            *kinds,
        ),
        questions=(
            *landed.questions,
            *elsewhere(landed, set_aside),
            *ahead(extract, permit.day, store),
            *shared_by_many(refusals, landed),
            *differing,
        ),
        first_period=first,
        last_period=last,
        controls=tuple(reconciled),
    )


def _broken_lines(landed: Landed) -> list[Refusal]:
    found = []
    for rule, (sentence, mend) in LINE_RULES.items():
        rows = [number for number, broken in landed.broken if broken == rule]
        if rows:
            found.append(Refusal(rule, "", sentence, mend, len(rows), tuple(rows[:FIRST_ROWS])))
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
                f'SELECT row_number FROM "{judged}" WHERE NOT ok_{rule.name} ORDER BY row_number LIMIT {FIRST_ROWS}'
            )
            first = tuple(int(row[0]) for row in rows)
            is_set_aside = rule.severity == "set_aside"
            found.append(Refusal(rule.name, rule.column, rule.sentence, rule.mend, int(count), first, is_set_aside))
    return found


def _noted(judged: str, rules: Sequence[Rule], store: Store) -> list[str]:
    """What was seen and kept: of how many rows a rule of severity `note` has something to tell, and of which."""
    found = []
    for rule in rules:
        if rule.severity != "note":
            continue
        where = f'FROM "{judged}" WHERE NOT ok_{rule.name} AND is_accepted'
        if count := int(store.value(f"SELECT COUNT(*) {where}")):
            rows = store.rows(f"SELECT row_number {where} ORDER BY row_number LIMIT {FIRST_ROWS}")
            listed = ", ".join(f"{int(row[0]):,}" for row in rows) + (" and more" if count > len(rows) else "")
            found.append(
                f"{in_words(count, 'row')} {'was' if count == 1 else 'were'} taken with a remark: {rule.sentence.rstrip('.')} "
                f"(rows {listed}). To mend: {rule.mend}."
            )
    return found


def _set_aside(judged: str, rules: Sequence[Rule], store: Store) -> int:
    """Rows that broke a rule of severity `set_aside`: whatever else they broke, they are not for this list."""
    binding = [f"NOT ok_{rule.name}" for rule in rules if rule.severity == "set_aside"]
    if not binding:
        return 0
    return int(store.value(f'SELECT COUNT(*) FROM "{judged}" WHERE {" OR ".join(binding)}'))


def _mended(judged: str, layout: Layout, landed: Landed, store: Store) -> list[str]:
    """What was read although it was not written as it should be."""
    numbers = [
        field
        for field in layout.fields
        if field.type in ("integer", "number") and not field.codes and field.name in landed.columns
    ]
    if not numbers:
        return []
    with_commas = ", ".join(
        f"COUNT(*) FILTER (raw_{field.name} LIKE '%,%' AND {field.name} IS NOT NULL)" for field in numbers
    )
    counted = store.rows(f'SELECT {with_commas} FROM "{judged}"')[0]
    return [
        f"{in_words(count, 'number')} in `{field.header}` had thousands commas, and {'was' if count == 1 else 'were'} read."
        for field, count in zip(numbers, counted, strict=True)
        if count
    ]


def _withheld(extract: Judged, landed: Landed, store: Store) -> list[str]:
    """Figures that the supplier gave a sign for: how many, by column."""
    figures = [field for field in figures_of(extract.layout) if field.name in landed.columns]
    if not figures:
        return []
    counts = ", ".join(f"COUNT(*) FILTER ({withheld_flag(field.name)})" for field in figures)
    counted = store.rows(f'SELECT {counts} FROM "{extract.accepted_table}"')[0]
    return [
        f"{in_words(count, 'cell')} of `{field.header}` {'holds' if count == 1 else 'hold'} a sign in place of a count, as "
        "`*`, `c` or `<5`: withheld by the supplier, unknown here, and never none. Where none was meant, write 0."
        for field, count in zip(figures, counted, strict=True)
        if count
    ]


def _identical(judged: str, layout: Layout, store: Store) -> tuple[int, list[str]]:
    """Accepted rows that repeat an earlier row in every column of the file; and how many of each kind, in words."""
    kind = next((field for field in layout.fields if field.name == layout.gives.category and field.codes), None)
    shown = kind.name if kind else "''"
    rows = store.rows(
        f'SELECT {shown}, COUNT(*) FROM "{judged}" WHERE {REPEATS} AND is_accepted GROUP BY 1 ORDER BY 2 DESC, 1'
    )
    total = sum(int(row[1]) for row in rows)
    if not total or not kind:
        return total, []
    labels = {code: label for label, code in reversed(list(kind.codes.items()))}
    listed = ", ".join(f"{count:,} {labels.get(code, code)}" for code, count in rows)
    return total, [f"Rows that repeat an earlier row of the file in every column, all kept: {listed}."]


def _span(accepted: str, layout: Layout, store: Store) -> tuple[str, str]:
    """The first and last day that the accepted rows describe."""
    if layout.gives.shape in ("gazetteer", "suppressed"):
        return "", ""
    if layout.gives.periods:
        told = ", ".join(f"COUNT({column})" for column in layout.gives.periods)
        filled = store.rows(f'SELECT {told} FROM "{accepted}"')[0]
        periods = sorted(period for period, cells in zip(layout.gives.periods.values(), filled, strict=True) if cells)
        return (periods[0], periods[-1]) if periods else ("", "")
    start, end = period_columns(layout)
    low, high = store.rows(f'SELECT MIN({start}), MAX({end}) FROM "{accepted}"')[0]
    return ("" if low is None else str(low)[:10], "" if high is None else str(high)[:10])


def _reconcile(extract: Judged, landed: Landed, store: Store) -> tuple[list[str], list[str]]:
    """The supplier's own totals, each beside what arrived; and what to ask where the two differ."""
    controls = extract.controls
    if controls is None:
        return [], []
    told, questions = [], []
    if controls.run_on:
        told.append(f"The supplier ran the export on {controls.run_on}.")
    arrived = landed.received - sum(1 for _, rule in landed.broken if rule in NO_RECORDS)
    pairs = [("rows", float(controls.rows), float(arrived))] if controls.rows is not None else []
    for name, expected in controls.sums.items():
        pairs.append((f"sum of `{name}`", expected, _sum(extract, name, store)))
    for what, expected, found in pairs:
        same = abs(expected - found) < 0.005
        end = "." if same else ": they differ."
        told.append(f"{what}: {_figure(expected)} sent, {_figure(found)} arrived{end}")
        if not same:
            questions.append(
                f"Your control says {_figure(expected)} for {what}, and {_figure(found)} arrived: was the file cut "
                "short, or was it run again after the control was taken?"
            )
    return told, questions


def _sum(extract: Judged, name: str, store: Store) -> float:
    """The sum of a numeric column over every row that arrived, accepted or not.

    Raises:  BadInput, when the list has no such column of numbers.
    """
    numeric = [field for field in extract.layout.read_fields if field.type in ("integer", "number") and not field.codes]
    for field in numeric:
        if folded(name) in (folded(field.name), folded(field.header)):
            return float(store.value(f'SELECT COALESCE(SUM({field.name}), 0) FROM "{extract.judged_table}"'))
    raise BadInput(
        f"A control names the column `{name}`, and {extract.layout.id} has no such column of numbers.",
        where=f"controls of {extract.name}",
        mend=f"use one of: {', '.join(field.header for field in numeric) or 'none; give `rows` alone'}",
    )


def _figure(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
