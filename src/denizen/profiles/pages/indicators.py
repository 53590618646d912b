"""A page for each indicator: what it finds, a map, a table of every area by name, how it changed, how it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.breaks import ShownBreak, shown_breaks
from denizen.profiles.chart import Mark, Track, starts_at_zero, trend_chart
from denizen.profiles.edition import Edition
from denizen.profiles.figures_index import TOTAL, segments
from denizen.profiles.map import Key, Scale, draw_map, draw_small_map, legend, scale_for, shared_outlines, shared_scale
from denizen.profiles.pages.front import headline, largest_in
from denizen.profiles.render import Page
from denizen.profiles.story import change_within
from denizen.terms.areas import Geography
from denizen.terms.measures import Figure, Gap, Indicator, Kind, Status

_COLUMNS = 4
"""Categories in one table, so that it fits a printed page."""


@dataclass(frozen=True)
class AreaMap:
    geography: Geography
    period: str
    svg: Markup
    keys: tuple[Key, ...]


@dataclass(frozen=True)
class SmallMap:
    label: Markup
    svg: Markup


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


@dataclass(frozen=True)
class TrendRow:
    period: str
    value: str
    interval: str
    status: str
    basis: Markup


@dataclass(frozen=True)
class Trend:
    area: str
    is_own: bool
    finding: Markup
    svg: Markup
    rows: tuple[tuple[TrendRow, ...], ...]
    """one tuple for each part between breaks"""
    bases: tuple[tuple[int, Markup], ...]
    """(which line, what it stands on) where there are several"""
    breaks: tuple[ShownBreak, ...]
    is_cut: bool
    """its scale does not start at zero"""
    has_doubtful: bool
    has_intervals: bool


def indicator_pages(edition: Edition) -> Iterator[Page]:
    for indicator in edition.matter.indicators:
        yield _page(edition, indicator)


def _page(edition: Edition, indicator: Indicator) -> Page:
    figure = headline(edition, indicator)
    area_map = draw_area_map(edition, indicator)
    return Page(
        path=f"indicators/{indicator.id}.html",
        template="indicator.html.j2",
        title=edition.title_plain(indicator),
        crumbs=(("indicators/index.html", "nav.indicators"),),
        nav="indicators",
        content={
            "indicator": indicator,
            "ph": edition.phrases(indicator),
            "figure": figure,
            "finding": finding(edition, indicator, figure),
            "is_own": figure is None or figure.area_code == edition.matter.place.code,
            "owner": edition.name_of(figure.area_code, figure.area_name) if figure else edition.place,
            "area_map": area_map,
            "small_maps": small_maps(edition, indicator),
            "categories": category_rows(edition, indicator, figure),
            "tables": list(area_tables(edition, indicator, area_map.geography if area_map else None)),
            "trend": draw_trend(edition, indicator),
            "gaps": [(edition.period(g.period), g, gap_kind(edition, g)) for g in _gaps(edition, indicator)],
            "sources": sources_of(indicator, figure),
            "downloads": _downloads(edition, indicator),
        },
    )


def finding(edition: Edition, indicator: Indicator, figure: Figure | None) -> Markup:
    """The heading: what the figure says, as far as a rule can say it."""
    title = edition.title(indicator)
    if figure is None or figure.value is None:
        return title
    ph = edition.phrases(indicator)
    where = edition.name_of(figure.area_code, figure.area_name)
    if figure.area_code == edition.matter.place.code:
        where = edition.place
    if indicator.breakdown and indicator.kind is Kind.SHARE:
        first = largest_in(edition, indicator, figure)
        return edition.m.t("indicator.finding_groups", title=title, groups=first, where=where)
    is_told = str(ph.unit) in str(title) or " for every " in indicator.title or not ph.unit_after
    key = "indicator.finding" if is_told else "indicator.finding_unit"
    return edition.m.t(key, title=title, value=ph.value(figure), unit=ph.unit_after, where=where)


def mapped_geography(edition: Edition, indicator: Indicator) -> Geography | None:
    """The smallest geography with both figures and boundaries."""
    for geography in edition.index.geographies(indicator.id):
        if geography in edition.drawing.sheets and geography.size < Geography.LAD.size:
            return geography
    return None


def draw_area_map(edition: Edition, indicator: Indicator) -> AreaMap | None:
    geography = mapped_geography(edition, indicator)
    if geography is None or (indicator.breakdown and indicator.kind is Kind.SHARE):
        return None
    period = edition.index.latest_period(indicator.id, geography)
    if not period:
        return None
    sheet = edition.drawing.sheets[geography]
    figures = {o.code: f for o in sheet.outlines if (f := edition.index.at(indicator.id, o.code, period)) is not None}
    ph = edition.phrases(indicator)
    scale = scale_for([f.value for f in figures.values() if f.value is not None], indicator.decimals)
    texts = {o.code: f"{edition.name_of(o.code, o.name)}: {ph.whole(figures.get(o.code))}" for o in sheet.outlines}
    svg = draw_map(
        sheet,
        figures,
        scale,
        texts,
        label=edition.m.plain("map.label", title=edition.title_plain(indicator), kind=edition.geography(geography)),
        links={o.code: f"#{o.code}" for o in sheet.outlines},
    )
    keys = legend([figures.get(o.code) for o in sheet.outlines], scale, ph.sign, legend_words(edition))
    return AreaMap(geography, edition.period(period), svg, keys)


def legend_words(edition: Edition) -> dict[str, str]:
    m = edition.m
    return {
        "range": m.plain("map.range", low="{low}", high="{high}"),
        "withheld": m.plain("map.withheld"),
        "missing": m.plain("map.missing"),
        "doubtful": m.plain("map.doubtful"),
    }


def small_maps(edition: Edition, indicator: Indicator) -> tuple[Markup, list[SmallMap], tuple[Key, ...]] | None:
    """One small map per category of a share, all on one scale: (outlines to define once, the maps, their legend)."""
    if not (indicator.breakdown and indicator.kind is Kind.SHARE):
        return None
    drawn = [g for g in edition.paged if g in edition.drawing.sheets and (indicator.id, g) in edition.index.areas_of]
    if not drawn:
        return None
    sheet = edition.drawing.sheets[min(drawn, key=lambda g: g.size)]
    of_category: dict[str, dict[str, Figure]] = {}
    for code, _ in indicator.categories:
        latest = {o.code: f for o in sheet.outlines if (f := edition.index.latest(indicator.id, o.code, code))}
        if latest:
            of_category[code] = latest
    every = [f for latest in of_category.values() for f in latest.values()]
    scale = shared_scale([f.value for f in every if f.value is not None], 0)
    maps = [
        SmallMap(edition.category(indicator, code), _small(edition, indicator, code, latest, scale))
        for code, latest in of_category.items()
    ]
    keys = legend(every, scale, "%", legend_words(edition))
    return shared_outlines(sheet, "o"), maps, keys


def _small(edition: Edition, indicator: Indicator, code: str, latest: dict[str, Figure], scale: Scale | None) -> Markup:
    geography = next(iter(latest.values())).geography
    label = f"{edition.category_plain(indicator, code)}, {edition.geography(geography)}"
    return draw_small_map(edition.drawing.sheets[geography], latest, scale, label=label, ids="o")


@dataclass(frozen=True)
class CategoryRow:
    label: Markup
    value: str
    interval: str
    status: str
    share: str
    mark: Mark | None


def category_rows(edition: Edition, indicator: Indicator, figure: Figure | None) -> list[CategoryRow]:
    """The categories of a breakdown for the place (or the larger area that the figures belong to), in their order.

    A share of the total is given only where the categories do not overlap.
    """
    if not indicator.breakdown or figure is None:
        return []
    found = [edition.index.latest(indicator.id, figure.area_code, code) for code, _ in indicator.categories]
    figures = [f for f in found if f is not None]
    track = Track.over(figures)
    ph = edition.phrases(indicator)
    total = edition.index.latest(indicator.id, figure.area_code)
    if total is not None and sum(f.value or 0.0 for f in figures) > (total.value or 0.0) * 1.01:
        total = None
    return [
        CategoryRow(
            edition.category(indicator, f.category), ph.value(f), ph.interval_or_why(f),
            ph.status(f) if f.value is not None else "", _share(indicator, f, total), track.mark(f),
        )
        for f in figures
    ]  # fmt: skip


def _share(indicator: Indicator, figure: Figure, total: Figure | None) -> str:
    """A full count's share of the full count of all."""
    if indicator.kind is not Kind.COUNT or figure.value is None or total is None or not total.value:
        return ""
    return f"{100 * figure.value / total.value:.1f}%" if total.period == figure.period else ""


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
        geography, vintage, edition.period(period) if period else "", columns, tuple(rows),
        any(cell[1] for row in rows for cell in row.cells), any(cell[2] for row in rows for cell in row.cells), anchors,
    )  # fmt: skip


