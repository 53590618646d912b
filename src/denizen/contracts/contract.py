"""A contract as a value: one source, its layouts, its columns. Written in YAML in the Open Data Contract Standard 3.1.

What the standard has no word for stands in its `customProperties`, under names that start with `denizen.`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from denizen.contracts import odcs
from denizen.contracts.limits import Limit, Never
from denizen.documents import Document
from denizen.errors import NotFound
from denizen.terms.areas import Geography


class Reading(Document):
    """`denizen.file`: how the file itself is opened."""

    format: Literal["csv", "workbook", "json"] = "csv"
    """`workbook` is XLSX, XLS or ODS; in `json` a column's header is a dotted path into each object."""
    records: str = ""
    """of JSON: the dotted path to the list of objects; empty for a list at the top, or one object a line"""
    encoding: str = "cp1252"
    """what to try when the file is neither UTF-8 nor UTF-16"""
    header: Literal["find", "none"] = "find"
    """`find` looks for the row that holds the contract's headers, below any title block; `none`: there is no such row,
    and the contract's headers are the numbers of the columns, counted from 1."""
    quotes: Literal["double", "none"] = "double"
    """`none`: a quote is a mark like any other, as in tab-separated exports that never quote"""
    sheet: str = ""
    end_at: str = ""
    """The list ends before the first row whose first cell starts with this (notes at the foot)."""


class Gives(Document):
    """`denizen.gives`: how accepted rows become one of the shapes of `denizen.shapes`.

    area_counts, long:  `area`, `value` and `category` name columns.
    area_counts, wide:  `area` names a column, `categories` maps columns to category codes, or
                        `periods` maps columns to ISO periods (the category is `category`'s column, or else `all`).
    events:             `area`, `longitude`, `latitude`, `category` and `period` name columns.
    places:             `postcode` (or `area`) names a column; `amount` names what is summed (rows are counted besides);
                        becomes area_counts at the base area in which the postcode lies.
    records:            one row per person, dwelling, booking, case, answer; placed by its UPRN, else its postcode (the
                        columns with these roles), else by `area` or `only_area`; becomes area_counts, never rows.
    gazetteer:          addresses with a UPRN and where they stand; they place the records of other lists.
    suppressed:         addresses that are never placed and never linked.
    """

    shape: Literal["area_counts", "events", "places", "records", "gazetteer", "suppressed"]
    unit: str
    subject: Literal["", "people", "dwellings", "events", "organisations", "answers"] = ""
    every: Literal["", "month", "quarter", "year"] = ""
    """records: rows with a date are summed by this"""
    counted: str = ""
    """records: SQL condition over the columns; rows that fail it are kept and not counted"""
    linked: str = ""
    """records of people: SQL condition; rows that fail it are never linked"""
    once_per: str = ""
    """records: a column; what shares its value is counted once"""
    count_by: tuple[str, ...] = ()
    """records: coded columns; each code becomes the category `<column>_<code>`"""
    flags: Mapping[str, str] = {}
    """records: columns of yes and no; rows with yes are counted as the category"""
    amounts: Mapping[str, str] = {}
    """records: columns of numbers, summed as the category"""
    ages: bool = False
    """records of people: five-year age bands, and each of them by sex where there is one"""
    geography: Geography = Geography.LSOA
    vintage: str = "2021"
    area: str = ""
    only_area: str = ""
    """The code of the one area that the whole file is about, where no column names an area."""
    postcode: str = ""
    longitude: str = ""
    latitude: str = ""
    value: str = ""
    amount: str = ""
    category: str = ""
    categories: Mapping[str, str] = {}
    totals: Mapping[str, tuple[str, ...]] = {}
    """Extra categories that are sums: code -> the codes it sums."""
    total: Literal["sum", "given", "none"] = "sum"
    """Whether `all` is the sum of the categories, given as one of them (or of `totals`), or has no meaning."""
    period: str = ""
    """A fixed ISO period, `{column}`, or `P3M/{column}` for the three months that end on it."""
    periods: Mapping[str, str] = {}
    basis: str = ""
    """The release or base; figures of two bases are never read as one series."""
    additive: bool = True
    """False: scores, deciles, densities; never summed over areas."""
    absent_is_zero: bool = False
    """True: the list leaves out a category that nobody is in, so an absent row means none."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a layout."""

    name: str
    header: str
    type: str
    """string, integer, number, date, month, code, postcode"""
    meaning: str
    required: bool
    is_special: bool
    synonyms: tuple[str, ...]
    codes: Mapping[str, str]
    """label as supplied -> common code; an unknown label is refused"""
    pattern: str
    minimum: float | None
    maximum: float | None
    formats: tuple[str, ...]
    """how dates may be written, as strftime patterns; ISO is always read"""
    empty_means: str
    example: str
    is_personal: bool = False
    """classified as personal or special: a cell says something of one person"""
    role: str = ""
    """what the column is in a record (`contracts.odcs.ROLES`)"""
    unlisted: str = ""
    """the code that a label outside the list becomes; empty: its row is refused"""
    is_folded: bool = False
    """labels are compared by letters and digits alone, without accents"""
    split: str = ""
    """the cell may hold several codes, parted by this"""
    checked: str = ""
    """`nhs_number`: the identifier has check digits"""
    kept_if: str = ""
    """SQL condition over the row: where it does not hold, the cell does not stay"""
    derived: str = ""
    """SQL over the other columns; no file has the column"""
    otherwise: tuple[str, ...] = ()
    """headers that are read as the column where none of its own is here, the nearest in meaning first"""
    labels: tuple[str, ...] = ()
    """of a coded column: how a person writes each code, one label a code"""

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of its own: no two of them may stand in one file."""
        return (self.header, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Layout:
    """One shape of file in which a source is delivered."""

    source: str
    name: str
    title: str
    defined_by: str
    reading: Reading
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    """Columns that no two rows share; empty when the list has no key and identical rows are lawful."""
    gives: Gives
    checks: tuple[odcs.Quality, ...]
    tier: str = ""
    """T0 counts, T1 one row per UPRN without names, T2 keys made by the supplier, T3 names; '' where it does not apply"""

    @property
    def id(self) -> str:
        return f"{self.source}.{self.name}"

    @property
    def read_fields(self) -> tuple[Field, ...]:
        """The columns that a file can have."""
        return tuple(field for field in self.fields if not field.derived)

    @property
    def is_of_people(self) -> bool:
        """Whether a row says something of one person or one household: such rows are kept encrypted."""
        return any(field.is_personal for field in self.fields)

    def with_role(self, *roles: str) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.role in roles)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


@dataclass(frozen=True, slots=True)
class Contract:
    """All that is known of a source before any file of it arrives."""

    source: str
    title: str
    version: str
    kept_by: str
    row_is: str
    tells: str
    covers: str
    misses: str
    keeps_too_long: str
    lag: str
    retention: str
    not_for: tuple[str, ...]
    layouts: tuple[Layout, ...]
    retention_days: int | None = None
    """how long a delivery may be kept, unless its agreement says less"""
    limits: tuple[Limit, ...] = ()
    never: tuple[Never, ...] = ()
    is_draft: bool = False
    """drawn up from a sample, and looked through by nobody yet"""

    def layout(self, name: str) -> Layout:
        for layout in self.layouts:
            if layout.name == name:
                return layout
        raise NotFound(
            f"The contract of {self.source} has no layout `{name}`.",
            where=f"contract {self.source}",
            mend=f"use one of: {', '.join(layout.name for layout in self.layouts)}",
        )
