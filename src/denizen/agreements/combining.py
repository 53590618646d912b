"""The widest single code to which no partner objects: what somebody permits and nobody prohibits, clause by clause.

A partner objects by a prohibition. Silence is no objection: a code that says nothing of a list leaves it to those who keep
it. Every permit stays as its code wrote it, with what is objected to as an exception; prohibitions and duties stay as they
are. Where two duties cannot both be done, that is told as unresolved: nothing is allowed in that case, and the stricter duty
stands alone, until the partners agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from denizen.agreements.boxes import Box, taken_away
from denizen.agreements.cases import Case
from denizen.agreements.cases_meeting import meeting_case, narrowing_case
from denizen.agreements.cases_told import box_in_words, concrete, named, use_in_words
from denizen.agreements.growing import widest
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.objections import (
    Objection,
    Unresolved,
    against,
    impossible,
    prohibitions,
    standing,
    unresolved,
)
from denizen.agreements.overlaps import left_over
from denizen.agreements.rules import Rule
from denizen.agreements.vocabulary import Vocabulary


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
class LeftOut:
    """A clause that the single code does not hold, or a whole text (then `clause` is empty), and why."""

    code: str
    clause: str
    why: str

    @property
    def sentence(self) -> str:
        return f"{self.code}{f', clause {self.clause}' if self.clause else ''}: {self.why}."


@dataclass(frozen=True, slots=True)
class Combined:
    """The rules of the single code, the clauses of the parents that each comes from, and what is given up."""

    rules: tuple[Rule, ...]
    traced: tuple[tuple[str, str], ...]
    """clause of the single code, and its parents"""
    losses: tuple[Loss, ...]
    left_out: tuple[LeftOut, ...]
    """clauses that are not in it, besides those that are given up"""
    unresolved: tuple[Unresolved, ...]
    """duties that exclude each other"""

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
            "left_out": [{"code": one.code, "clause": one.clause, "why": one.why} for one in self.left_out],
            "unresolved": [
                {
                    "clauses": [f"{code} {clause}" for code, clause in one.clauses],
                    "kept": " ".join(one.kept) if one.kept else None,
                    "witness": one.witness,
                    "sentence": one.sentence,
                }
                for one in self.unresolved
            ],
        }


def combined(book: Rulebook) -> Combined:
    """Bring the codes of a book into one."""
    words = book.vocabulary
    clashing = impossible(book)
    objections = [*prohibitions(book), *clashing]
    sides: list[tuple[Rule, Spoken]] = []
    losses: list[Loss] = []
    for one in book.spoken:
        if not one.placed.boxes:
            continue
        objected = against(one, objections, words)
        sides += [(rule, one) for rule in without(one.rule, objected, words)]
        if one.rule.kind == "permit":
            losses += _losses(one, objected, words)
    for objection in clashing:
        if objection.kept is not None:
            drops = [other for other in clashing if other.drops(objection.kept)]
            sides += [(part, objection.kept) for rule in standing(objection) for part in without(rule, drops, words)]
    rules, traced = _numbered(sides)
    return Combined(
        tuple(rules),
        tuple(traced),
        tuple(losses),
        _left_out(book, objections),
        tuple(unresolved(objection, book) for objection in clashing),
    )


def _left_out(book: Rulebook, objections: Sequence[Objection]) -> tuple[LeftOut, ...]:
    """Texts and clauses of the parents that the single code does not hold, each with the reason."""
    found = [
        LeftOut(one.id, "", "it is suspended or ended, so that none of its rules takes part")
        for one in book.instruments
        if not one.speaks
    ]
    for unknown in book.unplaced:
        never = [f"`{word}` is never permitted" for _, word in unknown.never_asked]
        words = [f"the word `{one.word}` is not in the vocabulary" for one in unknown.words]
        found.append(LeftOut(unknown.instrument.id, unknown.clause, " and ".join([*words, *never])))
    for one in book.spoken:
        if not one.placed.boxes:
            found.append(LeftOut(one.instrument.id, one.clause, _why_nothing(one, book)))
        elif one.rule.kind == "permit" and (own := _own_objections(one, objections, book.vocabulary)):
            clauses = ", ".join(dict.fromkeys(by.clause for objection in own for by in objection.by))
            found.append(LeftOut(one.instrument.id, one.clause, f"its own code forbids all of it (clause {clauses})"))
    return tuple(found)


def _why_nothing(one: Spoken, book: Rulebook) -> str:
    until = min(filter(None, (one.rule.until, one.instrument.last)))
    if until < book.day:
        return f"it was over on {until}"
    return "its exceptions take every case away" if one.placed.when else "it speaks of no case"


def _own_objections(one: Spoken, objections: Sequence[Objection], words: Vocabulary) -> list[Objection]:
    """The prohibitions of its own code that leave nothing of a permit; none where something is left."""
    own = [
        objection
        for objection in against(one, objections, words)
        if objection.is_prohibition and objection.by[0].instrument.id == one.instrument.id
    ]
    boxes = [box for objection in own for box in objection.boxes(words)]
    return own if all(left_over(box, boxes) is None for box in one.placed.boxes) else []


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
        if objection.is_prohibition and objection.by[0].instrument.id == one.instrument.id
        for box in objection.boxes(words)
    ]
    mine = taken_away(one.placed.boxes, own)
    found = []
    for objection in objections:
        if objection.is_prohibition and objection.by[0].instrument.id == one.instrument.id:
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
    alone = "asks for what nobody can do" if not objection.is_prohibition else "objects"
    why = alone if len(objection.by) == 1 else "ask for duties that cannot both be done"
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
