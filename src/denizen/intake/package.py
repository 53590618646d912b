"""Look at a workbook's package before anything opens it: passwords, bombs, damage, sheets that reach too far.

A reader that lays a sheet out whole in memory can be brought down by five kilobytes: one cell at the far corner, or
one row said to be repeated a million times. Nothing catches that, so it is looked for first.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
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
_REFERENCES = re.compile(rb"r(?<=[\s\"']r)\s*=\s*[\"']([^\"']{41}|[^\"']{0,40}(?=[\"']))")
"""what rows and cells say of where they are. Before it stands a space, or the quote that ends another attribute: not
every reader asks for the space"""
_A_CELL = re.compile(rb"A{0,3}9{1,7}")
"""the shape of a reference; one to no cell that a sheet can have may be taken for one that is very far away"""
_LAST_ROW = 1_048_576
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SHAPE = bytes.maketrans(_DIGITS + _LETTERS, b"9" * 10 + b"A" * 52)
_SHEET = b"worksheet"
_OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
_DAMAGED = (zlib.error, lzma.LZMAError, struct.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""what opening a package raises where its bytes are not what it says of them"""
_TAKE_OUT = "take the list out of the archive, and name that file"
_TAKE_OFF = "take the password off, and send it by the secure way that the agreement names"


_PARTS_OF_A_WORKBOOK = {"[Content_Types].xml", "mimetype", "content.xml"}


def check_is_no_archive(content: bytes, name: str) -> None:
    """Nothing is taken out of an archive: who packed it knows which of its files is the list.

    Raises:  UnreadableFile: a zip archive that is no workbook; any other archive.
    """
    if any(content.startswith(mark) for mark in _OTHER_ARCHIVES) or content[257:262] == b"ustar":
        raise UnreadableFile("This is an archive, and nothing is taken out of one.", where=name, mend=_TAKE_OUT)
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = [member.filename for member in package.infolist()]
    except (zipfile.BadZipFile, *_DAMAGED):
        return
    if any(_climbs_out(member) for member in members):
        raise UnreadableFile(
            "This is a zip archive with a path that leads out of its folder, as no honest one has.",
            where=name,
            mend="do not unpack it; ask the supplier how it was made",
        )
    if _PARTS_OF_A_WORKBOOK.isdisjoint(members):
        raise UnreadableFile("This is a zip archive, and nothing is taken out of one.", where=name, mend=_TAKE_OUT)


def _climbs_out(member: str) -> bool:
    steps = member.replace("\\", "/").split("/")
    return ".." in steps or steps[0] == "" or steps[0].endswith(":")


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
    except (zipfile.BadZipFile, *_DAMAGED):
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
    if part == "content.xml":
        return _Repeats().feed
    return _reach_of_cells(is_sheet=part.startswith("xl/worksheets/"))


def _reach_of_cells(*, is_sheet: bool) -> Reach:
    """XLSX: the largest row and column that any cell of the sheet names. A sheet may lie anywhere in its package."""
    rows, columns, tail = 0, 0, b""

    def reach(chunk: bytes) -> tuple[int, int]:
        nonlocal rows, columns, tail, is_sheet
        text = tail + chunk
        is_sheet = is_sheet or _SHEET in text
        if not is_sheet:
            return 0, 0
        references = b'"'.join(_REFERENCES.findall(text))
        shapes = set(references.translate(_SHAPE).split(b'"')) if references else set()
        if not all(_A_CELL.fullmatch(shape) for shape in shapes):
            raise ValueError("a cell that no sheet has")
        rows = max((rows, *map(int, set(references.translate(None, _LETTERS).split(b'"')) - {b""})))
        if rows > _LAST_ROW:
            raise ValueError("a row that no sheet has")
        columns = max((columns, *map(_column_number, set(references.translate(None, _DIGITS).split(b'"')))))
        tail = text[-_OVERLAP:]
        return rows, columns

    return reach


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
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
