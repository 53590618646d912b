"""The grid, the outlines and the addresses of an invented town, looked at with other tools than its own."""

import json

import numpy as np
import pyproj
import shapely

from denizen.synthetic.grid import to_grid
from invented_towns import EXAMPLES


def test_longitude_and_latitude_come_to_the_grid_to_within_five_metres():
    longitude, latitude = np.array([-6.1, -3.0, -1.48, 0.1, 1.7]), np.array([50.0, 53.05, 52.92, 51.5, 52.6])
    east, north = pyproj.Transformer.from_crs(4326, 27700, always_xy=True).transform(longitude, latitude)
    ours = to_grid(longitude, latitude)
    assert np.hypot(ours[0] - east, ours[1] - north).max() < 5


def test_every_dwelling_stands_within_its_small_area(small_town):
    features = json.loads((EXAMPLES / "derby" / "geography" / "lsoa_2021.geojson").read_text("utf-8"))["features"]
    outline = {f["properties"]["LSOA21CD"]: shapely.geometry.shape(f["geometry"]) for f in features}
    back = pyproj.Transformer.from_crs(27700, 4326, always_xy=True)
    homes = small_town.dwellings
    points = shapely.points(*back.transform(homes.x, homes.y))
    for place, code in enumerate(small_town.place.lsoa_code):
        rows = homes.lsoa == place
        # five metres of the Helmert step and the rounding to a metre, in degrees
        assert shapely.distance(outline[code], points[rows]).max(initial=0) < 1e-4


def test_streets_are_those_that_the_police_name_in_the_area(small_town):
    assert "Supermarket" not in set(small_town.place.streets.name)
    assert set(small_town.dwellings.street) <= set(small_town.place.streets.name)


def test_a_street_has_one_number_in_all_its_areas(larger_town):
    streets = larger_town.place.streets
    assert len(set(zip(streets.name, streets.usrn, strict=True))) == len(set(streets.name)) == len(set(streets.usrn))


def test_there_are_flats_suffixes_names_halls_and_shared_houses(larger_town):
    homes = larger_town.dwellings
    assert {"A", "B"} <= set(homes.suffix)
    assert {"Flat 1", "Flat 2"} <= set(homes.flat)
    assert any("Cottage" in name for name in homes.building)
    assert 13 not in set(homes.number)
    for kind in ("shared_house", "hall", "care_home", "refuge", "conversion"):
        assert homes.kind.is_(kind).any()
    bare = (homes.number == 0) & (homes.building == "")
    assert not bare.any()
