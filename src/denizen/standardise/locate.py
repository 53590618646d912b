"""Points to areas: which polygon holds a point, or which is near enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from denizen.terms.areas import Area

Numbers = NDArray[np.float64]

_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Located:
    """For each point: the code of its area ('' where none is near), and whether it lies inside or only near it."""

    codes: tuple[str, ...]
    is_inside: tuple[bool, ...]


class Locator:
    """A set of areas that points can be looked up in.

    Assumes:  areas that do not overlap (where boundaries share an edge, the first by code wins), and an extent small
              enough for degrees to be scaled to metres at its mean latitude (within 0.1 % over a county).
    """

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = sorted(areas, key=lambda area: area.code)
        latitudes = [point[1] for area in self._areas for polygon in area.shape for point in polygon[0]]
        self._scale = math.cos(math.radians(sum(latitudes) / max(1, len(latitudes))))
        self._tree = STRtree([self._geometry(area) for area in self._areas])

    def locate(self, longitudes: Sequence[float], latitudes: Sequence[float], nearest_m: float = 0.0) -> Located:
        """Find each point's area; a point outside all of them goes to the nearest within `nearest_m` metres."""
        points = shapely.points(*self._metres(np.asarray(longitudes, float), np.asarray(latitudes, float)))
        found = np.full(len(points), len(self._areas), dtype=np.int64)
        point_index, area_index = self._tree.query(points, predicate="intersects")
        np.minimum.at(found, point_index, area_index)
        is_inside = found < len(self._areas)
        outside = np.flatnonzero(~is_inside)
        if nearest_m and len(outside):
            near_point, near_area = self._tree.query_nearest(points[outside], max_distance=nearest_m)
            np.minimum.at(found, outside[near_point], near_area)
        codes = [*(area.code for area in self._areas), ""]
        return Located(tuple(codes[index] for index in found), tuple(bool(inside) for inside in is_inside))

    def inner_points(self) -> list[tuple[str, float, float]]:
        """For each area a point (longitude, latitude) that lies well inside it."""
        inner = [shapely.point_on_surface(self._geometry(area)) for area in self._areas]
        across = self._scale * _METRES_PER_DEGREE
        return [
            (area.code, point.x / across, point.y / _METRES_PER_DEGREE)
            for area, point in zip(self._areas, inner, strict=True)
        ]

    def _metres(self, longitudes: Numbers, latitudes: Numbers) -> tuple[Numbers, Numbers]:
        return longitudes * (self._scale * _METRES_PER_DEGREE), latitudes * _METRES_PER_DEGREE

    def _geometry(self, area: Area) -> shapely.MultiPolygon:
        polygons = []
        for polygon in area.shape:
            rings = [np.column_stack(self._metres(*np.asarray(ring, float).T)) for ring in polygon]
            polygons.append(shapely.Polygon(rings[0], rings[1:]))
        return shapely.make_valid(shapely.MultiPolygon(polygons))


def grid_to_degrees(eastings: Sequence[float], northings: Sequence[float]) -> tuple[Numbers, Numbers]:
    """British National Grid to longitude and latitude.

    Units:    metres to degrees (WGS84).
    Assumes:  a few metres of error do not matter: the seven-parameter shift is used, no grid file is at hand.
    Source:   EPSG:27700 to EPSG:4326.
    """
    from pyproj import Transformer  # slow to import, and not every run needs it; asks no network unless told to

    transformer = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    longitudes, latitudes = transformer.transform(np.asarray(eastings, float), np.asarray(northings, float))
    return np.asarray(longitudes), np.asarray(latitudes)
