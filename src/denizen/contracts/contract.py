"""A contract as a value: one source, its layouts, its columns. Written in YAML in the Open Data Contract Standard 3.1.

What the standard has no word for stands in its `customProperties`, under names that start with `denizen.`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from pydantic import Field as Key
from pydantic import model_validator

from denizen.contracts import odcs
from denizen.documents import Document, parse_document
from denizen.errors import NotFound
from denizen.terms.areas import Geography


class Reading(Document):
    """`denizen.file`: how the file itself is opened."""

    format: Literal["csv", "workbook"] = "csv"
    """`workbook` is XLSX, XLS or ODS."""
    encoding: str = "cp1252"
    """what to try when the file is neither UTF-8 nor UTF-16"""
    header: Literal["find", "none"] = "find"
    """`find` looks for the row that holds the contract's headers, below any title block; `none`: there is no such row,
    and the contract's headers are the numbers of the columns, counted from 1."""
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
    """

    shape: Literal["area_counts", "events", "places"]
    unit: str
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

    @property
    def id(self) -> str:
        return f"{self.source}.{self.name}"

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

    def layout(self, name: str) -> Layout:
        for layout in self.layouts:
            if layout.name == name:
                return layout
        raise NotFound(
            f"The contract of {self.source} has no layout `{name}`.",
            where=f"contract {self.source}",
            mend=f"use one of: {', '.join(layout.name for layout in self.layouts)}",
        )


class _About(Document):
    """`denizen.about`: the list and its limits."""

    kept_by: str
    row_is: str
    tells: str
    covers: str
    misses: str
    keeps_too_long: str
    lag: str
    retention: str
    not_for: tuple[str, ...] = Key(min_length=1)


class _FieldExtras(Document):
    synonyms: tuple[str, ...] = ()
    codes: Mapping[str, str] = {}
    type: Literal["", "month", "code", "postcode"] = ""
    """`postcode`: the last UK postcode found in the cell, which may be a whole address."""
    formats: tuple[str, ...] = ()
    empty_means: str = "not known"
    expand: tuple[str, ...] = ()
    """A family of columns: `{}` in name and header is replaced by each of these; `a..b` counts."""

    @model_validator(mode="after")
    def _counts(self) -> _FieldExtras:
        for item in self.expand:
            first, dots, last = item.partition("..")
            if dots and not (first.isdigit() and last.isdigit()):
                raise ValueError("a range in `expand` is written 0..89")
        return self

    def members(self) -> list[str]:
        names: list[str] = []
        for item in self.expand:
            first, dots, last = item.partition("..")
            names += [str(n) for n in range(int(first), int(last) + 1)] if dots else [item]
        return names


def load_contract(text: str, name: str) -> Contract:
    """Read one contract.

    Args:    the YAML text; the file's name for errors.
    Raises:  BadDocument, naming line and key.
    """
    document = parse_document(text, name, odcs.DataContract)
    about = odcs.custom(document.customProperties, "denizen.about", _About, name)
    layouts = tuple(_layout(document.id, schema, name) for schema in document.schema_)
    return Contract(
        source=document.id,
        title=document.name,
        version=document.version,
        layouts=layouts,
        **{key: getattr(about, key) for key in _About.model_fields},
    )


def load_contracts(extra: Mapping[str, str] | None = None) -> dict[str, Contract]:
    """All contracts by source id: the package's, and those of the area (file name -> text), which win."""
    texts = {
        file.name: file.read_text("utf-8")
        for file in resources.files("denizen.contracts").joinpath("sources").iterdir()
        if file.name.endswith(".yaml")
    }
    contracts = [load_contract(text, f"contracts/{name}") for name, text in sorted({**texts, **(extra or {})}.items())]
    return {contract.source: contract for contract in contracts}


def _layout(source: str, schema: odcs.SchemaObject, name: str) -> Layout:
    gives = odcs.custom(schema.customProperties, "denizen.gives", Gives, name)
    reading = odcs.custom(schema.customProperties, "denizen.file", Reading, name)
    fields = tuple(field for column in schema.properties for field in _fields(column, name))
    return Layout(
        source=source,
        name=schema.name,
        title=schema.description,
        defined_by=str(odcs.value_of(schema.customProperties, "denizen.defined_by") or ""),
        reading=reading,
        fields=fields,
        key=tuple(column.name for column in sorted(_keyed(schema.properties), key=lambda c: c.primaryKeyPosition)),
        gives=gives,
        checks=tuple(schema.quality),
    )


def _keyed(columns: Sequence[odcs.Column]) -> list[odcs.Column]:
    return [column for column in columns if column.primaryKey]


def _fields(column: odcs.Column, name: str) -> list[Field]:
    extras = odcs.custom(column.customProperties, "denizen.column", _FieldExtras, name)
    header = column.physicalName or column.name
    options = column.logicalTypeOptions
    members = extras.members()
    return [
        Field(
            name=column.name.replace("{}", _identifier(member)),
            header=header.replace("{}", member),
            type=extras.type or column.logicalType,
            meaning=column.description.replace("{}", member),
            required=column.required,
            is_special=column.classification == "special",
            synonyms=tuple(synonym.replace("{}", member) for synonym in extras.synonyms),
            codes=extras.codes,
            pattern=options.pattern,
            minimum=options.minimum,
            maximum=options.maximum,
            formats=extras.formats,
            empty_means=extras.empty_means,
            example=str(column.examples[0]) if column.examples else "",
        )
        for member in (members or [""])
    ]


def _identifier(member: str) -> str:
    return member.replace("+", "_plus").replace("-", "_").replace(" ", "_").lower()
