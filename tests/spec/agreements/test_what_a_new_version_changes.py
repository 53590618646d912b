"""Two versions of a text side by side: clauses and terms that changed, what that brings about, and why where it is nothing."""

import json

import pytest
import yaml
from typer.testing import CliRunner

from denizen.cli import app

ON = ["--on", "2026-04-01"]


def rule(clause, kind, when, **more):
    return {"id": f"r{clause.replace('.', '_')}", "clause": clause, "kind": kind, "when": when, **more}


def code(*rules, **more):
    return {
        "id": "CODE-RIVERSIDE",
        "kind": "code",
        "title": "Code of Riverside",
        "party": {"id": "riverside", "name": "Riverside", "kind": "council"},
        "status": "in_force",
        "in_force_from": "2026-01-01",
        "summary": "An invented code.",
        "rules": list(rules),
        **more,
    }


AGREEMENT = {
    "id": "DDA-HOMES",
    "kind": "dda",
    "title": "Homes to the council",
    "status": "in_force",
    "controller": "Hillside Homes",
    "attribution": "Source: Hillside Homes.",
    "in_force_from": "2026-01-01",
    "ends_on": "2028-12-31",
    "purposes": ["service_planning"],
    "sources": ["social_housing"],
    "outputs": {"protection": "people_counts", "smallest_geography": "lsoa"},
    "power": "Housing Act 1985, section 1",
    "dpia": "DPIA-1",
    "summary": "An invented agreement.",
    "retention_days": 365,
    "retention": {"periods": [{"days": 365}]},
    "release": {"minimum_cell": 10},
    "items": [{"item": "tenancy", "why": "to count homes", "category": "ordinary"}],
    "parties": [{"id": "hillside", "name": "Hillside Homes", "kind": "housing_association"}],
}


@pytest.fixture
def diff(tmp_path):
    def told(old, new, *options):
        files = []
        for name, said in (("old", old), ("new", new)):
            files.append(tmp_path / f"{name}.yaml")
            files[-1].write_text(yaml.safe_dump(said), "utf-8")
        result = CliRunner().invoke(app, ["agreements", "diff", *map(str, files), *ON, *options])
        assert result.exit_code == 0, result.output
        return result.output.splitlines()

    return told


def keeping(**ends):
    return rule("4.1", "oblige", {"source": "social_housing"}, duty={"what": "retain_days", **ends})


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"power": "none"}, "power: from Housing Act 1985, section 1 to none"),
        ({"dpia": "DPIA-2"}, "dpia: from DPIA-1 to DPIA-2"),
        ({"dpia": ""}, "dpia: from DPIA-1 to nothing"),
        ({"retention_days": 900}, "retention days: from 365 to 900"),
        ({"retention": {"periods": [{"days": 3650}]}}, "retention, periods, any_item, days: from 365 to 3650"),
        ({"release": {"minimum_cell": 3}}, "release, minimum cell: from 10 to 3"),
        (
            {"outputs": {"protection": "people_counts", "smallest_geography": "oa"}},
            "outputs, smallest geography: from lsoa to oa",
        ),
        ({"ends_on": "2040-12-31"}, "ends on: from 31 December 2028 to 31 December 2040"),
        ({"items": []}, "items, tenancy: from item tenancy, why to count homes, category ordinary to nothing"),
        (
            {"parties": [{"id": "hillside", "name": "Hillside Homes", "kind": "charity"}]},
            "parties, hillside, kind: from housing_association to charity",
        ),
    ],
)
def test_every_term_of_an_agreement_that_changed_is_told_with_its_old_and_its_new_value(diff, changed, sentence):
    lines = diff(AGREEMENT, {**AGREEMENT, **changed})
    assert [line for line in lines if line.startswith("DDA-HOMES")] == [f"DDA-HOMES, {sentence}"]
    assert not any("No term outside the rules has changed" in line for line in lines)


def test_where_no_term_changed_that_is_said(diff):
    assert "proved  No term outside the rules has changed." in diff(AGREEMENT, AGREEMENT)


def test_a_text_with_another_id_is_the_new_version_of_the_only_other_one(diff):
    lines = diff(AGREEMENT, {**AGREEMENT, "id": "DDA-HOMES-2", "dpia": "DPIA-2"})
    assert "DDA-HOMES-2, id: from DDA-HOMES to DDA-HOMES-2" in lines
    assert "DDA-HOMES-2, dpia: from DPIA-1 to DPIA-2" in lines


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ({"at_most": 365}, {"at_most": 730}, "duty loosened from 365 to 730 (delete within 730 days)"),
        ({"at_most": 730}, {"at_most": 365}, "duty tightened from 730 to 365 (delete within 365 days)"),
        ({"at_least": 10}, {"at_least": 20}, "duty tightened from 10 to 20 (keep at least 20 days)"),
    ],
)
def test_a_duty_that_changes_is_told_from_one_number_to_the_other_and_not_as_lifted(diff, was, becomes, said):
    lines = diff(code(keeping(**was)), code(keeping(**becomes)))
    assert lines[0].startswith("CODE-RIVERSIDE, clause 4.1 has changed. It was: ")
    assert lines[1].startswith(f"  {said}, for example: ")
    assert not any("lifted" in line or "duty set" in line for line in lines)


