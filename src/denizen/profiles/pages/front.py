"""The front page: who lives here, told, counted side by side, by theme, and a way to one's own neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.counts import people_counts, reasons, unknown
from denizen.profiles.edition import Edition
from denizen.profiles.map import draw_map
from denizen.profiles.render import Page
from denizen.profiles.story import largest_groups, place_story
from denizen.terms.areas import Area, Geography
from denizen.terms.measures import Figure, Indicator, Kind, Theme

MOST = 6
"""Key figures of a theme on the front page; the others are on the page of measures."""


@dataclass(frozen=True)
class KeyFigure:
    indicator: Indicator
    value: str
    interval: str
    status: str
    when: str
    of: str
    """the larger area that the figure belongs to, when it is not the place's own"""
    spread: Markup
    """how it varies between neighbourhoods, without naming any"""


def front_page(edition: Edition) -> Page:
    """The front page: the story, every count of the place's people, where to find one's neighbourhood, the themes."""
    counts = people_counts(edition)
    return Page(
        path="index.html",
        template="index.html.j2",
        title=edition.m.plain("front.title", place=edition.place),
        nav="home",
        content={
            "story": place_story(edition),
            "counts": counts.everyone,
            "counts_of_some": counts.some,
            "reasons": reasons(edition, counts.everyone),
            "unknown": unknown(edition, counts.everyone),
            "themes": [(theme, first, n) for theme in edition.matter.themes for first, n in [_first(edition, theme)]],
            "finder": finder(edition),
            "missing": edition.matter.missing,
        },
    )


def _first(edition: Edition, theme: Theme) -> tuple[list[KeyFigure], int]:
    """The first few key figures of a theme, and how many it has; counts of people stand in a table of their own."""
    every = key_figures(edition, theme)
    told = [key for key in every if not (key.indicator.counts_people and key.indicator.kind is Kind.COUNT)]
    return told[:MOST], len(every)


def finder(edition: Edition, to_top: str = "") -> list[tuple[Geography, Markup | str, list[Area]]]:
    """For each geography with pages: a map whose areas are links, and the same areas by name.

    `to_top`: from the folder of the page that shows it to the top of the edition.
    """
    found = []
    for geography in edition.paged:
        areas = edition.areas_of(geography)
        sheet = edition.drawing.sheets.get(geography)
        svg: Markup | str = ""
        if sheet:
            names = {a.code: edition.name(a) for a in areas}
            links = {a.code: to_top + edition.page_of(a) for a in areas}
            label = edition.m.plain("front.finder_map", kind=edition.geography(geography), place=edition.place)
            svg = draw_map(sheet, {}, None, names, label=label, links=links, kind="map finder")
        if areas:
            found.append((geography, svg, areas))
    return found


def key_figures(edition: Edition, theme: Theme) -> list[KeyFigure]:
    """One line for each indicator of the theme: the place's total, or the figure of the larger area it belongs to."""
    return [
        key
        for indicator in edition.matter.indicators
        if indicator.theme == theme.id and (key := key_figure(edition, indicator)) is not None
    ]


def key_figure(edition: Edition, indicator: Indicator) -> KeyFigure | None:
    """One measure of the place as the front page shows it."""
    figure = headline(edition, indicator)
    if figure is None:
        return _by_area(edition, indicator)
    ph = edition.phrases(indicator)
    is_own = figure.area_code == edition.matter.place.code
    value, interval = ph.value(figure), ph.interval_or_why(figure)
    if indicator.breakdown and indicator.kind is Kind.SHARE:
        value = largest_groups(edition, indicator, groups_of(edition, indicator, figure.area_code), 2)
        interval = edition.m.plain("table.beside")
    return KeyFigure(
        indicator,
        value,
        interval,
        ph.status(figure) if figure.value is not None else "",
        edition.period(figure.period, indicator),
        "" if is_own else edition.name_of(figure.area_code, figure.area_name),
        spread(edition, indicator) if is_own else Markup(""),
    )


def _by_area(edition: Edition, indicator: Indicator) -> KeyFigure | None:
    """An indicator that small areas have and the place as a whole cannot have, such as a decile."""
    for geography in edition.index.geographies(indicator.id):
        period = edition.index.latest_period(indicator.id, geography)
        if period:
            said = edition.m.plain("front.by_area")
            return KeyFigure(indicator, said, "–", "", edition.period(period, indicator), "", Markup(""))
    return None


def headline(edition: Edition, indicator: Indicator) -> Figure | None:
    """The latest total of the place; where there is none, that of the smallest larger area; or the largest category."""
    own = edition.index.of_place(indicator.id)
    if own is not None:
        return own
    for geography in edition.index.geographies(indicator.id):
        if geography.size > Geography.LAD.size:
            code = edition.index.areas_of[(indicator.id, geography)][0]
            if (figure := edition.index.latest(indicator.id, code)) is not None:
                return figure
    categories = [edition.index.of_place(indicator.id, code) for code, _ in indicator.categories]
    return next((figure for figure in categories if figure is not None), None)


def groups_of(edition: Edition, indicator: Indicator, area: str) -> list[Figure]:
    found = [edition.index.latest(indicator.id, area, code) for code, _ in indicator.categories]
    return [figure for figure in found if figure is not None and figure.value is not None]


def largest_in(edition: Edition, indicator: Indicator, figure: Figure) -> str:
    """`No religion, 38.1%`: for a heading; its interval stands in the table below."""
    ph = edition.phrases(indicator)
    largest = max(groups_of(edition, indicator, figure.area_code), key=lambda f: f.value or 0.0, default=figure)
    return f"{edition.category_plain(indicator, largest.category)}, {ph.value(largest)}"


def spread(edition: Edition, indicator: Indicator) -> Markup:
    """From the area tenth from the bottom to that tenth from the top, of a hundred; areas are not named."""
    if indicator.kind not in (Kind.SHARE, Kind.RATE) or indicator.breakdown:
        return Markup("")
    for geography in sorted(edition.paged, key=lambda g: g.size):
        codes = edition.index.areas_of.get((indicator.id, geography), [])
        latest = [edition.index.latest(indicator.id, code) for code in codes]
        values = sorted(f.value for f in latest if f is not None and f.value is not None)
        if len(values) >= 10:
            ph = edition.phrases(indicator)
            low, high = values[len(values) // 10], values[-1 - len(values) // 10]
            return edition.m.t(
                "front.spread",
                low=ph.bare(low) + ph.sign,
                high=ph.bare(high) + ph.sign,
                kind=edition.geography(geography),
            )
    return Markup("")
