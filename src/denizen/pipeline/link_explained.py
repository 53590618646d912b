"""What is told of one pair of records: whether they are linked, and all that speaks for it and against it."""

from __future__ import annotations

from dataclasses import dataclass

from denizen.linkage.explained import Bond, Waterfall
from denizen.linkage.linked import AS_IT_IS
from denizen.linkage.shared_keys import SharedKey

WHICH = ("first", "second")


@dataclass(frozen=True, slots=True)
class RecordName:
    """A record by its list and its id there."""

    source: str
    record_id: str

    def __str__(self) -> str:
        """`source:record_id`, with no sign that a terminal or a picture would take for more than text."""
        return "".join(sign if sign.isprintable() else "?" for sign in f"{self.source}:{self.record_id}")


@dataclass(frozen=True, slots=True)
class Partner:
    """The best other partner of a record."""

    name: RecordName
    weight: float
    is_together: bool


@dataclass(frozen=True, slots=True)
class LinkExplained:
    """Two records, whether they are linked, and all that speaks for it and against it."""

    names: tuple[RecordName, RecordName]
    is_linked: bool
    threshold: float
    waterfall: Waterfall
    counted: float | None
    """bits of the pair when groups were joined; None, when it was as good as unseen"""
    bond: Bond
    bars: tuple[str, ...]
    """lists with each person once, of which both groups hold a record"""
    keys: tuple[SharedKey, ...]
    runners_up: tuple[Partner | None, Partner | None]
    raised: int = AS_IT_IS
    """by what other records say for the pair it counts more than it says itself (`linkage.linked`)"""
