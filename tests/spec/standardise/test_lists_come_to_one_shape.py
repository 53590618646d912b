"""Long and wide lists, totals on older areas, organisations at postcodes and events at points come to one shape."""

from __future__ import annotations

import pytest

import drawing
from denizen.contracts.contract import Field, Gives, Layout, Reading
from denizen.shapes import Statement
from denizen.standardise import area_counts, events
from denizen.store import Store
from denizen.terms.areas import Geography


def put(store: Store, name: str, drawn: str, **types: str) -> None:
    """Accepted rows as they arrive: beside each figure, whether the supplier withheld it."""
    drawing.put(store, name, drawn, **types)
    flags = "".join(
        f", FALSE AS is_withheld_{column}" for column in types if f" {column} " in f" {drawn.splitlines()[0]} "
    )
    store.make(Statement(name, f'SELECT *{flags} FROM "{name}"', {}))


def layout(*fields: tuple[str, str], **gives) -> Layout:
    made = tuple(Field(name, name, kind, "", False, False, (), {}, "", None, None, (), "", "") for name, kind in fields)
    plain = {"shape": "area_counts", "unit": "people", "period": "2021-03-21", "basis": "b"}
    return Layout("src", "lay", "", "", Reading(), made, (), Gives(**{**plain, **gives}), ())


def result(store: Store, statement) -> list[tuple]:
    store.make(statement)
    return store.rows(
        f'SELECT area_code, CAST(period_start AS VARCHAR), CAST(period_end AS VARCHAR), category, value FROM "{statement.name}" '
        "ORDER BY area_code, period_start, category"
    )


def test_a_long_list_gets_its_total(store):
    put(store, "a1", "area | kind | n\n L1 | x | 3\n L1 | y | 4\n L2 | x | 5\n L2 | y | 0", n="DOUBLE")
    made = layout(("area", "string"), ("kind", "string"), ("n", "integer"), area="area", category="kind", value="n")
    day = ("2021-03-21", "2021-03-21")
    assert result(store, area_counts.area_counts(made, ["a1"], [], "s")) == [
        ("L1", *day, "all", 7), ("L1", *day, "x", 3), ("L1", *day, "y", 4), ("L2", *day, "all", 5), ("L2", *day, "x", 5),
        ("L2", *day, "y", 0),
    ]  # fmt: skip


LONG = (("area", "string"), ("kind", "string"), ("n", "integer"))


@pytest.mark.parametrize(("absent_is_zero", "total"), [(False, None), (True, 5)])
def test_a_category_that_an_area_lacks_is_none_only_where_the_list_leaves_zeroes_out(store, absent_is_zero, total):
    put(store, "a1", "area | kind | n\n L1 | x | 3\n L1 | y | 4\n L2 | x | 5", n="DOUBLE")
    made = layout(*LONG, area="area", category="kind", value="n", absent_is_zero=absent_is_zero)
    rows = result(store, area_counts.area_counts(made, ["a1"], [], "s"))
    assert {row[3]: row[4] for row in rows if row[0] == "L2"} == {"all": total, "x": 5}


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        ("L1 | y | .", {"all": None, "x": 3, "y": None}),
        ("L1 | . | 4", {"all": None, "x": 3, "not read": None}),
        ("L2 | y | .", {"all": 3, "x": 3}),
    ],
    ids=["the figure could not be read", "the category could not be read", "the row was another area's"],
)
def test_what_arrived_and_could_not_be_read_is_unknown_and_never_none(store, refused, expected):
    put(store, "a1", "area | kind | n\n L1 | x | 3", n="DOUBLE")
    put(store, "u1", f"area | kind | n\n {refused}", n="DOUBLE")
    made = layout(*LONG, area="area", category="kind", value="n", absent_is_zero=True)
    rows = result(store, area_counts.area_counts(made, ["a1"], ["u1"], "s"))
    assert {row[3]: row[4] for row in rows if row[0] == "L1"} == expected


def test_a_wide_list_gives_a_row_a_column_and_its_own_total(store):
    put(store, "a1", "area | total | young | old\n L1 | 10 | 4 | 5", total="DOUBLE", young="DOUBLE", old="DOUBLE")
    made = layout(
        ("area", "string"), ("total", "integer"), ("young", "integer"), ("old", "integer"),
        area="area", categories={"total": "all", "young": "y", "old": "o"}, total="given",
    )  # fmt: skip
    assert [row[3:] for row in result(store, area_counts.area_counts(made, ["a1"], [], "s"))] == [
        ("all", 10),
        ("o", 5),
        ("y", 4),
    ]


