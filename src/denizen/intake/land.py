"""Land one file as text: every cell a string under the contract's column name, every row with its number.

Columns that the contract does not name, or that the permit does not allow, never get this far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from denizen.agreements import Permit
from denizen.contracts import Layout, Never
from denizen.errors import UnreadableFile
from denizen.intake.csv_rows import ABOVE, HEADER_AGAIN, WIDTH, Row, rows_of
from denizen.intake.decode import Limits, encoding_of, lines_of, open_file
from denizen.intake.emptiness import without_words_for_nothing
from denizen.intake.entering import enter, is_entered, told
from denizen.intake.headers import LOOK_AT, Header, best_match, find_header
from denizen.intake.json_rows import rows_of_json
from denizen.intake.package import check_is_no_archive
from denizen.intake.strays import Strays
from denizen.intake.workbook import is_workbook, rows_of_workbook
from denizen.terms.receipts import Dropped, in_words

_LOOKED_AT = 4_000
"""bytes; a workbook's own bytes hold NULs, and a list that was saved as text instead holds none"""
_NOT_CSV = (
    (b"%PDF", "This is a PDF", "ask the supplier for the list itself, as CSV"),
    (b"\x1f\x8b", "This is compressed twice", "unpack it once, and send that"),
    (b"<!doctype html", "This is a web page", "open the address in a browser, and download the list itself"),
    (b"<html", "This is a web page", "save it as CSV from the system, not as a page"),
)


@dataclass(slots=True)
class Landed:
    """One file as text. `columns` holds one list per column, beside `numbers` (row numbers as in the file)."""

    file: str
    sha256: str
    size: int
    encoding: str
    numbers: list[int] = field(default_factory=list)
    columns: dict[str, list[str | None]] = field(default_factory=dict)
    entered: dict[str, list[str | None]] = field(default_factory=dict)
    """of columns whose text does not enter, what it became; `columns` then holds only whether a cell was filled"""
    repeats: list[bool] = field(default_factory=list)
    """of a list without a key: whether an earlier row is the same in every column of the file, dropped ones too"""
    broken: list[tuple[int, str]] = field(default_factory=list)
    """rows that are no rows: (row number, line rule)"""
    dropped: tuple[Dropped, ...] = ()
    notes: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    headers: Sequence[str] = ()
    """the row of headers as it stands; empty where there is none"""

    @property
    def received(self) -> int:
        return len(self.numbers) + len(self.broken)


@dataclass(frozen=True, slots=True)
class Door:
    """What stands at the door: the permit, whose columns alone enter; columns that never do; limits; key of pseudonyms."""

    permit: Permit
    never: Sequence[Never]
    limits: Limits
    pseudonym_key: bytes = b""


def land(path: Path, name: str, layout: Layout, door: Door) -> Landed:
    """Read a file into text columns.

    Args:    where it lies; its name for messages; its layout; what stands at the door.
    Raises:  UnreadableFile, WrongLayout.
    """
    opened = open_file(path, name, door.limits)
    landed = Landed(name, opened.sha256, opened.size, "")
    header, above, body = _opened_rows(opened.content, landed, layout, door.limits)
    landed.headers = header.cells
    _look_above(landed, above, header)
    landed.notes += [f"The header `{said}` was read as `{meant}`." for said, meant in header.in_other_words]
    entering = {column: place for column, place in header.position.items() if door.permit.allows(column)}
    landed.dropped = _dropped(header, entering, layout, door)
    _fill(landed, header, entering, body, layout)
    _empty(landed, layout)
    _enter(landed, layout, door.pseudonym_key)
    return landed


def header_of(path: Path, name: str, layout: Layout, limits: Limits) -> Header:
    """Where a layout's columns stand in a file, without reading its rows.

    Raises:  UnreadableFile, WrongLayout.
    """
    opened = open_file(path, name, limits)
    return _opened_rows(opened.content, Landed(name, opened.sha256, opened.size, ""), layout, limits)[0]


def _opened_rows(
    content: bytes, landed: Landed, layout: Layout, limits: Limits
) -> tuple[Header, Sequence[Row], Iterable[Row]]:
    """The header of a file, the rows above it, and those below."""
    reading, name = layout.reading, landed.file
    check_is_no_archive(content, name)
    if (
        reading.format == "json"
        or is_workbook(content)
        or (reading.format == "workbook" and b"\0" in content[:_LOOKED_AT])
    ):
        if reading.format == "json":
            rows, landed.encoding = rows_of_json(content, name, reading.records, limits), "JSON"
        else:
            rows, landed.notes = rows_of_workbook(content, name, reading.sheet, limits, lambda r: best_match(r, layout))
            landed.encoding = "workbook"
        header = find_header(rows, layout, name)
        return header, rows[: max(header.row, 0)], (_of_width(row, header.width) for row in rows[header.row + 1 :])
    _check_is_text(content, name)
    landed.encoding, note = encoding_of(content, reading.encoding)
    landed.notes += [note] if note else []
    lines = list(lines_of(content, landed.encoding))
    head, comma = _head_and_comma(lines, layout, limits)
    header = find_header(head, layout, name)
    return (
        header,
        head[: max(header.row, 0)],
        rows_of(lines, limits, width=header.width, start=header.ends, comma=comma, quotes=reading.quotes == "double"),
    )


