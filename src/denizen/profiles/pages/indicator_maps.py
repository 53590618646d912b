"""The maps of a measure: one of its totals, or a small one for each group of a share."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.edition import Edition
from denizen.profiles.map import Key, Scale, draw_map, draw_small_map, legend, scale_for, shared_outlines, shared_scale
from denizen.terms.areas import Geography
from denizen.terms.measures import Figure, Indicator, Kind


@dataclass(frozen=True)
class AreaMap:
    geography: Geography
    period: str
    svg: Markup
    keys: tuple[Key, ...]
    has_intervals: bool


@dataclass(frozen=True)
class SmallMap:
    label: Markup
    svg: Markup


def mapped_geography(edition: Edition, indicator: Indicator) -> Geography | None:
    """The smallest geography with both figures and boundaries."""
    for geography in edition.index.geographies(indicator.id):
        if geography in edition.drawing.sheets and geography.size < Geography.LAD.size:
            return geography
    return None


def draw_area_map(edition: Edition, indicator: Indicator) -> AreaMap | None:
    """The map of one measure over the areas of one geography, with its legend."""
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
    return AreaMap(
        geography, edition.period(period, indicator), svg, keys, any(f.lower is not None for f in figures.values())
    )


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
