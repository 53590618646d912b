"""Hate incidents: strands in one cell, in columns or in rows of their own; never a strand by ward, never a victim."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.agreements import Purpose
from denizen.contracts import load_contracts
from denizen.errors import NotPermitted, WrongLayout
from denizen.indicators.catalogue import load_catalogue
from denizen.terms.areas import Geography
from source_desk import PLACE, SourceDesk, open_source_desk

COHESION = Purpose.COMMUNITY_COHESION
POLICE = """\
Occurrence No,Reported Date,Crime/Non-crime,Hate Qualifier,Victim Ethnicity,Victim Surname,MO,Location
2500000001,14/09/2025,Crime,Hate crime - race,W1,Sentinelson,shouted at in the street,Market Street
2500000001,14/09/2025,Crime,Antisemitic,W1,Sentinelson,shouted at in the street,Market Street
2500000002,30/09/2025 23:10,NCHI,Transphobic,A2,Sentinelova,note through the door,Mill Lane
2500000003,02/10/2025,Crime,Racist,B1,Sentinelson,,Mill Lane
"""


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


def test_an_occurrence_with_two_strands_is_counted_once_and_each_of_its_strands_too(desk: SourceDesk) -> None:
    receipt = desk.receive("hate_incidents", "police_occurrences", POLICE, purpose=COHESION)
    assert (receipt.accepted, receipt.refused) == (4, 0)
    assert desk.accepted("recorded_as, strand") == [
        ("crime", "race"),
        ("crime", "religion"),
        ("non_crime", "transgender"),
        ("crime", "race"),
    ]
    assert desk.counts() == {
        (PLACE, "2025-09-30", "all"): 2,
        (PLACE, "2025-09-30", "recorded_as_crime"): 1,
        (PLACE, "2025-09-30", "recorded_as_non_crime"): 1,
        (PLACE, "2025-09-30", "strand_race"): 1,
        (PLACE, "2025-09-30", "strand_religion"): 1,
        (PLACE, "2025-09-30", "strand_transgender"): 1,
        (PLACE, "2025-12-31", "all"): 1,
        (PLACE, "2025-12-31", "recorded_as_crime"): 1,
        (PLACE, "2025-12-31", "strand_race"): 1,
    }


def test_no_victim_no_story_and_no_street_enters(desk: SourceDesk) -> None:
    receipt = desk.receive("hate_incidents", "police_occurrences", POLICE, purpose=COHESION)
    why = {dropped.column: dropped.reason for dropped in receipt.dropped}
    assert set(why) == {"Victim Ethnicity", "Victim Surname", "MO", "Location"}
    assert why["Victim Ethnicity"].startswith("it never enters: a characteristic of the victim is not the strand")
    assert why["Location"] == "it never enters: a hate incident is never placed finer than a ward"
    references = desk.accepted("occurrence_ref")
    assert references[0] == references[1] != references[2]
    assert not any("2500000" in reference for reference in references)


def test_a_strand_twice_for_one_occurrence_and_a_strand_that_nobody_knows_are_refused(desk: SourceDesk) -> None:
    desk.receive(
        "hate_incidents",
        "police_occurrences",
        """\
Occurrence Number,Date Reported,Record Type,Strand
2500000001,14/09/2025,Crime,Race
2500000001,14/09/2025,Crime,Racial
2500000002,14/09/2025,Crime,Racialist
2500000003,31/09/2025,Crime,Race
2500000004,15/09/2025,Crimed,
2500000005,15/09/2025,Crime,Not known
""",
        purpose=COHESION,
    )
    assert desk.refused() == {
        3: "key_is_not_repeated",
        4: "strand_is_known",
        5: "reported_on_is_a_date",
        6: "strand_is_there",
    }
    assert desk.counts()[(PLACE, "2025-09-30", "strand_not_stated")] == 1


def test_records_of_the_police_do_not_carry_an_estimate_of_population(desk: SourceDesk) -> None:
    with pytest.raises(NotPermitted, match="community cohesion") as error:
        desk.receive("hate_incidents", "police_occurrences", POLICE)
    assert error.value.where == "Crime and Disorder Act 1998, section 115"


def test_wards_are_read_without_strands(desk: SourceDesk) -> None:
    receipt = desk.receive(
        "hate_incidents",
        "police_occurrences_by_ward",
        """\
