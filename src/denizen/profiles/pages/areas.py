"""A page for each ward and MSOA: who lives there, beside the place as a whole, with how sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.area_story import area_story
from denizen.profiles.chart import Mark, Track
from denizen.profiles.comparison import Verdict, compare
from denizen.profiles.edition import Edition
from denizen.profiles.figures_index import TOTAL
from denizen.profiles.map import draw_locator
from denizen.profiles.render import Page
from denizen.terms.areas import Area, Fit, Geography
from denizen.terms.measures import Figure, Indicator, Kind, Theme

AGES = "residents"
"""The indicator whose categories are the age bands of the chart of ages."""


@dataclass(frozen=True)
class Row:
    """One measure: the area beside the place."""

    link: str
    title: Markup
    note: Markup
    value: str
    interval: str
    status: str
    whole: str
    whole_interval: str
    has_interval: bool
    verdict: Markup


@dataclass(frozen=True)
class Group:
    """The measures of one theme that the area has figures for."""

    theme: Theme
    rows: tuple[Row, ...]
    breakdowns: tuple[tuple[Indicator, str, tuple[Row, ...]], ...]
    """(indicator, period in words, one row per category)"""


@dataclass(frozen=True)
class AgeBar:
    label: Markup
    share: str
    whole: str
    people: str
    bar: Mark | None
    mark: Mark | None


def area_pages(edition: Edition) -> Iterator[Page]:
    for geography in edition.paged:
        for area in edition.areas_of(geography):
            yield _page(edition, area)


def _page(edition: Edition, area: Area) -> Page:
    sheet = edition.drawing.sheets.get(area.geography)
    near = sheet.neighbours.get(area.code, ()) if sheet else ()
    links = {a.code: f"{a.code}.html" for a in edition.areas_of(area.geography)}
    name = edition.name(area)
    return Page(
        path=edition.page_of(area),
        template="area.html.j2",
        title=name,
        crumbs=(("areas/index.html", "nav.areas"),),
        nav="areas",
        content={
            "area": area,
            "name": name,
            "fit": fit_statement(edition, area),
            "story": area_story(edition, area),
            "groups": [g for theme in edition.matter.themes if (g := _group(edition, area, theme))],
            "ages": _ages(edition, area),
            "locator": draw_locator(sheet, area.code, links, label=edition.m.plain("area.locator", area=name))
            if sheet
            else "",
            "neighbours": [edition.areas[code] for code in near],
        },
    )


def fit_statement(edition: Edition, area: Area) -> list[Markup]:
    """What the area is built from, and how many of the people counted in such areas live outside them."""
    fit = next((f for f in edition.matter.fits if f.geography is area.geography), None)
    members = edition.matter.members.get(area.code, ())
    if fit is None or not members:
        return []
    m = edition.m
    base = edition.geography(_base(edition)) if len(members) != 1 else edition.geography_one(_base(edition))
    said = [m.t("area.fit.built", n=len(members), base=base, method=m.plain(_method_key(fit)))]
    if fit.method == "exact":
        return said
    if fit.misplaced is None:
        return [*said, m.t("area.fit.unknown")]
    kind = edition.geography(area.geography)
    return [*said, m.t("area.fit.misplaced", share=f"{fit.misplaced * 100:.1f}%", kind=kind)]


def _method_key(fit: Fit) -> str:
    return f"fit.{fit.method.replace(' ', '_')}"


def _base(edition: Edition) -> Geography:
    return min((a.geography for a in edition.matter.areas), key=lambda g: g.size)


def _group(edition: Edition, area: Area, theme: Theme) -> Group | None:
    rows: list[Row] = []
    breakdowns: list[tuple[Indicator, str, tuple[Row, ...]]] = []
    for indicator in edition.matter.indicators:
        if indicator.theme != theme.id:
            continue
        total = edition.index.latest(indicator.id, area.code)
        if total is not None and not _is_whole_of_itself(indicator):
            rows.append(_row(edition, indicator, area, TOTAL, edition.title(indicator)))
        if indicator.breakdown and indicator.id != AGES:
            found = tuple(
                _row(edition, indicator, area, code, edition.category(indicator, code))
                for code, _ in indicator.categories
                if edition.index.latest(indicator.id, area.code, code) is not None
            )
            if found:
                latest = _latest_of_categories(edition, indicator, area)
                breakdowns.append((indicator, edition.period(latest.period, indicator), found))
    return Group(theme, tuple(rows), tuple(breakdowns)) if rows or breakdowns else None


def _latest_of_categories(edition: Edition, indicator: Indicator, area: Area) -> Figure:
    figures = [
        figure
        for code, _ in indicator.categories
        if (figure := edition.index.latest(indicator.id, area.code, code)) is not None
    ]
    return max(figures, key=lambda f: edition.index.end(f.period))


def _is_whole_of_itself(indicator: Indicator) -> bool:
    """A share broken down by category has 100 % as its total, which says nothing."""
    return indicator.breakdown and indicator.kind is Kind.SHARE


def _row(edition: Edition, indicator: Indicator, area: Area, category: str, title: Markup) -> Row:
    ph = edition.phrases(indicator)
    figure = edition.index.latest(indicator.id, area.code, category)
    assert figure is not None  # noqa: S101 - callers asked
    whole = edition.index.at(indicator.id, edition.index.place, figure.period, category)
    verdict = compare(indicator, figure, whole)
    return Row(
        link=f"indicators/{indicator.id}.html",
        title=title,
        note=edition.m.t("area.row_note", unit=ph.unit, period=edition.period(figure.period, indicator)),
        value=ph.value(figure),
        interval=ph.interval_or_why(figure),
        status=ph.status(figure) if figure.value is not None else "",
        whole=ph.value(whole),
        whole_interval=ph.interval(whole),
        has_interval=bool(ph.interval(figure) or ph.interval(whole)),
        verdict=verdict_in_words(edition, verdict),
    )


def verdict_in_words(edition: Edition, verdict: Verdict | None) -> Markup:
    return edition.m.t(f"verdict.{verdict.value}", place=edition.place) if verdict else Markup("")


def _ages(edition: Edition, area: Area) -> Sequence[AgeBar]:
    """Share of residents in each age band, beside the place's; empty where the census has no ages for the area."""
    indicator = edition.indicators.get(AGES)
    if indicator is None or not indicator.breakdown:
        return []
    here = [edition.index.latest(AGES, area.code, code) for code, _ in indicator.categories]
    there = [edition.index.of_place(AGES, code) for code, _ in indicator.categories]
    if any(f is None or f.value is None for f in (*here, *there)):
        return []
    mine = [f.value or 0.0 for f in here if f]
    theirs = [f.value or 0.0 for f in there if f]
    shares = [[100 * v / sum(vs) if sum(vs) else 0.0 for v in vs] for vs in (mine, theirs)]
    track = Track(0.0, max(max(shares[0]), max(shares[1])) * 1.05 or 1.0)
    ph = edition.phrases(indicator)
    return [
        AgeBar(
            edition.category(indicator, code), f"{own:.1f}%", f"{all_:.1f}%", ph.bare(people),
            Mark(track.at(own)), Mark(track.at(all_)),
        )
        for (code, _), own, all_, people in zip(indicator.categories, *shares, mine, strict=True)
    ]  # fmt: skip
