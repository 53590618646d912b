"""From lines to rows of cells, one bad line costing one row and no more.

A quote that is never closed would swallow every line to the end of the file, and two of them would find each other and
swallow the lines between. Here a record that runs over too many lines, that comes out with another number of cells
than the header, or whose every line would be a row by itself, is given up: its first line is refused, and reading goes
on with the very next line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from denizen.intake.decode import Limits

csv.field_size_limit(2**30)

TOO_LONG = "line_is_of_a_sane_length"
NUL = "line_holds_no_nul"
UNDECODABLE = "line_can_be_decoded"
QUOTE = "quote_is_closed"
WIDTH = "line_has_as_many_cells_as_the_header"
HEADER_AGAIN = "line_does_not_repeat_the_headers"
NO_OBJECT = "item_is_an_object"
ABOVE = "line_stands_below_the_headers"
EXAMPLE = "row_is_not_the_example_of_the_template"
TOTAL = "row_is_not_a_total"

NO_RECORDS = (HEADER_AGAIN, EXAMPLE, TOTAL)
"""rules about rows that were never records: no supplier counts them"""

LINE_RULES = {
    TOO_LONG: (
        "The line is far longer than any real row.",
        "look for a missing line end, or a document pasted into a cell",
    ),
    NUL: ("The line holds NUL bytes: the file was damaged or is not text.", "export it again as CSV"),
    UNDECODABLE: (
        "The line holds a byte that the file's encoding does not have, or a character that was lost before.",
        "export it again as UTF-8 ('CSV UTF-8' in Excel)",
    ),
    QUOTE: (
        "A quote is opened and never closed, or closed in the middle of a cell.",
        "double the quotes inside a cell, or take the stray one out",
    ),
    WIDTH: (
        "The row has more or fewer cells than there are headers.",
        "put cells that hold a comma in quotes; look for a line break inside a cell, or a line that was cut short",
    ),
    NO_OBJECT: (
        "The item of the list is a bare value, not an object with members.",
        "ask the supplier for the export in the form that the contract names",
    ),
    HEADER_AGAIN: ("The row repeats the headers.", "nothing is lost; take the repeated headers out"),
    ABOVE: (
        "The row stands above the headers and is as full as a row of the list.",
        "put the headers first; look for a second list in the same file",
    ),
    EXAMPLE: (
        "The row is the example of the template.",
        "nothing is lost; take the example out before you send the file",
    ),
    TOTAL: ("The row is a total, not a row of the list.", "nothing is lost; give totals as controls beside the file"),
}
"""Rules that a line must meet before it is a row at all: sentence, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `number` counts lines from 1, as an editor shows them. `broken` names the line rule that it breaks."""

    number: int
    cells: Sequence[str]
    broken: str = ""
    lines: int = 1
    """how many lines it takes up"""


def rows_of(
    lines: Sequence[str], limits: Limits, *, width: int = 0, start: int = 0, comma: str = ",", quotes: bool = True
) -> Iterator[Row]:
    """Every record from line `start` (from 0) on. Blank lines are not rows.

    Args:  all lines of the file; the limits; how many cells a row has (0: any number); where to start; what parts cells;
           whether a quote opens a cell (without, it is a mark like any other).
    """
    at = start
    while at < len(lines):
        line = lines[at]
        if '"' not in line and not line.strip(" \t" + comma):
            at += 1
            continue
        row = _record(lines, at, width, limits, comma) if quotes else _plain_record(line, at, width, limits, comma)
        yield row
        at += row.lines


def _plain_record(line: str, at: int, width: int, limits: Limits, comma: str) -> Row:
    if broken := _broken_line(line, limits):
        return Row(at + 1, (), broken)
    cells = line.split(comma)
    return Row(at + 1, cells, _width_rule(cells, width))


def _record(lines: Sequence[str], at: int, width: int, limits: Limits, comma: str) -> Row:
    line = lines[at]
    broken = _broken_line(line, limits)
    if broken:
        return Row(at + 1, (), broken)
    if '"' not in line:
        cells: list[str] = line.split(comma)
        return Row(at + 1, cells, _width_rule(cells, width))
    following = lines[at : at + limits.lines_in_cell]
    reader = csv.reader((text + "\n" for text in following), delimiter=comma, strict=True)
    try:
        cells = next(reader)
    except csv.Error:
        return Row(at + 1, (), QUOTE)
    wrong_width = _width_rule(cells, width)
    if reader.line_num == 1:
        return Row(at + 1, cells, wrong_width)
    used = following[: reader.line_num]
    if wrong_width or _hides_rows(used, width, comma):
        return Row(at + 1, (), QUOTE)
    broken = next((found for text in used if (found := _broken_line(text, limits))), "")
    return Row(at + 1, cells, broken, reader.line_num)


def _hides_rows(lines: Sequence[str], width: int, comma: str) -> bool:
    """Whether each line of one record would be a row by itself: two stray quotes found each other."""
    if width < 2:
        return False
    first, *inner, last = lines
    opened = next(csv.reader([first], delimiter=comma))
    closed = re.match(r'(?:[^"]|"")*"', last)
    if closed is None:
        return False
    rest = next(csv.reader([last[closed.end() :]], delimiter=comma), [""])
    return (
        len(opened) + opened[-1].count(comma) == width
        and all(line.count(comma) + 1 == width for line in inner)
        and closed.group().count(comma) + len(rest) == width
    )


def _broken_line(line: str, limits: Limits) -> str:
    if len(line) > limits.line_length:
        return TOO_LONG
    if "\x00" in line:
        return NUL
    if "\ufffd" in line:
        return UNDECODABLE
    return ""


def _width_rule(cells: Sequence[str], width: int) -> str:
    """A row may end in empty cells beyond the header, as spreadsheets write them; no other width is right."""
    if not width or len(cells) == width:
        return ""
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return ""
    return WIDTH
