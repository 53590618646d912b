"""A request has a calendar month, as the Information Commissioner counts it; a complaint thirty days to be acknowledged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denizen.errors import BadInput
from denizen.pipeline.request_clock import (
    Event,
    Happened,
    Right,
    check_can_happen,
    clock,
    months_after,
    next_working_day,
)

day = date.fromisoformat


def due(right: Right, *happened: str) -> date | None:
    """When the next thing is due, after events that are written as `2026-01-05 received`."""
    return clock(right, events(*happened)).due


def events(*happened: str) -> tuple[Event, ...]:
    pairs = [text.split() for text in happened]
    return tuple(Event(day(when), Happened(what)) for when, what in pairs)


@pytest.mark.parametrize(
    ("received", "answer_by"),
    [
        ("2026-09-03", "2026-10-05"),  # 3 October is a Saturday
        ("2026-06-03", "2026-07-03"),
        ("2026-03-31", "2026-04-30"),  # a shorter month: its last day
        ("2026-01-31", "2026-03-02"),  # 28 February is a Saturday
        ("2028-01-31", "2028-02-29"),  # a leap year
        ("2027-01-29", "2027-03-01"),  # 28 February is a Sunday
        ("2026-12-31", "2027-02-01"),  # 31 January is a Sunday
        ("2026-08-31", "2026-09-30"),
    ],
)
def test_an_answer_is_due_in_a_calendar_month(received: str, answer_by: str):
    assert due(Right.ACCESS, f"{received} received") == day(answer_by)


def test_the_month_begins_when_the_person_has_shown_who_they_are():
    assert due(Right.ERASE, "2026-06-01 received", "2026-06-02 identity_asked") is None
    told = ("2026-06-01 received", "2026-06-02 identity_asked", "2026-06-10 identity_shown")
    assert due(Right.ERASE, *told) == day("2026-07-10")


def test_the_days_from_a_question_to_its_reply_do_not_count():
    """Both days are left out: the period begins with the day of the question, and ends with that of the reply."""
    assert due(Right.ACCESS, "2026-06-01 received", "2026-06-10 clarity_asked") is None
    told = ("2026-06-01 received", "2026-06-10 clarity_asked", "2026-06-14 clarity_given")
    assert due(Right.ACCESS, *told) == day("2026-07-06")
    again = (*told, "2026-06-15 clarity_asked", "2026-06-15 clarity_given")
    assert due(Right.ACCESS, *again) == day("2026-07-07")


def test_two_further_months_may_be_taken_within_the_first():
    assert due(Right.ACCESS, "2026-06-03 received", "2026-07-03 extended") == day("2026-09-03")
    assert due(Right.ACCESS, "2025-11-30 received", "2025-12-30 extended") == day("2026-03-02")
    with pytest.raises(BadInput, match="first month ended on 2026-07-03"):
        check_can_happen(Right.ACCESS, events("2026-06-03 received"), Event(day("2026-07-04"), Happened.EXTENDED))


@pytest.mark.parametrize(("received", "by"), [("2026-06-19", "2026-07-18"), ("2028-02-01", "2028-03-01")])
def test_a_complaint_is_acknowledged_within_thirty_days_of_which_the_first_is_that_of_its_arrival(received, by):
    assert due(Right.COMPLAINT, f"{received} received") == day(by)


def test_an_acknowledged_complaint_waits_for_its_outcome():
    told = events("2026-06-19 received", "2026-06-20 acknowledged")
    assert (clock(Right.COMPLAINT, told).due, "without undue delay" in clock(Right.COMPLAINT, told).state) == (
        None,
        True,
    )


MAY = """
after            | access                            | erase                  | complaint
received         | identity_asked clarity_asked extended answered | identity_asked extended answered | acknowledged answered
identity_asked   | identity_shown answered           | identity_shown answered | -
identity_shown   | identity_asked clarity_asked extended answered | identity_asked extended answered | -
clarity_asked    | clarity_given answered            | -                      | -
clarity_given    | identity_asked clarity_asked extended answered | -          | -
extended         | identity_asked clarity_asked answered | identity_asked answered | -
acknowledged     | -                                 | -                      | answered
answered         |                                   |                        |
"""
_WAY_TO = {"identity_shown": ["identity_asked"], "clarity_given": ["clarity_asked"]}


def truth_table() -> list[tuple[Right, str, set[str]]]:
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in MAY.strip().splitlines()]
    rights = [Right(name) for name in header[1:]]
    return [
        (right, row[0], set(cell.split()))
        for row in rows
        for right, cell in zip(rights, row[1:], strict=True)
        if cell != "-"
    ]


@pytest.mark.parametrize(("right", "after", "may"), truth_table())
def test_what_may_happen_next_is_a_table(right: Right, after: str, may: set[str]):
    steps = [] if after == "received" else [*_WAY_TO.get(after, []), after]
    past = events("2026-06-01 received", *(f"2026-06-02 {what}" for what in steps))
    found = set()
    for what in Happened:
        try:
            check_can_happen(right, past, Event(day("2026-06-03"), what))
            found.add(what.value)
        except BadInput:
            pass
    assert found == may


def test_nothing_happens_before_what_happened_last():
    with pytest.raises(BadInput, match="lies before"):
        check_can_happen(Right.ACCESS, events("2026-06-03 received"), Event(day("2026-06-02"), Happened.ANSWERED))


days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(days, st.integers(0, 4))
def test_a_month_later_is_the_same_date_or_the_last_of_its_month(begins: date, months: int):
    found = months_after(begins, months)
    assert (found.year * 12 + found.month) - (begins.year * 12 + begins.month) == months
    assert found.day == begins.day or (found.day < begins.day and (found + timedelta(days=1)).day == 1)


@given(days)
def test_no_answer_is_due_at_a_weekend(begins: date):
    found = next_working_day(begins)
    assert found.weekday() < 5
    assert (found - begins).days == {5: 2, 6: 1}.get(begins.weekday(), 0)