def draw_trend(edition: Edition, indicator: Indicator) -> Trend | None:
    """The series of the place (or of the larger area that it belongs to), cut at each break."""
    figure = headline(edition, indicator)
    if figure is None or figure.category != TOTAL or (indicator.breakdown and indicator.kind is Kind.SHARE):
        return None
    series = edition.index.series(indicator.id, figure.area_code)
    if len({f.period for f in series}) < 2:
        return None
    breaks = shown_breaks(edition, indicator, series)
    parts = segments(series, [b for b in edition.matter.breaks if b.indicator == indicator.id], edition.index)
    ph = edition.phrases(indicator)
    label = edition.m.plain("trend.label", title=edition.title_plain(indicator), n=len(series), breaks=len(breaks))
    rows = tuple(
        tuple(
            TrendRow(
                edition.period(f.period), ph.value(f), ph.interval_or_why(f), ph.status(f) if f.value is not None else "",
                edition.m.english(f.basis),
            )
            for f in part
        )
        for part in parts
    )  # fmt: skip
    return Trend(
        edition.name_of(figure.area_code, figure.area_name),
        figure.area_code == edition.matter.place.code,
        change_in_words(edition, indicator, parts),
        trend_chart(parts, [b.day for b in breaks if b.day is not None], edition.index, label=label, sign=ph.sign),
        rows,
        _bases(edition, parts),
        tuple(breaks),
        not starts_at_zero(series),
        any(f.status is Status.UNRELIABLE and f.value is not None for f in series),
        any(f.lower is not None for f in series),
    )


