"""A rule: what a clause permits, prohibits or obliges, in which cases, with which exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from denizen.agreements.boxes import Box, box_of, taken_away
from denizen.agreements.cases import Case, UnknownTerm
from denizen.agreements.numbering import Interval
from denizen.agreements.vocabulary import DIMENSIONS, Vocabulary
from denizen.documents import Document

DutyKind = Literal[
    "retain_days",
    "minimum_cell",
    "round_to",
    "notify_days",
    "review_days",
    "smallest_grain",
    "pseudonymise",
    "train_days",
]
MOST = 10**9
"""an end that is left open: beyond any number of days or people"""
PERIOD = DIMENSIONS.index("period")


class Duty(Document):
    """What has to be done, as an interval: keep at least 365 days (`at_least`), delete within 180 (`at_most`)."""

    what: DutyKind
    at_least: int | str | None = None
    """days, people, or the name of a grain (`smallest_grain`)"""
    at_most: int | str | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Duty:
        ends = [end for end in (self.at_least, self.at_most) if end is not None]
        if self.what == "pseudonymise":
            if ends not in ([], [1]):
                raise ValueError("to pseudonymise takes no number")
        elif not ends:
            raise ValueError(f"{self.what} needs `at_least`, `at_most` or both")
        elif any(isinstance(end, str) != (self.what == "smallest_grain") for end in ends):
            raise ValueError("`smallest_grain` takes the name of a grain, and any other duty a whole number")
        return self

    def unknown(self, vocabulary: Vocabulary) -> tuple[UnknownTerm, ...]:
        """Grains that it names and the vocabulary does not have."""
        named = [end for end in (self.at_least, self.at_most) if isinstance(end, str)]
        return tuple(
            UnknownTerm("grain", word, vocabulary.nearest("grain", word))
            for word in named
            if word not in vocabulary.grains
        )

    def interval(self, vocabulary: Vocabulary) -> Interval:
        """What it allows, from least to most; in days, people or positions of grains. Empty where least is above most.

        Raises:  NotFound, on a grain that the vocabulary does not have.
        """
        if self.what == "pseudonymise":
            return (1, 1)
        ends = [
            vocabulary.grains.position(end) if isinstance(end, str) else end for end in (self.at_least, self.at_most)
        ]
        return (ends[0] if ends[0] is not None else 0, ends[1] if ends[1] is not None else MOST)


class Rule(Document):
    """One rule, tied to the clause that it puts into terms."""

    id: str
    """short name of the rule, unlike any other in its file"""
    clause: str
    """number of the clause"""
    kind: Literal["permit", "prohibit", "oblige"]
    when: Case = Case()
    """the cases that it speaks of"""
    unless: tuple[Case, ...] = ()
    """cases among them that it does not speak of"""
    duty: Duty | None = None
    """what has to be done in these cases; an obligation needs one"""
    basis: tuple[str, ...] = ()
    """lawful bases, by the list of bases"""
    from_: date | None = Field(default=None, alias="from")
    """first day, where the rule starts later than its document"""
    until: date | None = None
    """last day, where it ends sooner"""

    @model_validator(mode="after")
    def _obliges_something(self) -> Rule:
        if self.kind == "oblige" and self.duty is None:
            raise ValueError("an obligation needs a `duty`: what has to be done")
        if self.kind == "prohibit" and self.duty is not None:
            raise ValueError("a prohibition takes no `duty`: what may not be done needs no conditions")
        return self

    def unknown(self, vocabulary: Vocabulary) -> tuple[UnknownTerm, ...]:
        """Its words that the vocabulary does not have: while there is one, nothing is known of the rule."""
        cases = (self.when, *self.unless)
        duty = self.duty.unknown(vocabulary) if self.duty else ()
        return tuple(term for case in cases for term in case.unknown(vocabulary)) + duty

    def placed(self, vocabulary: Vocabulary, days: Interval | None = None) -> PlacedRule:
        """The rule as boxes, within its own days and those of its document.

        A permit without a purpose permits any that may be asked for: it never reaches one that may not.

        Raises:  NotFound, on a word that the vocabulary does not have.
        """
        low, high = days or vocabulary.whole[PERIOD]
        low = max(low, self.from_.toordinal()) if self.from_ else low
        high = min(high, self.until.toordinal()) if self.until else high
        held = box_of((*vocabulary.whole[:PERIOD], (low, high)))
        when = tuple(
            box for box in (held.intersection(one) for one in self.when.placed(vocabulary)) if not box.is_empty
        )
        if self.kind == "permit":
            when = tuple(taken_away(when, vocabulary.never_asked))
        exceptions = tuple(box for case in self.unless for box in case.placed(vocabulary))
        met = tuple(box for box in exceptions if any(box.meets(one) for one in when))
        return PlacedRule(self, when, met, self.duty.interval(vocabulary) if self.duty else None)


@dataclass(frozen=True)
class PlacedRule:
    """A rule as boxes: it speaks of every case in `when` (boxes that lie apart) that is in none of `unless`."""

    rule: Rule
    when: tuple[Box, ...]
    unless: tuple[Box, ...]
    duty: Interval | None

    @cached_property
    def boxes(self) -> list[Box]:
        """Exactly the cases that it speaks of, as boxes that lie apart; none where its exceptions leave nothing."""
        return taken_away(self.when, self.unless)

    def speaks_of(self, point: tuple[int, ...]) -> bool:
        return any(box.holds(point) for box in self.when) and not any(box.holds(point) for box in self.unless)
