"""The electoral register: as supplied, its monthly alterations, and three ways of sending less than names."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import NotPermitted, WrongLayout
from source_desk import GROUNDS, PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path)


TWO_FIELDS = """\
Register of Electors - Foursquare - published 01/12/2025
Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,\
Elector Forename,PostCode,Address1,Address2,Address3,Address4,Address5,Address6
AA,1,0,,,Sentinelson,Robin A,FS1 1AA,1 West Road,Foursquare,,,,
AA,2,0,G,,Sentinelska,Anna,FS1 1AA,1 West Road,Foursquare,,,,
AA,3,0,B,,Sentinelescu,Ion,FS1 2AA,Flat 2,3 East Road,Foursquare,,,
AA,3,1,,14/03/2026,Sentinelson,Sam,FS1 1AA,1 West Road,Foursquare,,,,
AA,4,0,N,,,,,,,,,,
AA,5,0,F,,Sentinelsson,Kim,FS1 3AA,5 South Road,Foursquare,,,,
AA,6,0,,,Sentinelby,Jo,,Other Electors,,,,,
"""


def test_the_register_as_supplied_is_taken_with_its_title_line(desk: SourceDesk) -> None:
    receipt = desk.receive("electoral_register", "register_full", TWO_FIELDS)
    assert (receipt.received, receipt.accepted, receipt.refused) == (7, 7, 0)
    assert desk.accepted("entry_id, surname, forename, franchise, entry") == [
        ("AA-1/0", "Sentinelson", "Robin A", "no_marker", "ordinary"),
        ("AA-2/0", "Sentinelska", "Anna", "eu_citizen", "ordinary"),
        ("AA-3/0", "Sentinelescu", "Ion", "eu_citizen_retained", "ordinary"),
        ("AA-3/1", "Sentinelson", "Sam", "no_marker", "attainer"),
        ("AA-4/0", None, None, "anonymous", "without_name"),
        ("AA-5/0", "Sentinelsson", "Kim", "overseas", "ordinary"),
        ("AA-6/0", "Sentinelby", "Jo", "no_marker", "without_address"),
    ]


def test_electors_without_name_or_address_are_counted_and_never_linked(desk: SourceDesk) -> None:
    receipt = desk.receive("electoral_register", "register_full", TWO_FIELDS)
    counts = desk.counts()
    assert counts["E01999001", "2025-12-01", "all"] == 3
    assert counts["E01999002", "2025-12-01", "franchise_eu_citizen_retained"] == 1
    assert counts[PLACE, "2025-12-01", "all"] == 2
    assert counts[PLACE, "2025-12-01", "entry_without_name"] == 1
    assert counts[PLACE, "2025-12-01", "entry_without_address"] == 1
    assert desk.accepted(f"({desk.layout.gives.linked})") == [True, True, True, True, False, False, False]
    assert "no name" in " ".join(receipt.notes)
    assert "no address" in " ".join(receipt.notes)


def test_names_and_addresses_may_come_in_one_field(desk: SourceDesk) -> None:
    desk.receive(
        "electoral_register",
        "register_full",
        "PD,Number,Suffix,Marker,Date of Attainment,Name,Qualifying Address,UPRN\r\n"
        'AB,12,,,,"Sentinelson, Robin","1 West Road, Foursquare, FS1 1AA",000000000001\r\n'
        'AB,13,,,,"Sentinelson, Alex","3 East Road, Foursquare, FS1 2AA",2.0\r\n',
    )
    assert desk.accepted("full_name, address_line, uprn, entry") == [
        ("Sentinelson, Robin", "1 West Road, Foursquare, FS1 1AA", "1", "ordinary"),
        ("Sentinelson, Alex", "3 East Road, Foursquare, FS1 2AA", "2", "ordinary"),
    ]
    assert desk.counts()["E01999002", "2025-12-01", "all"] == 1


HEAD = "Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Name,PostCode,Address1\n"


@pytest.mark.parametrize(
    ("day", "broken"),
    [
        ("01/12/2027", ""),
        ("02/12/2027", "nobody_under_sixteen"),
        ("15/06/2012", "no_birth_date_of_a_child"),
        ("30/11/2009", ""),
        ("01/12/2025", ""),
        ("31/02/2026", "comes_of_age_on_is_a_date"),
    ],
    ids=[
        "16 today",
        "16 tomorrow",
        "a birth date of a child of 13",
        "a birth date of someone of 16",
        "of age today",
        "no date",
    ],
)
def test_a_row_under_sixteen_is_refused(desk: SourceDesk, day: str, broken: str) -> None:
    row = f"AA,1,0,,{day},Sentinelson Sam,FS1 1AA,1 West Road\n"
    desk.receive("electoral_register", "register_full", HEAD + row)
    assert desk.refused() == ({2: broken} if broken else {})


@pytest.mark.parametrize("layout", ["register_full", "monthly_alterations"])
def test_the_receipt_calls_a_row_under_sixteen_a_breach(desk: SourceDesk, layout: str) -> None:
    head = (
        HEAD
        if layout == "register_full"
        else HEAD.replace("Elector Number Prefix,Elector Number,", "ElectorNumber,ChangeTypeID,")
    )
    first = "AA,1" if layout == "register_full" else "AA-1,A"
    receipt = desk.receive(
        "electoral_register", layout, f"{head}{first},0,,14/03/2030,Sentinelson Sam,FS1 1AA,1 West Road\n"
    )
    assert [refusal.rule for refusal in receipt.refusals] == ["nobody_under_sixteen"]
    assert "breach" in receipt.refusals[0].mend


def test_nothing_of_a_person_under_sixteen_stays(desk: SourceDesk) -> None:
    row = "AA,1,0,,14/03/2030,Childname Sam,FS1 1AA,1 West Road\n"
    desk.receive("electoral_register", "register_full", HEAD + row)
    for table in desk.store.tables():
        everything = str(desk.store.rows(f'SELECT * FROM "{table}"'))
        assert "Childname" not in everything, table
        assert "2030" not in everything, table


SIXTEEN = HEAD.replace("Elector DOB,", "Elector DOB,Attains 16 on,")


@pytest.mark.parametrize(("day", "refused"), [("14/03/2026", True), ("01/12/2025", False), ("14/03/2024", False)])
def test_someone_whose_sixteenth_birthday_is_to_come_is_refused(desk: SourceDesk, day: str, refused: bool) -> None:
    row = f"AA,1,0,,,{day},Sentinelson Sam,FS1 1AA,1 West Road\n"
    desk.receive("electoral_register", "register_full", SIXTEEN + row, nation="wales")
    assert desk.refused() == ({2: "nobody_under_sixteen"} if refused else {})
    assert set(desk.accepted("sixteen_on")) <= {None}


@pytest.mark.parametrize(("nation", "asked"), [("wales", True), ("england", False)])
def test_a_birthday_to_come_is_the_eighteenth_in_england_and_asked_about_in_wales(
    desk: SourceDesk, nation: str, asked: bool
) -> None:
    row = "AA,1,0,,14/03/2026,Sentinelson Sam,FS1 1AA,1 West Road\n"
    receipt = desk.receive("electoral_register", "register_full", HEAD + row, nation=nation)
    assert desk.accepted("entry") == ["attainer"]
    assert ("which of the two birthdays" in " ".join(receipt.notes)) is asked


@pytest.mark.parametrize(
    "rows",
    [
        "PD Code,Roll No,Elector Suffix,Elector Name,Registered Postcode\nAA,1,,Sentinelson,FS1 1AA\nAA,1,,Sentinelova,FS1 1AA\n",
        "Elector Number,Elector Name,PostCode\nAA-1,Sentinelson,FS1 1AA\nAA-1,Sentinelova,FS1 1AA\n",
        "Polling District Reference;Elector Number;Name of Elector;Street;Postcode\n"
        "AA;1;Sentinelson;West Road;FS1 1AA\nAA;1;Sentinelova;West Road;FS1 1AA\n",
    ],
    ids=["three fields", "one field", "no suffix"],
)
def test_the_elector_number_may_come_in_one_field_or_several_and_is_a_key(desk: SourceDesk, rows: str) -> None:
    desk.receive("electoral_register", "register_full", rows)
    assert desk.accepted("entry_id") == ["AA-1/0"]
    assert desk.refused() == {3: "key_is_not_repeated"}


def test_the_address_may_come_as_house_street_and_town(desk: SourceDesk) -> None:
    desk.receive(
        "electoral_register",
        "register_full",
        "PD,Elector No,Name,Property Name/Number,Street,Locality,Town\nAA,1,Sentinelson,1,West Road,West,Foursquare\n",
    )
    assert desk.accepted("house, street, locality, town, has_address") == [
        ("1", "West Road", "West", "Foursquare", "yes")
    ]


def test_letters_of_other_nations_and_times_are_told_and_nobody_is_called_british(desk: SourceDesk) -> None:
    rows = "".join(f"AA,{n},0,{letter},,Sentinelson {n},FS1 1AA,1 West Road\n" for n, letter in enumerate("GBKQ", 1))
    receipt = desk.receive("electoral_register", "register_full", HEAD + rows, snapshot="2023-12-01")
    assert desk.accepted("marker") == ["eu_citizen", "eu_citizen_retained", "european_elections_only", "other_marker"]
    notes = " ".join(receipt.notes)
    assert "another time" in notes
    assert "in no list" in notes


def test_wales_marks_foreign_citizens_in_words_that_england_does_not_have(desk: SourceDesk) -> None:
    row = "AA,1,0,Qualifying foreign citizen,,Sentinelson Ana,FS1 1AA,1 West Road\n"
    desk.receive("electoral_register", "register_full", HEAD + row, nation="wales")
    assert desk.accepted("franchise") == ["foreign_citizen"]
    desk.receive("electoral_register", "register_full", HEAD + row, nation="england")
    assert desk.accepted("franchise") == ["other_marker"]


ALTERATIONS = """\
ElectorNumber,ElectorTitle,ElectorSurname,ElectorForename,MarkersRegisterText,ElectorDOB,ChangeTypeID,UpdateMonth,PropertyAddress1,PropertyAddress2,PropertyAddress5,PropertyPostCode,PropertyUPRN,Nationality,Email
AA-7,Ms,Sentinelson,Rae,,,A,02/02/2026,7 West Road,Foursquare,FS1 1AA,FS1 1AA,1,zz,x@y.example
AA-3/1,,Sentinelson,Sam,,14/03/2026,M,02/02/2026,1 West Road,Foursquare,FS1 1AA,FS1 1AA,1,zz,
AA-2,,Sentinelska,Anna,G,,D,02/02/2026,1 West Road,Foursquare,FS1 1AA,FS1 1AA,1,zz,
AA-9,,Sentinelson,Lee,,,Z,02/02/2026,1 West Road,Foursquare,FS1 1AA,FS1 1AA,1,zz,
"""


def test_alterations_of_a_month_are_changes_and_no_new_register(desk: SourceDesk) -> None:
    receipt = desk.receive("electoral_register", "monthly_alterations", ALTERATIONS, snapshot="2026-02-02")
    assert desk.refused() == {5: "change_is_known"}
    assert desk.accepted("entry_id, change, address_5") == [
        ("AA-7/0", "added", "FS1 1AA"),
        ("AA-3/1", "amended", "FS1 1AA"),
        ("AA-2/0", "deleted", "FS1 1AA"),
    ]
    assert desk.accepted(f"({desk.layout.gives.linked})") == [True, True, False]
    assert desk.counts()["E01999001", "2026-02-28", "change_added"] == 1  # of the month of the notice, not of its day
    why = {dropped.column: dropped.reason for dropped in receipt.dropped}
    assert "registration only" in why["Nationality"]
    assert "reach anyone" in why["Email"]
    assert "does not name it" in why["ElectorTitle"]


def test_a_register_of_another_list_is_refused_whole(desk: SourceDesk) -> None:
    with pytest.raises(WrongLayout, match="`Elector Number`"):
        desk.receive(
            "electoral_register", "register_full", "Account Reference,Name,Address\n1,Sentinelson,1 West Road\n"
        )


def test_electors_may_come_as_counts_of_areas(desk: SourceDesk) -> None:
    desk.receive(
        "electoral_register",
        "electors_by_area",
        "LSOA21CD,Date of register,Local government electors,Attainers,EU citizens\n"
        'E01999001,01/12/2025,"1,184",14,96\n'
        "E01999002,01/12/2025,900,,30\n"
        "E01999003,01/12/2025,10,11,0\n"
        "West ward,01/12/2025,1500,1,1\n",
    )
    assert desk.refused() == {4: "attainers_are_among_the_electors", 5: "area_code_has_its_form"}
    counts = desk.counts()
    assert counts["E01999001", "2025-12-01", "all"] == 1184
    assert counts["E01999001", "2025-12-01", "attainers"] == 14
    assert counts["E01999002", "2025-12-01", "eu_citizens"] == 30


def test_electors_may_come_as_one_row_an_address(desk: SourceDesk) -> None:
    desk.receive(
        "electoral_register",
        "electors_by_uprn",
        "PropertyUPRN,PropertyPostCode,Electors,Attainers\n1,FS1 1AA,3,1\n2,FS1 2AA,2,0\n1,FS1 1AA,2,0\nnone,FS1 1AA,2,0\n",
    )
    assert desk.refused() == {4: "key_is_not_repeated", 5: "uprn_is_a_uprn"}
    assert desk.counts()["E01999001", "2025-12-01", "electors"] == 3
    assert desk.counts()["E01999001", "2025-12-01", "all"] == 1


def test_electors_may_come_under_keys_of_the_supplier(desk: SourceDesk) -> None:
    desk.receive(
        "electoral_register",
        "keyed_electors",
        "Person key,LSOA21CD,Franchise,Attainer\nk-1,E01999001,,No\nk-2,E01999001,G,No\nk-3,E01999002,F,No\nk-4,E01999001,,Yes\n",
    )
    keys = desk.accepted("supplier_key")
    assert len(set(keys)) == 4
    assert not {"k-1", "k-2"} & set(keys)
    counts = desk.counts()
    assert counts["E01999001", "2025-12-01", "all"] == 3
    assert counts["E01999001", "2025-12-01", "attainers"] == 1
    assert ("E01999002", "2025-12-01", "all") not in counts


def test_the_register_stays_with_the_council_and_serves_statistics_alone(tmp_path: Path) -> None:
    desk = open_source_desk(tmp_path)
    for body in ("police", "health_body", "partnership"):
        with pytest.raises(NotPermitted, match="held by a council"):
            desk.receive("electoral_register", "register_full", TWO_FIELDS, held_by=body)
    desk.grounds = GROUNDS.__class__(named_power="Representation of the People Regulations 2001, reg. 107")
    with pytest.raises(NotPermitted, match="impact assessment"):
        desk.receive("electoral_register", "register_full", TWO_FIELDS)
    assert desk.receive("electoral_register", "electors_by_uprn", "UPRN,Electors\n1,3\n").accepted == 1
