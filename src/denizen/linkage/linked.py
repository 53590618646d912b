"""What linkage hands on."""

from __future__ import annotations

from dataclasses import dataclass

from denizen.linkage.comparisons import Comparison
from denizen.linkage.model import Fitted, Floats, Ints


@dataclass(frozen=True)
class Linked:
    """The outcome for records 0 to n - 1: the group of each, and the pairs with their weights in bits."""

    groups: Ints
    a: Ints
    b: Ints
    weight: Floats
    shared: Ints
    """how many keys brought each pair together"""
    patterns: Ints
    counts: Ints
    model: Fitted
    comparisons: tuple[Comparison, ...]
