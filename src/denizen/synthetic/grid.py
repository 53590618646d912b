"""From longitude and latitude to the National Grid, in metres, and which points lie within an outline."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.town import Flags, Floats

AIRY = (6377563.396, 6356256.909)
"""semi-axes of the Airy 1830 spheroid in metres"""
WORLD = (6378137.0, 6356752.314140)
"""semi-axes of GRS80 in metres"""
SHIFT = (-446.448, 125.157, -542.060)
TURN = (-0.1502, -0.2470, -0.8421)
SCALE = 20.4894e-6
"""the Helmert step from WGS84 to OSGB36: metres, seconds of arc, parts"""
ORIGIN = (np.radians(49.0), np.radians(-2.0), 400_000.0, -100_000.0, 0.9996012717)
"""true origin of the grid (latitude, longitude), its false origin in metres, scale on the central meridian"""


def to_grid(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Eastings and northings in metres, right to about five metres.

    Source:  Ordnance Survey, A guide to coordinate systems in Great Britain (the Helmert step, and annexe C).
    """
    lat, lon = _on_airy(np.radians(latitude), np.radians(longitude))
    a, b = AIRY
    lat0, lon0, east0, north0, f0 = ORIGIN
    e2 = 1 - (b / a) ** 2
    sin2 = np.sin(lat) ** 2
    nu = a * f0 / np.sqrt(1 - e2 * sin2)
    rho = a * f0 * (1 - e2) / (1 - e2 * sin2) ** 1.5
    eta2 = nu / rho - 1
    tan2, cos, sin, west = np.tan(lat) ** 2, np.cos(lat), np.sin(lat), lon - lon0
    north = (
        _meridian(lat, lat0, b * f0, (a - b) / (a + b))
        + north0
        + nu / 2 * sin * cos * west**2
        + nu / 24 * sin * cos**3 * (5 - tan2 + 9 * eta2) * west**4
    )
    east = (
        east0
        + nu * cos * west
        + nu / 6 * cos**3 * (nu / rho - tan2) * west**3
        + nu / 120 * cos**5 * (5 - 18 * tan2 + tan2**2 + 14 * eta2 - 58 * tan2 * eta2) * west**5
    )
    return east, north


def _meridian(lat: Floats, lat0: float, b: float, n: float) -> Floats:
    less, more = lat - lat0, lat + lat0
    return np.asarray(
        b
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
            - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(less) * np.cos(more)
            + 1.875 * (n**2 + n**3) * np.sin(2 * less) * np.cos(2 * more)
            - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
        )
    )


def _on_airy(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """Latitude and longitude on the Airy spheroid, in radians."""
    a, b = WORLD
    nu = a / np.sqrt(1 - (1 - (b / a) ** 2) * np.sin(lat) ** 2)
    point = np.array([nu * np.cos(lat) * np.cos(lon), nu * np.cos(lat) * np.sin(lon), nu * (b / a) ** 2 * np.sin(lat)])
    rx, ry, rz = (np.radians(second / 3600) for second in TURN)
    turn = np.array([[1 + SCALE, -rz, ry], [rz, 1 + SCALE, -rx], [-ry, rx, 1 + SCALE]])
    x, y, z = np.tensordot(turn, point, axes=1) + np.array(SHIFT).reshape((3,) + (1,) * np.ndim(lat))
    a, b = AIRY
    e2, flat = 1 - (b / a) ** 2, np.hypot(x, y)
    found = np.arctan2(z, flat * (1 - e2))
    for _ in range(5):  # converges to far below a millimetre
        nu = a / np.sqrt(1 - e2 * np.sin(found) ** 2)
        found = np.arctan2(z + e2 * nu * np.sin(found), flat)
    return found, np.arctan2(y, x)


def within(rings: tuple[Floats, ...], x: Floats, y: Floats) -> Flags:
    """Which points lie within an outline: an odd number of its edges to their right."""
    inside = np.zeros(len(x), dtype=bool)
    for ring in rings:
        x1, y1 = ring[:-1].T
        x2, y2 = ring[1:].T
        spans = (y1[None] > y[:, None]) != (y2[None] > y[:, None])
        with np.errstate(divide="ignore", invalid="ignore"):
            cut = x1 + (y[:, None] - y1) / (y2 - y1) * (x2 - x1)
        inside ^= (np.count_nonzero(spans & (x[:, None] < cut), axis=1) % 2).astype(bool)
    return inside
