"""Headers that a system writes in short forms, plurals and another order are read, and the receipt says as what."""

from __future__ import annotations

import pytest

from denizen.contracts import load_contracts
from denizen.documents import folded
from denizen.errors import WrongLayout
from denizen.intake.wording import sense
from visits_list import HEADER, ROW, Desk, lines


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PROP ADDR LINE 1", "Property Address 1"),
        ("LiabilityStartDt", "Start date of liability"),
        ("D.O.B.", "Date of birth"),
        ("No of Adults", "Adult count"),
        ("LSOA Code (2021)", "LSOA 2021 code"),
        ("Discount Pct", "Discount %"),
        ("TCY_REFNO", "Tenancy number"),
        ("Rumour (Y/N)", "Rumour?"),
        ("First names", "Forename"),
        ("No. Children", "Number of children"),
        ("Crime Ref No", "Crime number"),
        ("Hate strand(s)", "Hate strands"),
    ],
)
def test_two_spellings_of_one_header_say_the_same(one: str, other: str) -> None:
    assert sense(one) == sense(other) != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Number of pupils", "Pupil number"),
        ("Start date", "End date"),
        ("Band A", "Band B"),
        ("Band A", "Band"),
        ("Aged 0-4", "Aged 4"),
        ("Correspondence address", "Property address"),
        ("Incident", "Incident date"),
    ],
)
def test_headers_that_differ_in_a_word_that_counts_stay_apart(one: str, other: str) -> None:
    assert sense(one) != sense(other)


@pytest.mark.parametrize("header", ["No", "Date", "Code", "", "?", "To"])
def test_a_header_that_could_mean_anything_says_nothing(header: str) -> None:
    assert sense(header) == ()


def test_a_header_in_other_words_is_read_and_told(desk: Desk) -> None:
    receipt = desk.receive(lines(ROW, header=HEADER.replace("kind", "Visits_Sort")))
    assert desk.accepted("kind") == ["food"]
    assert receipt.notes == ("The header `Visits_Sort` was read as `kind`.",)


def test_what_is_written_as_the_contract_writes_it_comes_first(desk: Desk) -> None:
    receipt = desk.receive(lines(ROW + ",Advice", header=HEADER + ",Visits_Sort"))
    assert desk.accepted("kind") == ["food"]
    assert [item.column for item in receipt.dropped] == ["Visits_Sort"]


def test_two_headers_that_say_the_same_leave_the_column_unread(desk: Desk) -> None:
    with pytest.raises(WrongLayout):
        desk.receive(lines(ROW + ",Food", header=HEADER.replace("kind", "Visits sort") + ",Sorts of visit"))


def test_no_column_that_never_enters_is_read_as_another() -> None:
    for contract in load_contracts().values():
        barred = [header for never in contract.never for header in never.headers if "*" not in header]
        for layout in contract.layouts:
            for field in layout.read_fields if layout.reading.format != "json" else ():
                written = {folded(header) for header in (field.header, *field.synonyms)}
                said = {sense(header) for header in (field.header, *field.synonyms)} - {()}
                taken = [header for header in barred if folded(header) not in written and sense(header) in said]
                assert taken == [], f"{layout.id}.{field.name}"
