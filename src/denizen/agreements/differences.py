"""Which uses a new version of a text allows or forbids, and which duties it sets, that the old one did not. Exact.

Every case has one verdict in each version: forbidden where a prohibition speaks, else allowed where a permit speaks, else
silent. What is told is the set of cases whose verdict changed, in boxes that cannot be made wider.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from denizen.agreements.boxes import Box, box_of
from denizen.agreements.cases_told import box_in_words, concrete, named, use_in_words
from denizen.agreements.duties import interval_of_duty
from denizen.agreements.growing import MOST, widest
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.overlaps import left_over
from denizen.agreements.rules import MOST as OPEN
from denizen.agreements.rules import PERIOD
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
class Sides:
    """Boxes of permits and of prohibitions of one version."""

    permits: Sequence[Box]
    prohibitions: Sequence[Box]

    def holds(self, verdict: Verdict) -> tuple[Sequence[Box], Sequence[Box]]:
        """Boxes that hold all cases of a verdict that is not silence, and boxes of those among them that have another."""
        return (self.permits, self.prohibitions) if verdict == "allowed" else (self.prohibitions, ())

    def judges(self, box: Box, verdict: Verdict) -> bool:
        """Whether every case of a box has this verdict."""
        if verdict == "forbidden":
            return left_over(box, self.prohibitions) is None
        if any(one.meets(box) for one in self.prohibitions):
            return False
        if verdict == "silent":
            return not any(one.meets(box) for one in self.permits)
        return left_over(box, self.permits) is None


def difference(old: Rulebook, new: Rulebook) -> Difference:
    """Everything that two versions judge differently. Both are placed in one vocabulary."""
    before, after, words = _sides(old), _sides(new), new.vocabulary
    changes: list[Change] = []
    for was, becomes, heading in CHANGES:
        changes += _told(heading, changed(before, after, was, becomes, words), old, new)
    changes += [*_duties_changed(old, new), *_flows_changed(old, new)]
    proved = [f"No case is {heading}." for *_, heading in CHANGES if not any(one.heading == heading for one in changes)]
    headings = [one.heading for one in changes]
    proved += [
        f"There may be more that is {heading} than these {MOST} boxes hold."
        for heading in dict.fromkeys(headings)
        if headings.count(heading) >= MOST
    ]
    if not any(one.heading.startswith("duty") for one in changes):
        proved.append("No duty has changed.")
    if not any(one.heading.startswith("flow") for one in changes):
        proved.append("The same flows are declared.")
    unknown = [f"{one.instrument.file} {one.clause}" for one in (*old.unplaced, *new.unplaced)]
    if unknown:
        proved.append(f"Left out, because a word is unknown or cannot be asked for: {', '.join(unknown)}.")
    return Difference(tuple(changes), tuple(proved))


def _sides(book: Rulebook) -> Sides:
    return Sides(
        [box for one in book.of_kind("permit") for box in one.placed.boxes],
        [box for one in book.of_kind("prohibit") for box in one.placed.boxes],
    )


def changed(before: Sides, after: Sides, was: Verdict, becomes: Verdict, words: Vocabulary) -> list[Box]:
    """The cases with one verdict before and another after, in boxes that cannot be made wider. They may overlap.

    One of the two is not silence, or there would be no change; that one is where the search starts.
    """
    (sides, verdict), (other, second) = (after, becomes), (before, was)
    if becomes == "silent":
        (sides, verdict), (other, second) = (before, was), (after, becomes)
    starts, out = sides.holds(verdict)
    if second == "silent":
        out = [*other.permits, *other.prohibitions, *out]
    else:
        among, also_out = other.holds(second)
        starts = _meeting(starts, among, [*out, *also_out])
        out = [*out, *also_out]
    return widest(
        starts,
        out,
        box_of(words.whole),
        lambda box: before.judges(box, was) and after.judges(box, becomes),
        words,
    )


def _meeting(some: Sequence[Box], others: Sequence[Box], out: Sequence[Box]) -> list[Box]:
    """What boxes of the one and of the other have in common, leaving aside what lies in one that is out."""
    met = (one.intersection(other) for one in some for other in others if one.meets(other))
    return [box for box in dict.fromkeys(met) if not any(one.contains(box) for one in out)]


def _told(heading: str, boxes: Sequence[Box], old: Rulebook, new: Rulebook) -> list[Change]:
    vocabulary = new.vocabulary
    permits = [box for book in (new, old) for one in book.of_kind("permit") for box in one.placed.boxes]
    changes = []
    for box in boxes:
        likely = next((box.intersection(one) for one in permits if one.meets(box)), box)
        witness = named(concrete(likely, vocabulary), vocabulary)
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
            left = widest(boxes, as_strict, box_of(new.vocabulary.whole), _bound_anew(boxes, as_strict), new.vocabulary)
            changes += _told(f"{heading} ({words})", left, old, new)
    return [replace(one, by=_by_duty(one, old, new)) for one in changes]


def _flows_changed(old: Rulebook, new: Rulebook) -> list[Change]:
    """What is declared to move in one version and not in the other."""
    changes = []
    for heading, here, there in (("flow declared", new, old), ("flow no longer declared", old, new)):
        boxes, others = _flow_boxes(here), _flow_boxes(there)
        left = widest(boxes, others, box_of(new.vocabulary.whole), _bound_anew(boxes, others), new.vocabulary)
        for change in _told(heading, left, old, new):
            ids = [flow.flow.id for flow in here.flows if any(one.meets(change.box) for one in flow.boxes)]
            side = "new" if here is new else "old"
            changes.append(replace(change, by=f"{side} flow {', '.join(dict.fromkeys(ids))}"))
    return changes


def _flow_boxes(book: Rulebook) -> list[Box]:
    """Declared flows, whenever they are."""
    always = book.vocabulary.whole[PERIOD]
    return [box.with_interval(PERIOD, always) for flow in book.flows for box in flow.boxes]


def _bound_anew(boxes: Sequence[Box], as_strict: Sequence[Box]) -> Callable[[Box], bool]:
    """Whether all cases of a box are bound by these boxes, and none as strictly by the others."""
    return lambda box: not any(one.meets(box) for one in as_strict) and left_over(box, boxes) is None


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
    if interval[1] < OPEN and duty.what != "pseudonymise":
        yield (duty.what, "at_most", interval[1])


def _is_as_strict(one: Bound, other: Bound) -> bool:
    if one[:2] != other[:2]:
        return False
    return one[2] >= other[2] if one[1] == "at_least" else one[2] <= other[2]


def _bound_in_words(bound: Bound, vocabulary: Vocabulary) -> str:
    what, end, where = bound
    return interval_of_duty(what, (where, OPEN) if end == "at_least" else (0, where), vocabulary)


def _by_duty(change: Change, old: Rulebook, new: Rulebook) -> str:
    book = new if change.heading.startswith("duty set") else old
    clauses = [one.clause for one in book.spoken if one.rule.duty and _speaks(one, change.box)]
    return f"{'new' if book is new else 'old'} clause {', '.join(dict.fromkeys(clauses))}"
