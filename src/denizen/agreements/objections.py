"""What stands in the way of a single code: what a partner forbids, and duties of which only one can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from denizen.agreements.boxes import Box, taken_away
from denizen.agreements.cases import Case
from denizen.agreements.cases_meeting import meeting_case
from denizen.agreements.cases_told import concrete, named, use_in_words
from denizen.agreements.duties import interval_of_duty
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.rules import Rule
from denizen.agreements.vocabulary import Vocabulary

SHORTEST_PROTECTS = ("retain_days", "notify_days", "review_days", "train_days")
"""duties counted in days: the shorter time is the stricter. Source: storage limitation, UK GDPR Article 5(1)(e). Of all others
(thresholds, rounding, grain) the higher end is."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Cases that are given up, as written: those of `when` that are in none of `unless`; and who objects."""

    when: Case
    unless: tuple[Case, ...]
    by: tuple[Spoken, ...]
    kept: Spoken | None = None
    """of duties that cannot both be done, the one that protects people better; it stays, until the partners agree"""

    @property
    def is_prohibition(self) -> bool:
        return self.by[0].rule.kind == "prohibit"

    def drops(self, one: Spoken) -> bool:
        """Whether a rule's duty gives way."""
        return not self.is_prohibition and one in self.by and one is not self.kept

    def boxes(self, vocabulary: Vocabulary) -> list[Box]:
        exceptions = [box for case in self.unless for box in case.placed(vocabulary)]
        return taken_away(self.when.placed(vocabulary), exceptions)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Duties of which only one can be done, or one that nobody can do: the partners have to agree before they sign."""

    clauses: tuple[tuple[str, str], ...]
    """code and clause of each"""
    kept: tuple[str, str] | None
    """the one that the single code holds meanwhile"""
    witness: dict[str, str]
    sentence: str


def prohibitions(book: Rulebook) -> list[Objection]:
    return [Objection(_dated(one.rule), one.rule.unless, (one,)) for one in book.of_kind("prohibit")]


def impossible(book: Rulebook) -> list[Objection]:
    """Cases in which two duties cannot both be done, or one cannot be done at all."""
    found = []
    dutiful = [one for one in book.spoken if one.placed.duty is not None and one.placed.boxes]
    for one in dutiful:
        if one.placed.duty and one.placed.duty[0] > one.placed.duty[1]:
            found.append(Objection(_dated(one.rule), one.rule.unless, (one,)))
    for one, other in combinations(dutiful, 2):
        if _are_apart(one, other):
            case = meeting_case(_dated(one.rule), _dated(other.rule), book.vocabulary)
            if case is not None:
                unless = (*one.rule.unless, *other.rule.unless)
                found.append(Objection(case, unless, (one, other), _stricter(one, other)))
    return [one for one in found if one.boxes(book.vocabulary)]


def unresolved(objection: Objection, book: Rulebook) -> Unresolved:
    """Duties that cannot be done, as a sentence with one case: one that somebody permits, where there is one."""
    words = book.vocabulary
    boxes = objection.boxes(words)
    permitted = (
        box.intersection(other)
        for one in book.of_kind("permit")
        for other in one.placed.boxes
        for box in boxes
        if box.meets(other)
    )
    witness = named(concrete(next(permitted, boxes[0]), words), words)
    said = " and ".join(
        f"{one.instrument.name}, clause {one.clause}, asks to {_duty_in_words(one, words)}" for one in objection.by
    )
    if objection.kept is None:
        end = "Nobody can do both. It is left out, and nothing is allowed there until it is mended."
    else:
        kept = f"{objection.kept.instrument.name}, clause {objection.kept.clause}"
        end = f"Only one can be done. Until the partners agree, the stricter stands ({kept}), and nothing is allowed there."
    return Unresolved(
        tuple((one.instrument.id, one.clause) for one in objection.by),
        (objection.kept.instrument.id, objection.kept.clause) if objection.kept else None,
        witness,
        f"{said[:1].upper()}{said[1:]}. {end} For example: to {use_in_words(witness, words)}.",
    )


def _duty_in_words(one: Spoken, words: Vocabulary) -> str:
    duty, ends = one.rule.duty, one.placed.duty
    return interval_of_duty(duty.what, ends, words) if duty and ends else ""


def _stricter(one: Spoken, other: Spoken) -> Spoken:
    """Of two duties that lie apart, the one that protects people better."""
    low, high = sorted((one, other), key=lambda some: some.placed.duty or (0, 0))
    return low if one.rule.duty and one.rule.duty.what in SHORTEST_PROTECTS else high


def _are_apart(one: Spoken, other: Spoken) -> bool:
    a, b = one.placed.duty, other.placed.duty
    if a is None or b is None or one.rule.duty is None or other.rule.duty is None:
        return False
    return (
        one.rule.duty.what == other.rule.duty.what
        and max(a[0], b[0]) > min(a[1], b[1])
        and a[0] <= a[1]
        and b[0] <= b[1]
    )


def _dated(rule: Rule) -> Case:
    """A rule's case, with its own days."""
    if rule.from_ is None and rule.until is None:
        return rule.when
    own = Case.model_validate({"period": {"from": rule.from_, "to": rule.until}})
    return Case.model_validate(
        {**rule.when.model_dump(by_alias=True, exclude_none=True), **_only_period(rule.when, own)}
    )


def _only_period(case: Case, own: Case) -> dict[str, object]:
    firsts = [one.period.first for one in (case, own) if one.period and one.period.first]
    lasts = [one.period.last for one in (case, own) if one.period and one.period.last]
    return {"period": {"from": max(firsts, default=None), "to": min(lasts, default=None)}}


def standing(objection: Objection) -> list[Rule]:
    """The duty that is kept, as an obligation, where it was the condition of a permit that is given up there."""
    kept = objection.kept
    if kept is None or kept.rule.kind != "permit":
        return []
    said = {"kind": "oblige", "when": objection.when, "unless": objection.unless, "from_": None, "until": None}
    return [kept.rule.model_copy(update=said)]


def against(one: Spoken, objections: Sequence[Objection], words: Vocabulary) -> list[Objection]:
    """What is objected to in a rule. A prohibition stands; of two duties that cannot both be done, one gives way."""
    if one.rule.kind == "prohibit":
        return []
    return [
        objection
        for objection in objections
        if (one.rule.kind == "permit" or objection.drops(one))
        and any(box.meets(other) for box in one.placed.boxes for other in objection.boxes(words))
    ]
