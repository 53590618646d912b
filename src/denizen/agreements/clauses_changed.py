"""Which clauses of a text are new, gone or changed, what each brings about with one case, and why where it brings nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from denizen.agreements.boxes import Box, taken_away
from denizen.agreements.changes_told import Change, speaks, told
from denizen.agreements.clauses_told import rule_in_words
from denizen.agreements.growing import MOST
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.numbering import listed
from denizen.agreements.overlaps import left_over
from denizen.agreements.rules import MOST as OPEN
from denizen.agreements.rules import Rule

Verdict = Literal["allowed", "forbidden", "silent"]
CHANGES: tuple[tuple[Verdict, Verdict, str], ...] = (
    ("silent", "allowed", "newly allowed"),
    ("forbidden", "allowed", "allowed, where it was forbidden"),
    ("allowed", "forbidden", "forbidden, where it was allowed"),
    ("allowed", "silent", "no longer allowed"),
    ("silent", "forbidden", "newly forbidden"),
    ("forbidden", "silent", "no longer forbidden, and not allowed either"),
)
_SAYS: dict[str, Verdict] = {"permit": "allowed", "prohibit": "forbidden"}


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One rule that is new, gone or changed."""

    document: str
    clause: str
    change: Literal["new", "gone", "changed"]
    was: str
    """the rule as a sentence; empty where there was none"""
    becomes: str
    effects: tuple[str, ...]
    """what it brings about, each kind with one case; or that it brings about nothing, and why"""
    brings: tuple[Change, ...]
    """all sets of cases that it changes"""

    @property
    def sentence(self) -> str:
        if self.change != "changed":
            return f"{self.document}, clause {self.clause} is {self.change}: {self.was or self.becomes}"
        if self.was == self.becomes:
            return f"{self.document}, clause {self.clause} has changed. It is still: {self.becomes}"
        return f"{self.document}, clause {self.clause} has changed. It was: {self.was} It is: {self.becomes}"

    def as_json(self) -> dict[str, object]:
        return {
            "document": self.document,
            "clause": self.clause,
            "change": self.change,
            "was": self.was,
            "becomes": self.becomes,
            "effects": list(self.effects),
        }


@dataclass(frozen=True, slots=True)
class Edit:
    """One rule in both versions, as written and as placed; None where it is not, or where nothing is known of it."""

    old: Rule | None
    new: Rule | None
    then: Spoken | None
    now: Spoken | None

    @property
    def gone(self) -> list[Box]:
        """Cases of which the old rule speaks and the new one does not speak so."""
        return self._without(self.then, self.now)

    @property
    def come(self) -> list[Box]:
        return self._without(self.now, self.then)

    @property
    def bound(self) -> list[Box]:
        """Cases that its duty may bind otherwise."""
        if self.old and self.new and self.old.duty == self.new.duty:
            return [*self.gone, *self.come]
        return [box for one in (self.then, self.now) if one for box in one.placed.boxes]

    @property
    def duties(self) -> set[str]:
        return {one.duty.what for one in (self.old, self.new) if one and one.duty}

    def _without(self, one: Spoken | None, other: Spoken | None) -> list[Box]:
        if one is None:
            return []
        is_alike = other is not None and other.rule.kind == one.rule.kind
        return taken_away(one.placed.boxes, other.placed.boxes) if other and is_alike else list(one.placed.boxes)


def clauses_changed(
    pairs: Sequence[tuple[str, str]], changes: Sequence[Change], old: Rulebook, new: Rulebook
) -> tuple[ClauseChange, ...]:
    """Rules that differ, text by text. `pairs`: files of the same text, old and new; `changes`: all of the two books."""
    return tuple(
        _told(edit, document, changes, old, new)
        for before, after in pairs
        for document, edit in _edits(before, after, old, new)
    )


def _edits(before: str, after: str, old: Rulebook, new: Rulebook) -> Iterator[tuple[str, Edit]]:
    then, now = ({one.file: one for one in book.instruments} for book in (old, new))
    texts = [some[file] for some, file in ((now, after), (then, before)) if file]
    left = list(now[after].rules) if after else []
    pairs: list[tuple[Rule | None, Rule | None]] = []
    for rule in then[before].rules if before else ():
        same = [one for one in left if one.id == rule.id] or [one for one in left if one.clause == rule.clause]
        pairs.append((rule, same[0] if same else None))
        left = [one for one in left if not same or one is not same[0]]
    for was, becomes in [*pairs, *((None, one) for one in left)]:
        if was is None or becomes is None or was.model_dump(exclude={"id"}) != becomes.model_dump(exclude={"id"}):
            yield texts[0].id, Edit(was, becomes, _placed(was, before, old), _placed(becomes, after, new))


def _placed(rule: Rule | None, file: str, book: Rulebook) -> Spoken | None:
    return next((one for one in book.spoken if one.rule is rule and one.instrument.file == file), None)


