"""Cases whose verdict, duty or flow changed, in words: what is new about them, one case, the clauses that make it so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from denizen.agreements.boxes import Box
from denizen.agreements.cases_told import box_in_words, concrete, named, use_in_words
from denizen.agreements.instruments import Rulebook, Spoken


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
    duty: str = ""
    """kind of duty that changed, if one did"""


def told(heading: str, boxes: Sequence[Box], old: Rulebook, new: Rulebook) -> list[Change]:
    """Boxes in words; the case is one that a permit reaches, where there is one."""
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
    then = [one for one in old.spoken if one.rule.kind != "oblige" and speaks(one, box)]
    now = [one for one in new.spoken if one.rule.kind != "oblige" and speaks(one, box)]
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


def speaks(one: Spoken, box: Box) -> bool:
    """Whether a rule speaks of a case of a box."""
    return any(part.meets(box) for part in one.placed.boxes)
