"""Codes and agreements set side by side: what is found, with which case, how bad it is, and what is proved."""

import re
from datetime import date

import pytest
import yaml

from denizen.agreements.checking import faults_of_rules
from denizen.agreements.instruments import DeclaredFlow, Instrument, rulebook
from denizen.agreements.rules import Rule
from few_words import few_words

WORDS = few_words()
DAY = date(2026, 4, 1)
TENANCIES = {
    "purpose": "planning",
    "item": "tenancy",
    "recipient": "charity",
    "source": "social_housing",
    "action": "pass_on",
}


def rule(clause, kind, when, **more):
    return Rule.model_validate({"id": f"r{clause}", "clause": clause, "kind": kind, "when": when, **more})


def code(name, *rules, **more):
    return Instrument(name, f"the code of {name}", f"codes/{name}.yaml", rules=rules, **more)


def flow(case, name="visits"):
    held = rule("0", "permit", case).when
    return Instrument(
        "DSA", "the agreement DSA", "agreements/dsa.yaml", flows=(DeclaredFlow(name, "council", held, ()),)
    )


def check(*instruments):
    return faults_of_rules(rulebook(WORDS, instruments, DAY))


def kinds(*instruments):
    return sorted(finding.kind for finding in check(*instruments)[0])


def test_what_one_code_allows_and_another_forbids_is_told_with_one_case_and_the_smallest_repair():
    council = code("council", rule("4.1", "permit", {**TENANCIES, "grain": {"from": "household", "to": "lad"}}))
    health = code("health", rule("4.2", "prohibit", {"item": "personal", "grain": {"to": "lsoa"}}))
    (found,), proved = check(council, health)
    assert found.kind == "contradiction"
    assert (found.codes, found.clauses) == (("council", "health"), ("4.1", "4.2"))
    assert found.witness == {
        "purpose": "planning",
        "item": "tenancy",
        "recipient": "charity",
        "source": "social_housing",
        "subjects": "everyone",
        "action": "pass_on",
        "grain": "household",
        "area": "everywhere",
        "period": "2026-04-01",
    }
    assert found.sentence == (
        "The code of council, clause 4.1, lets a body pass on tenancy about everyone, from social housing, to charity, at"
        " household, for planning; the code of health, clause 4.2, forbids any use of personal at person to lsoa."
    )
    assert found.repair == "in codes/council.yaml, rule r4.1, write `grain: {from: msoa, to: lad}`"
    assert found.severity == "warns"
    assert not any(sentence.startswith("No contradiction") for sentence in proved)


def test_a_contradiction_that_a_declared_flow_touches_blocks_and_says_so():
    council = code("council", rule("4.1", "permit", TENANCIES))
    health = code("health", rule("4.2", "prohibit", {"item": "personal", "grain": {"to": "lsoa"}}))
    (found,), _ = check(council, health, flow({**TENANCIES, "grain": "lsoa"}))
    assert (found.severity, found.flows, found.witness["grain"]) == ("blocks", ("visits",), "lsoa")
    assert found.sentence.endswith("It touches the flow visits of the agreement DSA.")


@pytest.mark.parametrize(
    ("permitted", "forbidden", "told"),
    [
        ({"item": "personal"}, {"item": "name"}, []),
        ({"item": "name"}, {"item": "personal"}, ["dead-rule"]),
        ({"item": "personal"}, {"subjects": "tenants"}, ["contradiction"]),
        ({"item": "name"}, {"item": "counts"}, []),
    ],
)
def test_within_one_code_a_prohibition_inside_a_permit_is_its_exception_and_one_that_crosses_it_is_not(
    permitted, forbidden, told
):
    assert kinds(code("a", rule("1", "permit", permitted), rule("2", "prohibit", forbidden))) == told


def test_a_prohibition_inside_a_permit_is_told_with_both_clauses():
    whole = rule("4.1", "permit", {**TENANCIES, "item": "personal"})
    inside = rule("4.2", "prohibit", {**TENANCIES, "item": "name"})
    _, proved = check(code("a", whole, inside))
    assert "the one inside the other: a clauses 4.1 and 4.2. What is forbidden inside a permit" in proved[0]
    (found,) = check(code("a", whole, inside), flow({**TENANCIES, "item": "name", "grain": "lad"}))[0]
    assert (found.codes, found.clauses) == (("DSA", "a", "a"), ("flow visits", "4.2", "4.1"))
    assert found.sentence.endswith("clause 4.2, forbids it, although its clause 4.1 permits more.")


