"""The address register: a gazetteer in BS 7666, Welsh and English, and AddressBase Plus."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.standardise.addresses import grid_points
from source_desk import SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path)


LLPG = """\
UPRN,LPI_KEY,LANGUAGE,LPI_LOGICAL_STATUS,LOGICAL_STATUS,BLPU_STATE,PARENT_UPRN,BLPU_CLASS,X_COORDINATE,Y_COORDINATE,SAO_TEXT,PAO_TEXT,PAO_START_NUMBER,PAO_START_SUFFIX,STREET_DESCRIPTOR,LOCALITY_NAME,TOWN_NAME,POSTCODE,LPI_START_DATE,LPI_END_DATE,CUSTODIAN_NAME,CONTACT_NAME
000000000001,9999L1,ENG,1,1,2,,RD02,434380.00,337077.00,,,1,,WEST ROAD,,FOURSQUARE,FS1 1AA,2001-05-01,,Foursquare,R Sentinelson
000000000001,9999L2,CYM,1,1,2,,RD02,434380.00,337077.00,,,1,,FFORDD Y GORLLEWIN,,PEDWARSGWÂR,FS1 1AA,2001-05-01,,Foursquare,
1,9999L3,ENG,8,1,2,,RD02,434380.00,337077.00,,ROSE COTTAGE,,,WEST ROAD,,FOURSQUARE,FS1 1AA,1990-01-01,2001-04-30,Foursquare,
2,9999L4,ENG,1,1,2,10,RD06,435724,337086,FLAT 2,SENTINEL HOUSE,3,A,EAST ROAD,,FOURSQUARE,FS1 2AA,2001-05-01,,Foursquare,
3,9999L5,ENG,6,6,1,,RD02,434396,334852,,,5,,SOUTH ROAD,,FOURSQUARE,,2025-11-01,,Foursquare,
4,9999L6,ENG,1,1,2,,CI03,,,,,7,,NORTH LANE,,FOURSQUARE,,2001-05-01,,Foursquare,
5,9999L7,ENG,1,1,2,,RD02,4343800,337077,,,9,,WEST ROAD,,FOURSQUARE,FS1 1AA,2001-05-01,,Foursquare,
1,9999L1,ENG,1,1,2,,RD02,434380,337077,,,1,,WEST ROAD,,FOURSQUARE,FS1 1AA,2001-05-01,,Foursquare,
"""


def test_a_gazetteer_keeps_welsh_and_former_addresses_of_one_property(desk: SourceDesk) -> None:
    desk.receive("address_register", "llpg", LLPG, nation="wales")
    assert desk.accepted("uprn, language, lpi_status, street, pao_text") == [
        ("1", "eng", "approved", "WEST ROAD", None),
        ("1", "cym", "approved", "FFORDD Y GORLLEWIN", None),
        ("1", "eng", "historical", "WEST ROAD", "ROSE COTTAGE"),
        ("2", "eng", "approved", "EAST ROAD", "SENTINEL HOUSE"),
    ]


def test_homes_are_counted_once_each_whatever_addresses_they_have(desk: SourceDesk) -> None:
    receipt = desk.receive("address_register", "homes", LLPG)
    assert desk.accepted("uprn, kind") == [("1", "dwelling")] * 2 + [
        ("2", "dwelling"),
        ("5", "dwelling"),
        ("1", "dwelling"),
    ]
    assert receipt.refused == receipt.set_aside == 3, "a former address, a proposal, a workshop"
    counts = desk.counts()
    assert (counts["E01999001", "2025-12-01", "all"], counts["E01999002", "2025-12-01", "all"]) == (2, 1)


def test_proposals_are_set_aside_and_what_cannot_place_is_refused(desk: SourceDesk) -> None:
    receipt = desk.receive("address_register", "llpg", LLPG)
    assert desk.refused() == {
        6: "identifier_is_adopted property_is_adopted",
        7: "has_a_place",
        8: "easting_is_at_most",
        9: "key_is_not_repeated",
    }
    assert receipt.set_aside == 1


def test_parents_and_uses_of_properties_are_read(desk: SourceDesk) -> None:
    desk.receive("address_register", "llpg", LLPG)
    assert desk.accepted("parent_uprn, class_code, kind")[-1] == ("10", "RD06", "dwelling")


def test_contacts_of_a_property_never_enter(desk: SourceDesk) -> None:
    receipt = desk.receive("address_register", "llpg", LLPG)
    why = {dropped.column: dropped.reason for dropped in receipt.dropped}
    assert "no part of it" in why["CONTACT_NAME"]


def test_each_property_stands_at_one_point(desk: SourceDesk) -> None:
    desk.receive("address_register", "llpg", LLPG)
    points = desk.store.rows(grid_points(desk.layout, [desk.extracts[-1].accepted_table]))
    assert points == [("1", 434380.0, 337077.0), ("2", 435724.0, 337086.0)]


ADDRESSBASE = """\
UPRN,UDPRN,CHANGE_TYPE,STATE,CLASS,PARENT_UPRN,X_COORDINATE,Y_COORDINATE,COUNTRY,LA_ORGANISATION,SAO_START_NUMBER,PAO_START_NUMBER,PAO_TEXT,ALT_LANGUAGE_PAO_TEXT,STREET_DESCRIPTION,ALT_LANGUAGE_STREET_DESCRIPTION,TOWN_NAME,POSTCODE,POSTCODE_LOCATOR,MULTI_OCC_COUNT,WARD_CODE
1,28000009,I,2,RD02,,434380.0,337077.0,W,,,1,,,WEST ROAD,FFORDD Y GORLLEWIN,FOURSQUARE,FS1 1AA,FS1 1AA,0,W05000001
2,,I,2,RH01,2,435724.0,337086.0,W,,,3,SENTINEL HOUSE,TŶ GWYLIWR,EAST ROAD,,FOURSQUARE,,FS1 2AA,4,W05000002
3,,D,4,RD02,,434396.0,334852.0,W,,,5,,,SOUTH ROAD,,FOURSQUARE,FS1 3AA,FS1 3AA,0,W05000001
4,,I,2,RD02,,434396.0,,X,,,5,,,SOUTH ROAD,,FOURSQUARE,FS1 3AA,FS1 3AA,0,W05000001
"""


def test_addressbase_has_the_welsh_beside_the_english(desk: SourceDesk) -> None:
    receipt = desk.receive("address_register", "addressbase_plus", ADDRESSBASE, nation="wales")
    assert desk.refused() == {4: "was_not_deleted", 5: "nation_is_known"}
    assert desk.accepted("uprn, street, street_welsh, pao_text_welsh, kind, multiple_occupancy") == [
        ("1", "WEST ROAD", "FFORDD Y GORLLEWIN", None, "dwelling", 0),
        ("2", "EAST ROAD", None, "TŶ GWYLIWR", "shared_house", 4),
    ]
    assert "a part of itself" in " ".join(receipt.notes)
