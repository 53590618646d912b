"""A receipt says for which place and of which days it is, and of an invented town that nobody on it exists."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from denizen.pipeline.receipts import as_text
from denizen.profiles import receipt_page
from denizen.terms.receipts import Receipt, Refusal

NOTHING_ACCEPTED = Receipt(
    "electoral_register", "electors_by_area", "electors.csv", "ab" * 32, 1234, "utf-8", "ERO-1", 3, 0, 3, 2, 0,
    (
        Refusal("form", "Area", "The value does not have the form that this column has.", "look it up", 1, (3,)),
        Refusal("place", "Area", "It is of another area.", "nothing to mend", 2, (2, 4), is_set_aside=True),
    ), (), (), (),
)  # fmt: skip


@pytest.fixture(params=["page", "text"])
def said(request, matter):
    """Receipts as a page and as text, which say the same."""

    def say(receipt: Receipt, **changed: object) -> str:
        place = replace(matter.place, **changed)
        return {"page": receipt_page, "text": as_text}[request.param](receipt, "Electoral register", place)

    return say


def test_it_names_the_place_that_it_is_for(said, matter):
    assert matter.place.name in said(NOTHING_ACCEPTED)


def test_of_an_invented_town_it_says_that_nobody_exists(said):
    assert "Nobody on this list exists" in said(NOTHING_ACCEPTED, is_invented=True)
    assert "exists" not in said(NOTHING_ACCEPTED)


def test_where_no_row_was_accepted_it_describes_nothing(said):
    assert "nothing, since no row was accepted" in said(NOTHING_ACCEPTED)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-12-01", "2025-12-01", "2025-12-01"),
        ("2025-10-01", "2025-12-31", "2025-10-01 to 2025-12-31"),
        ("", "", "no day that can be told"),
    ],
)
def test_the_days_that_it_describes_are_told_once_each(first, last, words):
    receipt = replace(NOTHING_ACCEPTED, received=4, accepted=1, first_period=first, last_period=last)
    assert receipt.described == words


def test_rows_that_were_set_aside_are_not_called_refused(matter):
    text = as_text(NOTHING_ACCEPTED, "Electoral register", matter.place)
    assert re.search(r"received +3$", text, re.M)
    assert re.search(r"refused +1$", text, re.M)
    assert re.search(r"set aside +2 ", text)


def test_one_row_is_a_row(matter):
    text = as_text(NOTHING_ACCEPTED, "Electoral register", matter.place)
    assert "Row 3." in text
    assert "Rows 2, 4." in text
