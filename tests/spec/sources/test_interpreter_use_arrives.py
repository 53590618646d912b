"""Bookings of interpreters: need by language for the whole area; the venue is never the home; no word of custody."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.agreements import Grounds
from denizen.errors import BadInput, NotPermitted, WrongLayout
from source_desk import PLACE, SourceDesk, open_source_desk

FORCE = "E23000018"
AGENCY = """\
Job Number,Customer,Cost Centre,Booking Type,Language Required,Requested At,Appointment Start,Duration (mins),\
Venue Postcode,Venue Type,Job Status,Linguist ID,Patient Name
WB-1,Foursquare Council,CC-1,Face to Face,Polish,01/10/2025 09:10,06/10/2025 10:00,60,FS1 1AA,Office,Completed,L-77,Sentinelson
WB-2,Foursquare Council,CC-1,Telephone,POLSKI,,06/10/2025 11:00,15,,Remote,Invoiced,L-78,
WB-3,Foursquare Hospital,CC-2,F2F,British Sign Language,01/10/2025,07/10/2025 09:00,120,FS1 2AA,Hospital,DNA,L-79,
WB-4,Foursquare Hospital,CC-2,Video,Cymraeg,02/10/2025,08/10/2025 09:00,30,,Remote,Completed,,
WB-5,Foursquare Council,CC-1,Face to Face,Kurdish Sorani,02/10/2025,08/10/2025 09:00,60,FS1 3AA,Home Visit,Cancelled by client,,
WB-6,Foursquare Council,CC-1,Face to Face,Old High Martian,02/10/2025,09/10/2025 09:00,60,FS1 3AA,Home,No interpreter available,,
"""


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    desk = open_source_desk(tmp_path / "desk")
    known = [*desk.store.rows("SELECT * FROM known_areas"), (FORCE, "pfa", "")]
    names = ("area_code", "geography", "vintage")
    desk.store.take(
        "known_areas",
        {name: [row[place] for row in known] for place, name in enumerate(names)},
        dict.fromkeys(names, "VARCHAR"),
    )
    return desk


def test_bookings_are_counted_by_language_for_the_whole_area(desk: SourceDesk) -> None:
    receipt = desk.receive("interpreter_use", "agency_bookings", AGENCY)
    assert (receipt.accepted, receipt.refused) == (6, 0)
    assert desk.accepted("language") == ["pol", "pol", "bfi", "cym", "ckb", "und"]
    counts = desk.counts()
    assert {area for area, _, _ in counts} == {PLACE}
    assert counts[(PLACE, "2025-12-31", "all")] == 5  # the cancelled one is not counted
    assert counts[(PLACE, "2025-12-31", "language_pol")] == 2
    assert (PLACE, "2025-12-31", "language_ckb") not in counts
    assert counts[(PLACE, "2025-12-31", "mode_face_to_face")] == 3
    assert counts[(PLACE, "2025-12-31", "outcome_unfilled")] == 1
    assert counts[(PLACE, "2025-12-31", "minutes")] == 60 + 15 + 120 + 30 + 60


def test_sign_language_and_welsh_are_no_arrivals(desk: SourceDesk) -> None:
    desk.receive("interpreter_use", "agency_bookings", AGENCY)
    counts = desk.counts()
    assert desk.accepted("need") == ["spoken", "spoken", "sign", "welsh", "spoken", "spoken"]
    assert [counts[(PLACE, "2025-12-31", f"need_{need}")] for need in ("spoken", "sign", "welsh")] == [3, 1, 1]


def test_a_language_that_no_list_has_is_kept_apart_and_told(desk: SourceDesk) -> None:
    receipt = desk.receive("interpreter_use", "agency_bookings", AGENCY)
    assert any("`Language`" in note and "rows 7" in note for note in receipt.notes)
    assert "Martian" not in str(receipt)


def test_the_venue_the_patient_the_linguist_and_the_cost_centre_stay_outside(desk: SourceDesk) -> None:
    receipt = desk.receive("interpreter_use", "agency_bookings", AGENCY)
    dropped = {dropped.column: dropped.reason for dropped in receipt.dropped}
    assert set(dropped) == {"Cost Centre", "Venue Postcode", "Venue Type", "Linguist ID", "Patient Name"}
    assert dropped["Cost Centre"].startswith("it never enters: a department tells of custody")
    assert dropped["Linguist ID"].startswith("it never enters")
    assert dropped["Patient Name"].startswith("it never enters")


def test_what_is_wrong_with_a_booking_costs_that_booking(desk: SourceDesk) -> None:
    desk.receive(
        "interpreter_use",
        "agency_bookings",
        """\
