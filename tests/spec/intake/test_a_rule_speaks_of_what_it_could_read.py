"""A rule over whole rows has nothing to say where a cell that it reads was filled and could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from source_desk import SourceDesk, open_source_desk
from visits_list import ROW, Desk, day, lines, reasons

VOUCHERS = """\
Voucher Number,Fulfilled,Reason,No of Adults,No of Children
E-1,06/10/2025,Debt,2,1
"""
NOT_FOR_NOBODY = (
    "    customProperties:\n      - property: denizen.file",
    "    quality:\n      - {name: somebody_came, description: Nobody came.,\n"
    '         implementation: "visitors + COALESCE(spend, 0) > 0"}\n'
    "    customProperties:\n      - property: denizen.file",
)
HAS_SPENT = (
    NOT_FOR_NOBODY[0],
    NOT_FOR_NOBODY[1].replace('"visitors + COALESCE(spend, 0) > 0"', "spend IS NOT NULL"),
)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[SourceDesk]:
    opened = open_source_desk(tmp_path / "sources")
    yield opened
    opened.store.close()


@pytest.mark.parametrize("adults", ["two", "About 2", "2 or 3"])
def test_a_voucher_whose_adults_cannot_be_read_is_not_called_one_for_no_one(at: SourceDesk, adults: str) -> None:
    at.receive("voluntary_sector_services", "food_bank_vouchers", VOUCHERS + f"E-2,06/10/2025,Debt,{adults},0\n")
    assert at.refused() == {3: "adults_is_a_whole_number"}


def test_a_voucher_for_nobody_is_called_so(at: SourceDesk) -> None:
    at.receive("voluntary_sector_services", "food_bank_vouchers", VOUCHERS + "E-2,06/10/2025,Debt,0,0\n")
    assert at.refused() == {3: "somebody_is_fed"}


def test_a_theme_that_is_not_known_is_not_called_one_of_counter_terrorism(at: SourceDesk) -> None:
    form = "ID,Completion time,What is it about?,EEP,How serious is it?\n" + "".join(
        f"{number},06/11/2025,{theme},Potential,Low\n"
        for number, theme in enumerate(("Parking", "Radicalisation", "Rumour"), 1)
    )
    receipt = at.receive("frontline_observations", "online_form", form)
    assert at.refused() == {2: "theme_is_known", 3: "theme_belongs_here"}
    assert (receipt.refused, receipt.set_aside) == (2, 1)


def test_a_number_beyond_its_limit_is_told_by_its_own_rule_alone(desk: Desk) -> None:
    receipt = desk.receive(lines(ROW, day(2, visitors=-1)), changes=[NOT_FOR_NOBODY])
    assert reasons(receipt) == {"visitors_is_at_least": (3,)}


def test_an_empty_cell_says_nothing_by_itself_and_the_rule_speaks(desk: Desk) -> None:
    receipt = desk.receive(lines(ROW, day(2, visitors="")), changes=[NOT_FOR_NOBODY])
    assert reasons(receipt) == {"visitors_is_there": (3,), "somebody_came": (3,)}


def test_a_rule_about_emptiness_speaks_of_empty_cells_alone(desk: Desk) -> None:
    empty, wrong = day(2).replace("1.50", ""), day(3).replace("1.50", "much")
    receipt = desk.receive(lines(ROW, empty, wrong), changes=[HAS_SPENT])
    assert reasons(receipt) == {"somebody_came": (3,), "spend_is_a_number": (4,)}
