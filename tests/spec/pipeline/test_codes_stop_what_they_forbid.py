"""A code of practice in the folder governs the run: what it forbids stays out, and what is there already goes."""

from __future__ import annotations

import json

import pytest

from denizen.errors import BadDocument
from denizen.store import Store
from small_area import SmallArea

POLICE = "agreements/POLICE.yaml"
CODE = """\
id: CODE-POLICE
kind: code
title: Code of practice
version: '1'
party: {id: square_police, name: Squareshire Police, kind: police_force}
status: in_force
in_force_from: 2020-01-01
summary: How we share.
rules:
  - {id: rule, clause: '4.2', %s}
"""


@pytest.fixture
def area(small_area: SmallArea) -> SmallArea:
    """The area with an agreement of its police force in place of an open licence, and run by a party that has a name."""
    small_area.mend(POLICE, "kind: open_licence", "kind: dda")
    small_area.mend("denizen.yaml", "purpose: population", "party: square_police\npurpose: population")
    return small_area


def under(area: SmallArea, rule: str) -> SmallArea:
    area.write("codes/police.yaml", CODE % rule)
    return area


def in_store(area: SmallArea) -> set[str]:
    with Store.open(area.folder / "store") as store:
        return {row[0] for row in store.rows("SELECT table_name FROM duckdb_tables()") if "antisocial" in row[0]}


def last(area: SmallArea, kind: str, **of: str) -> dict[str, object]:
    """The newest entry of the ledger of this kind with these members."""
    entries = [json.loads(line)["entry"] for line in area.read("ledger/ledger.jsonl").splitlines()]
    return next(one for one in reversed(entries) if one["kind"] == kind and of.items() <= one.items())


def test_what_a_code_forbids_stays_out_and_the_refusal_names_the_clause(area: SmallArea):
    report = under(area, "kind: prohibit, when: {source: antisocial_behaviour, action: receive}").run()
    (left_out,) = report.left_out
    assert left_out.source == "antisocial_behaviour"
    assert "CODE-POLICE 4.2 forbids to receive" in str(left_out.error)
    assert not in_store(area)


def test_what_was_taken_in_goes_when_a_code_begins_to_forbid_it(area: SmallArea):
    area.run()
    assert in_store(area)
    under(area, "kind: prohibit, when: {source: antisocial_behaviour}, from: 2026-01-05").run()
    assert not in_store(area)


def test_a_larger_minimum_withholds_more_and_the_methods_say_so(area: SmallArea):
    rule = (
        "kind: oblige, when: {source: antisocial_behaviour, action: publish}, duty: {what: minimum_cell, at_least: 60}"
    )
    under(area, rule).run()
    assert b"Counts of 1 to 59 are withheld" in area.book()["methods.html"]


def test_the_ledger_keeps_which_clause_spoke_and_the_text_that_it_stood_in(area: SmallArea):
    rule = "kind: oblige, when: {source: antisocial_behaviour, action: receive}, duty: {what: train_days, at_most: 365}"
    under(area, rule).run()
    entry = last(area, "permit", source="antisocial_behaviour")
    received = next(one for one in entry["decisions"] if one["action"] == "receive")
    assert (received["verdict"], received["spoke"], received["duties"]) == (
        "permit",
        ["POLICE"],
        {"train_days": [0, 365]},
    )
    assert set(entry["texts"]) == {"POLICE"}
    assert len(entry["texts"]["POLICE"]) == 64


def test_a_run_under_the_same_rules_writes_no_permit_twice(area: SmallArea):
    under(area, "kind: oblige, when: {action: receive}, duty: {what: train_days, at_most: 365}").run()
    permits = area.read("ledger/ledger.jsonl").count('"kind":"permit"')
    area.run()
    assert area.read("ledger/ledger.jsonl").count('"kind":"permit"') == permits


@pytest.mark.parametrize(
    ("status", "is_let_in"),
    [("draft", True), ("assured", True), ("signed", True), ("in_force", False), ("suspended", False), ("review_due", False),
     ("ended", True)],
)  # fmt: skip
def test_a_code_forbids_from_its_beginning_to_its_end_even_while_it_is_stopped(
    area: SmallArea, status: str, is_let_in: bool
):
    under(area, "kind: prohibit, when: {source: antisocial_behaviour}")
    area.mend("codes/police.yaml", "status: in_force", f"status: {status}")
    assert (area.run().left_out == ()) is is_let_in


def test_a_code_that_ran_out_lets_nothing_in_until_it_is_said_what_holds(area: SmallArea):
    under(area, "kind: prohibit, when: {source: social_housing}")
    area.mend("codes/police.yaml", "in_force_from: 2020-01-01", "in_force_from: 2020-01-01\nends_on: 2026-01-04")
    (left_out,) = area.run().left_out
    assert "codes/police.yaml ended on 2026-01-04" in str(left_out.error)
    area.mend("codes/police.yaml", "status: in_force", "status: ended")
    assert area.run().left_out == ()


def test_a_folder_with_codes_says_who_runs_it(area: SmallArea):
    under(area, "kind: prohibit, when: {source: antisocial_behaviour}")
    area.mend("denizen.yaml", "party: square_police\n", "")
    with pytest.raises(BadDocument, match="by which of their parties denizen is run"):
        area.run()


def test_a_prohibition_in_unknown_words_stops_the_run(area: SmallArea):
    under(area, "kind: prohibit, when: {source: antisocial_behavior}")
    with pytest.raises(BadDocument, match="antisocial_behavior") as refused:
        area.run()
    assert "antisocial_behaviour" in str(refused.value)
