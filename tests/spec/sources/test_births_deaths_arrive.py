"""Births and deaths: published counts by authority and small area, and what a district registered. Never an entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import WrongLayout
from sheets import workbook
from source_desk import PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


NOMIS = """\
"DATE","DATE_NAME","GEOGRAPHY","GEOGRAPHY_NAME","GEOGRAPHY_CODE","GENDER_NAME","MEASURE_NAME","MEASURES_NAME","OBS_VALUE"
2023,2023,1,"Foursquare","E06999999","Total","Live births","Value",3012
2023,2023,1,"Foursquare","E06999999","Male","Live births","Value",1540
2023,2023,1,"Foursquare","E06999999","Total","Total fertility rate (TFR)","Value",1
2023,2023,2,"East Midlands","E12000004","Total","Live births","Value",46000
2022,2022,1,"Foursquare","E06999999","Total","Live births","Value",
2022,2022,1,"Foursquare","E06999999","Total","Stillbirth rate","Value",4
"""


def test_births_are_read_once_for_the_authority(desk: SourceDesk) -> None:
    receipt = desk.receive("births_deaths", "nomis_births_deaths", NOMIS)
    assert desk.refused() == {
        3: "is_for_both_sexes",
        4: "is_a_count",
        5: "is_an_authority area_is_here",
        6: "events_is_there",
        7: "event_is_known",
    }
    assert receipt.set_aside == 3
    assert desk.counts() == {
        (PLACE, "2023-12-31", "births"): 3012,
        (PLACE, "2022-12-31", "births"): None,
        (PLACE, "2022-12-31", "not read"): None,
    }


def test_deaths_are_those_of_all_ages_and_causes(desk: SourceDesk) -> None:
    content = """\
DATE,GEOGRAPHY_CODE,CAUSE_OF_DEATH_NAME,AGE_NAME,SEX_NAME,MEASURE_NAME,MEASURES_NAME,OBS_VALUE
2023,E06999999,All causes,All ages,Total,Deaths,Value,2510
2023,E06999999,All causes,Aged 85 and over,Total,Deaths,Value,1010
2023,E06999999,I00-I99 Circulatory,All ages,Total,Deaths,Value,600
2023,E06999999,All causes,All ages,Total,Deaths,Value,2511
"""
    desk.receive("births_deaths", "nomis_births_deaths", content)
    assert desk.refused() == {3: "is_for_all", 4: "is_for_all", 5: "key_is_not_repeated"}
    assert desk.counts() == {(PLACE, "2023-12-31", "deaths"): 2510}


@pytest.mark.parametrize(("layout", "what"), [("births_by_lsoa", "Births"), ("deaths_by_lsoa", "Deaths")])
def test_small_areas_have_a_column_for_each_year(desk: SourceDesk, layout: str, what: str) -> None:
    table = workbook(
        [
            [f"{what} by lower layer super output area, years ending 30 June", "", ""],
            ["LSOA 2021 Code", f"{what} 2022", "Mid-2023"],
            ["E01999001", 18, 21],
            ["E01999002", ":", 9],
            ["E01888001", 7, 7],
            ["E92000001", 600000, 590000],
            ["Source: Office for National Statistics", "", ""],
        ]
    )
    receipt = desk.receive("births_deaths", layout, table)
    assert desk.refused() == {
        4: "year_2022_is_a_whole_number",
        5: "area_is_here",
        6: "lsoa_code_has_its_form area_is_here",
    }
    assert receipt.set_aside == 2, "areas of elsewhere are nothing wrong"
    counts = desk.counts()
    assert counts[("E01999001", "2022-06-30", "all")] == 18
    assert counts[("E01999001", "2023-06-30", "all")] == 21
    assert counts[("E01999002", "2022-06-30", "all")] is None


def test_a_register_office_counts_what_it_registered(desk: SourceDesk) -> None:
    content = """\
Foursquare register office,,
Month,Births,Deaths
Mar-25,214,187
April 2025,,170
05/2025,220,1.5
Mar-25,215,187
Total,434,357
"""
    desk.receive("births_deaths", "registered_by_district", content)
    assert desk.refused() == {5: "deaths_is_a_whole_number", 6: "key_is_not_repeated"}
    assert desk.counts() == {
        (PLACE, "2025-03-31", "births_registered"): 214,
        (PLACE, "2025-03-31", "deaths_registered"): 187,
        (PLACE, "2025-04-30", "deaths_registered"): 170,
        (PLACE, "2025-05-31", "births_registered"): None,
        (PLACE, "2025-05-31", "deaths_registered"): None,
    }


def test_a_list_of_entries_is_not_a_table_of_counts(desk: SourceDesk) -> None:
    entries = (
        "Entry,Surname,Mother's name,Date of birth,Address\n1,Sentinelson,Amina Sentinelson,01/03/2025,9 Mill Lane\n"
    )
    with pytest.raises(WrongLayout):
        desk.receive("births_deaths", "registered_by_district", entries)