def test_columns_of_years_become_periods(store):
    put(store, "a1", "area | p20 | p21\n L1 | 10 | 11", p20="DOUBLE", p21="DOUBLE")
    made = layout(("area", "string"), ("p20", "integer"), ("p21", "integer"), area="area", period="",
                  periods={"p20": "2020-06-30", "p21": "2021-06-30"})  # fmt: skip
    assert [row[1:] for row in result(store, area_counts.area_counts(made, ["a1"], [], "s"))] == [
        ("2020-06-30", "2020-06-30", "all", 10),
        ("2021-06-30", "2021-06-30", "all", 11),
    ]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023-04-01/P3M", "2023-04-01", "2023-06-30"),
        ("2023-04-01/P1Y", "2023-04-01", "2024-03-31"),
        ("2024-02-01/P1M", "2024-02-01", "2024-02-29"),
        ("2018-04-01/2019-03-31", "2018-04-01", "2019-03-31"),
        ("2024-06-30", "2024-06-30", "2024-06-30"),
    ],
)
def test_periods_are_read_as_iso_writes_them(store, written, first, last):
    put(store, "a1", f"area | quarter | n\n L1 | {written} | 3", n="DOUBLE")
    made = layout(
        ("area", "string"), ("quarter", "string"), ("n", "integer"), area="area", value="n", period="{quarter}"
    )
    assert result(store, area_counts.area_counts(made, ["a1"], [], "s"))[0][1:3] == (first, last)


def test_totals_on_older_areas_are_shared_out_by_residents_and_nothing_is_lost(store):
    put(store, "base_areas", "area_code\n L1\n L2\n L3\n L4")
    put(store, "older_base", "older | newer\n O1 | L1\n O2 | L2\n O2 | L3\n O3 | L4\n O4 | L4")
    put(store, "base_residents", "area_code | residents\n L1 | 50\n L2 | 100\n L3 | 300\n L4 | 70", residents="DOUBLE")
    put(store, "a1", "area | n\n O1 | 10\n O2 | 40\n O3 | 5\n O4 | 6", n="DOUBLE")
    made = layout(("area", "string"), ("n", "integer"), area="area", value="n", vintage="2011")
    store.make(area_counts.area_counts(made, ["a1"], [], "older"))
    brought = result(store, area_counts.brought_over("older", "s", "2021"))
    assert {row[0]: row[4] for row in brought} == {"L1": 10, "L2": 10, "L3": 30, "L4": 11}


@pytest.mark.parametrize(
    ("lookup", "residents", "rows", "expected"),
    [
        ("O1 | L1\n O1 | elsewhere", "L1 | 50", "O1 | 10", {"L1": 5}),
        ("O1 | L1\n O1 | L2", "L1 | 50", "O1 | 10", {"L1": 5, "L2": 5}),
        ("O1 | L1\n O1 | L2", "L1 | 0\n L2 | 0", "O1 | 10", {"L1": 5, "L2": 5}),
        ("O1 | L1\n O2 | L1", "L1 | 50", "O1 | 10", {"L1": None}),
    ],
    ids=["partly outside the place", "residents of one part only", "no residents at all", "one merged part is unknown"],
)
def test_an_older_area_that_is_not_wholly_known(store, lookup, residents, rows, expected):
    put(store, "base_areas", "area_code\n L1\n L2")
    put(store, "older_base", f"older | newer\n {lookup}")
    put(store, "base_residents", f"area_code | residents\n {residents}", residents="DOUBLE")
    put(store, "a1", f"area | n\n {rows}", n="DOUBLE")
    made = layout(("area", "string"), ("n", "integer"), area="area", value="n", vintage="2011")
    store.make(area_counts.area_counts(made, ["a1"], [], "older"))
    assert {row[0]: row[4] for row in result(store, area_counts.brought_over("older", "s", "2021"))} == expected


def test_only_totals_are_shared_out(store):
    put(store, "base_areas", "area_code\n L2\n L3")
    put(store, "older_base", "older | newer\n O2 | L2\n O2 | L3")
    put(store, "base_residents", "area_code | residents\n L2 | 1\n L3 | 1", residents="DOUBLE")
    put(store, "a1", "area | kind | n\n O2 | x | 40", n="DOUBLE")
    made = layout(
        ("area", "string"),
        ("kind", "string"),
        ("n", "integer"),
        area="area",
        category="kind",
        value="n",
        vintage="2011",
    )
    store.make(area_counts.area_counts(made, ["a1"], [], "older"))
    assert {row[3] for row in result(store, area_counts.brought_over("older", "s", "2021"))} == {"all"}


def test_organisations_are_counted_where_their_postcode_lies(store):
    put(store, "postcodes", "postcode | area_code\n AA11AA | L1\n AA12BB | L2")
    put(store, "a1", "code | patients\n AA11AA | 100\n AA11AA | 50\n AA12BB | 30\n ZZ99ZZ | 9", patients="DOUBLE")
    made = layout(("code", "string"), ("patients", "integer"), shape="places", postcode="code", amount="patients")
    found = [
        (row[0], row[3], row[4]) for row in result(store, area_counts.at_points(made, ["a1"], [], "s", "lsoa", "2021"))
    ]
    assert found == [("L1", "all", 150), ("L1", "places", 2), ("L2", "all", 30), ("L2", "places", 1)]


EVENTS = layout(
    ("x", "number"), ("y", "number"), ("lsoa", "string"), ("month", "month"), ("kind", "string"),
    shape="events", longitude="x", latitude="y", area="lsoa", period="{month}", category="kind", geography=Geography.LSOA,
)  # fmt: skip


