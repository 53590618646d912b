"""Lists in CSV as Windows writes it, in its own encoding (cp1252), which the engine does not read: O'Brien with a curly mark.

Read row by row, some times slower than by the engine; nothing is written to a file on the way.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

import duckdb
import numpy as np

TABLE = "rows_of_windows"
_AT_ONCE = 50_000
"""rows that are handed to the engine together"""
_SEPARATORS = ",;\t|"


class NotOfWindows(Exception):
    """The file is no such table."""


class _Uneven(Exception):
    """A row has more or fewer cells than the first; it is called by the line on which it ends."""


def take_windows(at: duckdb.DuckDBPyConnection, path: Path, *, headed: bool, packed: bool) -> None:
    """Make `TABLE`, for a moment, of the rows of a file: text in every column, NULL where a cell is empty.

    Args:    the engine; the file; whether the first row gives the names of columns; whether the file is packed with gzip.
    Raises:  NotOfWindows.
    """
    try:
        with (gzip.open if packed else open)(path, "rt", encoding="cp1252", newline="") as file:
            rows = _even(file)
            names = (
                _told_apart(next(rows, [])) if headed else [f"column{place}" for place in range(len(next(rows, [])))]
            )
            if not names:
                raise NotOfWindows
            if not headed:
                file.seek(0)
                rows = _even(file)
            listed = ", ".join('"' + name.replace('"', '""') + '" VARCHAR' for name in names)
            at.execute(f"CREATE OR REPLACE TEMP TABLE {TABLE} ({listed})")
            while several := list(islice(rows, _AT_ONCE)):
                _hand_over(at, several)
    except (_Uneven, UnicodeDecodeError, csv.Error, OSError, EOFError):
        raise NotOfWindows from None


def uneven_line(path: Path, *, packed: bool) -> int | None:
    """The first line of a file that has more or fewer cells than its first row; None where no such line can be named."""
    try:
        with (gzip.open if packed else open)(path, "rt", encoding="latin-1", newline="") as file:
            for _ in _even(file):
                pass
    except _Uneven as error:
        return int(error.args[0])
    except (csv.Error, OSError, EOFError):
        pass
    return None


def _even(file: IO[str]) -> Iterator[list[str]]:
    """The rows of a file, blank ones left out, while all have as many cells as the first."""
    first = file.readline()
    if "\0" in first:
        raise csv.Error
    file.seek(0)
    reader = csv.reader(file, delimiter=max(_SEPARATORS, key=first.count), strict=True)
    cells = 0
    for row in reader:
        if row:
            cells = cells or len(row)
            if len(row) != cells:
                raise _Uneven(reader.line_num)
            yield row


def _told_apart(headers: list[str]) -> list[str]:
    """Headers with a number after those that stand there before, as the engine does."""
    named: list[str] = []
    for header in headers:
        known, name, number = {name.casefold() for name in named}, header, 0
        while name.casefold() in known:
            number += 1
            name = f"{header}_{number}"
        named.append(name)
    return named


def _hand_over(at: duckdb.DuckDBPyConnection, rows: list[list[str]]) -> None:
    columns = {}
    for place, cells in enumerate(zip(*rows, strict=True)):
        columns[f"column{place}"] = array = np.empty(len(cells), dtype=object)
        array[:] = [cell or None for cell in cells]
    at.register("handed_over", columns)
    try:
        at.execute(f"INSERT INTO {TABLE} SELECT * FROM handed_over")
    finally:
        at.unregister("handed_over")
