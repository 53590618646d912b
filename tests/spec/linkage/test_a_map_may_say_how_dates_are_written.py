"""A list whose dates could be read in two ways is read as its map says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from denizen.errors import BadDocument
from denizen.pipeline.linking_lists import link_lists

ROWS = "id,name,born,postcode\n"
MAP = """\
sources:
  here: {{file: here.csv, id: id, name: name, birth_date: born, postcode: postcode}}
  there: {{file: there.csv, id: id, name: name, birth_date: born, postcode: postcode{more}}}
"""


def how_sure(folder: Path, more: str) -> tuple[int, float]:
    """How many people are found in two lists that hold the same twelve, one of which writes the month first; and how surely."""
    names = [f"{given} {family}" for given in ("A", "B", "C", "D") for family in ("Quill", "Marrow", "Sorrel")]
    here = "".join(f"{n},{name},19{60 + n}-0{1 + n % 9}-1{n % 3},FS{n} 1AA\n" for n, name in enumerate(names))
    there = "".join(f"{n},{name},0{1 + n % 9}/1{n % 3}/19{60 + n},FS{n} 1AB\n" for n, name in enumerate(names))
    (folder / "here.csv").write_text(ROWS + here)
    (folder / "there.csv").write_text(ROWS + there)
    (folder / "map.yaml").write_text(MAP.format(more=more))
    found = link_lists(folder, folder / "map.yaml", folder / "out.csv")
    with (folder / "out.csv").open(newline="") as file:
        return found.groups, min(float(row["probability"]) for row in csv.DictReader(file))


def test_what_the_map_says_goes_over_what_the_rows_suggest(tmp_path: Path) -> None:
    """Every date could be of day or month first, and day first is what is guessed."""
    told, guessed = how_sure(tmp_path, ", date_format: '%m/%d/%Y'"), how_sure(tmp_path, "")
    assert told[0] == 12
    assert told[1] > 0.99
    assert guessed[0] > 12, "with day and month changed places, initials are not enough"


@pytest.mark.parametrize("wrong", ["yyyy", "%d/%m", "%Q", "%d/%m/%Y'; DROP"])
def test_what_is_no_way_of_writing_dates_is_told_in_the_map(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(BadDocument, match="date_format"):
        how_sure(tmp_path, f', date_format: "{wrong}"')
