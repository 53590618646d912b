"""Headers in any order, in any case, below a title; missing and doubled ones are named, values of rows never."""

import pytest

from denizen.errors import WrongLayout
from visits_list import HEADER, ROW, Desk, day, lines, reasons


def test_the_order_of_columns_does_not_count(desk: Desk) -> None:
    desk.receive(lines(ROW))
    straight = desk.accepted("lsoa, day, kind, visitors, spend, postcode, month, worker")
    turned = "\n".join(",".join(reversed(line.split(","))) for line in lines(ROW).splitlines())
    desk.receive(turned)
    assert desk.accepted("lsoa, day, kind, visitors, spend, postcode, month, worker") == straight


def test_case_spaces_and_synonyms_do_not_count(desk: Desk) -> None:
    header = HEADER.replace("kind", "Sort_of Visit").replace("lsoa", " LSOA ")
    assert desk.receive(lines(ROW, header=header)).accepted == 1


@pytest.mark.parametrize("comma", [";", "\t", "|"])
def test_cells_may_be_parted_otherwise(desk: Desk, comma: str) -> None:
    assert desk.receive(lines(day(1), day(2)).replace(",", comma)).accepted == 2


def test_a_title_above_the_headers_is_noted(desk: Desk) -> None:
    receipt = desk.receive('"Visits to the centre, 2024"\nPrinted on,5 January\n\n' + lines(ROW))
    assert (receipt.received, receipt.accepted) == (1, 1)
    assert receipt.notes == ("3 lines above the headers were taken for a title.",)
    assert desk.accepted() == [5]


def test_rows_above_the_headers_are_refused_and_not_taken_for_a_title(desk: Desk) -> None:
    receipt = desk.receive("\n".join([day(1), day(2), HEADER, day(3)]))
    assert (receipt.received, receipt.accepted) == (3, 1)
    assert reasons(receipt) == {"line_stands_below_the_headers": (1, 2)}


def test_headers_that_run_over_two_lines_are_one_row(desk: Desk) -> None:
    receipt = desk.receive(lines(ROW, header=HEADER.replace("visitors", '"visi\ntors"')))
    assert (receipt.received, receipt.accepted) == (1, 1)


def test_a_missing_column_is_named_with_the_nearest_header(desk: Desk) -> None:
    with pytest.raises(WrongLayout) as error:
        desk.receive(lines(ROW, header=HEADER.replace("visitors", "visiters")))
    assert "`visitors`" in error.value.what
    assert error.value.where == "visits.csv row 1"
    assert error.value.mend == "is `visiters` meant? Rename it to `visitors`"


def test_a_missing_column_is_named_in_a_semicolon_file_too(desk: Desk) -> None:
    with pytest.raises(WrongLayout, match=r"1 of the columns .* is missing: `visitors`"):
        desk.receive(lines(ROW, header=HEADER.replace("visitors", "")).replace(",", ";"))


def test_a_doubled_header_is_named_with_both_its_columns(desk: Desk) -> None:
    with pytest.raises(WrongLayout) as error:
        desk.receive(lines(ROW + ",13", header=HEADER + ",Visitors"))
    assert "4 (`visitors`) and 9 (`Visitors`)" in error.value.what


def test_a_header_and_its_synonym_are_two_headers_for_one_column(desk: Desk) -> None:
    with pytest.raises(WrongLayout, match="mean the same"):
        desk.receive(lines(ROW + ",Food", header=HEADER + ",sort of visit"))


def test_a_file_without_headers_is_told_without_a_word_of_its_rows(desk: Desk) -> None:
    with pytest.raises(WrongLayout) as error:
        desk.receive("Amina,Khan,1984-02-11,Food\nOmar,Khan,2015-07-30,Advice\n")
    told = str(error.value)
    assert "its first row holds the headers" in told
    assert not any(value in told for value in ("Amina", "Khan", "1984", "Food"))


def test_columns_that_the_contract_does_not_name_never_enter(desk: Desk) -> None:
    receipt = desk.receive(lines(ROW + ",secret,", header=HEADER + ",diagnosis,"))
    assert [(item.column, item.reason) for item in receipt.dropped] == [("diagnosis", "the contract does not name it")]


def test_a_column_without_a_header_is_named_by_its_place(desk: Desk) -> None:
    receipt = desk.receive(lines("x," + ROW, header="," + HEADER))
    assert [item.column for item in receipt.dropped] == ["column 1, which has no header"]
