"""Look at a workbook's package before anything opens it: passwords, bombs, damage, sheets that reach too far.

A reader that lays a sheet out whole in memory can be brought down by five kilobytes: one cell at the far corner, or
one row said to be repeated a million times. Nothing catches that, so it is looked for first.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from denizen.errors import UnreadableFile
from denizen.intake.decode import Limits, too_large

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 20
_OVERLAP = 64
_ROWS = re.compile(rb"\sr\s*=\s*[\"'][A-Z]*([0-9]{1,9})[\"']")
_COLUMNS = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,4})[0-9]")
_TAKE_OFF = "take the password off, and send it by the secure way that the agreement names"


def look_before_opening(content: bytes, name: str, limits: Limits) -> None:
    """Raises UnreadableFile: protected by a password, damaged, not a workbook, or larger inside than the limits."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise UnreadableFile("The workbook is protected with a password.", where=name, mend=_TAKE_OFF)
        return
    if not content.startswith(b"PK"):
        raise UnreadableFile(
            "This is not a workbook, whatever its name says.", where=name, mend="save it again as XLSX, ODS or CSV"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _weigh(package, len(content), name, limits)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise UnreadableFile(
            "The workbook is damaged or cut short.", where=name, mend="copy or send it again"
        ) from None


def _weigh(package: zipfile.ZipFile, size: int, name: str, limits: Limits) -> None:
    """Unpack without keeping anything, and stop at the limit: declared sizes can lie."""
    most = max(min(limits.unpacked_bytes, limits.unpacked_ratio * size), _CHUNK)
    seen = 0
    for member in package.infolist():
        if member.flag_bits & 1:
            raise UnreadableFile("The workbook is protected with a password.", where=name, mend=_TAKE_OFF)
        if member.filename.endswith("workbook.bin"):
            raise UnreadableFile("This is a binary workbook (XLSB).", where=name, mend="save it as XLSX, ODS or CSV")
        reach = _reach_of(member.filename)
        with package.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                seen += len(chunk)
                if seen > most:
                    raise too_large(name, limits)
                rows, columns = reach(chunk)
                if rows * columns > limits.cells_in_sheet:
                    raise _too_far(name, rows, columns)


def _too_far(name: str, rows: int, columns: int) -> UnreadableFile:
    return UnreadableFile(
        f"A sheet reaches over {rows:,} rows and {columns:,} columns, nearly all of it empty or repeated.",
        where=name,
        mend="delete the rows and columns beyond the list (Ctrl+End shows how far it reaches), and save it again",
    )


Reach = Callable[[bytes], tuple[int, int]]
"""Fed with a part piece by piece, it says how many rows and columns the sheet has reached so far."""


def _reach_of(part: str) -> Reach:
    if part.startswith("xl/worksheets/") and part.endswith(".xml"):
        return _reach_of_cells()
    if part == "content.xml":
        return _Repeats().feed
    return lambda _: (0, 0)


def _reach_of_cells() -> Reach:
    """XLSX: the largest row and column that any cell of the sheet names."""
    rows, columns, tail = 0, 0, b""

    def reach(chunk: bytes) -> tuple[int, int]:
        nonlocal rows, columns, tail
        text = tail + chunk
        rows = max((rows, *map(int, set(_ROWS.findall(text)))))
        columns = max((columns, *map(_column_number, set(_COLUMNS.findall(text)))))
        tail = text[-_OVERLAP:]
        return rows, columns

    return reach


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


class _Repeats:
    """ODS: rows and cells carry how often they are repeated. What is empty to the end of a row or sheet is not counted."""

    def __init__(self) -> None:
        self._rows = self._columns = self._row = self._cell = self._times = 0
        self._reaches = (0, 0)
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start

    def feed(self, chunk: bytes) -> tuple[int, int]:
        try:
            self._parser.Parse(chunk, False)
        except expat.ExpatError:
            raise ValueError("not XML") from None
        return self._reaches

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        kind = element.rpartition(" ")[2]
        if kind == "table":
            self._row = self._rows = self._columns = 0
        elif kind == "table-row":
            self._times = _times(attributes, "rows")
            self._row, self._cell = self._row + self._times, 0
        elif kind in ("table-cell", "covered-table-cell"):
            self._cell += _times(attributes, "columns")
            if any(name.endswith(" value-type") for name in attributes):
                self._rows, self._columns = self._row, max(self._columns, self._cell)
                self._reaches = max(self._reaches, (self._rows, self._columns), key=lambda reach: reach[0] * reach[1])


def _times(attributes: dict[str, str], what: str) -> int:
    found: Iterator[str] = (value for name, value in attributes.items() if name.endswith(f" number-{what}-repeated"))
    return max(int(next(found, "1")), 1)
