"""Bring together what several services record of one sort of event: how many events there are, counted once.

It stands after the lists are standardised each by itself, reads what was accepted of them, and adds two tables to the
standard ones: events by base area, and the bounds for the whole place. Rows of single events do not stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

from denizen.contracts import Layout
from denizen.contracts.one_event import OneEvent, one_event_on
from denizen.disclosure import INCIDENT_COUNTS, Rounding
from denizen.indicators import Table
from denizen.pipeline.frame import Frame
from denizen.pipeline.given import Given, Standard, Taken
from denizen.pipeline.measuring import roundings_from
from denizen.pipeline.standardising import standard_name
from denizen.pipeline.steps import Steps
from denizen.standardise import pairing
from denizen.standardise.overlap import Cell, Met, Span, Where, beyond_chance, matched, summed
from denizen.standardise.pairing import AreaCounts, ServiceList
from denizen.store import Store
from denizen.terms.areas import Geography
from denizen.terms.time import Period

TOGETHER, BOUNDS = "brought_together", "brought_together_bounds"
_DAYS, _FOUND = "pairing_days", "pairing_found"

Row = tuple[str, date, str, float]


def pair_step(source: str) -> str:
    return f"bring together {source}"


def bring_together(
    received: Sequence[Taken], standard: Standard, given: Given, frame: Frame, store: Store, steps: Steps
) -> Standard:
    """The standard tables, with those of every sort of event that two services or more sent lists of."""
    tables, keys = dict(standard.tables), dict(standard.keys)
    rounding = roundings_from(given.parameters)[INCIDENT_COUNTS]
    for source, sort in sorted(one_event_on(given.parameters.day).items()):
        of_sort = [
            item
            for item in received
            if (layout := item.permitted.layout).source == source
            and sort.service_of(layout)
            and standard.has(layout.id)
        ]
        if len({sort.service_of(item.permitted.layout) for item in of_sort}) < 2:
            continue
        parts = {
            **{item.permitted.layout.id: keys[item.permitted.layout.id] for item in of_sort},
            "sort": repr(sort),
            "rounding": repr(rounding),
        }
        work = _work(source, sort, of_sort, frame, rounding, store)
        key = steps.run(pair_step(source), parts, work).key
        if steps.result(pair_step(source))["is_made"]:
            for table in _tables_of(source, sort, frame):
                tables[table.id], keys[table.id] = table, key
    return replace(standard, tables=tables, keys=keys)


def notes_of(layout: Layout, steps: Steps) -> list[str]:
    """What was found of a list beside those of other services, as sentences for its receipt."""
    found = steps.result(pair_step(layout.source)) or {}
    notes: list[str] = found.get("notes", {}).get(layout.id, [])
    return notes


def lists_of(sort: OneEvent, received: Sequence[Taken]) -> list[ServiceList]:
    """One list of each service, in the order of the services: the first of its layouts that came and tells the day."""
    found = []
    for service, layouts in sort.services.items():
        for name in layouts:
            of_layout = [item for item in received if item.permitted.layout.name == name]
            if of_layout and sort.tells_the_day(of_layout[0].permitted.layout):
                layout = of_layout[0].permitted.layout
                accepted = tuple(item.extract.accepted_table for item in of_layout)
                found.append(ServiceList(service, layout, sort.listed(layout), accepted))
                break
    return found


def brought_together_from(table_id: str, day: date) -> set[str]:
    """The layouts that a table of this step can be made from; none for any other table."""
    source, _, name = table_id.partition(".")
    sort = one_event_on(day).get(source)
    if sort is None or name not in (TOGETHER, BOUNDS):
        return set()
    return {f"{source}.{layout}" for lists in sort.services.values() for layout, listed in lists.items() if listed.day}


def _tables_of(source: str, sort: OneEvent, frame: Frame) -> list[Table]:
    geography = Geography.LAD if sort.within == "place" else frame.base[0].geography
    return [
        Table(f"{source}.{name}", source, where, is_additive=True, absent_is_zero=True)
        for name, where in ((TOGETHER, geography), (BOUNDS, Geography.LAD))
    ]


@dataclass(frozen=True, slots=True)
class _Pair:
    """What two lists, by their places, have in common: events by area and period, and the span for each period."""

    met: dict[Where, Met]
    both: dict[Cell, float]
    spans: dict[date, Span]


def _work(
    source: str, sort: OneEvent, received: Sequence[Taken], frame: Frame, rounding: Rounding, store: Store
) -> Callable[[], dict[str, Any]]:
    """The work of the step: makes the tables where lists can be brought together, and returns what is to be noted."""

    def work() -> dict[str, Any]:
        lists = lists_of(sort, received)
        notes = _by_month_alone(sort, received)
        if len(lists) < 2:
            return {"is_made": False, "notes": notes}
        names = [f"pairing__{item.service}" for item in lists]
        for item, name in zip(lists, names, strict=True):
            store.make(pairing.told(item, sort.within, name, frame.place.code))
        periods = _periods(sort, names, store)
        days = pairing.days_of(periods)
        is_made = len(days) >= pairing.FEWEST_DAYS
        if is_made:
            _keep_days(days, store)
            _bring(source, sort, lists, names, periods, notes, frame, rounding, store)
        for name in (*names, _DAYS, _FOUND):
            store.drop(name)
        if not is_made:
            for item in lists:
                notes[item.layout.id].append(
                    f"It cannot be brought together with the lists of other services: they have no whole {sort.every} in common."
                )
        return {"is_made": is_made, "notes": notes}

    return work


def _by_month_alone(sort: OneEvent, received: Sequence[Taken]) -> dict[str, list[str]]:
    notes: dict[str, list[str]] = defaultdict(list)
    for layout in {item.permitted.layout.id: item.permitted.layout for item in received}.values():
        if not sort.tells_the_day(layout):
            notes[layout.id].append(
                "It cannot be brought together with the lists of other services, which can hold the same events: "
                "it has months only."
            )
    return notes


def _periods(sort: OneEvent, names: Sequence[str], store: Store) -> list[Period]:
    month = "CAST(DATE_TRUNC('month', day) AS DATE)"
    months = [
        {row[0] for row in store.rows(f"SELECT DISTINCT {month} FROM {name} WHERE day IS NOT NULL")} for name in names
    ]
    return pairing.whole_periods(months, sort.every)


def _keep_days(days: Sequence[tuple[date, int, date]], store: Store) -> None:
    """The table of days: day, its number, the first day of its period."""
    store.take(
        _DAYS,
        {
            "day": [day.isoformat() for day, _, _ in days],
            "number": [number for _, number, _ in days],
            "period_start": [start.isoformat() for _, _, start in days],
        },
        {"day": "DATE", "number": "BIGINT", "period_start": "DATE"},
    )


def _bring(
    source: str,
    sort: OneEvent,
    lists: Sequence[ServiceList],
    names: Sequence[str],
    periods: Sequence[Period],
    notes: dict[str, list[str]],
    frame: Frame,
    rounding: Rounding,
    store: Store,
) -> None:
    """Make the two tables, and note what each pair of lists has in common."""
    counts = _counts(names, store)
    pairs: dict[tuple[int, int], _Pair] = {}
    for j, k in combinations(range(len(lists)), 2):
        pairs[j, k] = _meet(sort, lists[j].service, names[j], names[k], store)
        sentence = _in_words(pairs[j, k], periods, rounding)
        for one, other in ((lists[j], lists[k]), (lists[k], lists[j])):
            notes[one.layout.id].append(
                f"Beside the list `{other.layout.name}`, which can hold the same events: {sentence}"
            )
    services = [item.service for item in lists]
    rows = pairing.distinct_rows(services, counts, {pair: found.both for pair, found in pairs.items()})
    totals: dict[date, float] = defaultdict(float)
    for _, start, category, value in rows:
        totals[start] += value if category == "all" else 0.0
    bounds = pairing.bound_rows(counts, totals, {pair: found.spans for pair, found in pairs.items()})
    ends = {period.start: period.end for period in periods}
    about = {"basis": pairing.basis_of(sort, services), "place": frame.place.code}
    about |= {"geography": frame.base[0].geography.value, "vintage": frame.base[0].vintage}
    for table, found in ((TOGETHER, rows), (BOUNDS, bounds)):
        _keep(found, ends, store)
        table_id = f"{source}.{table}"
        store.make(pairing.as_area_counts(_FOUND, standard_name(table_id), {**about, "table_id": table_id}))


def _counts(names: Sequence[str], store: Store) -> AreaCounts:
    counts: dict[Cell, list[int]] = defaultdict(lambda: [0] * len(names))
    for place, name in enumerate(names):
        for area, start, events in store.rows(pairing.counted(name, _DAYS)):
            counts[area, start][place] = events
    return counts


def _meet(sort: OneEvent, service: str, first: str, second: str, store: Store) -> _Pair:
    span = store.value(f"SELECT COUNT(*) FROM {_DAYS}")
    rows = store.rows(
        pairing.meetings(first, second, _DAYS, service),
        {"span": span, "earliest": sort.earliest, "latest": sort.latest},
    )
    met = pairing.met_from(rows)
    by_period: dict[date, list[Met]] = defaultdict(list)
    for (_, _, start), cell in met.items():
        by_period[start].append(cell)
    return _Pair(met, matched(met), {start: beyond_chance(summed(cells)) for start, cells in by_period.items()})


def _keep(rows: Sequence[Row], ends: dict[date, date], store: Store) -> None:
    store.take(
        _FOUND,
        {
            "area_code": [row[0] for row in rows],
            "period_start": [row[1].isoformat() for row in rows],
            "period_end": [ends[row[1]].isoformat() for row in rows],
            "category": [row[2] for row in rows],
            "value": [row[3] for row in rows],
        },
        {
            "area_code": "VARCHAR",
            "period_start": "DATE",
            "period_end": "DATE",
            "category": "VARCHAR",
            "value": "DOUBLE",
        },
    )


def _in_words(pair: _Pair, periods: Sequence[Period], rounding: Rounding) -> str:
    """What two lists have in common, as a sentence without small numbers."""
    whole = summed(list(pair.met.values())) if pair.met else Met(0, 0, tuple(0 for _ in pairing.TURNS))
    span = beyond_chance(whole)
    pairs, chance, both, fewest, most = (
        _about(value, rounding)
        for value in (whole.pairs, whole.expected, sum(pair.both.values()), span.lower, span.upper)
    )
    return (
        f"from {periods[0].start} to {periods[-1].end} {pairs} pairs of rows could be one event each, and {chance} would "
        f"meet so by chance; so it is estimated that {both} events are on both ({fewest} to {most}). "
        "No row is taken for another."
    )


def _about(value: float, rounding: Rounding) -> str:
    if value < 0.5:
        return "no"
    if value <= rounding.withheld_up_to:
        return f"{rounding.withheld_up_to} or fewer"
    return f"about {int(value / rounding.base + 0.5) * rounding.base:,}"
