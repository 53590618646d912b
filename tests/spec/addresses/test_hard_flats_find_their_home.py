"""Flats as clerks and tenants name them, each with a few homes that it could be."""

import pytest

CASES = {
    "a floor is of the flat that has it and the next": (
        "First Floor Flat 21 Copper Road",
        ["FLAT A FIRST AND SECOND FLOORS 21 COPPER ROAD", "FLAT GROUND FLOOR 21 COPPER ROAD", "FLAT FIRST FLOOR 23 COPPER ROAD"],
    ),
    "a floor is of the lettered flat on it": (
        "Second Floor Flat 61 Brynteg Road",
        ["FLAT A SECOND FLOOR 61 BRYNTEG ROAD", "61 BRYNTEG ROAD", "SECOND FLOOR FLAT 58 BRYNTEG ROAD"],
    ),
    "the top is the one floor above the ground": (
        "Top Floor Flat 30 Edge Way",
        ["FLAT FIRST FLOOR 30 EDGE WAY", "FLAT GROUND FLOOR 30 EDGE WAY", "FLAT SECOND AND THIRD FLOORS 30 EDGE WAY"],
    ),
    "flat B is flat 2 where no flat has a letter": (
        "Flat B 153 Wexcombe Road",
        ["FLAT 2 153 WEXCOMBE ROAD", "FLAT B 155 WEXCOMBE ROAD", "153 WEXCOMBE ROAD"],
    ),
    "a firm is found by its name": (
        "Cobbles Rainbow Lane",
        ["COBBLES 6 RAINBOW ROAD", "7 RAINBOW ROAD", "9 RAINBOW ROAD"],
    ),
    "a firm that is not known is at its number": (
        "Burger Heaven 9 Rainbow Lane",
        ["9 RAINBOW ROAD", "8 RAINBOW ROAD", "COBBLES 6 RAINBOW ROAD"],
    ),
    "a half is part of the number": (
        "144 & A Half Piper Road",
        ["144 AND A HALF PIPER ROAD", "144 PIPER ROAD", "FLAT D 144 AND A HALF PIPER ROAD"],
    ),
    "a home over a firm is the flat": (
        "74 High Street",
        ["FLAT 74 HIGH STREET", "NATURAL SOAPS 74 HIGH STREET", "COBBLES 74B HIGH STREET"],
    ),
    "a flat in the middle of the line": (
        "Zebra House 25 Flat 45 Grange Road",
        ["FLAT 45 ZEBRA HOUSE 25 GRANGE ROAD", "FLAT 26 ZEBRA HOUSE 25 GRANGE ROAD", "45 GRANGE ROAD"],
    ),
    "an annexe is not the house": (
        "8 Church Gardens, Capfield",
        ["8 CHURCH GARDENS CAPFIELD", "ANNEXE AT 8 CHURCH GARDENS CAPFIELD", "9 CHURCH GARDENS CAPFIELD"],
    ),
    "a number lies in a range": (
        "Flat 2 92 Kingsmead",
        ["FLAT 2 92-92A KINGSMEAD", "FLAT 2 102 KINGSMEAD"],
    ),
    "a slash and one digit are the flat": (
        "18/1 Copper Road",
        ["FLAT 1 18 COPPER ROAD", "FLAT 18 1 COPPER ROAD", "18 COPPER ROAD"],
    ),
    "a slash between neighbours is a range": (
        "18/20 Copper Road",
        ["18-20 COPPER ROAD", "FLAT 20 18 COPPER ROAD", "20 COPPER ROAD"],
    ),
    "floors have short names": (
        "GFF 21 Copper Road",
        ["FLAT GROUND FLOOR 21 COPPER ROAD", "FLAT FIRST FLOOR 21 COPPER ROAD", "21 COPPER ROAD"],
    ),
    "the street counts for more than the place": (
        "29 Beauway, Coloured Sands",
        ["29 BEAUWAY WAVENDEN", "29 PARKSIDE COLOURED SANDS", "29 CHAPEL STREET COLOURED SANDS"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_of_several_homes_the_right_one_is_found(match, case):
    address, homes = CASES[case]
    listed = f"record_id | address | postcode\n---\nwho | {address} | ZT1 2AB"
    register = "uprn | address | postcode\n---\n" + "\n".join(
        f"u-{n} | {home} | ZT1 2AB" for n, home in enumerate(homes)
    )
    assert match(listed, register)["who"][0] == "u-0"
