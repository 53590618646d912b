"""Bring together what several services record of one sort of event: how many events there are, counted once.

It stands after the lists are standardised each by itself, reads what was accepted of them, and adds two tables to the
standard ones: events by base area, and the bounds for the whole place. Rows of single events do not stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
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
from denizen.standardise.pairing import AreaCounts, Row, ServiceList
from denizen.store import Store
from denizen.terms.areas import Geography
from denizen.terms.time import Period

TOGETHER, BOUNDS = "brought_together", "brought_together_bounds"
_DAYS, _FOUND = "pairing_days", "pairing_found"

Notes = dict[str, list[str]]


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
        bringing = _Bringing(source, sort, frame, rounding, store)
        key = steps.run(pair_step(source), parts, partial(bringing.work, of_sort)).key
        if steps.result(pair_step(source))["is_made"]:
            for table in _tables_of(source, sort, frame):
                tables[table.id], keys[table.id] = table, key
    return replace(standard, tables=tables, keys=keys)


def notes_of(layout: Layout, steps: Steps) -> list[str]:
    """What was found of a list beside those of other services, as sentences for its receipt."""
    step = pair_step(layout.source)
    if step not in {done.name for done in steps.done}:  # what an earlier run found holds no longer
        return []
    notes: list[str] = steps.result(step)["notes"].get(layout.id, [])
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
    """Of a small area nothing is said where nothing happened; of the whole place everything is."""
    is_small = sort.within == "base"
    return [
        Table(
            f"{source}.{TOGETHER}",
            source,
            frame.base[0].geography if is_small else Geography.LAD,
            is_additive=True,
            absent_is_zero=is_small,
        ),
        Table(f"{source}.{BOUNDS}", source, Geography.LAD, is_additive=True, absent_is_zero=False),
    ]


@dataclass(frozen=True, slots=True)
class _Pair:
    """What two lists have in common: where they meet, events on both by area and period, the span of each period."""

    met: dict[Where, Met]
    both: dict[Cell, float]
    spans: dict[date, Span]


@dataclass(frozen=True, slots=True)
class _Bringing:
    """One sort of event, and what it takes to bring its lists together."""

    source: str
    sort: OneEvent
    frame: Frame
    rounding: Rounding
    store: Store

    def work(self, received: Sequence[Taken]) -> dict[str, Any]:
        """Make the two tables where lists can be brought together. Returns whether, and what is to be noted of each."""
        notes = _by_month_alone(self.sort, received)
        lists = lists_of(self.sort, received)
        for item in lists:
            self.store.make(pairing.told(item, self.sort.within, _told(item), self.frame.place.code))
        places, periods = pairing.in_common([self._months(item) for item in lists], self.sort.every)
        if periods:
            self._bring([lists[place] for place in places], periods, notes)
        for item in [item for place, item in enumerate(lists) if place not in places]:
            notes[item.layout.id].append(_apart(self.sort, len(lists)))
        for name in (*(_told(item) for item in lists), _DAYS, _FOUND):
            self.store.drop(name)
        return {"is_made": bool(periods), "notes": notes}

    def _months(self, item: ServiceList) -> set[date]:
        month = "CAST(DATE_TRUNC('month', day) AS DATE)"
        return {row[0] for row in self.store.rows(f"SELECT DISTINCT {month} FROM {_told(item)} WHERE day IS NOT NULL")}

    def _bring(self, lists: Sequence[ServiceList], periods: Sequence[Period], notes: Notes) -> None:
        """Make the two tables, and note what each two lists have in common."""
        self._keep_days(pairing.days_of(periods))
        counts, pairs = self._counts(lists), {}
        for j, k in combinations(range(len(lists)), 2):
            pairs[j, k] = self._meet(lists[j], lists[k])
            found = _in_words(pairs[j, k], periods, self.rounding)
            notes[lists[j].layout.id].append(_beside(lists[k], found))
            notes[lists[k].layout.id].append(_beside(lists[j], found))
        services = [item.service for item in lists]
        rows = pairing.distinct_rows(services, counts, {pair: found.both for pair, found in pairs.items()})
        bounds = pairing.bound_rows(counts, rows, {pair: found.spans for pair, found in pairs.items()})
        ends = {period.start: period.end for period in periods}
        for table, table_rows in ((TOGETHER, rows), (BOUNDS, bounds)):
            self._keep(table_rows, ends)
            self.store.make(pairing.as_area_counts(_FOUND, *self._about(f"{self.source}.{table}", services)))

    def _about(self, table_id: str, services: Sequence[str]) -> tuple[str, dict[str, object]]:
        base = self.frame.base[0]
        return standard_name(table_id), {
            "table_id": table_id,
            "place": self.frame.place.code,
            "geography": base.geography.value,
            "vintage": base.vintage,
            "basis": pairing.basis_of(self.sort, services),
        }

    def _counts(self, lists: Sequence[ServiceList]) -> AreaCounts:
        counts: dict[Cell, list[int]] = defaultdict(lambda: [0] * len(lists))
        for place, item in enumerate(lists):
            for area, start, events in self.store.rows(pairing.counted(_told(item), _DAYS)):
                counts[area, start][place] = events
        return counts

    def _meet(self, first: ServiceList, second: ServiceList) -> _Pair:
        span = self.store.value(f"SELECT COUNT(*) FROM {_DAYS}")
        rows = self.store.rows(
            pairing.meetings(_told(first), _told(second), _DAYS, first.service),
            {"span": span, "earliest": self.sort.earliest, "latest": self.sort.latest},
        )
        met = pairing.met_from(rows)
        by_period: dict[date, list[Met]] = defaultdict(list)
        for (_, _, start), cell in met.items():
            by_period[start].append(cell)
        return _Pair(met, matched(met), {start: beyond_chance(summed(cells)) for start, cells in by_period.items()})

    def _keep_days(self, days: Sequence[tuple[date, int, date]]) -> None:
        """The table of days: day, its number, the first day of its period."""
        self.store.take(
            _DAYS,
            {
                "day": [day.isoformat() for day, _, _ in days],
                "number": [number for _, number, _ in days],
                "period_start": [start.isoformat() for _, _, start in days],
            },
            {"day": "DATE", "number": "BIGINT", "period_start": "DATE"},
        )

    def _keep(self, rows: Sequence[Row], ends: Mapping[date, date]) -> None:
        types = {"area_code": "VARCHAR", "period_start": "DATE", "period_end": "DATE", "category": "VARCHAR"}
        columns: dict[str, list[Any]] = {
            "area_code": [row[0] for row in rows],
            "period_start": [row[1].isoformat() for row in rows],
            "period_end": [ends[row[1]].isoformat() for row in rows],
            "category": [row[2] for row in rows],
            "value": [row[3] for row in rows],
        }
        self.store.take(_FOUND, columns, {**types, "value": "DOUBLE"})


def _told(item: ServiceList) -> str:
    """The table of a service's events, while the step lasts."""
    return f"pairing__{item.service}"


