"""Each list of people and dwellings that the town delivers is received; what is refused was meant to be."""

import pytest

import source_desk
from small_area import BASE
from source_desk import open_source_desk

MEANT = {
    "address_is_here",
    "postcode_is_a_postcode",
    "has_a_place",
    "identifier_is_adopted",
    "property_is_adopted",
    "comes_of_age_on_is_a_date",
    "nobody_under_sixteen",
    "liability_start_is_a_date",
    "liability_start_is_there",
    "was_in_force",
    "birth_date_is_there",
    "birth_year_is_of_a_life",
    "birth_date_is_a_date",
    "birth_date_given_is_a_date",
    "not_older_than_anyone",
    "nhs_number_is_an_identifier",
    "is_not_restricted",
    "nhs_number_passes_its_check",
    "is_a_person",
    "born_by_the_snapshot",
    "is_of_school_age",
    "is_the_first_with_this_key",
}
"""rules that some rows are made to break"""


def take(desk, name, columns, rows):
    values = {column: [row[place] for row in rows] for place, column in enumerate(columns)}
    desk.store.take(name, values, dict.fromkeys(columns, "VARCHAR"))


@pytest.fixture(scope="module")
def desk(drawn_lists, tmp_path_factory):
    """A desk that knows the town's areas, postcodes and properties."""
    town = drawn_lists.town
    desk = open_source_desk(tmp_path_factory.mktemp("desk"))
    codes = town.place.lsoa_code
    take(
        desk,
        "known_areas",
        ("area_code", "geography", "vintage"),
        [*((code, "lsoa", "2021") for code in codes), (town.place.area_code, "lad", "")],
    )
    take(
        desk,
        "postcodes",
        ("postcode", "area_code"),
        [(p.replace(" ", ""), codes[a]) for p, a in zip(town.postcodes.postcode, town.postcodes.lsoa, strict=True)],
    )
    take(
        desk,
        "gazetteer",
        ("uprn", "area_code"),
        [(str(u), codes[a]) for u, a in zip(town.dwellings.uprn, town.dwellings.lsoa, strict=True)],
    )
    take(desk, "base_areas", ("area_code",), [(code,) for code in codes])
    return desk


def layouts(drawn):
    return sorted({f"{one.source}.{one.layout}" for one in drawn.deliveries})


def test_each_layout_is_received_and_only_meant_rows_are_refused(drawn_lists, desk, monkeypatch):
    monkeypatch.setattr(source_desk, "PLACE", drawn_lists.town.place.area_code)
    assert BASE
    for name in layouts(drawn_lists):
        one = drawn_lists.of(name)[-1]
        content = (drawn_lists.folder / "lists" / one.file).read_bytes()
        holder = "health_body" if name in ("gp_register.patients", "gp_register.keyed_patients") else "council"
        desk.receive(one.source, one.layout, content, snapshot=one.snapshot, held_by=holder)
        rules = {rule for broken in desk.refused().values() for rule in broken.split()}
        assert len(desk.accepted()) > 0.9 * one.rows or one.rows < 30, name
        assert rules <= MEANT, (name, rules - MEANT)
