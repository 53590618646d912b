"""Recruitment agencies: people, assignments and weeks are told apart in each row; no worker enters."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import WrongLayout
from source_desk import PLACE, SourceDesk, open_source_desk

RETURN = """\
Labour provider,Placement month,LA Code,Industry,Nationality of worker,Measure,Number placed,End hirer,Worker Name
Foursquare Staff,2025-09,E06999999,Food and drink,Romanian,Workers,24,A factory,
Foursquare Staff,2025-09,E06999999,Food and drink,Romanian,Weeks worked,80,A factory,
Foursquare Staff,2025-09,E06999999,Social care,Zimbabwe,People,12,A home,
Other Staff,2025-09,E06999999,Warehousing,Polish,Assignments,31,,
Other Staff,2025-09,E06999999,Warehousing,Polish,People,4,,
Other Staff,2025-09,E06999998,Warehousing,Polish,People,40,,
"""


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


def test_people_assignments_and_weeks_are_never_added(desk: SourceDesk) -> None:
    receipt = desk.receive("recruitment_agencies", "placement_return", RETURN)
    assert desk.refused() == {7: "area_is_here"}
    counts = {category: value for (_, _, category), value in desk.counts().items()}
    assert counts["worker_food"] == 24
    assert counts["worker_week_food"] == 80
    assert counts["all_workers"] == 24 + 12 + 4
    assert counts["all_assignments"] == 31
    assert counts["all_worker_weeks"] == 80
    assert "all" not in counts
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"End hirer", "Worker Name"}


def test_a_return_that_does_not_say_what_it_counts_is_refused(desk: SourceDesk) -> None:
    head, first, *_ = RETURN.splitlines()
    with pytest.raises(WrongLayout, match="Unit"):
        desk.receive("recruitment_agencies", "placement_return", f"{head.replace('Measure', 'Comment')}\n{first}\n")
    wrong = first.replace("Workers", ""), first.replace("Workers", "Heads or so"), first.replace("2025-09", "September")
    desk.receive("recruitment_agencies", "placement_return", "\n".join([head, first, *wrong, first]))
    assert desk.refused() == {
        3: "unit_counted_is_there",
        4: "unit_counted_is_known",
        5: "month_is_a_month",
        6: "key_is_not_repeated",
    }


def test_nationalities_are_those_of_people_and_of_ten_or_more(desk: SourceDesk) -> None:
    receipt = desk.receive("recruitment_agencies", "placement_nationalities", RETURN)
    assert desk.refused() == {
        3: "counts_people",
        5: "counts_people",
        6: "group_is_ten_or_more",
        7: "area_is_here",
    }
    assert receipt.set_aside == 3
    counts = desk.counts()
    assert counts[(PLACE, "2025-09-30", "rou")] == 24
    assert counts[(PLACE, "2025-09-30", "zwe")] == 12
    assert counts[(PLACE, "2025-09-30", "pol")] is None


LICENCES = """\
URN,Business Name,Trading Name,Main Address,Telephone,Licence Status,Licensed sectors
FOUR0001,Foursquare Staff Ltd,Staff,"1 Market Street, Foursquare, FS1 1AA",01632 960123,Licensed,"Horticulture, Food processing"
FOUR0002,Sentinel Labour,,FS1 2AA,,Revoked,Agriculture
FOUR0003,Fields Abroad,,"Strada 1, Iasi",,Licensed,Agriculture
FOUR0004,Fields Afar,,,,Licensed,Agriculture
FOUR0005,Elsewhere Ltd,,SW1A 1AA,,Licensed,Agriculture
FOUR0006,Foursquare Pickers,,FS1 1AA,,Pending appeal,Agriculture
FOUR0001,Foursquare Staff Ltd,,FS1 1AA,,Licensed,Forestry
"""


def test_licences_that_stand_are_counted_at_their_address(desk: SourceDesk) -> None:
    receipt = desk.receive("recruitment_agencies", "glaa_licences", LICENCES)
    assert desk.refused() == {
        4: "postcode_is_a_postcode",
        5: "has_a_place",
        6: "address_is_here",
        7: "licence_status_is_known",
        8: "key_is_not_repeated",
    }
    assert desk.counts() == {
        ("E01999001", "2025-12-01", "all"): 1,
        ("E01999001", "2025-12-01", "works_in_horticulture"): 1,
        ("E01999001", "2025-12-01", "works_in_processing"): 1,
    }
    assert "Telephone" in {d.column for d in receipt.dropped if d.reason.startswith("it never enters")}
