"""Rows about people, bookings and cases are counted where and when they belong, and leave as nothing else."""

from __future__ import annotations

import pytest

from denizen.contracts import Layout, load_contract
from denizen.standardise.records import Ground, counts
from denizen.store import Store
from drawing import put
from visits_list import contract_text

PLACE = Ground("E06999999", "lsoa", "2021")
AREAS = "uprn | area_code\n1 | E01999001\n2 | E01999002"


def layout(gives: str, roles: str = "{postcode: postcode, worker: uprn, day: birth_date}") -> Layout:
    """The list of visits, read as records: `worker` as a UPRN where a test wants one."""
    named = dict(item.split(": ") for item in roles.strip("{}").split(", "))
    changes = [
        (
            "shape: area_counts, unit: visitors, geography: lsoa, vintage: '2021', area: lsoa, value: visitors,\n"
            "          category: kind, period: '{day}', absent_is_zero: true",
            gives,
        )
    ]
    text = contract_text(changes=changes)
    for column, role in named.items():
        old = f"name: {column}, description: {column}"
        at = text.index(old)
        line = text[at : text.index("\n", at)]
        marked = line.replace(
            "{property: denizen.column, value: {", f"{{property: denizen.column, value: {{'role': '{role}', "
        )
        if marked == line:
            marked = (
                line[:-1] + f", customProperties: [{{property: denizen.column, value: {{role: {role}}}}}]" + line[-1]
            )
        text = text.replace(line, marked, 1)
    return load_contract(text, "contracts/visits.yaml").layout("daily")


RECORDS = "shape: records, subject: events, unit: visits, lsoa: '', period: '{day}', basis: b".replace("lsoa: '', ", "")


@pytest.fixture
def store(tmp_path) -> Store:
    made = Store.open(tmp_path / "store")
    put(made, "gazetteer", AREAS)
    put(made, "postcodes", "postcode | area_code\nFS11AA | E01999001\nFS13AA | E01999003")
    return made


def counted(
    store: Store, what: Layout, rows: str, unread: str = "", refused_share: float = 0.02
) -> dict[tuple[str, str, str], float | None]:
    header = "row_number | lsoa | day | kind | visitors | spend | postcode | month | worker | is_suppressed\n"
    types = {
        "row_number": "BIGINT",
        "day": "DATE",
        "visitors": "BIGINT",
        "spend": "DOUBLE",
        "month": "DATE",
        "is_suppressed": "BOOLEAN",
    }
    put(store, "accepted", header + rows, **types)
    put(store, "unread", header + unread, **types)
    store.make(counts(what, ["accepted"], ["unread"], "standard", PLACE, refused_share=refused_share))
    found = store.rows("SELECT area_code, period_end, category, value FROM standard")
    return {(area, str(end), category): value for area, end, category, value in found}


def row(number: int, day: str, *, kind: str = "food", postcode: str = ".", uprn: str = ".", visitors: int = 1) -> str:
    return f"{number} | . | {day} | {kind} | {visitors} | . | {postcode} | . | {uprn} | FALSE\n"


def test_a_row_stands_where_its_uprn_does_else_where_its_postcode_lies_else_in_the_whole_place_alone(store: Store):
    rows = (
        row(1, "2025-03-01", uprn="2", postcode="FS11AA")
        + row(2, "2025-03-01", uprn="99", postcode="FS13AA")
        + row(3, "2025-03-01")
    )
    found = counted(store, layout(RECORDS), rows)
    assert {area for area, _, category in found if category == "all"} == {"E01999002", "E01999003", "E06999999"}
    assert set(found.values()) == {1.0}


def test_rows_that_the_contract_does_not_count_are_left_aside(store: Store):
    what = layout(RECORDS + ", counted: \"kind = 'food'\"")
    found = counted(store, what, row(1, "2025-03-01", uprn="1") + row(2, "2025-03-01", uprn="1", kind="advice"))
    assert found == {("E01999001", "2025-03-01", "all"): 1.0}


def test_what_shares_a_number_is_counted_once_and_in_every_kind_that_it_has(store: Store):
    what = layout(RECORDS + ", once_per: visitors, count_by: [kind]")
    rows = row(1, "2025-03-01", uprn="1", visitors=7) + row(2, "2025-03-01", uprn="1", visitors=7, kind="advice")
    found = counted(store, what, rows)
    assert {category: value for (_, _, category), value in found.items()} == {
        "all": 1,
        "kind_food": 1,
        "kind_advice": 1,
    }


def test_a_part_of_a_quarter_is_no_quarter(store: Store):
    what = layout(RECORDS + ", every: quarter")
    days = ("2025-01-05", "2025-02-05", "2025-03-05", "2025-04-05", "2025-05-05", "2025-06-05", "2025-07-05")
    found = counted(store, what, "".join(row(n, day, uprn="1") for n, day in enumerate(days * 5)))
    assert {end: value for (_, end, _), value in found.items()} == {"2025-03-31": 15, "2025-06-30": 15}


def test_of_a_list_with_few_rows_an_empty_month_says_nothing(store: Store):
    found = counted(
        store, layout(RECORDS + ", every: quarter"), row(1, "2025-02-05", uprn="1") + row(2, "2025-04-05", uprn="1")
    )
    assert sorted(end for _, end, _ in found) == ["2025-03-31", "2025-06-30"]


def test_a_return_of_one_day_a_year_is_whole_each_year(store: Store):
    found = counted(
        store, layout(RECORDS + ", every: year"), "".join(row(n, f"202{n}-04-01", uprn="1") for n in range(3, 6))
    )
    assert [end for _, end, _ in sorted(found)] == ["2023-12-31", "2024-12-31", "2025-12-31"]


@pytest.mark.parametrize(("refused", "value"), [(0, 50.0), (1, 50.0), (2, None)])
def test_where_too_many_rows_were_refused_the_figure_is_unknown(store: Store, refused: int, value: float | None):
    rows = "".join(row(n, "2025-03-01", uprn="1") for n in range(50))
    unread = "".join(row(100 + n, "2025-03-01", uprn="1") for n in range(refused))
    assert counted(store, layout(RECORDS), rows, unread)[("E01999001", "2025-03-01", "all")] == value


def test_ages_are_those_of_the_day_described(store: Store):
    text = "shape: records, subject: people, unit: people, period: '{month}', ages: true, basis: b"
    rows = "".join(
        f"{n} | . | {born} | food | 1 | . | . | 2025-06-01 | 1 | FALSE\n"
        for n, born in enumerate(("2005-06-30", "2005-07-01", "1935-01-01", "2025-06-01"))
    )
    found = {category: value for (_, _, category), value in counted(store, layout(text), rows).items()}
    assert found == {"all": 4, "age_20_24": 1, "age_15_19": 1, "age_85_plus": 1, "age_0_4": 1}
