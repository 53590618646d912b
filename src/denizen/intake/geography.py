"""Read boundaries, lookups and postcodes: the files that say which area is where."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from denizen.errors import BadInput, UnreadableFile, WrongLayout
from denizen.intake.csv_rows import rows_of
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
    features = _features(open_file(path, name, limits).content, name)
    areas = []
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") or {}
        if code not in properties or title not in properties:
            missing = code if code not in properties else title
            raise WrongLayout(
                f"Feature {number} has no property `{missing}`.",
                where=name,
                mend=f"name the right property in denizen.yaml; it has: {', '.join(sorted(properties))}",
            )
        shape = _shape(feature.get("geometry") or {}, f"{name} feature {number}")
        areas.append(
            Area(
                code=str(properties[code]),
                name=str(properties[title]).strip(),
                geography=geography,
                vintage=vintage,
                name_cy=str(properties.get(title_cy) or "").strip() if title_cy else "",
                shape=shape,
            )
        )
    codes = [area.code for area in areas]
    if len(set(codes)) < len(codes):
        raise WrongLayout("Two features have the same code.", where=name, mend="keep one feature per area")
    return tuple(sorted(areas, key=lambda area: area.code))


def read_columns(path: Path, name: str, columns: Sequence[str], limits: Limits) -> list[tuple[str, ...]]:
    """Columns of a CSV file with a header, as text, in the order asked for. Rows that are no rows are refused whole.

    Raises:  UnreadableFile; WrongLayout, when a column is missing; BadInput, when a line cannot be read.
    """
    opened = open_file(path, name, limits)
    encoding, _ = encoding_of(opened.content, "cp1252")
    rows = rows_of(list(lines_of(opened.content, encoding)), limits)
    header = [cell.strip() for cell in next(rows).cells]
    for column in columns:
        if column not in header:
            raise WrongLayout(
                f"There is no column `{column}`.", where=name, mend=f"name one of: {', '.join(header[:20])}"
            )
    places = [header.index(column) for column in columns]
    found = []
    for row in rows:
        if row.broken or len(row.cells) < len(header):
            raise BadInput("A line cannot be read.", where=f"{name} row {row.number}", mend="export the file again")
        found.append(tuple(row.cells[place].strip() for place in places))
    return found


def _features(content: bytes, name: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
        features = document["features"]
    except (UnicodeDecodeError, ValueError, KeyError, TypeError):
        raise UnreadableFile(
            "This is not GeoJSON with features.", where=name, mend="export the boundaries as GeoJSON, in WGS84"
        ) from None
    if not isinstance(features, list) or not features:
        raise UnreadableFile("The boundary file holds no areas.", where=name, mend="export it again")
    return features


def _shape(geometry: dict[str, Any], where: str) -> tuple[Polygon, ...]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not coordinates:
        raise WrongLayout("The area has no polygon.", where=where, mend="export it with its boundary")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    shape = tuple(
        tuple(tuple((float(point[0]), float(point[1])) for point in ring) for ring in polygon) for polygon in polygons
    )
    longitude, latitude = shape[0][0][0]
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise WrongLayout(
            "The coordinates are metres, not longitude and latitude.", where=where, mend="export it again in WGS84"
        )
    return shape
