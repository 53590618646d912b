"""The statutory clock of a request or a complaint: when an answer is due, worked out from what happened and when.

A request has a calendar month from the latest of its arrival and the proof of who asks: the same date of the next month, or that
month's last day where there is no such date. While the person is asked what is meant, the days from the question to the reply
do not count; this is for requests for access alone. Two further months may be taken, when the person is told within the first.
A day that falls on a weekend becomes the Monday after it. Bank holidays are not known here: they could only give more time.

A complaint is acknowledged within 30 days that begin with the day on which it arrives.

Source:  UK GDPR Articles 12, 12A and 15, and Data Protection Act 2018 section 164A, as amended by the Data (Use and Access) Act
         2025 sections 76 and 103; how a month is counted, guidance of the Information Commissioner on time limits.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from denizen.errors import BadInput

ACKNOWLEDGE_WITHIN = 30
"""days, the day of arrival being the first"""


class Right(StrEnum):
    """What a person may ask for."""

    ACCESS = "access"
    ERASE = "erase"
    OBJECT = "object"
    CORRECT = "correct"
    COMPLAINT = "complaint"


class Happened(StrEnum):
    """What moves or ends a clock."""

    RECEIVED = "received"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_SHOWN = "identity_shown"
    CLARITY_ASKED = "clarity_asked"
    CLARITY_GIVEN = "clarity_given"
    EXTENDED = "extended"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"


_H = Happened
_MOVES: dict[Happened, tuple[Happened, ...]] = {
    _H.RECEIVED: (),
    _H.IDENTITY_ASKED: (_H.IDENTITY_SHOWN,),
    _H.CLARITY_ASKED: (_H.CLARITY_GIVEN,),
}
"""where something was asked, only the reply sets the clock going again; an answer may end it at any time"""
_OF_REQUESTS = {_H.IDENTITY_ASKED, _H.IDENTITY_SHOWN, _H.EXTENDED, _H.ANSWERED}
_KNOWN = {right: _OF_REQUESTS for right in Right if right is not Right.COMPLAINT} | {
    Right.ACCESS: _OF_REQUESTS | {_H.CLARITY_ASKED, _H.CLARITY_GIVEN},
    Right.COMPLAINT: {_H.ACKNOWLEDGED, _H.ANSWERED},
}
"""what can happen to each, after it was received"""
_ONCE = (_H.EXTENDED, _H.ACKNOWLEDGED, _H.ANSWERED)
_NEEDS = {_H.IDENTITY_SHOWN: _H.IDENTITY_ASKED, _H.CLARITY_GIVEN: _H.CLARITY_ASKED}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day."""

    day: date
    what: Happened


@dataclass(frozen=True, slots=True)
class Clock:
    """How a request stands: the day by which the next thing is due (None while it is stopped, or done), and in words."""

    due: date | None
    state: str

    def is_late(self, today: date) -> bool:
        return self.due is not None and today > self.due


def months_after(day: date, months: int) -> date:
    """The same date so many months later, or the last day of that month where it has no such date."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def next_working_day(day: date) -> date:
    """The day itself, or the Monday after it where it falls on a weekend."""
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def clock(right: Right, events: Sequence[Event]) -> Clock:
    """How a request or complaint stands after what happened, in the order in which it happened."""
    seen = {event.what: event.day for event in events}
    if Happened.ANSWERED in seen:
        return Clock(None, f"answered on {seen[Happened.ANSWERED]}")
    if right is Right.COMPLAINT:
        return _of_complaint(seen)
    waits = {
        Happened.IDENTITY_ASKED: "the person was asked who they are",
        Happened.CLARITY_ASKED: "asked what is meant",
    }
    last = events[-1]
    if last.what in waits:
        return Clock(None, f"stopped since {last.day}: {waits[last.what]}")
    due = _answer_due(events, 3 if Happened.EXTENDED in seen else 1)
    return Clock(due, "extended by two months" if Happened.EXTENDED in seen else "open")


def check_can_happen(right: Right, events: Sequence[Event], new: Event) -> None:
    """Whether something can happen next.

    Raises:  BadInput.
    """
    seen = {event.what for event in events}
    if new.day < events[-1].day:
        raise _not_now(f"The day {new.day} lies before what happened last, on {events[-1].day}.", "look at the day")
    if Happened.ANSWERED in seen:
        raise _not_now("This was answered already.", "open a new request, where the person asks again")
    if new.what not in _KNOWN[right]:
        only = "; the clock stops for a clearer question in requests for access alone" if "clarity" in new.what else ""
        raise _not_now(
            f"`{new.what}` is nothing that happens to a {right.value}{only}.", f"use {_listed(_KNOWN[right])}"
        )
    allowed = _MOVES.get(events[-1].what, ())
    if allowed and new.what not in (*allowed, Happened.ANSWERED):
        raise _not_now("The clock is stopped until the person replies.", f"use {_listed(allowed)} first")
    if new.what in _NEEDS and events[-1].what is not _NEEDS[new.what]:
        raise _not_now("Nothing was asked of the person.", f"use {_NEEDS[new.what]} first")
    if new.what in _ONCE and new.what in seen:
        raise _not_now(f"`{new.what}` happened already.", "look at the list: `denizen request list`")
    if new.what is Happened.EXTENDED and new.day > (first := _answer_due(events, 1)):
        raise _not_now(f"The first month ended on {first}: it was for then to tell the person.", "answer now")


def _answer_due(events: Sequence[Event], months: int) -> date:
    """When an answer is due, so many months after the clock began, and as many days later as it stood still."""
    began, stopped, asked = events[0].day, 0, events[0].day
    for event in events:
        if event.what is Happened.IDENTITY_SHOWN:
            began = event.day
        elif event.what is Happened.CLARITY_ASKED:
            asked = event.day
        elif event.what is Happened.CLARITY_GIVEN:
            stopped += (event.day - max(asked, began)).days + 1
    return next_working_day(months_after(began, months) + timedelta(days=stopped))


def _of_complaint(seen: dict[Happened, date]) -> Clock:
    if Happened.ACKNOWLEDGED in seen:
        return Clock(None, f"acknowledged on {seen[Happened.ACKNOWLEDGED]}; the outcome is due without undue delay")
    return Clock(seen[Happened.RECEIVED] + timedelta(days=ACKNOWLEDGE_WITHIN - 1), "to be acknowledged")


def _not_now(what: str, mend: str) -> BadInput:
    return BadInput(what, where="denizen request clock", mend=mend)


def _listed(those: Sequence[Happened] | set[Happened]) -> str:
    return " or ".join(f"`{one.value}`" for one in sorted(those))