Booking Ref,Organisation,Mode,Language,Date Requested,Appointment Date,Duration (mins),Status
WB-1,Foursquare Council,Pigeon,Polish,,06/10/2025,60,Completed
WB-2,Foursquare Council,Phone,,,06/10/2025,60,Completed
WB-3,Foursquare Council,Phone,Polish,,06/10/2025,3000,Completed
WB-4,Foursquare Council,Phone,Polish,,06/10/2025,,Completed
WB-4,Foursquare Council,Phone,Polish,,06/10/2025,,Completed
WB-5,,Phone,Polish,08/10/2025,06/10/2025,an hour,Lost
Total,,,,,,,5
""",
    )
    assert desk.refused() == {
        2: "mode_is_known",
        3: "language_is_there",
        4: "duration_minutes_is_at_most",
        6: "key_is_not_repeated",
        7: "duration_minutes_is_a_number requested_by_is_there outcome_is_known",
    }


def test_a_home_alone_has_a_place_and_no_language(desk: SourceDesk) -> None:
    receipt = desk.receive("interpreter_use", "home_visits", AGENCY)
    assert "Language Required" in {dropped.column for dropped in receipt.dropped}
    assert set(desk.refused()) == {2, 3, 4, 5}
    assert receipt.set_aside == 4
    assert desk.counts() == {("E01999003", "2025-12-31", "all"): 1}


POLICE = """\
Booking Reference,Police Force,Date Required,Language Requested,Mode,Booking Status,Custody Ref,DP Name,Offence,Crime No
PB-1,Derbyshire Constabulary,06/10/2025 23:40,Albanian,Telephone,Completed,DC/1/25,Sentinelson,Theft,2500000001
PB-2,Derbyshire,07/10/2025,Romanian,Face to Face,Completed,,,,
PB-3,Ruritania,07/10/2025,Romanian,Face to Face,Completed,,,,
PB-4,Kent,07/10/2025,Romanian,Face to Face,Completed,,,,
"""


def test_bookings_of_the_police_are_those_of_the_force_and_say_nothing_of_custody(desk: SourceDesk) -> None:
    receipt = desk.receive("interpreter_use", "police_bookings", POLICE, held_by="police")
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"Custody Ref", "DP Name", "Offence", "Crime No"}
    assert desk.refused() == {4: "force_is_known", 5: "area_is_here"}
    assert [str(day) for day in desk.accepted("appointment_on")] == ["2025-10-06", "2025-10-07"]
    assert desk.counts()[(FORCE, "2025-12-31", "language_sqi")] == 1


def test_bookings_of_the_police_need_an_impact_assessment_and_a_body_that_may_hold_them(desk: SourceDesk) -> None:
    desk.grounds = Grounds()
    with pytest.raises(NotPermitted, match="data protection impact assessment"):
        desk.receive("interpreter_use", "police_bookings", POLICE, held_by="police")
    with pytest.raises(NotPermitted, match="not by a charity"):
        desk.receive("interpreter_use", "police_bookings", POLICE, held_by="charity")


def test_a_monthly_return_of_the_police_is_counts_already(desk: SourceDesk) -> None:
    desk.receive(
        "interpreter_use",
        "police_month_counts",
        "Period,Police Force,Language Required,Number of bookings\n"
        '2025-10,Derbyshire,Polish,"1,014"\n2025-10,Derbyshire,BSL,3\n2025-10,Derbyshire,Polish,2\n2025-13,Derbyshire,Urdu,2\n',
    )
    assert desk.refused() == {4: "key_is_not_repeated", 5: "month_is_a_month"}
    assert desk.counts() == {
        (FORCE, "2025-10-31", "all"): 1017,
        (FORCE, "2025-10-31", "pol"): 1014,
        (FORCE, "2025-10-31", "bfi"): 3,
    }


def test_a_list_of_linguists_is_no_list_of_bookings(desk: SourceDesk) -> None:
    with pytest.raises(WrongLayout):
        desk.receive(
            "interpreter_use",
            "agency_bookings",
            "Linguist ID,Name,Languages,Mobile\nL-1,Sentinelson,Polish,07700900123\n",
        )


def test_a_place_whose_force_is_not_known_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="pfa areas"):
        open_source_desk(tmp_path / "other").receive("interpreter_use", "police_bookings", POLICE, held_by="police")
