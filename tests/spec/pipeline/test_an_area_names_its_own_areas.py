"""Any set of areas of one's own, drawn as polygons, gets pages and figures like wards do."""

from __future__ import annotations

import csv
import json

import pytest

from denizen.errors import NotFound, WrongLayout
from small_area import SmallArea

RIVERSIDE = [[-1.50, 52.90], [-1.475, 52.90], [-1.475, 52.92], [-1.50, 52.92], [-1.50, 52.90]]
OWN_SET = """
    - geography: custom
      vintage: "2026"
      boundaries: geography/own.geojson
      code: id
      name: title
      pages: true
  postcodes:"""


def drawn(ring: list[list[float]]) -> str:
    feature = {
        "type": "Feature",
        "properties": {"id": "riverside", "title": "Riverside"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


@pytest.fixture
def with_own_set(small_area: SmallArea) -> SmallArea:
    small_area.mend("denizen.yaml", "\n  postcodes:", OWN_SET)
    small_area.write("geography/own.geojson", drawn(RIVERSIDE))
    return small_area


def test_it_takes_the_base_areas_that_lie_more_than_half_inside(with_own_set: SmallArea):
    with_own_set.run()
    rows = csv.DictReader(with_own_set.read("book/data/residents.csv").splitlines())
    found = {
        row["area_name"]: row["value"] for row in rows if row["geography"] == "custom" and row["category"] == "all"
    }
    assert found == {"Riverside": "3000"}


def test_it_has_a_page(with_own_set: SmallArea):
    with_own_set.run()
    assert "Riverside" in with_own_set.read("book/areas/riverside.html")


def test_an_indicator_that_is_not_known_is_answered_with_the_nearest(small_area: SmallArea):
    small_area.write("denizen.yaml", small_area.read("denizen.yaml") + "publish:\n  indicators: [resident]\n")
    with pytest.raises(NotFound) as error:
        small_area.run()
    assert "residents" in error.value.mend


def test_boundaries_in_metres_are_refused(with_own_set: SmallArea):
    with_own_set.write(
        "geography/own.geojson", drawn([[434_000, 336_000], [435_000, 336_000], [435_000, 337_000], [434_000, 336_000]])
    )
    with pytest.raises(WrongLayout, match="metres"):
        with_own_set.run()
