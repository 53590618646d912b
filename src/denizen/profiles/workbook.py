"""The accessible workbook, in the layout that the Government Analysis Function asks for.

A cover, contents, notes and definitions, then sheets of figures: each with its title in A1, one table that is marked as
one, no merged cell, no empty row, no meaning by colour. Trends of small areas stay in the CSV files, which are made for
machines: here each neighbourhood is shown as it is latest known, so that a sheet can be read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from denizen.profiles.cells import count_of, number_of
from denizen.profiles.columns import NOT_OFFICIAL, credits, sources_of, summary_of, title_of
from denizen.profiles.matter import BookMatter
from denizen.terms.areas import Geography
from denizen.terms.measures import Figure, Indicator, Status
from denizen.terms.time import Period

_FONT: Mapping[str, Any] = MappingProxyType(
    {"font_name": "Arial", "font_size": 12, "font_scheme": False, "valign": "top"}
)
"""Without a scheme, or the theme's own font would win over Arial. Read-only: the writer changes what it is handed."""
_TABLE_AT = 3
"""Row (from 0) of every table's header: below the title, what the sheet holds, and the way back."""
_WIDEST = 60

SHORTHAND = (
    (Status.WITHHELD.value, "Confidential: withheld, because it counts too few."),
    (Status.NOT_AVAILABLE.value, "Not available: nobody supplied it."),
    (Status.NOT_APPLICABLE.value, "Not applicable: it cannot exist, like an interval around a full count."),
    (Status.LOW.value, "Low: rounds to zero and is not zero."),
    (Status.UNRELIABLE.value, "Low reliability: the interval is wide, read with care."),
    (Status.ESTIMATE.value, "Estimate."),
    (Status.PROVISIONAL.value, "Provisional."),
    (Status.REVISED.value, "Revised."),
    ("shown", "In the column Status: nothing to note."),
)
_GEOGRAPHIES = {
    Geography.OA: "Output area",
    Geography.LSOA: "LSOA",
    Geography.MSOA: "MSOA",
    Geography.WARD: "Ward",
    Geography.COMMUNITY: "Community",
    Geography.CUSTOM: "Local area",
    Geography.LAD: "Local authority",
    Geography.HEALTH_BOARD: "Health board",
    Geography.PFA: "Police force area",
    Geography.COUNTRY: "Country",
}
_HEADERS = (
    "Area code", "Area name", "Geography", "Indicator", "Category", "Period", "Value", "Lower 95% bound",
    "Upper 95% bound", "Status", "Numerator", "Denominator", "Unit", "Sources", "Basis",
)  # fmt: skip

Cell = str | float | int | tuple[float | int, str]
"""Text, a number, or a number with its format."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with one table. `links`: for each row, the sheet that its first cell leads to."""

    name: str
    title: str
    holds: str
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    links: tuple[str, ...] = ()


def workbook(matter: BookMatter) -> bytes:
    """The workbook as a file. Nothing in it depends on the clock: it is dated by the reference date."""
    figures = figure_sheets(matter)
    texts = [sheet for sheet in (_notes(matter), _definitions(matter)) if sheet.rows]
    contents = _contents([*texts, *figures])
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_format_properties": dict(_FONT)})
    _describe(book, matter)
    formats = Formats(book)
    _write_cover(book, formats, matter)
    for sheet in (contents, *texts, *figures):
        _write(book, formats, sheet)
    book.close()
    return file.getvalue()


def figure_sheets(matter: BookMatter) -> list[Sheet]:
    """The place with everything about it, then a sheet per theme with its neighbourhoods as latest known."""
    known = {indicator.id: indicator for indicator in matter.indicators}
    labels = {(i.id, code): label for i in matter.indicators for code, label in i.categories}
    neighbourhoods = {kind for kind in Geography if kind.size < Geography.LAD.size}
    larger = [f for f in matter.table.figures if f.geography not in neighbourhoods]
    smaller = _latest(f for f in matter.table.figures if f.geography in neighbourhoods)

    def rows(figures: Iterable[Figure]) -> list[list[Cell]]:
        return [_row(f, known[f.indicator], labels.get((f.indicator, f.category), f.category)) for f in figures]

    taken = {"cover", "contents", "notes", "definitions", "place"}
    sheets = [
        Sheet("Place", f"{matter.place.name}: every indicator, every period", NOT_OFFICIAL, _HEADERS, rows(larger))
    ]
    for theme in matter.themes:
        own = rows(f for f in smaller if known[f.indicator].theme == theme.id)
        title = f"{theme.title}: the neighbourhoods of {matter.place.name}, latest period"
        sheets.append(Sheet(_sheet_name(theme.title, taken), title, theme.summary, _HEADERS, own))
    return [sheet for sheet in sheets if sheet.rows]


