"""Files that somebody named, written whole or not at all."""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from denizen.errors import CannotWrite
from denizen.store import Store

_AT_ONCE = 50_000
"""rows that the engine hands over as one text"""


def check_place(out: Path, read: Iterable[Path]) -> None:
    """Look, before any work, whether a file could be written, and stands in for none that is read.

    Args:    the file that is to be written; the files that are read.
    Raises:  CannotWrite.
    """
    if out.is_dir() or not out.parent.is_dir() or not os.access(out.parent, os.W_OK):
        raise CannotWrite(
            "Nothing can be written there.",
            where=str(out),
            mend="name a file, in a folder that is there and can be written",
        )
    if out.exists() and any(file.exists() and file.samefile(out) for file in read):
        raise CannotWrite(
            "This file is read: it would be written over.", where=str(out), mend="name another file to write"
        )


@contextmanager
def written_whole(out: Path, what: str) -> Iterator[TextIO]:
    """A text file beside the one that is named, which takes its place at the end.

    Args:    the file; what is written, for the message (`The links`).
    Raises:  CannotWrite.
    """
    beside = out.with_name(f".{out.name}.part")
    try:
        with beside.open("w", newline="", encoding="utf-8") as file:
            yield file
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CannotWrite(
            f"{what} cannot be written ({error.strerror or type(error).__name__}).",
            where=str(out),
            mend="choose a folder that you may write to and that has room",
        ) from None


def write_rows(out: Path, headers: Sequence[str], rows: Iterable[Sequence[object]], what: str) -> None:
    """Write rows as CSV below their headers.

    Raises:  CannotWrite.
    """
    with written_whole(out, what) as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)


def write_query(
    out: Path, store: Store, columns: Mapping[str, str], of: str, what: str, plain: Collection[str] = ()
) -> None:
    """Write what a query gives as CSV; the engine makes the text, which is some times faster than row by row.

    Args:    header -> SQL of text; what stands after FROM, with a column `record` that numbers its rows from 0 and orders
             them; headers of which no text has a comma, a quote or a new line in it.
    Raises:  CannotWrite.
    """
    cells = ", ".join(f"COALESCE({sql if header in plain else _cell(sql)}, '')" for header, sql in columns.items())
    query = f"""
        SELECT STRING_AGG(line, CHR(13) || CHR(10) ORDER BY record) AS lines
        FROM (SELECT record, CONCAT_WS(',', {cells}) AS line FROM {of}) AS written
        GROUP BY CAST(FLOOR(record / {_AT_ONCE}) AS BIGINT) ORDER BY MIN(record)"""
    with written_whole(out, what) as file:
        csv.writer(file).writerow(columns)
        for (lines,) in store.rows(query):
            file.write(lines + "\r\n")


def _cell(sql: str) -> str:
    return (
        f"CASE WHEN REGEXP_MATCHES({sql}, '[,\"\r\n]') THEN '\"' || REPLACE({sql}, '\"', '\"\"') || '\"' ELSE {sql} END"
    )
