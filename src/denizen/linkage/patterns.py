"""The pattern of each pair: the level of every comparison, as one number."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.linkage.comparisons import ALWAYS, HALVES, LIST, Comparison, code_of, exact, identifier
from denizen.linkage.keys import PAIRS
from denizen.shapes import Statement

PATTERNS = "link_patterns"


def comparisons_of(identifiers: Sequence[str], extras: Sequence[str], lists: int) -> tuple[Comparison, ...]:
    """What is compared: names, birth, sex, address always; the list where there are several; identifiers and extras."""
    return (
        *ALWAYS,
        *((LIST,) if lists > 1 else ()),
        *(identifier(name, name.removeprefix("identifier_").replace("_", " ")) for name in identifiers),
        *(exact(name, name.removeprefix("extra_").replace("_", " ")) for name in extras),
    )


def patterns(comparisons: Sequence[Comparison]) -> Statement:
    """The table of patterns: one, other, shared (how many keys they share), code."""
    levels = ", ".join(f"{comparison.sql} AS level_{place}" for place, comparison in enumerate(comparisons))
    return Statement(
        PATTERNS,
        f"""
        WITH levelled AS (
            SELECT pair.one, pair.other, pair.shared, {HALVES}, {levels}
            FROM {PAIRS} AS pair JOIN people AS a ON a.record = pair.one JOIN people AS b ON b.record = pair.other
        )
        SELECT one, other, shared, {code_of(comparisons)} AS code FROM levelled
        """,
        {},
    )
