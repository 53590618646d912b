"""Read boundaries, lookups and postcodes: the files that say which area is where."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from denizen.errors import BadInput, UnreadableFile, WrongLayout
from denizen.intake.csv_rows import LINE_RULES, WIDTH, rows_of
from denizen.intake.decode import Limits, encoding_of, lines_of, open_file
from denizen.terms.areas import Area, Geography, Polygon


def read_boundaries(
    path: Path,
    name: str,
    limits: Limits,
    *,
    geography: Geography,
    vintage: str,
    code: str,
    title: str,
    title_cy: str = "",
) -> tuple[Area, ...]:
    """The areas of one GeoJSON file (RFC 7946, longitude and latitude), sorted by code.

    Args:    where it lies; its name for messages; limits; what the areas are; properties that hold code and names.
    Raises:  UnreadableFile, when it is not GeoJSON; WrongLayout, when a property is missing or coordinates are metres.
    """
    areas = []
    for number, feature in enumerate(_features(open_file(path, name, limits).content, name), 1):
        where = f"{name} feature {number}"
        properties = _properties(feature, (code, title), where)
        areas.append(
            Area(
                code=_code(properties[code], where),
                name=_name(properties[title], where),
                geography=geography,
                vintage=vintage,
                name_cy=_name(properties.get(title_cy) or "", where) if title_cy else "",
                shape=_shape(feature.get("geometry"), where),
            )
        )
    seen: set[str] = set()
    for area in areas:
        if area.code in seen:
            raise WrongLayout(f"Two features have the code {area.code}.", where=name, mend="keep one feature per area")
        seen.add(area.code)
    return tuple(sorted(areas, key=lambda area: area.code))


def read_columns(path: Path, name: str, columns: Sequence[str], limits: Limits) -> list[tuple[str, ...]]:
    """Columns of a CSV file with a header, as text, in the order asked for. A line that is no row stops the reading.

    Raises:  UnreadableFile; WrongLayout, when a column is missing; BadInput, when a line cannot be read.
    """
    opened = open_file(path, name, limits)
    encoding, _ = encoding_of(opened.content, "cp1252")
    rows = rows_of(list(lines_of(opened.content, encoding)), limits)
    first = next(rows, None)
    if first is None:
        raise UnreadableFile("The file is empty.", where=name, mend="export it again, with its headers")
    header = [cell.strip() for cell in first.cells]
    for column in columns:
        if column not in header:
            named = f"name one of: {', '.join(header[:20])}" if header else "export it as CSV in UTF-8"
            raise WrongLayout(f"There is no column `{column}`.", where=f"{name} row {first.number}", mend=named)
    places = [header.index(column) for column in columns]
    found = []
    for row in rows:
        broken = row.broken or (WIDTH if len(row.cells) < len(header) else "")
        if broken:
            sentence, mend = LINE_RULES[broken]
            raise BadInput(sentence, where=f"{name} row {row.number}", mend=mend)
        found.append(tuple(row.cells[place].strip() for place in places))
    return found


def _features(content: bytes, name: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
        features = document["features"]
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableFile(
            "This is not GeoJSON with features.", where=name, mend="export the boundaries as GeoJSON, in WGS84"
        ) from None
    if not isinstance(features, list) or not features:
        raise UnreadableFile("The boundary file holds no areas.", where=name, mend="export it again")
    return [feature if isinstance(feature, dict) else {} for feature in features]


def _properties(feature: dict[str, Any], wanted: Sequence[str], where: str) -> dict[str, Any]:
    """The properties of a feature, which must hold all that are wanted."""
    found = feature.get("properties")
    properties = found if isinstance(found, dict) else {}
    for key in wanted:
        if properties.get(key) in (None, ""):
            raise WrongLayout(
                f"The feature has no property `{key}`, or an empty one.",
                where=where,
                mend=f"name the right property in denizen.yaml; it has: {', '.join(sorted(properties)) or 'none'}",
            )
    return properties


def _code(value: Any, where: str) -> str:
    """A code as pages and files are named by it: nothing in it leads to another folder."""
    code = str(value).strip()
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", code):
        raise WrongLayout(
            "The code of this area has other marks than letters, digits, `_` and `-`.",
            where=where,
            mend="name the property that holds the code in denizen.yaml, or correct it",
        )
    return code


def _name(value: Any, where: str) -> str:
    name = str(value).strip()
    if any("\ud800" <= letter <= "\udfff" or letter in "\x00\ufffd" for letter in name):
        raise WrongLayout(
            "The name of this area holds a character that was lost before.",
            where=where,
            mend="export it again as UTF-8",
        )
    return name


def _shape(geometry: Any, where: str) -> tuple[Polygon, ...]:
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
        polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
        shape = tuple(
            tuple(tuple((float(point[0]), float(point[1])) for point in ring) for ring in polygon)
            for polygon in polygons
        )
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        shape = ()
    if not shape or not all(polygon and all(len(ring) > 3 for ring in polygon) for polygon in shape):
        raise WrongLayout("The area has no polygon.", where=where, mend="export it with its boundary")
    _check_degrees(chain.from_iterable(chain.from_iterable(shape)), where)
    return shape


def _check_degrees(points: Iterator[tuple[float, float]], where: str) -> None:
    for east, north in points:
        if not (-180 <= east <= 180 and -90 <= north <= 90):
            raise WrongLayout(
                "The coordinates are metres, not longitude and latitude.", where=where, mend="export it again in WGS84"
            )
        if 49 <= east <= 61 and -9 <= north <= 2:
            raise WrongLayout(
                "The latitude stands before the longitude.",
                where=where,
                mend="export it again as GeoJSON, which has the longitude first",
            )
