"""Measures: what is measured (an indicator), and what comes out (a figure with its interval and status)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from denizen.terms.areas import Geography


class Status(StrEnum):
    """Why a figure is as it is. In files the sign stands in the column `status`; a value beside it is empty or shown."""

    OK = ""
    WITHHELD = "[c]"
    """confidential: too few to show"""
    NOT_AVAILABLE = "[x]"
    """nobody supplied it"""
    NOT_APPLICABLE = "[z]"
    """it cannot exist"""
    LOW = "[low]"
    """rounds to zero and is not zero"""
    UNRELIABLE = "[u]"
    """low reliability: read with care"""
    ESTIMATE = "[e]"
    PROVISIONAL = "[p]"
    REVISED = "[r]"

    @property
    def has_value(self) -> bool:
        return self not in (Status.WITHHELD, Status.NOT_AVAILABLE, Status.NOT_APPLICABLE)


class Kind(StrEnum):
    """How an indicator is worked out; it decides the interval.

    COUNT        a full count of one list: no interval.
    SHARE        numerator over denominator, in per cent; Wilson's interval.
    RATE         events over people, per `per`; Byar's interval.
    RATIO        one amount over another (visits per resident, people per square kilometre): no interval.
    PUBLISHED    a score or decile as its publisher gives it: no interval, never summed over areas.
    """

    COUNT = "count"
    SHARE = "share"
    RATE = "rate"
    RATIO = "ratio"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Ingredient:
    """Which counts go in: rows of standardised tables.

    `tables` are `source.layout` (`census.age_by_lsoa`); an area takes the figure of each table that reaches it.
    `categories` are summed; none means the total. `months`: for events, how many months one period covers, counted
    back from the last month (12 gives years, 1 gives months; 0: each period of the table by itself).
    As a denominator, the latest period on or before the end of the numerator's is taken, or else the earliest.
    """

    tables: tuple[str, ...]
    categories: tuple[str, ...] = ()
    months: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the catalogue, with the words that a reader sees (English; other languages by the message catalogue)."""

    id: str
    theme: str
    kind: Kind
    title: str
    definition: str
    unit: str
    numerator: Ingredient
    denominator: Ingredient | None = None
    breakdown: bool = False
    """One figure per category of the numerator, beside the total."""
    categories: tuple[tuple[str, str], ...] = ()
    """(category code, label) in the order to show them; for a breakdown."""
    per: int = 100
    decimals: int = 0
    smallest: Geography = Geography.LSOA
    """Smallest geography at which it may be shown."""
    asset: bool | None = None
    """True: a strength; False: a need or a harm; None: neither. Never a ranking."""
    caveat: str = ""
    sentence: str = ""
    """Message key of the story's sentence, if the indicator has one of its own."""
    beside: str = ""
    """Another indicator of the same quantity on another base, drawn in the same chart and never joined to this one."""
    counts_people: str = ""
    """For a count of the place's people: whom it counts, whom it misses and keeps too long. The front page sets these
    counts side by side."""
    counts_only: str = ""
    """For such a count that is meant to hold some of the people only: whom. The front page keeps it apart from counts that
    are meant to hold everyone."""
    bounded_by: str = ""
    """For an estimate that is counted as numbers are: the indicator whose categories `at_least` and `at_most` bound it."""


@dataclass(frozen=True, slots=True)
class Theme:
    id: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Break:
    """A place in a series that must not be read as change: two releases or two bases meet there."""

    indicator: str
    after: str
    before: str
    """ISO periods on either side."""
    reason: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A month in which a kind of event that is never rare is wholly absent from the file."""

    table: str
    category: str
    period: str
    usual: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure: everything that it carries, wherever it goes.

    Bounds are 95 % and None for full counts. Where `status` says that there is no value, value and bounds are None.
    `period` is ISO 8601 (Period). `sources` are source ids. `basis` names the release or base that a series stands on.
    """

    indicator: str
    category: str
    area_code: str
    area_name: str
    geography: Geography
    vintage: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    status: Status
    unit: str
    sources: tuple[str, ...]
    numerator: float | None = None
    denominator: float | None = None
    basis: str = ""

    @property
    def id(self) -> str:
        """`indicator/category/area/period`: what `denizen explain` takes. The slash within a period is written `_`."""
        return f"{self.indicator}/{self.category}/{self.area_code}/{self.period.replace('/', '_')}"
