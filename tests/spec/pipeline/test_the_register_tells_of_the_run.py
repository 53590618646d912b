"""The register in the book is made from what gated the run: refusals by clause, duties that bind, releases on record."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from denizen.pipeline.releasing import Release
from denizen.pipeline.run import run_area
from small_area import TODAY, SmallArea, draw_small_area

CODE = """\
id: CODE-POLICE
kind: code
title: Code of practice of the police
party: {id: square_police, name: Squareshire Police, kind: police_force}
status: in_force
in_force_from: 2020-01-01
summary: How we share.
rules:
  - {id: rule, clause: '4.2', %s}
"""
FORBIDS = "kind: prohibit, when: {source: antisocial_behaviour, action: receive}"
WITHHOLDS = (
    "kind: oblige, when: {source: antisocial_behaviour, action: publish}, duty: {what: minimum_cell, at_least: 60}"
)


def with_partners(folder: Path, rule: str = WITHHOLDS) -> SmallArea:
    """The small area with an agreement of its police force in place of an open licence, and a code of one clause."""
    area = draw_small_area(folder)
    area.mend("agreements/POLICE.yaml", "kind: open_licence", "kind: dda")
    area.mend("denizen.yaml", "purpose: population", "party: square_police\npurpose: population")
    area.write("codes/police.yaml", CODE % rule)
    return area


@pytest.fixture
def area(tmp_path: Path) -> SmallArea:
    return with_partners(tmp_path / "foursquare")


def register(area: SmallArea) -> str:
    text = re.sub(r"<[^>]+>", " ", area.book()["agreements.html"].decode())
    return " ".join(unescape(text).split())


def last_run(area: SmallArea) -> dict[str, object]:
    entries = [json.loads(line)["entry"] for line in area.read("ledger/ledger.jsonl").splitlines()]
    return next(entry for entry in reversed(entries) if entry["kind"] == "run")


def test_a_refusal_names_the_list_and_the_clause_and_no_file(tmp_path: Path):
    area = with_partners(tmp_path / "foursquare", FORBIDS)
    area.run()
    told = register(area)
    assert "1 file CODE-POLICE 4.2" in told
    assert "CODE-POLICE 4.2 forbids to receive" in told
    assert "street.csv" not in told


def test_the_ledger_keeps_the_clause_that_a_list_was_refused_by(tmp_path: Path):
    area = with_partners(tmp_path / "foursquare", FORBIDS)
    area.run()
    assert last_run(area)["left_out"] == ["antisocial_behaviour.street_level: NotPermitted (CODE-POLICE 4.2)"]


def test_a_file_that_is_broken_is_no_refusal(area: SmallArea):
    area.write("data/street.csv", b"")
    area.run()
    assert "No list that was given was refused." in register(area)
    assert last_run(area)["left_out"] == ["antisocial_behaviour.street_level: UnreadableFile"]


def test_a_duty_that_binds_is_told(area: SmallArea):
    area.run()
    assert "A count below 60 is withheld, unless there is none." in register(area)


@pytest.mark.parametrize(
    ("status", "is_told"), [("draft", False), ("assured", False), ("in_force", True), ("ended", True)]
)
def test_a_draft_binds_nobody_and_is_not_on_the_register(area: SmallArea, status: str, is_told: bool):
    area.mend("codes/police.yaml", "status: in_force", f"status: {status}")
    area.run()
    assert ("register/CODE-POLICE.html" in area.book()) is is_told


def test_a_text_that_changes_changes_the_book(area: SmallArea):
    before = area.run().fingerprint
    area.mend("codes/police.yaml", "How we share.", "How we share, and why.")
    assert area.run().fingerprint != before
    assert "How we share, and why." in register(area)


def test_a_release_is_on_the_register_and_the_next_run_leaves_the_book_as_it_is(area: SmallArea):
    area.run()
    assert "Ledger entry" not in register(area)
    run_area(area.folder, TODAY, area.listener, Release("One", "Another"))
    released = area.book()
    entry = next(
        json.loads(line)["entry"] for line in area.read("ledger/ledger.jsonl").splitlines() if '"release"' in line
    )
    assert f"Ledger entry {entry['seq']}, of the draft of entry {entry['draft']}" in register(area)
    assert "(this book)" in register(area)
    assert "Another" not in register(area)
    area.run()
    assert area.book() == released


def test_the_same_files_and_texts_give_the_same_register(tmp_path: Path):
    books = []
    for name in ("one", "two"):
        area = with_partners(tmp_path / name)
        area.run()
        books.append(area.book())
    assert books[0] == books[1]
