"""Kinds of record that are never linked, whatever else a list holds; and what is told of those that are."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot

from denizen.addresses import TERMS, TYPES, parts_statements, terms
from denizen.contracts import load_contracts
from denizen.shapes import LISTED
from denizen.standardise.persons import ALL_LISTED, PeopleList, all_listed, kept
from source_desk import SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


ELECTORS = """\
Elector Number Prefix,Elector Number,Elector Markers,Elector Name,UPRN,PostCode,Address1,Address2
AA,2,,Sentinelson Robin,4,FS1 4AA,1 West Road,Foursquare
AA,3,B,Sentinelson Robin,4,FS1 4AA,1 West Road,Foursquare
AA,4,N,,,,,
AA,5,N,Sentinelson Robin,4,FS1 4AA,1 West Road,Foursquare
AA,6,F,Sentinelson Robin,4,FS1 4AA,1 West Road,Foursquare
AA,7,,Sentinelson Robin,,,Other Electors,
AA,8,,Sentinelson Robin,1,FS1 1AA,9 North Road,Foursquare
AA,9,,Sentinelson Robin,,FS1 2AA,3 East Road,Foursquare
"""
ACCOUNTS = """\
Prop Ref,UPRN,Account No,CT Band,Start Date,End Date,Liable Parties,Liability Category,Property Address,\
Property Postcode,Correspondence Address
P1,4,5501,B,01/04/2024,,Mr R Sentinelson & Ms A Sentinelby,Tenant,"1 West Road, Foursquare",FS1 4AA,
P2,4,5502,B,01/04/2024,,Mr R Sentinelson,Owner,"1 West Road, Foursquare",FS1 4AA,
P3,4,5503,B,01/04/2024,,Sentinelson Lettings Ltd,Tenant,"1 West Road, Foursquare",FS1 4AA,
P4,4,5504,B,01/04/2024,,Executors of the late Mr Sentinelson,Tenant,"1 West Road, Foursquare",FS1 4AA,
P5,1,5505,B,01/04/2024,,Mr R Sentinelson,Tenant,"9 North Road, Foursquare",FS1 1AA,
"""
PEOPLE_IN_HOMES = """\
Tenancy Ref,Party Ref,Title,Forename,Surname,DOB,Gender,Relationship to Tenant,\
Moved In Date,Moved Out Date,Tenancy Status,Property Type,UPRN
T1,PER1,Ms,Robin,Sentinelson,11/02/1984,F,Main tenant,01/04/2010,,Current,House,4
T1,PER4,,Kim,Sentinelson,11/02/2002,F,Daughter,01/04/2010,31/08/2025,Current,House,4
T3,PER5,,Jo,Sentinelby,11/02/1960,M,Tenant,,,Former,House,4
T6,PER6,,Lee,Sentinelby,11/02/1990,F,Tenant,,,Current,Refuge,4
T7,PER7,,Lou,Sentinelby,11/02/1990,F,Tenant,,,Current,Hostel,4
T2,PER8,,,,11/02/1990,U,Tenant,,,Current,Flat,4
T2,PER9,Ms,Ray,Sentinelson,11/02/1984,F,Main tenant,01/04/2010,,Current,House,1
"""


def linked_rows(desk: SourceDesk, source: str, layout: str, content: str) -> list[int]:
    """Rows of the file, the header being row 1, that come before linkage."""
    desk.receive("suppressed_addresses", "by_uprn", "UPRN\n1\n")
    desk.suppress()
    desk.receive(source, layout, content)
    one = PeopleList(desk.layout, desk.extracts[-1].accepted_table, {})
    desk.store.make(all_listed([one], []))
    return [row[0] for row in desk.store.rows(f"SELECT row_number FROM {ALL_LISTED} ORDER BY record")]


def test_of_the_register(desk: SourceDesk) -> None:
    told = {
        2: ("an elector", True),
        3: ("a citizen of another country, by the marker", True),
        4: ("an anonymous elector", False),
        5: ("an anonymous elector whose name slipped in", False),
        6: ("an elector overseas", False),
        7: ("an elector without an address", False),
        8: ("at a suppressed address", False),
        9: ("an elector elsewhere", True),
    }
    found = linked_rows(desk, "electoral_register", "register_full", ELECTORS)
    assert {row: (what, row in found) for row, (what, _) in told.items()} == told


def test_of_council_tax(desk: SourceDesk) -> None:
    told = {
        2: ("two tenants", True),
        3: ("an owner elsewhere", False),
        4: ("a firm", False),
        5: ("an estate", False),
        6: ("at a suppressed address", False),
    }
    found = linked_rows(desk, "council_tax", "account_lines", ACCOUNTS)
    assert {row: (what, row in found) for row, (what, _) in told.items()} == told


def test_of_social_housing(desk: SourceDesk) -> None:
    told = {
        2: ("a tenant", True),
        3: ("who moved out", False),
        4: ("of a former tenancy", False),
        5: ("in a refuge", False),
        6: ("in a hostel", False),
        7: ("without a name", False),
        8: ("at a suppressed address", False),
    }
    found = linked_rows(desk, "social_housing", "persons", PEOPLE_IN_HOMES)
    assert {row: (what, row in found) for row, (what, _) in told.items()} == told


def test_an_old_name_or_number_never_enters_so_that_no_adoption_can_be_followed() -> None:
    """What would lead from a life before adoption to the one after it is dropped at the door."""
    for source in ("gp_register", "school_census"):
        contract = load_contracts()[source]
        dropped = " ".join(header for never in contract.never for header in never.headers)
        assert "Adopt" in dropped, source
        assert "Former" in dropped, source


@pytest.mark.parametrize(
    "layout", ["address_audit.people_found", "social_housing.equality", "social_housing.tenancies"]
)
def test_lists_that_say_never_are_never(layout: str) -> None:
    source, _, name = layout.partition(".")
    assert load_contracts()[source].layout(name).gives.linked == "FALSE"


def test_a_bill_to_two_people_is_two_records(desk: SourceDesk) -> None:
    bills = (("1", "Mr R Sentinelson & Ms A Sentinelby"), ("2", "Mr & Mrs K Sentinelska"), ("3", "Ada and Ben Senti"))
    head, first = ACCOUNTS.splitlines()[:2]
    lines = [first.replace("P1", f"P{n}").replace("5501", f"55{n}").replace(bills[0][1], names) for n, names in bills]
    linked_rows(desk, "council_tax", "account_lines", "\n".join([head, *lines]))
    names = [row[0] for row in desk.store.rows(f"SELECT name FROM {ALL_LISTED} ORDER BY record")]
    assert sorted(names) == [
        "Ada Senti", "Ben Senti", "Mr R Sentinelson", "Mr Sentinelska", "Mrs K Sentinelska", "Ms A Sentinelby",
    ]  # fmt: skip


def test_whoever_is_found_at_a_suppressed_address_by_another_way_of_writing_it_is_taken_out(desk: SourceDesk) -> None:
    """The list's own words did not match at the door; the address that they come to does."""
    desk.receive("suppressed_addresses", "by_address", 'Full Address,Post Code\n"3 East Rd, Foursquare",FS1 2AA\n')
    hidden = (desk.layout, desk.extracts[-1].accepted_table)
    desk.receive("electoral_register", "register_full", ELECTORS)
    one = PeopleList(desk.layout, desk.extracts[-1].accepted_table, {})
    desk.store.make(all_listed([one], [hidden]))
    desk.store.take(TERMS, terms(), TYPES)
    desk.store.make_all(parts_statements(ALL_LISTED))
    desk.store.make_all(kept([]))
    assert desk.store.rows("SELECT record, row_number, source FROM listed ORDER BY record") == [
        (0, 2, "electoral_register.register_full"),
        (1, 3, "electoral_register.register_full"),
        (2, 8, "electoral_register.register_full"),
    ]
    assert desk.store.value("SELECT COUNT(*) FROM addressed WHERE postcode = 'FS12AA'") == 0


def test_records_are_numbered_from_nought_without_a_gap(desk: SourceDesk) -> None:
    linked_rows(desk, "electoral_register", "register_full", ELECTORS)
    assert [row[0] for row in desk.store.rows(f"SELECT record FROM {ALL_LISTED} ORDER BY record")] == [0, 1, 2]
    assert desk.store.columns(ALL_LISTED) == [*LISTED.names, "row_number"]


def test_statements_render_for_spark() -> None:
    contracts = load_contracts()
    lists = [
        PeopleList(contracts["council_tax"].layout("account_lines"), "a", {}),
        PeopleList(contracts["gp_register"].layout("patients"), "b", {"identifier_nhs_number_1": "nhs_number"}),
        PeopleList(contracts["libraries"].layout("members"), "c", {"identifier_user_id_2": "user_id"}),
    ]
    hidden = contracts["suppressed_addresses"].layout("by_address")
    for statement in (all_listed(lists, [(hidden, "d")]), *kept(["identifier_nhs_number_1"])):
        assert sqlglot.transpile(
            statement.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
        )
