"""The cases that a new version binds more strictly, less strictly, anew or no longer, with the number before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from denizen.agreements.boxes import Box, box_of
from denizen.agreements.changes_told import Change, speaks, told
from denizen.agreements.duties import interval_of_duty
from denizen.agreements.growing import widest
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.overlaps import left_over
from denizen.agreements.rules import MOST as OPEN
from denizen.agreements.vocabulary import Vocabulary

End = tuple[str, str]
"""kind of duty, and which end: ("retain_days", "at_most")"""
Bounds = Mapping[int, Sequence[Box]]
"""where the end lies, and the cases for which some rule says so"""


def duties_changed(old: Rulebook, new: Rulebook) -> list[Change]:
    """Every case whose strictest end of a duty lies elsewhere than it did, told `from 365 to 730`.

    One-sided ends of one kind lie one in the other, so that a case is bound by several as by the strictest.
    """
    before, after = _bounds(old), _bounds(new)
    changes = []
    for end in dict.fromkeys((*before, *after)):
        then, now = before.get(end, {}), after.get(end, {})
        for was in (None, *then):
            for becomes in (None, *now):
                if was != becomes:
                    boxes = _cases(was, becomes, then, now, end, new.vocabulary)
                    heading = _heading(end, was, becomes, new.vocabulary)
                    changes += [_of(end, one, old, new) for one in told(heading, boxes, old, new)]
    return changes


def _bounds(book: Rulebook) -> dict[End, dict[int, list[Box]]]:
    found: dict[End, dict[int, list[Box]]] = {}
    for one in book.spoken:
        for end, where in _ends(one):
            found.setdefault(end, {}).setdefault(where, []).extend(one.placed.boxes)
    return found


def _ends(one: Spoken) -> Iterable[tuple[End, int]]:
    """The ends that a rule's duty sets."""
    duty, interval = one.rule.duty, one.placed.duty
    if duty is None or interval is None:
        return
    if interval[0] > 0:
        yield (duty.what, "at_least"), interval[0]
    if interval[1] < OPEN and duty.what != "pseudonymise":
        yield (duty.what, "at_most"), interval[1]


def _cases(was: int | None, becomes: int | None, then: Bounds, now: Bounds, end: End, words: Vocabulary) -> list[Box]:
    """The cases of which the strictest end lay at the one and lies at the other (None: nowhere)."""
    held = [bounds[where] for where, bounds in ((was, then), (becomes, now)) if where is not None]
    starts = held[0]
    if len(held) > 1:
        starts = list(dict.fromkeys(one.intersection(two) for one in held[0] for two in held[1] if one.meets(two)))
    out = [*_stricter(was, then, end), *_stricter(becomes, now, end)]
    return widest(starts, out, box_of(words.whole), _within(held, out), words)


def _stricter(than: int | None, bounds: Bounds, end: End) -> list[Box]:
    return [box for where, boxes in bounds.items() if than is None or _is_stricter(where, than, end) for box in boxes]


def _is_stricter(one: int, other: int, end: End) -> bool:
    return one > other if end[1] == "at_least" else one < other


def _within(held: Sequence[Sequence[Box]], out: Sequence[Box]) -> Callable[[Box], bool]:
    """Whether all cases of a box are held by these boxes, of either version, and none is out."""
    return lambda box: not any(one.meets(box) for one in out) and all(left_over(box, boxes) is None for boxes in held)


def _heading(end: End, was: int | None, becomes: int | None, words: Vocabulary) -> str:
    what, which = end

    def said(where: int) -> str:
        return interval_of_duty(what, (where, OPEN) if which == "at_least" else (0, where), words)

    if was is None:
        return f"duty set ({said(becomes or 0)})"
    if becomes is None:
        return f"duty lifted ({said(was)}): there is no such duty any more"
    moved = "tightened" if _is_stricter(becomes, was, end) else "loosened"
    ends = [
        words.label("grain", words.grains.term_at(where)) if what == "smallest_grain" else where
        for where in (was, becomes)
    ]
    return f"duty {moved} from {ends[0]} to {ends[1]} ({said(becomes)})"


def _of(end: End, change: Change, old: Rulebook, new: Rulebook) -> Change:
    parts = []
    for side, book in (("old", old), ("new", new)):
        clauses = [
            one.clause
            for one in book.spoken
            if one.rule.duty and one.rule.duty.what == end[0] and speaks(one, change.box)
        ]
        parts += [f"{side} clause {', '.join(dict.fromkeys(clauses))}"] if clauses else []
    return replace(change, by="; ".join(parts), duty=end[0])
