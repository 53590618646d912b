"""Surveys of how people see their area: answers with their weight and design, coded or in words, and the codebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.agreements import Purpose
from denizen.errors import NotPermitted, WrongLayout
from older_areas import make_known
from source_desk import PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


ANSWERS = """\
Response ID,Date submitted,IP address,Email,Mode of completion,Strata,PSU,Final weight,LSOA,Age group,Gender,\
Q1,Q2,Q3,Q4,Q5,Q6,Q7,Ethnic group,UserLanguage
r1,14/06/2025 18:22,192.0.2.1,a@sentinel.example,Online,North,c1,1.27,E01999001,25-34,Female,\
Tend to agree,Very strongly,Very satisfied,Very safe,Fairly safe,Tend to disagree,Hardly ever,White British,English
r2,15/06/2025 09:10,192.0.2.2,,Paper,North,c1,0.80,E01999001,65-74,Male,\
Don't know,,Fairly satisfied,Very safe,I never go out after dark,Prefer not to say,Often/always,Roma,Romanian
r3,15/06/2025 09:10,192.0.2.3,,Online,North,c2,1.1,,25-34,Female,\
Tend to agree,,,,,,,,Cymraeg
r4,15/06/2025 09:10,192.0.2.4,,Online,North,c2,0,E01999002,25-34,Female,Tend to agree,,,,,,,,English
r5,15/06/2025 09:10,192.0.2.5,,Online,North,c2,,E01999002,25-34,Female,Tend to agree,,,,,,,,English
r6,15/06/2025 09:10,192.0.2.6,,Online,North,c2,1.3,E01999002,25-34,Female,,,,,,,,,English
r7,15/06/2025 09:10,192.0.2.7,,Online,North,c2,1.3,E01999002,25-34,Female,Maybe,,,,,,,,English
r1,14/06/2025 18:22,192.0.2.1,,Online,North,c1,1.27,E01999001,25-34,Female,Tend to agree,,,,,,,,English
"""


def test_answers_keep_their_weight_and_design(desk: SourceDesk) -> None:
    desk.receive("community_survey", "place_survey", ANSWERS)
    assert desk.refused() == {
        5: "has_a_weight",
        6: "weight_is_there",
        7: "answered_something",
        8: "gets_on_is_known",
        9: "key_is_not_repeated",
    }
    assert desk.accepted("stratum, cluster, weight, mode")[:2] == [
        ("North", "c1", 1.27, "online"),
        ("North", "c1", 0.8, "post"),
    ]
    assert str(desk.accepted("answered_on")[0]) == "2025-06-14"


def test_what_is_not_an_answer_is_kept_apart_from_an_empty_cell(desk: SourceDesk) -> None:
    desk.receive("community_survey", "place_survey", ANSWERS)
    assert desk.accepted("gets_on, belongs, can_influence, safe_after_dark")[1] == (
        "do_not_know",
        None,
        "prefer_not_to_say",
        "not_applicable",
    )


def test_answers_are_counted_as_answers_and_not_as_people(desk: SourceDesk) -> None:
    desk.receive("community_survey", "place_survey", ANSWERS)
    counts = desk.counts()
    assert counts[("E01999001", "2025-12-01", "all")] == 2
    assert counts[("E01999001", "2025-12-01", "lonely_often")] == 1
    assert counts[("E01999001", "2025-12-01", "language_ron")] == 1
    assert counts[(PLACE, "2025-12-01", "gets_on_agree")] == 1, "an answer without an area counts for the whole place"
    assert counts[("E01999001", "2025-12-01", "weight")] == pytest.approx(2.07)


def test_who_answered_never_enters(desk: SourceDesk) -> None:
    receipt = desk.receive("community_survey", "place_survey", ANSWERS)
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"IP address", "Email"}
    assert "r1" not in desk.accepted("answer_id")


NATIONAL = """\
CaseNo,LAcode,Stratum,SampleAdultWeight,Interview mode,Date of interview,DVAge,Gender,CoBelong,CoGetOn,CoRespect,\
CoInflu,CoSatis,DVWelsh
200017,W06000006,6,812.4,CATI,2024-10-02,2,2,1,2,2,4,1,1
200018,W06000006,6,640.1,CAWI,2024-10-03,7,1,-8,-9,5,-8,2,3
200019,W06000006,6,900.0,CAWI,2024-10-03,7,1,6,2,5,4,2,3
200020,6,6,900.0,CAWI,2024-10-03,7,1,1,2,5,4,2,3
200021,W06000006,6,n/a,CAWI,2024-10-03,7,1,1,2,5,4,2,3
"""


def test_numbers_are_read_by_the_codebook_and_minus_eight_is_no_opinion(desk: SourceDesk) -> None:
    make_known(desk, "lad", "2023", ["W06000006"])
    desk.receive("community_survey", "national_survey", NATIONAL, nation="wales", snapshot="2025-03-31")
    refused = desk.refused()
    assert refused[4] == "belongs_is_known"
    assert refused[5].startswith("lad_code_has_its_form")
    assert refused[6] in ("weight_is_a_number", "weight_is_there")
    assert desk.accepted("belongs, gets_on, speaks_welsh") == [
        ("strongly_agree", "agree", "yes"),
        ("do_not_know", "prefer_not_to_say", "no"),
    ]
    counts = desk.counts()
    assert counts[("W06000006", "2025-03-31", "belongs_strongly_agree")] == 1
    assert counts[("W06000006", "2025-03-31", "mode_telephone")] == 1


CODEBOOK = """\
Variable name,Wording,Code,Value label,Missing?,Wording language
Q1,People here get on well together,1,Strongly agree,No,English
Q1,People here get on well together,2,Agree,No,English
Q1,Mae pobl yma yn cyd-dynnu,1,Cytuno'n gryf,No,Cymraeg
Q1,People here get on well together,-8,Don't know,No,English
Q1,People here get on well together,3,,No,English
Q1,People here get on well together,2,Agree somewhat,No,English
weight,Weight of the answer,,,,English
"""


def test_a_codebook_is_kept_in_both_languages_and_counts_nothing(desk: SourceDesk) -> None:
    receipt = desk.receive("community_survey", "codebook", CODEBOOK, nation="wales")
    assert desk.refused() == {6: "code_has_a_meaning", 7: "key_is_not_repeated"}
    assert receipt.accepted == 5
    assert any("below zero" in note for note in receipt.notes)
    assert desk.accepted("question_language")[2] == "cym"
    assert desk.counts() == {}


def test_a_table_of_results_is_not_a_file_of_answers(desk: SourceDesk) -> None:
    with pytest.raises(WrongLayout):
        desk.receive("community_survey", "place_survey", "Question,Answer,Per cent\nQ1,Agree,71\n")


def test_answers_are_not_for_the_police(desk: SourceDesk) -> None:
    with pytest.raises(NotPermitted):
        desk.receive("community_survey", "place_survey", ANSWERS, held_by="police", purpose=Purpose.COMMUNITY_COHESION)