def _bases(edition: Edition, parts: Sequence[Sequence[Figure]]) -> tuple[tuple[int, Markup], ...]:
    """What each line of a chart stands on, from when to when; nothing to say of a single line."""
    if len(parts) < 2:
        return ()
    said = []
    for n, part in enumerate(parts):
        first, last = edition.period(part[0].period), edition.period(part[-1].period)
        basis = edition.m.english(part[0].basis)
        key = "trend.spans" if first != last else "trend.one"
        said.append((n % 6, edition.m.t(key, basis=basis, first=first, last=last)))
    return tuple(said)


def change_in_words(edition: Edition, indicator: Indicator, parts: Sequence[Sequence[Figure]]) -> Markup:
    """Change within the longest part of the series, never across a break; only where the bounds allow the word."""
    longest = max(parts, key=len)
    return change_within(edition, indicator, longest)


def _gaps(edition: Edition, indicator: Indicator) -> list[Gap]:
    kept = indicator.numerator
    return [
        gap
        for gap in edition.matter.gaps
        if gap.table in kept.tables and (not kept.categories or gap.category in kept.categories)
    ]


def gap_kind(edition: Edition, gap: Gap) -> str:
    """The kind of event that a gap is about, by the label of any indicator that breaks it down."""
    for indicator in edition.matter.indicators:
        if gap.table in indicator.numerator.tables and gap.category in dict(indicator.categories):
            return edition.category_plain(indicator, gap.category)
    return edition.m.plain("indicator.any_kind") if gap.category == TOTAL else gap.category.replace("_", " ")


def sources_of(indicator: Indicator, figure: Figure | None) -> list[str]:
    """Source ids, those of the numerator first."""
    tables = indicator.numerator.tables + (indicator.denominator.tables if indicator.denominator else ())
    named = [table.partition(".")[0] for table in tables]
    used = figure.sources if figure else ()
    return list(dict.fromkeys([*(s for s in named if not used or s in used), *used]))


def _downloads(edition: Edition, indicator: Indicator) -> list[tuple[str, str]]:
    wanted = (("csv", f"data/{indicator.id}.csv"), ("geojson", f"data/maps/{indicator.id}.geojson"))
    return [(kind, path) for kind, path in wanted if edition.download(path)]
