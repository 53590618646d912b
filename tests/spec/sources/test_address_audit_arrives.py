"""The audit of addresses: the list of drawn addresses, the people found, and the results as counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import NotPermitted
from source_desk import GROUNDS, PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path)


VISITS = """\
Audit of addresses 2025 - final outcomes
UPRN,Strata,PSU,Weight,Date Visited,Number of Calls,Outcome,Residents,Interviewer Note
1,private_rented,E01999001,142.5,14/10/2025,2,Interview,3,dog
2,owned,E01999002,310,15/10/2025,4,No contact,,
3,owned,E01999003,310,15/10/2025,1,Vacant,,
4,owned,E01999004,310,15/10/2025,1,Vacant,2,
5,owned,E01999004,310,15/10/2025,1,Interview,,
6,owned,E01999004,0.5,15/10/2025,1,Refused,,
7,owned,E01999004,310,15/10/2025,1,Gone fishing,1,
"""


def test_the_audit_list_keeps_its_design(desk: SourceDesk) -> None:
    receipt = desk.receive("address_audit", "visits", VISITS)
    assert desk.refused() == {
        6: "nobody_where_nobody_lives",
        7: "who_answers_is_counted",
        8: "weight_is_at_least",
        9: "outcome_is_known",
    }
    assert desk.accepted("uprn, stratum, cluster, weight, outcome, people_found") == [
        ("1", "private_rented", "E01999001", 142.5, "answered", 3),
        ("2", "owned", "E01999002", 310.0, "no_contact", None),
        ("3", "owned", "E01999003", 310.0, "empty", None),
    ]
    assert next(dropped.reason for dropped in receipt.dropped).startswith("it never enters")


def test_an_audit_says_nothing_of_small_areas(desk: SourceDesk) -> None:
    desk.receive("address_audit", "visits", VISITS)
    counts = desk.counts()
    assert {area for area, _, _ in counts} == {PLACE}
    assert counts[PLACE, "2025-12-01", "outcome_answered"] == 1
    assert counts[PLACE, "2025-12-01", "people_found"] == 3


PEOPLE = """\
UPRN,Person,Stratum,Design Weight,Found,Age,Sex,Electoral register,GP register match,On council tax,Name
1,1,private_rented,142.5,Yes,30-34,F,Yes,Yes,Yes,Robin Sentinelson
1,2,private_rented,142.5,Yes,5-9,M,,Yes,,Sam Sentinelson
1,3,private_rented,142.5,No,,,Yes,No,No,Former Sentinelson
1,4,private_rented,142.5,No,,,No,No,No,
1,4,private_rented,142.5,Yes,thirty,F,No,No,No,
"""


def test_people_found_tell_which_lists_have_them(desk: SourceDesk) -> None:
    receipt = desk.receive("address_audit", "people_found", PEOPLE)
    assert desk.refused() == {5: "someone_has_the_person", 6: "age_band_is_known"}
    assert desk.accepted("lives_there, age_band, on_electoral_register, on_gp_register, on_council_tax") == [
        ("yes", "age_30_34", "yes", "yes", "yes"),
        ("yes", "age_5_9", None, "yes", None),
        ("no", None, "yes", "no", "no"),
    ]
    counts = desk.counts()
    assert counts[PLACE, "2025-12-01", "all"] == 2
    assert counts[PLACE, "2025-12-01", "on_gp_register"] == 2
    assert counts[PLACE, "2025-12-01", "on_electoral_register"] == 1
    assert "how many people" in next(dropped.reason for dropped in receipt.dropped if dropped.column == "Name")


def test_people_of_the_audit_are_never_linked(desk: SourceDesk) -> None:
    desk.receive("address_audit", "people_found", PEOPLE)
    assert desk.accepted(f"({desk.layout.gives.linked})") == [False, False, False]


def test_results_may_come_as_counts(desk: SourceDesk) -> None:
    desk.receive(
        "address_audit",
        "results_by_stratum",
        "Local authority code,Date,Register,Outcome,Count\n"
        "E06999999,15/10/2025,Electoral roll,Matched,702\n"
        "E06999999,15/10/2025,Electoral roll,Missed,144\n"
        "E06999999,15/10/2025,GP list,Listed only,95\n"
        "E06999999,15/10/2025,Facebook,Matched,9\n",
    )
    assert desk.refused() == {5: "listed_in_is_known"}
    counts = desk.counts()
    assert counts["E06999999", "2025-10-15", "electoral_register_found_only"] == 144
    assert counts["E06999999", "2025-10-15", "gp_register_listed_only"] == 95


def test_an_audit_needs_an_assessment_and_a_notice(desk: SourceDesk) -> None:
    desk.grounds = GROUNDS.__class__()
    for layout, content in (("visits", VISITS), ("people_found", PEOPLE)):
        with pytest.raises(NotPermitted, match="privacy notice"):
            desk.receive("address_audit", layout, content)
