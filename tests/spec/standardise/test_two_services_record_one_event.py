"""Two services that record one event are brought together: events are counted once, and no row is taken for another."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from denizen.contracts import load_contracts
from denizen.contracts.one_event import OneEvent, one_event_on
from denizen.standardise.overlap import Met, Span, beyond_chance, bounds, matched, student, summed, together
from denizen.standardise.pairing import (
    ServiceList,
    as_area_counts,
    bound_rows,
    counted,
    days_of,
    distinct_rows,
    in_common,
    meetings,
    met_from,
    told,
    whole_periods,
)
from denizen.store import Store
from denizen.terms.time import Period
from drawing import put

PLACE = "E06999999"
CONTRACTS = load_contracts()
SORTS = one_event_on(date(2026, 1, 1))
QUARTERS = whole_periods([{date(2025, month, 1) for month in range(1, 13)}], "quarter")
Event = tuple[int, str]
"""day of the year, area"""


def service_list(source: str, service: str, layout: str) -> ServiceList:
    known = CONTRACTS[source].layout(layout)
    return ServiceList(service, known, SORTS[source].listed(known), (layout,))


def put_events(store: Store, name: str, events: list[Event], kind: str | None = "nuisance") -> None:
    """A service's events, each on a day and in an area, as `told` gives them."""
    rows = {
        "event": list(range(len(events))),
        "area_code": [area for _, area in events],
        "day": [(date(2025, 1, 1) + timedelta(days=day % 365)).isoformat() for day, _ in events],
        "kind": [kind] * len(events),
        "unknown_to": [None] * len(events),
    }
    types = {"event": "BIGINT", "area_code": "VARCHAR", "day": "DATE", "kind": "VARCHAR", "unknown_to": "VARCHAR"}
    store.take(name, rows, types)


def keep_days(store: Store, periods: list[Period]) -> int:
    days = days_of(periods)
    columns = {
        "day": [day.isoformat() for day, _, _ in days],
        "number": [number for _, number, _ in days],
        "period_start": [start.isoformat() for _, _, start in days],
    }
    store.take("days", columns, {"day": "DATE", "number": "BIGINT", "period_start": "DATE"})
    return len(days)


def met_in(store: Store, first: list[Event], second: list[Event], latest: int = 0) -> Met:
    """What the second list meets in the first, over a year and all areas."""
    put_events(store, "police", first)
    put_events(store, "council", second)
    span = keep_days(store, QUARTERS)
    values = {"span": span, "earliest": 0, "latest": latest}
    return summed(list(met_from(store.rows(meetings("police", "council", "days", "police"), values)).values()))


def events(count: int, seed: int, areas: int = 40) -> list[Event]:
    dice = Random(seed)
    return [(dice.randrange(365), f"E0199{dice.randrange(areas):04d}") for _ in range(count)]


def both(cell: Met) -> float:
    """Events on both lists, of one cell."""
    return sum(matched({("", "", date(2025, 1, 1)): cell}).values())


def test_lists_of_different_events_have_next_to_none_in_common(store: Store):
    cell = met_in(store, events(600, seed=1), events(300, seed=2))
    assert both(cell) < 15
    assert beyond_chance(cell).lower == 0


def test_a_list_that_is_part_of_another_is_known_to_it_whole(store: Store):
    police = events(600, seed=1)
    cell = met_in(store, police, police[:300])
    assert both(cell) == pytest.approx(300, abs=15)
    assert together([600, 300], {(0, 1): both(cell)}).distinct == pytest.approx(600, abs=15)


def test_half_in_common_is_found_to_be_half(store: Store):
    police = events(600, seed=1)
    cell = met_in(store, police, police[:150] + events(150, seed=3))
    span = beyond_chance(cell)
    assert both(cell) == pytest.approx(150, abs=15)
    assert span.lower <= 150 <= span.upper


def test_what_meets_by_chance_is_not_taken_for_events_in_common(store: Store):
    cell = met_in(store, events(600, seed=1, areas=4), events(300, seed=2, areas=4))
    assert cell.met > 80, "in four areas many rows fall on the same days"
    assert both(cell) < 30
    assert beyond_chance(cell).lower == 0


