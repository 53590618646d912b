"""What the rules in force make of one delivery, as a table: one clause at a time, and what follows from it."""

from __future__ import annotations

from datetime import date

import pytest

from denizen.agreements import Load, Permit, Purpose, RulesOfUse, load_agreement, permit
from denizen.agreements.code import load_code
from denizen.agreements.decisions import Use
from denizen.agreements.instruments import rulebook
from denizen.agreements.papers import instrument_of, words_of
from denizen.agreements.vocabulary import Term, load_vocabulary
from denizen.contracts import Contract, load_contracts
from denizen.errors import NotPermitted
from denizen.pipeline.rules_in_force import items_in

DAY = date(2026, 1, 5)
AGREEMENT = """\
id: DDA-HOMES
title: Tenancies
kind: dda
status: in_force
controller: Invented Homes
attribution: Source - Invented Homes.
in_force_from: 2025-01-01
purposes: [population_statistics]
sources: [social_housing]
outputs: {protection: people_counts}
retention_days: 400
summary: Rows of tenancies.
"""
CODE = """\
id: CODE-COUNCIL
kind: code
title: Code of practice
version: '1'
party: {id: town_council, name: Invented Council, kind: council}
status: in_force
in_force_from: 2025-01-01
summary: How we share.
rules:
"""
FLOW = """\
flows:
  - {id: send, from: town_council, to: town_council, items: [pseudonym, age, tenancy], source: social_housing,
     purpose: population_statistics, grain: {from: person, to: lad}, subjects: [tenants]}
"""
COLUMNS = {"tenant_key": "pseudonym", "surname": "name", "birth_year": "age", "faith": "religion", "state": "tenancy"}


def asked(*clauses: str, agreement: str = AGREEMENT, columns: dict[str, str] = COLUMNS, needed: str = "") -> Permit:
    """The permit for a list of tenants, one row a person, under a code of these rules."""
    rules = "".join(f"  - {{id: rule_{n}, clause: '{n}', {said}}}\n" for n, said in enumerate(clauses, 1))
    code = load_code(CODE + (rules or "  []\n"), "codes/council.yaml")
    signed = load_agreement(agreement, "agreements/DDA-HOMES.yaml")
    papers = {"codes/council.yaml": code, "agreements/DDA-HOMES.yaml": signed}
    words, _ = words_of(papers, load_vocabulary())
    words = words.grown("area", [Term(id="E06999999", label="Foursquare", parent="england")])
    book = rulebook(words, [instrument_of(paper, file) for file, paper in papers.items()], DAY)
    load = Load("town_council", "E06999999", "person", columns, frozenset(filter(None, needed.split())))
    hashes = {"CODE-COUNCIL": "c0de", "DDA-HOMES": "a9ee"}
    return permit(
        [signed],
        "social_housing",
        "persons",
        Purpose.POPULATION_STATISTICS,
        DAY,
        rules=RulesOfUse(book, hashes),
        load=load,
    )


def test_without_a_rule_the_agreement_stands_as_it_was_signed():
    granted = asked()
    assert granted.without == frozenset()
    assert granted.ruling.smallest == "oa"
    assert granted.ruling.may_link
    assert granted.grounds.retention_days == 400


@pytest.mark.parametrize(
    ("clause", "out"),
    [
        ("kind: prohibit, when: {item: religion}", {"faith"}),
        ("kind: prohibit, when: {item: identity, action: receive}", {"tenant_key", "surname"}),
        ("kind: prohibit, when: {item: identity, action: pass_on}", {"tenant_key", "surname"}),
        ("kind: prohibit, when: {item: identity}, unless: [{item: pseudonym}]", {"surname"}),
        ("kind: prohibit, when: {item: religion, source: gp_register}", set()),
        ("kind: prohibit, when: {item: religion, purpose: marketing}", set()),
        ("kind: prohibit, when: {item: religion, recipient: police_force}", set()),
        ("kind: prohibit, when: {item: religion, subjects: children}", set()),
        ("kind: prohibit, when: {item: religion, area: wales}", set()),
        ("kind: prohibit, when: {item: religion, area: england}", {"faith"}),
        ("kind: prohibit, when: {item: religion, grain: {from: lsoa, to: lad}}", set()),
        ("kind: prohibit, when: {item: religion}, until: 2026-01-04", set()),
        ("kind: prohibit, when: {item: religion}, from: 2026-01-05", {"faith"}),
    ],
)  # fmt: skip
def test_a_prohibition_keeps_out_the_columns_that_it_speaks_of(clause: str, out: set[str]):
    granted = asked(clause)
    assert granted.without == out
    assert all(granted.allows(column) != (column in out) for column in COLUMNS)


@pytest.mark.parametrize(
    ("clause", "needed", "says"),
    [
        ("kind: prohibit, when: {source: social_housing}", "", "CODE-COUNCIL 1 forbids to pass on"),
        ("kind: prohibit, when: {grain: person}", "", "may not come in"),
        ("kind: prohibit, when: {item: name}", "surname", "cannot be read without surname"),
        ("kind: prohibit, when: {action: estimate}", "", "No figure may be made"),
        ("kind: prohibit, when: {action: publish}", "", "No figure of social_housing.persons may be shown"),
    ],
)
def test_a_delivery_of_which_too_little_is_left_is_refused_by_the_clause(clause: str, needed: str, says: str):
    with pytest.raises(NotPermitted, match=says) as refused:
        asked(clause, needed=needed)
    assert "CODE-COUNCIL 1" in refused.value.where


