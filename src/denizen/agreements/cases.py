"""A case: what is done with which data, for what, by whom, about whom, how fine, where and when. As written, and as boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from denizen.agreements.boxes import Box, box_of
from denizen.agreements.numbering import Interval, listed, merged
from denizen.agreements.vocabulary import DIMENSIONS, TREES, Vocabulary
from denizen.documents import Document
from denizen.errors import BadDocument

MOST_BOXES = 10_000
"""combinations that one case may make: lists in several dimensions multiply"""


class Grains(Document):
    """From the finest grain to the coarsest; an end that is left out is open."""

    finest: str = Field(default="", alias="from")
    coarsest: str = Field(default="", alias="to")


class Period(Document):
    """From the first day to the last, both inside; an end that is left out is open."""

    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")


def _one_or_several(said: Any) -> Any:
    return (said,) if isinstance(said, str) else said


def _one_grain(said: Any) -> Any:
    return {"from": said, "to": said} if isinstance(said, str) else said


Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_several, json_schema_input_type=str | tuple[str, ...])]
"""one term or several: the term itself or anything below it"""
GrainsSaid = Annotated[Grains, BeforeValidator(_one_grain, json_schema_input_type=str | Grains)]


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A word of a case that its vocabulary does not have."""

    dimension: str
    word: str
    mend: str


class Case(Document):
    """Cases as a code or an agreement writes them. A dimension that is left out means anything."""

    purpose: Names | None = None
    item: Names | None = None
    recipient: Names | None = None
    source: Names | None = None
    subjects: Names | None = None
    action: Names | None = None
    grain: GrainsSaid | None = None
    area: Names | None = None
    period: Period | None = None

    def unknown(self, vocabulary: Vocabulary) -> tuple[UnknownTerm, ...]:
        """Its words that the vocabulary does not have, each with the nearest that it has."""
        return tuple(
            UnknownTerm(dimension, word, vocabulary.nearest(dimension, word))
            for dimension, word in self.words()
            if word not in vocabulary[dimension]  # type: ignore[operator]
        )

    def words(self) -> Iterator[tuple[str, str]]:
        """Every term that it names, with its dimension; days are no terms."""
        for dimension in TREES:
            yield from ((dimension, word) for word in getattr(self, dimension) or ())
        if self.grain:
            yield from (("grain", word) for word in (self.grain.finest, self.grain.coarsest) if word)

    def placed(self, vocabulary: Vocabulary) -> tuple[Box, ...]:
        """Its cases as boxes that lie apart; none, where it says nothing that can be (from lad to oa, no item).

        Raises:  NotFound, on a word that the vocabulary does not have; BadDocument, on lists that make too many boxes.
        """
        choices = [self.intervals(dimension, vocabulary) for dimension in DIMENSIONS]
        if (boxes_in_all := prod(len(some) for some in choices)) > MOST_BOXES:
            raise BadDocument(
                f"One case names so many terms in so many dimensions that they make {boxes_in_all:,} combinations.",
                where=f"a case of {self.in_words(vocabulary)[:200]}",
                mend=f"name terms higher up in place of their parts, or split the rule ({MOST_BOXES:,} can be read)",
            )
        boxes = (box_of(intervals) for intervals in product(*choices))
        return tuple(box for box in boxes if not box.is_empty)

    def intervals(self, dimension: str, vocabulary: Vocabulary) -> tuple[Interval, ...]:
        """What it says of one dimension, as intervals that lie apart, in order.

        Raises:  NotFound, on a word that the vocabulary does not have.
        """
        low, high = vocabulary[dimension].whole
        if dimension == "grain" and self.grain:
            grains = vocabulary.grains
            low = grains.position(self.grain.finest) if self.grain.finest else low
            high = grains.position(self.grain.coarsest) if self.grain.coarsest else high
        elif dimension == "period" and self.period:
            low = max(low, self.period.first.toordinal()) if self.period.first else low
            high = self.period.last.toordinal() if self.period.last else high
        elif dimension in TREES and (names := getattr(self, dimension)) is not None:
            return merged(vocabulary.tree(dimension).interval(name) for name in names)
        return ((low, high),)

    def in_words(self, vocabulary: Vocabulary) -> str:
        """What it says, dimension by dimension, as a person reads it."""
        said = [
            f"{dimension} {listed([vocabulary.label(dimension, name) for name in names])}"
            for dimension in TREES
            if (names := getattr(self, dimension)) is not None
        ]
        if self.grain:
            ends = [vocabulary.label("grain", end) for end in (self.grain.finest, self.grain.coarsest)]
            said.append(f"grain {_from_to(*ends)}")
        if self.period:
            said.append(f"period {_from_to(*(str(end or '') for end in (self.period.first, self.period.last)))}")
        return "; ".join(said) or "anything"


def _from_to(first: str, last: str) -> str:
    if first == last:
        return first or "any"
    return " ".join(filter(None, (f"from {first}" if first else "", f"to {last}" if last else "")))