def _by_month_alone(sort: OneEvent, received: Sequence[Taken]) -> Notes:
    notes: Notes = defaultdict(list)
    for layout in {item.permitted.layout.id: item.permitted.layout for item in received}.values():
        if not sort.tells_the_day(layout):
            notes[layout.id].append(
                "It cannot be brought together with the lists of other services, which can hold the same events: "
                "it has months only."
            )
    return notes


def _apart(sort: OneEvent, lists: int) -> str:
    why = f"they have no whole {sort.every} in common" if lists > 1 else "those have months only"
    return f"It cannot be brought together with the lists of other services: {why}."


def _beside(other: ServiceList, found: str) -> str:
    return f"Beside the list `{other.layout.name}`, which can hold the same events: {found}"


def _in_words(pair: _Pair, periods: Sequence[Period], rounding: Rounding) -> str:
    """What two lists have in common, as a sentence without small numbers."""
    whole = summed(list(pair.met.values()))
    span, when = beyond_chance(whole), f"from {periods[0].start} to {periods[-1].end}"
    if not whole.met:
        return f"{when} no two rows could be one event."
    meet, chance, both = (_about(n, rounding) for n in (whole.met, whole.expected, sum(pair.both.values())))
    fewest, most = _about(span.lower, rounding), _about(span.upper, rounding)
    between = f" ({fewest} to {most})" if fewest != most else ""
    return (
        f"{when} {meet} events could be on both, and {chance} would seem so by chance; so it is estimated that "
        f"{both} are on both{between}. No row is taken for another."
    )


def _about(number: float, rounding: Rounding) -> str:
    if number < 0.5:
        return "no"
    if number <= rounding.withheld_up_to:
        return f"{rounding.withheld_up_to} or fewer"
    return f"about {int(number / rounding.base + 0.5) * rounding.base:,}"
