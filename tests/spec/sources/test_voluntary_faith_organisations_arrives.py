"""Voluntary and faith bodies: who they are, in which languages they meet, whom they reach; placed on their own say."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import WrongLayout
from source_desk import PLACE, SourceDesk, open_source_desk

DIRECTORY = """\
Foursquare interfaith forum - directory 2025,,,,,,,
Ref,Place of worship,Faith / denomination,Language(s) of worship,OK to map,Post Code,Minister,Tel
F-1,Market Street Chapel,Methodist,English; Cymraeg,Yes,FS1 1AA,Rev Sentinelson,01632 960123
F-2,Foursquare Mosque,Sunni,Urdu/Arabic,No,FS1 2AA,,
F-3,House group,Pentecostal,Português,,FS1 3AA,,
F-4,Temple,Vedic,Gujarati,Yes,FS1 4AA,,
F-5,Helping Hands,None,,Yes,SW1A 1AA,,
F-6,Helping Hands,,,Yes,FS1 1AA,,
"""


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


def test_a_body_is_placed_on_its_own_say_alone(desk: SourceDesk) -> None:
    receipt = desk.receive("voluntary_faith_organisations", "directory", DIRECTORY)
    assert desk.refused() == {7: "address_is_here", 8: "faith_is_there"}
    assert desk.accepted("mapped_postcode") == ["FS11AA", None, None, "FS14AA"]
    counts = desk.counts()
    assert {key: value for key, value in counts.items() if key[2] == "all"} == {
        ("E01999001", "2025-12-01", "all"): 1,
        ("E01999004", "2025-12-01", "all"): 1,
        (PLACE, "2025-12-01", "all"): 2,
    }
    assert counts[(PLACE, "2025-12-01", "faith_muslim")] == 1
    assert counts[(PLACE, "2025-12-01", "faith_christian")] == 1
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"Minister", "Tel"}


def test_the_postcode_of_a_body_that_did_not_say_so_or_meets_in_a_home_does_not_stay(desk: SourceDesk) -> None:
    rows = (
        "Name of Place of Worship,Faith group,Language of worship,OK to map,Venue type,Postcode\n"
        "St Sentinel,Christianity,Welsh/English,Yes,Church,FS1 1AA\n"
        "House group,Pentecostal,Português,Yes,House group,FS1 3AA\n"
        "Masjid Sentinel,Islam,Arabic; Urdu,,Mosque,FS1 2AA\n"
    )
    desk.receive("voluntary_faith_organisations", "directory", rows)
    assert desk.accepted("faith, body_postcode, mapped_postcode") == [
        ("christian", "FS11AA", "FS11AA"),
        ("christian", None, None),
        ("muslim", None, None),
    ]


def test_a_body_with_several_languages_is_in_each(desk: SourceDesk) -> None:
    receipt = desk.receive("voluntary_faith_organisations", "directory", DIRECTORY)
    assert desk.accepted("language") == ["eng;cym", "urd;ara", "por", "guj"]
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-01", "language_cym")] == 1
    assert counts[(PLACE, "2025-12-01", "language_ara")] == 1
    assert any("`Faith`" in note and "rows 6" in note for note in receipt.notes)


RETURN = """\
Church code,Sunday,Denomination,Usual attendance - adults,Usual attendance - children,Joiners
C-1,19/10/2025,Church in Wales,85,12,9
C-2,19/10/2025,Catholic,240,,
C-1,26/10/2025,Church in Wales,80,,
C-1,26/10/2025,Church in Wales,80,,
C-3,19/10/2025,Baptist,-3,,
C-4,19/10/2025,Baptist,about 40,,
C-5,,Baptist,40,,
C-6,19/10/2025,Baptist,12000,,
Total,,,325,12,9
"""


def test_attendance_is_summed_for_the_whole_area(desk: SourceDesk) -> None:
    receipt = desk.receive("voluntary_faith_organisations", "attendance_return", RETURN, nation="wales")
    assert desk.refused() == {
        5: "key_is_not_repeated",
        6: "adults_is_at_least",
        7: "adults_is_a_whole_number",
        8: "counted_on_is_there",
        10: "counted_on_is_there faith_is_there",
    }
    assert receipt.received == 9  # a total in which much is filled is judged as a row, and refused
    counts = desk.counts()
    assert {area for area, _, _ in counts} == {PLACE}
    assert counts[(PLACE, "2025-12-31", "adults")] == 85 + 240 + 80 + 12_000
    assert counts[(PLACE, "2025-12-31", "children")] == 12
    assert counts[(PLACE, "2025-12-31", "newcomers")] == 9


def test_a_count_that_may_be_a_years_is_asked_about(desk: SourceDesk) -> None:
    receipt = desk.receive("voluntary_faith_organisations", "attendance_return", RETURN, nation="wales")
    assert "More than 5,000 people are counted in a usual week" in str(receipt.notes + receipt.questions)


def test_a_list_of_members_of_a_congregation_is_another_list(desk: SourceDesk) -> None:
    with pytest.raises(WrongLayout):
        desk.receive(
            "voluntary_faith_organisations",
            "attendance_return",
            "Name,Address,Gift aid\nAnn Sentinelson,1 Mill Lane,Y\n",
        )
