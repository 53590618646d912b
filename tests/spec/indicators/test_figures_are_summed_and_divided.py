"""What the catalogue names is summed over areas and divided by people, and nothing is guessed on the way."""

from __future__ import annotations

from denizen.indicators import Table, count
from denizen.store import Store
from denizen.terms.areas import Geography
from denizen.terms.measures import Indicator, Ingredient, Kind
from drawing import put, rows_of

MEMBERS = """
    base_code | base_geography | area_code | area_name | geography | vintage
    ----------+----------------+-----------+-----------+-----------+--------
    L1        | lsoa           | L1        | One       | lsoa      | 2021
    L2        | lsoa           | L2        | Two       | lsoa      | 2021
    L3        | lsoa           | L3        | Three     | lsoa      | 2021
    L1        | lsoa           | W1        | West      | ward      | 2025
    L2        | lsoa           | W1        | West      | ward      | 2025
    L3        | lsoa           | W2        | East      | ward      | 2025
    L1        | lsoa           | P         | Town      | lad       | 2021
    L2        | lsoa           | P         | Town      | lad       | 2021
    L3        | lsoa           | P         | Town      | lad       | 2021
    P         | lad            | P         | Town      | lad       | 2021
"""
HEADER = "table_id|area_code|geography|vintage|period_start|period_end|category|value|basis\n"
PEOPLE = Table("census.age", "census", Geography.LSOA, is_additive=True, absent_is_zero=False)
SCORES = Table("imd.scores", "imd", Geography.LSOA, is_additive=False, absent_is_zero=False)
EVENTS = Table("police.rows", "police", Geography.LSOA, is_additive=True, absent_is_zero=True)
ROWS = Table("census.rows", "census", Geography.LSOA, is_additive=True, absent_is_zero=False)
TABLES = {table.id: table for table in (PEOPLE, SCORES, EVENTS, ROWS)}


def indicator(**changes) -> Indicator:
    plain = {
        "id": "i", "theme": "t", "kind": Kind.COUNT, "title": "", "definition": "", "unit": "people",
        "numerator": Ingredient(("census.age",)),
    }  # fmt: skip
    return Indicator(**{**plain, **changes})


def counted(store: Store, drawn: str, gaps: str = "", **changes) -> list[dict]:
    put(store, "members", MEMBERS)
    put(store, "area_counts_text", drawn, value="DOUBLE")
    store.rows(
        "CREATE TABLE area_counts AS SELECT * REPLACE (CAST(period_start AS DATE) AS period_start, "
        "CAST(period_end AS DATE) AS period_end, COALESCE(basis, '') AS basis) FROM area_counts_text"
    )
    put(
        store,
        "gaps_text",
        "table_id|category|period_start|period_end|usual\n" + (gaps or "none|none|1900-01-01|1900-01-31|0"),
    )
    store.rows(
        "CREATE TABLE gaps AS SELECT * REPLACE (CAST(period_start AS DATE) AS period_start, "
        "CAST(period_end AS DATE) AS period_end) FROM gaps_text"
    )
    store.make(count(indicator(**changes), TABLES, "counts"))
    columns = store.columns("counts")
    found = store.rows("SELECT * FROM counts ORDER BY geography, area_code, category, period_start")
    return [dict(zip(columns, row, strict=True)) for row in found]


CENSUS = HEADER + "\n".join(
    f"census.age|{area}|lsoa|2021|2021-03-21|2021-03-21|{category}|{value}|c"
    for area, young, all_ in (("L1", 100, 1000), ("L2", 300, 2000), ("L3", 200, 4000))
    for category, value in (("young", young), ("all", all_))
)


def by_area(rows: list[dict], column: str = "numerator") -> dict:
    return {row["area_code"]: row[column] for row in rows}


def test_a_larger_area_is_the_sum_of_its_base_areas(store):
    assert by_area(counted(store, CENSUS)) == {"L1": 1000, "L2": 2000, "L3": 4000, "W1": 3000, "W2": 4000, "P": 7000}


def test_a_share_is_its_categories_over_everyone(store):
    rows = counted(
        store, CENSUS, kind=Kind.SHARE, numerator=Ingredient(("census.age",), ("young",)),
        denominator=Ingredient(("census.age",)),
    )  # fmt: skip
    assert by_area(rows)["W1"] == 400
    assert by_area(rows, "denominator")["W1"] == 3000


