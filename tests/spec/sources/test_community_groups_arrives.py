"""Community groups: a directory in the Open Referral UK form, the members of a voluntary council."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from denizen.errors import UnreadableFile, WrongLayout
from sheets import workbook
from source_desk import PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


def service(number: int, postcode: str = "", status: str = "active", **more: object) -> dict[str, object]:
    address = {"address_1": "1 Market Street", "city": "Foursquare", "postal_code": postcode}
    return {
        "id": f"ac148810-0000-0000-0000-{number:012}",
        "name": f"Lunch Club {number}",
        "status": status,
        "organization": {"id": "o-1", "name": "Foursquare Friends", "email": "ann@sentinelson.example"},
        "service_at_locations": [{"location": {"name": "Hall", "addresses": [address]}}] if postcode else [],
        "contacts": [{"name": "Ann Sentinelson", "phones": [{"number": "01632 960123"}]}],
        **more,
    }


def test_services_stand_where_they_run_and_closed_ones_are_not_counted(desk: SourceDesk) -> None:
    services = [
        service(1, "FS1 1AA", assured_date="2025-03-01", languages=[{"name": "Polish"}]),
        service(2, "FS1 1AA", languages=[{"name": "Welsh"}, {"name": "English"}]),
        service(3),
        service(4, "FS1 2AA", status="defunct"),
        service(5, "SW1A 1AA"),
        service(6, "FS1 2AA", status="perhaps"),
    ]
    receipt = desk.receive(
        "community_groups", "open_referral_services", json.dumps({"page_number": 1, "contents": services})
    )
    assert desk.refused() == {5: "address_is_here", 6: "service_status_is_known"}
    assert desk.counts() == {
        ("E01999001", "2025-12-01", "all"): 2,
        ("E01999001", "2025-12-01", "language_pol"): 1,
        ("E01999001", "2025-12-01", "language_cym"): 1,
        (PLACE, "2025-12-01", "all"): 1,
    }
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert {"contacts.0.name", "contacts.0.phones.0.number", "organization.email"} <= never
    assert "service_at_locations.0.location.addresses.0.address_1" in never


def test_entries_that_nobody_looked_at_are_told_and_kept(desk: SourceDesk) -> None:
    receipt = desk.receive(
        "community_groups",
        "open_referral_services",
        json.dumps({"contents": [service(1, "FS1 1AA", assured_date=None), service(2, assured_date="2025-03-01")]}),
    )
    assert receipt.accepted == 2
    assert "Nobody is on record as having looked whether the entry is right" in str(receipt.notes + receipt.questions)


def test_the_older_version_of_the_form_is_read_too(desk: SourceDesk) -> None:
    older = service(1)
    older["service_at_locations"] = [{"location": {"physical_addresses": [{"postal_code": "FS1 3AA"}]}}]
    desk.receive("community_groups", "open_referral_services", json.dumps({"contents": [older]}))
    assert desk.counts() == {("E01999003", "2025-12-01", "all"): 1}


def test_an_address_that_is_only_written_to_does_not_stay(desk: SourceDesk) -> None:
    services = [service(1, "FS1 1AA"), service(2, "FS1 2AA"), service(3, "FS1 3AA")]
    for entry, kind in zip(services, ("physical", "postal", "care of"), strict=True):
        entry["service_at_locations"][0]["location"]["addresses"][0]["address_type"] = kind  # type: ignore[index]
    desk.receive("community_groups", "open_referral_services", json.dumps({"contents": services}))
    assert desk.accepted("postcode_given, postcode") == [("FS11AA", "FS11AA"), (None, None), (None, None)]
    assert "FS12AA" not in everything_in(desk)
    assert desk.counts() == {("E01999001", "2025-12-01", "all"): 1, (PLACE, "2025-12-01", "all"): 2}


def everything_in(desk: SourceDesk) -> str:
    """Every table that stays of the last file."""
    last = desk.extracts[-1]
    tables = (last.accepted_table, last.refused_table, last.unread_table)
    return str([desk.store.rows(f'SELECT * FROM "{table}"') for table in tables])


def test_one_page_of_no_services_is_told(desk: SourceDesk) -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        desk.receive("community_groups", "open_referral_services", json.dumps({"contents": []}))
    with pytest.raises(UnreadableFile, match="no list `contents`"):
        desk.receive("community_groups", "open_referral_services", json.dumps({"message": "no such page"}))


MEMBERS = [
    ["Foursquare Council for Voluntary Service: members"],
    [],
    ["Membership Number", "Organisation Name", "Category", "Member status", "Publish address?", "Post Code", "Secretary",
     "Mobile", "Home Address", "Last Reviewed", "Languages spoken"],
    ["M1", "Lunch Club", "Community", "Active", "Y", "FS1 1AA", "Ann Sentinelson", "07700 900123",
     "1 Mill Lane", date(2025, 2, 1), "English, Welsh"],
    ["M2", "Allotments", "Gardening", "Current", "N", "FS1 1AA", "Ben Sentinelova", "", "2 Mill Lane", "", ""],
    ["M3", "Chess Club", "Chess", "", "", "FS1 2AA", "", "", "", "", "Klingon"],
    ["M4", "Band", "Music", "Folded", "Y", "FS1 2AA", "", "", "", "", ""],
    ["M5", "Band", "Music", "Active", "Y", "not known", "", "", "", "", ""],
    ["M1", "Lunch Club", "Community", "Active", "Y", "FS1 1AA", "", "", "", "", ""],
    ["M6", "", "Community", "Active", "Y", "FS1 1AA", "", "", "", "", ""],
]  # fmt: skip


def test_a_group_is_placed_only_where_its_address_is_public(desk: SourceDesk) -> None:
    desk.receive("community_groups", "membership_list", workbook(MEMBERS))
    assert desk.refused() == {8: "group_postcode_is_a_postcode", 9: "key_is_not_repeated", 10: "group_name_is_there"}
    assert desk.accepted("public_postcode") == ["FS11AA", None, None, "FS12AA"]
    assert desk.counts() == {
        ("E01999001", "2025-12-01", "all"): 1,
        ("E01999001", "2025-12-01", "group_kind_community"): 1,
        ("E01999001", "2025-12-01", "language_eng"): 1,
        ("E01999001", "2025-12-01", "language_cym"): 1,
        (PLACE, "2025-12-01", "all"): 2,
        (PLACE, "2025-12-01", "group_kind_environment"): 1,
        (PLACE, "2025-12-01", "group_kind_other"): 1,
        (PLACE, "2025-12-01", "language_und"): 1,
    }


VENUES = [
    ["Group", "Main activity", "Post Code", "Is address public?", "Venue type"],
    ["Lunch Club", "Older People", "FS1 1AA", "Yes", "Private home"],
    ["Reading Group", "Education", "FS1 2AA", "", "SECRETARY'S HOME"],
    ["Choir", "Music", "FS1 3AA", "", "Village hall"],
    ["Band", "Music", "FS1 4AA", "No", "Church hall"],
    ["Club", "Sport", "FS1 4AA", "Yes", "Lighthouse"],
]


def test_the_postcode_of_a_group_that_meets_in_a_home_does_not_stay(desk: SourceDesk) -> None:
    receipt = desk.receive("community_groups", "membership_list", workbook(VENUES))
    assert (receipt.accepted, receipt.refused) == (5, 0)
    assert desk.accepted("group_postcode") == [None, None, "FS13AA", None, "FS14AA"]
    assert desk.accepted("public_postcode") == [None, None, "FS13AA", None, "FS14AA"]
    assert not {"FS11AA", "FS12AA"} & set(everything_in(desk).replace("'", " ").split())
    assert desk.counts()[PLACE, "2025-12-01", "all"] == 3


def test_a_group_that_was_not_asked_and_names_no_venue_keeps_its_postcode_outside(desk: SourceDesk) -> None:
    desk.receive("community_groups", "membership_list", workbook(MEMBERS))
    assert desk.accepted("group_postcode") == ["FS11AA", None, None, "FS12AA"]


def test_officers_of_a_group_never_enter(desk: SourceDesk) -> None:
    receipt = desk.receive("community_groups", "membership_list", workbook(MEMBERS))
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"Secretary", "Mobile", "Home Address"}
    assert "Sentinel" not in str(receipt)


def test_a_welsh_list_is_read_by_its_welsh_headers(desk: SourceDesk) -> None:
    rows = [
        ["ID", "Enw'r mudiad", "Enw", "Cod post", "Ieithoedd", "Rhif elusen"],
        ["1", "", "Côr Sgwâr", "FS1 1AA", "Cymraeg; Saesneg", "1000001"],
    ]
    desk.receive("community_groups", "membership_list", workbook(rows), nation="wales")
    assert desk.accepted("group_name, language") == [("Côr Sgwâr", "cym;eng")]


def test_a_list_of_volunteers_is_another_list(desk: SourceDesk) -> None:
    with pytest.raises(WrongLayout):
        desk.receive(
            "community_groups",
            "membership_list",
            workbook([["Volunteer", "DBS No", "Mobile"], ["Ann Sentinelson", "1", "2"]]),
        )


def test_a_csv_in_place_of_the_workbook_is_taken(desk: SourceDesk) -> None:
    desk.receive("community_groups", "membership_list", "Member No,Group Name\nM1,Lunch Club\n")
    assert desk.accepted("group_name") == ["Lunch Club"]
