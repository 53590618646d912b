"""What a layout gives must be what it has: every column that `denizen.gives` names, every period, every code.

Names that pass here are put into statements as they are, so nothing else may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from denizen.contracts.contract import Layout
from denizen.contracts.odcs import column_name
from denizen.documents import code, nearest
from denizen.errors import BadDocument
from denizen.terms.time import Period

_OF_A_COLUMN = re.compile(r"(?P<months>P[1-9]\d*M/)?{(?P<column>[^{}]*)}")
_ISO_DAYS = re.compile(r"\d{4}-\d\d-\d\d(/(P1M|P3M|P6M|P1Y|\d{4}-\d\d-\d\d))?")
SNAPSHOT = "snapshot"
"""what stands for the day that a delivery describes, where no column tells it: denizen.yaml does"""
_TIME_KINDS = ("date", "month", "integer", "string")
"""A column of text holds ISO 8601 periods, as `2023-04-01/P3M`."""


@dataclass(frozen=True, slots=True)
class _Where:
    """The layout being looked at; each slip in it is told with the file and the key."""

    layout: Layout
    file: str

    def refuse(self, key: str, what: str, mend: str) -> NoReturn:
        raise BadDocument(
            f"`{key}`: {what}.", where=f"{self.file}, layout {self.layout.name}, denizen.gives: {key}", mend=mend
        )

    def check(self, key: str, value: str, reads: Callable[[str], object], mend: str) -> None:
        try:
            reads(value)
        except ValueError as error:
            self.refuse(key, f"`{value}`: {error}", mend)


def check_layout(layout: Layout, file: str) -> None:
    """Look a layout through before any file in it arrives.

    Raises:  BadDocument, naming the file, the layout, the key and the nearest column.
    """
    at = _Where(layout, file)
    _check_columns(at)
    _check_named(at)
    _check_shape(at)
    _check_period(at)
    _check_codes(at)


def _check_columns(at: _Where) -> None:
    seen: set[str] = set()
    for field in at.layout.fields:
        at.check("properties", field.name, column_name, "rename the column, or the member of its family")
        if field.name in seen:
            at.refuse("properties", f"two columns are named `{field.name}`", "give each column a name of its own")
        seen.add(field.name)


def _check_named(at: _Where) -> None:
    names = [field.name for field in at.layout.fields]
    for key, column in _columns_named(at.layout):
        if column not in names:
            at.refuse(key, f"the layout has no column `{column}`", nearest(column, names))


def _columns_named(layout: Layout) -> Iterator[tuple[str, str]]:
    """Every column that `denizen.gives` names, with the key that names it."""
    gives = layout.gives
    for key in ("area", "postcode", "longitude", "latitude", "value", "amount", "category", "once_per"):
        if column := getattr(gives, key):
            yield key, column
    yield from (("count_by", column) for column in gives.count_by)
    yield from (("flags", column) for column in gives.flags)
    yield from (("amounts", column) for column in gives.amounts)
    yield from (("categories", column) for column in gives.categories)
    yield from (("periods", column) for column in gives.periods)
    found = _OF_A_COLUMN.fullmatch(gives.period)
    if found and found["column"] != SNAPSHOT:
        yield "period", found["column"]


def _check_shape(at: _Where) -> None:
    """Each shape needs a place, and something to count there."""
    gives = at.layout.gives
    by_point = gives.longitude and gives.latitude
    if bool(gives.longitude) != bool(gives.latitude):
        at.refuse("longitude", "a point needs both coordinates", "name `longitude` and `latitude`, or neither")
    if gives.shape == "events":
        if not (by_point or gives.area):
            at.refuse("shape", "events need a place", "name `longitude` and `latitude`, or `area`")
        if not gives.category:
            at.refuse("shape", "events need a kind", "name the column of kinds under `category`")
        if "{" not in gives.period:
            at.refuse("period", "events need a column that says when", "write `period: '{column}'`")
    elif gives.shape in ("gazetteer", "suppressed"):
        if not at.layout.with_role("uprn"):
            at.refuse("shape", "a list of addresses needs their UPRN", "give a column the role `uprn`")
    elif gives.shape == "records":
        _check_records(at)
    elif gives.shape == "places":
        if not (gives.postcode or gives.area):
            at.refuse("shape", "places need a place", "name a column under `postcode` or `area`")
    else:
        if not (gives.area or gives.only_area):
            at.refuse("shape", "counts need an area", "name a column under `area`, or the one area under `only_area`")
        if not (gives.value or gives.categories or gives.periods):
            at.refuse("shape", "counts need figures", "name columns under `value`, `categories` or `periods`")


def _check_records(at: _Where) -> None:
    gives, layout = at.layout.gives, at.layout
    if not (gives.area or gives.only_area or layout.with_role("uprn", "postcode")):
        at.refuse(
            "shape",
            "records need a place",
            "give a column the role `uprn` or `postcode`, or name `area` or `only_area`",
        )
    if not gives.subject:
        at.refuse(
            "subject", "it is not said what a row is about", "write people, dwellings, events, organisations or answers"
        )
    if gives.ages and not layout.with_role("birth_date", "birth_year", "age"):
        at.refuse("ages", "no column tells the age", "give a column the role `birth_date`, `birth_year` or `age`")
    for column in gives.count_by:
        field = layout.field(column)
        if not (field.codes or field.derived):
            at.refuse("count_by", f"`{column}` has no codes", "give it `codes`, `codes_from` or `derived`")


def _check_period(at: _Where) -> None:
    gives = at.layout.gives
    if gives.shape in ("gazetteer", "suppressed"):
        return
    how = "write `2024`, `2024-11`, `2024-11-30`, or two of them with `/` between"
    for period in gives.periods.values():
        at.check("periods", period, _iso_period, how)
    if gives.periods:
        return
    if "{" not in gives.period:
        at.check("period", gives.period, _iso_period, f"{how}; or name a column, as `'{{column}}'`")
        return
    found = _OF_A_COLUMN.fullmatch(gives.period)
    if not found:
        at.refuse(
            "period", f"`{gives.period}` is no period", "write `'{column}'`, or `'P3M/{column}'` for three months"
        )
    if found["column"] != SNAPSHOT:
        _check_time_column(at, found["column"], ends_a_span=bool(found["months"]))


def _check_time_column(at: _Where, column: str, *, ends_a_span: bool) -> None:
    field = at.layout.field(column)
    if ends_a_span and field.type != "date":
        at.refuse("period", f"`{column}` has to be a date, on which the months end", "make its logicalType `date`")
    if field.codes:
        for period in field.codes.values():
            at.check("period", period, _iso_days, f"write the codes of `{column}` as `2018-04-01/2019-03-31`")
    elif field.type not in _TIME_KINDS:
        at.refuse(
            "period", f"`{column}` is a {field.type}, which says no time", f"use one of: {', '.join(_TIME_KINDS)}"
        )


def _iso_period(text: str) -> None:
    try:
        Period.parse(text)
    except ValueError:
        raise ValueError("this is no period") from None


def _iso_days(text: str) -> None:
    if not _ISO_DAYS.fullmatch(text):
        raise ValueError("this is no period of whole days")
    first, _, last = text.partition("/")
    _iso_period(first if last.startswith("P") else text)


def _check_codes(at: _Where) -> None:
    gives = at.layout.gives
    kinds: Mapping[str, str] = at.layout.field(gives.category).codes if gives.category else {}
    plain = "write it with letters, digits and underscores"
    for key, texts in (
        ("categories", gives.categories.values()),
        ("totals", gives.totals),
        (f"category {gives.category}, codes", kinds.values()),
        ("flags", gives.flags.values()),
        ("amounts", gives.amounts.values()),
        *((f"count_by {column}, codes", at.layout.field(column).codes.values()) for column in gives.count_by),
        ("only_area", filter(None, [gives.only_area])),
        ("vintage", [gives.vintage]),
    ):
        for text in texts:
            at.check(key, text, code, plain)
    if known := {*gives.categories.values(), *kinds.values()}:
        _check_totals(at, known)


def _check_totals(at: _Where, known: Iterable[str]) -> None:
    for total, parts in at.layout.gives.totals.items():
        for part in parts:
            if part not in known:
                at.refuse("totals", f"`{total}` sums `{part}`, which is no category", nearest(part, known))