def _latest(figures: Iterable[Figure]) -> list[Figure]:
    """Of each indicator, category and geography, the figures of its latest period."""
    held = list(figures)
    ends = {period: Period.parse(period).end for period in {f.period for f in held}}
    last: dict[tuple[str, str, Geography], tuple[object, str]] = {}
    for f in held:
        key = (f.indicator, f.category, f.geography)
        last[key] = max(last.get(key, (ends[f.period], f.period)), (ends[f.period], f.period))
    return [f for f in held if last[(f.indicator, f.category, f.geography)][1] == f.period]


def _row(figure: Figure, indicator: Indicator, label: str) -> list[Cell]:
    """One figure. No cell is empty: where there is no number, its shorthand says why."""
    why = figure.status.value if not figure.status.has_value else Status.NOT_APPLICABLE.value
    form = "#,##0" + ("." + "0" * indicator.decimals if indicator.decimals else "")

    def number(value: float | int | None, shape: str) -> Cell:
        return why if value is None else (value, shape)

    return [
        figure.area_code,
        figure.area_name,
        f"{_GEOGRAPHIES[figure.geography]} {figure.vintage}".strip(),
        indicator.title,
        "All" if label == "all" else label,
        figure.period.replace("/", " to "),
        number(number_of(figure.value, indicator), form),
        number(number_of(figure.lower, indicator), form),
        number(number_of(figure.upper, indicator), form),
        figure.status.value or "shown",
        number(count_of(figure.numerator), "#,##0"),
        number(count_of(figure.denominator), "#,##0"),
        figure.unit,
        ", ".join(figure.sources),
        figure.basis or Status.NOT_APPLICABLE.value,
    ]


def _notes(matter: BookMatter) -> Sheet:
    rules = [(source, f"How its counts are protected: {rule}.") for source, rule in matter.table.rules]
    breaks = [(b.indicator, f"Not one series from {b.after} to {b.before}: {b.reason}") for b in matter.breaks]
    rows = [*SHORTHAND, *rules, *breaks]
    return Sheet("Notes", "Notes", "Shorthand, protection and breaks in series.", ("Note on", "What it means"), rows)


def _definitions(matter: BookMatter) -> Sheet:
    themes = {theme.id: theme.title for theme in matter.themes}
    rows = [
        (i.title, i.id, themes.get(i.theme, i.theme), i.definition, i.unit, i.caveat or "none")
        for i in matter.indicators
    ]
    headers = ("Indicator", "Id", "Theme", "Definition", "Unit", "Caveat")
    return Sheet("Definitions", "Definitions", "What each indicator is.", headers, rows)


def _contents(sheets: Sequence[Sheet]) -> Sheet:
    names = tuple(sheet.name for sheet in sheets)
    rows = [(sheet.name, sheet.title) for sheet in sheets]
    return Sheet("Contents", "Contents", "Each name leads to its sheet.", ("Sheet", "Title"), rows, names)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that a workbook allows: 31 characters, none of []:*?/\\, no name twice."""
    plain = re.sub(r"\s+", " ", re.sub(r"[\[\]:*?/\\']", " ", title)).strip() or "Theme"
    name, number = plain[:31].strip(), 2
    while name.lower() in taken:
        name, number = f"{plain[:28].strip()} {number}", number + 1
    taken.add(name.lower())
    return name


class Formats:
    """The few formats of the workbook. Number formats are made once each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._numbers: dict[str, Format] = {}
        self.title = book.add_format({**_FONT, "font_size": 16, "bold": True})
        self.wrapped = book.add_format({**_FONT, "text_wrap": True})
        self.header = book.add_format({**_FONT, "bold": True, "text_wrap": True, "bottom": 1})
        self.link = book.add_format({**_FONT, "underline": 1, "font_color": "#1D70B8"})
        self.right = book.add_format({**_FONT, "align": "right"})

    def number(self, form: str) -> Format:
        if form not in self._numbers:
            self._numbers[form] = self._book.add_format({**_FONT, "num_format": form})
        return self._numbers[form]


