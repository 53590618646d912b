"""A second run does only what has to be done again, says why, and ends with the same book."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from denizen.errors import BadInput, NotFound
from denizen.pipeline.explaining import explain
from denizen.pipeline.run import Release, run_area
from denizen.store.ledger import Ledger, verify
from small_area import SmallArea, as_csv, draw_small_area, street_row


def done(report) -> set[str]:
    return {step.name.split()[0] for step in report.steps if not step.was_skipped}


def test_nothing_changed_nothing_done(small_area: SmallArea):
    first = small_area.run()
    second = small_area.run()
    assert done(first) == {"areas", "receive", "standardise", "count", "protect", "book"}
    assert done(second) == set()
    assert second.findings == first.findings


def test_two_folders_give_the_same_book_byte_for_byte(small_area: SmallArea, tmp_path):
    other = draw_small_area(tmp_path / "a folder with spaces" / "other")
    small_area.run()
    other.run(today=date(2026, 2, 1))
    assert small_area.book() == other.book()


def test_a_new_delivery_reruns_only_what_depends_on_it(small_area: SmallArea):
    small_area.run()
    small_area.write(
        "data/street.csv",
        small_area.read("data/street.csv") + small_area.read("data/street.csv").splitlines()[1] + "\n",
    )
    again = [step for step in small_area.run().steps if not step.was_skipped]
    assert [step.name for step in again] == [
        "receive antisocial_behaviour.street_level 1",
        "standardise antisocial_behaviour.street_level",
        "count",
        "protect and measure",
        "book",
    ]
    assert again[0].because == "changed: file"


def test_a_book_that_was_deleted_is_written_again(small_area: SmallArea):
    small_area.run()
    before = small_area.book()
    (small_area.folder / "book" / "index.html").unlink()
    assert done(small_area.run()) == {"book"}
    assert small_area.book() == before


def test_every_act_is_on_record_and_the_record_holds(small_area: SmallArea):
    small_area.run()
    kinds = [entry.kind for entry in Ledger.open(small_area.folder / "ledger").entries()]
    assert kinds == ["permit", "receipt"] * 3 + ["run"]
    small_area.run()
    kinds = [entry.kind for entry in Ledger.open(small_area.folder / "ledger").entries()]
    assert kinds == ["permit", "receipt"] * 3 + ["run", "run"]
    assert verify(small_area.folder / "ledger").size == len(kinds)


def test_a_figure_tells_its_way_back(small_area: SmallArea):
    small_area.run()
    text = "\n".join(explain(small_area.folder, "residents/all/E06999999/2021-03-21"))
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
        explain(small_area.folder, asked)
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
    text = "\n".join(explain(small_area.folder, figure))
    assert "no value" in text
    assert "worked out" not in text


def test_no_one_approves_their_own_release():
    with pytest.raises(BadInput, match="same person"):
        Release("A. Analyst", "a. analyst ")


def test_a_release_takes_the_draft_mark_off_and_is_on_record(small_area: SmallArea):
    report = small_area.run()
    draft = report.book.read_text("utf-8")
    run_area(small_area.folder, date(2026, 1, 5), small_area.listener, Release("One", "Another"))
    assert Ledger.open(small_area.folder / "ledger").entries()[-1].kind == "release"
    assert report.book.read_text("utf-8") != draft
