"""NULL, #N/A and a day of zeros are a system's words for nothing; in a name they are a name."""

from __future__ import annotations

import pytest

from visits_list import HEADER, Desk, lines, reasons

ROW = {"lsoa": "E01999001", "day": "2024-03-31", "kind": "Food", "visitors": "12"}


def row_with(column: str, written: str) -> str:
    return lines(",".join({**ROW, column: written}.get(name, "") for name in HEADER.split(",")))


@pytest.mark.parametrize("column", ["spend", "postcode", "month"])
@pytest.mark.parametrize("word", ["NULL", "(null)", "#N/A", "00/00/0000", "0000-00-00 00:00:00"])
def test_a_word_for_nothing_is_an_empty_cell_and_is_told(desk: Desk, column: str, word: str) -> None:
    receipt = desk.receive(row_with(column, word))
    assert desk.accepted(column) == [None]
    assert receipt.notes == (f"1 cell of `{column}` holds a system's word for nothing: read as empty.",)


def test_a_column_that_has_to_be_filled_is_not_filled_by_it(desk: Desk) -> None:
    assert reasons(desk.receive(row_with("visitors", "NULL"))) == {"visitors_is_there": (2,)}


def test_somebody_may_be_called_null(desk: Desk) -> None:
    receipt = desk.receive(row_with("worker", "Null"))
    assert desk.accepted("worker") == ["Null"]
    assert receipt.notes == ()


@pytest.mark.parametrize("written", ["0", "-", "n/a", "..", "1900-01-01"])
def test_what_may_mean_something_is_not_emptied(desk: Desk, written: str) -> None:
    receipt = desk.receive(row_with("spend", written))
    assert "word for nothing" not in " ".join(receipt.notes)
