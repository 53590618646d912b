"""Where nobody speaks: parts of declared flows that no rule permits or prohibits. Silence means no when denizen runs."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.agreements.boxes import Box, taken_away
from denizen.agreements.cases_told import box_in_words, concrete, named, use_in_words
from denizen.agreements.findings import Finding
from denizen.agreements.growing import grown
from denizen.agreements.instruments import Instrument, PlacedFlow, Rulebook
from denizen.agreements.repairs import to_permit
from denizen.agreements.rules import PERIOD
from denizen.agreements.vocabulary import Vocabulary


def gaps(book: Rulebook) -> list[Finding]:
    """One finding per flow of which a part, or all, is silent: with the widest silent part that was found."""
    speaking = [one for one in book.spoken if one.rule.kind != "oblige"]
    found = []
    for flow in book.flows:
        met = [one for one in speaking if any(a.meets(b) for a in one.placed.when for b in flow.boxes)]
        spoken = [box for one in met for box in one.placed.boxes]
        silent = taken_away(flow.boxes, spoken)
        if silent:
            found.append(_told(flow, silent, spoken, book))
    return found


def _told(flow: PlacedFlow, silent: Sequence[Box], spoken: Sequence[Box], book: Rulebook) -> Finding:
    vocabulary = book.vocabulary
    now = [box for box in silent if box.low[PERIOD] <= book.day.toordinal()]
    parts = [
        grown(box, _flow_box(box, flow), lambda wider: not any(one.meets(wider) for one in spoken), vocabulary)
        for box in (now or silent)
    ]
    widest = max(parts, key=lambda box: (_size(box), [-number for number in box.low]))
    witness = named(concrete(widest, vocabulary), vocabulary)
    whole = _flow_box(widest, flow)
    part = (
        ""
        if widest == whole
        else f" The same goes for {box_in_words(_narrowed(widest, whole, vocabulary), vocabulary)}."
    )
    when = "" if now else f" from {witness['period']} on"
    return Finding(
        kind="gap",
        codes=(flow.instrument.id,),
        clauses=(f"flow {flow.flow.id}",),
        witness=witness,
        sentence=f"{flow.instrument.name} declares the flow {flow.flow.id}: {use_in_words(witness, vocabulary)};"
        f" no clause of any code permits or prohibits it{when}, and silence means no.{part}",
        severity="blocks" if now else "warns",
        repair=to_permit(flow, _whole(silent, flow, spoken, vocabulary), _code_of(flow.flow.sender, book), vocabulary),
        flows=(flow.flow.id,),
        alike=len(silent),
    )


def _whole(silent: Sequence[Box], flow: PlacedFlow, spoken: Sequence[Box], vocabulary: Vocabulary) -> list[Box]:
    """All silent parts, each as wide as it can be without touching what is spoken of, and none inside another."""
    found: list[Box] = []
    for box in silent:
        if not any(one.contains(box) for one in found):
            wide = grown(
                box, _flow_box(box, flow), lambda wider: not any(one.meets(wider) for one in spoken), vocabulary
            )
            found = [*(one for one in found if not wide.contains(one)), wide]
    return found


def _code_of(party: str, book: Rulebook) -> Instrument | None:
    """The code of a party, one that speaks before one that is suspended or ended."""
    held = [one for one in book.instruments if one.party == party]
    return next((one for one in held if one.speaks), held[0] if held else None)


def _flow_box(box: Box, flow: PlacedFlow) -> Box:
    return next(one for one in flow.boxes if one.contains(box))


def _narrowed(part: Box, whole: Box, vocabulary: Vocabulary) -> Box:
    """The part, left open wherever it is as wide as the whole: to tell no more than what marks it out."""
    kept = part
    for place, (inner, outer) in enumerate(zip(part.intervals, whole.intervals, strict=True)):
        if inner == outer:
            kept = kept.with_interval(place, vocabulary.whole[place])
    return kept


def _size(box: Box) -> float:
    size = 1.0
    for low, high in box.intervals[:PERIOD]:
        size *= high - low + 1
    return size
