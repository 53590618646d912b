"""Land one file as text: every cell a string under the contract's column name, every row with its number.

Columns that the contract does not name, or that the permit does not allow, never get this far.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from denizen.agreements import Permit
from denizen.contracts import Layout
from denizen.errors import UnreadableFile, WrongLayout
from denizen.intake.csv_rows import WIDTH, Row, rows_of
from denizen.intake.decode import Limits, encoding_of, lines_of, open_file
from denizen.intake.headers import Header, find_header
from denizen.intake.workbook import rows_of_workbook
from denizen.terms.receipts import Dropped

_HEAD = 60


@dataclass(slots=True)
class Landed:
    """One file as text. `columns` holds one list per column, beside `numbers` (row numbers as in the file)."""

    file: str
    sha256: str
    size: int
    encoding: str
    numbers: list[int] = field(default_factory=list)
    columns: dict[str, list[str | None]] = field(default_factory=dict)
    broken: list[tuple[int, str]] = field(default_factory=list)
    """rows that are no rows: (row number, line rule)"""
    dropped: tuple[Dropped, ...] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def received(self) -> int:
        return len(self.numbers) + len(self.broken)


def land(path: Path, name: str, layout: Layout, permit: Permit, limits: Limits) -> Landed:
    """Read a file into text columns.

    Args:    where it lies; its name for messages; its layout; the permit, whose columns alone enter; the limits.
    Raises:  UnreadableFile, WrongLayout.
    """
    opened = open_file(path, name, limits)
    landed = Landed(name, opened.sha256, opened.size, "")
    if layout.reading.format == "workbook":
        rows, notes = rows_of_workbook(opened.content, name, layout.reading.sheet, limits)
        landed.encoding, landed.notes = "workbook", notes
        header = find_header(rows, layout, name)
        body: Iterable[Row] = (_of_width(row, header.width) for row in rows[header.row + 1 :])
    else:
        _check_is_text(opened.content, name)
        landed.encoding, note = encoding_of(opened.content, layout.reading.encoding)
        landed.notes += [note] if note else []
        lines = list(lines_of(opened.content, landed.encoding))
        header, comma = _header_and_comma(lines, layout, name, limits)
        body = rows_of(lines, limits, width=header.width, start=header.number, comma=comma)
    if header.number > 1:
        landed.notes.append(f"{header.number - 1} lines above the headers were taken for a title.")
    _fill(landed, header, body, layout, permit)
    return landed


def _check_is_text(content: bytes, name: str) -> None:
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"):
        raise UnreadableFile(
            "This is a workbook or a document, not the CSV file that the contract names.",
            where=name,
            mend="save it as CSV, or name the layout for workbooks in denizen.yaml",
        )


def _header_and_comma(lines: Sequence[str], layout: Layout, name: str, limits: Limits) -> tuple[Header, str]:
    """The header row, and what parts the cells: a comma, or else a semicolon, a tab or a bar."""
    first_error: WrongLayout | None = None
    for comma in (",", ";", "\t", "|"):
        try:
            return find_header(list(islice(rows_of(lines, limits, comma=comma), _HEAD)), layout, name), comma
        except WrongLayout as error:
            first_error = first_error or error
    raise first_error or WrongLayout("The file has no rows.", where=name, mend="send it again")


def _of_width(row: Row, width: int) -> Row:
    """A spreadsheet row cut to the header's width; anything beyond it that is not empty breaks the row."""
    if any(cell.strip() for cell in row.cells[width:]):
        return Row(row.number, row.cells, WIDTH)
    return row


def _fill(landed: Landed, header: Header, body: Iterable[Row], layout: Layout, permit: Permit) -> None:
    entering = {column: place for column, place in header.position.items() if permit.allows(column)}
    landed.dropped = _dropped(header, entering, layout)
    columns: dict[str, list[str | None]] = {column: [] for column in entering}
    pairs = [(columns[column], place) for column, place in entering.items()]
    end_at = layout.reading.end_at
    for row in body:
        if row.broken:
            landed.broken.append((row.number, row.broken))
            continue
        cells = row.cells
        if end_at and cells and cells[0].strip().startswith(end_at):
            landed.notes.append(f"The list was taken to end before row {row.number}, where notes begin.")
            break
        if not any(cells):
            continue
        landed.numbers.append(row.number)
        for values, place in pairs:
            values.append((cells[place].strip() or None) if place < len(cells) else None)
    if header.position and not landed.received:
        raise UnreadableFile(
            "The file has headers and no rows.", where=landed.file, mend="ask the supplier to send it again"
        )
    landed.columns = columns


def _dropped(header: Header, entering: dict[str, int], layout: Layout) -> tuple[Dropped, ...]:
    not_named = [Dropped(other, "the contract does not name it") for other in header.others]
    not_allowed = [
        Dropped(layout.field(column).header, "the agreement does not allow it")
        for column in header.position
        if column not in entering
    ]
    return tuple(not_named + not_allowed)
