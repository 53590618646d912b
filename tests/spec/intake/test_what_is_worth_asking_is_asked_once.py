"""A question to the supplier is about what many rows share: a slip is told by its row, and asked about by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from source_desk import SourceDesk, open_source_desk
from visits_list import Desk, day, lines


def wrong(first: int, last: int, **cells: object) -> list[str]:
    """Rows of these days, each with the same cell that cannot be read."""
    return [day(number, **cells) for number in range(first, last + 1)]


def good(first: int, last: int) -> list[str]:
    return [day(number) for number in range(first, last + 1)]


def test_a_slip_in_a_small_file_is_no_question(desk: Desk) -> None:
    assert desk.receive(lines(*good(1, 6), *wrong(7, 10, visitors="some"))).questions == ()


def test_what_five_rows_of_ten_share_is_asked_with_its_column(desk: Desk) -> None:
    assert desk.receive(lines(*good(1, 5), *wrong(6, 10, visitors="some"))).questions == (
        "In 5 of 10 rows of `visitors`: The value cannot be read as a whole number. Is it so in the system itself?",
    )


def test_what_all_rows_of_a_file_of_two_share_is_asked(desk: Desk) -> None:
    assert len(desk.receive(lines(*wrong(1, 2, visitors="some"))).questions) == 1


def test_the_same_fault_in_two_columns_is_one_question(desk: Desk) -> None:
    spoilt = [row.replace(",Food,", ",,") for row in wrong(1, 6, visitors="")]
    assert desk.receive(lines(*spoilt)).questions == (
        "In up to 6 of 6 rows of `kind`, `visitors`: The cell is empty, and this column has to be filled. Is it so in the "
        "system itself?",
    )


def test_rows_of_elsewhere_are_no_question_while_some_are_of_here(desk: Desk) -> None:
    assert desk.receive(lines(*good(1, 2), *wrong(3, 20, lsoa="E01888001"))).questions == ()


@pytest.fixture
def at(tmp_path: Path) -> Iterator[SourceDesk]:
    opened = open_source_desk(tmp_path / "sources")
    yield opened
    opened.store.close()


def test_totals_and_headers_again_are_no_question(at: SourceDesk) -> None:
    head = "Voucher Number,Fulfilled,Reason,No of Adults,No of Children"
    rows = [f"E-{number},06/10/2025,Debt,2,1" for number in range(1, 6)]
    again = [head, "Total,,,2,"] * 6
    receipt = at.receive("voluntary_sector_services", "food_bank_vouchers", "\n".join([head, *rows, *again]) + "\n")
    assert (receipt.accepted, receipt.refused, receipt.questions) == (5, 12, ())