def test_a_duty_that_is_gone_is_told_as_lifted(diff):
    lines = diff(code(keeping(at_most=365)), code())
    assert lines[0].startswith("CODE-RIVERSIDE, clause 4.1 is gone: ")
    assert "duty lifted (delete within 365 days): there is no such duty any more" in lines[1]


def test_a_prohibition_that_is_gone_is_named_by_its_clause_with_one_case_of_each_kind(diff):
    permits = [rule("1.1", "permit", {"item": item}) for item in ("tenancy", "age", "counts")]
    permits[1]["id"], permits[2]["id"] = "second", "third"
    forbids = rule("3.2", "prohibit", {"source": "social_housing"})
    lines = diff(code(*permits, forbids), code(*permits))
    assert lines[0].startswith("CODE-RIVERSIDE, clause 3.2 is gone: Nobody may ")
    effects = [line for line in lines if line.startswith("  ")]
    assert [effect.strip().split(" (")[0] for effect in effects] == [
        "allowed, where it was forbidden",
        "no longer forbidden, and not allowed either",
    ]
    assert all(line.startswith(("CODE-RIVERSIDE, clause 3.2", "  ", "proved  ")) for line in lines)
    exactly = json.loads("\n".join(diff(code(*permits, forbids), code(*permits), "--json")))
    assert len(exactly["changes"]) > 2


def test_a_permit_that_a_prohibition_overrules_before_and_after_is_said_to_have_no_effect_and_why(diff):
    def permit(finest):
        return rule("1.2", "permit", {"item": "counts", "grain": {"from": finest, "to": "lad"}})

    forbids = rule("2.3", "prohibit", {"item": "counts", "grain": {"to": "msoa"}})
    lines = diff(code(permit("ward"), forbids), code(permit("lsoa"), forbids))
    assert lines[1] == (
        "  it has no effect, no case changes: all of it is forbidden by the code of Riverside (clause 2.3)"
    )


@pytest.mark.parametrize(
    ("more", "edit", "why"),
    [
        (
            [rule("1.1", "permit", {"item": "identity"})],
            {"when": {"item": "name"}},
            "it is permitted by the code of Ri",
        ),
        ([], {"when": {"item": "name"}, "unless": [{"item": "identity"}]}, "it speaks of no case"),
        ([], {"when": {"item": "name"}, "until": "2026-01-31"}, "it speaks of no case from 2026-04-01 on"),
    ],
)
def test_a_new_permit_without_effect_is_told_with_the_reason(diff, more, edit, why):
    lines = diff(code(*more), code(*more, rule("1.9", "permit", edit.pop("when"), **edit)))
    assert lines[1].startswith(f"  it has no effect, no case changes: {why}")


def test_of_a_rule_with_an_unknown_word_it_is_said_that_nothing_is_known(diff):
    lines = diff(code(), code(rule("1.9", "permit", {"item": "nmae"})))
    assert lines[1] == "  nothing is known of it: a word in it is unknown, or may not stand there"


def test_a_clause_that_has_another_number_and_another_lawful_basis_is_told(diff):
    old, new = rule("1.1", "permit", {"item": "name"}), rule("1.4", "permit", {"item": "name"}, basis=["public_task"])
    lines = diff(code(old), code({**new, "id": old["id"]}))
    assert lines[0].startswith("CODE-RIVERSIDE, clause 1.4 has changed. It is still: ")
    assert lines[1:4] == [
        "  it has no effect, no case changes: it speaks of the same cases as before",
        "  it was clause 1.1",
        "  its lawful basis: from nothing to public_task",
    ]


def test_one_file_of_a_folder_is_read_with_the_parties_of_the_texts_around_it(tmp_path):
    (tmp_path / "codes").mkdir()
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "homes.yaml").write_text(yaml.safe_dump(AGREEMENT), "utf-8")
    (tmp_path / "agreements" / "half_written.yaml").write_text("id: DDA-", "utf-8")
    permit = rule("1.1", "permit", {"item": "tenancy", "recipient": "hillside"})
    old, new = tmp_path / "codes" / "riverside.yaml", tmp_path / "riverside_next.yaml"
    old.write_text(yaml.safe_dump(code(permit)), "utf-8")
    new.write_text(yaml.safe_dump(code()), "utf-8")
    lines = CliRunner().invoke(app, ["agreements", "diff", str(old), str(new), *ON]).output.splitlines()
    assert lines[0].startswith("CODE-RIVERSIDE, clause 1.1 is gone: It is allowed to")
    assert lines[1].startswith("  no longer allowed, for example: ") and "Hillside Homes" in lines[1]
    assert not any("a word is unknown" in line for line in lines)