def test_an_area_with_a_part_unknown_is_unknown(store):
    without_one = "\n".join(line for line in CENSUS.splitlines() if "|L2|" not in line)
    assert by_area(counted(store, without_one)) == {
        "L1": 1000,
        "L2": None,
        "L3": 4000,
        "W1": None,
        "W2": 4000,
        "P": None,
    }


def test_scores_stay_with_the_area_that_they_were_published_for(store):
    scores = HEADER + "\n".join(
        f"imd.scores|{a}|lsoa|2021|2025-01-01|2025-01-01|all|{v}|i" for a, v in (("L1", 3), ("L2", 9), ("L3", 1))
    )
    rows = counted(store, scores, kind=Kind.PUBLISHED, numerator=Ingredient(("imd.scores",)))
    assert by_area(rows) == {"L1": 3, "L2": 9, "L3": 1}


def test_figures_below_the_smallest_geography_are_not_made(store):
    assert set(by_area(counted(store, CENSUS, smallest=Geography.WARD))) == {"W1", "W2", "P"}


MONTHS = HEADER + "\n".join(
    f"police.rows|{area}|lsoa|2021|{month}-01|{month}-28|{kind}|{value}|p"
    for area, month, kind, value in [
        ("L1", "2024-01", "noise", 5), ("L1", "2024-01", "all", 5), ("L2", "2024-02", "noise", 7), ("L2", "2024-02", "all", 9),
        ("L2", "2024-02", "theft", 2), ("L1", "2024-03", "noise", 1), ("L1", "2024-03", "all", 1), ("L1", "2024-04", "theft", 4),
        ("L1", "2024-04", "all", 4),
    ]
)  # fmt: skip


def test_an_area_without_an_event_has_none_and_a_month_without_one_is_there(store):
    rows = counted(store, MONTHS, numerator=Ingredient(("police.rows",), ("noise",), months=1))
    town = [(str(row["period_start"])[:7], row["numerator"]) for row in rows if row["area_code"] == "P"]
    assert town == [("2024-01", 5), ("2024-02", 7), ("2024-03", 1), ("2024-04", 0)]
    assert {row["numerator"] for row in rows if row["area_code"] == "L3"} == {0}


def test_months_are_counted_back_from_the_last_and_only_whole_periods_are_kept(store):
    rows = counted(store, MONTHS, numerator=Ingredient(("police.rows",), months=3))
    town = [
        (str(row["period_start"]), str(row["period_end"]), row["numerator"]) for row in rows if row["area_code"] == "P"
    ]
    assert town == [("2024-02-01", "2024-04-30", 9 + 1 + 4)]


def test_a_month_that_the_file_lacks_is_not_available_and_never_none(store):
    gap = "police.rows|noise|2024-04-01|2024-04-30|40"
    rows = counted(store, MONTHS, gap, numerator=Ingredient(("police.rows",), ("noise",), months=1))
    town = {str(row["period_start"])[:7]: (row["numerator"], row["has_gap"]) for row in rows if row["area_code"] == "P"}
    assert town["2024-04"] == (None, True)
    assert town["2024-03"] == (1, False)


def test_a_longer_period_with_a_lacking_month_keeps_its_count_and_says_so(store):
    gap = "police.rows|noise|2024-04-01|2024-04-30|40"
    rows = counted(store, MONTHS, gap, numerator=Ingredient(("police.rows",), ("noise",), months=4))
    town = next(row for row in rows if row["area_code"] == "P")
    assert (town["numerator"], town["has_gap"]) == (13, True)


def test_a_period_that_is_wholly_lacking_is_not_available_however_long(store):
    gaps = "police.rows|noise|2024-03-01|2024-03-31|40\npolice.rows|noise|2024-04-01|2024-04-30|40"
    rows = counted(store, MONTHS, gaps, numerator=Ingredient(("police.rows",), ("noise",), months=2))
    town = {str(row["period_start"])[:7]: row["numerator"] for row in rows if row["area_code"] == "P"}
    assert town == {"2024-01": 12, "2024-03": None}


def test_a_gap_in_one_kind_marks_the_total_of_a_breakdown(store):
    gap = "police.rows|noise|2024-04-01|2024-04-30|40"
    kinds = (("noise", ""), ("theft", ""))
    numerator = Ingredient(("police.rows",), months=4)
    rows = counted(store, MONTHS, gap, breakdown=True, categories=kinds, numerator=numerator)
    town = {row["category"]: row["has_gap"] for row in rows if row["area_code"] == "P"}
    assert town == {"all": True, "noise": True, "theft": False}


