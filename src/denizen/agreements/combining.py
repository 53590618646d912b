"""The widest single code to which no partner objects: what somebody permits and nobody prohibits, clause by clause.

A partner objects by a prohibition. Silence is no objection: a code that says nothing of a list leaves it to those who keep
it. Where duties of two codes cannot both be done, the case is given up as well. Every permit stays as its code wrote it, with
what is objected to as an exception; prohibitions and duties stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from denizen.agreements.boxes import Box, taken_away
from denizen.agreements.cases import Case
from denizen.agreements.cases_meeting import meeting_case, narrowing_case
from denizen.agreements.cases_told import box_in_words, concrete, named, use_in_words
from denizen.agreements.growing import widest
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.overlaps import left_over
from denizen.agreements.rules import Rule
from denizen.agreements.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Objection:
    """Cases that are given up, as written: those of `when` that are in none of `unless`; and who objects."""

    when: Case
    unless: tuple[Case, ...]
    by: tuple[Spoken, ...]

    def boxes(self, vocabulary: Vocabulary) -> list[Box]:
        exceptions = [box for case in self.unless for box in case.placed(vocabulary)]
        return taken_away(self.when.placed(vocabulary), exceptions)


@dataclass(frozen=True, slots=True)
class Loss:
    """Cases that one code permits and the single code does not."""

    code: str
    clause: str
    objected_by: tuple[tuple[str, str], ...]
    witness: dict[str, str]
    sentence: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Combined:
    """The rules of the single code, the clauses of the parents that each comes from, and what is given up."""

    rules: tuple[Rule, ...]
    traced: tuple[tuple[str, str], ...]
    """clause of the single code, and its parents"""
    losses: tuple[Loss, ...]
    left_out: tuple[str, ...]
    """clauses of which nothing is known"""

    def as_json(self) -> dict[str, object]:
        return {
            "clauses": [{"clause": clause, "parents": parents} for clause, parents in self.traced],
            "losses": [
                {
                    "code": loss.code,
                    "clause": loss.clause,
                    "objected_by": [f"{code} {clause}" for code, clause in loss.objected_by],
                    "witness": loss.witness,
                    "sentence": loss.sentence,
                }
                for loss in self.losses
            ],
            "left_out": list(self.left_out),
        }


def combined(book: Rulebook) -> Combined:
    """Bring the codes of a book into one."""
    words = book.vocabulary
    objections = [*_prohibitions(book), *_impossible(book)]
    sides: list[tuple[Rule, Spoken]] = []
    losses: list[Loss] = []
    for one in book.spoken:
        if not one.placed.boxes:
            continue
        against = _against(one, objections, words)
        sides += [(rule, one) for rule in without(one.rule, against, words)]
        if one.rule.kind == "permit":
            losses += _losses(one, against, words)
    rules, traced = _numbered(sides)
    left_out = tuple(f"{one.instrument.id} {one.clause}" for one in book.unplaced)
    return Combined(tuple(rules), tuple(traced), tuple(losses), left_out)


def _prohibitions(book: Rulebook) -> list[Objection]:
    return [Objection(_dated(one.rule), one.rule.unless, (one,)) for one in book.of_kind("prohibit")]


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


def _impossible(book: Rulebook) -> list[Objection]:
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
                found.append(Objection(case, (*one.rule.unless, *other.rule.unless), (one, other)))
    return found


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


def _against(one: Spoken, objections: Sequence[Objection], words: Vocabulary) -> list[Objection]:
    """What is objected to in a rule. A prohibition stands; of two duties that cannot both be done, both give way."""
    if one.rule.kind == "prohibit":
        return []
    relevant = [
        objection
        for objection in objections
        if one.rule.kind == "permit" or (one in objection.by and objection.by[0].rule.kind != "prohibit")
    ]
    return [
        objection
        for objection in relevant
        if any(box.meets(other) for box in one.placed.boxes for other in objection.boxes(words))
    ]


def without(rule: Rule, objections: Sequence[Objection], words: Vocabulary) -> list[Rule]:
    """A rule without what is objected to, as rules that terms can write.

    An objection that has exceptions of its own leaves those in: each becomes a rule beside, against which the other objections
    stand.
    """
    if not objections:
        return [rule] if _is_left(rule, words) else []
    first, *rest = objections
    out = narrowing_case(rule.when, first.when, words)
    kept = [rule.model_copy(update={"unless": _fewest((*rule.unless, out))})] if out is not None else []
    inside = [meeting_case(rule.when, case, words) for case in first.unless]
    met = [meeting_case(case, first.when, words) for case in inside if case is not None]
    kept += [rule.model_copy(update={"when": case}) for case in met if case is not None]
    return [one for some in kept if _is_left(some, words) for one in without(some, rest, words)]


def _fewest(cases: Iterable[Case]) -> tuple[Case, ...]:
    return tuple(dict.fromkeys(cases))


def _is_left(rule: Rule, words: Vocabulary) -> bool:
    placed = rule.placed(words)
    return any(left_over(box, placed.unless) is not None for box in placed.when)


def _losses(one: Spoken, objections: Sequence[Objection], words: Vocabulary) -> list[Loss]:
    """What a permit loses to other codes, per objection, in the widest boxes. What its own code forbids it never had."""
    own = [
        box
        for objection in objections
        if [by.instrument.id for by in objection.by] == [one.instrument.id]
        for box in objection.boxes(words)
    ]
    mine = taken_away(one.placed.boxes, own)
    found = []
    for objection in objections:
        if all(by.instrument.id == one.instrument.id for by in objection.by):
            continue
        theirs = objection.boxes(words)
        lost = [box.intersection(other) for box in mine for other in theirs if box.meets(other)]
        if lost:
            found.append(_loss(one, objection, lost, all(left_over(box, theirs) is None for box in mine), words))
    return found


def _loss(one: Spoken, objection: Objection, lost: Sequence[Box], is_whole: bool, words: Vocabulary) -> Loss:
    widened = widest(lost, (), _around(lost), lambda wider: left_over(wider, lost) is None, words)
    witness = named(concrete(widened[0], words), words)
    who = " and ".join(f"{by.instrument.name}, clause {by.clause}," for by in objection.by)
    why = "objects" if len(objection.by) == 1 else "ask for duties that cannot both be done"
    cases = "all of it" if is_whole else "the right " + "; ".join(box_in_words(box, words) for box in widened[:3])
    return Loss(
        one.instrument.id,
        one.clause,
        tuple((by.instrument.id, by.clause) for by in objection.by),
        witness,
        f"{one.instrument.name}, clause {one.clause}, loses {cases}, because {who} {why}. For example: to"
        f" {use_in_words(witness, words)}.",
        is_whole,
    )


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        tuple(min(numbers) for numbers in zip(*(box.low for box in boxes), strict=True)),
        tuple(max(numbers) for numbers in zip(*(box.high for box in boxes), strict=True)),
    )


def _numbered(sides: Sequence[tuple[Rule, Spoken]]) -> tuple[list[Rule], list[tuple[str, str]]]:
    """Rules with clauses of their own, permits first; those that say the same become one with several parents."""
    parents: dict[Rule, list[str]] = {}
    for rule, one in sides:
        plain = rule.model_copy(update={"id": "", "clause": "", "basis": ()})
        named_by = parents.setdefault(plain, [])
        cited = f"{one.instrument.id} {one.clause}"
        if cited not in named_by:
            named_by.append(cited)
    rules, traced = [], []
    for part, kind in enumerate(("permit", "prohibit", "oblige"), start=1):
        for number, rule in enumerate([one for one in parents if one.kind == kind], start=1):
            clause = f"{part}.{number}"
            rules.append(rule.model_copy(update={"id": f"{kind}_{number}", "clause": clause}))
            traced.append((clause, ", ".join(parents[rule])))
    return rules, traced
