"""What is no code and no postcode at all is refused; a code of elsewhere is set aside, and nothing is wrong with it."""

from __future__ import annotations

import pytest

from visits_list import ROW, Desk, day, lines, reasons


@pytest.mark.parametrize("code", ["E0199901", "West ward", "e01999001", "E01999001 "[:8]])
def test_a_code_that_breaks_its_form_is_refused(desk: Desk, code: str) -> None:
    receipt = desk.receive(lines(ROW, day(2, lsoa=code)))
    assert reasons(receipt) == {"lsoa_has_its_form": (3,)}
    assert (receipt.accepted, receipt.refused, receipt.set_aside) == (1, 1, 0)


def test_a_code_of_elsewhere_is_set_aside(desk: Desk) -> None:
    receipt = desk.receive(lines(ROW, day(2, lsoa="E01888001")))
    assert reasons(receipt) == {"area_is_here": (3,)}
    assert receipt.set_aside == 1


def test_the_row_of_a_larger_area_in_a_table_of_small_ones_is_set_aside(desk: Desk) -> None:
    """Tables of a whole country end in rows for its regions."""
    receipt = desk.receive(lines(ROW, day(2, lsoa="E92000001")))
    assert set(reasons(receipt)) == {"lsoa_has_its_form", "area_is_here"}
    assert receipt.set_aside == 1