def test_where_nearly_all_would_meet_by_chance_nothing_is_said(store: Store):
    police = events(1500, seed=1, areas=1)
    span = beyond_chance(met_in(store, police, police[:150] + events(150, seed=2, areas=1)))
    assert span.upper - span.lower > 200


def test_an_event_that_meets_several_is_counted_once(store: Store):
    assert met_in(store, [(10, "E01990001")] * 5, [(10, "E01990001")]).met == 1


def test_what_is_told_some_days_later_still_meets_its_event(store: Store):
    police = events(600, seed=1)
    later = [(day + 3, area) for day, area in police[:200] if day < 360]
    assert both(met_in(store, police, later, latest=0)) < 15
    assert both(met_in(store, police, later, latest=6)) == pytest.approx(len(later), abs=25)


def test_rows_of_other_days_areas_or_kinds_never_meet(store: Store):
    assert met_in(store, [(10, "E01990001")], [(11, "E01990001")]).met == 0
    assert met_in(store, [(10, "E01990001")], [(10, "E01990002")]).met == 0
    assert met_in(store, [(10, "E01990001")], [(10, "E01990001")]).met == 1
    put_events(store, "council", [(10, "E01990001")], kind="environmental")
    values = {"span": 365, "earliest": 0, "latest": 0}
    assert met_from(store.rows(meetings("police", "council", "days", "police"), values)).popitem()[1].met == 0


def test_an_event_of_two_kinds_meets_another_once(store: Store):
    keep_days(store, QUARTERS)
    drawn = """
        event | area_code | day        | kind     | unknown_to
        1     | E06999999 | 2025-03-01 | race     | .
        1     | E06999999 | 2025-03-01 | religion | .
    """
    for name in ("police", "centres"):
        put(store, name, drawn, event="BIGINT", day="DATE")
    rows = store.rows(meetings("police", "centres", "days", "police"), {"span": 365, "earliest": -3, "latest": 3})
    assert summed(list(met_from(rows).values())).met == 1


def test_whoever_says_that_the_police_do_not_know_is_believed(store: Store):
    keep_days(store, QUARTERS)
    head = "event | area_code | day | kind | unknown_to\n"
    put(store, "police", head + "1 | E06999999 | 2025-03-01 | race | .", event="BIGINT", day="DATE")
    put(store, "centres", head + "1 | E06999999 | 2025-03-01 | race | police", event="BIGINT", day="DATE")
    values = {"span": 365, "earliest": -3, "latest": 3}
    assert store.rows(meetings("police", "centres", "days", "police"), values) == []
    assert len(store.rows(meetings("police", "centres", "days", "council"), values)) > 0
    assert store.rows(counted("centres", "days")) == [("E06999999", date(2025, 1, 1), 1)], "it is counted all the same"


def test_events_without_a_place_are_counted_and_meet_nothing(store: Store):
    keep_days(store, QUARTERS)
    drawn = "event | area_code | day | kind | unknown_to\n1 | . | 2025-03-01 | nuisance | ."
    for name in ("police", "council"):
        put(store, name, drawn, event="BIGINT", day="DATE")
    assert store.rows(meetings("police", "council", "days", "police"), {"span": 365, "earliest": 0, "latest": 0}) == []
    counts = {(area, start): [n, n] for area, start, n in store.rows(counted("police", "days"))}
    assert ("", date(2025, 1, 1), "all", 2.0) in distinct_rows(["police", "council"], counts, {(0, 1): {}})


def test_the_events_of_a_list_by_law_are_those_of_the_police_that_are_antisocial_behaviour(store: Store):
    put(
        store,
        "depersonalised_quarter",
        """
        row_number | kind              | occurred_on | lsoa_code | shared_by
        -----------+-------------------+-------------+-----------+----------
        1          | asb_nuisance      | 2025-03-01  | E01999001 | police
        2          | asb_not_told_apart | 2025-03-01 | E01999009 | police
        3          | asb_nuisance      | 2025-03-01  | E01999001 | council
        4          | burglary          | 2025-03-01  | E01999001 | police
        """,
        row_number="BIGINT",
        occurred_on="DATE",
    )
    put(store, "base_areas", "area_code\nE01999001")
    store.make(told(service_list("antisocial_behaviour", "police", "depersonalised_quarter"), "base", "police", PLACE))
    assert store.rows("SELECT area_code, kind FROM police ORDER BY ALL") == [
        ("E01999001", "nuisance"),
        (None, "environmental"),
        (None, "nuisance"),
        (None, "personal"),
    ]