Occurrence No,Reported Date,Hate Strand,Ward Code,Ward Name
2500000001,14/09/2025,Race,E05999001,West
2500000001,14/09/2025,Religion,E05999001,West
2500000002,15/09/2025,Disability,E05999002,East
2500000003,15/09/2025,Race,E05999099,Elsewhere
2500000004,15/09/2025,Race,,
2500000005,15/09/2025,Race,East,East
""",
        purpose=COHESION,
    )
    assert {dropped.column for dropped in receipt.dropped} == {"Hate Strand", "Ward Name"}
    assert desk.refused() == {
        5: "area_is_here",
        6: "ward_code_is_there",
        7: "ward_code_has_its_form",
    }
    assert desk.counts() == {("E05999001", "2025-12-31", "all"): 1, ("E05999002", "2025-12-31", "all"): 1}


def test_no_layout_has_both_a_strand_and_a_ward() -> None:
    strands = {"strand", "race", "religion", "sexual_orientation", "disability", "transgender"}
    for layout in load_contracts()["hate_incidents"].layouts:
        names = {field.name for field in layout.fields}
        assert not (strands & names and "ward_code" in names), layout.name


def test_no_indicator_gives_a_strand_for_a_part_of_the_area() -> None:
    with_strands = [
        indicator
        for indicator in load_catalogue().indicators
        if indicator.breakdown and any(table.startswith("hate_incidents.") for table in indicator.numerator.tables)
    ]
    assert len(with_strands) >= 3
    assert all(indicator.smallest.size >= Geography.LAD.size for indicator in with_strands)


def test_the_ticks_of_a_form_are_counted_each(desk: SourceDesk) -> None:
    receipt = desk.receive(
        "hate_incidents",
        "council_form",
        """\
Hate incident reports,,,,,,,,,,
Exported 01/12/2025,,,,,,,,,,
Response ID,Completion time,When did it happen?,Your name,Because of: race,Because of: religion,\
Because of: sexual orientation,Because of: disability,Because of: transgender identity,\
Have you told the police?,What happened
HC-1,01/11/2025 10:05,30/10/2025,Ann Sentinelson,Yes,Yes,,,,No,They shouted
HC-2,02/11/2025 11:00,,,,,,X,,Not sure,
HC-3,03/11/2025 11:00,05/11/2025,,Yes,,,,,Yes,
HC-4,04/11/2025 11:00,04/11/2025,,,,,,,Yes,
HC-5,05/11/2025 11:00,04/11/2025,,maybe,,,,,Yes,
""",
    )
    assert [dropped.column for dropped in receipt.dropped] == ["Your name", "What happened"]
    assert desk.refused() == {6: "told_after_it_happened", 8: "race_is_known"}
    assert desk.counts() == {
        (PLACE, "2025-12-31", "all"): 3,
        (PLACE, "2025-12-31", "strand_race"): 1,
        (PLACE, "2025-12-31", "strand_religion"): 1,
        (PLACE, "2025-12-31", "strand_disability"): 1,
        (PLACE, "2025-12-31", "told_the_police_no"): 1,
        (PLACE, "2025-12-31", "told_the_police_not_stated"): 1,
        (PLACE, "2025-12-31", "told_the_police_yes"): 1,
    }


def test_strands_in_one_cell_are_counted_each(desk: SourceDesk) -> None:
    desk.receive(
        "hate_incidents",
        "third_party_reports",
        """\
Case Number,Date Received,Strands,Passed to police
TPR-1,03/11/2025,Race; Faith,Yes
TPR-2,04/11/2025,Homophobic / Transphobic,Anonymous report
TPR-3,05/11/2025,Race; Shoe size,No
TPR-4,06/11/2025,Islamophobia,
""",
        nation="wales",
    )
    assert desk.refused() == {4: "strand_is_known"}
    assert desk.accepted("strand") == ["race;religion", "sexual_orientation;transgender", "religion"]
    counts = desk.counts()
    assert counts[(PLACE, "2025-12-31", "all")] == 3
    assert counts[(PLACE, "2025-12-31", "strand_religion")] == 2
    assert counts[(PLACE, "2025-12-31", "strand_transgender")] == 1
    assert counts[(PLACE, "2025-12-31", "told_the_police_no")] == 1


def test_reports_are_read_for_their_wards_a_second_time(desk: SourceDesk) -> None:
    desk.receive(
        "hate_incidents",
        "reports_by_ward",
        "Case Number,Date of report,Strands,WD25CD\nTPR-1,03/11/2025,Race,E05999001\nTPR-2,04/12/2025,Faith,E05999001\n",
    )
    assert desk.counts() == {("E05999001", "2025-12-31", "all"): 2}


def test_the_published_table_in_place_of_the_list_is_told(desk: SourceDesk) -> None:
    published = (
        "Force,Year,Race,Total Religion,Sexual orientation,Disability,Transgender,"
        "Total number of motivating factors,Total number of offences\n"
    )
    with pytest.raises(WrongLayout, match="force_strand_year"):
        desk.receive(
            "hate_incidents", "police_occurrences", published + "Derbyshire,2018-19,1,1,1,1,1,5,5\n", purpose=COHESION
        )
