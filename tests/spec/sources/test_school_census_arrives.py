"""Pupils: counts by small area, published tables, properties, keys, and the school census of either nation."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import NotPermitted
from older_areas import make_known
from source_desk import PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


PLASC = """\
School Census Return - PLASC January 2026,,,,,,,,,,,,,,
Pupil ID,UPN,Legal Surname,Legal Forename,DOB,Gender,Home address,PostCode,EthnicBackground,FirstLanguage,EAL stage,\
EnrolmentStatus,Date of admission,Speaks Welsh at home,FSM
1001,A123456789012,Sentinelson,Amina,11/02/2014,F,"9 Mill Lane, Foursquare",FS1 1AA,WBRI,English,,C,04/09/2018,Y,T
1002,A123456789013,Sentinelova,Jana,01/05/2015,F,"9 Mill Lane, Foursquare",FS1 1AA,WOTH,Polish,B,M,04/09/2019,N,F
1003,A123456789014,Sentinelova,Petra,01/05/2015,F,"9 Mill Lane, Foursquare",FS1 1AA,WOTH,Polish,B,S,04/09/2019,N,F
1004,A123456789015,Sentinelby,Guest,01/05/2015,M,1 High Street,FS1 2AA,AIND,Malayalam,C,G,04/09/2019,N,F
1005,A123456789016,Sentinelby,Omar,01/05/2012,M,1 High Street,FS1 4AA,Gypsy/Gypsy Roma,Klingon,A,C,04/09/2023,N,F
1006,A123456789017,Sentinelby,Father,01/05/1985,M,1 High Street,FS1 2AA,WBRI,English,,C,04/09/2023,N,F
1007,A123456789018,Sentinelby,Cornish,01/05/2012,M,1 High Street,FS1 2AA,WCOR,English,,C,04/09/2023,N,F
1008,A123456789019,Sentinelby,Left,01/05/2012,M,1 High Street,FS1 2AA,WBRI,English,,L,04/09/2023,N,F
1009,A123456789020,Sentinelby,Later,01/05/2012,M,1 High Street,FS1 2AA,WBRI,English,,C,04/09/2026,N,F
1001,A123456789012,Sentinelson,Amina,11/02/2014,F,"9 Mill Lane, Foursquare",FS1 1AA,WBRI,English,,C,04/09/2018,Y,T
"""


def receive_plasc(desk: SourceDesk, nation: str = "wales") -> None:
    desk.receive("school_census", "plasc_pupils", PLASC, nation=nation, snapshot="2026-01-20")


def test_a_pupil_on_two_rolls_counts_once(desk: SourceDesk) -> None:
    receive_plasc(desk)
    counts = desk.counts()
    assert counts[("E01999001", "2026-01-20", "all")] == 2, (
        "the second roll (S) and the guest (G) are kept, not counted"
    )
    assert len([status for status in desk.accepted("enrolment") if status in ("subsidiary", "guest")]) == 2
    assert counts[("E01999001", "2026-01-20", "language_pol")] == 1
    assert counts[("E01999001", "2026-01-20", "eal_b_early")] == 1
    assert counts[("E01999001", "2026-01-20", "age_10_14")] == 2
    assert counts[("E01999001", "2026-01-20", "welsh_at_home_yes")] == 1


def test_wales_has_its_own_list_of_ethnic_groups_and_what_it_cannot_tell_apart_stays_together(desk: SourceDesk) -> None:
    receive_plasc(desk)
    assert desk.refused() == {
        8: "is_of_school_age",
        9: "ethnic_group_is_known",
        10: "enrolment_is_known",
        11: "joined_by_the_snapshot",
        12: "key_is_not_repeated",
    }
    counts = desk.counts()
    assert counts[("E01999004", "2026-01-20", "ethnic_group_white_gypsy_roma")] == 1
    assert ("E01999004", "2026-01-20", "ethnic_group_white_roma") not in counts
    assert "Cornish" not in desk.accepted("forename"), "WCOR is a code of England alone"


def test_a_language_that_no_list_has_is_another_one_and_the_receipt_says_so(desk: SourceDesk) -> None:
    receipt = desk.receive("school_census", "plasc_pupils", PLASC, nation="wales", snapshot="2026-01-20")
    assert desk.counts()[("E01999004", "2026-01-20", "language_mis")] == 1
    assert any("First language" in note for note in receipt.notes)


def test_the_pupil_number_never_enters_and_is_no_key(desk: SourceDesk) -> None:
    receipt = desk.receive("school_census", "plasc_pupils", PLASC, nation="wales", snapshot="2026-01-20")
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"UPN", "FSM"}
    assert "1001" not in desk.accepted("pupil_ref")


CENSUS = """\
Student ID,Surname,Forename,Middle Name(s),DOB,Sex,AddressLine1,Town,Postcode,Ethnicity,Home language,Enrol Status,\
Entry Date,Nationality,Country of Birth,LAESTAB
7001,Sentinelson,Amina,Fadumo,11-Feb-2014,Female,9 Mill Lane,Foursquare,FS1 1AA,BSOM,SOM,C,04/09/2018,SO,SO,8312001
7002,Sentinelova,Jana,,01-May-2015,Female,9 Mill Lane,Foursquare,FS1 1AA,WEEU,RMNM,Current Main,04/09/2019,,,8312001
7003,Sentinelby,Omar,,01-May-2015,Male,1 High Street,Foursquare,FS1 2AA,OKRD,KURS,C,04/09/2019,,,8312001
7004,Sentinelby,Ivy,,01-May-2015,Female,1 High Street,Foursquare,FS1 2AA,WCOR,KIR,C,04/09/2019,,,8312001
7005,Sentinelby,Una,,01-May-2010,Female,1 High Street,Foursquare,FS1 2AA,REFU,REF,F,04/09/2019,,,8312001
7006,Sentinelby,Una,,32-May-2010,Female,1 High Street,Foursquare,FS1 2AA,REFU,REF,C,04/09/2019,,,8312001
"""


def test_the_letters_of_the_census_in_england_are_read_by_their_own_list(desk: SourceDesk) -> None:
    receipt = desk.receive("school_census", "census_pupils", CENSUS, nation="england", snapshot="2026-01-15")
    assert desk.refused() == {7: "birth_date_is_a_date"}
    assert desk.accepted("language") == ["som", "ron", "ckb", "run", "und"], "KIR is Kirundi there, and not Kyrgyz"
    counts = desk.counts()
    assert counts[("E01999001", "2026-01-15", "ethnic_group_black_african")] == 1
    assert counts[("E01999002", "2026-01-15", "ethnic_group_white_british")] == 1
    assert ("E01999002", "2026-01-15", "ethnic_group_prefer_not_to_say") not in counts, "taught elsewhere (F)"
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"Nationality", "Country of Birth"}


KEYED = """\
PMR,YOB,Gender,LLSOA,Ethnicity,FirstLanguage,EAL stage,EnrolmentStatus
x1,2014,F,E01999001,WOTH,Polish,B,C
x2,2015,M,E01999001,WBRI,Welsh,,M
x2,2015,M,E01999001,WBRI,Welsh,,S
x3,2015,M,E01999002,WBRI,English,,S
"""


def test_keys_stand_for_pupils_where_names_are_not_needed(desk: SourceDesk) -> None:
    desk.receive("school_census", "keyed_pupils", KEYED, nation="wales", snapshot="2026-01-20")
    assert desk.refused() == {4: "key_is_not_repeated"}
    counts = desk.counts()
    assert counts[("E01999001", "2026-01-20", "all")] == 2
    assert counts[("E01999001", "2026-01-20", "female_age_10_14")] == 1
    assert ("E01999002", "2026-01-20", "all") not in counts


def test_properties_tell_how_many_pupils_live_there(desk: SourceDesk) -> None:
    content = "UPRN,Pupils,Primary pupils,Secondary pupils\n1,3,2,1\n2,1,2,0\n3,0,0,0\n4,2,,\n"
    desk.receive("school_census", "dwellings", content, snapshot="2026-01-15")
    assert desk.refused() == {3: "no_more_than_all", 4: "pupils_is_at_least"}
    counts = desk.counts()
    assert counts[("E01999001", "2026-01-15", "pupils")] == 3
    assert counts[("E01999001", "2026-01-15", "primary")] == 2
    assert counts[("E01999004", "2026-01-15", "pupils")] == 2


def test_pupils_are_counted_by_area_age_and_sex(desk: SourceDesk) -> None:
    content = """\
