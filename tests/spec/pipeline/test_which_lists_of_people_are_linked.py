"""Which lists are linked: the newest delivery of those that know persons, and by which keys their rows can meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from denizen.agreements import Permit, Purpose
from denizen.contracts import load_contracts
from denizen.intake import Extract
from denizen.pipeline.asking import Permitted
from denizen.pipeline.folder import File, open_folder
from denizen.pipeline.given import Given, Taken
from denizen.pipeline.lists_of_people import lists_of_people, register_entries
from denizen.pipeline.run import given_of
from denizen.terms.receipts import Receipt
from small_area import AGREEMENT, TODAY, SmallArea
from source_desk import open_source_desk


@dataclass
class Shelf:
    """What a run took in, as far as is needed to say which of it is linked."""

    given: Given

    def item(
        self, name: str, *, number: int = 1, day: str = "2025-12-01", purpose: str = "population_statistics",
        columns: set[str] | None = None,
    ) -> Taken:  # fmt: skip
        source, _, layout = name.partition(".")
        contract = load_contracts()[source]
        chosen = contract.layout(layout)
        permit = Permit(source.upper(), source, layout, Purpose(purpose), TODAY, frozenset(columns or {"*"}))
        extract = Extract(Path("a.csv"), "a.csv", contract, chosen, number, date.fromisoformat(day))
        permitted = Permitted(contract, chosen, File(layout=layout, file="a.csv"), permit, number)
        return Taken(permitted, extract, _NO_RECEIPT, f"key of {name} {number}", is_new=True)

    def linked(self, *items: Taken) -> list[str]:
        return [one.accepted for one in lists_of_people(items, self.given).lists]

    def keys(self, *items: Taken) -> dict[str, dict[str, str]]:
        return {one.layout.id: dict(one.keys) for one in lists_of_people(items, self.given).lists}


_NO_RECEIPT = Receipt.__new__(Receipt)
"""which lists are linked does not rest on what their receipts say"""
ELECTORS, TENANTS, PUPILS, PATIENTS, BILLS = (
    "electoral_register.register_full", "social_housing.persons", "school_census.census_pupils", "gp_register.patients",
    "council_tax.account_lines",
)  # fmt: skip


@pytest.fixture
def shelf(small_area: SmallArea) -> Shelf:
    for source, controller in (
        ("council_tax", "The council"),
        ("social_housing", "The council"),
        ("electoral_register", "The ERO"),
    ):
        text = AGREEMENT.format(id=source.upper(), sources=source, protection="people_counts")
        small_area.write(f"agreements/{source}.yaml", text.replace(f"The keeper of {source.upper()}", controller, 1))
    return Shelf(given_of(open_folder(small_area.folder), TODAY))


def test_the_newest_delivery_of_each_list_is_linked(shelf: Shelf) -> None:
    older, newer = shelf.item(TENANTS, number=2, day="2024-12-01"), shelf.item(TENANTS, number=1, day="2025-12-01")
    assert shelf.linked(newer, older, shelf.item(ELECTORS)) == [
        "accepted__electoral_register__register_full_1",
        "accepted__social_housing__persons_1",
    ]


BY_KEY, ACCOUNTS_BY_KEY, ELECTORS_BY_KEY = (
    "social_housing.keyed_persons", "council_tax.keyed_accounts", "electoral_register.keyed_electors",
)  # fmt: skip


def test_a_list_of_keys_is_linked_with_another_that_the_same_controller_keyed(shelf: Shelf) -> None:
    assert shelf.linked(shelf.item(BY_KEY), shelf.item(ACCOUNTS_BY_KEY)) == [
        "accepted__council_tax__keyed_accounts_1",
        "accepted__social_housing__keyed_persons_1",
    ]


def test_a_list_of_keys_is_not_linked_beside_the_names_of_the_same_people(shelf: Shelf) -> None:
    items = [shelf.item(BY_KEY), shelf.item(TENANTS), shelf.item(ACCOUNTS_BY_KEY)]
    assert shelf.linked(*items) == ["accepted__social_housing__persons_1"]


def test_a_list_of_keys_that_no_other_list_shares_leads_to_nobody(shelf: Shelf) -> None:
    assert shelf.linked(shelf.item(ELECTORS_BY_KEY), shelf.item(TENANTS)) == ["accepted__social_housing__persons_1"]
    assert shelf.linked(shelf.item(ELECTORS_BY_KEY), shelf.item(ACCOUNTS_BY_KEY)) == []


def test_names_that_an_agreement_leaves_out_do_not_make_a_list_of_names(shelf: Shelf) -> None:
    without = shelf.item(TENANTS, columns={"person_reference", "uprn", "sex"})
    assert shelf.linked(without, shelf.item(ELECTORS)) == ["accepted__electoral_register__register_full_1"]


@pytest.mark.parametrize(
    ("purpose", "is_linked"),
    [("population_statistics", True), ("service_planning", True), ("community_cohesion", False)],
)
def test_only_a_purpose_that_counts_people_needs_to_know_who_is_whom(
    shelf: Shelf, purpose: str, is_linked: bool
) -> None:
    found = shelf.linked(shelf.item(TENANTS, purpose=purpose), shelf.item(PUPILS))
    assert ("accepted__social_housing__persons_1" in found) is is_linked


@pytest.mark.parametrize(
    "name",
    [
        "council_tax.dwellings_by_uprn",
        "address_audit.people_found",
        "social_housing.equality",
        "libraries.member_dwellings",
    ],
)
def test_lists_of_homes_and_lists_that_are_never_linked_take_no_part(shelf: Shelf, name: str) -> None:
    assert shelf.linked(shelf.item(name), shelf.item(ELECTORS)) == ["accepted__electoral_register__register_full_1"]


def test_keys_that_one_controller_makes_for_several_lists_are_compared(shelf: Shelf) -> None:
    """`The same in every list it keys` holds within what one controller keys, and no farther."""
    keys = shelf.keys(shelf.item(ACCOUNTS_BY_KEY), shelf.item(BY_KEY), shelf.item(ELECTORS_BY_KEY))
    assert keys == {name: {"identifier_supplier_key_1": "supplier_key"} for name in (ACCOUNTS_BY_KEY, BY_KEY)}


def test_the_register_that_knows_every_way_to_write_an_address_is_used_before_another_of_its_day(shelf: Shelf) -> None:
    items = [shelf.item(f"address_register.{layout}") for layout in ("addressbase_plus", "llpg")]
    assert lists_of_people(items, shelf.given).register is items[1]


def test_a_key_that_only_one_list_has_and_only_once_each_says_nothing(shelf: Shelf) -> None:
    keys = shelf.keys(shelf.item(PATIENTS), shelf.item(PUPILS), shelf.item(TENANTS), shelf.item(BILLS))
    assert keys[PATIENTS] == keys[PUPILS] == keys[BILLS] == {}
    assert keys[TENANTS] == {"identifier_person_reference_1": "person_reference"}, "one person, two tenancies"


def test_a_list_told_apart_by_a_number_that_everybody_has_one_of_has_each_person_once(shelf: Shelf) -> None:
    items = [shelf.item(PATIENTS), shelf.item(ELECTORS), shelf.item(PUPILS)]
    assert lists_of_people(items, shelf.given).once == [PATIENTS]


def test_addresses_come_from_the_newest_register_and_every_list_of_suppressed_ones(shelf: Shelf) -> None:
    items = [
        shelf.item("address_register.llpg", number=1, day="2024-12-01"),
        shelf.item("address_register.llpg", number=2, day="2025-12-01"),
        shelf.item("suppressed_addresses.by_uprn", number=1, day="2024-12-01"),
        shelf.item("suppressed_addresses.by_uprn", number=2, day="2025-12-01"),
    ]
    found = lists_of_people(items, shelf.given)
    assert found.register is items[1]
    assert list(found.suppressed) == items[2:]
    assert found.steps.keys() == {
        "suppressed_addresses.by_uprn 1", "suppressed_addresses.by_uprn 2", "address_register.llpg 2",
    }  # fmt: skip


def test_what_a_delivery_was_made_from_is_what_the_step_stands_on(shelf: Shelf) -> None:
    item = shelf.item(TENANTS)
    assert lists_of_people([item], shelf.given).steps == {"social_housing.persons 1": "key of social_housing.persons 1"}
    assert lists_of_people([replace(item, key="another")], shelf.given).steps == {"social_housing.persons 1": "another"}


LLPG = """\
UPRN,LPI_KEY,LANGUAGE,LPI_LOGICAL_STATUS,BLPU_STATE,BLPU_CLASS,X_COORDINATE,Y_COORDINATE,SAO_TEXT,PAO_TEXT,PAO_START_NUMBER,\
PAO_START_SUFFIX,STREET_DESCRIPTOR,TOWN_NAME,POSTCODE_LOCATOR
1,9999L1,ENG,1,2,RD02,434380,337077,,,1,,WEST ROAD,FOURSQUARE,FS1 1AA
1,9999L3,ENG,8,2,RD02,434380,337077,,ROSE COTTAGE,,,WEST ROAD,FOURSQUARE,FS1 1AA
2,9999L4,ENG,1,2,RD06,435724,337086,FLAT 2,SENTINEL HOUSE,3,A,EAST ROAD,FOURSQUARE,FS1 2AA
"""
ADDRESSBASE = """\
UPRN,STATE,CLASS,X_COORDINATE,Y_COORDINATE,SUB_BUILDING_NAME,PAO_START_NUMBER,STREET_DESCRIPTION,TOWN_NAME,POSTCODE
1,2,RD02,434380,337077,,1,WEST ROAD,FOURSQUARE,FS1 1AA
"""


@pytest.mark.parametrize(
    ("layout", "content", "entries"),
    [
        (
            "llpg",
            LLPG,
            [
                ("1", None, None, "1", "WEST ROAD", "FS11AA", 0),
                ("1", None, "ROSE COTTAGE", None, "WEST ROAD", "FS11AA", 1),
                ("2", "FLAT 2", "SENTINEL HOUSE", "3A", "EAST ROAD", "FS12AA", 0),
            ],
        ),
        ("addressbase_plus", ADDRESSBASE, [("1", None, None, "1", "WEST ROAD", "FS11AA", 0)]),
    ],
    ids=["BS 7666", "AddressBase, of which this file has other columns than the layout knows"],
)
def test_entries_of_the_register_are_read_from_the_columns_that_are_filled(
    tmp_path: Path, layout: str, content: str, entries: list[tuple[object, ...]]
) -> None:
    desk = open_source_desk(tmp_path / "desk")
    desk.receive("address_register", layout, content)
    desk.store.make(register_entries(desk.store, desk.extracts[-1].accepted_table))
    told = "uprn, sub_building, building_name, building_number, street, postcode, preference"
    assert desk.store.rows(f"SELECT {told} FROM register_entries ORDER BY entry") == entries
