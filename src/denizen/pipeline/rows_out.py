"""Rows written to a CSV that somebody named: whole, or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from denizen.errors import CannotWrite


def write_rows(out: Path, headers: Sequence[str], rows: Iterable[Sequence[object]], what: str) -> None:
    """Write beside the file, then put it in its place.

    Args:    the file; its headers and rows; what they are, for the message (`The links`).
    Raises:  CannotWrite.
    """
    beside = out.with_name(f".{out.name}.part")
    try:
        with beside.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(headers)
            writer.writerows(rows)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CannotWrite(
            f"{what} cannot be written ({error.strerror or type(error).__name__}).",
            where=str(out),
            mend="choose a folder that you may write to and that has room",
        ) from None
