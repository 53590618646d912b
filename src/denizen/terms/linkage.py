"""What may be told of records that were linked: counts, and how good the links are thought to be. Nobody is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OTHER = "other"
"""what stands for groups that are too small to be told apart"""


@dataclass(frozen=True, slots=True)
class LinkedGroup:
    """Links in which records of a group stand. People and links are rounded; the shares are estimates, from 0 to 1."""

    name: str
    people: int
    links: int
    precision: float
    """share of the links that are right"""
    recall: float
    """share of the right links that were made, at most"""


@dataclass(frozen=True, slots=True)
class LinkageReport:
    """How lists were linked in one run."""

    lists: tuple[tuple[str, int], ...]
    """source.layout -> records, rounded"""
    whole: LinkedGroup
    groups: tuple[tuple[str, tuple[LinkedGroup, ...]], ...]
    """by name culture, sex, age, tenure: what the lists tell of it"""


def report_from(parts: Mapping[str, Any]) -> LinkageReport:
    """A report as it was kept: the members of the dataclasses as JSON."""
    return LinkageReport(
        tuple((name, records) for name, records in parts["lists"]),
        LinkedGroup(**parts["whole"]),
        tuple((by, tuple(LinkedGroup(**group) for group in groups)) for by, groups in parts["groups"]),
    )
