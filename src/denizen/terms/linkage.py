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
    precision: LinkedShare
    """share of the links that are right"""
    recall: LinkedShare
    """share of the right links that were made"""


@dataclass(frozen=True, slots=True)
class LinkedShare:
    """A share of links from 0 to 1, with its interval: 95 % where reviewers looked at pairs, else how far such estimates were
    from the truth on lists where it is known."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class ReviewedLinks:
    """What reviewers found of links: how many pairs they answered, and what it says of all."""

    pairs: int
    precision: LinkedShare
    recall: LinkedShare


@dataclass(frozen=True, slots=True)
class LinkageReport:
    """How lists were linked in one run."""

    lists: tuple[tuple[str, int], ...]
    """source.layout -> records, rounded"""
    whole: LinkedGroup
    groups: tuple[tuple[str, tuple[LinkedGroup, ...]], ...]
    """by name culture, sex, age, tenure: what the lists tell of it"""
    reviewed: ReviewedLinks | None = None
    """None where nobody looked at pairs"""


def report_from(parts: Mapping[str, Any]) -> LinkageReport:
    """A report as it was kept: the members of the dataclasses as JSON."""
    return LinkageReport(
        tuple((name, records) for name, records in parts["lists"]),
        _group_from(parts["whole"]),
        tuple((by, tuple(_group_from(group) for group in groups)) for by, groups in parts["groups"]),
        _reviewed_from(parts["reviewed"]) if parts["reviewed"] else None,
    )


def _group_from(parts: Mapping[str, Any]) -> LinkedGroup:
    precision, recall = (LinkedShare(**parts[name]) for name in ("precision", "recall"))
    return LinkedGroup(parts["name"], parts["people"], parts["links"], precision, recall)


def _reviewed_from(parts: Mapping[str, Any]) -> ReviewedLinks:
    precision, recall = (LinkedShare(**parts[name]) for name in ("precision", "recall"))
    return ReviewedLinks(parts["pairs"], precision, recall)
