"""Workbooks drawn in a test: rows of cells, as a partner's spreadsheet program saves them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter

Cell = str | int | float | date
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}
"""what starts with = or http is text like any other"""


def workbook(rows: Sequence[Sequence[Cell]], sheet: str = "Sheet1") -> bytes:
    """An XLSX file with one sheet; days become days of the spreadsheet, and not text."""
    return sheets({sheet: rows})


def sheets(named: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """An XLSX file with a sheet of rows for each name."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "default_date_format": "dd/mm/yyyy", **_AS_TEXT})
    for name, rows in named.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    return held.getvalue()
