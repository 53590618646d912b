"""Every area of a measure by name, with interval and status: a table for each geography."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.edition import Edition
from denizen.profiles.figures_index import TOTAL
from denizen.terms.areas import Geography
from denizen.terms.measures import Indicator, Kind

_COLUMNS = 4
"""Categories in one table, so that it fits a printed page."""


@dataclass(frozen=True)
class TableRow:
    code: str
    name: str
    link: str
    cells: tuple[tuple[str, str, str], ...]
    """(value, interval, status) of each column"""


@dataclass(frozen=True)
class AreaTable:
    geography: Geography
    vintage: str
    period: str
    columns: tuple[Markup, ...]
    rows: tuple[TableRow, ...]
    has_intervals: bool
    has_notes: bool
    anchors: bool


def area_tables(edition: Edition, indicator: Indicator, mapped: Geography | None) -> Iterator[AreaTable]:
    """Every area by name, a table for each geography, the smallest first; categories four to a table."""
    for geography in edition.index.geographies(indicator.id):
        codes = edition.index.areas_of[(indicator.id, geography)]
        if len(codes) < 2 and geography.size >= Geography.LAD.size:
            continue
        if indicator.breakdown and geography not in edition.paged:
            if not (geography is mapped and indicator.kind is not Kind.SHARE):
                continue
            yield _table(edition, indicator, geography, codes, [TOTAL], anchors=True)
            continue
        if indicator.breakdown:
            shown = [code for code, _ in indicator.categories]
            for start in range(0, len(shown), _COLUMNS):
                part = shown[start : start + _COLUMNS]
                yield _table(edition, indicator, geography, codes, part, anchors=geography is mapped and start == 0)
        else:
            yield _table(edition, indicator, geography, codes, [TOTAL], anchors=geography is mapped)


def _table(
    edition: Edition,
    indicator: Indicator,
    geography: Geography,
    codes: Sequence[str],
    categories: Sequence[str],
    *,
    anchors: bool,
) -> AreaTable:
    index, ph = edition.index, edition.phrases(indicator)
    periods = {p for c in categories if (p := index.latest_period(indicator.id, geography, c))}
    period = max(periods, key=index.end) if periods else ""
    rows = []
    for code in codes:
        figures = [index.at(indicator.id, code, period, category) for category in categories]
        named = next((f for f in figures if f is not None), None)
        area = edition.areas.get(code)
        rows.append(
            TableRow(
                code,
                edition.name_of(code, named.area_name if named else code),
                edition.page_of(area) if area and edition.has_page(area) else "",
                tuple(
                    (ph.value(f), ph.interval(f), ph.status(f) if f and f.value is not None else "") for f in figures
                ),
            )
        )
    rows.sort(key=lambda row: (row.name, row.code))
    vintage = next((f.vintage for c in codes if (f := index.at(indicator.id, c, period, categories[0]))), "")
    columns = () if categories == [TOTAL] else tuple(edition.category(indicator, c) for c in categories)
    return AreaTable(
        geography, vintage, edition.period(period, indicator) if period else "", columns, tuple(rows),
        any(cell[1] for row in rows for cell in row.cells), any(cell[2] for row in rows for cell in row.cells), anchors,
    )  # fmt: skip
