"""Find the header row below any title block, and match its headers to the contract's columns, in any order."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from denizen.contracts import Field, Layout
from denizen.errors import WrongLayout
from denizen.intake.csv_rows import Row
from denizen.intake.wording import Sense, sense

LOOK_AT = 60
"""how many rows are looked at for the headers"""


@dataclass(frozen=True, slots=True)
class Header:
    """Which cell of a row is which column. `others` are headers that the contract does not name."""

    row: int
    """index among the rows; -1 when the file has no header"""
    number: int
    """the line that it starts on; 0 when the file has no header"""
    ends: int
    """the line that it ends on"""
    width: int
    position: dict[str, int]
    """column name of the contract -> place in the row"""
    others: tuple[str, ...]
    cells: tuple[str, ...] = ()
    in_other_words: tuple[tuple[str, str], ...] = ()
    """headers that are written as the contract writes none, and the contract's header that they were read as"""

    def is_repeated_by(self, cells: Sequence[str]) -> bool:
        return bool(self.cells) and _shown(cells[0]) == self.cells[0] and _stripped(cells, self.width) == self.cells


def best_match(rows: Sequence[Row], layout: Layout) -> int:
    """How many of the layout's columns the row that fits best names; without a header row, how many cells it has."""
    if layout.reading.header == "none":
        return max((len(row.cells) for row in rows), default=0)
    return max((len(_matches(row.cells, layout)) for row in rows), default=0)


def columns_named(headers: Sequence[str], layout: Layout) -> set[str]:
    """The columns of a layout that a row of headers names; none where the layout is read by position."""
    return set() if layout.reading.header == "none" else set(_matches(headers, layout))


def required_columns(layout: Layout) -> set[str]:
    return {field.name for field in layout.fields if field.required}


def find_header(rows: Sequence[Row], layout: Layout, name: str) -> Header:
    """The row that holds the layout's headers.

    Raises:  WrongLayout, naming what is missing or doubled and the nearest header. Cells are told only of a row that
             is plainly the headers: a row of a file without headers is a row about someone.
    """
    candidates = [(index, row) for index, row in enumerate(rows[:LOOK_AT]) if not row.broken]
    if not candidates:
        raise WrongLayout("No row of this file can be read.", where=name, mend="export it again as CSV in UTF-8")
    if layout.reading.header == "none":
        return _by_position(candidates[0][1], layout, name)
    index, best = max(candidates, key=lambda item: (len(_matches(item[1].cells, layout)), -item[0]))
    best = replace(best, cells=tuple(map(_shown, best.cells)))
    matched = _matches(best.cells, layout)
    _check_missing(matched, best, layout, name)
    _check_doubled(matched, best, name)
    known = {place for places in matched.values() for place in places}
    width = _last_filled(best.cells)
    return Header(
        row=index,
        number=best.number,
        ends=best.number + best.lines - 1,
        width=width,
        position={column: places[0] for column, places in matched.items()},
        others=tuple(
            cell or f"column {place + 1}, which has no header"
            for place, cell in enumerate(_stripped(best.cells, width))
            if place not in known
        ),
        cells=_stripped(best.cells, width),
        in_other_words=tuple(
            (best.cells[matched[field.name][0]].strip(), field.header)
            for field in layout.read_fields
            if field.name in matched and _fold(best.cells[matched[field.name][0]]) not in _headers(field)
        ),
    )


def _by_position(first: Row, layout: Layout, name: str) -> Header:
    """A file without a header row: the contract's headers are column numbers, counted from 1."""
    width = len(first.cells)
    position = {field.name: int(field.header) - 1 for field in layout.read_fields}
    if width <= max(position.values()):
        raise WrongLayout(
            f"The rows have {width} cells, and this list has no header row and at least {max(position.values()) + 1} columns.",
            where=name,
            mend="send the file as its publisher gives it, without taking columns out",
        )
    beyond = tuple(f"column {place + 1}" for place in range(width) if place not in position.values())
    return Header(-1, 0, 0, width, position, beyond)


def _matches(cells: Sequence[str], layout: Layout) -> dict[str, list[int]]:
    """Column name -> the places whose header means it."""
    folded: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        folded.setdefault(_fold(cell), []).append(place)
    found = {
        field.name: places
        for field in layout.read_fields
        if (places := [p for header in _headers(field) for p in folded.get(header, [])])
    }
    if not found or layout.reading.format == "json":
        return found
    found |= _by_sense(cells, [(f.name, f.headers) for f in layout.read_fields if f.name not in found], found)
    found |= _otherwise(folded, layout, found)
    return found | _by_sense(cells, [(f.name, f.otherwise) for f in layout.read_fields if f.name not in found], found)