def _told(edit: Edit, document: str, changes: Sequence[Change], old: Rulebook, new: Rulebook) -> ClauseChange:
    brings = tuple(change for change in changes if any(True for _ in _shared(edit, change)))
    rule = edit.new or edit.old
    return ClauseChange(
        document,
        rule.clause if rule else "",
        "changed" if edit.old and edit.new else "new" if edit.new else "gone",
        rule_in_words(edit.old, old.vocabulary) if edit.old else "",
        rule_in_words(edit.new, new.vocabulary) if edit.new else "",
        (*(tuple(_effects(edit, brings, old, new)) or (_no_effect(edit, changes, old, new),)), *_besides(edit)),
        brings,
    )


def _besides(edit: Edit) -> Iterator[str]:
    """What changed of a rule that its sentence does not say."""
    if edit.old and edit.new and edit.old.clause != edit.new.clause:
        yield f"it was clause {edit.old.clause}"
    if edit.old and edit.new and edit.old.basis != edit.new.basis:
        was, becomes = (listed(one.basis) or "nothing" for one in (edit.old, edit.new))
        yield f"its lawful basis: from {was} to {becomes}"


def _shared(edit: Edit, change: Change) -> Iterator[Box]:
    """The cases that an edit and a change have in common, where the edit speaks for the one verdict or the other."""
    boxes: list[Box] = []
    if change.duty:
        boxes = edit.bound if change.duty in edit.duties else []
    for was, becomes, heading in CHANGES:
        if heading == change.heading:
            boxes += edit.gone if edit.old and _SAYS.get(edit.old.kind) == was else []
            boxes += edit.come if edit.new and _SAYS.get(edit.new.kind) == becomes else []
    return (box.intersection(change.box) for box in boxes if box.meets(change.box))


def _effects(edit: Edit, brings: Sequence[Change], old: Rulebook, new: Rulebook) -> Iterator[str]:
    for heading in dict.fromkeys(change.heading for change in brings):
        alike = [change for change in brings if change.heading == heading]
        (case,) = told(heading, [next(_shared(edit, alike[0]))], old, new)
        more = f" ({len(alike)} sets of cases)" if len(alike) > 1 else ""
        yield f"{heading}{more}, for example: to {case.example}"


def _no_effect(edit: Edit, changes: Sequence[Change], old: Rulebook, new: Rulebook) -> str:
    """Why an edit changes no case."""
    headings = [change.heading for change in changes]
    if any(headings.count(heading) >= MOST for heading in headings):
        return "what it changes is not among the cases that are told; there may be more"
    if (edit.old and not edit.then) or (edit.new and not edit.now):
        return "nothing is known of it: a word in it is unknown, or may not stand there"
    return f"it has no effect, no case changes: {_why_nothing(edit, old, new)}"


def _why_nothing(edit: Edit, old: Rulebook, new: Rulebook) -> str:
    said = [one for one in (edit.then, edit.now) if one and one.placed.boxes]
    if not said:
        is_over = any(rule and rule.until and rule.until < new.day for rule in (edit.old, edit.new))
        return f"it speaks of no case{f' from {new.day} on' if is_over else ''}"
    boxes = [*edit.gone, *edit.come]
    is_of_duty = all(one.rule.kind == "oblige" for one in said)
    if not boxes or is_of_duty:
        binding = [*_binding(edit, new), *_binding(edit, old)]
        same = "it speaks of the same cases as before"
        return f"the same cases are bound as strictly by {_cited(binding)}" if binding else same
    return _overruled(edit, boxes, new) or _overruled(edit, boxes, old) or "it comes to the same"


def _overruled(edit: Edit, boxes: Sequence[Box], book: Rulebook) -> str:
    """The other rules of a version that speak of the cases of an edit."""
    forbidding, permitting = (
        [one for one in _others(edit, boxes, book) if one.rule.kind == kind] for kind in ("prohibit", "permit")
    )
    out = [box for one in forbidding for box in one.placed.boxes]
    if forbidding and all(left_over(box, out) is None for box in boxes):
        return f"all of it is forbidden by {_cited(forbidding)}"
    parts = [
        f"{verb} by {_cited(some)}" for some, verb in ((forbidding, "forbidden"), (permitting, "permitted")) if some
    ]
    return f"it is {', or '.join(parts)}" if parts else ""


def _binding(edit: Edit, book: Rulebook) -> list[Spoken]:
    """Other rules that set the duty of an edit as strictly as it does, or did."""
    ends = [one.placed.duty for one in (edit.then, edit.now) if one and one.placed.duty]
    return [
        one
        for one in _others(edit, edit.bound, book)
        if one.rule.duty and one.placed.duty and one.rule.duty.what in edit.duties
        if any(0 < low <= one.placed.duty[0] or (high < OPEN and one.placed.duty[1] <= high) for low, high in ends)
    ]


def _others(edit: Edit, boxes: Sequence[Box], book: Rulebook) -> list[Spoken]:
    return [
        one
        for one in book.spoken
        if one is not edit.now and one is not edit.then and any(speaks(one, box) for box in boxes)
    ]


def _cited(some: Sequence[Spoken]) -> str:
    return listed(list(dict.fromkeys(one.cited for one in some)))
