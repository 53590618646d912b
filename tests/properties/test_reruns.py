"""Whatever is changed in an area folder, running on gives the book that a first run of the same files would give."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from small_area import OWN_CATALOGUE, SmallArea, draw_small_area

OWN = (
    OWN_CATALOGUE
    + """\
  - id: nobody_told_us
    kind: count
    title: What nobody told us
    definition: Everyone on a list that was not supplied.
    unit: heads
    numerator: {tables: [census.religion_by_lsoa]}
"""
)
CENSUS = (
    "  - source: census\n    agreement: OPEN\n    files:\n      - layout: age_by_lsoa\n        file: data/age.csv\n"
)


def add_a_row(area: SmallArea) -> None:
    text = area.read("data/street.csv")
    area.write("data/street.csv", text + text.splitlines()[-1] + "\n")


def rename_a_file(area: SmallArea) -> None:
    (area.folder / "data" / "employers.csv").rename(area.folder / "data" / "works.csv")
    area.mend("denizen.yaml", "data/employers.csv", "data/works.csv")


def take_a_source_out(area: SmallArea) -> None:
    area.mend("denizen.yaml", CENSUS, "")


def lose_a_file(area: SmallArea) -> None:
    (area.folder / "data" / "street.csv").unlink()


def change(name: str, old: str, new: str) -> Callable[[SmallArea], None]:
    return lambda area: area.mend(name, old, new)


EDITS: dict[str, Callable[[SmallArea], None]] = {
    "a row more": add_a_row,
    "a file by another name": rename_a_file,
    "a source taken out": take_a_source_out,
    "an agreement that ended": change("agreements/POLICE.yaml", "ends_on: 2030-12-31", "ends_on: 2025-12-31"),
    "an attribution": change("agreements/OPEN.yaml", "attribution: Source", "attribution: Found with"),
    "a rule of protection": change("agreements/POLICE.yaml", "incident_counts", "as_published"),
    "a title": change("catalogue/own.yaml", "title: Heads counted", "title: Heads"),
    "a title of what is not measured": change("catalogue/own.yaml", "What nobody told us", "What we do not know"),
    "a text of a contract": change("contracts/major_employers.yaml", "kept_by: ", "kept_by: the office, or "),
    "the name of the place": change("denizen.yaml", "name: Foursquare", "name: Fivesquare"),
    "the name of an area": change("geography/wards.geojson", '"West"', '"Far West"'),
    "the day it is about": change("denizen.yaml", "reference_date: 2025-12-31", "reference_date: 2025-12-30"),
}
LAST: dict[str, Callable[[SmallArea], None]] = {"a file that is gone": lose_a_file, "nothing": lambda area: None}


def drawn(folder: Path) -> SmallArea:
    """The small area with a contract and a catalogue of its own."""
    area = draw_small_area(folder)
    contract = resources.files("denizen.contracts") / "sources" / "major_employers.yaml"
    area.write("contracts/major_employers.yaml", contract.read_text("utf-8"))
    area.write("catalogue/own.yaml", OWN)
    return area


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    edits=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3, unique=True),
    last=st.sampled_from(sorted(LAST)),
)
def test_running_on_gives_the_book_of_a_first_run(edits: list[str], last: str):
    with tempfile.TemporaryDirectory() as folder:
        area = drawn(Path(folder) / "on")
        area.run()
        for edit in edits:
            EDITS[edit](area)
            area.run()
        LAST[last](area)
        area.run()
        again = SmallArea(Path(folder) / "anew")
        made = shutil.ignore_patterns("book", "store", "ledger", "receipts")
        shutil.copytree(area.folder, again.folder, ignore=made)
        again.run()
        assert area.book() == again.book()