def _by_sense(
    cells: Sequence[str], wanted: Sequence[tuple[str, tuple[str, ...]]], found: Mapping[str, list[int]]
) -> dict[str, list[int]]:
    """Columns whose headers are not here as they are written, where one cell of the row says the same in other words.

    Only where it is plain: one cell, one column. A row in which no header is found as it is written is no header row.
    """
    taken = {place for places in found.values() for place in places}
    left = [(place, sense(cell)) for place, cell in enumerate(cells) if place not in taken]
    meant = {name: [place for place, said in left if said in _senses(headers)] for name, headers in wanted}
    claims = Counter(place for places in meant.values() for place in places)
    return {name: places for name, places in meant.items() if len(places) == 1 and claims[places[0]] == 1}


def _otherwise(folded: Mapping[str, list[int]], layout: Layout, found: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Columns of which none of the own headers is here: the first of the looser ones that is free."""
    taken = {place for places in found.values() for place in places}
    meant: dict[str, list[int]] = {}
    for field in layout.read_fields:
        free = [
            places for header in _folded(field.otherwise) if (places := folded.get(header)) and places[0] not in taken
        ]
        if field.name not in found and free:
            meant[field.name] = free[0]
            taken.update(free[0])
    return meant


@lru_cache(maxsize=8192)
def _senses(headers: tuple[str, ...]) -> frozenset[Sense]:
    """What a column's headers say; a header that could mean anything is found only as it is written."""
    return frozenset(sense(header) for header in headers) - {()}


def _headers(field: Field) -> tuple[str, ...]:
    return _folded(field.headers)


@lru_cache(maxsize=8192)
def _folded(headers: tuple[str, ...]) -> tuple[str, ...]:
    """Headers of a contract, each once; cells of a file are not remembered here."""
    return tuple(dict.fromkeys(_fold(header) for header in headers))


def _fold(header: str) -> str:
    """Headers are the same when their letters and digits are: case, spaces, underscores and stops do not count."""
    return re.sub(r"[^0-9a-z+%]", "", header.casefold())


def _stripped(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple(map(_shown, cells[:width]))


def _shown(header: str) -> str:
    """A header as it may be told: in one line, and without marks that a screen would take for orders."""
    plain = header if header.isprintable() else "".join(sign if sign.isprintable() else " " for sign in header)
    return " ".join(plain.split())


def _last_filled(cells: Sequence[str]) -> int:
    return max((place + 1 for place, cell in enumerate(cells) if cell.strip()), default=0)


def _check_doubled(matched: dict[str, list[int]], row: Row, name: str) -> None:
    for places in matched.values():
        if len(places) > 1:
            listed = " and ".join(f"{place + 1} (`{row.cells[place].strip()}`)" for place in places)
            error = WrongLayout(
                f"Columns {listed} have headers that mean the same: it is not said which one counts.",
                where=f"{name} row {row.number}",
                mend="take one of them out, or rename it",
            )
            error.is_this_list = True
            raise error


def _check_missing(matched: dict[str, list[int]], row: Row, layout: Layout, name: str) -> None:
    required = [field for field in layout.fields if field.required]
    if not matched:
        raise WrongLayout(
            f"No column of {layout.id} is here.",
            where=f"{name}, first {LOOK_AT} rows",
            mend="check that this is the right file, and that its first row holds the headers",
        )
    missing = [field for field in required if field.name not in matched]
    if not missing:
        return
    listed = ", ".join(f"`{field.header}`" for field in missing[:6]) + (" and more" if len(missing) > 6 else "")
    is_header = 2 * (len(required) - len(missing)) >= len(required)
    raise WrongLayout(
        f"{len(missing)} of the columns that {layout.id} must have {'is' if len(missing) == 1 else 'are'} missing: {listed}.",
        where=f"{name} row {row.number}" if is_header else f"{name}, first {LOOK_AT} rows",
        mend=_advice(matched, row, missing[0].header)
        if is_header
        else "check that this is the right file, and that its first row holds the headers",
    )


def _advice(matched: dict[str, list[int]], row: Row, wanted: str) -> str:
    known = {place for places in matched.values() for place in places}
    left = [cell.strip() for place, cell in enumerate(row.cells) if cell.strip() and place not in known]
    near = difflib.get_close_matches(wanted, left, n=1, cutoff=0.6)
    if near:
        return f"is `{near[0]}` meant? Rename it to `{wanted}`"
    found = [cell.strip() for cell in row.cells if cell.strip()]
    if len(found) > 30 or any(len(cell) > 60 for cell in found):
        return "check that this is the right file and that its first rows hold the headers"
    return f"check that this is the right file; its headers are: {', '.join(found[:15])}"