def events_of(store: Store, drawn: str, points: str) -> None:
    put(store, "a1_text", drawn, x="DOUBLE", y="DOUBLE")
    store.rows("CREATE TABLE a1 AS SELECT * REPLACE (CAST(month AS DATE) AS month) FROM a1_text")
    put(store, "points_text", points, x="DOUBLE", y="DOUBLE")
    store.rows("CREATE TABLE points AS SELECT * REPLACE (CAST(is_inside AS BOOLEAN) AS is_inside) FROM points_text")
    put(store, "base_areas", "area_code\n L1\n L2\n L3")
    put(store, "older_base", "older | newer\n O1 | L1\n O2 | L2\n O2 | L3")
    store.make(events.events(EVENTS, ["a1"], "points", "found"))


@pytest.mark.parametrize(
    ("code", "point", "area", "how"),
    [
        ("L2", "L1 | true", "L1", "point"),
        ("O2", "L3 | true", "L3", "point"),
        ("L2", "L1 | false", "L2", "code"),
        ("O1", ". | false", "L1", "exact fit"),
        ("O2", "L3 | false", "L3", "nearest"),
        ("O2", ". | false", None, "not placed"),
    ],
)
def test_the_point_decides_then_the_code_then_the_nearest(store, code, point, area, how):
    events_of(
        store,
        f"x | y | lsoa | month | kind\n 1 | 2 | {code} | 2024-01-01 | noise",
        f"x | y | area_code | is_inside\n 1 | 2 | {point}",
    )
    assert store.rows("SELECT area_code, placed_by FROM found") == [(area, how)]


def test_a_list_of_events_may_have_codes_only(store):
    by_code = layout(("lsoa", "string"), ("month", "month"), ("kind", "string"), shape="events", area="lsoa",
                     period="{month}", category="kind")  # fmt: skip
    put(store, "a1_text", "lsoa | month | kind\n L2 | 2024-01-01 | noise")
    store.rows("CREATE TABLE a1 AS SELECT * REPLACE (CAST(month AS DATE) AS month) FROM a1_text")
    put(store, "base_areas", "area_code\n L2")
    put(store, "older_base", "older | newer\n O1 | L2")
    assert store.rows(events.distinct_points(by_code, ["a1"])) == []
    store.rows("CREATE TABLE points (x DOUBLE, y DOUBLE, area_code VARCHAR, is_inside BOOLEAN)")
    store.make(events.events(by_code, ["a1"], "points", "found"))
    assert store.rows("SELECT area_code, placed_by FROM found") == [("L2", "code")]


def test_two_rows_that_look_alike_are_two_events(store):
    row = " 1 | 2 | L1 | 2024-01-01 | noise"
    events_of(store, "x | y | lsoa | month | kind\n" + "\n".join([row] * 3), "x|y|area_code|is_inside\n 1|2|L1|true")
    store.make(events.monthly(EVENTS, "found", "monthly", "lsoa", "2021"))
    assert store.rows("SELECT category, value FROM monthly ORDER BY category") == [("all", 3), ("noise", 3)]


def test_a_kind_that_is_never_rare_and_is_absent_for_a_month_is_a_gap(store):
    rows = [f" 1 | 2 | L1 | 2024-{month:02}-01 | noise" for month in (1, 2, 4) for _ in range(40)]
    rows += [f" 1 | 2 | L1 | 2024-{month:02}-01 | theft" for month in (1, 3) for _ in range(2)]
    events_of(store, "x | y | lsoa | month | kind\n" + "\n".join(rows), "x|y|area_code|is_inside\n 1|2|L1|true")
    store.make(events.gaps("found", "gaps", 30))
    assert store.rows("SELECT category, CAST(period_start AS VARCHAR), usual FROM gaps") == [
        ("noise", "2024-03-01", 40)
    ]


def test_a_month_that_the_file_does_not_mention_at_all_is_a_gap_in_every_kind(store):
    rows = [f" 1 | 2 | L1 | 2024-{month:02}-01 | noise" for month in (1, 2, 4) for _ in range(40)]
    events_of(store, "x | y | lsoa | month | kind\n" + "\n".join(rows), "x|y|area_code|is_inside\n 1|2|L1|true")
    store.make(events.gaps("found", "gaps", 30))
    found = store.rows("SELECT category, CAST(period_start AS VARCHAR), CAST(period_end AS VARCHAR) FROM gaps")
    assert found == [("all", "2024-03-01", "2024-03-31"), ("noise", "2024-03-01", "2024-03-31")]


def test_events_of_days_are_counted_by_their_month(store):
    rows = " 1 | 2 | L1 | 2024-01-03 | noise\n 1 | 2 | L1 | 2024-01-30 | noise"
    events_of(store, "x | y | lsoa | month | kind\n" + rows, "x|y|area_code|is_inside\n 1|2|L1|true")
    store.make(events.monthly(EVENTS, "found", "monthly", "lsoa", "2021"))
    assert store.rows(
        "SELECT CAST(period_start AS VARCHAR), CAST(period_end AS VARCHAR), value FROM monthly LIMIT 1"
    ) == [("2024-01-01", "2024-01-31", 2)]
