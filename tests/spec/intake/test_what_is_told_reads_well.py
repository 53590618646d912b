"""One is told as one; bodies, bands and rows are named as people name them."""

from __future__ import annotations

import pytest

from denizen.pipeline.looking import side_by_side
from denizen.terms.receipts import in_words
from visits_list import ROW, Desk, day, lines


@pytest.mark.parametrize(("count", "told"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1204, "1,204 rows")])
def test_one_is_told_as_one(count: int, told: str) -> None:
    assert in_words(count, "row") == told


def test_a_title_of_one_line_is_one_line(desk: Desk) -> None:
    assert desk.receive("Visits of spring\n" + lines(ROW, day(2))).notes == (
        "1 line above the headers was taken for a title.",
    )


def test_age_bands_that_lie_in_each_other_are_not_told_together() -> None:
    known = ["age_0_14", "age_0_4", "age_5_9", "age_10_14", "age_15_64", "age_15_19", "age_65_plus"]
    assert side_by_side([], known) == ["age_0_4", "age_5_9", "age_10_14", "age_15_19", "age_65_plus"]


def test_the_bands_of_the_list_itself_come_first() -> None:
    known = ["age_0_14", "age_0_4", "age_5_9", "age_10_14", "age_15_19"]
    assert side_by_side(["age_0_14"], known) == ["age_0_14", "age_15_19"]
