"""The maps as data: one GeoJSON layer per indicator, at the smallest geography that it has figures and boundaries for.

WGS84; outer rings run against the clock and holes with it (RFC 7946, section 3.1.6). Six decimals of a degree are about
ten centimetres, finer than any boundary here is drawn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise

from denizen.profiles.cells import number_of, text_cell
from denizen.profiles.columns import NOT_OFFICIAL, SEPARATOR, credits
from denizen.profiles.matter import BookMatter
from denizen.shapes import by_indicator
from denizen.terms.areas import Area, Geography, Ring
from denizen.terms.measures import Figure, Indicator, Kind, Status
from denizen.terms.time import Period

DECIMALS = 6
TOTAL = "all"


def layers(matter: BookMatter) -> dict[str, bytes]:
    """`data/maps/<indicator>.geojson`, for each indicator that has areas to draw."""
    grouped = by_indicator(matter.table.figures)
    drawn = [area for area in matter.areas if area.shape and area.code != matter.place.code]
    geometries = {area.code: _geometry(area) for area in drawn}
    files: dict[str, bytes] = {}
    for indicator in matter.indicators:
        shown = _shown(grouped.get(indicator.id, []), {a.geography for a in drawn}, parted=_is_parted(indicator))
        if shown:
            areas = [area for area in drawn if area.geography is shown[0].geography]
            files[f"data/maps/{indicator.id}.geojson"] = _layer(indicator, shown, areas, geometries, matter)
    return files


def _is_parted(indicator: Indicator) -> bool:
    """Whether it shares a whole out to groups: the total is 100 % everywhere, so that each group is given instead."""
    return indicator.breakdown and indicator.kind is Kind.SHARE


def _shown(figures: Sequence[Figure], drawn: set[Geography], *, parted: bool) -> list[Figure]:
    """The figures of the layer: smallest geography, total (or each group, or else first category), latest period."""
    kinds = sorted({f.geography for f in figures} & drawn, key=lambda kind: kind.size)
    if not kinds:
        return []
    of_kind = [f for f in figures if f.geography is kinds[0]]
    categories = list(dict.fromkeys(f.category for f in of_kind))
    category = TOTAL if TOTAL in categories else categories[0]
    of_category = [f for f in of_kind if (f.category != TOTAL if parted else f.category == category)] or of_kind
    latest = max({f.period for f in of_category}, key=_when)
    return [f for f in of_category if f.period == latest]


def _when(period: str) -> tuple[int, int]:
    span = Period.parse(period)
    return span.end.toordinal(), -span.start.toordinal()


def _layer(
    indicator: Indicator,
    shown: Sequence[Figure],
    areas: Sequence[Area],
    geometries: Mapping[str, str],
    matter: BookMatter,
) -> bytes:
    by_code: dict[str, list[Figure]] = {}
    for figure in shown:
        by_code.setdefault(figure.area_code, []).append(figure)
    sources = sorted({source for figure in shown for source in figure.sources})
    head = {
        "type": "FeatureCollection",
        "title": indicator.title,
        "description": f"{indicator.definition} {NOT_OFFICIAL}",
        **_groups(indicator, shown),
        "attribution": [agreement.attribution for agreement in credits(matter, sources)],
    }
    features = ",\n".join(
        f'{{"type":"Feature","geometry":{geometries[area.code]},'
        f'"properties":{_json(_properties(area, by_code.get(area.code, []), shown, indicator))}}}'
        for area in areas
    )
    return f'{_json(head)[:-1]},"features":[\n{features}\n]}}\n'.encode()


def _groups(indicator: Indicator, shown: Sequence[Figure]) -> dict[str, object]:
    """Which group the values are of; or what each group that has properties of its own is called."""
    if not _is_parted(indicator):
        return {"category": shown[0].category}
    return {"categories": dict(_held(indicator, shown))}


def _held(indicator: Indicator, shown: Sequence[Figure]) -> list[tuple[str, str]]:
    held = {figure.category for figure in shown}
    return [(code, label) for code, label in indicator.categories if code in held]


def _properties(
    area: Area, figures: Sequence[Figure], shown: Sequence[Figure], indicator: Indicator
) -> dict[str, object]:
    """An area that has no figure is there all the same, and says that none was available."""
    like = shown[0]
    values: dict[str, object] = {}
    if _is_parted(indicator):
        by_group = {figure.category: figure for figure in figures}
        for code, _ in _held(indicator, shown):
            values |= {f"{code}_{name}": value for name, value in _values(by_group.get(code), indicator).items()}
    else:
        values = _values(figures[0] if figures else None, indicator)
    return {
        "area_code": area.code,
        "area_name": text_cell(area.name),
        "period": like.period,
        **values,
        "unit": text_cell(like.unit),
        "sources": SEPARATOR.join((figures[0] if figures else like).sources),
    }


def _values(figure: Figure | None, indicator: Indicator) -> dict[str, object]:
    return {
        "value": number_of(figure.value, indicator) if figure else None,
        "lower": number_of(figure.lower, indicator) if figure else None,
        "upper": number_of(figure.upper, indicator) if figure else None,
        "status": (figure.status if figure else Status.NOT_AVAILABLE).value,
    }


def _geometry(area: Area) -> str:
    polygons = [[_ring(ring, is_outer=number == 0) for number, ring in enumerate(polygon)] for polygon in area.shape]
    if len(polygons) == 1:
        return _json({"type": "Polygon", "coordinates": polygons[0]})
    return _json({"type": "MultiPolygon", "coordinates": polygons})


def _ring(ring: Ring, *, is_outer: bool) -> list[tuple[float, float]]:
    points = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring]
    kept = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
    return kept if (_doubled_area(kept) > 0) is is_outer else kept[::-1]


def _doubled_area(points: Sequence[tuple[float, float]]) -> float:
    """Twice the signed area: above zero when the ring runs against the clock. Worked out near the first point."""
    x0, y0 = points[0]
    return sum((xa - x0) * (yb - y0) - (xb - x0) * (ya - y0) for (xa, ya), (xb, yb) in pairwise(points))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