def test_a_case_stands_where_its_postcode_lies_and_a_duplicate_is_no_event(store: Store):
    put(
        store,
        "council_cases",
        """
        row_number | opened_on  | case_type  | case_status | incident_postcode
        -----------+------------+------------+-------------+------------------
        1          | 2025-03-01 | begging    | open        | FS11AA
        2          | 2025-03-02 | begging    | duplicate   | FS11AA
        3          | 2025-03-03 | fireworks  | .           | .
        """,
        row_number="BIGINT",
        opened_on="DATE",
    )
    put(store, "base_areas", "area_code\nE01999001")
    put(store, "postcodes", "postcode | area_code\nFS11AA | E01999001")
    store.make(told(service_list("antisocial_behaviour", "council", "council_cases"), "base", "council", PLACE))
    found = store.rows("SELECT area_code, day, kind FROM council ORDER BY day")
    assert found == [("E01999001", date(2025, 3, 1), "nuisance"), (None, date(2025, 3, 3), "nuisance")]


def test_an_occurrence_with_two_strands_is_one_event_and_stands_in_the_whole_place(store: Store):
    put(
        store,
        "police_occurrences",
        """
        row_number | occurrence_ref | reported_on | recorded_as | strand
        -----------+----------------+-------------+-------------+---------
        1          | k1             | 2025-03-01  | crime       | race
        2          | k1             | 2025-03-01  | crime       | religion
        3          | k2             | 2025-03-01  | non_crime   | not_stated
        """,
        row_number="BIGINT",
        reported_on="DATE",
    )
    store.make(told(service_list("hate_incidents", "police", "police_occurrences"), "place", "police", PLACE))
    assert store.rows("SELECT event, area_code, kind FROM police ORDER BY ALL") == [
        (1, PLACE, "race"),
        (1, PLACE, "religion"),
        (2, PLACE, None),
    ]


def test_a_report_is_of_the_day_on_which_it_happened_where_that_is_known(store: Store):
    flags = "race | religion | sexual_orientation | disability | transgender | other_ground"
    columns = f"row_number | reported_on | happened_on | {flags} | told_the_police\n"
    rows = (
        "1 | 2025-03-09 | 2025-03-01 | yes | . | . | . | . | yes | yes\n2 | 2025-03-09 | . | . | . | . | . | . | . | no"
    )
    put(store, "council_form", columns + rows, row_number="BIGINT", reported_on="DATE", happened_on="DATE")
    store.make(told(service_list("hate_incidents", "council", "council_form"), "place", "council", PLACE))
    assert store.rows("SELECT event, day, kind, unknown_to FROM council ORDER BY ALL") == [
        (1, date(2025, 3, 1), "other", None),
        (1, date(2025, 3, 1), "race", None),
        (1, date(2025, 3, 1), None, None),
        (2, date(2025, 3, 9), None, "police"),
    ]


def test_points_that_were_moved_and_months_alone_are_never_brought_together():
    sort = SORTS["antisocial_behaviour"]
    street = CONTRACTS["antisocial_behaviour"].layout("street_level")
    assert sort.service_of(street) == "police"
    assert not sort.tells_the_day(street)
    for name in ("depersonalised_quarter", "council_cases"):
        assert sort.tells_the_day(CONTRACTS["antisocial_behaviour"].layout(name))


def test_nothing_is_read_of_a_point():
    for source, sort in SORTS.items():
        for lists in sort.services.values():
            for listed in lists.values():
                text = f"{listed.day} {listed.counted} {list(listed.kinds)}"
                assert not {"longitude", "latitude", "street"} & set(text.split()), source


