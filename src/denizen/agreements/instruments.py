"""A code or an agreement as the check sees it: who speaks, on which days, with which rules, about which flows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from denizen.agreements.boxes import Box
from denizen.agreements.cases import Case, UnknownTerm
from denizen.agreements.numbering import Interval
from denizen.agreements.rules import PERIOD, PlacedRule, Rule
from denizen.agreements.vocabulary import TREES, Vocabulary


@dataclass(frozen=True, slots=True)
class DeclaredFlow:
    """A flow of an agreement, as a case."""

    id: str
    sender: str
    case: Case
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One code or agreement. `id` names it in findings, `name` in sentences, `file` in repairs."""

    id: str
    name: str
    file: str
    first: date = date.min
    last: date = date.max
    """days on which it holds"""
    rules: tuple[Rule, ...] = ()
    flows: tuple[DeclaredFlow, ...] = ()
    speaks: bool = True
    """False: ended or suspended, so that its rules take no part"""
    party: str = ""
    """of a code: the party whose it is"""
    terms: tuple[Rule, ...] = ()
    """of an agreement: the duties that it sets in its fields, where they are asked about"""

    def at_all_times(self) -> Instrument:
        """The same text without its days, and speaking whatever its state: what it says while it holds."""
        return replace(self, first=date.min, last=date.max, speaks=True)

    def days_from(self, day: date) -> Interval:
        """The days on which it holds, from a day on; empty where it is over by then."""
        return (max(self.first, day).toordinal(), self.last.toordinal())


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule, and the instrument that says it."""

    instrument: Instrument
    placed: PlacedRule

    @property
    def rule(self) -> Rule:
        return self.placed.rule

    @property
    def clause(self) -> str:
        return self.rule.clause

    @property
    def is_term(self) -> bool:
        """Whether it is a field of an agreement, and no rule that was written."""
        return any(self.rule is term for term in self.instrument.terms)

    @property
    def cited(self) -> str:
        """As sentences name it."""
        return f"{self.instrument.name} (clause {self.rule.clause})"


@dataclass(frozen=True, slots=True)
class PlacedFlow:
    """A declared flow as boxes that lie apart, one or more for each item."""

    instrument: Instrument
    flow: DeclaredFlow
    boxes: tuple[Box, ...]

    @property
    def cited(self) -> str:
        return f"the flow {self.flow.id} of {self.instrument.name}"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A rule or flow of which nothing is known, because a word of it is unknown or never to be asked for."""

    instrument: Instrument
    clause: str
    words: tuple[UnknownTerm, ...]
    never_asked: tuple[tuple[str, str], ...] = ()
    """(dimension, term) that a permit or a flow may not name"""
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All instruments of a folder, from one day on, in numbers."""

    vocabulary: Vocabulary
    day: date
    instruments: tuple[Instrument, ...]
    spoken: tuple[Spoken, ...]
    flows: tuple[PlacedFlow, ...]
    unplaced: tuple[Unplaced, ...]

    def of_kind(self, kind: str) -> tuple[Spoken, ...]:
        return tuple(one for one in self.spoken if one.rule.kind == kind)


def rulebook(vocabulary: Vocabulary, instruments: Sequence[Instrument], day: date) -> Rulebook:
    """Place every rule and flow that can be placed. What an instrument says of days before `day` is over.

    A flow is looked at from `day` to the last day of its agreement; one without a last day, on `day`.
    """
    vocabulary = vocabulary.from_day(day)
    spoken: list[Spoken] = []
    flows: list[PlacedFlow] = []
    unplaced: list[Unplaced] = []
    for one in instruments:
        days = one.days_from(day)
        if not one.speaks:
            continue
        for rule in (*one.rules, *one.terms):
            odd = _odd(one, rule.clause, (rule.when, *rule.unless), vocabulary, rule)
            if odd:
                unplaced.append(odd)
            else:
                spoken.append(Spoken(one, rule.placed(vocabulary, days)))
        for flow in one.flows:
            odd = _odd(one, f"flow {flow.id}", (flow.case,), vocabulary)
            if odd:
                unplaced.append(odd)
            elif days[0] <= days[1]:
                flows.append(PlacedFlow(one, flow, _within(flow.case.placed(vocabulary), one, day)))
    return Rulebook(vocabulary, day, tuple(instruments), tuple(spoken), tuple(flows), tuple(unplaced))


def _odd(
    instrument: Instrument, clause: str, cases: Sequence[Case], vocabulary: Vocabulary, rule: Rule | None = None
) -> Unplaced | None:
    words = rule.unknown(vocabulary) if rule else cases[0].unknown(vocabulary)
    never = never_asked(cases[0], vocabulary) if not words and (rule is None or rule.kind == "permit") else ()
    return Unplaced(instrument, clause, words, never, rule) if words or never else None


def never_asked(case: Case, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """The terms of a permit's or a flow's case that may stand in a prohibition alone."""
    return tuple(
        (dimension, word)
        for dimension, word in case.words()
        if dimension in TREES and not vocabulary.is_askable(dimension, word)
    )


def _within(boxes: Iterable[Box], instrument: Instrument, day: date) -> tuple[Box, ...]:
    first, last = instrument.days_from(day)
    held = (first, last if instrument.last != date.max else first)
    return tuple(box.with_interval(PERIOD, held) for box in boxes)
