"""A contract as it was drawn up from a sample works, and says so: what nobody wrote yet stands on no page."""

from __future__ import annotations

import pytest

from denizen.errors import BadDocument
from denizen.pipeline.drawing_up import draw_up
from small_area import AGREEMENT, TODAY, SmallArea, as_csv

MEALS = as_csv(
    ("Ward code", "Month", "Meals", "Volunteers"),
    [(ward, f"2025-0{month}", 100 + month, 10 + month) for ward in ("E05999001", "E05999002") for month in range(1, 7)],
)
GUESSED = "vintage: '2021'  # CHECK: the year of the boundaries"
"""what the contract says of its areas until somebody looks; the fixture has to hold it to mend it"""
CATALOGUE = """\
theme: {id: own, order: 9, title: Our own, summary: What we count ourselves.}
indicators:
  - id: meals
    kind: count
    title: Meals
    definition: Meals served in the month.
    unit: meals
    numerator: {tables: [meals.sample], categories: [meals]}
"""


@pytest.fixture
def town(small_area: SmallArea) -> SmallArea:
    draw_up(small_area.write("data/meals.csv", MEALS), "meals", small_area.folder / "contracts", TODAY)
    small_area.mend("contracts/meals.yaml", GUESSED, "vintage: '2025'")
    small_area.write("agreements/MEALS.yaml", AGREEMENT.format(id="MEALS", sources="meals", protection="as_published"))
    files = "  - source: meals\n    files: [{layout: sample, file: data/meals.csv}]\n"
    small_area.write("denizen.yaml", small_area.read("denizen.yaml") + files)
    small_area.write("catalogue/meals.yaml", CATALOGUE)
    return small_area


def test_the_run_says_that_a_contract_is_a_draft(town: SmallArea) -> None:
    assert any("contract of `meals` is a draft" in notice for notice in town.run().notices)
    town.mend("contracts/meals.yaml", "status: draft", "status: active")
    assert not any("draft" in notice and "meals" in notice for notice in town.run().notices)


def test_what_has_still_to_be_written_stands_on_no_page(town: SmallArea) -> None:
    assert "meals" in {receipt.source for receipt in town.run().receipts}
    book = town.book()
    assert any(name.endswith("sources/meals.html") for name in book)
    assert not [name for name, content in book.items() if b"CHECK" in content]
    assert not [file.name for file in (town.folder / "receipts").iterdir() if b"CHECK" in file.read_bytes()]


def test_an_indicator_of_a_total_that_no_table_has_is_refused_with_what_to_count(town: SmallArea) -> None:
    town.mend("catalogue/meals.yaml", ", categories: [meals]", "")
    with pytest.raises(BadDocument, match="`meals` counts the total") as error:
        town.run()
    assert error.value.mend.startswith("name what it counts, as `categories: [meals]` (there are: meals, volunteers)")
