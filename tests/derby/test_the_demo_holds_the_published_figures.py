"""The main job on real open data: every row accounted for, every known total met."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest

from denizen.store.ledger import verify
from derby.conftest import Demo, run_demo


@pytest.fixture(scope="session")
def figures(demo: Demo) -> list[dict[str, str]]:
    with (demo.folder / "book" / "data" / "all.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values(figures, indicator: str, geography: str, category: str = "all") -> dict[tuple[str, str], str]:
    return {
        (row["area_code"], row["period"]): row["value"]
        for row in figures
        if (row["indicator"], row["geography"], row["category"]) == (indicator, geography, category)
    }


def test_it_ends_well_and_says_where_the_profile_lies(demo: Demo):
    assert demo.exit_code == 0, demo.said
    assert str(demo.folder / "book" / "index.html") in demo.said
    assert (demo.folder / "book" / "index.html").is_file()


def test_residents_of_the_census_sum_to_261_401_over_152_small_areas(figures):
    lsoas = values(figures, "residents", "lsoa")
    assert len(lsoas) == 152
    assert sum(int(value) for value in lsoas.values()) == 261_401


@pytest.mark.parametrize(
    ("indicator", "period", "value"),
    [
        ("residents", "2021-03-21", "261401"),
        ("mid_year_population", "2022-06-30", "263620"),
        ("mid_year_population", "2024-06-30", "274149"),
        ("mid_year_population_before_census", "2020-06-30", "256814"),
        ("registered_patients", "2021-01-01", "298223"),
        ("households", "2021-03-21", "105636"),
    ],
)
def test_counts_of_the_place(figures, indicator, period, value):
    assert values(figures, indicator, "lad")["E06000015", period] == value


def test_wards_and_msoas_hold_everyone(figures):
    for geography, areas in (("ward", 18), ("msoa", 31)):
        found = values(figures, "residents", geography)
        assert len(found) == areas
        assert sum(int(value) for value in found.values()) == 261_401


def test_the_street_level_file_is_accounted_for_row_by_row(demo: Demo):
    receipt = (demo.folder / "receipts" / "antisocial_behaviour-street_level.txt").read_text("utf-8")
    assert "received       74,437" in receipt
    assert "accepted       74,437" in receipt
    assert "refused             0" in receipt
    assert "3,947" in receipt


def test_every_receipt_adds_up(demo: Demo):
    receipts = sorted((demo.folder / "receipts").glob("*.txt"))
    assert len(receipts) > 30
    for receipt in receipts:
        text = receipt.read_text("utf-8")
        received, accepted, refused, aside = (
            int(re.findall(rf"^ *{word} +([\d,]+)", text, re.M)[0].replace(",", ""))
            for word in ("Rows received", "accepted", "refused", "set aside")
        )
        assert received == accepted + refused + aside, receipt.name


def test_antisocial_behaviour_and_crime_are_11_317_and_63_120_before_protection(demo: Demo):
    from denizen.store import Store

    with Store.open(demo.folder / "store") as store:
        rows = store.rows(
            "SELECT category = 'antisocial_behaviour', COUNT(*) FROM events__antisocial_behaviour__street_level GROUP BY 1"
        )
    assert dict(rows) == {True: 11_317, False: 63_120}


def test_the_month_without_antisocial_behaviour_is_asked_about_and_not_published_as_none(demo: Demo, figures):
    monthly = values(figures, "antisocial_behaviour_by_month", "lad")
    assert monthly["E06000015", "2024-11-01/2024-11-30"] == ""
    receipt = (demo.folder / "receipts" / "antisocial_behaviour-street_level.txt").read_text("utf-8")
    assert "2024-11-01" in receipt


def test_the_front_page_tells_of_the_last_year_that_the_file_covers_whole(demo: Demo):
    page = (demo.folder / "book" / "index.html").read_text("utf-8")
    assert "In 2023 the police recorded 6,215 incidents" in page
    assert "5,100" not in page.partition("<h2")[0]


def test_no_count_of_incidents_from_1_to_7_is_in_any_file(figures):
    incidents = [row for row in figures if row["unit"] in ("incidents", "crimes") and row["geography"] != "pfa"]
    assert len(incidents) > 1_000
    for row in incidents:
        if "antisocial_behaviour" in row["sources"] and row["value"]:
            assert float(row["value"]) % 5 == 0
            assert float(row["value"]) == 0 or float(row["value"]) >= 10


def test_hate_crime_is_the_force_s_and_never_the_place_s(figures):
    assert {row["geography"] for row in figures if row["indicator"].startswith("hate_crime")} <= {"pfa", "country"}


def test_no_two_figures_have_one_key(figures):
    keys = [(row["indicator"], row["category"], row["area_code"], row["period"]) for row in figures]
    assert len(set(keys)) == len(keys)


def test_the_ledger_holds(demo: Demo):
    assert verify(demo.folder / "ledger").size > 60


def test_a_rerun_skips_every_step_and_says_so(demo: Demo):
    before = digest(demo.folder / "book")
    again = run_demo(demo.folder)
    assert again.exit_code == 0, again.said
    assert "steps were skipped: nothing that they are made from has changed" in again.said
    assert "Done again" not in again.said
    assert digest(demo.folder / "book") == before


@pytest.mark.parametrize(
    ("example", "residents"), [("wrexham", 135_111), ("barnet", 389_365), ("hammersmith_and_fulham", 183_109)]
)
def test_the_other_examples_run_by_the_same_command(tmp_path: Path, example: str, residents: int):
    demo = run_demo(tmp_path / example, example)
    assert demo.exit_code == 0, demo.said
    book = demo.folder / "book"
    with next(book.rglob("all.csv")).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(int(value) for value in values(rows, "residents", "lsoa").values()) == residents
    assert "Left out" not in demo.said


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            found.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()
