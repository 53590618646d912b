"""Lists that lie in a folder as CSV or Parquet, read by the engine itself: text in every column, whatever it holds."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import duckdb

from denizen.documents import nearest
from denizen.errors import UnreadableFile, WrongLayout

_ENCODINGS = ("utf-8", "latin-1")
"""tried in this order; the second reads any bytes"""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def headers_of(at: duckdb.DuckDBPyConnection, path: Path, name: str) -> list[str]:
    """The headers of a file.

    Raises:  UnreadableFile: missing, empty, damaged, or not a table.
    """
    _check_is_there(path, name)
    return _tried(at, path, name, "DESCRIBE SELECT * FROM {rows}")


def take_columns(
    at: duckdb.DuckDBPyConnection, table: str, path: Path, name: str, columns: Sequence[str], numbered: str
) -> None:
    """Keep the named columns of a file as a table of text, with a column that numbers its rows from 1.

    Raises:  WrongLayout, when a column is not there, with the nearest one; UnreadableFile.
    """
    there = headers_of(at, path, name)
    for column in columns:
        if column not in there:
            raise WrongLayout(f"There is no column `{column}`.", where=name, mend=nearest(column, there))
    listed = "".join(f", CAST({_quoted_name(column)} AS VARCHAR) AS {_quoted_name(column)}" for column in columns)
    _tried(
        at,
        path,
        name,
        f'CREATE OR REPLACE TABLE "{table}" AS SELECT ROW_NUMBER() OVER () AS "{numbered}"{listed} FROM {{rows}}',
    )


def _tried(at: duckdb.DuckDBPyConnection, path: Path, name: str, sql: str) -> list[str]:
    """The first column of what a statement gives, with the file read in the first encoding that fits it."""
    for rows in _ways_to_read(path):
        try:
            return [str(row[0]) for row in at.execute(sql.format(rows=rows)).fetchall()]
        except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException):
            continue
        except duckdb.PermissionException:
            raise UnreadableFile(
                "The file lies outside the folder of the lists.", where=name, mend="copy it into the folder"
            ) from None
    raise UnreadableFile(
        "The file cannot be read as a table with one header line.",
        where=name,
        mend="save it as CSV in UTF-8 with a comma between cells and quotes around text, or as Parquet",
    )


def _ways_to_read(path: Path) -> list[str]:
    file = "'" + str(path).replace("'", "''").replace("{", "{{").replace("}", "}}") + "'"
    if path.suffix == ".parquet":
        return [f"read_parquet({file})"]
    reads = "read_csv({0}, all_varchar = true, header = true, encoding = '{1}', max_line_size = 1000000)"
    encodings = ("utf-16",) if _begins(path) in _UTF_16 else _ENCODINGS
    return [reads.format(file, encoding) for encoding in encodings]


def _begins(path: Path) -> bytes:
    """The first two bytes of a file, unpacked."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return file.read(2)
    except (OSError, EOFError):
        return b""


def _check_is_there(path: Path, name: str) -> None:
    if not path.is_file():
        near = nearest(path.name, [found.name for found in path.parent.glob("*") if found.is_file()])
        raise UnreadableFile("The file is not there.", where=name, mend=f"put it there, or correct its name; {near}")
    if not path.stat().st_size:
        raise UnreadableFile("The file is empty.", where=name, mend="ask for it again")


def _quoted_name(column: str) -> str:
    return '"' + column.replace('"', '""').replace("{", "{{").replace("}", "}}") + '"'