def test_quarters_make_years_by_the_end_of_the_last(store):
    quarters = HEADER + "\n".join(
        f"police.rows|L1|lsoa|2021|{start}|{end}|all|{n}|p"
        for start, end, n in [
            ("2023-10-01", "2023-12-31", 1), ("2024-01-01", "2024-03-31", 2), ("2024-04-01", "2024-06-30", 3),
            ("2024-07-01", "2024-09-30", 4), ("2024-10-01", "2024-12-31", 5),
        ]
    )  # fmt: skip
    rows = counted(store, quarters, numerator=Ingredient(("police.rows",), months=12))
    town = [(str(r["period_start"]), str(r["period_end"]), r["numerator"]) for r in rows if r["area_code"] == "P"]
    assert town == [("2024-01-01", "2024-12-31", 14)]


def test_two_tables_of_the_same_figures_are_never_added(store, monkeypatch):
    again = Table("census.again", "census", Geography.LSOA, is_additive=True, absent_is_zero=False)
    monkeypatch.setitem(TABLES, "census.again", again)
    twice = CENSUS + "\n" + "\n".join(line.replace("census.age", "census.again") for line in CENSUS.splitlines()[1:])
    rows = counted(store, twice, numerator=Ingredient(("census.age", "census.again")))
    assert by_area(rows)["P"] == 7000


def test_a_share_of_which_one_named_part_is_unknown_is_unknown(store):
    lacking = "\n".join(line for line in CENSUS.splitlines() if "|L2|" not in line or "young" not in line)
    rows = counted(
        store, lacking, kind=Kind.SHARE, numerator=Ingredient(("census.age",), ("young",)),
        denominator=Ingredient(("census.age",)),
    )  # fmt: skip
    assert by_area(rows) == {"L1": 100, "L2": None, "L3": 200, "W1": None, "W2": 200, "P": None}


def test_a_gap_in_one_kind_does_not_mark_another(store):
    gap = "police.rows|noise|2024-04-01|2024-04-30|40"
    rows = counted(store, MONTHS, gap, numerator=Ingredient(("police.rows",), ("theft",), months=1))
    assert not any(row["has_gap"] for row in rows)


TWO_YEARS = HEADER + "\n".join(
    f"census.age|{area}|lsoa|2021|{year}-06-30|{year}-06-30|all|{people}|c"
    for year, people in ((2020, 100), (2022, 200), (2025, 400))
    for area in ("L1", "L2", "L3")
)


def test_the_denominator_is_the_latest_on_or_before_the_end_of_the_period(store):
    events = TWO_YEARS + "\n" + "\n".join(MONTHS.splitlines()[1:])
    rows = counted(
        store,
        events,
        kind=Kind.RATE,
        numerator=Ingredient(("police.rows",), months=1),
        denominator=Ingredient(("census.age",)),
    )
    assert {row["denominator"] for row in rows if row["area_code"] == "P"} == {600}


def test_a_breakdown_gives_the_total_and_each_category(store):
    rows = counted(
        store, CENSUS, breakdown=True, categories=(("young", "Young"),), numerator=Ingredient(("census.age",))
    )
    assert [(row["category"], row["numerator"]) for row in rows if row["area_code"] == "P"] == [
        ("all", 7000),
        ("young", 600),
    ]


def test_of_two_counts_of_one_day_one_is_told_and_of_all_areas_the_same(store):
    """A count by the keeper and one of the keeper's rows, say; what is not known of an area in one is not put in from
    the other."""
    rows_with_names = CENSUS.replace("census.age", "census.rows").replace("|c", "|rows").splitlines()[1:]
    both = CENSUS + "\n" + "\n".join(rows_with_names)
    told = counted(store, both, numerator=Ingredient(("census.age", "census.rows"), ("all",)))
    assert {row["basis"] for row in told} == {"c"}
    assert len(told) == len({row["area_code"] for row in told})


def test_the_count_that_knows_more_areas_is_told(store):
    fewer = [line for line in CENSUS.splitlines() if "|L2|" not in line]
    whole = CENSUS.replace("census.age", "census.rows").replace("|c", "|rows").splitlines()[1:]
    told = counted(store, "\n".join([*fewer, *whole]), numerator=Ingredient(("census.age", "census.rows"), ("all",)))
    assert {row["basis"] for row in told} == {"rows"}
    assert all(row["numerator"] is not None for row in told)


def test_drawn_tables_are_read_as_drawn():
    assert rows_of("a | b\n--+--\n1 | .\nx | 2.5") == [{"a": 1.0, "b": None}, {"a": "x", "b": 2.5}]
