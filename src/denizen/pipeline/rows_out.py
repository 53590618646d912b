"""Files that somebody named, written whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from denizen.errors import CannotWrite


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
