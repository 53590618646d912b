"""The real ground of the town: its small areas and the streets in them."""

from __future__ import annotations

import csv
from importlib import resources
from typing import Any

import numpy as np

from denizen.synthetic.chance import Dice
from denizen.synthetic.example import Example, rows_of
from denizen.synthetic.grid import to_grid, within
from denizen.synthetic.town import Floats, Ints, Place, Streets, Texts

STREET_WORDS = frozenset(
    """
    avenue bank boulevard chase close common court crescent croft dale drive end fold gardens gate green grove heights
    hill lane mews mount parade park parkway place rise road row square street terrace view vale walk way wharf wood yard
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""what the last word of a street's name is; the police's anchor points also name car parks and supermarkets"""


def place_from(example: Example, areas: int, dice: Dice, streets_at_least: int, first_usrn: int) -> Place:
    """The place of an example, cut down to the `areas` small areas nearest its middle (all, when it has no more)."""
    base = example.layer("base")
    features = sorted(example.outlines("base"), key=lambda f: str(f["properties"][base["code"]]))
    outlines = [_rings(feature["geometry"]) for feature in features]
    middle = np.array([rings[0].mean(axis=0) for rings in outlines])
    apart = np.hypot(*(middle - middle.mean(axis=0)).T)
    kept = np.sort(np.argsort(apart, kind="stable")[:areas])
    codes = [str(features[i]["properties"][base["code"]]) for i in kept]
    names = [str(features[i]["properties"][base["name"]]) for i in kept]
    shapes = tuple(outlines[i] for i in kept)
    return Place(
        area_code=example.area("code"),
        name=example.area("name"),
        nation=example.area("nation"),
        lsoa_code=np.array(codes, dtype=object),
        lsoa_name=np.array(names, dtype=object),
        msoa_code=_msoas(example, names),
        ward_code=_wards(example, codes),
        outlines=shapes,
        x=middle[kept, 0],
        y=middle[kept, 1],
        streets=_streets(example, codes, shapes, dice, streets_at_least, first_usrn),
    )


def _rings(geometry: dict[str, Any]) -> tuple[Floats, ...]:
    """The rings of a polygon or multipolygon as grid points, the largest first."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = [np.array(ring, dtype=float)[:, :2] for polygon in polygons for ring in polygon]
    gridded = [np.column_stack(to_grid(ring[:, 0], ring[:, 1])) for ring in rings]
    return tuple(sorted(gridded, key=len, reverse=True))


def _msoas(example: Example, names: list[str]) -> Texts:
    """The middle area of each small area: its name is that of the small area less the last letter."""
    layer = example.layer("msoa")
    features = example.outlines("msoa") if layer else []
    codes = {str(f["properties"][layer["name"]]): str(f["properties"][layer["code"]]) for f in features}
    return np.array([codes.get(name[:-1], "") for name in names], dtype=object)


def _wards(example: Example, codes: list[str]) -> Texts:
    lookup = example.layer("ward").get("lookup")
    if not lookup:
        return np.full(len(codes), "", dtype=object)
    ward = {row[lookup["base"]]: row[lookup["area"]] for row in rows_of(example.folder / lookup["file"])}
    return np.array([ward.get(code, "") for code in codes], dtype=object)


def _streets(
    example: Example, codes: list[str], shapes: tuple[tuple[Floats, ...], ...], dice: Dice, at_least: int, usrn: int
) -> Streets:
    """Street names that the police's file gives for each area, at their mean point; from a list where it gives too few."""
    found = _streets_of_the_police(example, set(codes))
    spare = [row["name"] for row in csv.DictReader(_table("streets.csv"))]
    rows: list[tuple[str, int, float, float]] = []
    for area, (code, _) in enumerate(zip(codes, shapes, strict=True)):
        here = sorted((name, code_points) for (where, name), code_points in found.items() if where == code)
        for name, points in [here[i] for i in dice.permutation(len(here))]:
            east, north = to_grid(*np.array(points).mean(axis=0)[:, None])
            rows.append((name, area, float(east[0]), float(north[0])))
        taken = {name for name, _ in here}
        for name in [str(n) for n in dice.permutation(spare) if n not in taken][: max(0, at_least - len(here))]:
            rows.append((name, area, np.nan, np.nan))
    names = np.array([row[0] for row in rows], dtype=object)
    area_of = np.array([row[1] for row in rows])
    x, y = _within_their_area(np.array([row[2:] for row in rows], dtype=float), area_of, shapes, dice)
    number = {name: usrn + i for i, name in enumerate(sorted(set(names)))}
    return Streets(names, np.array([number[name] for name in names]), area_of, x, y)


def _streets_of_the_police(example: Example, codes: set[str]) -> dict[tuple[str, str], list[tuple[float, float]]]:
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    layouts = ("street_level", "street_level_burglary")
    for path in [path for layout in layouts for path in example.files("antisocial_behaviour", layout)]:
        for row in rows_of(path):
            name = row["Location"].removeprefix("On or near ").strip().replace("'S", "'s")
            if row["LSOA code"] in codes and name.split(" ")[-1].lower() in STREET_WORDS and row["Longitude"]:
                point = (float(row["Longitude"]), float(row["Latitude"]))
                found.setdefault((row["LSOA code"], name), []).append(point)
    return found


def _within_their_area(
    points: Floats, area_of: Ints, shapes: tuple[tuple[Floats, ...], ...], dice: Dice
) -> tuple[Floats, Floats]:
    """Points moved to a random spot of their own area where they are unknown or outside it."""
    x, y = points[:, 0].copy(), points[:, 1].copy()
    for area, rings in enumerate(shapes):
        rows = np.flatnonzero(area_of == area)
        astray = rows[~within(rings, np.nan_to_num(x[rows]), np.nan_to_num(y[rows]))]
        x[astray], y[astray] = spots_within(rings, len(astray), dice)
    return x, y


def spots_within(rings: tuple[Floats, ...], size: int, dice: Dice) -> tuple[Floats, Floats]:
    """Random points of an outline."""
    low, high = rings[0].min(axis=0), rings[0].max(axis=0)
    spots = np.empty((0, 2))
    while len(spots) < size:
        tried = low + dice.random((4 * size + 16, 2)) * (high - low)
        spots = np.vstack([spots, tried[within(rings, tried[:, 0], tried[:, 1])]])
    return spots[:size, 0], spots[:size, 1]


def _table(name: str) -> list[str]:
    """The lines of a table that comes with this package."""
    return (resources.files("denizen.synthetic") / "data" / name).read_text("utf-8").splitlines()
