"""Grounds that no law has, purposes nobody agreed to, signatures of days to come, times beyond the law: each is told."""

from datetime import date
from pathlib import Path

import pytest

from denizen.agreements.checking import check
from denizen.agreements.findings import of_kind
from denizen.agreements.rules import Rule
from denizen.agreements.vocabulary import load_vocabulary
from denizen.errors import BadDocument
from denizen.pipeline.agreements_checked import read_papers

CLEAN = Path(__file__).resolve().parents[3] / "examples" / "partnership_clean"
HOUSING, COUNCIL = "agreements/DDA-HOUSING.yaml", "codes/invented_council.yaml"
DAY = date(2026, 11, 23)


@pytest.fixture
def papers():
    return read_papers(CLEAN)


def put(papers, file, **said):
    return {**papers, file: papers[file].model_copy(update=said)}


def within(papers, file, group, **said):
    """The papers with fields changed in one group of one file."""
    return put(papers, file, **{group: getattr(papers[file], group).model_copy(update=said)})


def report(papers):
    return check(papers, load_vocabulary(), DAY)


@pytest.mark.parametrize(
    ("field", "words", "mend"),
    [
        ("article_6", ("recognised_legitimate_interest", "public_task", "pubic_tsk"), "did you mean `public_task`?"),
        ("powers", ("housing_need", "general_power_of_competence_wales"), "did you mean `housing_needs`?"),
        ("article_9", ("reserch_and_statistics",), "did you mean `research_and_statistics`?"),
        ("statistics", ("statistical_safeguards", "statistical_safegaurds"), "did you mean `statistical_safeguards`?"),
    ],
)
def test_a_ground_that_no_law_has_dangles_with_the_nearest_and_nothing_is_proved_of_the_words(
    papers, field, words, mend
):
    said = report(within(papers, HOUSING, "lawfulness", **{field: words}))
    (told,) = of_kind(said.findings, "dangling")
    assert (told.codes, told.clauses, told.severity) == (("DDA-HOUSING",), (f"lawfulness.{field}",), "blocks")
    assert told.repair == f"in {HOUSING}, `lawfulness.{field}`: {mend}"
    assert not any(sentence.startswith("Every word") for sentence in said.proved)


def test_a_power_that_is_like_none_dangles_without_a_wild_guess(papers):
    (told,) = of_kind(
        report(within(papers, HOUSING, "lawfulness", powers=("zzz", "housing_needs"))).findings, "dangling"
    )
    assert told.witness == {"basis": "zzz"} and "did you mean" not in told.sentence


def test_a_flow_for_a_purpose_that_the_agreement_does_not_cover_has_drifted(papers):
    flows = papers[HOUSING].flows
    moved = put(papers, HOUSING, flows=(flows[0].model_copy(update={"purpose": "tension_monitoring"}), *flows[1:]))
    (told,) = of_kind(report(moved).findings, "drift")
    assert told.witness == {"flow": "homes_send_tenancies", "purpose": "tension_monitoring"}
    assert "for monitoring of tension, and is for" in told.sentence


def test_a_flow_for_a_narrower_purpose_or_for_the_rights_of_people_has_not_drifted(papers):
    flows = papers[HOUSING].flows
    assert flows[1].purpose == "housing_need"  # below service_planning, which the agreement names
    asked = put(papers, HOUSING, flows=(flows[0].model_copy(update={"purpose": "rights_of_people"}), *flows[1:]))
    assert of_kind(report(asked).findings, "drift") == ()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"signed_on": date(2030, 1, 1)}, "the signature of valley_homes is of a day to come"),
        ({"post": " "}, "the signature of valley_homes names no post"),
    ],
)
def test_a_signature_of_a_day_to_come_or_of_no_post_is_none(papers, said, why):
    held = papers[HOUSING].signatures
    odd = put(papers, HOUSING, signatures=(held[0], held[1].model_copy(update=said), held[2]))
    (told,) = of_kind(report(odd).findings, "unsigned")
    assert told.sentence == f"DDA-HOUSING says that it is in force, and is not signed by Valley Homes ({why})."
    assert told.severity == "blocks"


@pytest.mark.parametrize("file", [HOUSING, COUNCIL])
def test_a_complaint_that_is_acknowledged_later_than_the_law_allows_is_told_with_the_law(papers, file):
    (told,) = report(within(papers, file, "complaints", acknowledge_days=90)).findings
    assert (told.kind, told.clauses, told.severity) == ("missing-field", ("complaints.acknowledge_days",), "blocks")
    assert "within 90 days: the law allows 30 (Data (Use and Access) Act 2025 s. 103)" in told.sentence


def test_an_unknown_word_in_a_prohibition_blocks_since_what_it_forbids_may_be_anything(papers):
    rule = Rule.model_validate({"id": "no", "clause": "9.9", "kind": "prohibit", "when": {"source": "council_taxx"}})
    (told,) = report(put(papers, COUNCIL, rules=(*papers[COUNCIL].rules, rule))).findings
    assert (told.kind, told.severity) == ("dangling", "blocks")
    assert told.repair == f"in {COUNCIL}, rule no: did you mean `council_tax`?"


def test_the_sections_that_a_code_does_not_fill_in_are_told_together(papers):
    code = papers[COUNCIL]
    bare = put(papers, COUNCIL, sections={1: code.sections[1], 2: code.sections[2]})
    (told,) = report(bare).findings
    assert told.clauses == tuple(f"sections.{number}" for number in range(3, 9))
    assert told.sentence.startswith("CODE-COUNCIL does not fill in 6 fields: `sections.3`, ")


@pytest.mark.parametrize(
    ("dimension", "word"), [("purpose", "crime_prevention"), ("purpose", "crime_fighting"), ("recipient", "England")]
)
def test_a_word_that_is_like_none_is_not_guessed_at(papers, dimension, word):
    rule = Rule.model_validate({"id": "odd", "clause": "9.9", "kind": "permit", "when": {dimension: word}})
    (told,) = report(put(papers, COUNCIL, rules=(*papers[COUNCIL].rules, rule))).findings
    assert told.kind == "dangling" and "did you mean" not in told.sentence
    assert "no term is like it; use one below `" in told.repair


@pytest.mark.parametrize("file", [HOUSING, COUNCIL])
def test_a_text_that_ends_before_it_starts_names_the_field_and_its_line(tmp_path, file):
    lines = [one for one in (CLEAN / file).read_text("utf-8").splitlines() if not one.startswith("ends_on")]
    starts = next(number for number, one in enumerate(lines, 1) if one.startswith("in_force_from"))
    text = "\n".join([*lines[:starts], "ends_on: 1999-01-01", *lines[starts:]])
    (tmp_path / "one.yaml").write_text(text, "utf-8")
    with pytest.raises(BadDocument) as slip:
        read_papers(tmp_path)
    assert slip.value.where == f"one.yaml line {starts + 1}"
    assert slip.value.what.startswith("`ends_on`: it ends before it starts (20")
