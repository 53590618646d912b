"""Which uses a new version of a text allows or forbids, and which duties it sets, that the old one did not. Exact.

Every case has one verdict in each version: forbidden where a prohibition speaks, else allowed where a permit speaks, else
silent. What is told is the set of cases whose verdict changed, in boxes that cannot be made wider; and before them, the clauses
and the other terms that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from denizen.agreements.boxes import Box, box_of
from denizen.agreements.changes_told import Change, told
from denizen.agreements.clauses_changed import CHANGES, ClauseChange, Verdict
from denizen.agreements.duties_changed import duties_changed
from denizen.agreements.growing import MOST, widest
from denizen.agreements.instruments import Rulebook
from denizen.agreements.overlaps import left_over
from denizen.agreements.rules import PERIOD
from denizen.agreements.terms_changed import TermChange
from denizen.agreements.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed between two versions, and what is proved not to have."""

    changes: tuple[Change, ...]
    proved: tuple[str, ...]
    clauses: tuple[ClauseChange, ...] = ()
    """rules that are new, gone or changed, in the order of the texts"""
    terms: tuple[TermChange, ...] = ()
    """fields outside the rules"""

    @property
    def beside(self) -> tuple[Change, ...]:
        """Changes that no clause accounts for: flows, and rules that mean something else because a word does."""
        told_by_clause = [change for clause in self.clauses for change in clause.brings]
        return tuple(one for one in self.changes if one not in told_by_clause)

    def as_json(self) -> dict[str, object]:
        return {
            "clauses": [one.as_json() for one in self.clauses],
            "terms": [
                {"document": one.document, "term": one.term, "was": one.was, "becomes": one.becomes}
                for one in self.terms
            ],
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
        changes += told(heading, changed(before, after, was, becomes, words), old, new)
    changes += [*duties_changed(old, new), *_flows_changed(old, new)]
    proved = [f"No case is {heading}." for *_, heading in CHANGES if not any(one.heading == heading for one in changes)]
    headings = [one.heading for one in changes]
    proved += [
        f"There may be more that is {heading} than these {MOST} boxes hold."
        for heading in dict.fromkeys(headings)
        if headings.count(heading) >= MOST
    ]
    if not any(one.heading.startswith("duty") for one in changes):
        proved.append("No duty of the rules has changed.")
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


def _flows_changed(old: Rulebook, new: Rulebook) -> list[Change]:
    """What is declared to move in one version and not in the other."""
    changes = []
    for heading, here, there in (("flow declared", new, old), ("flow no longer declared", old, new)):
        boxes, others = _flow_boxes(here), _flow_boxes(there)
        left = widest(boxes, others, box_of(new.vocabulary.whole), _bound_anew(boxes, others), new.vocabulary)
        for change in told(heading, left, old, new):
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
