"""The codes of partners brought into one: what is kept, what is given up, and what they have to agree on first."""

import pytest
import yaml
from typer.testing import CliRunner

from denizen.cli import app

ON = ["--on", "2026-04-01"]


def rule(clause, kind, when, **more):
    return {"id": f"r{clause.replace('.', '_')}", "clause": clause, "kind": kind, "when": when, **more}


def keeping(**ends):
    return rule("4.1", "oblige", {"source": "social_housing"}, duty={"what": "retain_days", **ends})


def code(party, *rules, **more):
    return {
        "id": f"CODE-{party.upper()}",
        "kind": "code",
        "title": f"Code of {party}",
        "party": {"id": party, "name": party.capitalize(), "kind": "council"},
        "status": "in_force",
        "in_force_from": "2026-01-01",
        "summary": "An invented code.",
        "rules": list(rules),
        **more,
    }


@pytest.fixture
def combine(tmp_path):
    def combined(*codes):
        (tmp_path / "codes").mkdir()
        for one in codes:
            (tmp_path / "codes" / f"{one['id']}.yaml").write_text(yaml.safe_dump(one), "utf-8")
        out = tmp_path / "one.yaml"
        said = CliRunner().invoke(app, ["agreements", "combine", str(tmp_path), "--out", str(out), *ON])
        assert said.exit_code == 0, said.output
        return said.output, out.read_text("utf-8")

    return combined


def duties(text):
    return [one["duty"] for one in yaml.safe_load(text)["rules"] if "duty" in one]


def test_of_two_duties_that_exclude_each_other_the_shorter_keeping_stands_and_both_are_told_as_unresolved(combine):
    said, text = combine(code("riverside", keeping(at_least=730)), code("hillside", keeping(at_most=365)))
    assert duties(text) == [{"what": "retain_days", "at_most": 365}]
    told = next(line for line in said.splitlines() if line.startswith("unresolved: "))
    assert "code of Riverside, clause 4.1, asks to keep at least 730 days" in told
    assert "code of Hillside, clause 4.1, asks to delete within 365 days" in told
    assert "the stricter stands (the code of Hillside, clause 4.1)" in told
    assert "1 clash of duties unresolved" in said
    assert text.startswith("# To be agreed before anybody signs: ")


def test_of_two_thresholds_that_exclude_each_other_the_higher_stands(combine):
    ten = rule("5.1", "oblige", {"action": "publish"}, duty={"what": "minimum_cell", "at_least": 10})
    five = rule("5.1", "oblige", {"action": "publish"}, duty={"what": "minimum_cell", "at_most": 5})
    _, text = combine(code("riverside", ten), code("hillside", five))
    assert duties(text) == [{"what": "minimum_cell", "at_least": 10}]


def test_a_duty_that_was_the_condition_of_a_permit_stands_as_an_obligation_where_the_permit_is_given_up(combine):
    permit = rule("1.1", "permit", {"source": "social_housing"}, duty={"what": "retain_days", "at_most": 365})
    said, text = combine(code("riverside", keeping(at_least=730)), code("hillside", permit))
    assert duties(text) == [{"what": "retain_days", "at_most": 365}]
    assert "given up: the code of Hillside, clause 1.1, loses all of it" in said


def test_a_duty_that_nobody_can_do_is_told_as_unresolved(combine):
    said, text = combine(code("riverside", keeping(at_least=730, at_most=365)), code("hillside"))
    assert duties(text) == []
    assert "unresolved: The code of Riverside, clause 4.1, asks to" in said and "Nobody can do both." in said


def test_what_the_single_code_does_not_hold_is_named_with_the_reason(combine):
    said, _ = combine(
        code(
            "riverside",
            rule("1.1", "permit", {"source": "council_tax_lst"}),
            rule("1.2", "permit", {"item": "name"}, unless=[{"item": "identity"}]),
            rule("1.3", "permit", {"item": "age"}),
            rule("3.1", "prohibit", {"item": "age"}),
            rule("1.4", "permit", {"purpose": "enforcement"}),
            release={"minimum_cell": 10},
        ),
        code("hillside", rule("1.1", "permit", {"item": "sex"}), status="ended"),
    )
    left_out = [line.removeprefix("left out: ") for line in said.splitlines() if line.startswith("left out: ")]
    assert left_out == [
        "CODE-HILLSIDE: it is suspended or ended, so that none of its rules takes part.",
        "CODE-RIVERSIDE, clause 1.1: the word `council_tax_lst` is not in the vocabulary.",
        "CODE-RIVERSIDE, clause 1.4: `enforcement` is never permitted.",
        "CODE-RIVERSIDE, clause 1.2: its exceptions take every case away.",
        "CODE-RIVERSIDE, clause 1.3: its own code forbids all of it (clause 3.1).",
        "CODE-RIVERSIDE: what it says of release outside its rules is not taken over, and is to be agreed anew.",
    ]


def test_a_permit_to_a_party_that_an_agreement_names_is_in_the_single_code(combine, tmp_path):
    (tmp_path / "agreements").mkdir()
    agreement = {
        "id": "MOU-ADVICE",
        "kind": "mou",
        "title": "Advice",
        "status": "draft",
        "controller": "Hilltop Advice",
        "attribution": "Source: Hilltop Advice.",
        "in_force_from": "2026-01-01",
        "purposes": ["service_planning"],
        "sources": ["social_housing"],
        "outputs": {"protection": "people_counts"},
        "summary": "An invented agreement.",
        "parties": [{"id": "hilltop_advice", "name": "Hilltop Advice", "kind": "charity"}],
    }
    (tmp_path / "agreements" / "mou.yaml").write_text(yaml.safe_dump(agreement), "utf-8")
    permit = rule("1.1", "permit", {"item": "counts", "recipient": "hilltop_advice"})
    said, text = combine(code("riverside", permit), code("hillside"))
    assert [one["when"] for one in yaml.safe_load(text)["rules"]] == [permit["when"]]
    assert "left out: " not in said
