"""Areas: a code, a name, a geography and the vintage of its boundary. Codes are strings; names are never keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Geography(StrEnum):
    """The kinds of area that a figure can be about, smallest first."""

    OA = "oa"
    LSOA = "lsoa"
    MSOA = "msoa"
    WARD = "ward"
    COMMUNITY = "community"
    CUSTOM = "custom"
    LAD = "lad"
    HEALTH_BOARD = "health_board"
    PFA = "pfa"
    COUNTRY = "country"

    @property
    def size(self) -> int:
        """Where this kind stands from smallest (0) to largest."""
        return list(Geography).index(self)


_GSS = {
    Geography.OA: r"[EW]00\d{6}",
    Geography.LSOA: r"[EW]01\d{6}",
    Geography.MSOA: r"[EW]02\d{6}",
    Geography.WARD: r"[EW]05\d{6}",
    Geography.COMMUNITY: r"[EW]04\d{6}",
    Geography.LAD: r"E0[6-9]\d{6}|W06\d{6}",
    Geography.HEALTH_BOARD: r"W11\d{6}",
    Geography.PFA: r"E23\d{6}|W15\d{6}",
    Geography.COUNTRY: r"[EW]92\d{6}|K04\d{6}",
    Geography.CUSTOM: r"[A-Za-z0-9_-]+",
}
"""GSS code patterns (ONS, Register of Geographic Codes)."""


def gss_pattern(geography: Geography) -> str:
    """The regular expression that a code of this geography matches whole."""
    return rf"^(?:{_GSS[geography]})$"


def is_code_of(geography: Geography, code: str) -> bool:
    return re.match(gss_pattern(geography), code) is not None


Ring = tuple[tuple[float, float], ...]
"""A closed line of (longitude, latitude), WGS84 degrees."""
Polygon = tuple[Ring, ...]
"""An outer ring, then its holes."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area. `shape` is its boundary as polygons in WGS84 (empty where no boundary is held)."""

    code: str
    name: str
    geography: Geography
    vintage: str
    name_cy: str = ""
    shape: tuple[Polygon, ...] = ()
    part_of: str = ""
    """Code of the area that it lies in by best or exact fit, for finding one's way (an LSOA's ward)."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a set of areas is built from base areas, and how well.

    `method`: 'exact' (base areas nest), 'published best fit', 'best fit by postcodes', or, without postcodes, 'best fit by
    a point inside'.
    `misplaced`: share (0 to 1) of residents who live in another area of the set than their base area was given to,
    judged by where the postcodes of each base area lie; None where no postcode file is at hand.
    """

    geography: Geography
    vintage: str
    method: str
    areas: int
    without_base: int
    misplaced: float | None


@dataclass(frozen=True, slots=True)
class Place:
    """The area that a book is about."""

    code: str
    name: str
    nation: str
    """'england' or 'wales'."""
    languages: tuple[str, ...]
    reference_date: str
    partners: tuple[str, ...] = ()
    name_cy: str = ""
    contact: str = ""
    is_invented: bool = False
    """Nobody in it lives: every page says so."""
