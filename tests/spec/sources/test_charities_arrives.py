"""Charities and grants: the register as JSON and as text, areas of operation, each grant in the 360Giving standard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from denizen.errors import UnreadableFile, WrongLayout
from source_desk import PLACE, SourceDesk, open_source_desk

EXTRACT = "2025-11-03T00:00:00"


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


def charity(number: int, income: float | None, postcode: str | None, **more: object) -> dict[str, object]:
    return {
        "date_of_extract": EXTRACT,
        "organisation_number": 4_000_000 + number,
        "registered_charity_number": number,
        "linked_charity_number": 0,
        "charity_name": f"FOURSQUARE FRIENDS {number}",
        "charity_registration_status": "Registered",
        "date_of_registration": "1998-05-20T00:00:00",
        "latest_income": income,
        "charity_contact_address1": "Sentinelson & Co, Accountants",
        "charity_contact_postcode": postcode,
        "charity_contact_phone": "01632 960123",
        "charity_contact_email": "ann@sentinelson.example",
        "charity_activities": "We help people in Foursquare.",
        **more,
    }


def test_the_register_counts_charities_that_stand_by_income(desk: SourceDesk) -> None:
    register = [
        charity(1_000_001, 5_000.0, "FS1 1AA"),
        charity(1_000_002, 250_000, "FS1 1AA"),
        charity(1_000_003, None, "fs12aa"),
        charity(1_000_004, 9_999.99, "FS1 2AA", charity_registration_status="Removed"),
        charity(1_000_002, None, "FS1 1AA", linked_charity_number=1),
        charity(1_000_005, 100.0, "SW1A 1AA"),
        charity(1_000_006, 100.0, None),
        charity(1_000_007, -5.0, "FS1 1AA"),
    ]
    receipt = desk.receive("charities", "register_json", json.dumps(register))
    assert desk.refused() == {6: "address_is_here", 7: "has_a_place", 8: "latest_income_is_at_least"}
    assert receipt.set_aside == 2
    assert desk.counts() == {
        ("E01999001", "2025-11-03", "all"): 2,
        ("E01999001", "2025-11-03", "income_band_under_10000"): 1,
        ("E01999001", "2025-11-03", "income_band_100000_to_500000"): 1,
        ("E01999002", "2025-11-03", "all"): 1,
        ("E01999002", "2025-11-03", "income_band_not_stated"): 1,
    }


def test_telephones_addresses_and_e_mails_of_charities_stay_outside(desk: SourceDesk) -> None:
    receipt = desk.receive("charities", "register_json", json.dumps([charity(1_000_001, 1.0, "FS1 1AA")]))
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"charity_contact_address1", "charity_contact_phone", "charity_contact_email"}


def test_the_register_in_text_is_the_same_register(desk: SourceDesk) -> None:
    names = [name for name in charity(1, 1.0, "") if name != "charity_contact_address1"]
    rows = [charity(1_000_001, 5_000.0, "FS1 1AA"), charity(1_000_002, 20_000, "FS1 2AA")]
    rows[0]["charity_name"] = 'THE "OPEN DOOR" TRUST'
    lines = ["\t".join(names), *("\t".join(str(row[name]) for name in names) for row in rows)]
    receipt = desk.receive("charities", "register_text", "\r\n".join(lines) + "\r\n")
    assert (receipt.accepted, receipt.refused) == (2, 0)
    assert desk.accepted("charity_name")[0] == 'THE "OPEN DOOR" TRUST'
    assert desk.counts()[("E01999002", "2025-11-03", "income_band_10000_to_100000")] == 1


@pytest.mark.parametrize("name", ['"OPEN DOOR" TRUST', '"OPEN DOOR TRUST', 'OPEN DOOR" TRUST', '"'])
def test_a_quote_in_the_text_of_the_register_is_a_mark_like_any_other(desk: SourceDesk, name: str) -> None:
    names = list(charity(1, 1.0, ""))
    rows = [charity(1_000_000 + n, 5_000.0, "FS1 1AA", charity_name=name) for n in (1, 2, 3)]
    lines = ["\t".join(names), *("\t".join(str(row[column]) for column in names) for row in rows)]
    receipt = desk.receive("charities", "register_text", "\n".join(lines) + "\n")
    assert (receipt.accepted, receipt.refused) == (3, 0)
    assert desk.accepted("charity_name") == [name, name, name]


def test_a_download_that_was_cut_short_is_told(desk: SourceDesk) -> None:
    whole = json.dumps([charity(1_000_001, 1.0, "FS1 1AA")])
    with pytest.raises(UnreadableFile, match="cut short"):
        desk.receive("charities", "register_json", whole[:-9])
    with pytest.raises(UnreadableFile, match="not JSON"):
        desk.receive("charities", "register_json", "<html>The service is down</html>")


def test_one_authority_alone_is_an_area_of_operation_that_can_be_counted(desk: SourceDesk) -> None:
    known = [*desk.store.rows("SELECT * FROM known_areas"), ("E06000015", "lad", "")]
    names = ("area_code", "geography", "vintage")
    desk.store.take(
        "known_areas",
        {name: [row[place] for row in known] for place, name in enumerate(names)},
        dict.fromkeys(names, "VARCHAR"),
    )
    desk.receive(
        "charities",
        "area_of_operation",
        "date_of_extract\torganisation_number\tregistered_charity_number\tlinked_charity_number\t"
        "geographic_area_type\tgeographic_area_description\twelsh_ind\n"
        "2025-11-03\t4000001\t1000001\t0\tLocal Authority\tDerby City\tFalse\n"
        "2025-11-03\t4000001\t1000001\t0\tLocal Authority\tCity Of Bristol\tFalse\n"
        "2025-11-03\t4000002\t1000002\t0\tRegion\tThroughout England And Wales\tFalse\n"
        "2025-11-03\t4000003\t1000003\t0\tLocal Authority\tDerbyshire\tFalse\n"
        "2025-11-03\t4000003\t1000003\t0\tLocal Authority\tDerby City\tFalse\n",
    )
    assert desk.refused() == {3: "area_is_here", 4: "names_an_authority area_is_here", 5: "area_is_here"}
    assert desk.counts() == {("E06000015", "2025-11-03", "all"): 2}


GRANTS = """\
Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,\
Recipient Org:Postal Code,Beneficiary Location:Geographic Code,Funding Org:Identifier,Funding Org:Name,Recipient Ind:Name
360G-f-1,Choir,Songs,GBP,"2,266",2025-01-18,GB-CHC-1000001,Foursquare Choir,FS1 1AA,E06999999,GB-CHC-2,A Fund,
360G-f-2,Hall,A roof,GBP,10000,18/06/2025,,Foursquare Hall,FS1 1AA,E06999999,GB-CHC-2,A Fund,
360G-f-3,Hall,A roof,EUR,10000,2025-06-18,,Foursquare Hall,FS1 1AA,E06999999,GB-CHC-2,A Fund,
360G-f-4,Hardship,Boots,GBP,100,2025-06-18,,,,E06999999,GB-CHC-2,A Fund,Ann Sentinelson
360G-f-5,Hall,A roof,GBP,10000,2025-06-18,,Hall Elsewhere,SW1A 1AA,E09000033,GB-CHC-2,A Fund,
360G-f-1,Choir,Songs,GBP,2266,2025-01-18,GB-CHC-1000001,Foursquare Choir,FS1 1AA,E06999999,GB-CHC-2,A Fund,
360G-f-6,Hall,Given back,GBP,-66,2025-07-01,,Foursquare Hall,FS1 2AA,E06999999,GB-CHC-2,A Fund,
360G-f-7,Hall,A roof,GBP,plenty,2025-07-01,,Foursquare Hall,,E06999999,GB-CHC-2,A Fund,
"""


def test_grants_are_counted_and_summed_where_who_received_them_stands(desk: SourceDesk) -> None:
    receipt = desk.receive("charities", "grants_csv", GRANTS)
    assert desk.refused() == {
        4: "is_in_pounds",
        5: "went_to_a_body has_a_place",
        6: "address_is_here",
        7: "key_is_not_repeated",
        9: "amount_awarded_is_a_number has_a_place",
    }
    assert "Recipient Ind:Name" in {d.column for d in receipt.dropped if d.reason.startswith("it never enters")}
    assert desk.counts() == {
        ("E01999001", "2025-12-31", "all"): 2,
        ("E01999001", "2025-12-31", "amount"): 12_266,
        ("E01999002", "2025-12-31", "all"): 1,
        ("E01999002", "2025-12-31", "amount"): -66,
    }


def test_grants_of_the_council_need_no_postcode_and_count_for_the_whole_place(desk: SourceDesk) -> None:
    desk.receive("charities", "grants_of_this_place", GRANTS)
    assert desk.counts()[(PLACE, "2025-12-31", "amount")] == 2_266 + 10_000 + 10_000 - 66


def test_grants_in_json_are_found_below_their_list(desk: SourceDesk) -> None:
    grant = {
        "id": "360G-f-1",
        "title": "Choir",
        "currency": "GBP",
        "amountAwarded": 2266,
        "awardDate": "2025-01-18T00:00:00+00:00",
        "recipientOrganization": [{"id": "GB-CHC-1", "name": "Foursquare Choir", "postalCode": "FS1 1AA"}],
        "fundingOrganization": [{"id": "GB-CHC-2", "name": "A Fund", "telephone": "01632 960123"}],
    }
    person = {
        **grant,
        "id": "360G-f-2",
        "recipientOrganization": None,
        "recipientIndividual": {"name": "Ann Sentinelson"},
    }
    receipt = desk.receive("charities", "grants_json", json.dumps({"version": "1.3", "grants": [grant, person]}))
    assert desk.refused() == {2: "went_to_a_body has_a_place"}
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"fundingOrganization.0.telephone", "recipientIndividual.name"}
    assert desk.counts() == {
        ("E01999001", "2025-12-31", "all"): 1,
        ("E01999001", "2025-12-31", "amount"): 2_266,
    }


def test_grants_in_json_without_their_list_are_told(desk: SourceDesk) -> None:
    with pytest.raises(UnreadableFile, match="no list `grants`"):
        desk.receive("charities", "grants_json", json.dumps({"data": []}))


def test_a_list_of_trustees_is_not_the_register(desk: SourceDesk) -> None:
    trustees = [{"date_of_extract": EXTRACT, "trustee_id": 1, "trustee_name": "ANN SENTINELSON"}]
    with pytest.raises(WrongLayout):
        desk.receive("charities", "register_json", json.dumps(trustees))
