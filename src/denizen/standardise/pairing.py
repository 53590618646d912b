"""Lists of several services about one sort of event, side by side: which rows could be one event, and how many are by chance.

Rows meet where place, day and kind are known closely enough: in one base area (or in the whole place, where no list says
more), a few days apart, of a kind that both can stand for. A point that a publisher moved is an area here and never a
distance; a list by month alone meets nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from denizen.contracts import Layout
from denizen.contracts.one_event import Listed, OneEvent
from denizen.shapes import AREA_COUNTS, Statement
from denizen.standardise.overlap import Cell, Met, Span, Where, bounds, together
from denizen.standardise.records import joins_of_place, stands_in
from denizen.terms.time import Period

TURNS = tuple(7 * weeks for weeks in (*range(-7, -1), *range(2, 8)))
"""days by which the calendar of one list is turned: whole weeks, so that weekdays stay; near, so that the season stays;
and not the weeks next to it, in which what was told late would still meet its own event"""

AreaCounts = Mapping[Cell, Sequence[int]]
"""area ('' for no area) and first day of the period -> events on each service's list, in their order"""

Row = tuple[str, date, str, float]
"""area ('' for the whole place), first day of the period, category, value"""


@dataclass(frozen=True, slots=True)
class ServiceList:
    """One service's list as it arrived: its layout, how it tells of the events, its accepted tables."""

    service: str
    layout: Layout
    listed: Listed
    accepted: tuple[str, ...]


def told(item: ServiceList, within: str, name: str, place: str) -> Statement:
    """The events of one service: event (a number), area_code (NULL for none), day, kind, unknown_to.

    A row per event and kind in common words; an event of no such kind has one row, and meets nothing.
    Args:   the list; whether rows are brought to base areas or belong to the whole place; the new name; the place.
    Reads:  base_areas, gazetteer, postcodes.
    """
    layout, listed = item.layout, item.listed
    rows = " UNION ALL ".join(
        f'SELECT *, {number} AS delivery FROM "{table}"' for number, table in enumerate(item.accepted)
    )
    area = "CAST($place AS VARCHAR)" if within == "place" else "base_areas.area_code"
    stands = "" if within == "place" else f"LEFT JOIN base_areas ON base_areas.area_code = {stands_in(layout)}"
    same = layout.gives.once_per or "CONCAT(delivery, '/', row_number)"
    coded = " UNION ALL ".join(_coded(layout, column) for column in listed.kinds)
    kinds = ", ".join(
        f"('{column}', '{code}', '{kind}')"
        for column, codes in listed.kinds.items()
        for code, common in codes.items()
        for kind in common
    )
    return Statement(
        name,
        f"""
        WITH accepted AS ({rows}),
        counted AS (
            SELECT accepted.*, DENSE_RANK() OVER (ORDER BY {same}) AS event, {area} AS stands_in,
                   CAST({listed.day} AS DATE) AS told_on, {_unknown_to(listed)} AS unknown_to
            FROM accepted
            {"" if within == "place" else joins_of_place(layout)}
            {stands}
            WHERE {_counted(item)}
        ),
        coded AS ({coded}),
        kinds (column_name, code, kind) AS (VALUES {kinds})
        SELECT DISTINCT coded.event, coded.stands_in AS area_code, coded.told_on AS day, kinds.kind, coded.unknown_to
        FROM coded LEFT JOIN kinds ON kinds.column_name = coded.column_name AND kinds.code = coded.code
        """,
        {"place": place} if within == "place" else {},
    )


def _counted(item: ServiceList) -> str:
    conditions = [text for text in (item.layout.gives.counted, item.listed.counted) if text]
    return " AND ".join(f"COALESCE(({text}), FALSE)" for text in conditions) or "TRUE"


def _unknown_to(listed: Listed) -> str:
    """SQL for the service that does not know the event, by whoever told of it."""
    cases = " ".join(f"WHEN {condition} THEN '{service}'" for service, condition in listed.unknown_to.items())
    return f"CASE {cases} END" if cases else "CAST(NULL AS VARCHAR)"


