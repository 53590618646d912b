"""The page on a list of one's own is followed to the letter, and ends in a book with that list in it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from small_area import SmallArea

PAGE = Path(__file__).parents[2] / "docs" / "your-own-list.md"


@pytest.fixture
def followed(small_area: SmallArea) -> SmallArea:
    text = PAGE.read_text("utf-8")
    files = re.findall(r"```\w+ file=(\S+)\n(.*?)```", text, re.S)
    assert len(files) == 4
    for name, content in files:
        small_area.write(name, content)
    (added,) = re.findall(r"```yaml add-to=denizen.yaml\n(.*?)```", text, re.S)
    small_area.write("denizen.yaml", small_area.read("denizen.yaml") + added)
    return small_area


def test_every_row_is_accepted_and_the_extra_column_is_told(followed: SmallArea):
    report = followed.run()
    receipt = next(receipt for receipt in report.receipts if receipt.source == "food_parcels")
    assert not report.left_out
    assert (receipt.received, receipt.accepted) == (4, 4)
    assert [dropped.column for dropped in receipt.dropped] == ["Ward"]
    assert (receipt.first_period, receipt.last_period) == ("2025-01-01", "2025-06-30")


def test_the_figures_are_protected_by_the_agreement_s_rule(followed: SmallArea):
    followed.run()
    rows = list(csv.DictReader(followed.read("book/data/food_parcels.csv").splitlines()))
    found = {(row["area_name"], row["period"]): row["value"] for row in rows if row["geography"] == "ward"}
    assert found == {
        ("East", "2025-01-01/2025-03-31"): "1260",
        ("East", "2025-04-01/2025-06-30"): "980",
        ("West", "2025-01-01/2025-03-31"): "140",
        ("West", "2025-04-01/2025-06-30"): "155",
    }


def test_the_book_has_its_pages_and_its_register_the_keeper(followed: SmallArea):
    followed.run()
    assert "Food parcels for every 1,000 residents" in followed.read("book/indicators/food_parcels_rate.html")
    assert "Foursquare Food Network" in followed.read("book/agreements.html")
