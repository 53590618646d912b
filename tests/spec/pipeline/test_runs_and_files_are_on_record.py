"""The ledger holds every permit and receipt that was acted on, whatever became of the run afterwards."""

from __future__ import annotations

import pytest

from denizen.errors import NotFound
from denizen.store.ledger import Ledger, verify
from small_area import SmallArea

GEOGRAPHY = ["permit"] * 2
"""boundaries and postcodes"""
FILES = ["permit", "receipt"] * 3


def entries(area: SmallArea):
    return Ledger.open(area.folder / "ledger").entries()


def kinds(area: SmallArea) -> list[str]:
    return [entry.kind for entry in entries(area)]


def test_every_act_is_on_record_once_and_the_record_holds(small_area: SmallArea):
    small_area.run()
    assert kinds(small_area) == [*GEOGRAPHY, *FILES, "run"]
    small_area.run()
    assert kinds(small_area) == [*GEOGRAPHY, *FILES, "run", "run"]
    assert verify(small_area.folder / "ledger").size == 10


def test_what_was_read_by_a_run_that_died_is_on_record(small_area: SmallArea):
    settings = small_area.read("denizen.yaml")
    small_area.write("denizen.yaml", settings + "publish:\n  indicators: [resident]\n")
    with pytest.raises(NotFound):
        small_area.run()
    assert kinds(small_area) == [*GEOGRAPHY, *FILES]
    small_area.write("denizen.yaml", settings)
    small_area.run()
    assert kinds(small_area) == [*GEOGRAPHY, *FILES, "run"]


def test_what_was_read_and_died_before_it_was_on_record_is_put_there_by_the_next_run(small_area: SmallArea):
    small_area.run()
    for file in (small_area.folder / "ledger").iterdir():
        file.unlink()
    small_area.run()
    assert kinds(small_area) == [*GEOGRAPHY, *FILES, "run"]


def test_a_file_that_came_in_and_could_not_be_used_is_on_record(small_area: SmallArea, monkeypatch):
    def refuse(layout, *_, **__):
        raise NotFound(f"No room for {layout.id}.", where="here", mend="make room")

    monkeypatch.setattr("denizen.pipeline.flow.standardise", refuse)
    report = small_area.run()
    assert len(report.left_out) == 3
    assert kinds(small_area) == [*GEOGRAPHY, *FILES, "run"]
    assert entries(small_area)[-1].body["receipts"] == []


def test_a_run_names_its_receipts_by_their_numbers(small_area: SmallArea):
    small_area.run()
    *rest, run = entries(small_area)
    named = {rest[number].body["file"]: rest[number].body["sha256"] for number in run.body["receipts"]}
    assert named == run.body["inputs"]


def test_a_change_of_the_boundaries_agreement_is_on_record(small_area: SmallArea):
    small_area.run()
    other = small_area.read("agreements/OPEN.yaml").replace("id: OPEN", "id: MAPS")
    small_area.write("agreements/MAPS.yaml", other.replace("census, major_employers, ", ""))
    small_area.mend("agreements/OPEN.yaml", ", geography", "")
    small_area.run()
    named = [
        (e.body["layout"], e.body["agreement"]) for e in entries(small_area) if e.body.get("source") == "geography"
    ]
    assert named == [("boundaries", "OPEN"), ("postcodes", "OPEN"), ("boundaries", "MAPS"), ("postcodes", "MAPS")]
