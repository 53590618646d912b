"""Social housing: a landlord's three files, the lettings log of England, and three ways of sending less."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import NotPermitted, WrongLayout
from source_desk import GROUNDS, PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path)


TENANCIES = """\
Tenancy Ref,Property Ref,UPRN,Address Line 1,Address Line 2,Post Code,Tenancy Type,Status,\
Stock Type,Tenancy Start Date,Tenancy End Date,Arrears,Warning Marker
T1,P1,1,1 West Road,Foursquare,FS1 1AA,Secure,Current,General Needs,01/04/2010,,120.50,
T2,P2,2,3 East Road,Foursquare,FS1 2AA,Assured,CUR,Flat,02/06/2019,,,
T3,P3,2,5 East Road,Foursquare,FS1 2AA,Assured,Former tenant,House,02/06/2009,01/06/2019,900.00,
T4,G7,,Garage 7,Foursquare,FS1 2AA,Garage licence,Garage,Garage,02/06/2019,,,
T5,P5,3,7 South Road,Foursquare,FS1 3AA,Lease,Leaseholder,Leasehold,02/06/2019,,,
T6,P6,3,9 South Road,Foursquare,FS1 3AA,Licence,Current,Refuge,02/06/2025,,,yes
T7,P7,3,11 South Road,Foursquare,FS1 3AA,Licence,Current,Supported housing,02/06/2025,,,
T8,P8,4,2 North Lane,Foursquare,FS1 4AA,Use and occupation,Trespasser,House,02/06/2025,,,
T9,P9,4,4 North Lane,Foursquare,FS1 4AA,Secure,Current,Sheltered,02/06/2025,01/06/2020,,
T10,P9,4,4 North Lane,Foursquare,FS1 4AA,Secure,Current,Sheltered,02/06/2015,01/06/2025,,
T11,P9,4,4 North Lane,Foursquare,FS1 4AA,Secure,Pending,Sheltered,02/06/2025,,,
"""


def test_only_tenancies_of_homes_that_run_are_counted(desk: SourceDesk) -> None:
    receipt = desk.receive("social_housing", "tenancies", TENANCIES)
    assert desk.refused() == {10: "ends_after_it_starts", 12: "status_is_known"}
    assert receipt.accepted == 9
    counts = desk.counts()
    assert {(area, value) for (area, _, category), value in counts.items() if category == "all"} == {
        ("E01999001", 1),
        ("E01999002", 1),
    }
    assert counts["E01999002", "2025-12-01", "home_kind_general_needs"] == 1
    assert "called current, and ended" in " ".join(receipt.notes)


def test_garages_leaseholders_refuges_and_former_tenants_are_kept_apart(desk: SourceDesk) -> None:
    desk.receive("social_housing", "tenancies", TENANCIES)
    assert desk.accepted("status, home_kind")[2:8] == [
        ("former", "general_needs"),
        ("garage", "garage"),
        ("leaseholder", "leasehold"),
        ("current", "refuge"),
        ("current", "supported"),
        ("use_and_occupation", "general_needs"),
    ]
    assert not any(area == "E01999003" for area, _, _ in desk.counts())


def test_arrears_and_warnings_never_enter(desk: SourceDesk) -> None:
    receipt = desk.receive("social_housing", "tenancies", TENANCIES)
    why = {dropped.column: dropped.reason for dropped in receipt.dropped}
    assert all("never enters" in why[column] for column in ("Arrears", "Warning Marker"))


def test_wales_has_contract_holders_and_occupation_contracts(desk: SourceDesk) -> None:
    desk.receive(
        "social_housing",
        "tenancies",
        "Occupation Contract Ref,UPRN,Cod post,Math o gontract,Statws contract,Math o eiddo,Contract Start\n"
        "C1,1,FS1 1AA,Contract diogel,Deiliad contract,Anghenion cyffredinol,01/12/2022\n"
        "C2,2,FS1 2AA,Secure occupation contract,Contract-holder,Tai gwarchod,01/12/2022\n"
        "C3,3,FS1 3AA,Supported standard contract,Current contract-holder,Tai â chymorth,01/12/2022\n",
        nation="wales",
    )
    assert desk.accepted("tenancy_type, status, home_kind") == [
        ("secure", "current", "general_needs"),
        ("secure", "current", "older_people"),
        ("standard", "current", "supported"),
    ]
    assert desk.counts()["E01999002", "2025-12-01", "home_kind_older_people"] == 1


PERSONS = """\
Tenancy Ref,Party Ref,Title,Forename,Surname,DOB,Gender,Relationship to Tenant,\
Moved In Date,Moved Out Date,Tenancy Status,Property Type,UPRN,NI Number,Mobile
T1,PER1,Ms,Robin,Sentinelson,11/02/1984,F,Main tenant,01/04/2010,,Current,House,1,QQ123456C,07700
T1,PER2,,Sam,Sentinelson,30/06/2015,M,Son,30/06/2015,,Current,House,1,,
T1,PER3,,Alex,Sentinelson,01/01/1900,X,Lodger,01/04/2010,,Current,House,1,,
T1,PER4,,Kim,Sentinelson,11/02/2002,F,Daughter,01/04/2010,31/08/2025,Current,House,1,,
T3,PER5,,Jo,Sentinelby,11/02/1960,M,Tenant,,,Former,House,2,,
T6,PER6,,Lee,Sentinelby,11/02/1990,F,Tenant,,,Current,Refuge,3,,
T2,PER7,,,,11/02/1990,U,Tenant,,,Current,Flat,2,,
T2,PER8,,Max,Sentinelska,11/02/2027,M,Son,,,Current,Flat,2,,
T2,PER9,,Mia,Sentinelska,31/11/1990,F,Daughter,,,Current,Flat,2,,
T2,PER9,,Mia,Sentinelska,30/11/1990,F,Daughter,05/05/2020,04/05/2020,Current,Flat,2,,
"""


def test_people_of_homes_are_counted_by_age_and_sex(desk: SourceDesk) -> None:
    desk.receive("social_housing", "persons", PERSONS)
    assert desk.refused() == {
        9: "born_by_the_snapshot",
        10: "birth_date_given_is_a_date",
        11: "moves_out_after_moving_in",
    }
    counts = desk.counts()
    assert counts["E01999001", "2025-12-01", "all"] == 3
    assert counts["E01999001", "2025-12-01", "female_age_40_44"] == 1
    assert counts["E01999001", "2025-12-01", "age_10_14"] == 1
    assert counts["E01999001", "2025-12-01", "relationship_lodger"] == 1
    assert counts["E01999002", "2025-12-01", "all"] is None, "three of its four rows were refused"
    assert not any(area == "E01999003" for area, _, _ in counts)


def test_a_birth_date_of_1900_is_a_stopgap_and_no_age(desk: SourceDesk) -> None:
    receipt = desk.receive("social_housing", "persons", PERSONS)
    assert desk.accepted("birth_date")[2] is None
    assert "write where they know none" in " ".join(receipt.notes)
    assert not any(category == "age_85_plus" for _, _, category in desk.counts())


def test_who_left_who_has_no_name_and_who_is_in_a_refuge_is_never_linked(desk: SourceDesk) -> None:
    desk.receive("social_housing", "persons", PERSONS)
    assert desk.accepted(f"({desk.layout.gives.linked})") == [True, True, True, False, False, False, False]


def test_a_national_insurance_number_never_enters(desk: SourceDesk) -> None:
    receipt = desk.receive("social_housing", "persons", PERSONS)
    why = {dropped.column: dropped.reason for dropped in receipt.dropped}
    assert "social security" in why["NI Number"]
    assert "reach anyone" in why["Mobile"]


def test_the_three_files_hang_together_by_pseudonyms(desk: SourceDesk) -> None:
    desk.receive("social_housing", "tenancies", TENANCIES)
    of_tenancies = desk.accepted("tenancy_reference")
    desk.receive("social_housing", "persons", PERSONS)
    assert desk.accepted("tenancy_reference")[0] == of_tenancies[0]
    of_persons = desk.accepted("person_reference")
    desk.receive("social_housing", "equality", EQUALITY)
    assert desk.accepted("person_reference")[0] == of_persons[0]
    assert "PER1" not in of_persons


EQUALITY = """\
Person Ref,Ethnic Origin,Preferred Language,Nationality,Disabled,Sexual Orientation,Tenancy Status
PER1,White - Irish,English,Irish,No,Straight,Current
PER2,Prefer not to say,Welsh,British,Yes,,Current
PER3,,,,,,Current
PER5,Any other White background,Polish,Polish,No,,Former
PER6,Martian,Klingon,,PNTS,,Current
PER1,White - Irish,English,Irish,No,,Current
PER7,White - Irish,English,Irish,Perhaps,,Current
"""


def test_equality_is_told_of_the_whole_place_alone_and_never_linked(desk: SourceDesk) -> None:
    receipt = desk.receive("social_housing", "equality", EQUALITY)
    assert desk.refused() == {7: "key_is_not_repeated", 8: "disability_is_known"}
    counts = desk.counts()
    assert {area for area, _, _ in counts} == {PLACE}
    assert counts[PLACE, "2025-12-01", "all"] == 4
    assert counts[PLACE, "2025-12-01", "language_cym"] == 1
    assert counts[PLACE, "2025-12-01", "disability_not_said"] == 1
    assert desk.layout.gives.linked == "FALSE"
    assert "answers nothing" in " ".join(receipt.notes)
    assert next(d.reason for d in receipt.dropped if d.column == "Sexual Orientation").startswith("it never enters")


def test_blank_and_not_wishing_to_say_are_two_things(desk: SourceDesk) -> None:
    desk.receive("social_housing", "equality", EQUALITY)
    counts = desk.counts()
    assert desk.accepted("ethnic_group, answered")[1:3] == [("prefer_not_to_say", "yes"), (None, "no")]
    assert counts[PLACE, "2025-12-01", "answered_no"] == 1
    assert desk.accepted("ethnic_group, language")[-1] == ("not_stated", "und")


CORE = """\
id,status,startdate,renewal,needstype,uprn,postcode_full,la,la_label,hhmemb,age1,sex1,nationality_all,ppostcode_full
1,completed,2025-06-02,No,General needs,1,FS1 1AA,E06999999,Foursquare,3,34,F,United Kingdom,FS1 2AA
2,completed,2025-05-20,No,General needs,,FS1 1AA,E06999999,Foursquare,1,22,M,Poland,
3,completed,2025-06-09,No,Supported housing,2,FS1 2AA,E06999999,Foursquare,1,40,F,United Kingdom,
4,in_progress,2025-06-09,No,General needs,2,FS1 2AA,E06999999,Foursquare,1,40,F,United Kingdom,
5,completed,2025-06-09,Yes,General needs,2,FS1 2AA,E06999999,Foursquare,1,40,F,United Kingdom,
6,completed,2025-06-09,No,General needs,2,FS1 2AA,W06000015,Elsewhere,1,40,F,United Kingdom,
7,completed,2025-06-09,No,General needs,2,FS1 2AA,E06999999,Foursquare,9,40,F,United Kingdom,
"""


def test_the_lettings_log_counts_new_lettings_of_general_needs_homes_by_quarter(desk: SourceDesk) -> None:
    receipt = desk.receive("social_housing", "core_lettings", CORE)
    assert desk.refused() == {
        5: "log_is_complete",
        7: "authority_has_its_form",
        8: "household_size_is_at_most",
    }
    assert receipt.set_aside == 1
    counts = desk.counts()
    assert counts["E01999001", "2025-06-30", "all"] == 2
    assert counts["E01999001", "2025-06-30", "people_housed"] == 4
    assert counts["E01999001", "2025-06-30", "lead_nationality_pol"] == 1
    assert not any(area == "E01999002" for area, _, _ in counts)


def test_people_may_come_as_counts_by_age_and_sex(desk: SourceDesk) -> None:
    desk.receive(
        "social_housing",
        "people_by_area",
        "LSOA,Dyddiad,Rhyw,Oedran,Pobl\n"
        "E01999001,01/12/2025,Benyw,25-29,37\n"
        "E01999001,01/12/2025,Gwryw,25-29,30\n"
        "E01999001,01/12/2025,Not known,25-29,1\n"
        "E01999001,01/12/2025,Benyw,85 and over,4\n"
        "E01999002,01/12/2025,Benyw,25 to 29,*\n",
        nation="wales",
    )
    assert desk.refused() == {}
    counts = desk.counts()
    assert counts["E01999001", "2025-12-01", "age_25_29"] == 68
    assert counts["E01999001", "2025-12-01", "female"] == 41
    assert counts["E01999001", "2025-12-01", "all"] == 72


def test_homes_may_come_one_a_row_without_names(desk: SourceDesk) -> None:
    desk.receive(
        "social_housing",
        "homes_by_uprn",
        "UPRN,Post Code,Home Type,Household Size,Number of adults,Number of children\n"
        "1,FS1 1AA,House,3,2,1\n"
        "2,FS1 2AA,Hostel,12,12,0\n"
        "3,FS1 3AA,Sheltered,1,2,0\n",
    )
    assert desk.refused() == {4: "adults_and_children_make_up_the_household"}
    counts = desk.counts()
    assert counts["E01999001", "2025-12-01", "children"] == 1
    assert not any(area == "E01999002" for area, _, _ in counts)


def test_people_may_come_under_keys(desk: SourceDesk) -> None:
    desk.receive(
        "social_housing",
        "keyed_persons",
        "Key,Tenancy key,YOB,Sex,LSOA21CD,Property Type\nk1,t1,1984,Female,E01999001,House\nk2,t1,84,Male,E01999001,House\n"
        "k3,t2,1950,Male,E01999003,Refuge\n",
    )
    assert desk.refused() == {3: "birth_year_is_at_least birth_year_is_of_a_life"}
    assert desk.accepted(f"({desk.layout.gives.linked})") == [True, False]
    assert desk.counts()["E01999001", "2025-12-01", "female_age_40_44"] == 1


def test_two_files_of_the_landlord_that_were_swapped_are_told_apart(desk: SourceDesk) -> None:
    with pytest.raises(WrongLayout, match="persons"):
        desk.receive(
            "social_housing",
            "tenancies",
            PERSONS.replace("Tenancy Status,Property Type,", "").replace("Current,House,", ""),
        )


def test_equality_and_names_need_an_assessment_and_a_notice(desk: SourceDesk) -> None:
    desk.grounds = GROUNDS.__class__(named_power="Housing Act 1985, s. 21")
    for layout, content in (("persons", PERSONS), ("equality", EQUALITY), ("core_lettings", CORE)):
        with pytest.raises(NotPermitted, match="impact assessment"):
            desk.receive("social_housing", layout, content)