def _empty(landed: Landed, layout: Layout) -> None:
    """Empty the cells in which a system wrote its word for nothing."""
    for column in layout.read_fields:
        if column.name in landed.columns:
            landed.columns[column.name], count = without_words_for_nothing(column, landed.columns[column.name])
            if count:
                landed.notes.append(
                    f"{in_words(count, 'cell')} of `{column.header}` {'holds' if count == 1 else 'hold'} a system's word for "
                    "nothing: read as empty."
                )


def _enter(landed: Landed, layout: Layout, pseudonym_key: bytes) -> None:
    """Replace what may not be stored as it stands in the file."""
    for column in layout.read_fields:
        if column.name in landed.columns and is_entered(column):
            found = enter(column, landed.columns[column.name], landed.numbers, pseudonym_key)
            landed.columns[column.name], landed.entered[column.name] = found.filled, found.values
            landed.notes += told(column, found)


def _check_is_text(content: bytes, name: str) -> None:
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, what, mend in _NOT_CSV:
        if start.startswith(mark) or start.lower().startswith(mark):
            raise UnreadableFile(f"{what}, not a list.", where=name, mend=mend)


def _head_and_comma(lines: Sequence[str], layout: Layout, limits: Limits) -> tuple[list[Row], str]:
    """The first rows, and what parts their cells: whichever of comma, semicolon, tab and bar finds the most columns."""
    best: tuple[int, list[Row], str] = (-1, [], "")
    for comma in (",", ";", "\t", "|"):
        head = list(islice(rows_of(lines, limits, comma=comma, quotes=layout.reading.quotes == "double"), LOOK_AT))
        best = max(best, (best_match(head, layout), head, comma), key=lambda found: found[0])
    return best[1], best[2]


def _look_above(landed: Landed, above: Sequence[Row], header: Header) -> None:
    """Rows above the headers are a title, and are noted; those as full as a row of the list are refused, not lost."""
    if header.number > 1:
        landed.notes.append(
            f"{in_words(header.number - 1, 'line')} above the headers {'was' if header.number == 2 else 'were'} taken for "
            "a title."
        )
    for row in above:
        filled = sum(1 for cell in row.cells if cell.strip())
        if filled > 2 and 2 * filled > header.width:
            landed.broken.append((row.number, ABOVE))


def _of_width(row: Row, width: int) -> Row:
    """A spreadsheet row cut to the header's width; anything beyond it that is not empty breaks the row."""
    if any(cell.strip() for cell in row.cells[width:]):
        return Row(row.number, row.cells, WIDTH)
    return row


def _fill(landed: Landed, header: Header, entering: dict[str, int], body: Iterable[Row], layout: Layout) -> None:
    landed.columns = {column: [] for column in entering}
    kept: list[Sequence[str]] = []
    end_at, seen, strays = layout.reading.end_at, _Seen(), Strays(header, layout)
    for row in body:
        cells = row.cells
        if end_at and cells and cells[0].strip().startswith(end_at):
            landed.notes.append(f"The list was taken to end before row {row.number:,}, where notes begin.")
            break
        if row.broken or header.is_repeated_by(cells):
            landed.broken.append((row.number, row.broken or HEADER_AGAIN))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if stray := strays.rule_of(cells):
            landed.broken.append((row.number, stray))
            continue
        if strays.may_be_example(cells):
            landed.questions.append(
                f"Row {row.number:,} is the same as the example of the template: is it one of yours?"
            )
        landed.numbers.append(row.number)
        if not layout.key:
            landed.repeats.append(seen.before(cells))
        kept.append(cells)
        if len(kept) == _AT_ONCE:
            _put(landed, kept, entering)
            kept = []
    _put(landed, kept, entering)
    if not landed.received:
        raise UnreadableFile(
            "The file has headers and no rows.", where=landed.file, mend="ask the supplier to send it again"
        )


_AT_ONCE = 10_000
"""rows that are turned into columns together: faster than cell by cell, and without the whole file twice in memory"""


def _put(landed: Landed, rows: Sequence[Sequence[str]], entering: Mapping[str, int]) -> None:
    for column, place in entering.items():
        landed.columns[column] += [(row[place].strip() or None) if place < len(row) else None for row in rows]


class _Seen:
    """Which rows have been before. It keeps a digest of each, and none of their values."""

    def __init__(self) -> None:
        self._digests: set[bytes] = set()

    def before(self, cells: Sequence[str]) -> bool:
        digest = blake2b("\x1f".join(cells).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if digest in self._digests:
            return True
        self._digests.add(digest)
        return False


def _dropped(header: Header, entering: dict[str, int], layout: Layout, door: Door) -> tuple[Dropped, ...]:
    barred = {other: why for other in header.others if (why := _barred(other, door.never))}
    ruled = {column: f"it may not come in: {why}" for column, why in door.permit.ruling.without}
    not_named = [Dropped(other, barred.get(other, "the contract does not name it")) for other in header.others]
    not_allowed = [
        Dropped(layout.field(column).header, ruled.get(column, "the agreement does not allow it"))
        for column in header.position
        if column not in entering
    ]
    return tuple(not_named + not_allowed)


def _barred(header: str, never: Sequence[Never]) -> str:
    return next((f"it never enters: {item.why}" for item in never if item.bars(header)), "")
