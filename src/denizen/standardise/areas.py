"""Which base areas make up each larger area, and how well: published fits, exact nesting, or best fit by postcodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from denizen.standardise.locate import Locator, grid_to_degrees
from denizen.terms.areas import Area, Fit, Geography

EXACT = "exact"
PUBLISHED = "published best fit"
BY_POSTCODES = "best fit by postcodes"
BY_POINT = "best fit by a point inside"


@dataclass(frozen=True, slots=True)
class PostcodePoints:
    """Postcodes and where they lie (degrees); `bases` is the base area of each, '' outside all."""

    postcodes: tuple[str, ...]
    longitudes: tuple[float, ...]
    latitudes: tuple[float, ...]
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """One set of areas with the base areas given to each. `outside`: share of a base area's postcodes that lie in
    another area of the set than it was given to."""

    geography: Geography
    vintage: str
    method: str
    areas: tuple[Area, ...]
    members: tuple[tuple[str, str], ...]
    """(base code, area code)"""
    outside: Mapping[str, float]

    def fit(self, residents: Mapping[str, float]) -> Fit:
        """How good the fit is, weighted by the residents of each base area (equal weights where none are known)."""
        given = sorted({base for base, _ in self.members})
        filled = {area for _, area in self.members}
        weights = {base: residents.get(base, 0.0) if residents else 1.0 for base in given}
        total = sum(weights.values())
        misplaced = sum(weights[base] * self.outside.get(base, 0.0) for base in given) / total if total else 0.0
        return Fit(
            geography=self.geography,
            vintage=self.vintage,
            method=self.method,
            areas=len(self.areas),
            without_base=len(self.areas) - len(filled),
            misplaced=0.0 if self.method == EXACT else (misplaced if self.outside else None),
        )


def place_postcodes(rows: Sequence[tuple[str, str, str]], base: Locator) -> PostcodePoints:
    """Postcodes from (postcode, easting, northing) as text; those without a grid reference are left out."""
    kept = [(postcode, float(east), float(north)) for postcode, east, north in rows if east.strip() and north.strip()]
    longitudes, latitudes = grid_to_degrees([row[1] for row in kept], [row[2] for row in kept])
    located = base.locate(list(longitudes), list(latitudes))
    return PostcodePoints(
        tuple(postcode.replace(" ", "").upper() for postcode, _, _ in kept),
        tuple(float(value) for value in longitudes),
        tuple(float(value) for value in latitudes),
        located.codes,
    )


def fit_set(
    areas: Sequence[Area],
    base: Sequence[Area],
    *,
    lookup: Sequence[tuple[str, str]] = (),
    nests: bool = False,
    postcodes: PostcodePoints | None = None,
) -> Fitted:
    """Give each base area to one area of a set.

    A published lookup is taken as it is; areas that nest are found by a point inside each base area; otherwise a base
    area goes to the area that holds most of its postcodes, if that is more than half of them.
    Args:  the set's areas; base areas; (base, area) pairs of a published lookup; whether they nest; postcodes.
    """
    locator = Locator(areas)
    codes = {area.code for area in areas}
    homes = _homes(postcodes, locator) if postcodes else {}
    if lookup:
        known = {area.code for area in base}
        method, members = PUBLISHED, [(b, a) for b, a in lookup if a in codes and b in known]
    elif nests or not homes:
        method = EXACT if nests else BY_POINT
        points = Locator(base).inner_points()
        located = locator.locate([p[1] for p in points], [p[2] for p in points])
        members = [(p[0], code) for p, code in zip(points, located.codes, strict=True) if code]
    else:
        method, members = BY_POSTCODES, _by_most(homes, base, locator)
    outside = {
        b: 1 - homes[b][a] / homes[b].total() for b, a in members if b in homes and homes[b].total() and not nests
    }
    kept = tuple(areas) if not (homes or nests) else _of_this_place(areas, members, homes)
    return Fitted(areas[0].geography, areas[0].vintage, method, kept, tuple(sorted(members)), outside)


def _of_this_place(
    areas: Sequence[Area], members: Sequence[tuple[str, str]], homes: Mapping[str, Counter[str]]
) -> tuple[Area, ...]:
    """The areas that hold a base area, or at least a postcode of the place: a boundary file may cover more."""
    filled = {area for _, area in members}
    filled |= {area for counted in homes.values() for area, count in counted.items() if count}
    return tuple(area for area in areas if area.code in filled)


def with_parents(base: Sequence[Area], fitted: Sequence[Fitted]) -> tuple[Area, ...]:
    """Base areas, each knowing the first set's area that it belongs to."""
    parent = {b: a for fit in reversed(fitted) for b, a in fit.members}
    return tuple(replace(area, part_of=parent.get(area.code, "")) for area in base)


def _homes(postcodes: PostcodePoints, areas: Locator) -> dict[str, Counter[str]]:
    """For each base area, how many of its postcodes lie in each area of the set ('' for none)."""
    located = areas.locate(postcodes.longitudes, postcodes.latitudes)
    homes: dict[str, Counter[str]] = {}
    for base, area in zip(postcodes.bases, located.codes, strict=True):
        if base:
            homes.setdefault(base, Counter())[area] += 1
    return homes


def _by_most(homes: Mapping[str, Counter[str]], base: Sequence[Area], areas: Locator) -> list[tuple[str, str]]:
    members = []
    inner = {point[0]: point for point in Locator(base).inner_points()}
    for area in base:
        counted = homes.get(area.code)
        if counted:
            code, most = max(sorted(counted.items()), key=lambda item: item[1])
            if code and most * 2 > counted.total():
                members.append((area.code, code))
        else:
            _, longitude, latitude = inner[area.code]
            code = areas.locate([longitude], [latitude]).codes[0]
            if code:
                members.append((area.code, code))
    return members