Pupils by LSOA of home,,,
LSOA,Gender,Age,Nifer y disgyblion
E01999001,Boys,5-9,31
E01999001,Girls,5-9,30
E01999001,Girls,10-14,*
E01999002,Boys,20-24,1
"""
    desk.receive("school_census", "pupils_by_lsoa", content, nation="wales", snapshot="2026-01-20")
    assert desk.refused() == {6: "age_band_is_known"}
    counts = desk.counts()
    assert counts[("E01999001", "2026-01-20", "age_5_9")] == 61
    assert counts[("E01999001", "2026-01-20", "all")] is None


EES = """\
time_period,time_identifier,geographic_level,country_code,new_la_code,phase_type_grouping,ethnicity_minor,language,\
headcount,percent_of_pupils
202425,Academic year,National,E92000001,,Total,Total,Total,9000000,100
202425,Academic year,Local authority,E92000001,E06999999,Total,Total,Total,40000,100
202425,Academic year,Local authority,E92000001,E06999999,Total,Total,Known or believed to be other than English,10000,25
202425,Academic year,Local authority,E92000001,E06999999,Primary,Total,Known or believed to be other than English,6000,26
202425,Academic year,Local authority,E92000001,E06999999,Total,White - Gypsy/Roma,Total,400,1
202425,Academic year,Local authority,E92000001,E06999999,Total,White - Gypsy/Roma,Known or believed to be English,90,0
202425,Academic year,Local authority,E92000001,E06999999,Total,White - Irish,Total,z,z
"""


def test_the_published_table_is_read_for_each_language_and_group_once(desk: SourceDesk) -> None:
    receipt = desk.receive("school_census", "authority_language", EES)
    assert desk.refused() == {
        2: "is_an_authority area_is_here",
        5: "is_all_schools",
        7: "is_one_figure",
        8: "headcount_is_a_whole_number",
    }
    assert receipt.set_aside == 3
    assert desk.counts() == {
        (PLACE, "2025-01-16", "all"): 40000,
        (PLACE, "2025-01-16", "other_than_english"): 10000,
        (PLACE, "2025-01-16", "white_gypsy_roma"): 400,
        (PLACE, "2025-01-16", "white_irish"): None,
    }


def test_a_star_of_the_welsh_table_is_one_to_four_and_never_none(desk: SourceDesk) -> None:
    make_known(desk, "lad", "2023", ["W06000006"])
    content = """\
Year,Area,Area_Code,Stage of acquisition,Data values,Notes
2024,Foursquare,W06000006,New to English/Welsh,235,
2024,Foursquare,W06000006,Early acquisition,*,
2024,Foursquare,W06000006,Total EAL,610,r
"""
    desk.receive("school_census", "authority_language_stage", content, nation="wales")
    assert desk.refused() == {}
    assert desk.counts() == {
        ("W06000006", "2024-12-31", "a_new"): 235,
        ("W06000006", "2024-12-31", "b_early"): None,
        ("W06000006", "2024-12-31", "all_learners"): 610,
    }


@pytest.mark.parametrize("held_by", ["police", "charity", "health_body"])
def test_rows_of_pupils_stay_with_the_council(desk: SourceDesk, held_by: str) -> None:
    with pytest.raises(NotPermitted) as error:
        desk.receive("school_census", "keyed_pupils", KEYED, nation="wales", held_by=held_by)  # type: ignore[arg-type]
    assert "s.537A" in error.value.where
