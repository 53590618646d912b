"""Whatever is wrong with a line, it costs that line and no other, and every row is counted."""

import pytest

from visits_list import Desk, day, lines, reasons

GOOD = [day(number) for number in range(1, 10)]


def with_line(place: int, line: str) -> str:
    """Nine good rows (lines 2 to 10), one of them replaced."""
    rows = list(GOOD)
    rows[place] = line
    return lines(*rows)


@pytest.mark.parametrize("place", [0, 4, 8])
def test_a_quote_that_is_never_closed_costs_its_own_line(desk: Desk, place: int) -> None:
    receipt = desk.receive(with_line(place, day(20, worker='"Smith')))
    assert (receipt.received, receipt.accepted, receipt.refused) == (9, 8, 1)
    assert reasons(receipt) == {"quote_is_closed": (place + 2,)}


@pytest.mark.parametrize("second", [2, 3, 6])
def test_two_stray_quotes_do_not_find_each_other_over_good_rows(desk: Desk, second: int) -> None:
    rows = list(GOOD)
    rows[1] = 'E01999001,2024-03-20,Food,12,"1.50,FS1 1AA,2024-03,W1'
    rows[second] = 'E01999001,2024-03-21,Food,12,1.50",FS1 1AA,2024-03,W1'
    receipt = desk.receive(lines(*rows))
    assert receipt.received == 9
    assert reasons(receipt) == {"quote_is_closed": (3,), "spend_is_a_number": (second + 2,)}


def test_two_stray_quotes_far_apart_cost_two_lines(desk: Desk) -> None:
    rows = [day(1 + n % 28, lsoa=f"E0199900{1 + n // 28}") for n in range(60)]
    rows[3] = '"' + rows[3]
    rows[50] = '"' + rows[50]
    receipt = desk.receive(lines(*rows))
    assert (receipt.received, receipt.refused) == (60, 2)
    assert reasons(receipt) == {"quote_is_closed": (5, 52)}


def test_a_quote_inside_an_unquoted_cell_is_a_letter_like_any_other(desk: Desk) -> None:
    receipt = desk.receive(lines(day(1, worker='6" pipe')))
    assert receipt.accepted == 1
    assert desk.accepted("worker") == ['6" pipe']


def test_a_quoted_cell_may_run_over_lines_as_addresses_do(desk: Desk) -> None:
    receipt = desk.receive(lines(day(1, worker='"Flat 1,\n2 High Street,\n\nB1 1AA"'), day(2)))
    assert (receipt.received, receipt.accepted) == (2, 2)
    assert desk.accepted("row_number, worker") == [(2, "Flat 1,\n2 High Street,\n\nB1 1AA"), (6, "W1")]


def test_a_postcode_on_the_last_line_of_an_address_is_not_run_together_with_the_town(desk: Desk) -> None:
    desk.receive(lines('E01999001,2024-03-01,Food,12,1.50,"1 High Street\nBIRMINGHAM\nB1 1AA",2024-03,W1'))
    assert desk.accepted("postcode") == ["B11AA"]


def test_doubled_quotes_are_one_quote(desk: Desk) -> None:
    desk.receive(lines(day(1, worker='"the ""Crown"", Derby"')))
    assert desk.accepted("worker") == ['the "Crown", Derby']


def test_a_line_of_three_megabytes_is_refused_and_the_rest_kept(desk: Desk) -> None:
    receipt = desk.receive(with_line(4, day(20, worker="x" * 3_000_000)))
    assert (receipt.accepted, reasons(receipt)) == (8, {"line_is_of_a_sane_length": (6,)})


def test_nul_bytes_cost_their_line(desk: Desk) -> None:
    receipt = desk.receive(with_line(4, day(20, worker="W\x001")))
    assert (receipt.accepted, reasons(receipt)) == (8, {"line_holds_no_nul": (6,)})


@pytest.mark.parametrize("line", [day(20) + ",more", "E01999001,2024-03-20,Food,12"])
def test_a_row_of_another_width_is_refused(desk: Desk, line: str) -> None:
    receipt = desk.receive(with_line(4, line))
    assert (receipt.accepted, reasons(receipt)) == (8, {"line_has_as_many_cells_as_the_header": (6,)})


def test_empty_cells_beyond_the_headers_are_nothing(desk: Desk) -> None:
    assert desk.receive(lines(day(1) + ",,, ", day(2))).accepted == 2


def test_blank_lines_are_not_rows(desk: Desk) -> None:
    receipt = desk.receive(lines(day(1), "", ",,,,,,,", "   ", day(2)))
    assert (receipt.received, desk.accepted()) == (2, [2, 6])


def test_headers_that_come_again_in_the_middle_are_refused_as_such(desk: Desk) -> None:
    text = lines(*GOOD)
    receipt = desk.receive(text + text.replace("2024-03", "2024-04"))
    assert (receipt.received, receipt.accepted) == (19, 18)
    assert reasons(receipt) == {"line_does_not_repeat_the_headers": (11,)}


def test_totals_at_the_foot_are_refused(desk: Desk) -> None:
    receipt = desk.receive(lines(*GOOD, "Total,,,108,13.50,,,", ",,,108,,,,"))
    assert receipt.accepted == 9
    assert reasons(receipt)["lsoa_is_there"] == (12,)
    assert reasons(receipt)["lsoa_has_its_form"] == (11,)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_machine(desk: Desk, end: str) -> None:
    assert desk.receive(lines(*GOOD).replace("\n", end)).accepted == 9


def test_a_quoted_file_of_many_rows_is_read_in_a_moment(desk: Desk) -> None:
    rows = [f'"E01999001","2024-03-{1 + n % 28:02}","Food","{n}","1","","","{n}"' for n in range(40_000)]
    assert desk.receive(lines(*rows), key=()).accepted == 40_000
