"""Which uses a new version of a text allows or forbids, and which duties it sets, that the old one did not. Exact.

Every case has one verdict in each version: forbidden where a prohibition speaks, else allowed where a permit speaks, else
silent. What is told is the set of cases whose verdict changed, in boxes that cannot be made wider.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from denizen.agreements.boxes import Box, box_of, taken_away
from denizen.agreements.cases_told import box_in_words, concrete, named, use_in_words
from denizen.agreements.duties import interval_of_duty
from denizen.agreements.growing import widest
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.rules import MOST
from denizen.agreements.vocabulary import Vocabulary

Verdict = Literal["allowed", "forbidden", "silent"]
CHANGES: tuple[tuple[Verdict, Verdict, str], ...] = (
    ("silent", "allowed", "newly allowed"),
    ("forbidden", "allowed", "allowed, where it was forbidden"),
    ("allowed", "forbidden", "forbidden, where it was allowed"),
    ("allowed", "silent", "no longer allowed"),
    ("silent", "forbidden", "newly forbidden"),
    ("forbidden", "silent", "no longer forbidden, and not allowed either"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One box of cases whose verdict or duty changed."""

    heading: str
    uses: str
    """the box in words"""
    example: str
    """one case of it in words"""
    witness: dict[str, str]
    by: str
    """clauses of either version that make the difference"""
    box: Box


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed between two versions, and what is proved not to have."""

    changes: tuple[Change, ...]
    proved: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "changes": [
                {
                    "change": one.heading,
                    "uses": one.uses,
                    "witness": one.witness,
                    "sentence": f"{one.heading[:1].upper()}{one.heading[1:]}: {one.example}.",
                    "by": one.by,
                }
                for one in self.changes
            ],
            "proved": list(self.proved),
        }


@dataclass(frozen=True, slots=True)
class _Sides:
    """Boxes of permits and of prohibitions of one version."""

    permits: Sequence[Box]
    prohibitions: Sequence[Box]


def difference(old: Rulebook, new: Rulebook) -> Difference:
    """Everything that two versions judge differently. Both are placed in one vocabulary."""
    before, after = _sides(old), _sides(new)
    changes: list[Change] = []
    for was, becomes, heading in CHANGES:
        pieces = changed(before, after, was, becomes)
        changes += _told(heading, pieces, old, new)
    changes += _duties_changed(old, new)
    proved = [f"No case is {heading}." for *_, heading in CHANGES if not any(one.heading == heading for one in changes)]
    if not any(one.heading.startswith("duty") for one in changes):
        proved.append("No duty has changed.")
    unknown = [f"{one.instrument.file} {one.clause}" for one in (*old.unplaced, *new.unplaced)]
    if unknown:
        proved.append(f"Left out, because a word is unknown or cannot be asked for: {', '.join(unknown)}.")
    return Difference(tuple(changes), tuple(proved))


def _sides(book: Rulebook) -> _Sides:
    return _Sides(
        [box for one in book.of_kind("permit") for box in one.placed.boxes],
        [box for one in book.of_kind("prohibit") for box in one.placed.boxes],
    )


def changed(before: _Sides, after: _Sides, was: Verdict, becomes: Verdict) -> list[Box]:
    """The cases with one verdict before and another after, as boxes. They may overlap.

    One of the two is not silence, or there would be no change; that one is where the search starts.
    """
    held, excepted = _where(after, becomes) if becomes != "silent" else _where(before, was)
    other, verdict = (before, was) if becomes != "silent" else (after, becomes)
    if verdict == "silent":
        return taken_away(held, [*excepted, *other.permits, *other.prohibitions])
    among, also_excepted = _where(other, verdict)
    met = [box.intersection(one) for box in held for one in among if box.meets(one)]
    return taken_away(met, [*excepted, *also_excepted])


def _where(sides: _Sides, verdict: Verdict) -> tuple[Sequence[Box], Sequence[Box]]:
    """Boxes that hold all cases of a verdict, and boxes that hold those among them that have another."""
    return (sides.permits, sides.prohibitions) if verdict == "allowed" else (sides.prohibitions, ())


def _told(heading: str, pieces: Sequence[Box], old: Rulebook, new: Rulebook) -> list[Change]:
    vocabulary = new.vocabulary
    changes = []
    for box in widest(pieces, box_of(vocabulary.whole), vocabulary):
        witness = named(concrete(box, vocabulary), vocabulary)
        changes.append(
            Change(
                heading,
                box_in_words(box, vocabulary),
                use_in_words(witness, vocabulary),
                witness,
                _by(box, old, new),
                box,
            )
        )
    return changes


def _by(box: Box, old: Rulebook, new: Rulebook) -> str:
    """The clauses that speak of a box in either version, without those that stand in both unchanged."""
    then = [one for one in old.spoken if one.rule.kind != "oblige" and _speaks(one, box)]
    now = [one for one in new.spoken if one.rule.kind != "oblige" and _speaks(one, box)]
    same = {(one.rule.when, one.rule.unless, one.rule.kind) for one in then} & {
        (one.rule.when, one.rule.unless, one.rule.kind) for one in now
    }
    parts = []
    for side, spoken in (("old", then), ("new", now)):
        clauses = [
            f"clause {one.clause}" for one in spoken if (one.rule.when, one.rule.unless, one.rule.kind) not in same
        ]
        parts.append(f"{side} {', '.join(dict.fromkeys(clauses)) or 'text: no clause'}")
    return "; ".join(parts)


def _speaks(one: Spoken, box: Box) -> bool:
    return any(part.meets(box) for part in one.placed.boxes)


Bound = tuple[str, str, int]
"""kind of duty, which end, and where it lies: ("retain_days", "at_most", 180)"""


def _duties_changed(old: Rulebook, new: Rulebook) -> list[Change]:
    """Ends of duties that bind where none as strict did before, and those that no longer bind.

    One-sided ends of one kind lie one in the other, so that a case is bound as strictly by several as by the strictest.
    """
    changes = []
    for heading, here, there in (("duty set", new, old), ("duty lifted", old, new)):
        bounds, others = _bounds(here), _bounds(there)
        for bound, boxes in bounds.items():
            as_strict = [box for other, held in others.items() if _is_as_strict(other, bound) for box in held]
            words = _bound_in_words(bound, new.vocabulary)
            left = taken_away(boxes, as_strict)
            changes += _told(f"{heading} ({words})", left, old, new)
    return [
        Change(one.heading, one.uses, one.example, one.witness, _by_duty(one, old, new), one.box) for one in changes
    ]


def _bounds(book: Rulebook) -> dict[Bound, list[Box]]:
    found: dict[Bound, list[Box]] = {}
    for one in book.spoken:
        for bound in ends_of(one):
            found.setdefault(bound, []).extend(one.placed.boxes)
    return found


def ends_of(one: Spoken) -> Iterable[Bound]:
    """The ends that a rule's duty sets."""
    duty, interval = one.rule.duty, one.placed.duty
    if duty is None or interval is None:
        return
    if interval[0] > 0:
        yield (duty.what, "at_least", interval[0])
    if interval[1] < MOST and duty.what != "pseudonymise":
        yield (duty.what, "at_most", interval[1])


def _is_as_strict(one: Bound, other: Bound) -> bool:
    if one[:2] != other[:2]:
        return False
    return one[2] >= other[2] if one[1] == "at_least" else one[2] <= other[2]


def _bound_in_words(bound: Bound, vocabulary: Vocabulary) -> str:
    what, end, where = bound
    return interval_of_duty(what, (where, MOST) if end == "at_least" else (0, where), vocabulary)


def _by_duty(change: Change, old: Rulebook, new: Rulebook) -> str:
    book = new if change.heading.startswith("duty set") else old
    clauses = [one.clause for one in book.spoken if one.rule.duty and _speaks(one, change.box)]
    return f"{'new' if book is new else 'old'} clause {', '.join(dict.fromkeys(clauses))}"
