"""A contract of the area stands in place of the package's about the same source, whatever its file is called."""

from __future__ import annotations

import pytest

from denizen.contracts import load_contracts
from denizen.errors import BadDocument
from visits_list import contract_text


def about(source: str, title: str = "The area's own") -> str:
    changes = [("id: visits", f"id: {source}"), ("name: Visits to an advice centre", f"name: {title}")]
    return contract_text(changes=changes)


@pytest.mark.parametrize("file", ["census.yaml", "a.yaml", "zensus.yaml"])
def test_it_wins_by_the_source_it_is_about(file: str) -> None:
    contracts = load_contracts({file: about("census")})
    assert contracts["census"].title == "The area's own"
    assert len(contracts) == len(load_contracts())


def test_a_file_named_as_one_of_the_package_s_takes_nothing_away() -> None:
    contracts = load_contracts({"census.yaml": about("visits")})
    assert set(contracts) == {*load_contracts(), "visits"}


def test_two_of_the_area_s_about_one_source_are_refused() -> None:
    with pytest.raises(BadDocument, match="Two contracts have the id visits") as error:
        load_contracts({"visits.yaml": about("visits"), "visits_older.yaml": about("visits")})
    assert error.value.where == "contracts/visits.yaml and contracts/visits_older.yaml"
