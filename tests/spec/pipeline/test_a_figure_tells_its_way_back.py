"""A figure names the files it is made from, how they were checked, and what worked it out: those and no others."""

from __future__ import annotations

import csv

import pytest

from denizen.errors import NotFound
from denizen.pipeline.explaining import explain
from small_area import OWN_CATALOGUE, TODAY, SmallArea, as_csv, street_row

RESIDENTS = "residents/all/E06999999/2021-03-21"


def test_a_figure_tells_its_way_back(small_area: SmallArea):
    small_area.run()
    text = "\n".join(explain(small_area.folder, "residents/all/E06999999/2021-03-21", TODAY))
    for piece in (
        "10,000 people",
        "data/age.csv",
        "agreement: OPEN",
        "rows received, 4 accepted",
        "ledger:    entry",
        "code:",
    ):
        assert piece in text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("residents/all/E06999999/2022-03-21", "residents/all/E06999999/2021-03-21"),
        ("resident/all/E06999999/2021-03-21", "residents"),
        ("residents", "indicator/category/area/period"),
        ("residents/all/E06999999/yesterday", "indicator/category/area/period"),
    ],
)
def test_a_figure_that_is_not_there_is_answered_with_the_nearest(small_area: SmallArea, asked, told):
    small_area.run()
    with pytest.raises(NotFound) as error:
        explain(small_area.folder, asked, TODAY)
    assert told in error.value.mend


def test_explain_tells_no_withheld_count(small_area: SmallArea):
    few = [street_row("2024-05", 0, "Robbery", f"{number}".rjust(64, "f")) for number in range(3)]
    small_area.write("data/street.csv", small_area.read("data/street.csv") + as_csv(few[0], few[1:]))
    small_area.run()
    withheld = next(
        row for row in csv.DictReader(small_area.read("book/data/all.csv").splitlines()) if row["status"] == "[c]"
    )
    period = withheld["period"].replace("/", "_")
    figure = f"{withheld['indicator']}/{withheld['category']}/{withheld['area_code']}/{period}"
    text = "\n".join(explain(small_area.folder, figure, TODAY))
    assert "no value" in text
    assert "worked out" not in text


def test_a_file_that_was_replaced_is_not_named(small_area: SmallArea):
    small_area.run()
    (small_area.folder / "data" / "age.csv").rename(small_area.folder / "data" / "people.csv")
    small_area.mend("denizen.yaml", "data/age.csv", "data/people.csv")
    small_area.run()
    text = "\n".join(explain(small_area.folder, RESIDENTS, TODAY))
    assert "data/people.csv" in text
    assert "data/age.csv" not in text


def test_an_indicator_that_left_the_catalogue_is_said_to_have_left(small_area: SmallArea):
    small_area.write("catalogue/own.yaml", OWN_CATALOGUE)
    small_area.run()
    (small_area.folder / "catalogue" / "own.yaml").unlink()
    with pytest.raises(NotFound, match="no longer in the catalogue"):
        explain(small_area.folder, "heads/all/E06999999/2021-03-21", TODAY)


def test_asking_makes_nothing_in_a_folder_that_never_ran(small_area: SmallArea):
    before = sorted(small_area.folder.rglob("*"))
    with pytest.raises(NotFound, match="no figures yet"):
        explain(small_area.folder, RESIDENTS, TODAY)
    assert sorted(small_area.folder.rglob("*")) == before
