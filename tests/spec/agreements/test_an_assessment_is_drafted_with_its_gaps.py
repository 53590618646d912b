"""The impact assessment is filled from what agreements say; what they do not say, and what people judge, is a gap."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from denizen.agreements.dpia_draft import dpia_steps
from denizen.errors import CannotWrite, NotFound
from denizen.pipeline.dpia_pack import GAP, Pack, pack_of, write_pack
from denizen.pipeline.signing import sign_document
from electors_town import as_elector_town, electors, receive
from signing_desk import CHIEF, DIRECTOR, a_post, denizen
from small_area import SmallArea

TODAY = date(2026, 1, 5)
TEXT = """\
id: DSA-1
title: Tenancies for planning
kind: dda
status: draft
controller: Invented Homes
attribution: Source - Invented Homes.
in_force_from: 2026-01-01
purposes: [service_planning]
sources: [social_housing]
outputs: {protection: people_counts}
summary: Who rents where, without names.
"""
FLOWS = """\
parties:
  - {id: homes, name: Invented Homes, kind: housing_association}
  - {id: council, name: "Council & Partners", kind: council}
items:
  - {item: tenancy, why: to count homes, category: ordinary, seen_by: [analyst]}
  - {item: health, why: "=to plan care", category: special}
flows:
  - {id: send, from: homes, to: council, items: [tenancy, health], grain: person,
     source: social_housing, purpose: service_planning}
  - {id: link, from: council, to: council, items: [tenancy], action: link, grain: person,
     source: social_housing, purpose: service_planning}
  - {id: tell, from: council, to: homes, items: [counts], grain: lad,
     source: social_housing, purpose: service_planning}
retention:
  periods: [{item: tenancy, days: 90}]
