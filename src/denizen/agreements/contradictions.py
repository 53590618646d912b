"""What one code allows and another forbids; and what a code lets through that it forbids itself.

Within one code, a prohibition that lies wholly inside a permit is read as its exception, and a permit that lies wholly inside
a prohibition never lets anything through: it is a dead rule. Where neither holds the other, a reader cannot tell which
counts, and that is a contradiction as well. Between two codes every case in both is one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from denizen.agreements.boxes import Box, taken_away
from denizen.agreements.cases_told import box_in_words, concrete, named, use_in_words
from denizen.agreements.clashes import Clashes, Family, Mask, clashes, families, shared_part, touched
from denizen.agreements.findings import Finding, Severity
from denizen.agreements.instruments import PlacedFlow, Rulebook, Spoken
from denizen.agreements.overlaps import Rowed, Rows, left_over, rows_of
from denizen.agreements.repairs import to_carve_out, to_lift
from denizen.agreements.vocabulary import DIMENSIONS, Vocabulary

NAMED = 50
"""clauses that one finding names; it says how many more there are"""


def contradictions(book: Rulebook) -> tuple[list[Finding], tuple[str, ...]]:
    """Every contradiction, alike ones together; and the pairs of one text of which the one lies inside the other, as cited."""
    permits, prohibitions = book.of_kind("permit"), book.of_kind("prohibit")
    found = clashes(permits, prohibitions, lambda a, _: np.ones(len(a), dtype=bool))
    crossing = _not_nested(found, book.vocabulary.never_asked)
    nested, found = found.only(~crossing), found.only(crossing)
    touches = touched(found, book.flows)
    told = [_told(found, family, book.vocabulary) for family in families(_keys(found), touches, book.flows)]
    spoken_for = {(column, int(found.b[row])) for row, column in np.argwhere(touches)}
    exceptions = tuple(
        f"{permit.instrument.id} clauses {permit.clause} and {prohibition.clause}"
        for permit, prohibition in map(nested.pair, range(len(nested)))
    )
    return told + _forbidden_flows(book, prohibitions, spoken_for), exceptions


def _keys(found: Clashes) -> Rows:
    """Alike: one prohibition, against permits of one instrument."""
    numbers = {one.instrument.id: place for place, one in enumerate(found.left.spoken)}
    of_permit = np.array([numbers[one.instrument.id] for one in found.left.spoken], dtype=np.intp)
    return found.b * (len(found.left.spoken) + 1) + (of_permit[found.a] if len(of_permit) else found.a)


def _not_nested(found: Clashes, never: Sequence[Box]) -> Mask:
    """Which pairs are not of one text with the one inside the other, as far as what may be asked for goes.

    The lowest and highest numbers of both tell most pairs apart; the rest is worked out box by box.
    """
    mask = np.ones(len(found), dtype=bool)
    number = {one.instrument.id: place for place, one in enumerate((*found.left.spoken, *found.right.spoken))}
    a = np.array([number[one.instrument.id] for one in found.left.spoken], dtype=np.intp)
    b = np.array([number[one.instrument.id] for one in found.right.spoken], dtype=np.intp)
    rows = np.flatnonzero(a[found.a] == b[found.b]) if len(found) else np.zeros(0, dtype=np.intp)
    permits = [one.placed.boxes for one in found.left.spoken]
    forbidden = [one.placed.boxes for one in found.right.spoken]
    asked = [taken_away(boxes, never) for boxes in forbidden]
    one, other = found.a[rows], found.b[rows]
    inside = _are_within(_hulls(permits), one, _hulls(forbidden), other)
    around = _are_within(_hulls(asked), other, _hulls(permits), one)
    for row in rows[inside | around].tolist():
        permit, prohibition = int(found.a[row]), int(found.b[row])
        mask[row] = not (_hold(forbidden[prohibition], permits[permit]) or _hold(permits[permit], asked[prohibition]))
    return mask


def _hulls(held: Sequence[Sequence[Box]]) -> Rowed:
    """The lowest and the highest numbers of each group of boxes; of an empty one, what lies in nothing."""
    width = next((len(boxes[0].low) for boxes in held if boxes), 1)
    nothing = Box((-1,) * width, (-1,) * width)
    hulls = [
        Box(
            tuple(min(numbers) for numbers in zip(*(box.low for box in boxes), strict=True)),
            tuple(max(numbers) for numbers in zip(*(box.high for box in boxes), strict=True)),
        )
        if boxes
        else nothing
        for boxes in held
    ]
    return rows_of(hulls, [1] * len(hulls))


def _are_within(inner: Rowed, one: Rows, outer: Rowed, other: Rows) -> Mask:
    within = (inner.low[one] >= outer.low[other]) & (inner.high[one] <= outer.high[other])
    return np.asarray(within.all(axis=1), dtype=bool)


def _hold(outer: Sequence[Box], inner: Sequence[Box]) -> bool:
    """Whether every case of the inner boxes lies in one of the outer."""
    return all(any(one.contains(box) for one in outer) or _covers(outer, box) for box in inner)


def _covers(boxes: Sequence[Box], box: Box) -> bool:
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
    """The items that the prohibition names, and what else it says where it is narrower than the permit; all of it where it is
    not."""
    said = next((box for box in prohibition.placed.when if box.meets(part)), part)
    allowed = next((box for box in permit.placed.when if box.meets(part)), part)
    whole = vocabulary.whole
    narrower = [
        interval if dimension == "item" or not (interval[0] <= other[0] and other[1] <= interval[1]) else everything
        for dimension, interval, other, everything in zip(
            DIMENSIONS, said.intervals, allowed.intervals, whole, strict=True
        )
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
                found.append(_told_of_flow(flow, prohibition, book.of_kind("permit"), covered[0], book.vocabulary))
    return found


def _told_of_flow(
    flow: PlacedFlow, prohibition: Spoken, permits: Sequence[Spoken], box: Box, vocabulary: Vocabulary
) -> Finding:
    """The clause that forbids, and the one of the same text of which it is an exception, where there is one."""
    point = concrete(box, vocabulary)
    witness = named(point, vocabulary)
    own = [one for one in permits if one.instrument.id == prohibition.instrument.id and one.placed.speaks_of(point)]
    though = f", although its clause {own[0].clause} permits more" if own else ""
    return Finding(
        kind="contradiction",
        codes=(flow.instrument.id, prohibition.instrument.id, *(one.instrument.id for one in own[:1])),
        clauses=(f"flow {flow.flow.id}", prohibition.clause, *(one.clause for one in own[:1])),
        witness=witness,
        sentence=f"{flow.instrument.name} declares the flow {flow.flow.id}: {use_in_words(witness, vocabulary)};"
        f" {prohibition.instrument.name}, clause {prohibition.clause}, forbids it{though}.",
        severity="blocks",
        repair=to_lift(prohibition, flow, box, vocabulary),
        flows=(flow.flow.id,),
    )
