"""The pages about the book: lists of areas and indicators, trends, methods, accessibility, downloads."""

from __future__ import annotations

from collections.abc import Iterator

from denizen.profiles.breaks import shown_breaks
from denizen.profiles.edition import Edition
from denizen.profiles.pages.front import finder, key_figures
from denizen.profiles.pages.indicators import gap_kind
from denizen.profiles.pages.linkage import linkage_told
from denizen.profiles.pages.trend import draw_trend, series_beside
from denizen.profiles.phrasing import number
from denizen.profiles.render import Page
from denizen.terms.areas import Geography


def areas_index(edition: Edition) -> Page:
    return _page(edition, "areas/index.html", "areas", "areas", finder=finder(edition, "../"))


def indicators_index(edition: Edition) -> Page:
    themes = [(theme, key_figures(edition, theme)) for theme in edition.matter.themes]
    return _page(
        edition,
        "indicators/index.html",
        "indicators",
        "indicators",
        themes=themes,
        unmeasured=edition.matter.unmeasured,
    )


def trends_page(edition: Edition) -> Page:
    found = []
    for theme in edition.matter.themes:
        drawn = [
            (indicator, edition.phrases(indicator), trend)
            for indicator in edition.matter.indicators
            if indicator.theme == theme.id and (trend := draw_trend(edition, indicator)) is not None
        ]
        if drawn:
            found.append((theme, drawn))
    return _page(edition, "trends.html", "trends", "trends", themes=found)


def methods_page(edition: Edition) -> Page:
    """How figures are made: intervals, protection, areas, breaks, holes, parameters."""
    used = {i.kind for i in edition.matter.indicators}
    base = min((a.geography for a in edition.matter.areas), key=lambda g: g.size, default=Geography.LSOA)
    return _page(
        edition,
        "methods.html",
        "methods",
        "",
        kinds=sorted(kind.value for kind in used),
        base=base,
        rules=[(s, edition.source_title(s), edition.m.english(text)) for s, text in edition.matter.table.rules],
        fits=[(f, f"{f.misplaced * 100:.1f}%" if f.misplaced is not None else "") for f in edition.matter.fits],
        breaks=[
            (indicator, [shown.text for shown in found])
            for indicator in edition.matter.indicators
            if (found := shown_breaks(edition, indicator, series_beside(edition, indicator, edition.index.place)))
        ],
        gaps=[(g, edition.period(g.period), number(g.usual), gap_kind(edition, g)) for g in edition.matter.gaps],
        linkage=linkage_told(edition),
        parameters=[(name, f"{value:g}") for name, value in sorted(edition.matter.parameters.items())],
    )


def accessibility_page(edition: Edition) -> Page:
    return _page(edition, "accessibility.html", "accessibility", "")


def downloads_page(edition: Edition) -> Page:
    held = edition.drawing.downloads
    tables = [
        (indicator, _size(held[csv]), csv, geo if (geo := f"data/maps/{indicator.id}.geojson") in held else "")
        for indicator in edition.matter.indicators
        if (csv := f"data/{indicator.id}.csv") in held
    ]
    known = {row[2] for row in tables} | {row[3] for row in tables}
    others = [(path, _size(content)) for path, content in sorted(held.items()) if path not in known]
    described = [(path, size) for path, size in others if path.endswith((".json", ".jsonld"))]
    whole = [entry for entry in others if entry not in described]
    return _page(edition, "data/index.html", "data", "data", tables=tables, whole=whole, described=described)


def about_pages(edition: Edition) -> Iterator[Page]:
    yield from (page(edition) for page in (areas_index, indicators_index, trends_page, methods_page))
    yield from (page(edition) for page in (accessibility_page, downloads_page))


def _page(edition: Edition, path: str, name: str, nav: str, **content: object) -> Page:
    return Page(path, f"{name}.html.j2", edition.m.plain(f"nav.{name}"), content, nav=nav)


def _size(content: bytes) -> str:
    size = len(content)
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(round(size / 1000), 1):,} kB"
