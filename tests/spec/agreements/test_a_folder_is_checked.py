"""A folder of codes and agreements as an information governance officer keeps it: checked, compared, brought into one."""

import json
import re
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

sys.path.append(str(Path(__file__).resolve().parents[3]))
from bench.agreement_mutants import DAY, KINDS, tallied

from denizen.cli import app
from denizen.errors import BadDocument
from denizen.pipeline.agreements_changed import combine_folder, compare
from denizen.pipeline.agreements_checked import check_folder, read_papers

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
FAULTY, CLEAN = EXAMPLES / "partnership", EXAMPLES / "partnership_clean"
ON = ["--on", DAY.isoformat()]


def planted():
    """The rows of FAULTS.md: kind, files, clauses."""
    lines = (FAULTY / "FAULTS.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in rows if row[0] in KINDS]


@pytest.fixture(scope="module")
def faulty():
    return check_folder(FAULTY, DAY)


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(CLEAN, tmp_path / "partnership")
    return tmp_path / "partnership"


def rewrite(file, change):
    text = file.read_text("utf-8")
    changed = change(text)
    assert changed != text
    file.write_text(changed, "utf-8")


@pytest.mark.parametrize("row", planted(), ids=lambda row: f"{row[0]} {row[2]}")
def test_every_fault_of_the_partnership_is_found(row, faulty):
    kind, files, clauses, _ = row
    ids = {read_papers(FAULTY)[file].id for file in re.split(r"[,;] ", files)}
    told = [one for one in faulty.findings if one.kind == kind and ids & set(one.codes)]
    if kind == "missing-field" and "lawfulness" in clauses:
        assert any("lawfulness" in one.clauses for one in told)
        return
    first, *others = [part.strip() for part in clauses.split(";")]
    assert any(first in one.clauses and (not others or set(others) & set(one.clauses)) for one in told)


def test_nothing_is_found_in_it_that_was_not_planted(faulty):
    expected = {(row[0], word) for row in planted() for word in re.split(r"[;,()] *| +\(", row[2])}
    for one in faulty.findings:
        assert {(one.kind, clause) for clause in one.clauses} & expected, one.sentence


def test_the_partnership_without_faults_is_proved_to_have_none():
    report = check_folder(CLEAN, DAY)
    assert report.findings == ()
    assert any(sentence.startswith("No gap on the 31 declared flows") for sentence in report.proved)


def test_faults_planted_one_at_a_time_are_found_and_nothing_false_is_said():
    tallies, missed = tallied(read_papers(CLEAN), 40)
    assert missed == []
    assert sum(tally.false for tally in tallies.values()) == 0
    assert all(tally.planted == 4 for tally in tallies.values())


def test_the_command_prints_json_as_programs_read_it_and_says_by_its_exit_code_that_something_blocks():
    result = CliRunner().invoke(app, ["agreements", "check", str(FAULTY), "--json", *ON])
    said = json.loads(result.stdout)
    assert result.exit_code == 1
    assert set(said) == {"findings", "proved"}
    for finding in said["findings"]:
        assert {"kind", "codes", "clauses", "witness", "sentence", "severity", "repair"} <= set(finding)
        assert len(finding["codes"]) == len(finding["clauses"])


def test_the_command_ends_well_where_nothing_is_found():
    result = CliRunner().invoke(app, ["agreements", "check", str(CLEAN), *ON])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "Nothing was found."


def test_a_slip_in_a_file_is_told_with_its_line_and_the_nearest_key(folder):
    file = folder / "codes" / "invented_council.yaml"
    rewrite(
        file,
        lambda text: text.replace("      purpose: population_statistics", "      purpse: population_statistics", 1),
    )
    line = file.read_text("utf-8").splitlines().index("      purpse: population_statistics") + 1
    with pytest.raises(BadDocument) as slip:
        check_folder(folder, DAY)
    assert slip.value.where == f"invented_council.yaml line {line}"
    assert slip.value.mend == "did you mean `purpose`?"


def test_two_files_with_one_id_block(folder):
    shutil.copy(folder / "codes" / "invented_homes.yaml", folder / "codes" / "homes_again.yaml")
    (found,) = check_folder(folder, DAY).findings
    assert (found.kind, found.severity, found.codes[0]) == ("dangling", "blocks", "CODE-HOMES")
    assert found.witness["files"] == "codes/homes_again.yaml, codes/invented_homes.yaml"


@pytest.mark.parametrize(
    ("areas", "astray"),
    [
        ("areas: {W05000001: W05000002, W05000002: W05000001}\n", ["W05000001", "W05000002"]),
        ("areas: {W05000001: nowhere}\n", ["W05000001"]),
    ],
)
def test_areas_whose_parents_go_round_in_a_circle_or_are_missing_are_told(folder, areas, astray):
    rewrite(folder / "codes" / "invented_council.yaml", lambda text: areas + text)
    found = check_folder(folder, DAY).findings
    assert [one.witness["area"] for one in found] == astray
    assert {one.kind for one in found} == {"dangling"}


def test_an_area_that_a_document_declares_lies_in_the_authority_that_it_names(folder):
    rewrite(folder / "codes" / "invented_council.yaml", lambda text: "areas: {W05000001: W06000015}\n" + text)
    assert check_folder(folder, DAY).findings == ()


def test_a_suspended_code_says_nothing_and_the_proofs_name_it(folder):
    rewrite(
        folder / "codes" / "invented_foods.yaml", lambda text: text.replace("status: in_force", "status: suspended")
    )
    report = check_folder(folder, DAY)
    assert any(one.kind == "gap" for one in report.findings)
    assert all("CODE-FOODS (suspended or ended)" in proof for proof in report.proved if proof.startswith("No "))


def test_a_new_version_is_told_by_exactly_what_it_allows():
    told = compare(CLEAN / "codes" / "invented_council.yaml", FAULTY / "codes" / "invented_council.yaml", DAY)
    allowed = [one for one in told.changes if one.heading == "newly allowed"]
    assert {one.by for one in allowed} == {"old text: no clause; new clause 2.4", "old text: no clause; new clause 2.5"}
    assert "No case is no longer allowed." in told.proved
    same = compare(CLEAN / "codes" / "invented_council.yaml", CLEAN / "codes" / "invented_council.yaml", DAY)
    assert same.changes == ()


def test_a_flow_that_a_new_version_declares_is_told():
    told = compare(CLEAN / "agreements" / "DDA-POLICE.yaml", FAULTY / "agreements" / "DDA-POLICE.yaml", DAY)
    (flow,) = [one for one in told.changes if one.heading == "flow declared"]
    assert flow.by == "new flow police_send_bookings"
    assert flow.witness["source"] == "interpreter_use"


def test_the_single_code_of_a_partnership_is_a_draft_that_the_check_has_nothing_to_say_of(tmp_path):
    out = tmp_path / "one.yaml"
    single = combine_folder(FAULTY, out, DAY)
    assert check_folder(out, DAY).findings == ()
    said = yaml.safe_load(out.read_text("utf-8"))
    assert (said["kind"], said["status"], len(said["rules"])) == ("code", "draft", len(single.traced))
    assert dict(single.traced)["1.3"] == "CODE-COUNCIL 1.1"
    given_up = {(loss.code, loss.clause): loss for loss in single.losses}
    assert given_up["CODE-COUNCIL", "2.5"].objected_by == (("CODE-HEALTH", "4.2"),)
    assert given_up["CODE-COUNCIL", "2.5"].is_whole


def test_the_single_code_is_never_written_over_a_file_that_is_there(folder, tmp_path):
    out = tmp_path / "one.yaml"
    out.write_text("mine", "utf-8")
    result = CliRunner().invoke(app, ["agreements", "combine", str(folder), "--out", str(out)])
    assert result.exit_code != 0
    assert out.read_text("utf-8") == "mine"


def test_on_a_later_day_what_has_run_out_is_told():
    found = check_folder(CLEAN, date(2040, 1, 1)).findings
    assert {one.kind for one in found} >= {"expired"}
