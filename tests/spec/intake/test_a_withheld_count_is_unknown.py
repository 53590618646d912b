"""A sign that a supplier writes in place of a small count is no slip: the row is taken, and the figure is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from denizen.standardise import area_counts
from source_desk import SourceDesk, open_source_desk
from visits_list import Desk, day, lines, reasons

ELECTORS = "LSOA21CD,Date of register,Local government electors,Attainers,EU citizens\n"
MEMBERS = "LSOA code,Age band,Sex,Members,Joined\n"
DAY = "2025-12-01"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[SourceDesk]:
    opened = open_source_desk(tmp_path / "sources")
    yield opened
    opened.store.close()


def figures(desk: Desk) -> dict[str, float | None]:
    """Category -> the figure of the one area and day."""
    extract = desk.extract
    made = area_counts.area_counts(extract.layout, [extract.accepted_table], [extract.unread_table], "standard")
    desk.store.make(made)
    return dict(desk.store.rows('SELECT category, value FROM "standard"'))


@pytest.mark.parametrize("sign", ["*", "**", "c", "[c]", "C", "[x]", "..", "-", "<5", "< 10"])
def test_the_row_is_taken_and_its_figure_is_unknown(at: SourceDesk, sign: str) -> None:
    receipt = at.receive("electoral_register", "electors_by_area", f"{ELECTORS}E01999001,{DAY},900,{sign},30\n")
    assert (receipt.accepted, receipt.refused) == (1, 0)
    told = {kind: value for (_, _, kind), value in at.counts().items()}
    assert (told["all"], told["attainers"], told["eu_citizens"]) == (900, None, 30)


def test_it_is_never_none_where_a_list_leaves_zeroes_out(desk: Desk) -> None:
    """An empty figure of such a list means none; a withheld one does not, and its total is unknown with it."""
    receipt = desk.receive(lines(day(1), day(1, visitors="*").replace("Food", "Advice")))
    assert (receipt.accepted, reasons(receipt)) == (2, {})
    assert figures(desk) == {"food": 12, "advice": None, "all": None}


def test_an_absent_one_is_none_there(desk: Desk) -> None:
    desk.receive(lines(day(1)))
    assert figures(desk) == {"food": 12, "all": 12}


def test_the_receipt_says_how_many_cells_were_withheld(at: SourceDesk) -> None:
    rows = f"E01999001,{DAY},900,*,30\nE01999002,{DAY},900,*,c\n"
    notes = at.receive("electoral_register", "electors_by_area", ELECTORS + rows).notes
    assert [note[:55] for note in notes if "withheld" in note] == [
        "2 cells of `Attainers` hold a sign in place of a count,",
        "1 cell of `EU citizens` holds a sign in place of a coun",
    ]


def test_a_sign_in_a_column_that_is_not_counted_costs_nothing(at: SourceDesk) -> None:
    receipt = at.receive("libraries", "members_by_lsoa", f"{MEMBERS}E01999001,16-24,F,20,*\n")
    assert receipt.accepted == 1


def test_no_rule_over_the_row_speaks_of_what_was_withheld(at: SourceDesk) -> None:
    at.receive("electoral_register", "electors_by_area", f"{ELECTORS}E01999001,{DAY},*,12,30\n")
    assert at.refused() == {}


def test_a_sign_in_a_list_of_records_is_no_number(at: SourceDesk) -> None:
    """There each row is one case, and nobody withholds a part of it."""
    head = "Voucher Number,Fulfilled,Reason,No of Adults,No of Children\n"
    at.receive("voluntary_sector_services", "food_bank_vouchers", head + "E-1,06/10/2025,Debt,*,1\n")
    assert at.refused() == {2: "adults_is_a_whole_number"}
