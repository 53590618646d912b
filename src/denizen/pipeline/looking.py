"""Look at what was received beside what is known: the delivery before it, and the people known to live there.

What is found goes into the receipt, for the supplier: it changes no figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from denizen.contracts import Layout
from denizen.disclosure import PEOPLE_COUNTS, Rounding
from denizen.pipeline.frame import Frame
from denizen.pipeline.given import Given, Standard, Taken
from denizen.pipeline.measuring import roundings_from
from denizen.pipeline.standardising import standard_table
from denizen.pipeline.steps import Steps
from denizen.standardise import records
from denizen.store import Store
from denizen.terms.receipts import Coverage, Receipt

_HALF, _TWICE = 0.5, 2.0
_SHARE_THAT_IS_MISSED = 0.01
"""a code that at least this share of the rows had does not vanish by chance from a list of a few hundred rows or more"""
_ROWS_ENOUGH = 300


@dataclass(slots=True)
class Seen:
    """What was seen of one delivery."""

    compared: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    estimate: str = ""


def look(
    items: Sequence[Taken], store: Store, ages: str, rounding: Rounding, area_names: Mapping[str, str]
) -> dict[str, Any]:
    """What is seen of each delivery of one layout, by its number: JSON values.

    Args:  the deliveries; the store; the standard table that best says how many people of each age live where ('' where
           none is at hand); how counts of people are rounded; area code -> name.
    """
    ordered = sorted(items, key=lambda item: (item.receipt.last_period, item.permitted.number))
    seen = {item.permitted.number: Seen() for item in ordered}
    for before, after in pairwise(ordered):
        _compare(before, after, seen[after.permitted.number], store)
    for item in ordered:
        seen[item.permitted.number].questions += _newer_ones(item, ordered)
    if ordered and ages:
        _cover(ordered[-1], seen[ordered[-1].permitted.number], store, ages, rounding, area_names)
    return {str(number): asdict(found) for number, found in seen.items()}


def with_what_was_seen(receipt: Receipt, seen: Mapping[str, Any]) -> Receipt:
    """A receipt with what `look` saw of its delivery."""
    if not seen:
        return receipt
    return replace(
        receipt,
        compared=tuple(seen["compared"]),
        questions=(*receipt.questions, *seen["questions"]),
        coverage=tuple(Coverage(**line) for line in seen["coverage"]),
        estimate=seen["estimate"],
    )


def _compare(before: Taken, after: Taken, seen: Seen, store: Store) -> None:
    one, two = before.receipt, after.receipt
    seen.compared.append(f"The delivery before ({one.file}, to {one.last_period}) had {one.accepted:,} accepted rows.")
    if one.sha256 == two.sha256:
        seen.questions.append("This file is the same as the one before, byte for byte: was the new one meant?")
        return
    is_snapshot = not after.permitted.layout.gives.every
    if is_snapshot and one.accepted and not _HALF < two.accepted / one.accepted < _TWICE:
        word = "half of the one before or less" if two.accepted < one.accepted else "twice the one before or more"
        seen.questions.append(
            f"This delivery has {two.accepted:,} accepted rows and the one before had {one.accepted:,}: {word}. "
            "Was a filter left on, or is part of the list missing?"
        )
    _compare_periods(one, two, seen)
    _compare_codes(before, after, seen, store)
    if not seen.questions:
        seen.compared.append("It agrees with this one in size, dates and codes.")


def _newer_ones(item: Taken, others: Sequence[Taken]) -> list[str]:
    """What to ask of a delivery that was received after one that describes later days."""
    last = item.receipt.last_period
    earlier = [other for other in others if other.permitted.held and other.permitted.number < item.permitted.number]
    newest = max(earlier, key=lambda other: other.receipt.last_period, default=item)
    if not (item.permitted.held and last and last < newest.receipt.last_period):
        return []
    return [
        f"This delivery describes {last}, and one that was received before it ({newest.receipt.file}) describes "
        f"{newest.receipt.last_period}: is it an older one, sent again?"
    ]


def _compare_periods(one: Receipt, two: Receipt, seen: Seen) -> None:
    if not (one.last_period and two.first_period) or one.first_period == one.last_period:
        return
    gap = (date.fromisoformat(two.first_period) - date.fromisoformat(one.last_period)).days
    if gap > 1:
        seen.questions.append(
            f"The delivery before ends on {one.last_period} and this one begins on {two.first_period}: "
            f"{gap - 1:,} days lie between them. Is a delivery missing?"
        )
    elif gap < 0 and two.last_period <= one.last_period:
        seen.questions.append(
            f"This delivery ends on {two.last_period}, no later than the one before ({one.last_period}): is it an older one?"
        )


def _compare_codes(before: Taken, after: Taken, seen: Seen, store: Store) -> None:
    """Codes that were common before and are in no row now."""
    if min(before.receipt.accepted, after.receipt.accepted) < _ROWS_ENOUGH:
        return
    for column in after.permitted.layout.read_fields:
        if not column.codes or column.split:
            continue
        counted = (
            f'SELECT {column.name}, COUNT(*) AS n FROM "{{0}}" WHERE {column.name} IS NOT NULL GROUP BY {column.name}'
        )
        rows = store.rows(
            f"SELECT a.{column.name} FROM ({counted.format(before.extract.accepted_table)}) AS a "
            f"LEFT JOIN ({counted.format(after.extract.accepted_table)}) AS b ON a.{column.name} = b.{column.name} "
            f"WHERE b.n IS NULL AND a.n >= {_SHARE_THAT_IS_MISSED * before.receipt.accepted} ORDER BY 1"
        )
        if rows:
            listed = ", ".join(f"`{row[0]}`" for row in rows[:6])
            seen.questions.append(
                f"Common before and in no row now, in `{column.header}`: {listed}. Was a code renamed, or left out?"
            )


def _cover(item: Taken, seen: Seen, store: Store, ages: str, rounding: Rounding, area_names: Mapping[str, str]) -> None:
    """How many of each age, and in each area, are on the list, beside how many are known to live there."""
    layout = item.permitted.layout
    if not _is_about_residents(layout):
        return
    ours, theirs = standard_table(layout), ages
    newest = f"(SELECT MAX(period_end) FROM \"{{0}}\" WHERE period_end <= DATE '{item.receipt.last_period}')"
    when = store.value(f'SELECT MAX(period_end) FROM "{theirs}"')
    seen.estimate = f"the usual residents of {when}" if when else ""
    pairs = f"""
        SELECT {{key}} AS label, SUM(ours.value) AS on_list, SUM(theirs.value) AS residents,
               COUNT(ours.area_code) = COUNT(ours.value) AS is_known, COUNT(ours.area_code) > 0 AS is_listed
        FROM (SELECT area_code, category, value FROM "{theirs}" WHERE period_end = DATE '{when}') AS theirs
        JOIN base_areas ON base_areas.area_code = theirs.area_code
        LEFT JOIN (SELECT area_code, category, value FROM "{ours}" WHERE period_end = {newest.format(ours)}) AS ours
            ON ours.area_code = theirs.area_code AND ours.category = theirs.category
        WHERE {{where}} GROUP BY 1
    """
    if layout.gives.ages or any(code.startswith("age_") for code in layout.gives.categories.values()):
        rows = store.rows(pairs.format(key="theirs.category", where="theirs.category LIKE 'age_%'"))
        bands = side_by_side([str(label) for label, *_, is_listed in rows if is_listed], [str(row[0]) for row in rows])
        found = {str(row[0]): _line("age", _age_in_words(row[0]), row, rounding) for row in rows}
        seen.coverage += [found[band] for band in bands]
    if records.comes_to_base(layout) or layout.gives.shape == "area_counts":
        rows = store.rows(pairs.format(key="theirs.area_code", where="theirs.category = 'all'") + " ORDER BY 1")
        lines = [_line("area", area_names.get(row[0], row[0]), row, rounding) for row in rows]
        seen.coverage += sorted(lines, key=lambda line: line.label)


def side_by_side(listed: Sequence[str], known: Sequence[str]) -> list[str]:
    """Age bands of which none lies within another, the youngest first: those of the list itself, then the narrowest."""
    by_choice = sorted(known, key=lambda band: (band not in listed, _ages_of(band)[1] - _ages_of(band)[0]))
    kept: list[str] = []
    for band in by_choice:
        low, high = _ages_of(band)
        if all(high < _ages_of(other)[0] or low > _ages_of(other)[1] for other in kept):
            kept.append(band)
    return sorted(kept, key=_ages_of)


def _ages_of(category: str) -> tuple[int, int]:
    """The first and last age of a band; a band without an end has one beyond every life."""
    low, _, high = category.removeprefix("age_").partition("_")
    return int(low), int(high) if high.isdigit() else _BEYOND_EVERY_LIFE if high else int(low)


_BEYOND_EVERY_LIFE = 200


def _is_about_residents(layout: Layout) -> bool:
    """Whether a row, or a count, is of people at their homes, so that it can be set beside residents."""
    return layout.gives.subject == "people" or (layout.tier == "T0" and layout.gives.unit in ("people", "patients"))


def _line(kind: str, label: str, row: Sequence[Any], rounding: Rounding) -> Coverage:
    """One line; an area or age of which the list knows a part alone is not told, for the rest is not none."""
    _, on_list, residents, is_known, _ = row
    count = on_list or 0.0
    rounded = (
        None
        if not is_known or 0 < count <= rounding.withheld_up_to
        else float(int(count / rounding.base + 0.5) * rounding.base)
    )
    return Coverage(kind, label, rounded, residents)


def _age_in_words(category: str) -> str:
    low, _, high = category.removeprefix("age_").partition("_")
    return f"{low} and over" if high == "plus" else f"{low} to {high}"


BEST_BY_AGE = ("census.age_by_lsoa",)
"""layouts that say how many people of each age live in each base area, the best first"""


def look_step(layout: str) -> str:
    return f"look {layout}"


def look_at_all(
    taken: Sequence[Taken], given: Given, standard: Standard, frame: Frame, store: Store, steps: Steps
) -> None:
    """Look at every layout's deliveries, each in a step of its own."""
    best = next((layout for layout in BEST_BY_AGE if layout in standard.tables), "")
    ages = standard_table(layout_of(given, best)) if best else ""
    names = {area.code: area.name for area in frame.areas}
    rounding = roundings_from(given.parameters)[PEOPLE_COUNTS]
    for layout in sorted({item.permitted.layout.id for item in taken}):
        items = [item for item in taken if item.permitted.layout.id == layout]
        key = {
            "received": [item.key for item in items],
            "standard": standard.keys.get(layout, ""),
            "residents by age": standard.keys.get(best, ""),
            "rounding": repr(rounding),
        }
        known = ages if layout in standard.keys else ""
        steps.run(look_step(layout), key, lambda i=items, k=known: look(i, store, k, rounding, names))  # type: ignore[misc]


def layout_of(given: Given, layout_id: str) -> Layout:
    source, _, name = layout_id.partition(".")
    return given.contracts[source].layout(name)
