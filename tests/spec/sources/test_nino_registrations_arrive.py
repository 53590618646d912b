"""National Insurance number registrations: published totals alone, wide from the table builder or long with codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import WrongLayout
from older_areas import make_known
from source_desk import PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


STAT_XPLORE = """\
"NINo Registrations To Adult Overseas Nationals Entering The UK"

"Nationality by Quarter of Registration"
"Counting: NINo Registrations"

"Filters:"
"Geography","Foursquare"

"Quarter of Registration","Jan-24 to Mar-24","Apr-24 to Jun-24","Total"
"Nationality","","",""
"European Union",17,,17
"Poland",12,5,17
"India",40,..,40
"Congo (Democratic Republic)",3,1,4
"Sealand",1,0,1
"Stateless",1,0,1
"Total",56,,62

"INFO","Figures are rounded"
"INFO","Crown copyright"
"""


def test_a_downloaded_table_is_read_below_its_title_and_above_its_notes(desk: SourceDesk) -> None:
    receipt = desk.receive("nino_registrations", "stat_xplore_quarters", STAT_XPLORE)
    assert sorted(desk.refused().values()) == [
        "is_one_nationality",
        "is_one_nationality",
        "is_one_nationality",
        "nationality_is_known",
    ]
    assert receipt.set_aside == 3, "the second line of headers, a part of the world, and the total"
    counts = desk.counts()
    assert counts[(PLACE, "2024-03-31", "pol")] == 12
    assert counts[(PLACE, "2024-06-30", "cod")] == 1
    assert counts[(PLACE, "2024-03-31", "xxa")] == 1


def test_a_number_withheld_leaves_the_total_unknown(desk: SourceDesk) -> None:
    table = STAT_XPLORE.replace('"Sealand",1,0,1\n', "")
    desk.receive("nino_registrations", "stat_xplore_quarters", table)
    counts = desk.counts()
    assert counts[(PLACE, "2024-06-30", "ind")] is None
    assert counts[(PLACE, "2024-06-30", "all")] is None


def test_a_whole_table_adds_up_to_the_total_that_was_published(desk: SourceDesk) -> None:
    table = STAT_XPLORE.replace('"Sealand",1,0,1\n', "").replace("..", "0")
    desk.receive("nino_registrations", "stat_xplore_quarters", table)
    assert desk.counts()[(PLACE, "2024-03-31", "all")] == 56


LONG = """\
area_code,area_name,registration_period,nationality,value
E06999999,Foursquare,Jan-24 to Mar-24,Austria,0
E06999999,Foursquare,Jan-24 to Mar-24,Ireland,4
E06999999,Foursquare,Jan-24 to Mar-24,All nationalities,4
E06999999,Foursquare,Jan-24 to Mar-24,Republic of Ireland,5
E06999998,Elsewhere,Jan-24 to Mar-24,Ireland,9
E06999999,Foursquare,2024 Q1,Ireland,4
Foursquare,Foursquare,Jan-24 to Mar-24,Spain,4
"""


def test_a_long_table_adds_up_nationalities_and_leaves_totals_out(desk: SourceDesk) -> None:
    desk.receive("nino_registrations", "authority_quarters", LONG)
    assert desk.refused() == {
        4: "is_one_nationality",
        5: "key_is_not_repeated",
        6: "area_is_here",
        7: "quarter_has_its_form",
        8: "area_code_has_its_form",
    }
    counts = desk.counts()
    assert counts[(PLACE, "2024-03-31", "irl")] == 4
    assert counts[(PLACE, "2024-03-31", "all")] == 4


def test_middle_sized_areas_come_by_year(desk: SourceDesk) -> None:
    make_known(desk, "msoa", "2011", ["E02999001"])
    content = "area_code,registration_period,nationality,value\nE02999001,2019,Polish,7\nE02999001,2019,Romania,11\n"
    desk.receive("nino_registrations", "msoa_years", content)
    assert desk.counts() == {
        ("E02999001", "2019-12-31", "pol"): 7,
        ("E02999001", "2019-12-31", "rou"): 11,
        ("E02999001", "2019-12-31", "all"): 18,
    }


def test_there_is_no_layout_for_a_list_of_persons(desk: SourceDesk) -> None:
    make_known(desk, "msoa", "2011", ["E02999001"])
    persons = "NINo,Surname,Nationality,Registration date\nQQ123456C,Sentinelson,Poland,01/02/2024\n"
    for layout in ("stat_xplore_quarters", "authority_quarters", "msoa_years"):
        with pytest.raises(WrongLayout):
            desk.receive("nino_registrations", layout, persons)


def test_a_number_slipped_into_a_table_never_enters(desk: SourceDesk) -> None:
    slipped = LONG.replace("area_name", "NI Number", 1)
    receipt = desk.receive("nino_registrations", "authority_quarters", slipped)
    reasons = {dropped.column: dropped.reason for dropped in receipt.dropped}
    assert reasons["NI Number"].startswith("it never enters")
    assert "no lawful list of persons" in reasons["NI Number"]


def test_a_table_of_several_authorities_is_not_taken_for_one(desk: SourceDesk) -> None:
    table = """\
"National - Regional - LA - OAs","Quarter of Registration","Jan-24 to Mar-24"
"Elsewhere","Poland",900
"Foursquare","Poland",12
"""
    receipt = desk.receive("nino_registrations", "stat_xplore_quarters", table)
    assert set(desk.refused().values()) == {"table_is_of_one_authority"}
    assert "authority_quarters" in receipt.refusals[0].mend