@pytest.mark.parametrize(
    ("clauses", "days"),
    [
        (["kind: oblige, when: {action: receive}, duty: {what: retain_days, at_most: 90}"], 90),
        (["kind: oblige, when: {action: receive}, duty: {what: retain_days, at_most: 900}"], 400),
        (["kind: oblige, when: {source: gp_register}, duty: {what: retain_days, at_most: 90}"], 400),
    ],
    ids=["the code is stricter", "the agreement is", "another list"],
)
def test_a_delivery_is_kept_no_longer_than_any_text_lets_it(clauses: list[str], days: int):
    assert asked(*clauses).grounds.retention_days == days


def test_duties_that_cannot_both_be_done_stop_the_load():
    longer = "kind: oblige, when: {action: receive}, duty: {what: retain_days, at_least: 365}"
    shorter = "kind: oblige, when: {action: receive}, duty: {what: retain_days, at_most: 180}"
    with pytest.raises(NotPermitted, match="at least 365 days and at most 180"):
        asked(longer, shorter)


@pytest.mark.parametrize(
    ("clause", "smallest", "cell", "base"),
    [
        ("kind: prohibit, when: {action: publish, grain: {from: person, to: lsoa}}", "msoa", 0, 0),
        ("kind: oblige, when: {action: publish}, duty: {what: smallest_grain, at_least: ward}", "ward", 0, 0),
        ("kind: oblige, when: {action: publish}, duty: {what: minimum_cell, at_least: 10}", "oa", 10, 0),
        ("kind: oblige, when: {action: publish}, duty: {what: round_to, at_least: 10}", "oa", 0, 10),
        ("kind: oblige, when: {action: receive}, duty: {what: minimum_cell, at_least: 10}", "oa", 0, 0),
    ],
)
def test_what_is_shown_follows_from_prohibitions_and_duties(clause: str, smallest: str, cell: int, base: int):
    ruling = asked(clause).ruling
    assert (ruling.smallest, ruling.minimum_cell, ruling.round_to) == (smallest, cell, base)


def test_a_list_that_may_not_be_linked_comes_in_and_is_not():
    granted = asked("kind: prohibit, when: {action: link}")
    assert granted.without == frozenset()
    assert not granted.ruling.may_link


def test_a_declared_flow_bounds_what_the_agreement_lets_in_and_silence_means_no():
    granted = asked(agreement=AGREEMENT + FLOW)
    assert granted.without == {"surname", "faith"}
    assert dict(granted.ruling.without)["faith"] == "no clause speaks for it"
    with pytest.raises(NotPermitted, match="Silent means no"):
        asked(agreement=AGREEMENT + FLOW, columns={"faith": "religion"})


def test_a_code_that_permits_speaks_where_the_flow_is_silent():
    said = "kind: permit, when: {item: religion, source: social_housing, action: [receive, pass_on]}"
    assert asked(said, agreement=AGREEMENT + FLOW).without == {"surname"}


def test_an_open_licence_needs_no_clause():
    granted = asked("kind: prohibit, when: {}", agreement=AGREEMENT.replace("kind: dda", "kind: open_licence"))
    assert granted.ruling.decisions == ()


def test_each_decision_tells_who_spoke_and_which_text_it_was():
    ruling = asked("kind: prohibit, when: {item: religion}").ruling
    said = {(one.use.action, one.use.item): (one.verdict, one.spoke) for one in ruling.decisions}
    assert said["receive", "religion"] == ("prohibit", ("CODE-COUNCIL 1",))
    assert said["receive", "age"] == ("permit", ("DDA-HOMES",))
    assert dict(ruling.texts) == {"CODE-COUNCIL": "c0de", "DDA-HOMES": "a9ee"}


@pytest.mark.parametrize(
    ("dimension", "term"),
    [("purpose", "immigration_control"), ("purpose", "marketing"), ("purpose", "debt_recovery"), ("purpose", "fraud_matching"),
     ("purpose", "eligibility"), ("action", "decide_about_a_person"), ("action", "reidentify")],
)  # fmt: skip
def test_what_is_never_done_cannot_be_asked_for(dimension: str, term: str):
    use = {"purpose": "population_statistics", "item": "name", "recipient": "council", "source": "social_housing"}
    use |= {"action": "receive", "grain": "person", "area": "england", dimension: term}
    with pytest.raises(NotPermitted, match="Nothing is ever asked for"):
        Use(day=DAY, **use).point(load_vocabulary())


def _contracts() -> list[Contract]:
    return list(load_contracts({}).values())


@pytest.mark.parametrize(
    ("layout", "column", "item"),
    [
        ("social_housing.persons", "birth_date_given", "birth_date"),
        ("social_housing.persons", "surname", "name"),
        ("social_housing.persons", "status", "tenancy"),
        ("social_housing.equality", "disability", "disability"),
        ("electoral_register.register_full", "comes_of_age_on", "birth_date"),
        ("electoral_register.electors_by_uprn", "foreign_electors", "nationality"),
        ("council_tax.account_lines", "exemption", "discounts_and_exemptions"),
        ("school_census.plasc_pupils", "birth_date", "birth_date"),
        ("gp_register.patients", "nhs_number", "nhs_number"),
        ("libraries.members", "category_1", "ethnic_group"),
    ],
)
def test_a_column_is_the_item_that_it_tells(layout: str, column: str, item: str):
    source, name = layout.split(".")
    contract = next(one for one in _contracts() if one.source == source)
    found = items_in(contract, contract.layout(name))
    assert found[column] == item


def test_every_date_of_birth_is_one_whatever_its_column_is_called():
    for contract in _contracts():
        for layout in contract.layouts:
            for column, item in items_in(contract, layout).items():
                assert "birth" not in column or item in ("birth_date", "age"), f"{layout.id}: {column}"