def _coded(layout: Layout, column: str) -> str:
    code = f"UNNEST(STRING_SPLIT(COALESCE({column}, ''), ';'))" if layout.field(column).split else column
    return f"SELECT event, stands_in, told_on, unknown_to, '{column}' AS column_name, {code} AS code FROM counted"


def whole_periods(months: Sequence[set[date]], every: str) -> list[Period]:
    """The quarters in which every list has rows in each month, or the years that every list spans.

    Args:  per list, the first days of the months in which it has rows; `quarter` or `year`.
    """
    if not months or not all(months):
        return []
    if every == "quarter":
        shared = set.intersection(*months)
        starts = sorted({_quarter(month) for month in shared})
        return [_period(start, 3) for start in starts if {_after(start, n) for n in range(3)} <= shared]
    first = max(_quarter(min(of_list)) for of_list in months)
    last = min(_quarter(max(of_list)) for of_list in months)
    years = range(first.year, last.year + 1)
    return [_period(date(year, 1, 1), 12) for year in years if first <= date(year, 1, 1) and last >= date(year, 10, 1)]


def in_common(months: Sequence[set[date]], every: str) -> tuple[tuple[int, ...], list[Period]]:
    """As many lists as have a whole period in common, by their places, and the periods; nothing where no two have.

    Of as many lists, those with the most periods.
    """
    for size in range(len(months), 1, -1):
        found = [
            (places, whole_periods([months[place] for place in places], every))
            for places in combinations(range(len(months)), size)
        ]
        places, periods = max(found, key=lambda item: len(item[1]))
        if periods:
            return places, periods
    return (), []


def days_of(periods: Sequence[Period]) -> list[tuple[date, int, date]]:
    """Every day of the periods: the day, its number from 0, the first day of its period."""
    days = [
        (period.start + timedelta(days=n), period.start)
        for period in periods
        for n in range((period.end - period.start).days + 1)
    ]
    return [(day, number, start) for number, (day, start) in enumerate(days)]


def counted(name: str, days: str) -> str:
    """SQL for how many events a list has: area ('' for none), first day of the period, events."""
    return f"""
        SELECT COALESCE(area_code, '') AS area_code, days.period_start, COUNT(DISTINCT event) AS events
        FROM {name} AS told JOIN {days} AS days ON days.day = told.day
        GROUP BY COALESCE(area_code, ''), days.period_start
    """


def meetings(first: str, second: str, days: str, service: str) -> str:
    """SQL for what the second list meets in the first: area, kind, first day of the period, turn, events, and how
    many of them meet one of the first list.

    Turn 0 is the calendar as it is; its row is there for every area, kind and period with an event. An event whose
    teller says that the first service does not know it is left aside.
    Binds: $span (days in all), $earliest, $latest.
    """
    turns = ", ".join(f"({days_on})" for days_on in (0, *TURNS))
    return f"""
        WITH first_list AS (
            SELECT told.event, told.area_code, told.kind, days.number FROM {first} AS told
            JOIN {days} AS days ON days.day = told.day
            WHERE told.kind IS NOT NULL AND told.area_code IS NOT NULL
        ),
        second_list AS (
            SELECT told.event, told.area_code, told.kind, days.number, days.period_start,
                   CONCAT(MIN(told.kind) OVER (PARTITION BY told.event), '/',
                          MAX(told.kind) OVER (PARTITION BY told.event)) AS kinds
            FROM {second} AS told JOIN {days} AS days ON days.day = told.day
            WHERE told.kind IS NOT NULL AND told.area_code IS NOT NULL AND COALESCE(told.unknown_to, '') <> '{service}'
        ),
        turns (turn) AS (VALUES {turns}),
        turned AS (
            SELECT second_list.*, turns.turn, (number + turns.turn + $span) % $span AS at FROM second_list CROSS JOIN turns
        ),
        met AS (
            SELECT DISTINCT turned.turn, turned.event, turned.area_code, turned.kinds, turned.period_start,
                   first_list.event AS met_event
            FROM turned LEFT JOIN first_list
                ON first_list.area_code = turned.area_code AND first_list.kind = turned.kind
               AND turned.at - first_list.number BETWEEN $earliest AND $latest
        )
        SELECT area_code, kinds, period_start, turn, COUNT(DISTINCT event) AS events,
               COUNT(DISTINCT CASE WHEN met_event IS NOT NULL THEN event END) AS met
        FROM met GROUP BY area_code, kinds, period_start, turn
    """


