"""GeoJSON of each indicator, at its smallest geography and latest period."""

import json
from dataclasses import replace

import pytest
from shapely.geometry import shape
from small_book import AREAS, OWNED, figure

from denizen.profiles.layers import layers
from denizen.shapes import SafeTable


@pytest.fixture
def owned(matter):
    return json.loads(layers(matter)["data/maps/owned_homes.geojson"])


def test_each_area_has_its_figure_and_its_status(owned):
    assert owned["features"][0]["properties"] == {
        "area_code": "E05000001",
        "area_name": "East, Quay & Strand",
        "period": "2021-01-01/2021-12-31",
        "value": None,
        "lower": None,
        "upper": None,
        "status": "[c]",
        "unit": "%",
        "sources": "census;council_tax",
    }


def test_an_area_without_a_figure_is_there_and_says_so(owned):
    properties = owned["features"][1]["properties"]
    assert (properties["area_name"], properties["value"], properties["status"]) == ("'=West", None, "[x]")


def test_numbers_are_those_of_the_tables(matter):
    layer = json.loads(layers(matter)["data/maps/residents.geojson"])
    assert [feature["properties"]["value"] for feature in layer["features"]] == [1200, 600]


def test_outer_rings_run_against_the_clock_and_holes_with_it(owned):
    one, many = (shape(feature["geometry"]) for feature in owned["features"])
    assert (one.geom_type, many.geom_type) == ("Polygon", "MultiPolygon")
    for polygon in (one, *many.geoms):
        assert polygon.is_valid and polygon.exterior.is_ccw
        assert not any(hole.is_ccw for hole in polygon.interiors)
    assert len(many.geoms[0].interiors) == 1


def test_coordinates_have_six_decimals_and_no_point_twice_in_a_row(owned):
    ring = owned["features"][1]["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1] and len(ring) == 5
    assert all(round(x, 6) == x and round(y, 6) == y for x, y in ring)


def test_a_layer_credits_its_lists_and_claims_nothing_official(owned):
    assert owned["attribution"] == ["Words of DSA.", "Words of OGL."]
    assert "not official statistics" in owned["description"]


def test_an_indicator_of_the_whole_place_alone_has_no_layer(matter):
    table = SafeTable((figure(OWNED, AREAS[0], "2021-03-21", 5.0),), ())
    assert layers(replace(matter, table=table)) == {}


def test_without_a_total_the_first_category_is_drawn(matter):
    table = SafeTable(
        tuple(figure(OWNED, AREAS[1], "2021-03-21", 5.0, category=c) for c in ("outright", "mortgage")), ()
    )
    layer = json.loads(layers(replace(matter, table=table))["data/maps/owned_homes.geojson"])
    assert layer["category"] == "outright"


def test_a_breakdown_gives_each_group_and_never_the_whole_of_100_per_cent(matter):
    held = replace(OWNED, breakdown=True, categories=(("outright", "Owned outright"), ("mortgage", "With a mortgage")))
    figures = tuple(
        figure(OWNED, AREAS[1], "2021-03-21", value, category=category)
        for category, value in (("all", 100.0), ("outright", 30.0), ("mortgage", 70.0))
    )
    drawn = layers(replace(matter, indicators=(held,), table=SafeTable(figures, ())))
    layer = json.loads(drawn["data/maps/owned_homes.geojson"])
    assert layer["categories"] == {"outright": "Owned outright", "mortgage": "With a mortgage"}
    here, other = (feature["properties"] for feature in layer["features"])
    assert (here["outright_value"], here["mortgage_value"], "value" in here) == (30, 70, False)
    assert (other["outright_value"], other["outright_status"]) == (None, "[x]")