def _describe(book: xlsxwriter.Workbook, matter: BookMatter) -> None:
    book.set_properties(
        {
            "title": title_of(matter),
            "subject": summary_of(matter),
            "author": ", ".join(matter.place.partners) or matter.place.name,
            "created": datetime.fromisoformat(f"{matter.place.reference_date}T12:00:00"),
        }
    )
    book.set_custom_property("Language", "en-GB")


def _write_cover(book: xlsxwriter.Workbook, formats: Formats, matter: BookMatter) -> None:
    place = matter.place
    lines = [
        summary_of(matter),
        f"Area: {place.name} ({place.code}).",
        "Bounds are 95%. A full count has none.",
        *([f"Contact: {place.contact}."] if place.contact else []),
        *(agreement.attribution for agreement in credits(matter, sources_of(matter.table.figures))),
        f"Made from inputs and code with the fingerprint {matter.fingerprint}.",
    ]
    sheet = book.add_worksheet("Cover")
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, title_of(matter), formats.title)
    for number, line in enumerate(lines, start=1):
        sheet.write_string(number, 0, line, formats.wrapped)
    sheet.write_url(len(lines) + 1, 0, "internal:'Contents'!A1", formats.link, "Contents")


def _write(book: xlsxwriter.Workbook, formats: Formats, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, sheet.title, formats.title)
    page.write_string(1, 0, f"This sheet holds one table of {len(sheet.rows):,} rows. {sheet.holds}".strip())
    page.write_url(2, 0, "internal:'Contents'!A1", formats.link, "Back to the contents")
    is_prose = sheet.headers is not _HEADERS
    for number, row in enumerate(sheet.rows, start=_TABLE_AT + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                # never `write`, which would take a leading = for a formula
                page.write_string(number, column, cell, _form_of(cell, formats, is_prose=is_prose))
            elif isinstance(cell, tuple):
                page.write_number(number, column, cell[0], formats.number(cell[1]))
            else:
                page.write_number(number, column, cell)
    for number, target in enumerate(sheet.links, start=_TABLE_AT + 1):
        page.write_url(number, 0, f"internal:'{target}'!A1", formats.link, target)
    _mark_table(page, sheet, formats)


def _form_of(cell: str, formats: Formats, *, is_prose: bool) -> Format | None:
    """None is the workbook's own default, Arial 12: a cell that names no format is written faster."""
    if is_prose:
        return formats.wrapped
    return formats.right if cell.startswith("[") else None


def _mark_table(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, formats: Formats) -> None:
    last = _TABLE_AT + len(sheet.rows)
    page.add_table(
        _TABLE_AT,
        0,
        last,
        len(sheet.headers) - 1,
        {
            "name": "table_" + re.sub(r"\W", "_", sheet.name.lower()),
            "style": "Table Style Light 1",
            "banded_rows": False,
            "autofilter": sheet.headers is _HEADERS,
            "columns": [{"header": header, "header_format": formats.header} for header in sheet.headers],
        },
    )
    for column, header in enumerate(sheet.headers):
        page.set_column(column, column, _width(header, sheet.rows, column))
    page.freeze_panes(_TABLE_AT + 1, 0)


def _width(header: str, rows: Sequence[Sequence[Cell]], column: int) -> float:
    """Wide enough for the longest cell up to a limit, in characters of 12 points; long headers wrap."""
    longest = max((len(str(row[column])) for row in rows[:2000] if isinstance(row[column], str)), default=9)
    return min(_WIDEST, max(longest, max(len(word) for word in header.split()), 11) * 1.2 + 3)
