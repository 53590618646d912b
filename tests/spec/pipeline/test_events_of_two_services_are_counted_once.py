"""Police and council send lists of antisocial behaviour: a run counts the events of both once, and says what it did."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from denizen.pipeline.explaining import explain
from denizen.pipeline.run import RunReport, run_area
from small_area import AGREEMENT, BASE, POSTCODES, TODAY, SmallArea, as_csv
from source_desk import ENVIRON

QUARTER = ("Category", "Date", "Time", "LSOA", "Outward postcode", "Organisation")
CASES = ("Case Ref", "Date Opened", "Date Closed", "Category", "Status", "Incident Postcode")
POLICE = "antisocial_behaviour.depersonalised_quarter"
COUNCIL = "antisocial_behaviour.council_cases"
Event = tuple[date, int]


def events(count: int, seed: int) -> list[Event]:
    dice = Random(seed)
    return [(date(2024, 1, 1) + timedelta(days=dice.randrange(366)), dice.randrange(4)) for _ in range(count)]


def by_police(told: list[Event]) -> str:
    return as_csv(QUARTER, [("ASB - Nuisance", day.isoformat(), "22:40", BASE[at], "", "Police") for day, at in told])


def by_council(told: list[Event]) -> str:
    rows = [(f"ASB/{n}", day.isoformat(), "", "Begging", "Open", POSTCODES[at]) for n, (day, at) in enumerate(told)]
    return as_csv(CASES, rows)


@pytest.fixture
def town(small_area: SmallArea) -> SmallArea:
    """The police know 240 events of the year; the council 80 of these, and 40 of its own."""
    text = AGREEMENT.format(id="SAFER", sources="antisocial_behaviour", protection="incident_counts")
    text = text.replace("kind: open_licence", "kind: isp\npower: Crime and Disorder Act 1998 section 115\ndpia: DPIA-1")
    text = text.replace("[population_statistics]", "[community_cohesion]")
    small_area.write("agreements/POLICE.yaml", text.replace("id: SAFER", "id: POLICE"))
    small_area.mend(
        "denizen.yaml",
        "    agreement: POLICE\n    files:\n",
        "    agreement: POLICE\n    purpose: community_cohesion\n    files:\n"
        "      - layout: depersonalised_quarter\n        file: data/quarters.csv\n"
        "      - layout: council_cases\n        file: data/cases.csv\n",
    )
    known = events(240, seed=1)
    small_area.write("data/quarters.csv", by_police(known))
    small_area.write("data/cases.csv", by_council(known[:80] + events(40, seed=2)))
    return small_area


def run(town: SmallArea) -> RunReport:
    return run_area(town.folder, TODAY, town.listener, environ=ENVIRON)


def yearly(town: SmallArea, indicator: str, category: str) -> float:
    """The four quarters of the whole place together."""
    with (town.folder / "book" / "data" / f"{indicator}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["area_code"] == "E06999999" and row["category"] == category]
    assert len(rows) == 4
    return sum(float(row["value"] or 0) for row in rows)


def notes(report: RunReport, layout: str) -> str:
    receipt = next(r for r in report.receipts if f"{r.source}.{r.layout}" == layout)
    return " ".join(receipt.notes)


def test_a_run_counts_the_events_of_both_lists_once(town: SmallArea):
    run(town)
    assert yearly(town, "asb_known", "all") == pytest.approx(280, abs=25)
    assert yearly(town, "asb_known_bounds", "at_least") - 10 <= 280 <= yearly(town, "asb_known_bounds", "at_most") + 10


def test_each_receipt_tells_what_its_list_has_in_common_and_what_can_tell_nothing(town: SmallArea):
    report = run(town)
    assert "Beside the list `council_cases`" in notes(report, POLICE)
    assert "No row is taken for another." in notes(report, COUNCIL)
    assert "it has months only" in notes(report, "antisocial_behaviour.street_level")


def test_such_a_figure_leads_back_to_the_lists_of_both(town: SmallArea):
    run(town)
    lines = "\n".join(explain(town.folder, "asb_known/all/E06999999/2024-01-01_2024-03-31", TODAY, ENVIRON))
    assert "data/quarters.csv" in lines
    assert "data/cases.csv" in lines
    assert "data/street.csv" not in lines


def test_it_stands_until_one_of_the_lists_changes(town: SmallArea):
    run(town)
    again = {step.name: step.was_skipped for step in run(town).steps}
    assert again["bring together antisocial_behaviour"]
    town.write("data/cases.csv", by_council(events(40, seed=2)))
    changed = {step.name: step.was_skipped for step in run(town).steps}
    assert not changed["bring together antisocial_behaviour"]


def test_where_the_lists_share_no_quarter_nothing_is_brought_together(town: SmallArea):
    later = [(day + timedelta(days=366), at) for day, at in events(100, seed=2)]
    town.write("data/cases.csv", by_council(later))
    report = run(town)
    assert "they have no whole quarter in common" in notes(report, COUNCIL)
    assert not (town.folder / "book" / "data" / "asb_known.csv").exists()


def test_a_list_by_day_meets_nothing_in_one_by_month(town: SmallArea):
    town.mend("denizen.yaml", "      - layout: depersonalised_quarter\n        file: data/quarters.csv\n", "")
    report = run(town)
    assert "other services: those have months only." in notes(report, COUNCIL)
    assert not (town.folder / "book" / "data" / "asb_known.csv").exists()


def test_a_list_that_became_unreadable_leaves_no_note_behind(town: SmallArea):
    run(town)
    town.write("data/cases.csv", "nothing of the kind\n1\n")
    town.mend("denizen.yaml", "      - layout: street_level\n        file: data/street.csv\n", "")
    report = run(town)
    assert [left.layout for left in report.left_out] == ["council_cases"]
    assert "Beside" not in notes(report, POLICE)


def test_without_a_second_service_there_is_nothing_to_bring_together(town: SmallArea):
    town.mend("denizen.yaml", "      - layout: council_cases\n        file: data/cases.csv\n", "")
    report = run(town)
    assert not [step.name for step in report.steps if step.name.startswith("bring together")]
    assert "other services" not in notes(report, POLICE)


def test_no_row_of_an_event_stays_in_the_book(town: SmallArea):
    run(town)
    for file in Path(town.folder / "book").rglob("*"):
        if file.is_file():
            assert b"ASB/1" not in file.read_bytes(), file.name
