"""Antisocial behaviour: the quarterly list that partners share by law, the cases of a council, and the street file."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.agreements import Purpose
from denizen.errors import NotPermitted, WrongLayout
from source_desk import PLACE, SourceDesk, open_source_desk

COHESION = Purpose.COMMUNITY_COHESION
SHARED = """\
Community safety partnership: depersonalised information,,,,,
Quarter July to September 2025,,,,,
Partner,Incident Category,Incident Date,Incident Time,LSOA21CD,Outward postcode
Police,Anti-social behaviour - nuisance,16/08/2025,22:40,E01999001,
Police,Anti-social behaviour - nuisance,16/08/2025,22:40,E01999001,
Police,Rowdy or inconsiderate behaviour,17/08/2025,2305,E01999002,
Fire and Rescue Service,Deliberate secondary fire,18/08/2025,01:15,E01999002,
Ambulance,Ambulance call,18/08/2025,01:20,E01999002,
Police,Violence against the person,19/08/2025,14:00,E01888001,
"""


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


def test_incidents_that_look_alike_are_two_incidents(desk: SourceDesk) -> None:
    receipt = desk.receive("antisocial_behaviour", "depersonalised_quarter", SHARED, purpose=COHESION)
    assert (receipt.received, receipt.accepted, receipt.set_aside) == (6, 5, 1)
    assert receipt.identical == 1
    counts = desk.counts()
    assert counts[("E01999001", "2025-09-30", "kind_asb_nuisance")] == 2
    assert counts[("E01999002", "2025-09-30", "all")] == 3
    assert counts[("E01999002", "2025-09-30", "kind_asb_not_told_apart")] == 1
    assert counts[("E01999002", "2025-09-30", "kind_deliberate_fire")] == 1
    assert counts[("E01999002", "2025-09-30", "shared_by_police")] == 1


def test_a_hospital_gives_no_small_area_and_nobody_a_whole_postcode(desk: SourceDesk) -> None:
    receipt = desk.receive(
        "antisocial_behaviour",
        "depersonalised_quarter",
        """\
Organisation,Category,Date,Time,LSOA,Outward postcode,Date of birth,Diagnosis
NHS,Hospital admission - assault,16/08/2025,,E01999001,,01/01/1990,S02
NHS,Hospital admission,16/08/2025,,,FS1,01/01/1990,S02
Police,ASB,16/08/2025,25 past nine,E01999001,,,
Police,ASB,16/08/2025,,E01999001,FS1 2AA,,
Police,Jaywalking,16/08/2025,,E01999001,,,
""",
        purpose=COHESION,
    )
    assert desk.refused() == {
        2: "hospital_rows_have_no_small_area",
        4: "occurred_at_has_its_form",
        5: "outward_postcode_has_its_form",
        6: "kind_is_known",
    }
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"Date of birth", "Diagnosis"}
    assert desk.counts()[(PLACE, "2025-09-30", "kind_hospital_admission")] == 1


def test_the_duty_to_share_serves_the_body_that_it_names(desk: SourceDesk) -> None:
    with pytest.raises(NotPermitted, match="not by a charity") as error:
        desk.receive("antisocial_behaviour", "depersonalised_quarter", SHARED, purpose=COHESION, held_by="charity")
    assert "2007/1831" in error.value.where


CASES = """\
Case Reference,Case Type,Opened On,Closed On,Case Status,Outcome,Complainant Name,Perpetrator Address,Incident Location
ASB/1,Noise nuisance,03/07/2025,,Open,,Ann Sentinelson,2 Mill Lane,"1 Market Street, Foursquare FS1 1AA"
ASB/2,Fly-tipping,04/07/2025,06/07/2025,Closed,Cleared,,,FS1 1AA
ASB/3,Noise nuisance,04/07/2025,05/07/2025,Duplicate,,Ann Sentinelson,,FS1 1AA
ASB/4,Peacocks,05/07/2025,,,,,,The park
ASB/5,Hate incident,05/07/2025,,Open,,,,FS1 2AA
ASB/6,Street drinking,06/07/2025,01/07/2025,Closed,,,,FS1 2AA
ASB/7,Street drinking,06/07/2025,,Open,,,,DE1 2FS
ASB/1,Street drinking,07/07/2025,,Open,,,,FS1 2AA
ASB/8,Street drinking,07/07/2025,,Open,,,,
"""


def test_cases_stand_where_they_happened_and_duplicates_are_not_counted(desk: SourceDesk) -> None:
    receipt = desk.receive("antisocial_behaviour", "council_cases", CASES, purpose=COHESION)
    assert desk.refused() == {
        5: "incident_postcode_is_a_postcode",
        6: "hate_belongs_elsewhere",
        7: "closed_after_it_opened",
        8: "address_is_here",
        9: "key_is_not_repeated",
    }
    assert receipt.set_aside == 2
    assert desk.counts() == {
        ("E01999001", "2025-09-30", "all"): 2,
        ("E01999001", "2025-09-30", "case_type_noise"): 1,
        ("E01999001", "2025-09-30", "case_type_litter_and_fly_tipping"): 1,
        (PLACE, "2025-09-30", "all"): 1,
        (PLACE, "2025-09-30", "case_type_drink_and_drugs"): 1,
    }


def test_nobody_who_complained_or_was_complained_of_enters(desk: SourceDesk) -> None:
    receipt = desk.receive("antisocial_behaviour", "council_cases", CASES, purpose=COHESION)
    dropped = {dropped.column: dropped.reason for dropped in receipt.dropped}
    assert dropped["Complainant Name"].startswith("it never enters")
    assert dropped["Perpetrator Address"].startswith("it never enters: nobody who is accused")
    assert dropped["Outcome"] == "the contract does not name it"


def test_a_kind_of_case_that_no_list_has_is_counted_as_another_and_told(desk: SourceDesk) -> None:
    receipt = desk.receive(
        "antisocial_behaviour",
        "council_cases",
        "Case Ref,Category,Date Opened,Postcode of incident\nA-1,Peacocks,05/07/2025,FS1 2AA\n",
        purpose=COHESION,
    )
    assert desk.accepted("case_type") == ["other"]
    assert "1 cell of `Category` holds a label that is in no list: read as `Other` (rows 2)." in receipt.notes


def test_the_street_file_in_place_of_the_shared_list_is_told(desk: SourceDesk) -> None:
    street = (
        "Crime ID,Month,Reported by,Longitude,Latitude,LSOA code,Crime type\n"
        ",2025-08,Foursquare Police,-1.5,52.92,E01999001,Anti-social behaviour\n"
    )
    with pytest.raises(WrongLayout, match="street_level"):
        desk.receive("antisocial_behaviour", "depersonalised_quarter", street, purpose=COHESION)


def test_in_the_street_file_rows_that_look_alike_are_all_counted(desk: SourceDesk) -> None:
    row = ",2025-08,Foursquare Police,-1.5,52.92,E01999001,Anti-social behaviour\n"
    receipt = desk.receive(
        "antisocial_behaviour",
        "street_level",
        "Crime ID,Month,Reported by,Longitude,Latitude,LSOA code,Crime type\n" + 3 * row,
    )
    assert (receipt.accepted, receipt.identical) == (3, 2)
