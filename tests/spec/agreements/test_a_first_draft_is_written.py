"""A first draft from ten answers: what is asked, what is a marked default, what is left to fill in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from denizen.agreements import Purpose, load_agreement, permit
from denizen.agreements.code import load_code
from denizen.agreements.drafting import is_public
from denizen.agreements.questions import Answers, Question, asked, questions
from denizen.agreements.vocabulary import load_vocabulary
from denizen.errors import BadDocument, BadInput, CannotWrite, NotFound, NotPermitted
from denizen.pipeline.agreement_new import Drafted, read_answers, schema_of, write_draft
from denizen.pipeline.agreement_page import read_document
from drawing import rows_of

TODAY = date(2026, 11, 23)
ANSWERS = """\
supplier: Example Homes
supplier_kind: housing_association
receiver: Example Council
source: social_housing
nation: wales
ends_on: 2028-03-31
"""


def draft(folder: Path, **changed: str) -> Drafted:
    file = folder / "answers.yaml"
    file.write_text(yaml.safe_dump(yaml.safe_load(ANSWERS) | changed), "utf-8")
    return write_draft(read_answers(file), folder / "draft.yaml", TODAY)


@pytest.mark.parametrize("kind", ["dda", "isp", "jca", "code"])
@pytest.mark.parametrize("tier", ["T0", "T1", "T2", "T3"])
@pytest.mark.parametrize("source", ["social_housing", "gp_register", "hate_incidents", "libraries", "births_deaths"])
def test_whatever_is_answered_the_draft_can_be_read_and_says_what_it_lacks(
    tmp_path: Path, kind: str, tier: str, source: str
) -> None:
    written = draft(tmp_path, kind=kind, tier=tier, source=source)
    text = written.path.read_text("utf-8")
    assert read_document(written.path).status == "draft"
    assert text.count("# TO FILL IN\n") == len(written.to_fill_in)
    assert max(len(line) for line in text.splitlines() if not line.startswith("layouts")) <= 130


def test_counts_by_area_leave_little_to_fill_in_and_rows_about_people_leave_more(tmp_path: Path) -> None:
    counted = draft(tmp_path, tier="T0").to_fill_in
    (tmp_path / "draft.yaml").unlink()
    people = draft(tmp_path, tier="T2").to_fill_in
    assert len(counted) <= 8
    assert {"dpia", "privacy_notice", "power", "reasons.could_counts_do"} <= {one.field for one in people}
    assert not {"dpia", "privacy_notice", "power"} & {one.field for one in counted}


def test_every_field_has_its_guidance_above_it_and_what_was_not_asked_says_so(tmp_path: Path) -> None:
    text = draft(tmp_path, tier="T2").path.read_text("utf-8")
    assert "# where the notice to the people on the list is published\n# Needed: people have to be told" in text
    assert "privacy_notice: ''  # TO FILL IN" in text
    assert "minimum_cell: 10  # default" in text
    answered = [line for line in text.splitlines() if re.match(r"(controller|ends_on|purposes|sources|kind):", line)]
    assert len(answered) == 5
    assert not [line for line in answered if "default" in line]


def test_nobody_is_a_joint_controller_who_did_not_say_so(tmp_path: Path) -> None:
    (kind,) = [question for question in questions(load_vocabulary(), TODAY) if question.key == "kind"]
    assert kind.default == Answers.model_fields["kind"].default == "dda"
    for number, said in enumerate(("dda", "isp", "jca")):
        folder = tmp_path / str(number)
        folder.mkdir()
        roles = {party.role for party in read_document(draft(folder, kind=said).path).parties}
        assert roles == ({"joint"} if said == "jca" else {"controller"})


def test_grounds_are_drafted_by_what_kind_of_body_rests_on_them(tmp_path: Path) -> None:
    table = rows_of("""
        supplier            | receiver      | grounds
        --------------------+---------------+------------------------------------------
        housing_association | council       | public_task recognised_legitimate_interest
        council             | council       | public_task
        charity             | research_body | legitimate_interests
        council             | charity       | public_task legitimate_interests
        police_force        | council       | public_task
        employer            | university    | public_task recognised_legitimate_interest
    """)
    for number, row in enumerate(table):
        folder = tmp_path / str(number)
        folder.mkdir()
        written = draft(folder, tier="T1", supplier_kind=str(row["supplier"]), receiver_kind=str(row["receiver"]))
        assert " ".join(read_document(written.path).lawfulness.article_6) == row["grounds"]


@pytest.mark.parametrize(("kind", "public"), [("gp_practice", True), ("tax_authority", True), ("advice_agency", False)])
def test_a_kind_of_body_is_public_by_what_it_hangs_below(kind: str, public: bool) -> None:
    assert is_public(kind) is public


def test_what_the_law_says_against_a_draft_is_told_at_once(tmp_path: Path) -> None:
    against = [one.reason.what for one in draft(tmp_path, source="council_tax", tier="T2").against]
    assert any("a legal note is needed" in what for what in against)


def test_a_protocol_gives_figures_back_and_a_disclosure_does_not(tmp_path: Path) -> None:
    for kind, back in (("isp", True), ("dda", False)):
        (tmp_path / kind).mkdir()
        flows = read_document(draft(tmp_path / kind, kind=kind).path).flows
        assert any(flow.from_ == "example_council" and flow.to == "example_homes" for flow in flows) is back


def test_a_body_that_is_called_like_a_kind_of_body_has_another_short_name(tmp_path: Path) -> None:
    assert read_document(draft(tmp_path, supplier="Council").path).parties[0].id == "our_council"


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    draft(tmp_path)
    with pytest.raises(CannotWrite, match="a file here already"):
        draft(tmp_path)


def test_answers_that_cannot_be_are_told_with_the_nearest_that_can(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="supplier_kind") as error:
        draft(tmp_path, supplier_kind="housing_asociation")
    assert "housing_association" in error.value.mend
    with pytest.raises(BadDocument, match="`purpose`"):
        draft(tmp_path, purpose="marketing")
    with pytest.raises(NotFound):
        read_answers(tmp_path / "none.yaml")


def test_a_question_is_put_again_with_the_reason_until_its_answer_can_be() -> None:
    said = iter(["codes", "code", "soon", "2028-03-31"])
    told: list[str] = []

    def answer(question: Question, again: str) -> str:
        told.append(again)
        return {"kind": lambda: next(said), "ends_on": lambda: next(said)}.get(question.key, lambda: _any(question))()

    given = asked(questions(load_vocabulary(), TODAY), answer)
    assert (given.kind, given.ends_on) == ("code", date(2028, 3, 31))
    assert [again for again in told if again] == [
        "codes is none of these; did you mean `code`?",
        "soon is no day; write it as 2028-03-31",
    ]


def _any(question: Question) -> str:
    return question.default or (question.choices[0] if question.choices else "Example")


def test_what_is_never_asked_for_is_no_answer() -> None:
    (purpose,) = [question for question in questions(load_vocabulary(), TODAY) if question.key == "purpose"]
    assert set(purpose.choices) == {"population_statistics", "service_planning", "community_cohesion"}


def test_the_code_that_is_drafted_speaks_of_every_flow_of_the_agreement_that_is(tmp_path: Path) -> None:
    vocabulary = load_vocabulary()
    for tier in ("T0", "T2"):
        folder = tmp_path / tier
        (folder / "code").mkdir(parents=True)
        code = load_code(draft(folder / "code", kind="code", tier=tier).path.read_text("utf-8"), "code")
        agreement = read_document(draft(folder, kind="isp", tier=tier).path)
        kinds = {party.id: party.kind for party in agreement.parties}
        permits = [box for rule in code.rules if rule.kind == "permit" for box in rule.placed(vocabulary).boxes]
        for flow in agreement.flows:
            by_kind = flow.model_copy(update={"to": kinds.get(flow.to, flow.to)})
            for box in by_kind.case.placed(vocabulary):
                assert any(permit.contains(box) for permit in permits), (tier, flow.id)


def test_a_draft_lets_nothing_be_read_until_it_is_in_force(tmp_path: Path) -> None:
    written = draft(tmp_path, tier="T0").path.read_text("utf-8")
    asking = ("social_housing", "people_by_area", Purpose.POPULATION_STATISTICS, TODAY)
    with pytest.raises(NotPermitted, match="is draft, not in force"):
        permit([load_agreement(written, "draft")], *asking)
    in_force = load_agreement(written.replace("status: draft", "status: in_force"), "draft")
    assert permit([in_force], *asking).agreement == "DDA-SOCIAL-HOUSING"
    with pytest.raises(NotPermitted, match="No agreement covers"):
        permit([in_force], "social_housing", "tenancies", *asking[2:])


@pytest.mark.parametrize("of", ["code", "agreement"])
def test_the_schema_for_editors_has_guidance_for_every_field_of_a_document(of: str) -> None:
    schema = schema_of(of)
    bare = [name for name, field in schema["properties"].items() if "description" not in field and "const" not in field]
    assert bare == []
    flow = schema["$defs"].get("Flow")
    assert flow is None or {"from", "to"} <= set(flow["properties"])