def met_from(rows: Sequence[tuple[str, str, date, int, int, int]]) -> dict[Where, Met]:
    """What `meetings` gives, by area, kind and period."""
    events: dict[Where, int] = {}
    met: dict[tuple[Where, int], int] = {}
    for area, kind, start, turn, several, meeting in rows:
        events[area, kind, start] = several
        met[(area, kind, start), turn] = meeting
    return {
        where: Met(several, met.get((where, 0), 0), tuple(met.get((where, turn), 0) for turn in TURNS))
        for where, several in events.items()
    }


def distinct_rows(
    services: Sequence[str], counts: AreaCounts, both: Mapping[tuple[int, int], Mapping[Cell, float]]
) -> list[Row]:
    """For each area and period: `all`, `more_than_one`, and `<service>_alone` for each."""
    rows = []
    for cell, several in sorted(counts.items()):
        found = together(several, {pair: matched.get(cell, 0.0) for pair, matched in both.items()})
        rows.append((*cell, "all", found.distinct))
        rows.append((*cell, "more_than_one", found.more_than_one))
        rows += [(*cell, f"{name}_alone", value) for name, value in zip(services, found.alone, strict=True)]
    return rows


def bound_rows(
    counts: AreaCounts, rows: Sequence[Row], both: Mapping[tuple[int, int], Mapping[date, Span]]
) -> list[Row]:
    """For the whole place and each period: `all`, the sum of the areas' in `rows`, and `at_least` and `at_most` around it."""
    found: list[Row] = []
    for start in sorted({start for _, start in counts}):
        total = sum(value for _, period, category, value in rows if period == start and category == "all")
        inside = [several for (_, period), several in counts.items() if period == start]
        summed = [float(sum(of_list)) for of_list in zip(*inside, strict=True)]
        span = bounds(summed, {pair: spans[start] for pair, spans in both.items() if start in spans})
        values = {"all": total, "at_least": min(span.lower, total), "at_most": max(span.upper, total)}
        found += [("", start, category, value) for category, value in values.items()]
    return found


def as_area_counts(found: str, name: str, about: Mapping[str, object]) -> Statement:
    """Rows of area, period, category and value in the shape AREA_COUNTS; what has no area is of the whole place.

    Binds:  table_id, geography, vintage, basis, place.
    """
    return Statement(
        name,
        f"""
        SELECT CAST($table_id AS VARCHAR) AS table_id, CASE WHEN area_code = '' THEN $place ELSE area_code END AS area_code,
               CASE WHEN area_code IN ('', $place) THEN 'lad' ELSE CAST($geography AS VARCHAR) END AS geography,
               CAST($vintage AS VARCHAR) AS vintage, period_start, period_end, category, value,
               CAST($basis AS VARCHAR) AS basis
        FROM "{found}"
        ORDER BY area_code, period_start, category
        """,
        dict(about),
        AREA_COUNTS,
    )


def basis_of(sort: OneEvent, services: Sequence[str]) -> str:
    """What the figures stand on, in words."""
    return f"{sort.sort} known to {' or '.join(services)}, estimated from lists that overlap"


def _quarter(month: date) -> date:
    return date(month.year, (month.month - 1) // 3 * 3 + 1, 1)


def _after(start: date, months: int) -> date:
    return date(start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1, 1)


def _period(start: date, months: int) -> Period:
    return Period(start, _after(start, months) - timedelta(days=1))
