"""The believable partnership: every fault that its list names is found, and nothing else; the mended one has none."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path

import pytest
import yaml

from denizen.agreements.findings import KINDS, Finding, Report
from denizen.pipeline.agreements_checked import check_folder

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
FAULTY, CLEAN = EXAMPLES / "partnership", EXAMPLES / "partnership_clean"
DAY = date(2026, 11, 23)


def listed() -> list[tuple[str, frozenset[tuple[str, str]], str]]:
    """The rows of FAULTS.md: kind, (document, clause), and why."""
    ids = {
        file.relative_to(FAULTY).as_posix(): yaml.safe_load(file.read_text("utf-8"))["id"]
        for file in FAULTY.rglob("*.yaml")
    }
    rows = []
    for line in (FAULTY / "FAULTS.md").read_text("utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| kind"):
            kind, files, clauses, why = (cell.strip() for cell in line.strip("|").split("|"))
            codes, cited = [ids[file] for file in files.split(", ")], clauses.split("; ")
            pairs = zip(codes, cited, strict=True) if len(codes) == len(cited) else product(codes, cited)
            rows.append((kind, frozenset(pairs), why))
    return rows


LISTED = listed()


@pytest.fixture(scope="module")
def report() -> Report:
    return check_folder(FAULTY, DAY)


def pairs_of(finding: Finding) -> frozenset[tuple[str, str]]:
    return frozenset(zip(finding.codes, finding.clauses, strict=True))


@pytest.mark.parametrize(("kind", "pairs", "why"), LISTED, ids=lambda cell: cell if isinstance(cell, str) else "")
def test_a_planted_fault_is_found(report: Report, kind: str, pairs: frozenset[tuple[str, str]], why: str) -> None:
    assert any(finding.kind == kind and pairs_of(finding) <= pairs for finding in report.findings), why


def test_nothing_is_found_that_was_not_planted(report: Report) -> None:
    odd = [
        finding.sentence
        for finding in report.findings
        if not any(finding.kind == kind and pairs_of(finding) <= pairs for kind, pairs, _ in LISTED)
    ]
    assert odd == []


def test_the_list_has_every_kind_of_fault() -> None:
    counted = Counter(kind for kind, _, _ in LISTED)
    assert set(counted) == set(KINDS)
    assert len(LISTED) >= 22 and min(counted.values()) >= 2


def test_each_finding_has_a_case_in_words_and_a_repair(report: Report) -> None:
    for finding in report.findings:
        assert finding.sentence.endswith((".", "?", ")")) and finding.repair and finding.witness, finding


def test_in_the_mended_partnership_nothing_is_found_and_that_is_proved() -> None:
    clean = check_folder(CLEAN, DAY)
    assert clean.findings == ()
    assert any("No gap on the 31 declared flows" in sentence for sentence in clean.proved)
