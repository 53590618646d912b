"""Rules that never do anything: their case cannot be, their exceptions leave nothing, or a permit is wholly forbidden."""

from __future__ import annotations

from denizen.agreements.boxes import Box
from denizen.agreements.cases_told import concrete, named, use_in_words
from denizen.agreements.findings import Finding
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.overlaps import left_over, meeting, rowed


def dead_rules(book: Rulebook) -> list[Finding]:
    """Rules that speak of no case from the day on, and permits of which prohibitions leave nothing.

    A permit that one prohibition of another code forbids is a contradiction, and is told there.
    """
    found = [_empty(one) for one in book.spoken if not one.placed.boxes and _is_not_over(one, book)]
    permits, prohibitions = book.of_kind("permit"), book.of_kind("prohibit")
    rows, others = rowed(permits), rowed(prohibitions)
    i, j = meeting(rows, others)
    met: dict[int, dict[int, None]] = {}
    for permit, prohibition in zip(rows.owner[i].tolist(), others.owner[j].tolist(), strict=True):
        met.setdefault(permit, {})[prohibition] = None
    for place, permit in enumerate(permits):
        over = _over(permit, [prohibitions[one] for one in met.get(place, ())])
        if over:
            found.append(_overruled(permit, over, book))
    return found


def _is_not_over(one: Spoken, book: Rulebook) -> bool:
    """A rule or an instrument whose days have gone by is no dead rule: it did its work."""
    until, first, last = one.rule.until, one.instrument.first, one.instrument.last
    return not (last < book.day or (until is not None and first <= until < book.day))


def _over(permit: Spoken, prohibitions: list[Spoken]) -> list[Spoken]:
    """The fewest prohibitions, as far as is seen, that leave nothing of a permit; none where something is left."""
    if not prohibitions or not permit.placed.boxes:
        return []
    own = [one for one in prohibitions if one.instrument.id == permit.instrument.id]
    for some in [[one] for one in own] + ([own] if len(own) > 1 else []) + [prohibitions]:
        if _covers(some, permit.placed.boxes):
            return [] if len(some) == 1 and some[0].instrument.id != permit.instrument.id else _needed(some, permit)
    return []


def _needed(prohibitions: list[Spoken], permit: Spoken) -> list[Spoken]:
    """Without those that are not needed: each is left out in turn, and stays out where the rest still cover."""
    kept = list(prohibitions)
    for one in prohibitions if len(prohibitions) <= 50 else ():
        rest = [other for other in kept if other is not one]
        if rest and _covers(rest, permit.placed.boxes):
            kept = rest
    return [] if len(kept) == 1 and kept[0].instrument.id != permit.instrument.id else kept


def _covers(prohibitions: list[Spoken], boxes: list[Box]) -> bool:
    others = [box for one in prohibitions for box in one.placed.boxes]
    return all(left_over(box, others) is None for box in boxes)


def _empty(one: Spoken) -> Finding:
    why = (
        "its exceptions take every case away"
        if one.placed.when
        else "no case is so: an end before its start, a list with nothing in it, or days that lie outside those of its text"
    )
    return Finding(
        kind="dead-rule",
        codes=(one.instrument.id,),
        clauses=(one.clause,),
        witness={"rule": one.rule.id},
        sentence=f"{one.instrument.name}, clause {one.clause} (rule {one.rule.id}), speaks of nothing: {why}.",
        severity="warns",
        repair=f"in {one.instrument.file}, mend `{'unless' if one.placed.when else 'when'}` or the days of rule"
        f" {one.rule.id}, or take the rule out",
    )


def _overruled(permit: Spoken, over: list[Spoken], book: Rulebook) -> Finding:
    witness = named(concrete(permit.placed.boxes[0], book.vocabulary), book.vocabulary)
    flows = tuple(
        flow.flow.id
        for flow in book.flows
        if any(box.meets(other) for box in flow.boxes for other in permit.placed.boxes)
    )
    names = " and ".join(f"{one.instrument.name}, clause {one.clause}" for one in over)
    return Finding(
        kind="dead-rule",
        codes=(permit.instrument.id, *(one.instrument.id for one in over)),
        clauses=(permit.clause, *(one.clause for one in over)),
        witness=witness,
        sentence=f"{permit.instrument.name}, clause {permit.clause}, lets nothing through, although it says that a body may"
        f" {use_in_words(witness, book.vocabulary)}: all of it is forbidden by {names}.",
        severity="blocks" if flows else "warns",
        repair=f"take rule {permit.rule.id} out of {permit.instrument.file}, or let {names} make room for it by `unless`",
        flows=flows,
    )
