"""From a workbook (XLSX, XLS, ODS) to rows of text, after looking at the package before opening it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from denizen.errors import UnreadableFile
from denizen.intake.csv_rows import Row
from denizen.intake.decode import Limits
from denizen.intake.headers import LOOK_AT
from denizen.intake.package import look_before_opening

_SAVE_AGAIN = "open it in a spreadsheet program and save it again as XLSX, ODS or CSV"


def is_workbook(content: bytes) -> bool:
    """Whether the first bytes are those of a workbook (or of another package), whatever the file is called."""
    return content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def rows_of_workbook(
    content: bytes, name: str, sheet: str, limits: Limits, fit: Callable[[list[Row]], int] | None = None
) -> tuple[list[Row], list[str]]:
    """Every row of one sheet that holds anything, and notes for the receipt.

    Args:    the file; its name for messages; the sheet, or nothing; limits; how well rows fit (where no sheet is named,
             the one that fits best is read; the first of equals, as without it).
    Raises:  UnreadableFile: protected by a password, a bomb, damaged, or without the sheet.
    """
    look_before_opening(content, name, limits)
    workbook = _guarded(
        lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)), "The workbook cannot be opened", name
    )
    named = _chosen(list(workbook.sheet_names), sheet, name)
    if sheet or not fit or len(workbook.sheet_names) == 1:
        return _rows_of(workbook, named, name)
    read = {chosen: _rows_of(workbook, chosen, name) for chosen in workbook.sheet_names}
    chosen = max(read, key=lambda each: fit(read[each][0][:LOOK_AT]))
    rows, notes = read[chosen]
    return rows, [f"Of {len(read)} sheets, `{chosen}` was read.", *notes]


def _rows_of(workbook: Any, sheet: str, name: str) -> tuple[list[Row], list[str]]:
    found = _guarded(lambda: workbook.get_sheet_by_name(sheet), "The sheet cannot be read", f"{name}, sheet {sheet}")
    table = _guarded(lambda: found.to_python(skip_empty_area=False), "The sheet cannot be read", f"{name}, {sheet}")
    texts = (tuple([cell if type(cell) is str else _text(cell) for cell in cells]) for cells in table)
    rows = [Row(number, cells) for number, cells in enumerate(texts, 1) if any(cells)]
    return rows, list(_notes(found))


def _guarded(work: Callable[[], Any], what: str, where: str) -> Any:
    """What the reader gives. It has one error per format, and its panics are no Exceptions."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise UnreadableFile(f"{what} ({type(error).__name__}).", where=where, mend=_SAVE_AGAIN) from None


def _chosen(names: list[str], sheet: str, name: str) -> str:
    if not names:
        raise UnreadableFile("The workbook has no sheet.", where=name, mend=_SAVE_AGAIN)
    if sheet and sheet not in names:
        raise UnreadableFile(
            f"The workbook has no sheet named {sheet}.",
            where=name,
            mend=f"name the sheet as the contract does; it has: {', '.join(names[:12])}",
        )
    return sheet or names[0]


def _notes(sheet: Any) -> Iterator[str]:
    merged = getattr(sheet, "merged_cell_ranges", None) or ()
    if merged:
        yield f"{len(merged)} ranges of cells were merged; only the first cell of each holds its value."


def _text(cell: Any) -> str:
    """A cell as its text: whole numbers without a decimal point, dates in ISO."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    return "" if cell is None else str(cell)
