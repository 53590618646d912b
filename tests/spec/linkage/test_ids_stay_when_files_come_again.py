"""`denizen link --earlier`: whoever was in the file written before keeps the id, though lists and groups change."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from denizen.cli import app
from denizen.pipeline.person_ids import persons

MAP = """\
sources:
  homes: {file: homes.csv, id: id, name: name, birth_date: born}
  clinic: {file: clinic.csv, id: id, name: name, birth_date: born}
"""
PEOPLE = [
    (n, f"{given} {family}", f"19{60 + n}-0{1 + n % 9}-1{n % 3}")
    for n, (given, family) in enumerate(
        (given, family) for given in ("Ada", "Brian", "Clare", "Dov") for family in ("Quill", "Marrow", "Sorrel")
    )
]


def write(folder: Path, file: str, people: list[tuple[int, str, str]]) -> None:
    (folder / file).write_text("id,name,born\n" + "".join(f"{n},{name},{born}\n" for n, name, born in people))


def linked(folder: Path, out: str, *more: str) -> dict[tuple[str, str], str]:
    order = ["link", str(folder), "--map", str(folder / "map.yaml"), "--out", str(folder / out), *more]
    assert CliRunner().invoke(app, order, catch_exceptions=False).exit_code == 0
    with (folder / out).open(newline="") as file:
        return {(row["source"], row["record_id"]): row["cluster_id"] for row in csv.DictReader(file)}


def test_a_person_keeps_the_id_though_the_record_it_was_made_of_is_gone(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MAP)
    write(tmp_path, "homes.csv", PEOPLE)
    write(tmp_path, "clinic.csv", PEOPLE)
    first = linked(tmp_path, "may.csv")
    write(tmp_path, "homes.csv", PEOPLE[4:])
    without, kept = linked(tmp_path, "june.csv"), linked(tmp_path, "june.csv", "--earlier", str(tmp_path / "may.csv"))
    assert len(set(first.values())) == len(PEOPLE)
    assert kept == {record: person for record, person in first.items() if record in kept}
    assert without != kept, "made of the first record, four ids would have changed"


def test_a_new_id_is_never_one_that_somebody_had() -> None:
    """The record that the id was made of leaves its group, which keeps the id by its majority."""
    records = [("a", "1"), ("b", "1"), ("c", "1")]
    before = persons(records, np.array([0, 0, 0]), {}, str)
    after = persons(records, np.array([0, 1, 1]), dict(zip(records, before, strict=True)), str)
    assert after[1] == after[2] == before[0]
    assert after[0] != before[0]


@pytest.mark.parametrize("content", ["source,record\n1,2\n", "", "\x00\x01"])
def test_what_holds_no_earlier_links_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "map.yaml").write_text(MAP)
    write(tmp_path, "homes.csv", PEOPLE)
    write(tmp_path, "clinic.csv", PEOPLE)
    (tmp_path / "may.csv").write_text(content)
    order = ["link", str(tmp_path), "--map", str(tmp_path / "map.yaml"), "--out", str(tmp_path / "o.csv")]
    result = CliRunner().invoke(app, [*order, "--earlier", str(tmp_path / "may.csv")])
    assert result.exit_code != 0
    assert "may.csv" in str(result.exception) + result.output
