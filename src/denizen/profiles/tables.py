"""The downloads of a book: every figure as tidy CSV, and what a stranger needs to read it.

CSV by RFC 4180, in UTF-8 without a byte order mark, but with LF alone at the end of a line: the same bytes on every
machine, lines that compare one by one, and no reader is known that minds.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence

from denizen.profiles.cells import number_cell, text_cell
from denizen.profiles.columns import COLUMNS, SEPARATOR
from denizen.profiles.csvw import csvw
from denizen.profiles.data_package import data_package
from denizen.profiles.dcat import catalogue_entry
from denizen.profiles.layers import layers
from denizen.profiles.matter import BookMatter
from denizen.profiles.workbook import workbook
from denizen.shapes import by_indicator
from denizen.terms.measures import Figure, Indicator


def downloads(matter: BookMatter) -> dict[str, bytes]:
    """Every file under `data/`, by its name within the book. The same matter gives the same bytes."""
    tables = tidy_tables(matter)
    files = {
        **tables,
        **csvw(matter),
        f"data/{matter.place.code}.xlsx": workbook(matter),
        **layers(matter),
    }
    files["data/datapackage.json"] = data_package(matter, files)
    files["data/dcat.jsonld"] = catalogue_entry(matter, files)
    return dict(sorted(files.items()))


def tidy_tables(matter: BookMatter) -> dict[str, bytes]:
    """`data/all.csv`, and `data/<indicator>.csv` for each indicator that has figures. Rows stand as they are sorted."""
    grouped = by_indicator(matter.table.figures)
    known = {indicator.id: indicator for indicator in matter.indicators}
    lines = {name: _lines(_row(f, known[name]) for f in figures) for name, figures in grouped.items()}
    (header,) = _lines([[column.name for column in COLUMNS]])
    files = {f"data/{name}.csv": header + b"".join(own) for name, own in lines.items()}
    files["data/all.csv"] = header + b"".join(_in_order(matter.table.figures, lines))
    return files


def _in_order(figures: Sequence[Figure], lines: Mapping[str, list[bytes]]) -> Iterator[bytes]:
    waiting = {name: iter(own) for name, own in lines.items()}
    for figure in figures:
        yield next(waiting[figure.indicator])


class _Lines(list[bytes]):
    """Takes each line as the CSV writer ends it, since a name may hold a line feed of its own.

    The writer is told that lines end in CR LF, so that it quotes a cell that holds either; the CR is then left out.
    """

    def write(self, line: str) -> int:
        self.append(f"{line[:-2]}\n".encode())
        return len(line)


def _lines(rows: Iterable[Sequence[str]]) -> list[bytes]:
    lines = _Lines()
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines


def _row(figure: Figure, indicator: Indicator) -> tuple[str, ...]:
    return (
        text_cell(figure.indicator),
        text_cell(figure.category),
        text_cell(figure.area_code),
        text_cell(figure.area_name),
        figure.geography.value,
        text_cell(figure.vintage),
        figure.period,
        number_cell(figure.value, indicator),
        number_cell(figure.lower, indicator),
        number_cell(figure.upper, indicator),
        figure.status.value,
        text_cell(figure.unit),
        text_cell(SEPARATOR.join(figure.sources)),
    )