def test_an_exception_in_the_permit_ends_the_contradiction():
    permit = rule("1", "permit", {"item": "personal"}, unless=[{"subjects": "people_at_risk"}])
    assert kinds(code("a", permit), code("b", rule("2", "prohibit", {"subjects": "people_at_risk"}))) == []


def test_rules_that_do_not_hold_on_the_same_days_do_not_contradict():
    assert (
        kinds(
            code("a", rule("1", "permit", {"item": "name"}, until="2026-12-31")),
            code("b", rule("2", "prohibit", {"item": "name"}, **{"from": "2027-01-01"})),
        )
        == []
    )


def test_keep_a_year_and_delete_within_six_months_cannot_both_be_done():
    keep = rule("5", "oblige", {"source": "social_housing"}, duty={"what": "retain_days", "at_least": 365})
    delete = rule("6", "oblige", {"item": "tenancy"}, duty={"what": "retain_days", "at_most": 180})
    (found,), _ = check(code("council", keep), code("landlord", delete))
    assert (found.kind, found.clauses) == ("impossible-duty", ("5", "6"))
    assert "asks to keep at least 365 days" in found.sentence and "asks to delete within 180 days" in found.sentence
    assert "raise `at_most` to 365" in found.repair


def test_two_thresholds_for_one_table_are_a_confusing_overlap_and_the_strictest_is_told():
    ten = rule("5", "oblige", {"action": "publish"}, duty={"what": "minimum_cell", "at_least": 10})
    five = rule("6", "oblige", {"action": "publish"}, duty={"what": "minimum_cell", "at_least": 5})
    (found,), _ = check(code("council", ten), code("police", five))
    assert (found.kind, found.severity) == ("confusing-overlap", "notes")
    assert "the strictest holds: show no count below 10 people" in found.sentence
    assert found.repair == "in codes/police.yaml, rule r6, write the duty as `{what: minimum_cell, at_least: 10}`"
    assert kinds(code("council", ten, five)) == []


def test_a_duty_that_asks_for_more_than_it_allows_is_impossible_by_itself():
    duty = {"what": "retain_days", "at_least": 365, "at_most": 180}
    assert kinds(code("a", rule("5", "oblige", {}, duty=duty))) == ["impossible-duty"]


def test_a_flow_of_which_no_code_speaks_is_a_gap_and_the_widest_silent_part_is_told():
    council = code("council", rule("1", "permit", {**TENANCIES, "grain": {"from": "msoa", "to": "lad"}}))
    (found,), _ = check(council, flow({**TENANCIES, "grain": {"from": "oa", "to": "lad"}}))
    assert (found.kind, found.severity, found.clauses) == ("gap", "blocks", ("flow visits",))
    assert found.witness["grain"] == "oa"
    assert "The same goes for anything at oa to lsoa." in found.sentence


@pytest.mark.parametrize(
    "declared",
    [
        {**TENANCIES, "item": ["name", "tenancy"], "grain": "lad"},
        {**TENANCIES, "grain": {"from": "oa", "to": "lad"}},
        {**TENANCIES, "item": ["name", "counts"], "grain": {"from": "person", "to": "lad"}},
    ],
)
def test_the_rules_that_mend_a_gap_are_whole_and_mend_all_of_it_at_once(declared):
    said = [
        rule("5.3", "permit", {**TENANCIES, "grain": "msoa"}),
        rule("4.2", "permit", {**TENANCIES, "item": "name", "grain": "household"}),
    ]
    council = code("council", *said, party="council")
    (gap,) = (one for one in check(council, flow(declared))[0] if one.kind == "gap")
    assert gap.repair.startswith(
        "add to `rules` in codes/council.yaml `- {id: visits, clause: '5.4', kind: permit, when:"
    )
    added = [Rule.model_validate(yaml.safe_load(line)[0]) for line in re.findall(r"`(- \{.*?\})`", gap.repair)]
    assert len({one.id for one in added}) == len({one.clause for one in added}) == len(added)
    assert kinds(code("council", *said, *added, party="council"), flow(declared)) == []


def test_a_contradiction_names_the_items_that_are_forbidden():
    council = code("council", rule("4.1", "permit", {**TENANCIES, "grain": {"from": "household", "to": "lad"}}))
    health = code("health", rule("4.2", "prohibit", {"item": "tenancy", "grain": "household"}))
    (found,), _ = check(council, health)
    assert found.sentence.endswith("the code of health, clause 4.2, forbids any use of tenancy at household.")


