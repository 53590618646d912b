"""A delivery that describes an earlier day than one received before it: counted for its own day, and asked about."""

from __future__ import annotations

from datetime import date

import pytest

from denizen.pipeline.receive_one import Answer, Sent, receive_one
from good_files import as_csv, good_rows, layout_of
from small_area import AGREEMENT, BASE, TODAY, SmallArea

LAYOUT = layout_of("libraries.members_by_lsoa")


@pytest.fixture
def town(small_area: SmallArea) -> SmallArea:
    text = AGREEMENT.format(id="LIB", sources="libraries", protection="people_counts")
    small_area.write("agreements/LIB.yaml", text)
    return small_area


def receive(town: SmallArea, day: str) -> Answer:
    """A good file of members, run on this day."""
    head, *rows = good_rows(LAYOUT)
    at = head.index(LAYOUT.field(LAYOUT.gives.area).header)
    here = [[*row[:at], BASE[n % len(BASE)], *row[at + 1 :]] for n, row in enumerate(rows)]
    town.write(f"sent/{day}.csv", as_csv([head, *here, [day]]).decode())
    sent = Sent(town.folder / "sent" / f"{day}.csv", "libraries", "LIB", LAYOUT.name, date.fromisoformat(day))
    return receive_one(town.folder, sent, TODAY, town.listener, {})


def test_an_older_delivery_than_the_last_is_asked_about(town: SmallArea) -> None:
    last = receive(town, "2025-12-01").receipt.file
    answer = receive(town, "2025-09-01")
    asked = (
        f"This delivery describes 2025-09-01, and one that was received before it ({last}) describes 2025-12-01: "
        "is it an older one, sent again?"
    )
    assert asked in answer.receipt.questions
    assert asked in answer.text.read_text("utf-8")
    assert answer.receipt.accepted > 0


def test_a_newer_delivery_is_not_asked_about_for_that(town: SmallArea) -> None:
    receive(town, "2025-09-01")
    answer = receive(town, "2025-12-01")
    assert not [question for question in answer.receipt.questions if "older" in question]
