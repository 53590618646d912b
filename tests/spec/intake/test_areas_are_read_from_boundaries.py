"""Boundaries and lookups say which area is where; one that cannot be trusted is refused with what to mend."""

import json
from pathlib import Path
from typing import Any

import pytest

from denizen.errors import BadInput, UnreadableFile, WrongLayout
from denizen.intake.geography import read_boundaries, read_columns
from denizen.terms.areas import Geography
from visits_list import LIMITS

RING = [[-1.5, 52.9], [-1.4, 52.9], [-1.4, 53.0], [-1.5, 52.9]]


def feature(code: object = "E1", ring: object = RING, kind: str = "Polygon", **more: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "name": f"Area {code}", **more},
        "geometry": {"type": kind, "coordinates": [ring] if kind == "Polygon" else ring},
    }


def read(tmp_path: Path, content: object) -> tuple[str, ...]:
    path = tmp_path / "areas.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps({"features": content}), "utf-8")
    areas = read_boundaries(
        path, "areas.geojson", LIMITS, geography=Geography.LSOA, vintage="2021", code="code", title="name"
    )
    return tuple(area.code for area in areas)


def test_areas_come_sorted_by_code(tmp_path: Path) -> None:
    assert read(tmp_path, [feature("E2"), feature("E1", [[RING]], "MultiPolygon")]) == ("E1", "E2")


@pytest.mark.parametrize("content", ["not JSON", "[]", '{"type": "Topology"}', "3", "[" * 100_000, '{"features": {}}'])
def test_what_is_not_geojson_is_told(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        read(tmp_path, content)
    assert error.value.where == "areas.geojson"


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (feature(ring=[[434286, 336586]] * 4), "metres"),
        (feature(ring=[RING[0], [434286, 336586], *RING[2:]]), "metres"),
        (feature(ring=[[north, east] for east, north in RING]), "latitude stands before"),
        (feature(ring=[]), "no polygon"),
        (feature(ring=[[1, 2], [1, 2]]), "no polygon"),
        (feature(ring="nonsense"), "no polygon"),
        (feature(ring=[["a", "b"]] * 4), "no polygon"),
        (feature(ring=[-1.5, 52.9], kind="Point"), "no polygon"),
        ({"properties": {"code": "E1", "name": "x"}, "geometry": None}, "no polygon"),
        (feature(code=None), "no property `code`"),
        (feature(code=""), "no property `code`"),
        ({"properties": None}, "no property `code`"),
        ("nonsense", "no property `code`"),
    ],
)
def test_a_feature_that_is_no_area_is_told_with_its_number(tmp_path: Path, wrong: object, what: str) -> None:
    with pytest.raises(WrongLayout, match=what) as error:
        read(tmp_path, [feature("E9"), wrong])
    assert error.value.where == "areas.geojson feature 2"


def test_two_areas_with_one_code_are_told(tmp_path: Path) -> None:
    with pytest.raises(WrongLayout, match="Two features have the code E1"):
        read(tmp_path, [feature(), feature()])


def lookup(tmp_path: Path, text: str) -> list[tuple[str, ...]]:
    path = tmp_path / "lookup.csv"
    path.write_text(text, "utf-8")
    return read_columns(path, "lookup.csv", ("base", "area"), LIMITS)


def test_a_lookup_gives_the_columns_asked_for_in_that_order(tmp_path: Path) -> None:
    assert lookup(tmp_path, 'area,other,base\nA, x ,B\n"A,1",y,C\n') == [("B", "A"), ("C", "A,1")]


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("area,lsoa\nA,B\n", "There is no column `base`", "lookup.csv row 1"),
        (",,,\n", "The file is empty", "lookup.csv"),
        ("base,area\nA\n", "more or fewer cells", "lookup.csv row 2"),
        ('base,area\nA,B\n"A,B\n', "never closed", "lookup.csv row 3"),
        ("base,area\nA,\x00\n", "NUL", "lookup.csv row 2"),
    ],
)
def test_a_lookup_that_cannot_be_read_is_told(tmp_path: Path, text: str, what: str, where: str) -> None:
    with pytest.raises(BadInput, match=what) as error:
        lookup(tmp_path, text)
    assert error.value.where == where
