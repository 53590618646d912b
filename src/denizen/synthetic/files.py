"""Tables of a town as gzipped CSV: the same table, the same bytes."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from denizen.errors import CannotWrite
from denizen.synthetic.town import Coded

Column = Coded | np.ndarray[tuple[int, ...], np.dtype[np.generic]]
QUOTED = (",", '"', "\n")


def write_table(path: Path, columns: Mapping[str, Column]) -> int:
    """Write columns of one length as a gzipped CSV in UTF-8 and return the number of rows.

    Flags are written as 0 and 1. The gzip header holds no time, so that equal tables are equal files.

    Raises:  CannotWrite.
    """
    texts = [_texts(column) for column in columns.values()]
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=3, mtime=0, filename="") as file:
        file.write((",".join(columns) + "\n").encode())
        for start in range(0, len(texts[0]), 50_000):
            rows = zip(*(text[start : start + 50_000] for text in texts), strict=True)
            file.write("".join(f"{','.join(row)}\n" for row in rows).encode())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(buffer.getvalue())
    except OSError:
        raise CannotWrite(
            "The file cannot be written.", where=str(path), mend="free space, or name a folder that you may write to"
        ) from None
    return len(texts[0])


def _texts(column: Column) -> list[str]:
    """A column as its cells' texts."""
    if isinstance(column, Coded):
        words = [_quoted(word) for word in column.words]
        return [words[code] for code in column.codes.tolist()]
    if column.dtype == np.bool_:
        return ["1" if flag else "0" for flag in column.tolist()]
    if column.dtype == object:
        cells = column.tolist()
        written = {cell: _quoted(str(cell)) for cell in set(cells)}
        return [written[cell] for cell in cells]
    if np.issubdtype(column.dtype, np.datetime64):
        return [str(day) for day in column.astype("datetime64[D]").tolist()]
    if np.issubdtype(column.dtype, np.floating):
        return [repr(round(cell, 6)) for cell in column.tolist()]
    return list(map(str, column.tolist()))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in QUOTED) else text
