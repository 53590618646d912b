"""Parameters in denizen.yaml: known names, possible values, and never less protection than the package gives."""

from __future__ import annotations

from datetime import date

import pytest

from denizen.errors import BadDocument
from denizen.parameters import Parameter, load_parameters
from small_area import SmallArea

DAY = date(2025, 12, 31)


def change(**values: float) -> dict[str, Parameter]:
    return {
        name: Parameter(unit="incidents", source="the board", meaning="ours", values={"2025-01-01": value})
        for name, value in values.items()
    }


def refused(**values: float) -> BadDocument:
    with pytest.raises(BadDocument) as error:
        load_parameters(DAY, change(**values))
    return error.value


def test_a_name_that_is_not_known_is_answered_with_the_nearest() -> None:
    error = refused(incident_rounding=10)
    assert error.what == "`incident_rounding` is not a parameter."
    assert error.mend == "did you mean `incident_rounding_base`?"


@pytest.mark.parametrize(
    ("name", "value", "least"),
    [
        ("incident_withheld_up_to", 6, "7"),
        ("incident_rounding_base", 4, "5"),
        ("incident_months_lsoa", 11, "12"),
        ("incident_rounding_base", 0, "1"),
        ("incident_withheld_up_to", -1, "1"),
        ("lines_in_cell_limit", 0, "1"),
    ],
)
def test_a_value_that_is_too_low_is_refused_with_the_least_there_may_be(name: str, value: float, least: str) -> None:
    error = refused(**{name: value})
    assert f"`{name}`" in error.what
    assert error.mend.startswith(f"write {least} or more")
    assert error.where == f"denizen.yaml, parameters: {name}"


@pytest.mark.parametrize(
    ("name", "value"), [("incident_withheld_up_to", 10), ("incident_rounding_base", 10), ("incident_months_lsoa", 24)]
)
def test_more_protection_is_taken(name: str, value: float) -> None:
    assert load_parameters(DAY, change(**{name: value}))[name] == value


def test_few_is_never_shown_as_none() -> None:
    assert load_parameters(DAY, change(incident_rounding_base=15))["incident_rounding_base"] == 15
    error = refused(incident_rounding_base=16)
    assert "it could be shown as none" in error.what
    assert error.mend.startswith("write 15 or less")
    assert load_parameters(DAY, change(incident_rounding_base=20, incident_withheld_up_to=10))


@pytest.mark.parametrize("value", [".nan", ".inf", "many"])
def test_a_value_that_is_no_number_is_refused_with_its_line(small_area: SmallArea, value: str) -> None:
    _write(small_area, "incident_rounding_base", value)
    with pytest.raises(BadDocument) as error:
        small_area.run()
    assert error.value.where.startswith("denizen.yaml line ")


def test_a_run_with_less_protection_makes_no_book(small_area: SmallArea) -> None:
    _write(small_area, "incident_withheld_up_to", "2")
    with pytest.raises(BadDocument, match="protects less than 7"):
        small_area.run()
    assert not (small_area.folder / "book").exists()


def _write(area: SmallArea, name: str, value: str) -> None:
    own = f"parameters:\n  {name}: {{unit: u, source: s, meaning: m, values: {{2020-01-01: {value}}}}}\n"
    area.write("denizen.yaml", area.read("denizen.yaml") + own)
