"""What one code allows and another forbids; and what a code lets through that it forbids itself.

Within one code, a prohibition that lies wholly inside a permit is read as its exception, and a permit that lies wholly inside
a prohibition never lets anything through: it is a dead rule. Where neither holds the other, a reader cannot tell which
counts, and that is a contradiction as well. Between two codes every case in both is one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from denizen.agreements.boxes import Box
from denizen.agreements.cases_told import box_in_words, concrete, named, use_in_words
from denizen.agreements.clashes import Clashes, Family, Mask, Side, clashes, families, shared_part, touched
from denizen.agreements.findings import Finding, Severity
from denizen.agreements.instruments import PlacedFlow, Rulebook, Spoken
from denizen.agreements.overlaps import Numbers, Rows, left_over
from denizen.agreements.repairs import to_carve_out, to_lift
from denizen.agreements.vocabulary import Vocabulary

NAMED = 50
"""clauses that one finding names; it says how many more there are"""


def contradictions(book: Rulebook) -> tuple[list[Finding], int]:
    """Every contradiction, alike ones together; and how many pairs of a permit and a prohibition share a case."""
    permits, prohibitions = book.of_kind("permit"), book.of_kind("prohibit")
    found = clashes(permits, prohibitions, lambda a, _: np.ones(len(a), dtype=bool))
    pairs = len(found)
    found = found.only(_not_nested(found))
    touches = touched(found, book.flows)
    told = [_told(found, family, book.vocabulary) for family in families(_keys(found), touches, book.flows)]
    spoken_for = {(column, int(found.b[row])) for row, column in np.argwhere(touches)}
    return told + _forbidden_flows(book, prohibitions, spoken_for), pairs


def _keys(found: Clashes) -> Rows:
    """Alike: one prohibition, against permits of one instrument."""
    numbers = {one.instrument.id: place for place, one in enumerate(found.left.spoken)}
    of_permit = np.array([numbers[one.instrument.id] for one in found.left.spoken], dtype=np.intp)
    return found.b * (len(found.left.spoken) + 1) + (of_permit[found.a] if len(of_permit) else found.a)


def _not_nested(found: Clashes) -> Mask:
    """Which pairs are not of one text with the one inside the other. Where a rule is one box, its ends tell; the rest is
    worked out."""
    mask = np.ones(len(found), dtype=bool)
    number = {one.instrument.id: place for place, one in enumerate((*found.left.spoken, *found.right.spoken))}
    a = np.array([number[one.instrument.id] for one in found.left.spoken], dtype=np.intp)[found.a]
    b = np.array([number[one.instrument.id] for one in found.right.spoken], dtype=np.intp)[found.b]
    rows = np.flatnonzero(a == b) if len(found) else np.zeros(0, dtype=np.intp)
    (one_low, one_high, one_plain), (other_low, other_high, other_plain) = _hulls(found.left), _hulls(found.right)
    one, other = found.a[rows], found.b[rows]
    inside = (one_low[one] >= other_low[other]).all(axis=1) & (one_high[one] <= other_high[other]).all(axis=1)
    around = (one_low[one] <= other_low[other]).all(axis=1) & (one_high[one] >= other_high[other]).all(axis=1)
    both_plain = one_plain[one] & other_plain[other]
    mask[rows[both_plain & (inside | around)]] = False
    may_be = ~both_plain & (inside | around | ~one_plain[one] | ~other_plain[other])
    for row in rows[may_be].tolist():
        permit, prohibition = found.pair(row)
        mask[row] = not (_holds(prohibition, permit) or _holds(permit, prohibition))
    return mask


def _hulls(side: Side) -> tuple[Numbers, Numbers, Mask]:
    """The lowest and highest numbers of each rule, and whether it is one box without exceptions."""
    if not len(side.rows):
        return side.rows.low, side.rows.high, np.zeros(0, dtype=bool)
    first = np.searchsorted(side.rows.owner, np.arange(len(side.spoken)))
    first = np.minimum(first, len(side.rows) - 1)
    plain = np.array([len(one.placed.when) == 1 and not one.placed.unless for one in side.spoken], dtype=bool)
    return (
        np.minimum.reduceat(side.rows.low, first, axis=0),
        np.maximum.reduceat(side.rows.high, first, axis=0),
        plain,
    )


def _holds(outer: Spoken, inner: Spoken) -> bool:
    """Whether the one speaks of every case that the other does."""
    boxes = outer.placed.boxes
    return all(any(one.contains(box) for one in boxes) or _covers(box, boxes) for box in inner.placed.boxes)


def _covers(box: Box, boxes: Sequence[Box]) -> bool:
    return len(boxes) > 1 and left_over(box, boxes) is None


def _told(found: Clashes, family: Family, vocabulary: Vocabulary) -> Finding:
    permit, prohibition = found.pair(family.shown)
    others = [found.left.spoken[place] for place in found.a[family.rows[:NAMED]].tolist()]
    part = shared_part(found, family.shown, [box for flow in family.flows for box in flow.boxes])
    witness = named(concrete(part, vocabulary), vocabulary)
    more = f" So do {len(family.rows) - 1} more clauses of it." if len(family.rows) > 1 else ""
    return Finding(
        kind="contradiction",
        codes=(*(one.instrument.id for one in others), prohibition.instrument.id),
        clauses=(*(one.clause for one in others), prohibition.clause),
        witness=witness,
        sentence=f"{permit.instrument.name}, clause {permit.clause}, lets a body {use_in_words(witness, vocabulary)};"
        f" {_who_forbids(permit, prohibition)} {_forbidden(prohibition, permit, part, vocabulary)}.{more}"
        f"{_flows_said(family.flows)}",
        severity=severity_of(family.flows),
        repair=to_carve_out(permit, prohibition, vocabulary),
        flows=tuple(flow.flow.id for flow in family.flows),
        alike=len(family.rows),
    )


def _who_forbids(permit: Spoken, prohibition: Spoken) -> str:
    if permit.instrument.id == prohibition.instrument.id:
        return f"clause {prohibition.clause} of the same text forbids"
    return f"{prohibition.instrument.name}, clause {prohibition.clause}, forbids"


def _forbidden(prohibition: Spoken, permit: Spoken, part: Box, vocabulary: Vocabulary) -> str:
    """What the prohibition says where it is narrower than the permit; all that it says where it is not."""
    said = next((box for box in prohibition.placed.when if box.meets(part)), part)
    allowed = next((box for box in permit.placed.when if box.meets(part)), part)
    whole = vocabulary.whole
    narrower = [
        interval if not (interval[0] <= other[0] and other[1] <= interval[1]) else everything
        for interval, other, everything in zip(said.intervals, allowed.intervals, whole, strict=True)
    ]
    short = Box(tuple(low for low, _ in narrower[:-1]), tuple(high for _, high in narrower[:-1]))
    full = Box((*short.low, whole[-1][0]), (*short.high, whole[-1][1]))
    words = box_in_words(full, vocabulary)
    if words == "anything":
        words = box_in_words(said.with_interval(len(whole) - 1, whole[-1]), vocabulary)
    return words


def _flows_said(flows: Sequence[PlacedFlow]) -> str:
    if not flows:
        return ""
    return f" It touches {flows[0].cited}" + (f" and {len(flows) - 1} more." if len(flows) > 1 else ".")


def severity_of(flows: Sequence[PlacedFlow]) -> Severity:
    return "blocks" if flows else "warns"


def _forbidden_flows(book: Rulebook, prohibitions: Sequence[Spoken], spoken_for: set[tuple[int, int]]) -> list[Finding]:
    """Flows of which a whole part (an item, say) is forbidden, and no permit has been told of already."""
    found = []
    for column, flow in enumerate(book.flows):
        for place, prohibition in enumerate(prohibitions):
            if (column, place) in spoken_for:
                continue
            boxes = prohibition.placed.boxes
            covered = [
                box for box in flow.boxes if any(one.meets(box) for one in boxes) and left_over(box, boxes) is None
            ]
            if covered:
                found.append(_told_of_flow(flow, prohibition, covered[0], book.vocabulary))
    return found


def _told_of_flow(flow: PlacedFlow, prohibition: Spoken, box: Box, vocabulary: Vocabulary) -> Finding:
    witness = named(concrete(box, vocabulary), vocabulary)
    return Finding(
        kind="contradiction",
        codes=(flow.instrument.id, prohibition.instrument.id),
        clauses=(f"flow {flow.flow.id}", prohibition.clause),
        witness=witness,
        sentence=f"{flow.instrument.name} declares the flow {flow.flow.id}: {use_in_words(witness, vocabulary)};"
        f" {prohibition.instrument.name}, clause {prohibition.clause}, forbids it.",
        severity="blocks",
        repair=to_lift(prohibition, flow, box, vocabulary),
        flows=(flow.flow.id,),
    )
