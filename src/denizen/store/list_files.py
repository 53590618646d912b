"""Lists that lie in a folder as CSV or Parquet, read by the engine itself: text in every column, whatever it holds."""

from __future__ import annotations

import glob
import gzip
import re
import zlib
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import duckdb

from denizen.documents import nearest
from denizen.errors import UnreadableFile, WrongLayout
from denizen.store.windows_files import TABLE as WINDOWS_TABLE
from denizen.store.windows_files import NotOfWindows, take_windows, uneven_line

_ENCODINGS = ("utf-8", "latin-1")
"""tried in this order; a list in neither may be one of Windows"""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PARQUET, _GZIP, _ZIP = b"PAR1", b"\x1f\x8b", b"PK\x03\x04"
"""what such files begin with, whatever their names say"""
_AT_ONCE = 1 << 20
"""bytes of a packed file that are looked at together"""
AS_READ = " as read"
"""after the name of the look at a file: the table that holds its rows"""
_OTHER_LETTERS = re.compile("not (utf-8|latin-1) encoded")


def headers_of(at: duckdb.DuckDBPyConnection, path: Path, name: str) -> list[str]:
    """The headers of a file.

    Raises:  UnreadableFile: missing, empty, damaged, or not a table.
    """
    _check_is_there(path, name)
    return _tried(at, path, name, "DESCRIBE SELECT * FROM {rows}")


def take_columns(
    at: duckdb.DuckDBPyConnection, table: str, path: Path, name: str, columns: Sequence[str], numbered: str
) -> None:
    """Keep the named columns of a file as text, with a column that numbers its rows from 1: a look at a table in their order.

    Raises:  WrongLayout, when a column is not there, with the nearest one, or is there twice; UnreadableFile.
    """
    there = headers_of(at, path, name)
    _check_is_whole(path, name)
    written = _headers_as_written(at, path, name, there)
    for column in columns:
        if [header.casefold() for header in written].count(column.casefold()) > 1:
            raise WrongLayout(
                f"The column `{column}` is there twice, and it is not said which one counts.",
                where=name,
                mend="give each column a header of its own",
            )
        if column not in there and not set(columns) & set(there):
            _check_is_even(path, name)
        if column not in there:
            raise _no_such(column, columns, there, name)
    quoted = [_quoted_name(column) for column in columns]
    cells = ", ".join(f"CAST({column} AS VARCHAR) AS cell_{place}" for place, column in enumerate(quoted))
    _tried(at, path, name, f'CREATE OR REPLACE TABLE "{table}{AS_READ}" AS SELECT {cells} FROM {{rows}}')
    # the engine knows the place of each row by itself: to number rows while they are read would take a single thread
    seen = ", ".join(f"cell_{place} AS {column}" for place, column in enumerate(quoted)).format()
    at.execute(f'CREATE OR REPLACE VIEW "{table}" AS SELECT rowid + 1 AS "{numbered}", {seen} FROM "{table}{AS_READ}"')


def _headers_as_written(at: duckdb.DuckDBPyConnection, path: Path, name: str, there: Sequence[str]) -> list[str]:
    """The headers before the engine told those apart that are the same: it adds `_1` to the second of them."""
    known = {header.casefold() for header in there}
    if not any(re.sub(r"_\d+$", "", header) in known - {header} for header in known) or _begins(path) == _PARQUET:
        return list(there)
    first = "SELECT UNNEST([*COLUMNS(*)]) FROM (SELECT * FROM {rows} LIMIT 1)"
    return _tried(at, path, name, first, headed=False)


def _no_such(column: str, columns: Sequence[str], there: Sequence[str], name: str) -> WrongLayout:
    """A column that is missed. Where all are, the first line may be a row of someone's, and is not told."""
    if not set(columns) & set(there) and not get_close_matches(column, there):
        return WrongLayout(
            "None of the columns that are asked for is there.",
            where=name,
            mend=f"look whether the first line holds the headers, among them `{column}`, and every line a cell for each",
        )
    return WrongLayout(f"There is no column `{column}`.", where=name, mend=nearest(column, there))


