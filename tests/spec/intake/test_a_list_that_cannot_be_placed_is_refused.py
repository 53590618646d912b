"""Where the place has nothing to place the rows by, the file is refused with that reason, not row by row."""

from __future__ import annotations

import pytest

from denizen.errors import BadInput
from visits_list import ROW, Desk, lines

BY_POSTCODE = ("area: lsoa, value: visitors", "postcode: postcode, amount: visitors")
PLACES = ("shape: area_counts", "shape: places")
OLDER = ("vintage: '2021'", "vintage: '2011'")


def test_by_postcode_without_a_postcode_file(desk: Desk) -> None:
    with pytest.raises(BadInput, match="no postcode of this place is known") as error:
        desk.receive(lines(ROW), changes=[BY_POSTCODE, PLACES])
    assert error.value.where == "visits.csv"
    assert "`geography.postcodes` in denizen.yaml" in error.value.mend


def test_by_postcode_with_one(desk: Desk) -> None:
    names = ("postcode", "area_code")
    desk.store.take("postcodes", {"postcode": ["FS11AA"], "area_code": ["E01999001"]}, dict.fromkeys(names, "VARCHAR"))
    assert desk.receive(lines(ROW), changes=[BY_POSTCODE, PLACES]).accepted == 1


def test_by_older_areas_without_a_lookup(desk: Desk) -> None:
    with pytest.raises(BadInput, match="lsoa areas of 2011, and the place has none; it has those of 2021") as error:
        desk.receive(lines(ROW), changes=[OLDER])
    assert "`geography.older` in denizen.yaml" in error.value.mend


def test_by_areas_that_the_place_has_none_of(desk: Desk) -> None:
    with pytest.raises(BadInput, match="ward areas of 2021, and the place has none") as error:
        desk.receive(lines(ROW), changes=[("geography: lsoa", "geography: ward")])
    assert "`geography.sets`" in error.value.mend
