"""A page for each indicator: what it finds, a map, a table of every area by name, how it changed, how it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.chart import Mark, Track
from denizen.profiles.edition import Edition
from denizen.profiles.figures_index import TOTAL
from denizen.profiles.pages.area_tables import area_tables
from denizen.profiles.pages.front import headline, largest_in
from denizen.profiles.pages.indicator_maps import draw_area_map, small_maps
from denizen.profiles.pages.trend import draw_trend
from denizen.profiles.phrasing import number
from denizen.profiles.render import Page
from denizen.terms.measures import Figure, Gap, Indicator, Kind


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
            "interval": bounds(edition, indicator, figure) or edition.phrases(indicator).interval_or_why(figure),
            "bounded_by": edition.indicators.get(indicator.bounded_by),
            "unit_is_told": unit_is_told(edition, indicator),
            "area_map": area_map,
            "small_maps": small_maps(edition, indicator),
            "categories": category_rows(edition, indicator, figure),
            "tables": list(area_tables(edition, indicator, area_map.geography if area_map else None)),
            "trend": draw_trend(edition, indicator),
            "gaps": [(edition.period(g.period), g, gap_kind(edition, g)) for g in edition.gaps_of(indicator)],
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
    key = "indicator.finding" if unit_is_told(edition, indicator) else "indicator.finding_unit"
    return edition.m.t(key, title=title, value=ph.value(figure), unit=ph.unit_after, where=where)


def unit_is_told(edition: Edition, indicator: Indicator) -> bool:
    """Whether the title says the unit, or each value has it as a sign: `Electors, electors` says it twice."""
    ph, title = edition.phrases(indicator), edition.title_plain(indicator).lower()
    return str(ph.unit).lower() in title or " for every " in indicator.title or not ph.unit_after


AT_LEAST, AT_MOST = "at_least", "at_most"
"""Categories of an indicator that bounds another."""


def bounds(edition: Edition, indicator: Indicator, figure: Figure | None) -> str:
    """Between which numbers an estimate lies, where another measure gives both for its area and period; else empty."""
    if figure is None or figure.value is None or not indicator.bounded_by:
        return ""
    found = (edition.index.at(indicator.bounded_by, figure.area_code, figure.period, c) for c in (AT_LEAST, AT_MOST))
    values = [number(f.value) for f in found if f is not None and f.value is not None]
    return edition.m.plain("interval.short", lower=values[0], upper=values[1]) if len(values) == 2 else ""


@dataclass(frozen=True)
class CategoryRow:
    label: Markup
    value: str
    interval: str
    status: str
    share: str
    mark: Mark | None
    bounded: bool


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
            ph.status(f) if f.value is not None else "", _share(indicator, f, total), track.mark(f), f.lower is not None,
        )
        for f in figures
    ]  # fmt: skip


def _share(indicator: Indicator, figure: Figure, total: Figure | None) -> str:
    """A full count's share of the full count of all."""
    if indicator.kind is not Kind.COUNT or figure.value is None or total is None or not total.value:
        return ""
    return f"{100 * figure.value / total.value:.1f}%" if total.period == figure.period else ""


def gap_kind(edition: Edition, gap: Gap) -> str:
    """The kind of event that a gap is about."""
    return edition.m.plain("indicator.any_kind") if gap.category == TOTAL else edition.kind_of(gap.table, gap.category)


def sources_of(indicator: Indicator, figure: Figure | None) -> list[str]:
    """Source ids, those of the numerator first."""
    tables = indicator.numerator.tables + (indicator.denominator.tables if indicator.denominator else ())
    named = [table.partition(".")[0] for table in tables]
    used = figure.sources if figure else ()
    return list(dict.fromkeys([*(s for s in named if not used or s in used), *used]))


def _downloads(edition: Edition, indicator: Indicator) -> list[tuple[str, str]]:
    wanted = (("csv", f"data/{indicator.id}.csv"), ("geojson", f"data/maps/{indicator.id}.geojson"))
    return [(kind, path) for kind, path in wanted if edition.download(path)]
