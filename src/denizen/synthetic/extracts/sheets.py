"""Sheets of people and dwellings, written fast, and who is in their rows, kept apart for the truth."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from denizen.errors import CannotWrite
from denizen.synthetic.extracts.delivery import Delivery, Desk
from denizen.synthetic.extracts.passages import Homes
from denizen.synthetic.town import NOBODY, Dwellings, Ints, Texts

Cells = Texts | Ints | Sequence[str]


@dataclass(frozen=True)
class Who:
    """Whom rows are about: row (from 0) of the sheet, person and the dwelling that the row names; a row may stand twice."""

    row: Ints
    person: Ints
    dwelling: Ints


@dataclass(frozen=True)
class Sheet:
    """A file before it is written. `odd_lines` stand before the row of that number: a heading again, a total at the foot."""

    source: str
    layout: str
    tier: str
    snapshot: np.datetime64
    month: int
    columns: Mapping[str, Cells]
    who: Who | None = None
    odd_lines: Mapping[int, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    """other layouts by which the same file is read"""


@dataclass
class Book:
    """Takes sheets one by one: writes each into the lists' folder, and who is in it into the truth."""

    desk: Desk
    homes: Homes
    dwellings: Dwellings
    deliveries: list[Delivery] = field(default_factory=list)
    _truth: io.BytesIO = field(default_factory=io.BytesIO)

    def add(self, sheet: Sheet) -> None:
        """Write a sheet, and note who is in it. A list in which nobody stands is not delivered."""
        if not len(next(iter(sheet.columns.values()))):
            return
        name = f"{sheet.layout}_{sheet.snapshot}.csv"
        rows = [",".join(sheet.columns), *_rows(sheet.columns)]
        for place in sorted(sheet.odd_lines, reverse=True):
            rows.insert(place + 1, sheet.odd_lines[place])
        path = self.desk.folder / sheet.source / name
        _write(path, ("\n".join(rows) + "\n").encode())
        file = f"{sheet.source}/{name}"
        if sheet.who is not None:
            self._keep(sheet, sheet.who, file)
        self.deliveries.append(
            Delivery(
                sheet.source,
                sheet.layout,
                file,
                len(rows) - 1,
                tier=sheet.tier,
                snapshot=str(sheet.snapshot),
                also=sheet.also,
            )
        )

    def _keep(self, sheet: Sheet, who: Who, file: str) -> None:
        """Note who is in which line of the file (lines from 1, as an editor shows them)."""
        places = np.array(sorted(sheet.odd_lines), dtype=np.int64)
        line = who.row + 2 + np.searchsorted(places, who.row, side="right")
        lives = (who.person != NOBODY) & (self.homes.dwelling(who.person, sheet.month) == who.dwelling)
        start = f"{sheet.source},{sheet.layout},{file},"
        uprn = np.where(who.dwelling == NOBODY, 0, self.dwellings.uprn[who.dwelling])
        columns = (line, who.person, who.dwelling, uprn, lives.astype(np.int64))
        rows = zip(*(column.tolist() for column in columns), strict=True)
        text = "".join([f"{start}{a},{b},{c},{d},{e}\n" for a, b, c, d, e in rows])
        self._truth.write(text.encode())

    def write_truth(self, path: Path) -> None:
        """Write `records`: each line of each file of people, with the true person and dwelling (-1: nobody, none)."""
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=2, mtime=0, filename="") as file:
            file.write(b"source,layout,file,line,person_id,dwelling_id,uprn,lives_there\n")
            file.write(self._truth.getvalue())
        _write(path, buffer.getvalue())


def _rows(columns: Mapping[str, Cells]) -> list[str]:
    texts = [_cells(column) for column in columns.values()]
    return list(map(",".join, zip(*texts, strict=True)))


def _cells(column: Cells) -> list[str]:
    cells = column.tolist() if isinstance(column, np.ndarray) else list(column)
    if isinstance(column, np.ndarray) and column.dtype != object:
        return list(map(str, cells))
    return ['"' + cell.replace('"', '""') + '"' if "," in cell or '"' in cell else cell for cell in cells]


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError:
        raise CannotWrite(
            "The list cannot be written.", where=str(path), mend="free space, or name a folder that you may write to"
        ) from None


def texts(size: int, word: str = "") -> Texts:
    """A column of one word."""
    return np.full(size, word, dtype=object)


def numbers_text(numbers: Ints, empty: int | None = None) -> Texts:
    """Numbers as text, one value of them as an empty cell."""
    return np.array(["" if number == empty else str(number) for number in numbers.tolist()], dtype=object)
