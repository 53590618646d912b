"""Rules that never do anything: their case cannot be, their exceptions leave nothing, or a permit is wholly forbidden."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from denizen.agreements.boxes import Box
from denizen.agreements.cases_told import concrete, named, use_in_words
from denizen.agreements.findings import Finding
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.overlaps import Rows, left_over, meeting, rowed
from denizen.agreements.vocabulary import TREES, Vocabulary


def dead_rules(book: Rulebook) -> list[Finding]:
    """Rules that speak of no case from the day on, and permits of which prohibitions leave nothing.

    A permit that one prohibition of another code forbids is a contradiction, and is told there.
    """
    found = [
        _empty(one, book.vocabulary)
        for one in book.spoken
        if not one.placed.boxes and not one.is_term and _is_not_over(one, book)
    ]
    permits, prohibitions = book.of_kind("permit"), book.of_kind("prohibit")
    met, holding = _met(permits, prohibitions)
    for place, permit in enumerate(permits):
        over = _over(
            permit,
            [prohibitions[one] for one in met.get(place, ())],
            [prohibitions[one] for one in holding.get(place, ())],
        )
        if over:
            found.append(_overruled(permit, over, book))
    return found


def _met(
    permits: Sequence[Spoken], prohibitions: Sequence[Spoken]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """For each permit by its place: the prohibitions without exceptions that hold all of it; where there is none, the
    prohibitions that meet it (these first)."""
    rows, others = rowed(permits), rowed(prohibitions)
    i, j = meeting(rows, others)
    holds = ((others.low[j] <= rows.low[i]) & (others.high[j] >= rows.high[i])).all(axis=1)
    is_plain = np.array([not one.placed.unless for one in prohibitions], dtype=bool)
    parts = np.bincount(rows.owner, minlength=len(permits))
    one, other = rows.owner[i[holds]], others.owner[j[holds]]
    pairs, count = np.unique(one * max(1, len(prohibitions)) + other, return_counts=True)
    permit, prohibition = np.divmod(pairs, max(1, len(prohibitions)))
    whole = (count >= parts[permit]) & is_plain[prohibition] if len(pairs) else np.zeros(0, dtype=bool)
    is_held = np.zeros(len(permits), dtype=bool)
    is_held[permit[whole]] = True
    left = ~is_held[rows.owner[i]]
    met = _by_permit(rows.owner[i[left]], others.owner[j[left]], len(prohibitions))
    return met, _by_permit(permit[whole], prohibition[whole], len(prohibitions))


def _by_permit(permits: Rows, prohibitions: Rows, width: int) -> dict[int, list[int]]:
    pairs = np.unique(permits * max(1, width) + prohibitions)
    permit, prohibition = np.divmod(pairs, max(1, width))
    starts = np.flatnonzero(np.r_[True, np.diff(permit) > 0]) if len(pairs) else np.zeros(0, dtype=np.intp)
    return dict(
        zip(permit[starts].tolist(), (part.tolist() for part in np.split(prohibition, starts[1:])), strict=False)
    )


def _is_not_over(one: Spoken, book: Rulebook) -> bool:
    """A rule or an instrument whose days have gone by is no dead rule: it did its work."""
    until, first, last = one.rule.until, one.instrument.first, one.instrument.last
    return not (last < book.day or (until is not None and first <= until < book.day))


def _over(permit: Spoken, met: list[Spoken], holding: list[Spoken]) -> list[Spoken]:
    """The fewest prohibitions, as far as is seen, that leave nothing of a permit; none where something is left."""
    boxes = permit.placed.boxes
    if not boxes:
        return []
    if holding:
        return [one for one in holding if one.instrument.id == permit.instrument.id][:1]
    own = [one for one in met if one.instrument.id == permit.instrument.id]
    for some in (own, met):
        if some and _covers(some, boxes):
            needed = _needed(some, permit)
            return needed if len(needed) > 1 or needed[0].instrument.id == permit.instrument.id else []
    return []


def _needed(prohibitions: list[Spoken], permit: Spoken) -> list[Spoken]:
    """Without those that are not needed: each is left out in turn, and stays out where the rest still cover."""
    kept = list(prohibitions)
    for one in prohibitions if len(prohibitions) <= _LOOKED_THROUGH else ():
        rest = [other for other in kept if other is not one]
        if rest and _covers(rest, permit.placed.boxes):
            kept = rest
    return kept


_LOOKED_THROUGH = 20
"""prohibitions up to which those that are needed are told apart; beyond that all are named"""


def _covers(prohibitions: list[Spoken], boxes: list[Box]) -> bool:
    others = [box for one in prohibitions for box in one.placed.boxes]
    return all(any(one.contains(box) for one in others) or left_over(box, others) is None for box in boxes)


def _empty(one: Spoken, vocabulary: Vocabulary) -> Finding:
    why, mend = _why_empty(one, vocabulary)
    return Finding(
        kind="dead-rule",
        codes=(one.instrument.id,),
        clauses=(one.clause,),
        witness={"rule": one.rule.id},
        sentence=f"{one.instrument.name}, clause {one.clause} (rule {one.rule.id}), speaks of nothing: {why}.",
        severity="warns",
        repair=f"in {one.instrument.file}, {mend} of rule {one.rule.id}, or take the rule out",
    )


def _why_empty(one: Spoken, vocabulary: Vocabulary) -> tuple[str, str]:
    """Why a rule speaks of no case, the plainest reason first, and what to change."""
    if one.placed.when:
        return "its exceptions take every case away", "mend `unless`"
    case, instrument = one.rule.when, one.instrument
    if case.grain and case.grain.finest and case.grain.coarsest:
        finest, coarsest = case.grain.finest, case.grain.coarsest
        if vocabulary.grains.position(finest) > vocabulary.grains.position(coarsest):
            return (
                f"no case is so: its grain goes from {vocabulary.label('grain', finest)} to"
                f" {vocabulary.label('grain', coarsest)}, and a grain runs from the finest to the coarsest",
                f"swap the ends, `grain: {{from: {coarsest}, to: {finest}}}`, in `when`",
            )
    if nothing := [name for name in TREES if getattr(case, name) == ()]:
        return f"no case is so: its list of `{nothing[0]}` has nothing in it", f"fill in `{nothing[0]}` in `when`"
    first, last = one.rule.from_ or instrument.first, one.rule.until or instrument.last
    if first > last:
        return f"no case is so: it ends on {last}, before it starts on {first}", "mend the days"
    return "no case is so: its days lie outside those of its text, or nothing is left of what may be asked for", (
        "mend `when` or the days"
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
