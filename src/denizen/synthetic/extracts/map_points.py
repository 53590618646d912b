"""Map points of the police: the middle of a street, as longitude and latitude."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.grid import to_grid
from denizen.synthetic.town import Floats

METRES_OF_LATITUDE = 111_200.0
"""about how many metres a degree of latitude is"""


def to_degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude of grid points, to a millimetre: the way to the grid, turned round step by step."""
    longitude, latitude = np.full(len(x), -2.0), np.full(len(y), 53.0)
    for _ in range(12):  # each step leaves a few hundredths of the error
        east, north = to_grid(longitude, latitude)
        latitude = latitude + (y - north) / METRES_OF_LATITUDE
        longitude = longitude + (x - east) / (METRES_OF_LATITUDE * np.cos(np.radians(latitude)))
    return longitude, latitude
