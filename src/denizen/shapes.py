"""The shape of every table that crosses a border between rooms: its columns, its key, its units.

Rooms side by side never import one another; what one writes and another reads is declared here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from denizen.terms.measures import Figure


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    """SQL type, the same on every engine: VARCHAR, BIGINT, DOUBLE, DATE, BOOLEAN."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A table at a border. `key` names the columns that no two rows share (empty: rows may repeat)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def nothing(self) -> str:
        """A SELECT of this shape that gives no row."""
        listed = ", ".join(f"CAST(NULL AS {column.type}) AS {column.name}" for column in self.columns)
        return f"SELECT {listed} WHERE FALSE"

    @property
    def listed(self) -> str:
        """The columns as SQL lists them."""
        return ", ".join(self.names)


AREA_COUNTS = Shape(
    "area_counts",
    (
        Column("table_id", "VARCHAR", "source.layout that it came from"),
        Column("area_code", "VARCHAR", "area as supplied, brought to the geography and vintage named beside it"),
        Column("geography", "VARCHAR", "terms.areas.Geography"),
        Column("vintage", "VARCHAR", "year of the boundary"),
        Column("period_start", "DATE", "first day described"),
        Column("period_end", "DATE", "last day described"),
        Column("category", "VARCHAR", "common code; 'all' for a total"),
        Column("value", "DOUBLE", "people, households, events, pounds: the layout says which"),
        Column("basis", "VARCHAR", "the release or base that it stands on; figures of two bases are not one series"),
    ),
    key=("table_id", "area_code", "period_start", "period_end", "category", "basis"),
)
"""Every list of figures about areas, whatever its own layout, ends here: one row per area x period x category."""

EVENTS = Shape(
    "events",
    (
        Column("table_id", "VARCHAR", "source.layout that it came from"),
        Column("area_code", "VARCHAR", "base area (LSOA 2021) that it was brought to"),
        Column("placed_by", "VARCHAR", "'point', 'code', 'exact fit' or 'nearest'"),
        Column("period_start", "DATE", "first day of the month or day of the event"),
        Column("period_end", "DATE", "last day of the month or day of the event"),
        Column("category", "VARCHAR", "common code of the kind of event"),
    ),
)
"""Things that happened somewhere. Rows may repeat: open files carry no identifier, and two events can look alike."""

GAPS = Shape(
    "gaps",
    (
        Column("table_id", "VARCHAR", "source.layout"),
        Column("category", "VARCHAR", "kind of event that is absent"),
        Column("period_start", "DATE", "first day of the month"),
        Column("period_end", "DATE", "last day of the month"),
        Column("usual", "DOUBLE", "median events a month in the other months"),
    ),
    key=("table_id", "category", "period_start"),
)
"""Months in which a kind of event that is never rare is wholly absent: more likely a hole in the file than a calm month."""

MEMBERS = Shape(
    "members",
    (
        Column("base_code", "VARCHAR", "an area as tables give it: a base area, or an MSOA, the place, a force"),
        Column("base_geography", "VARCHAR", "its geography"),
        Column("area_code", "VARCHAR", "area that it is given to, whole"),
        Column("area_name", "VARCHAR", ""),
        Column("geography", "VARCHAR", "geography of the larger area"),
        Column("vintage", "VARCHAR", ""),
    ),
    key=("base_code", "geography", "area_code"),
)
"""Which areas make up each larger area. Every area is a member of itself."""

COUNTS = Shape(
    "counts",
    (
        Column("indicator", "VARCHAR", "catalogue id"),
        Column("category", "VARCHAR", "'all' or a category of the breakdown"),
        Column("area_code", "VARCHAR", ""),
        Column("area_name", "VARCHAR", ""),
        Column("geography", "VARCHAR", ""),
        Column("vintage", "VARCHAR", ""),
        Column("period_start", "DATE", ""),
        Column("period_end", "DATE", ""),
        Column("numerator", "DOUBLE", "before protection"),
        Column("denominator", "DOUBLE", "NULL for counts"),
        Column(
            "source", "VARCHAR", "sources of the numerator, comma separated; the strictest of their rules protects it"
        ),
        Column("denominator_source", "VARCHAR", "sources of the denominator, comma separated"),
        Column("sources", "VARCHAR", "all sources, comma separated, sorted"),
        Column("basis", "VARCHAR", ""),
        Column("has_gap", "BOOLEAN", "the period holds a month that is missing from the file"),
    ),
    key=("indicator", "category", "area_code", "period_start", "period_end", "basis"),
)
"""What indicators counted, not yet protected. It never leaves the store."""

PROTECTED_COUNTS = Shape(
    "protected_counts",
    (*COUNTS.columns, Column("status", "VARCHAR", "terms.measures.Status"), Column("rule", "VARCHAR", "rule applied")),
    key=COUNTS.key,
)
"""Counts after the rule of their source: numerator rounded, or NULL where withheld."""

FIGURES = Shape(
    "figures",
    (
        *PROTECTED_COUNTS.columns,
        Column("value", "DOUBLE", "in the indicator's unit"),
        Column("lower", "DOUBLE", "95 % bound, NULL for full counts"),
        Column("upper", "DOUBLE", "95 % bound, NULL for full counts"),
        Column("unit", "VARCHAR", ""),
    ),
    key=COUNTS.key,
)
"""Protected counts with the values and bounds worked out from them."""


@dataclass(frozen=True, slots=True)
class SafeTable:
    """Figures that passed disclosure control. Only `denizen.disclosure.certify` makes one; writers take nothing else.

    `figures` are sorted by indicator, geography, area, category order as measured, and period.
    `rules` says, per source, in words, how its counts were protected.
    """

    figures: tuple[Figure, ...]
    rules: tuple[tuple[str, str], ...]


def by_indicator(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Figures grouped by indicator, in their order."""
    grouped: dict[str, list[Figure]] = {}
    for figure in figures:
        grouped.setdefault(figure.indicator, []).append(figure)
    return grouped


@dataclass(frozen=True, slots=True)
class Statement:
    """One named relation and the SELECT that makes it. A stage is a list of these, in order; the store runs each once.

    Values are bound by name (`$name`), never pasted in. The text is written in the dialect of the default engine and
    kept to what sqlglot can render for the other.
    """

    name: str
    sql: str
    values: dict[str, object]
    shape: Shape | None = None
