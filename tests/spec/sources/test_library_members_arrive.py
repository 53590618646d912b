"""Library members: counts, properties, and exports of library systems. What anybody borrows never enters."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import NotPermitted
from source_desk import PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


SYMPHONY = """\
List Users - Sentinel Libraries,,,,,,,,,,,
UserID,Profile,User created,Last activity date,Year of birth,Zip,Library,UserCat1,UserCat2,Current loans,Bills,Email
20044817,ADULT,01/06/2021,30/08/2025,1987,FS1 1AA,CENTRAL,White British,English,3,0.00,a@sentinel.example
20044818,JUNIOR,01/06/2025,30/08/2025,2016,FS1 1AA,CENTRAL,Roma,Romanian/Moldovan,9,0.00,
20044819,ADULT,01/06/2011,30/08/2019,1950,FS1 1AA,CENTRAL,,,0,4.20,
20044820,ADULT,01/06/2011,,1950,FS1 1AA,CENTRAL,,,0,0,
20044821,SCHOOL,01/06/2011,30/08/2025,,FS1 2AA,CENTRAL,,,40,0,
20044822,WIZARD,01/06/2024,30/11/2025,1990,,CENTRAL,Martian,Elvish,1,0,
20044817,ADULT,01/06/2021,30/08/2025,1987,FS1 1AA,CENTRAL,White British,English,3,0,
20044823,ADULT,01/06/2024,30/12/2025,1990,FS1 2AA,CENTRAL,,,1,0,
"""


def test_a_member_without_activity_in_three_years_is_no_sign_of_life(desk: SourceDesk) -> None:
    receipt = desk.receive("libraries", "members", SYMPHONY)
    assert receipt.accepted == 5, "those who lingered are kept"
    assert any("No activity" in note for note in receipt.notes)
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-01", "all")] == 2, "and not counted"
    assert counts[("E01999001", "2025-12-01", "joined_in_year")] == 1
    assert counts[("E01999001", "2025-12-01", "active_in_year")] == 2
    assert counts[("E01999001", "2025-12-01", "profile_child")] == 1
    assert counts[("E01999001", "2025-12-01", "age_5_9")] == 1
    assert counts[(PLACE, "2025-12-01", "profile_other")] == 1, "without a postcode a member counts for the whole place"


def test_bodies_repeats_and_days_to_come_do_not_enter(desk: SourceDesk) -> None:
    receipt = desk.receive("libraries", "members", SYMPHONY)
    assert desk.refused() == {7: "is_a_person", 9: "key_is_not_repeated", 10: "used_by_the_snapshot"}
    assert receipt.set_aside == 1


def test_what_is_borrowed_owed_or_written_to_never_enters(desk: SourceDesk) -> None:
    receipt = desk.receive("libraries", "members", SYMPHONY)
    never = {dropped.column: dropped.reason for dropped in receipt.dropped}
    assert set(never) == {"Current loans", "Bills", "Email"}
    assert all(reason.startswith("it never enters") for reason in never.values())
    assert "nobody's business" in never["Current loans"]


def test_free_categories_come_to_common_codes(desk: SourceDesk) -> None:
    desk.receive("libraries", "members", SYMPHONY)
    assert desk.accepted("category_1, category_2")[:2] == [("white_british", "eng"), ("white_roma", "ron")]
    assert desk.accepted("category_1, category_2")[4] == ("not_stated", "und")
    assert "20044817" not in desk.accepted("user_id")


KOHA = """\
borrowernumber,cardnumber,surname,firstname,dateofbirth,sex,address,address2,city,zipcode,categorycode,branchcode,\
dateenrolled,lastseen,debarred,borrowernotes
1,2001,Sentinelson,Amina,1987-05-19,F,Flat 2,9 Mill Lane,Foursquare,FS1 1AA,A,CEN,2021-09-14,2025-11-02 10:22:01,,kind
2,2002,Sentinelson,Omar,2015-07-30,M,Flat 2,9 Mill Lane,Foursquare,FS1 1AA,J,CEN,2021-09-14,2025-11-02 10:22:01,,
3,2003,Sentinelby,Ivy,1900-01-01,F,1 High Street,,Foursquare,FS1 2AA,A,CEN,2021-09-14,2025-11-02 10:22:01,,
4,2004,Sentinelby,Una,1990-01-01,F,1 High Street,,Foursquare,FS1 2AA,A,CEN,2021.14.09,2025-11-02 10:22:01,,
"""


def test_named_members_are_read_as_the_system_writes_them(desk: SourceDesk) -> None:
    receipt = desk.receive("libraries", "koha_borrowers", KOHA)
    assert desk.refused() == {4: "born_by_the_snapshot", 5: "joined_on_is_a_date"}
    assert {dropped.column for dropped in receipt.dropped} == {"cardnumber", "debarred", "borrowernotes"}
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-01", "all")] == 2
    assert counts[("E01999001", "2025-12-01", "male_age_10_14")] == 1


def test_counts_by_sex_are_not_counted_again_from_the_rows_for_all(desk: SourceDesk) -> None:
    content = """\
LSOA code,Age band,Gender,Active borrowers,New members
E01999001,16-24,Female,23,6
E01999001,16-24,Male,20,5
E01999001,16-24,All,43,11
E01999001,65+,Female,<5,0
"""
    receipt = desk.receive("libraries", "members_by_lsoa", content)
    assert desk.refused() == {4: "is_for_one_sex"}
    assert receipt.set_aside == 1
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-01", "age_16_24")] == 43
    assert counts[("E01999001", "2025-12-01", "all")] is None


def test_counts_without_sex_are_counted_by_age_alone(desk: SourceDesk) -> None:
    desk.receive("libraries", "members_by_lsoa", "LSOA,Ages,Members\nE01999001,Under 16,12\nE01999001,75+,8\n")
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-01", "age_0_15")] == 12
    assert counts[("E01999001", "2025-12-01", "all")] == 20


def test_properties_tell_how_many_members_live_there(desk: SourceDesk) -> None:
    content = "UPRN,Active members,Juniors,New joiners\n1,3,1,1\n2,1,2,0\n1,3,1,1\n,2,0,0\n"
    desk.receive("libraries", "member_dwellings", content)
    assert desk.refused() == {3: "no_more_than_all", 4: "key_is_not_repeated", 5: "uprn_is_there"}
    assert desk.counts()[("E01999001", "2025-12-01", "members")] == 3


def test_members_stay_with_their_council(desk: SourceDesk) -> None:
    with pytest.raises(NotPermitted, match="not by a charity"):
        desk.receive("libraries", "members", SYMPHONY, held_by="charity")


def test_an_export_without_kinds_of_card_still_counts_its_members(desk: SourceDesk) -> None:
    desk.receive("libraries", "members", "Barcode,Last used,Postcode\n1,2025-11-30,FS1 3AA\n2,2025-11-30,FS1 3AA\n")
    assert desk.counts()[("E01999003", "2025-12-01", "all")] == 2
