"""Boundaries as paths of one plane: projected, thinned together so that neighbours still share their border."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from denizen.terms.areas import Area

WIDTH = 600.0
"""Units across a map, whatever its place."""
_TOLERANCE = 2.0
"""Units by which a drawn border may leave the true one: under a third of a millimetre on paper."""


@dataclass(frozen=True)
class Plane:
    """From longitude and latitude to a map's units: equirectangular, true to scale at the mean latitude."""

    west: float
    north: float
    across: float
    up: float
    height: float

    @classmethod
    def around(cls, areas: Sequence[Area]) -> Plane:
        """The plane that a set of areas is drawn on: degrees scaled to a box, north up."""
        points = [p for area in areas for polygon in area.shape for p in polygon[0]]
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        squeeze = math.cos(math.radians((south + north) / 2))
        margin = 3.0
        scale = (WIDTH - 2 * margin) / ((east - west) * squeeze)
        return cls(
            west - margin / (scale * squeeze),
            north + margin / scale,
            scale * squeeze,
            scale,
            round((north - south) * scale + 2 * margin, 1),
        )

    def geometry(self, area: Area) -> BaseGeometry:
        def placed(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
            return [((x - self.west) * self.across, (self.north - y) * self.up) for x, y in ring]

        polygons = [Polygon(placed(p[0]), [placed(hole) for hole in p[1:]]) for p in area.shape]
        whole = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
        return whole if whole.is_valid else shapely.make_valid(whole)


@dataclass(frozen=True)
class Outline:
    """One area as the `d` of an SVG path."""

    code: str
    name: str
    path: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """All areas of one geography on the plane of the place."""

    outlines: tuple[Outline, ...]
    height: float
    neighbours: dict[str, tuple[str, ...]]
    """area code -> codes of the areas that share a border with it, by name"""


def draw_sheet(areas: Sequence[Area], plane: Plane) -> Sheet:
    """Outlines and neighbours of the areas that have a boundary, in the order of their names."""
    drawn = sorted((a for a in areas if a.shape), key=lambda a: (a.name, a.code))
    exact = [plane.geometry(area) for area in drawn]
    thin = shapely.coverage_simplify(exact, _TOLERANCE) if exact else []
    outlines = tuple(
        Outline(area.code, area.name, _path(shape), tuple(round(v, 1) for v in whole.bounds))
        for area, shape, whole in zip(drawn, thin, exact, strict=True)
    )
    return Sheet(outlines, plane.height, _neighbours(drawn, exact))


def _neighbours(areas: Sequence[Area], shapes: Sequence[BaseGeometry]) -> dict[str, tuple[str, ...]]:
    tree = shapely.STRtree(shapes)
    near: dict[str, list[tuple[str, str]]] = {area.code: [] for area in areas}
    for one, other in tree.query(shapes, predicate="dwithin", distance=0.3).T.tolist():
        if one != other:
            near[areas[one].code].append((areas[other].name, areas[other].code))
    return {code: tuple(c for _, c in sorted(found)) for code, found in near.items()}


def _path(shape: BaseGeometry) -> str:
    polygons = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    rings = [ring for p in polygons for ring in (p.exterior, *p.interiors)]
    return "".join(_ring(list(ring.coords)) for ring in rings)


def _ring(points: Sequence[tuple[float, ...]]) -> str:
    """A closed ring in relative steps of a tenth of a unit, which is short and the same on every machine."""
    tenths = [(round(p[0] * 10), round(p[1] * 10)) for p in points[:-1]]
    steps = [f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l"]
    for (x0, y0), (x1, y1) in pairwise(tenths):
        if (x0, y0) != (x1, y1):
            steps.append(f"{_tenth(x1 - x0)} {_tenth(y1 - y0)} ")
    return "".join(steps).rstrip() + "z"


def _tenth(n: int) -> str:
    whole, rest = divmod(abs(n), 10)
    text = f"{whole}.{rest}" if rest else str(whole)
    return f"-{text}" if n < 0 else text
