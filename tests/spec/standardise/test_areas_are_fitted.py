"""Base areas are given to larger areas whole; how well that fits is said, never hidden."""

from __future__ import annotations

import pytest

from denizen.standardise.areas import PostcodePoints, fit_set
from denizen.standardise.locate import Locator, grid_to_degrees
from denizen.terms.areas import Area, Geography


def square(code: str, west: float, south: float, size: float = 0.02, geography=Geography.LSOA) -> Area:
    east, north = west + size, south + size
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Area(code, code, geography, "2021", shape=((ring,),))


BASE = [square("L1", -1.50, 52.90), square("L2", -1.48, 52.90), square("L3", -1.46, 52.90)]
WARDS = [square("W1", -1.50, 52.90, geography=Geography.WARD), square("W2", -1.48, 52.90, 0.06, Geography.WARD)]


def postcodes(**at: tuple[str, float]) -> PostcodePoints:
    """postcode=(base area, longitude)"""
    return PostcodePoints(
        tuple(at), tuple(x for _, x in at.values()), tuple(52.91 for _ in at), tuple(b for b, _ in at.values())
    )


def test_a_point_is_in_the_area_that_holds_it():
    located = Locator(BASE).locate([-1.49, -1.47, -1.30], [52.91, 52.91, 52.91])
    assert located.codes == ("L1", "L2", "")
    assert located.is_inside == (True, True, False)


def test_a_point_just_outside_goes_to_the_nearest_and_is_not_called_inside():
    located = Locator(BASE).locate([-1.49, -1.49], [52.9209, 52.95], nearest_m=200)
    assert located.codes == ("L1", "")
    assert located.is_inside == (False, False)


def test_a_point_on_a_shared_edge_goes_to_the_first_by_code():
    assert Locator(list(reversed(BASE))).locate([-1.48], [52.91]).codes == ("L1",)


def test_a_published_lookup_is_taken_as_it_is():
    fitted = fit_set(WARDS, BASE, lookup=[("L1", "W2"), ("L2", "W2"), ("L3", "W2"), ("elsewhere", "W1")])
    assert fitted.members == (("L1", "W2"), ("L2", "W2"), ("L3", "W2"))
    assert fitted.fit({}).without_base == 1


def test_areas_that_nest_are_exact_and_misplace_no_one():
    fitted = fit_set(WARDS, BASE, nests=True)
    assert fitted.members == (("L1", "W1"), ("L2", "W2"), ("L3", "W2"))
    assert fitted.fit({"L1": 10, "L2": 10, "L3": 10}).misplaced == 0


def test_a_base_area_goes_to_the_area_with_most_of_its_postcodes():
    points = postcodes(a=("L1", -1.49), b=("L2", -1.485), c=("L2", -1.47), d=("L2", -1.465), e=("L3", -1.45))
    assert fit_set(WARDS, BASE, postcodes=points).members == (("L1", "W1"), ("L2", "W2"), ("L3", "W2"))


def test_an_area_drawn_by_hand_takes_what_lies_more_than_half_inside():
    drawn = [square("X", -1.50, 52.90, 0.031, Geography.CUSTOM)]
    points = postcodes(a=("L1", -1.49), b=("L2", -1.475), c=("L2", -1.472), d=("L2", -1.461), e=("L3", -1.45))
    assert fit_set(drawn, BASE, postcodes=points).members == (("L1", "X"), ("L2", "X"))


def test_the_misplaced_are_weighted_by_residents():
    points = postcodes(a=("L1", -1.49), b=("L2", -1.49), c=("L2", -1.47), d=("L2", -1.465), e=("L3", -1.45))
    lookup = [("L1", "W1"), ("L2", "W2"), ("L3", "W2")]
    fit = fit_set(WARDS, BASE, lookup=lookup, postcodes=points).fit({"L1": 100, "L2": 300, "L3": 200})
    assert fit.misplaced == pytest.approx(300 * (1 / 3) / 600)


def test_without_postcodes_nobody_knows_how_many_are_misplaced():
    assert fit_set(WARDS, BASE, lookup=[("L1", "W1")]).fit({}).misplaced is None


def test_grid_references_agree_with_the_survey_s_own_example():
    """Ordnance Survey, A guide to coordinate systems in Great Britain: Caister water tower, E 651409.903 N 313177.270."""
    longitude, latitude = grid_to_degrees([651409.903], [313177.270])
    assert (longitude[0], latitude[0]) == pytest.approx((1.716073973, 52.658007833), abs=1e-4)