@pytest.mark.parametrize("source", sorted(SORTS))
def test_every_code_that_is_named_is_one_of_the_contract(source: str):
    sort: OneEvent = SORTS[source]
    for lists in sort.services.values():
        for name, listed in lists.items():
            layout = CONTRACTS[source].layout(name)
            for column, codes in listed.kinds.items():
                field = layout.field(column)
                assert set(codes) <= {*field.codes.values(), field.unlisted}, f"{name}.{column}"
    assert sort.within == "place" or source != "hate_incidents", "no strand below the whole place"


def test_a_quarter_counts_where_every_list_has_rows_in_each_of_its_months():
    police = {date(2025, month, 1) for month in range(1, 13)}
    council = {date(2025, month, 1) for month in (2, 3, 4, 5, 6, 10, 11)}
    assert whole_periods([police, council], "quarter") == [Period(date(2025, 4, 1), date(2025, 6, 30))]


def test_a_year_counts_where_every_list_reaches_from_its_first_quarter_to_its_last():
    police = {date(2024, 1, 1), date(2025, 12, 1)}
    centres = {date(2024, 6, 1), date(2025, 11, 1)}
    assert whole_periods([police, centres], "year") == [Period(date(2025, 1, 1), date(2025, 12, 31))]
    assert whole_periods([police, set()], "year") == []


def test_a_service_that_has_no_whole_year_with_the_others_is_left_aside():
    year = {date(2025, month, 1) for month in range(1, 13)}
    earlier = {date(2023, month, 1) for month in range(1, 13)}
    assert in_common([year | earlier, earlier, year], "year")[0] == (0, 1)
    assert in_common([year, earlier], "year") == ((), [])


def test_of_three_services_an_event_that_all_know_is_one_event():
    found = together([10, 10, 10], {(0, 1): 10, (0, 2): 10, (1, 2): 10})
    assert (found.distinct, found.alone, found.more_than_one) == (10, (0, 0, 0), 10)


def test_what_meets_is_less_likely_to_be_one_event_where_chance_brings_more():
    quiet, busy = ("E01999001", "x", date(2025, 1, 1)), ("E01999002", "x", date(2025, 1, 1))
    found = matched({quiet: Met(20, 10, (0,) * 12), busy: Met(20, 15, (10,) * 12)})
    assert sum(found.values()) == pytest.approx(40 * (25 - 10) / (40 - 10)), "in all, what exceeds chance"
    assert found["E01999001", date(2025, 1, 1)] / 10 > found["E01999002", date(2025, 1, 1)] / 15


def test_bounds_hold_the_estimate_and_stay_between_the_longest_list_and_all_rows():
    start = date(2025, 1, 1)
    counts = {("E01999001", start): [40, 10], ("", start): [0, 5]}
    found = [("E01999001", start, "all", 45.0), ("", start, "all", 5.0)]
    rows = bound_rows(counts, found, {(0, 1): {start: Span(2.0, 8.0)}})
    assert {category: value for *_, category, value in rows} == {"all": 50, "at_least": 47, "at_most": 53}
    assert bounds([40, 15], {(0, 1): Span(0, 60)}) == Span(40, 55)


def test_students_t_is_near_the_printed_table():
    assert student(11) == pytest.approx(2.201, abs=0.003)
    assert student(30) == pytest.approx(2.042, abs=0.003)


def test_what_has_no_area_counts_for_the_whole_place(store: Store):
    columns = {
        "area_code": ["E01999001", ""],
        "period_start": ["2025-01-01"] * 2,
        "period_end": ["2025-03-31"] * 2,
        "category": ["all"] * 2,
        "value": [3.0, 1.0],
    }
    types = {"area_code": "VARCHAR", "period_start": "DATE", "period_end": "DATE", "category": "VARCHAR"}
    store.take("found", columns, {**types, "value": "DOUBLE"})
    about = {"table_id": "t", "geography": "lsoa", "vintage": "2021", "basis": "b", "place": PLACE}
    store.make(as_area_counts("found", "standard", about))
    assert store.rows("SELECT area_code, geography, value FROM standard ORDER BY ALL") == [
        ("E01999001", "lsoa", 3.0),
        (PLACE, "lad", 1.0),
    ]
