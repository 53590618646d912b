"""A value is what it plainly says, or its row is refused: no number is guessed and no date is bent into being."""

import pytest

from visits_list import HEADER, ROW, Desk, lines, reasons

PLACES = dict(zip(HEADER.split(","), range(8), strict=True))


def row_with(column: str, value: str) -> str:
    cells = ROW.split(",")
    cells[PLACES[column]] = '"' + value + '"'
    return lines(",".join(cells))


@pytest.mark.parametrize(
    ("column", "written", "read"),
    [
        ("visitors", "12", 12),
        ("visitors", "1,234", 1234),
        ("visitors", "12,345,678", 12345678),
        ("visitors", "12.0", 12),
        ("visitors", " 12 ", 12),
        ("visitors", "007", 7),
        ("visitors", "9007199254740993", 9007199254740993),
        ("spend", "-1.5", -1.5),
        ("spend", "1,234.56", 1234.56),
        ("spend", ".5", 0.5),
        ("spend", "", None),
        ("day", "2024-02-29", "2024-02-29"),
        ("day", "29/02/2024", "2024-02-29"),
        ("day", "2024-02-29T00:00:00", "2024-02-29"),
        ("day", "2024-02-29 09:30", "2024-02-29"),
        ("month", "2024-02", "2024-02-01"),
        ("month", "2024-02-01", "2024-02-01"),
        ("kind", "FOOD", "food"),
        ("postcode", "de1 2fs", "DE12FS"),
        ("postcode", "The Council House, Derby, DE1\u00a02FS", "DE12FS"),
        ("postcode", "W1A 1AA", "W1A1AA"),
    ],
)
def test_what_is_read(desk: Desk, column: str, written: str, read: object) -> None:
    assert desk.receive(row_with(column, written)).accepted == 1
    found = desk.accepted(column)[0]
    assert (str(found) if column in ("day", "month") else found) == read


@pytest.mark.parametrize("written", ["Feb-24", "February 2024", "02/2024", "29/02/2024", "2024-02-29", "2024-02"])
def test_a_month_may_be_written_as_its_contract_says(desk: Desk, written: str) -> None:
    forms = "%b-%y", "%B %Y", "%m/%Y", "%d/%m/%Y"
    changes = [("{'type': 'month'}", str({"type": "month", "formats": list(forms)}))]
    assert desk.receive(row_with("month", written), changes=changes).accepted == 1
    assert str(desk.accepted("month")[0]) == "2024-02-01"


@pytest.mark.parametrize(
    ("column", "written", "rule"),
    [
        *(
            ("visitors", value, "visitors_is_a_whole_number")
            for value in ("1,2345", "12,34", "1e5", "12.5", "１２", "NaN", "inf", "twelve", "1 234", "£12", "0x1F")
        ),
        ("visitors", "-1", "visitors_is_at_least"),
        ("visitors", "99999999999999999999", "visitors_is_a_whole_number"),
        ("visitors", "", "visitors_is_there"),
        *(("spend", value, "spend_is_a_number") for value in ("1,5", "1e5", "nan", "-inf", "9" * 400, "1.2.3")),
        *(
            ("day", value, "day_is_a_date")
            for value in (
                "2024-02-30",
                "31/02/2024",
                "2023-02-29",
                "31/12/24",
                "0001-01-01",
                "2024-03-31 oops",
                "45382",
            )
        ),
        *(("month", value, "month_is_a_month") for value in ("2024-13", "2024-3", "March 2024", "2024-02-02")),
        ("kind", "Foood", "kind_is_known"),
        ("postcode", "Derby", "postcode_is_a_postcode"),
        ("lsoa", "e01999001", "lsoa_has_its_form"),
        ("lsoa", "E01 999001", "lsoa_has_its_form"),
        ("lsoa", "E01999009", "area_is_here"),
    ],
)
def test_what_is_refused_and_by_which_rule(desk: Desk, column: str, written: str, rule: str) -> None:
    receipt = desk.receive(row_with(column, written))
    assert (receipt.received, receipt.accepted, receipt.refused) == (1, 0, 1)
    assert reasons(receipt)[rule] == (2,)
    assert column in next(refusal.column for refusal in receipt.refusals if refusal.rule == rule)


def test_every_refusal_says_how_to_mend_it_and_no_value(desk: Desk) -> None:
    receipt = desk.receive(lines("E01,31-12-24,Sentinel,12.5,9x,nowhere,then,W1"))
    assert len(receipt.refusals) == 7
    for refusal in receipt.refusals:
        assert refusal.sentence.endswith(".")
        assert refusal.mend
        assert not any(value in refusal.sentence + refusal.mend for value in ("Sentinel", "31-12-24", "12.5", "9x"))


def test_dates_are_asked_for_as_people_write_them(desk: Desk) -> None:
    receipt = desk.receive(row_with("day", "never"))
    assert (
        receipt.refusals[0].mend
        == "write it as 2024-03-31 or as 31/03/2024: day, month and all four digits of the year"
    )


def test_thousands_commas_are_read_and_noted(desk: Desk) -> None:
    assert desk.receive(row_with("visitors", "1,234")).notes == (
        "1 number in `visitors` had thousands commas, and was read.",
    )


def test_an_area_of_elsewhere_is_set_aside_not_called_wrong(desk: Desk) -> None:
    receipt = desk.receive(row_with("lsoa", "E01999009") + ROW + "\n")
    assert [refusal.is_set_aside for refusal in receipt.refusals] == [True]
    assert receipt.questions == ()
