"""Patients of GP practices: counts by small area from a health board, properties, keys, and a health body's own rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import NotPermitted
from older_areas import make_known
from sheets import workbook
from source_desk import PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


BOARD = """\
Exampleton University Health Board - registered patients by LSOA,,,,
Extracted from the demographic service on 1 December 2025,,,,
,,,,
LSOA21CD,Gender,Age group,GP practice code,Number of patients
E01999001,F,20-24,W91001,37
E01999001,F,20-24,W91002,5
E01999001,M,20-24,W91001,41
E01999001,I,20-24,W91001,1
E01999002,M,85+,W91001,12
E01999003,F,0-4,W91001,*
E01999003,M,0-4,W91001,9
E01999004,F,0-4,W91001,<5
Source: Exampleton University Health Board,,,,
"""


def test_counts_of_two_practices_add_up_where_the_patients_live(desk: SourceDesk) -> None:
    receipt = desk.receive("gp_register", "lsoa_age_sex", BOARD, nation="wales")
    assert (receipt.received, receipt.accepted) == (8, 8)
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-01", "female_age_20_24")] == 42
    assert counts[("E01999001", "2025-12-01", "age_20_24")] == 84
    assert counts[("E01999001", "2025-12-01", "all")] == 84
    assert counts[("E01999002", "2025-12-01", "age_85_plus")] == 12


def test_a_number_withheld_for_being_small_is_unknown_and_never_none(desk: SourceDesk) -> None:
    desk.receive("gp_register", "lsoa_age_sex", BOARD, nation="wales")
    assert desk.refused() == {}
    counts = desk.counts()
    assert counts[("E01999003", "2025-12-01", "male_age_0_4")] == 9
    assert counts[("E01999003", "2025-12-01", "age_0_4")] is None
    assert counts[("E01999003", "2025-12-01", "all")] is None


def test_a_spreadsheet_that_made_dates_of_age_bands_is_told_so(desk: SourceDesk) -> None:
    receipt = desk.receive(
        "gp_register",
        "lsoa_age_sex",
        """\
LSOA,Sex,Age band,Patients,Practice
E01999001,F,05-Sep,37,W91001
E01999001,F,14-Oct,31,W91001
Foursquare 001A,F,10-14,31,W91001
E01999001,F,10-14,30,W91001
E01999001,Female,10 to 14,30,W91001
E01999001,F,15-19,12.5,W91001
""",
    )
    assert desk.refused() == {
        2: "age_band_is_known",
        3: "age_band_is_known",
        4: "lsoa_code_has_its_form",
        6: "key_is_not_repeated",
        7: "patients_is_a_whole_number",
    }
    told = next(refusal for refusal in receipt.refusals if refusal.rule == "age_band_is_known")
    assert told.rows == (2, 3)


def test_a_file_without_practices_says_that_repeats_were_not_looked_for(desk: SourceDesk) -> None:
    receipt = desk.receive("gp_register", "lsoa_age_sex", "LSOA,Sex,Age band,Patients\nE01999001,F,10-14,30\n")
    assert any("Repeated keys were not looked for: PRACTICE_CODE" in note for note in receipt.notes)


def test_the_open_file_counts_homes_and_lists_those_without_an_area_apart(desk: SourceDesk) -> None:
    make_known(desk, "lsoa", "2011", ["E01999001", "E01999002"])
    receipt = desk.receive(
        "gp_register",
        "practice_by_lsoa",
        """\
PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS
GP_PRAC_PAT_LIST,01OCT2024,C81006,SENTINEL SURGERY,E01999001,ALL,118
GP_PRAC_PAT_LIST,01OCT2024,C81007,MILL LANE,E01999001,ALL,20
GP_PRAC_PAT_LIST,01OCT2024,C81006,SENTINEL SURGERY,NO2011,ALL,4
GP_PRAC_PAT_LIST,31SEP2024,C81006,SENTINEL SURGERY,E01999002,ALL,4
""",
    )
    assert desk.refused() == {4: "has_an_area area_is_here", 5: "extract_date_is_a_date"}
    assert receipt.set_aside == 1
    assert desk.counts() == {("E01999001", "2024-10-01", "all"): 138}


def test_registrations_from_abroad_are_a_flow_of_a_year(desk: SourceDesk) -> None:
    desk.receive(
        "gp_register",
        "arrivals_from_abroad",
        workbook(
            [
                ["Local area migration indicators", "", ""],
                ["LA code", "Mid-year", "Flag 4s"],
                [PLACE, 2024, 412],
                [PLACE, 2023, 388],
                ["Source: Office for National Statistics", "", ""],
            ]
        ),
    )
    assert desk.counts() == {
        (PLACE, "2024-12-31", "all"): 412.0,
        (PLACE, "2023-12-31", "all"): 388.0,
    }


PROPERTIES = """\
UPRN,Registered patients,Under 16,16-64,65+,Joined in last 12 months
1,4,2,2,0,0
000000000001,3,1,2,0,0
2,2,2,2,0,0
2,3,,,,3
4,61,0,20,41,9
not matched,5,1,4,0,0
"""


def test_properties_tell_how_many_and_never_who(desk: SourceDesk) -> None:
    receipt = desk.receive("gp_register", "dwellings", PROPERTIES, held_by="health_body")
    assert desk.refused() == {3: "key_is_not_repeated", 4: "parts_make_the_whole", 7: "uprn_is_a_uprn"}
    assert any("More than fifty people" in note for note in receipt.notes)
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-01", "patients")] == 4
    assert counts[("E01999002", "2025-12-01", "joined_in_year")] == 3
    assert counts[("E01999004", "2025-12-01", "age_65_plus")] == 41


KEYED = """\
ALF,RALF,YOB,Sex,LSOA,Acceptance date,Date of removal,Reason for removal,FP69,Flag 4
k1,r1,1987,F,E01999001,14/09/2021,,,N,Y
k2,r1,2020,M,E01999001,14/09/2021,,,,
k3,r2,1950,1,E01999002,01/02/1999,03/11/2025,Embarked,,
k4,r2,1951,2,E01999002,01/02/1999,,,Y,
k5,r2,1951,2,E01999002,01/02/1999,01/01/1998,Death,,
k1,r3,1987,F,E01999003,14/09/2025,,,N,N
k6,r3,1887,F,E01999003,,,,,
"""


def test_keys_of_the_supplier_are_kept_as_other_keys(desk: SourceDesk) -> None:
    receipt = desk.receive("gp_register", "keyed_patients", KEYED, held_by="health_body")
    assert desk.refused() == {
        6: "dates_in_order",
        7: "key_is_not_repeated",
        8: "birth_year_is_at_least birth_year_is_of_a_life",
    }
    assert receipt.accepted == 4
    assert not {"k1", "k2"} & set(desk.accepted("patient_key"))
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-01", "all")] == 2
    assert counts[("E01999001", "2025-12-01", "from_abroad")] == 1
    assert counts[("E01999001", "2025-12-01", "female_age_35_39")] == 1
    assert counts[("E01999002", "2025-12-01", "all")] == 1, "who embarked is kept and not counted"
    assert counts[("E01999002", "2025-12-01", "mail_returned")] == 1


PATIENTS = """\
NHS No.,Surname,Forenames,DOB,Sex,Address 1,Address 2,Postcode,GP practice code,Acceptance date,Date of removal,\
Removal reason,FP69,Flag 4,Country of previous address,Sensitive flag,Telephone,QOF register
999 000 0018,Sentinelson,Amina,19/05/1987,F,Flat 2,9 Mill Lane,FS1 1AA,W91001,14/09/2021,,,N,Y,Polska,,020,DM
9990000026,Sentinelson,Omar,30/07/2015,M,9 Mill Lane,,FS1 1AA,W91001,14/09/2021,,,N,Y,Poland,,,
9990000034,Sentinelova,Jana,31/02/1990,F,9 Mill Lane,,FS1 1AA,W91001,,,,,,,,,
9990000035,Sentinelova,Petra,01/02/1990,F,9 Mill Lane,,FS1 1AA,W91001,,,,,,,,,
9990000042,Sentinelby,Hidden,01/02/1990,F,Refuge,,FS1 2AA,W91001,,,,,,,S,,
9990000050,Sentinelby,Old,01/01/1900,F,1 High Street,,FS1 2AA,W91001,,,,,,,,,
9990000069,Sentinelby,Gone,01/02/1940,M,1 High Street,,FS1 2AA,W91001,01/01/1999,03/03/2025,Dead,,,,,,
9990000077,Sentinelby,Afar,01/02/1970,M,No fixed abode,,,W91001,01/01/2024,,,,,,,,
"""


def test_a_health_body_keeps_patients_by_number_and_hides_whom_the_service_hides(desk: SourceDesk) -> None:
    receipt = desk.receive("gp_register", "patients", PATIENTS, nation="wales", held_by="health_body")
    assert desk.refused() == {
        4: "birth_date_is_a_date",
        5: "nhs_number_is_an_identifier",
        6: "is_not_restricted",
        7: "not_older_than_anyone",
    }
    assert receipt.set_aside == 1
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-01", "all")] == 2
    assert counts[("E01999001", "2025-12-01", "age_10_14")] == 1
    assert counts[("E01999001", "2025-12-01", "previous_country_pol")] == 1
    assert counts[("E01999001", "2025-12-01", "previous_country_xxx")] == 1, "a country that no list has is not known"
    assert ("E01999002", "2025-12-01", "all") not in counts
    assert counts[(PLACE, "2025-12-01", "all")] == 1, "without a postcode a patient counts for the whole place"


def test_nothing_of_health_and_no_telephone_enters(desk: SourceDesk) -> None:
    receipt = desk.receive("gp_register", "patients", PATIENTS, nation="wales", held_by="health_body")
    never = {column.column for column in receipt.dropped if column.reason.startswith("it never enters")}
    assert never == {"Telephone", "QOF register"}


def test_a_file_with_one_number_for_everyone_is_one_patient(desk: SourceDesk) -> None:
    rows = "".join(f"9990000018,Sentinelson,{n},19/05/1987,F,FS1 1AA,W91001\n" for n in range(500))
    receipt = desk.receive(
        "gp_register",
        "patients",
        f"NHS Number,Surname,Forename,Date of birth,Sex,Postcode,Practice\n{rows}",
        held_by="health_body",
    )
    assert (receipt.accepted, receipt.refused) == (1, 499)
    assert set(desk.refused().values()) == {"key_is_not_repeated"}


@pytest.mark.parametrize(("layout", "content"), [("patients", PATIENTS), ("keyed_patients", KEYED)])
def test_a_council_may_not_hold_rows_of_patients(desk: SourceDesk, layout: str, content: str) -> None:
    with pytest.raises(NotPermitted, match="not by a council") as error:
        desk.receive("gp_register", layout, content, held_by="council")
    assert "s.251" in error.value.where


def test_headers_and_labels_in_welsh_are_read(desk: SourceDesk) -> None:
    content = """\
Cod ACEHI,Rhyw,Grŵp oedran,Nifer y cleifion
E01999001,Benyw,20 to 24,37
E01999001,Gwryw,20 to 24,41
"""
    desk.receive("gp_register", "lsoa_age_sex", content, nation="wales")
    assert desk.counts()[("E01999001", "2025-12-01", "age_20_24")] == 78


def test_a_list_saved_by_an_old_spreadsheet_is_read_with_its_accents(desk: SourceDesk) -> None:
    content = "NHS No,DOB,Postcode,Practice code,Surname\n9990000018,19/05/1987,FS1 1AA,W91001,Sentinéls\n"
    desk.receive("gp_register", "patients", content.encode("cp1252"), held_by="health_body")
    assert desk.accepted("surname") == ["Sentinéls"]
