"""From a workbook (XLSX, XLS, ODS) to rows of text, after looking at the package before opening it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from denizen.errors import UnreadableFile
from denizen.intake.csv_rows import Row
from denizen.intake.decode import Limits, too_large

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 20


def rows_of_workbook(content: bytes, name: str, sheet: str, limits: Limits) -> tuple[list[Row], list[str]]:
    """Every row that holds anything, and notes for the receipt.

    Raises:  UnreadableFile: protected by a password, a bomb, damaged, or without the sheet.
    """
    _look_before_opening(content, name, limits)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except Exception as error:  # the reader has one error per format
        raise UnreadableFile(
            f"The workbook cannot be opened ({type(error).__name__}).",
            where=name,
            mend="open it in a spreadsheet program and save it again as XLSX, ODS or CSV",
        ) from None
    found = _sheet(workbook, sheet, name)
    rows = [
        Row(number, tuple(_text(cell) for cell in cells))
        for number, cells in enumerate(found.to_python(skip_empty_area=False), 1)
        if any(cell != "" for cell in cells)
    ]
    return rows, list(_notes(found))


def _sheet(workbook: Any, sheet: str, name: str) -> Any:
    names = list(workbook.sheet_names)
    if sheet and sheet not in names:
        raise UnreadableFile(
            f"The workbook has no sheet named {sheet}.",
            where=name,
            mend=f"name the sheet as the contract does; it has: {', '.join(names[:12])}",
        )
    chosen = sheet or names[0]
    try:
        return workbook.get_sheet_by_name(chosen)
    except Exception as error:
        raise UnreadableFile(
            f"The sheet cannot be read ({type(error).__name__}).", where=f"{name}, sheet {chosen}", mend="save it again"
        ) from None


def _notes(sheet: Any) -> Iterator[str]:
    merged = getattr(sheet, "merged_cell_ranges", None) or ()
    if merged:
        yield f"{len(merged)} ranges of cells were merged; only the first cell of each holds its value."


def _look_before_opening(content: bytes, name: str, limits: Limits) -> None:
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise UnreadableFile(
                "The workbook is protected with a password.",
                where=name,
                mend="take the password off, and send it by the secure way that the agreement names",
            )
        return
    if not content.startswith(b"PK"):
        raise UnreadableFile(
            "This is not a workbook, whatever its name says.", where=name, mend="save it again as XLSX, ODS or CSV"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _weigh(package, len(content), name, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise UnreadableFile(
            "The workbook is damaged or cut short.", where=name, mend="copy or send it again"
        ) from None


def _weigh(package: zipfile.ZipFile, size: int, name: str, limits: Limits) -> None:
    """Unpack without keeping anything, and stop at the limit: declared sizes can lie."""
    most = min(limits.unpacked_bytes, limits.unpacked_ratio * size)
    seen = 0
    for member in package.infolist():
        if member.flag_bits & 1:
            raise UnreadableFile(
                "The workbook is protected with a password.", where=name, mend="take the password off and send it again"
            )
        with package.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                seen += len(chunk)
                if seen > most and seen > _CHUNK:
                    raise too_large(name, limits)


def _text(cell: Any) -> str:
    """A cell as its text: whole numbers without a decimal point, dates in ISO."""
    if isinstance(cell, str):
        return cell
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
