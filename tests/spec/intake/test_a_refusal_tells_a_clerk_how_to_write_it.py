"""What a receipt says of a cell that could not be read is what a clerk can do about it: labels, an example, words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from denizen.contracts import load_contracts, rules_of
from denizen.terms.receipts import Receipt
from source_desk import SourceDesk, open_source_desk
from visits_list import Desk, day, lines, reasons


@pytest.fixture
def at(tmp_path: Path) -> Iterator[SourceDesk]:
    opened = open_source_desk(tmp_path / "sources")
    yield opened
    opened.store.close()


def mend(receipt: Receipt, rule: str) -> str:
    return next(refusal.mend for refusal in receipt.refusals if refusal.rule == rule)


def test_the_labels_of_a_short_list_are_all_named(desk: Desk) -> None:
    receipt = desk.receive(lines(day(1).replace("Food", "Fud")))
    assert mend(receipt, "kind_is_known") == (
        "write one of `Food`, `Advice`; a lawful new label is added to the contract's code list"
    )


def test_six_labels_of_a_long_list_are_named_and_its_page(at: SourceDesk) -> None:
    receipt = at.receive(
        "frontline_observations",
        "online_form",
        "ID,Completion time,What is it about?,EEP,How serious is it?\n1,06/11/2025,Parking,Potential,Low\n",
    )
    told = mend(receipt, "theme_is_known")
    assert told.startswith(
        "write one of `New arrivals`, `Housing`, `Work`, `Language`, `Schools`, `Health`, or another of"
    )
    assert "on the page of the source `frontline_observations`" in told
    assert "Parking" not in told


def test_a_shared_list_is_told_in_words_and_not_in_its_codes() -> None:
    layout = load_contracts()["recruitment_agencies"].layout("placement_return")
    told = next(rule.mend for rule in rules_of(layout) if rule.name == "nationality_is_known")
    assert told.startswith("write one of `Albanian`, `Andorran`, `Austrian`, ")


def test_a_form_is_told_by_its_example(desk: Desk) -> None:
    told = mend(desk.receive(lines(day(1, lsoa="E0199901"))), "lsoa_has_its_form")
    assert told == "write it as E01999001, with the same capitals and without spaces inside"


@pytest.mark.parametrize("written", ["15/9/25", "5 Nov", "Nov 2024", "15.9."])
def test_a_day_without_its_whole_year_is_refused_with_how_to_write_it(desk: Desk, written: str) -> None:
    receipt = desk.receive(lines(day(1).replace("2024-03-01", written, 1)))
    assert reasons(receipt) == {"day_is_a_date": (2,)}
    assert "all four digits of the year" in mend(receipt, "day_is_a_date")


@pytest.mark.parametrize("uprn", ["9.9E+11", "1.00E+11", "1e+11", "1,5E+10"])
def test_a_uprn_that_a_spreadsheet_shortened_is_called_so(at: SourceDesk, uprn: str) -> None:
    receipt = at.receive("suppressed_addresses", "by_address", f'UPRN,Address,Postcode\n"{uprn}",,FS1 1AA\n')
    assert "uprn_is_whole" in at.refused()[2]
    assert "uprn_is_a_uprn" not in at.refused()[2]
    assert "format the column as text before saving" in mend(receipt, "uprn_is_whole")


def test_two_people_whose_shortened_numbers_look_alike_are_not_made_one(at: SourceDesk) -> None:
    """A pseudonym of what is left of a number would be shared by everybody whose number begins alike."""
    receipt = at.receive(
        "gp_register",
        "keyed_patients",
        "Patient key,Birth year,LSOA code\n8.23E+11,1984,E01999001\n8.23E+11,1985,E01999001\n",
        held_by="health_body",
    )
    assert (receipt.accepted, reasons(receipt)) == (0, {"patient_key_is_whole": (2, 3)})