people: {roles: [releaser]}
"""
LICENCE = TEXT.replace("DSA-1", "OGL").replace("kind: dda", "kind: open_licence")


def pack(folder: Path, *texts: str) -> Pack:
    (folder / "agreements").mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / "agreements" / f"{number}.yaml").write_text(text, "utf-8")
    return pack_of(folder, TODAY)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(text.splitlines()))


def test_it_has_the_seven_steps_and_counts_every_gap_that_it_shows(tmp_path: Path):
    made = pack(tmp_path, TEXT + FLOWS, LICENCE)
    text = made.files["dpia.md"]
    assert re.findall(r"^## Step (\d)\.", text, re.MULTILINE) == list("1234567")
    assert made.agreements == 1
    assert text.count(GAP) - 1 == made.gaps  # one in the sentence that says what the mark means
    assert "OGL" not in text


def test_what_an_agreement_says_is_told_and_what_it_does_not_say_is_a_gap(tmp_path: Path):
    lacking = pack(tmp_path / "a", TEXT)
    filled = pack(tmp_path / "b", TEXT + "reasons: {why_necessary: counts by area are five years old}\n")
    assert "DSA-1: counts by area are five years old" in filled.files["dpia.md"]
    assert filled.gaps == lacking.gaps - 1


def test_nobody_has_judged_a_risk_before_a_person_does(tmp_path: Path):
    lines = [line for line in pack(tmp_path, TEXT + FLOWS).files["dpia.md"].splitlines() if line.startswith("| ")]
    assert len(lines) > 6
    assert all(line.count(GAP) == 2 for line in lines[1:])


RISKS = """
what the agreement says      | risk                                          | is brought
FLOWS                        | Two people are taken for one                  | yes
no flow that links           | Two people are taken for one                  | no
FLOWS                        | Health, ethnic group                          | yes
no special item              | Health, ethnic group                          | no
FLOWS                        | Children are affected                         | yes
no children                  | Children are affected                         | no
FLOWS                        | A disk or a copy with rows                    | yes
counts alone                 | A disk or a copy with rows                    | no
counts alone                 | Somebody is recognised in a small count       | yes
nothing yet                  | A disk or a copy with rows                    | yes
"""
_SAYS = {
    "FLOWS": FLOWS,
    "no flow that links": FLOWS.replace("action: link", "action: estimate"),
    "no special item": FLOWS.replace("category: special", "category: ordinary"),
    "no children": FLOWS + "subjects: {children: false}\n",
    "counts alone": FLOWS.replace("grain: person", "grain: lad"),
    "nothing yet": "",
}


@pytest.mark.parametrize(
    ("says", "risk", "brought"),
    [[cell.strip() for cell in line.split("|")] for line in RISKS.strip().splitlines()[1:]],
)
def test_which_risks_agreements_bring_is_a_table(tmp_path: Path, says: str, risk: str, brought: str):
    text = pack(tmp_path, TEXT + _SAYS[says]).files["dpia.md"]
    assert (f"| {risk}" in text) is (brought == "yes")


def test_the_map_draws_every_flow_between_bodies_and_is_well_formed(tmp_path: Path):
    drawing = ElementTree.fromstring(pack(tmp_path, TEXT + FLOWS).files["data-flow-map.svg"])
    kind = "{http://www.w3.org/2000/svg}"
    told = [text.text or "" for text in drawing.iter(f"{kind}text")]
    assert {"Invented Homes", "Council & Partners"} <= set(told)
    lines = list(drawing.iter(f"{kind}line"))
    assert [bool(line.get("stroke-dasharray")) for line in lines] == [False, True]
    assert [text.split(":")[0] for text in told if text[:1].isdigit() and ":" in text] == ["1  send", "2  tell"]


def test_retention_and_access_are_tables_with_their_gaps(tmp_path: Path):
    files = pack(tmp_path, TEXT + FLOWS, TEXT.replace("DSA-1", "DSA-2")).files
    assert rows(files["retention-schedule.csv"])[1:] == [
        ["DSA-1", "tenancy", "90", "receipt", "delete", "", ""],
        ["DSA-2", "any_item", "GAP", "receipt", "delete", "", ""],
    ]
    assert rows(files["access-matrix.csv"]) == [
        ["agreement", "item", "category", "analyst", "releaser", "nobody is named"],
        ["DSA-1", "tenancy", "ordinary", "yes", "", ""],
        ["DSA-1", "health", "special", "", "", "GAP"],
    ]


def test_a_spreadsheet_takes_no_cell_for_a_formula(tmp_path: Path):
    text = TEXT + FLOWS.replace("[releaser]", "['=cmd()', '@admin']")
    assert rows(pack(tmp_path, text).files["access-matrix.csv"])[0][4:6] == ["'=cmd()", "'@admin"]


def test_a_pack_that_somebody_filled_in_is_not_written_over(tmp_path: Path):
    made = pack(tmp_path / "area", TEXT)
    write_pack(made, tmp_path / "pack")
    assert {file.name for file in (tmp_path / "pack").iterdir()} == set(made.files)
    with pytest.raises(CannotWrite, match="not empty"):
        write_pack(made, tmp_path / "pack")


def test_open_licences_alone_need_no_assessment(tmp_path: Path):
    with pytest.raises(NotFound, match="nothing is to be assessed"):
        pack(tmp_path, LICENCE)
    assert sum(step.gaps for step in dpia_steps([])) > 0


def test_an_area_folder_shows_how_it_is_kept(small_area: SmallArea):
    small_area.mend("agreements/POLICE.yaml", "kind: open_licence", "kind: dda")
    before = pack_of(small_area.folder, TODAY).files["dpia.md"]
    assert "there is no vault" in before
    assert "The ledger cannot be relied on: There is no ledger here." in before
    assert "No post is known by a key" in before
    small_area.run()
    posts = [a_post(small_area.folder.parent, name, small_area.folder) for name in (CHIEF, DIRECTOR)]
    assert "Signed by two people as they stand: 0 of 1" in pack_of(small_area.folder, TODAY).files["dpia.md"]
    for post in posts:
        sign_document(small_area.folder / "agreements" / "POLICE.yaml", post.pen, TODAY)
    after = pack_of(small_area.folder, TODAY).files["dpia.md"]
    assert "Signed by two people as they stand: 1 of 1" in after
    assert "The ledger is whole, with" in after
    receive(as_elector_town(small_area), electors(3))
    assert (
        "1 file with records of people held, each encrypted under a key of its own, the next due on 2027-01-05"
        in (pack_of(small_area.folder, TODAY).files["dpia.md"])
    )


def test_it_is_drafted_at_the_command_line(tmp_path: Path):
    pack(tmp_path / "area", TEXT)
    code, said = denizen("agreements", "dpia", tmp_path / "area", "--out", tmp_path / "pack")
    assert (code, "gaps for people to fill in" in said) == (0, True)
