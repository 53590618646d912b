"""Names of sources, layouts and columns are put into statements: no word of SQL, no name of the house, no two alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from denizen.contracts import load_contract
from denizen.documents import WORDS_OF_SQL, identifier
from denizen.errors import BadDocument
from denizen.intake import Extract
from denizen.pipeline.standardising import gaps_table, standard_table
from denizen.store import Store
from visits_list import Desk, contract, contract_text


def test_no_name_is_a_word_that_the_engine_keeps(store: Store) -> None:
    kept = store.rows(
        "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')"
    )
    assert {row[0] for row in kept} - WORDS_OF_SQL == set()


@pytest.mark.parametrize(
    "name", ["order", "qualify", "Visits", "2024", "a b", "a-b", "a__b", "a_", "_a", "é", "", "a;"]
)
def test_such_a_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"small letters|word of SQL"):
        identifier(name)


@pytest.mark.parametrize("name", ["row_number", "repeats_earlier", "raw_worker", "ok_worker", "is_good"])
def test_a_column_is_not_named_as_the_house_names_its_own(name: str) -> None:
    with pytest.raises(BadDocument, match="the house names its own columns"):
        load_contract(contract_text(changes=[("name: worker", f"name: {name}")]), "contracts/visits.yaml")


@pytest.mark.parametrize("name", ["rows", "ok", "isolated", "raw", "aged_0_4"])
def test_other_columns_may_be_named_freely(name: str) -> None:
    assert load_contract(contract_text(changes=[("name: worker", f"name: {name}")]), "contracts/visits.yaml")


def test_a_member_of_a_family_is_a_name_too() -> None:
    family = [
        ("name: worker, description: worker", "name: '{}', description: age, " + _EXPANDED.format("[row_number]")),
    ]
    with pytest.raises(BadDocument):
        load_contract(contract_text(changes=family), "contracts/visits.yaml")


_EXPANDED = "customProperties: [{{property: denizen.column, value: {{expand: {}}}}}]"


def test_no_two_layouts_share_a_table(desk: Desk) -> None:
    layout = contract().layout("daily")
    first, second = replace(layout, source="own", name="a_b"), replace(layout, source="own_a", name="b")
    assert standard_table(first) != standard_table(second)
    assert gaps_table(first) != gaps_table(second)
    one, other = (Extract(desk.folder, "x.csv", contract(), either, 1) for either in (first, second))
    assert one.accepted_table != other.accepted_table
