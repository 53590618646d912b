"""Addresses that stay off every map: the list says which, never why, and every other list obeys it."""

from __future__ import annotations

from pathlib import Path

import pytest

from source_desk import PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path)


REGISTER = (
    "Elector Number Prefix,Elector Number,Elector Name,UPRN,PostCode,Address1,Address2\n"
    "AA,1,Sentinelson Robin,1,FS1 1AA,1 West Road,Foursquare\n"
    "AA,2,Sentinelson Alex,,FS1 2AA,3 East Road,Foursquare\n"
    "AA,3,Sentinelson Kim,3,FS1 3AA,5 South Road,Foursquare\n"
)


def test_a_list_of_uprns_says_nothing_of_what_stands_there(desk: SourceDesk) -> None:
    receipt = desk.receive(
        "suppressed_addresses", "by_uprn", "Property UPRN,Reason,Provider\n1,Refuge,Sentinel Aid\nnone,Refuge,\n"
    )
    assert desk.accepted("uprn") == ["1"]
    assert desk.refused() == {3: "uprn_is_a_uprn"}
    assert all("must not" in dropped.reason for dropped in receipt.dropped)
    stored = desk.store.rows(f'SELECT * FROM "{desk.extracts[-1].accepted_table}"')
    assert "Refuge" not in str(stored)
    assert "Sentinel Aid" not in str(stored)


def test_records_at_a_suppressed_uprn_count_for_the_whole_place_alone(desk: SourceDesk) -> None:
    desk.receive("suppressed_addresses", "by_uprn", "UPRN\n1\n")
    desk.suppress()
    desk.receive("electoral_register", "register_full", REGISTER)
    assert desk.accepted("is_suppressed, uprn, postcode, address_1")[0] == (True, None, None, None)
    counts = desk.counts()
    assert counts[PLACE, "2025-12-01", "all"] == 1
    assert not any(area == "E01999001" for area, _, _ in counts)


def test_a_row_that_is_refused_leaves_no_trace_of_a_suppressed_address(desk: SourceDesk) -> None:
    desk.receive("suppressed_addresses", "by_uprn", "UPRN\n1\n")
    desk.suppress()
    twice = REGISTER + "AA,,Sentinelson Robin,1,FS1 1AA,1 West Road,Foursquare\n"
    desk.receive("electoral_register", "register_full", twice)
    assert list(desk.refused()) == [5]
    stored = desk.store.rows(f'SELECT is_suppressed, uprn, postcode FROM "{desk.extracts[-1].unread_table}"')
    assert stored == [(True, None, None)]


@pytest.mark.parametrize(
    ("listed", "hidden"),
    [
        ('Address Line 1,Address Line 2,Post Code\n3 EAST ROAD,"Foursquare,",fs12aa\n', True),
        ('Address,Post Code\n"3 East Road, Foursquare",FS1 2AA\n', True),
        ('Address,Post Code\n"3 East Road, Foursquare, FS1 2AA",FS1 2AA\n', True),
        ('Address,Post Code\n"3 West Road, Foursquare",FS1 2AA\n', False),
    ],
    ids=["in lines", "in one line", "in one line with its postcode", "another address"],
)
def test_an_address_without_a_uprn_is_known_by_how_it_is_written(desk: SourceDesk, listed: str, hidden: bool) -> None:
    desk.receive("suppressed_addresses", "by_address", listed)
    desk.suppress()
    desk.receive("electoral_register", "register_full", REGISTER)
    assert desk.accepted("is_suppressed")[1] is hidden


def test_a_one_line_address_in_another_list_is_known_too(desk: SourceDesk) -> None:
    desk.receive("suppressed_addresses", "by_address", "Address1,Address2,Postcode\nTŷ Gwyn,3 East Road,FS1 2AA\n")
    desk.suppress()
    head = "PD,Number,Name,Qualifying Address\n"
    desk.receive("electoral_register", "register_full", head + 'AA,1,Sentinelson R,"Ty Gwyn, 3 East Road, FS1 2AA"\n')
    assert desk.accepted("is_suppressed, address_line") == [(True, None)]


def test_an_address_that_cannot_be_found_is_refused_for_it_would_protect_nobody(desk: SourceDesk) -> None:
    receipt = desk.receive(
        "suppressed_addresses",
        "by_address",
        "UPRN,Address,Postcode,Contact Name\n,3 East Road,,x\n,,FS1 2AA,x\n9,,,x\n,3 East Road,FS1 2AA,x\n",
    )
    assert desk.refused() == {2: "address_can_be_found", 3: "address_can_be_found"}
    assert "not protected until then" in receipt.refusals[0].mend
    assert "what the list protects" in receipt.dropped[0].reason
