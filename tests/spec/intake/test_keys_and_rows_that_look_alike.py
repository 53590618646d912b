"""A declared key is held; a list without one may say the same thing twice, and both rows count."""

import pytest

from denizen.errors import NotPermitted
from visits_list import HEADER, ROW, Desk, day, lines, reasons


def test_the_first_row_of_a_key_stays_and_later_ones_are_refused(desk: Desk) -> None:
    receipt = desk.receive(lines(day(1), day(2), day(1, visitors=13), day(1, visitors=14)))
    assert desk.accepted("visitors") == [12, 12]
    assert reasons(receipt) == {"key_is_not_repeated": (4, 5)}
    assert receipt.refusals[0].column == "lsoa, day, kind"


def test_a_refused_row_takes_no_key_from_the_mended_one_that_follows(desk: Desk) -> None:
    receipt = desk.receive(lines(day(1, visitors="twelve"), day(1, visitors=12)))
    assert desk.accepted("visitors") == [12]
    assert reasons(receipt) == {"visitors_is_a_whole_number": (2,)}


def test_rows_with_an_empty_key_share_nothing(desk: Desk) -> None:
    nobody = day(1).replace(",W1", ",")
    receipt = desk.receive(lines(nobody, nobody, day(1), day(1)), key=("worker",))
    assert receipt.accepted == 3
    assert reasons(receipt) == {"key_is_not_repeated": (5,)}


def test_a_list_without_a_key_keeps_identical_rows_and_counts_them(desk: Desk) -> None:
    receipt = desk.receive(lines(ROW, ROW, ROW, day(2)), key=())
    assert (receipt.accepted, receipt.identical) == (4, 2)


def test_rows_are_identical_only_when_every_column_of_the_file_is(desk: Desk) -> None:
    text = lines(ROW + ",one", ROW + ",two", ROW + ",two", header=HEADER + ",dropped")
    assert desk.receive(text, key=()).identical == 1


def test_how_many_look_alike_is_told_by_kind(desk: Desk) -> None:
    advice = ROW.replace("Food", "Advice")
    receipt = desk.receive(lines(ROW, ROW, ROW, advice, advice), key=())
    assert receipt.notes == (
        "Rows that repeat an earlier row of the file in every column, all kept: 2 Food, 1 Advice.",
    )


def test_a_key_that_is_not_allowed_in_whole_is_not_judged(desk: Desk) -> None:
    desk.columns = frozenset({"lsoa", "day", "kind", "visitors"})
    receipt = desk.receive(lines(day(1, worker="W1"), day(1, worker="W2")), key=("lsoa", "worker"))
    assert receipt.accepted == 2
    assert "Repeated keys were not looked for: worker did not enter." in receipt.notes


def test_a_list_without_the_column_that_it_counts_by_is_refused_whole(desk: Desk) -> None:
    desk.columns = frozenset({"lsoa", "day", "kind"})
    with pytest.raises(NotPermitted, match="does not allow `visitors`"):
        desk.receive(lines(ROW))


def test_a_column_that_is_not_allowed_does_not_enter(desk: Desk) -> None:
    desk.columns = frozenset({"lsoa", "day", "kind", "visitors"})
    receipt = desk.receive(lines(ROW))
    assert desk.accepted("worker") == [None]
    assert {item.column for item in receipt.dropped} == {"spend", "postcode", "month", "worker"}