def test_a_gap_that_begins_on_a_later_day_warns_and_tells_the_day():
    council = code("council", rule("1", "permit", TENANCIES, until="2026-12-31"))
    agreement = flow({**TENANCIES, "grain": "lad"})
    until_2027 = Instrument(
        agreement.id, agreement.name, agreement.file, last=date(2027, 12, 31), flows=agreement.flows
    )
    (found,), _ = check(council, until_2027)
    assert (found.kind, found.severity, found.witness["period"]) == ("gap", "warns", "2027-01-01")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            {"when": {"grain": {"from": "lad", "to": "oa"}}},
            "its grain goes from lad to oa, and a grain runs from the finest",
        ),
        ({"when": {"item": []}}, "its list of `item` has nothing in it"),
        (
            {"when": {}, "from": "2026-09-01", "until": "2026-06-01"},
            "it ends on 2026-06-01, before it starts on 2026-09-01",
        ),
        ({"when": {"item": "name"}, "unless": [{"item": "personal"}]}, "its exceptions take every case away"),
    ],
)
def test_a_rule_that_speaks_of_nothing_is_dead(said, why):
    (found,), _ = check(code("a", rule("1", "permit", said.pop("when"), **said)))
    assert found.kind == "dead-rule" and why in found.sentence


def test_a_permit_that_several_prohibitions_cover_together_is_dead():
    found, _ = check(
        code("a", rule("1", "permit", {"item": "counts", "action": ["pass_on", "publish"]})),
        code("b", rule("2", "prohibit", {"action": "pass_on"})),
        code("c", rule("3", "prohibit", {"action": "publish"})),
    )
    dead = [one for one in found if one.kind == "dead-rule"]
    assert [one.clauses for one in dead] == [("1", "2", "3")]


def test_a_flow_that_is_forbidden_and_that_nobody_permits_is_told():
    forbids = code("landlord", rule("3", "prohibit", {"source": "social_housing"}))
    (found,), _ = check(forbids, flow({**TENANCIES, "grain": "lad"}))
    assert (found.kind, found.codes, found.severity) == ("contradiction", ("DSA", "landlord"), "blocks")


def test_a_permit_without_a_purpose_never_reaches_what_is_never_asked_for():
    assert (
        kinds(
            code("a", rule("1", "permit", {"item": "name"})),
            code("b", rule("2", "prohibit", {"purpose": "enforcement"})),
        )
        == []
    )


def test_three_alike_pairs_are_told_as_one_with_every_clause():
    permits = [
        rule(str(number), "permit", {"item": "name", "recipient": body})
        for number, body in enumerate(("council", "police", "charity"))
    ]
    (found,), _ = check(code("a", *permits), code("b", rule("9", "prohibit", {"item": "personal"})))
    assert found.alike == 3
    assert set(found.clauses) == {"0", "1", "2", "9"}
    assert "So do 2 more clauses of it." in found.sentence


def test_a_rule_with_an_unknown_word_says_nothing_and_every_proof_names_it():
    odd = code("a", rule("1", "permit", {"purpose": "planing"}), rule("2", "prohibit", {"item": "name"}))
    found, proved = check(odd)
    assert found == []
    assert all(sentence.endswith("Without a 1 (a word that is unknown or cannot be asked for).") for sentence in proved)


def test_every_proof_names_the_text_that_is_over_by_then():
    kept = rule("4", "oblige", {}, duty={"what": "retain_days", "at_least": 365})
    gone = rule("5", "oblige", {}, duty={"what": "retain_days", "at_most": 90})
    found, proved = check(code("council", kept), code("homes", gone, last=date(2026, 3, 31)))
    assert found == []
    assert all(sentence.endswith("Without homes (ended on 2026-03-31).") for sentence in proved)


def test_where_nothing_is_wrong_that_is_said_as_a_proof_with_its_numbers():
    council = code("council", rule("1", "permit", TENANCIES), rule("2", "prohibit", {"item": "name"}))
    found, proved = check(council, flow({**TENANCIES, "grain": "lad"}))
    assert found == []
    assert proved[0] == "No contradiction: none of 1 permits shares a case with any of 1 prohibitions."
    assert "No gap on the 1 declared flows: some clause speaks of every case of each." in proved
