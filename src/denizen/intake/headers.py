"""Find the header row below any title block, and match its headers to the contract's columns, in any order."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from denizen.contracts import Field, Layout
from denizen.errors import WrongLayout
from denizen.intake.csv_rows import Row

_LOOK_AT = 60


@dataclass(frozen=True, slots=True)
class Header:
    """Which cell of a row is which column. `others` are headers that the contract does not name."""

    row: int
    """index among the rows; -1 when the file has no header"""
    number: int
    width: int
    position: dict[str, int]
    """column name of the contract -> place in the row"""
    others: tuple[str, ...]


def find_header(rows: Sequence[Row], layout: Layout, name: str) -> Header:
    """The row that holds the layout's headers.

    Raises:  WrongLayout, naming what is missing or doubled, what was found instead, and the nearest header.
    """
    if layout.reading.header == "none":
        return _by_position(rows, layout, name)
    candidates = [(index, row) for index, row in enumerate(rows[:_LOOK_AT]) if not row.broken]
    if not candidates:
        raise WrongLayout("No row of this file can be read.", where=name, mend="export it again as CSV in UTF-8")
    index, best = max(candidates, key=lambda item: (len(_matches(item[1].cells, layout)), -item[0]))
    matched = _matches(best.cells, layout)
    if not matched:
        index, best = candidates[0]
    _check_doubled(matched, best, name)
    _check_missing(matched, best, layout, name)
    known = {place for places in matched.values() for place in places}
    return Header(
        row=index,
        number=best.number,
        width=_last_filled(best.cells),
        position={column: places[0] for column, places in matched.items()},
        others=tuple(cell.strip() for place, cell in enumerate(best.cells) if place not in known and cell.strip()),
    )


def _by_position(rows: Sequence[Row], layout: Layout, name: str) -> Header:
    """A file without a header row: the contract's headers are column numbers, counted from 1."""
    width = len(rows[0].cells) if rows else 0
    position = {field.name: int(field.header) - 1 for field in layout.fields}
    if width <= max(position.values()):
        raise WrongLayout(
            f"The rows have {width} cells, and this list has no header row and at least {max(position.values()) + 1} columns.",
            where=name,
            mend="send the file as its publisher gives it, without taking columns out",
        )
    beyond = tuple(f"column {place + 1}" for place in range(width) if place not in position.values())
    return Header(-1, 0, width, position, beyond)


def _matches(cells: Sequence[str], layout: Layout) -> dict[str, list[int]]:
    """Column name -> the places whose header means it."""
    folded: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        folded.setdefault(_fold(cell), []).append(place)
    return {
        field.name: places
        for field in layout.fields
        if (places := [p for header in _headers(field) for p in folded.get(header, [])])
    }


def _headers(field: Field) -> list[str]:
    return list(dict.fromkeys(_fold(header) for header in (field.header, *field.synonyms)))


def _fold(header: str) -> str:
    """Headers are the same when their letters and digits are: case, spaces, underscores and stops do not count."""
    return re.sub(r"[^0-9a-z+%]", "", header.casefold())


def _last_filled(cells: Sequence[str]) -> int:
    return max((place + 1 for place, cell in enumerate(cells) if cell.strip()), default=0)


def _check_doubled(matched: dict[str, list[int]], row: Row, name: str) -> None:
    for places in matched.values():
        if len(places) > 1:
            listed = " and ".join(str(place + 1) for place in places)
            raise WrongLayout(
                f"The header `{row.cells[places[0]].strip()}` stands in columns {listed}: it is not said which one counts.",
                where=f"{name} row {row.number}",
                mend="take one of them out, or rename it",
            )


def _check_missing(matched: dict[str, list[int]], row: Row, layout: Layout, name: str) -> None:
    missing = [field for field in layout.fields if field.required and field.name not in matched]
    if not missing:
        return
    found = [cell.strip() for cell in row.cells if cell.strip()]
    listed = ", ".join(f"`{field.header}`" for field in missing[:6]) + (" and more" if len(missing) > 6 else "")
    known = {place for places in matched.values() for place in places}
    left = [cell.strip() for place, cell in enumerate(row.cells) if cell.strip() and place not in known]
    near = difflib.get_close_matches(missing[0].header, left, n=1, cutoff=0.6)
    advice = f"is `{near[0]}` meant? Rename it to `{missing[0].header}`" if near else _compare(found)
    raise WrongLayout(
        f"{len(missing)} of the columns that {layout.id} must have {'is' if len(missing) == 1 else 'are'} missing: {listed}.",
        where=f"{name} row {row.number}",
        mend=advice,
    )


def _compare(found: Sequence[str]) -> str:
    if len(found) > 30 or any(len(cell) > 60 for cell in found):
        return "check that this is the right file and that its first rows hold the headers"
    return f"check that this is the right file; its headers are: {', '.join(found[:15])}"
