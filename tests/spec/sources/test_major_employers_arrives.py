"""Large employers: their own return by site, the register of licensed sponsors, the register of pay gaps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from denizen.errors import WrongLayout
from sheets import workbook
from source_desk import PLACE, SourceDesk, open_source_desk

HEAD = ["Company", "Company No", "Site Name", "Workplace Postcode", "As at", "Employees (headcount)", "FTE", "Agency staff",
        "Nights", "UK/Irish", "EU27", "Non-EU", "Nationality unknown", "HR contact"]  # fmt: skip
DAY = date(2025, 9, 30)


def site(name: str, postcode: str, *figures: float | str) -> list[str | float | date]:
    return ["Foursquare Foods Ltd", "01234567", name, postcode, DAY, *figures, "Ann Sentinelson"]


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


def test_staff_are_counted_where_they_work(desk: SourceDesk) -> None:
    rows = [
        ["Foursquare workforce return 2025"],
        [],
        HEAD,
        site("Works", "FS1 1AA", 240, 198.4, 60, 45, 140, 60, 30, 10),
        site("Depot", "FS1 2AA", 80, 80, "", "", "", "", "", ""),
        site("Head office", "SW1A 1AA", 40, 40, "", "", "", "", "", ""),
    ]
    receipt = desk.receive("major_employers", "workforce_return", workbook(rows))
    assert desk.refused() == {6: "address_is_here"}
    assert [dropped.reason[:15] for dropped in receipt.dropped] == ["it never enters"]
    assert "Sentinel" not in str(receipt)
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-31", "staff")] == 240
    assert counts[("E01999001", "2025-12-31", "rest_of_world")] == 30
    assert counts[("E01999001", "2025-12-31", "full_time_posts")] == pytest.approx(198.4)
    assert counts[("E01999002", "2025-12-31", "staff")] == 80


def test_a_nationality_of_fewer_than_ten_at_a_site_is_refused(desk: SourceDesk) -> None:
    rows = [
        HEAD,
        site("Works", "FS1 1AA", 240, 198, "", "", 227, 4, 0, 9),
        site("Depot", "FS1 1AA", 100, 120, "", 130, 60, 40, 20, 0),
        site("Yard", "FS1 1AA", 12, 12, "", "", "most", "", "", ""),
        site("Stall", "", 12, 12, "", "", "", "", "", ""),
        site("Works 2", "FS1 1AA", 50, 60, "", "", "", "", "", ""),
        site("Works 2", "FS1 1AA", 50, 50, "", "", "", "", "", ""),
    ]
    receipt = desk.receive("major_employers", "workforce_return", workbook(rows))
    assert desk.refused() == {
        2: "nationality_is_ten_or_more",
        3: "nationalities_fit_the_staff nights_fit_the_staff",
        4: "uk_or_irish_is_a_whole_number",
        5: "postcode_is_there",
        7: "key_is_not_repeated",
    }
    assert "more full-time posts than people" in str(receipt.notes)


def test_a_payroll_in_place_of_a_return_is_another_list(desk: SourceDesk) -> None:
    payroll = workbook(
        [["Payroll No", "Surname", "NI Number", "Home Postcode"], ["1", "Sentinelson", "QQ123456C", "FS1 1AA"]]
    )
    with pytest.raises(WrongLayout):
        desk.receive("major_employers", "workforce_return", payroll)


SPONSORS = """\
Organisation Name,Town/City,County,Type & Rating,Route
Foursquare Care Ltd,Foursquare,,Worker (A rating),Skilled Worker
Foursquare Care Ltd,Foursquare,,Temporary Worker (A rating),Charity Worker
Foursquare University,Foursquare,Midshire,Worker (A (Premium)),Skilled Worker
Foursquare Growers,Foursquare,Midshire,Temporary Worker (A rating),Seasonal Worker
Foursquare Space,Foursquare,,Worker (A rating),Moon Worker
Foursquare Space,Foursquare,,Worker (A rating),Moon Worker
,Foursquare,,Worker (A rating),Skilled Worker
"""


def test_an_organisation_with_two_routes_is_one_organisation(desk: SourceDesk) -> None:
    receipt = desk.receive("major_employers", "licensed_sponsors", SPONSORS)
    assert desk.refused() == {7: "key_is_not_repeated", 8: "organisation_is_there"}
    counts = desk.counts()
    assert counts[(PLACE, "2025-12-01", "all")] == 4
    assert counts[(PLACE, "2025-12-01", "route_skilled_worker")] == 2
    assert counts[(PLACE, "2025-12-01", "route_charity_worker")] == 1
    assert counts[(PLACE, "2025-12-01", "route_other")] == 1
    assert counts[(PLACE, "2025-12-01", "sponsor_rating_worker_a")] == 3
    assert any("`Route`" in note and "rows 6, 7" in note for note in receipt.notes)


def test_the_register_of_student_sponsors_is_another_list(desk: SourceDesk) -> None:
    with pytest.raises(WrongLayout):
        desk.receive(
            "major_employers",
            "licensed_sponsors",
            "Sponsor Name,Status,Immigration Compliance\nA College,Probationary,yes\n",
        )