def _tried(at: duckdb.DuckDBPyConnection, path: Path, name: str, sql: str, *, headed: bool = True) -> list[str]:
    """The first column of what a statement gives, with the file read in the first encoding that fits it."""
    said: list[str] = []  # never told: it quotes lines
    for rows in _ways_to_read(path, headed):
        try:
            return _first_column(at, sql, rows)
        except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException) as error:
            said.append(str(error))
        except duckdb.PermissionException:
            raise UnreadableFile(
                "The file lies outside the folder of the lists.", where=name, mend="copy it into the folder"
            ) from None
    _check_is_whole(path, name)
    packed = _begins(path)[:2] == _GZIP
    if said and all(_OTHER_LETTERS.search(text) for text in said):
        try:
            take_windows(at, path, headed=headed, packed=packed)
            return _first_column(at, sql, WINDOWS_TABLE)
        except NotOfWindows:
            pass
        finally:
            at.execute(f"DROP TABLE IF EXISTS {WINDOWS_TABLE}")
    _check_is_even(path, name)
    raise UnreadableFile(
        "The file cannot be read as a table with one header line.",
        where=name,
        mend="save it as CSV in UTF-8 with a comma between cells and quotes around text, or as Parquet",
    )


def _first_column(at: duckdb.DuckDBPyConnection, sql: str, rows: str) -> list[str]:
    return [str(row[0]) for row in at.execute(sql.format(rows=rows)).fetchall()]


def _ways_to_read(path: Path, headed: bool) -> list[str]:
    file = "'" + glob.escape(str(path)).replace("'", "''") + "'"
    begins = _begins(path)
    if begins == _PARQUET:
        return [f"read_parquet({file})"]
    packed = "gzip" if begins[:2] == _GZIP else "none"
    encodings = ("utf-16",) if _begins_unpacked(path)[:2] in _UTF_16 else _ENCODINGS
    return [
        f"read_csv({file}, all_varchar = true, header = {headed}, compression = '{packed}', encoding = '{encoding}', "
        "max_line_size = 1000000)"
        for encoding in encodings
    ]


def _begins(path: Path) -> bytes:
    """The first four bytes of a file, as it lies there."""
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError:
        return b""


def _begins_unpacked(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            return file.read(4)
    except (OSError, EOFError, zlib.error):
        return _begins(path)


def _check_is_whole(path: Path, name: str) -> None:
    """A packed file that was cut short on its way is read by the engine up to its end, without a word."""
    if _begins(path)[:2] != _GZIP:
        return
    try:
        with gzip.open(path) as file:
            while file.read(_AT_ONCE):
                pass
    except (OSError, EOFError, zlib.error):
        raise UnreadableFile(
            "The packed file is cut short or damaged.", where=name, mend="ask for it again, or unpack it and look"
        ) from None


def _check_is_even(path: Path, name: str) -> None:
    """Lines of unlike length make the engine take another line for the headers, or none."""
    if line := uneven_line(path, packed=_begins(path)[:2] == _GZIP):
        raise UnreadableFile(
            "A line has more or fewer cells than the first.",
            where=f"{name} line {line}",
            mend="put quotes around text with a comma in it, and give each line a cell for every header",
        )


def _check_is_there(path: Path, name: str) -> None:
    if not path.is_file():
        near = nearest(path.name, [found.name for found in path.parent.glob("*") if found.is_file()])
        raise UnreadableFile("The file is not there.", where=name, mend=f"put it there, or correct its name; {near}")
    if not path.stat().st_size:
        raise UnreadableFile("The file is empty.", where=name, mend="ask for it again")
    if _begins(path) == _ZIP:
        raise UnreadableFile(
            "The file is a workbook, or several files packed into one.",
            where=name,
            mend="open it and save the sheet as CSV (in Excel: CSV UTF-8), or unpack it",
        )


def _quoted_name(column: str) -> str:
    return '"' + column.replace('"', '""').replace("{", "{{").replace("}", "}}") + '"'
