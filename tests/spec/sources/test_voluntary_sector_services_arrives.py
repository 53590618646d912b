"""Services of the voluntary sector: issue and ward never in one table; a nationality from ten people up; no client."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.contracts import load_contracts
from denizen.errors import WrongLayout
from source_desk import PLACE, SourceDesk, open_source_desk

ADVICE = """\
Month,Office,Client ward code,Part 1 issue,New or repeat,Unique clients,Client Name
2025-10,Foursquare Advice,E05999001,Debt,New,14,
2025-10,Foursquare Advice,E05999001,Benefits & Universal Credit,Repeat,8,
2025-10,Foursquare Advice,E05999002,Debt,Repeat,6,
2025-10,Sentinel Law,E05999001,Debt,New,3,
2025-10,Foursquare Advice,,Immigration & asylum,New,5,
2025-10,Foursquare Advice,E05999001,Debt,New,14,
2025-10,Foursquare Advice,E05999001,Bees,New,1,
October,Foursquare Advice,E05999001,Debt,New,1,
2025-10,Foursquare Advice,E05999001,Housing,New,<5,
2025-10,Foursquare Advice,E05999001,Housing,Sometimes,5,
2025-10,Foursquare Advice,West,Housing,New,5,
"""


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


def test_clients_are_counted_by_issue_for_the_whole_area(desk: SourceDesk) -> None:
    receipt = desk.receive("voluntary_sector_services", "advice_issues_month", ADVICE)
    assert desk.refused() == {
        7: "key_is_not_repeated",
        9: "month_is_a_month",
        11: "new_or_repeat_is_known",
        12: "ward_code_has_its_form",
    }
    assert [dropped.column for dropped in receipt.dropped] == ["Client Name"]
    assert any("`Issue`" in note and "rows 8" in note for note in receipt.notes)


def test_new_and_repeat_clients_are_told_apart(desk: SourceDesk) -> None:
    desk.receive("voluntary_sector_services", "advice_issues_month", "\n".join(ADVICE.splitlines()[:6]))
    counts = desk.counts()
    month = {category: value for (area, _, category), value in counts.items() if area == PLACE}
    assert month["new_debt"] == 14 + 3
    assert month["repeat_debt"] == 6
    assert month["debt"] == 23
    assert month["new_clients"] == 14 + 3 + 5
    assert month["all"] == 14 + 8 + 6 + 3 + 5


def test_a_cell_that_cannot_be_read_makes_its_kind_unknown_and_not_smaller(desk: SourceDesk) -> None:
    desk.receive("voluntary_sector_services", "advice_issues_month", ADVICE)
    counts = desk.counts()
    assert counts[(PLACE, "2025-10-31", "new_housing")] is None
    assert counts[(PLACE, "2025-10-31", "all")] is None


def test_wards_are_read_without_issues(desk: SourceDesk) -> None:
    desk.receive("voluntary_sector_services", "advice_clients_by_ward", "\n".join(ADVICE.splitlines()[:6]))
    assert desk.refused() == {6: "ward_code_is_there"}
    assert desk.counts() == {("E05999001", "2025-10-31", "all"): 25, ("E05999002", "2025-10-31", "all"): 6}
    by_ward = load_contracts()["voluntary_sector_services"].layout("advice_clients_by_ward")
    assert "issue" not in {field.name for field in by_ward.fields}


VOUCHERS = """\
Voucher Number,Fulfilled,Surname,Postcode,Ward Code,Reason,No of Adults,No of Children,Referral Agency,Date of birth
E-1,06/10/2025,Sentinelson,FS1 1AA,E05999001,Low income - benefits,2,1,A school,01/02/1980
E-2,07/10/2025,Sentinelova,,,Refused asylum seeker,1,0,A charity,
E-3,07/10/2025,,,,Lost wallet,1,0,,
E-3,07/10/2025,,,,Debt,1,0,,
E-4,07/10/2025,,,,Debt,0,0,,
E-5,07/10/2025,,,,Debt,one,0,,
E-6,31/11/2025,,,,Debt,1,0,,
"""


def test_vouchers_are_counted_by_crisis_and_people_fed_for_the_whole_area(desk: SourceDesk) -> None:
    receipt = desk.receive("voluntary_sector_services", "food_bank_vouchers", VOUCHERS)
    assert desk.refused() == {
        5: "key_is_not_repeated",
        6: "somebody_is_fed",
        7: "adults_is_a_whole_number",
        8: "fulfilled_on_is_a_date",
    }
    assert desk.counts() == {
        (PLACE, "2025-12-31", "all"): 3,
        (PLACE, "2025-12-31", "adults"): 4,
        (PLACE, "2025-12-31", "children"): 1,
        (PLACE, "2025-12-31", "crisis_low_income"): 1,
        (PLACE, "2025-12-31", "crisis_no_recourse"): 1,
        (PLACE, "2025-12-31", "crisis_other"): 1,
    }
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"Surname", "Postcode", "Referral Agency", "Date of birth"}


def test_a_nationality_of_fewer_than_ten_is_refused(desk: SourceDesk) -> None:
    desk.receive(
        "voluntary_sector_services",
        "refugee_support_counts",
        "Quarter end,Nationality,People supported,Immigration status\n"
        "30/09/2025,Syrian,24,refused\n30/09/2025,Eritrea,9,\n30/09/2025,Other,31,\n"
        "30/09/2025,Sudanese,0,\n30/09/2025,Afghan,<10,\n",
    )
    assert desk.refused() == {3: "group_is_ten_or_more"}
    counts = desk.counts()
    assert counts[(PLACE, "2025-09-30", "syr")] == 24
    assert counts[(PLACE, "2025-09-30", "xxo")] == 31
    assert counts[(PLACE, "2025-09-30", "eri")] is None


def test_a_case_list_in_place_of_a_return_is_another_list(desk: SourceDesk) -> None:
    with pytest.raises(WrongLayout):
        desk.receive(
            "voluntary_sector_services", "advice_issues_month", "Client ID,Surname,Opened\nC-1,Sentinelson,01/10/2025\n"
        )
