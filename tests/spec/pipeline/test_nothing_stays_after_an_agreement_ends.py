"""Rows live in the store as long as an agreement allows them and a run uses them; then they go."""

from __future__ import annotations

import pytest

from denizen.errors import NotFound, NotPermitted
from denizen.store import Store
from small_area import SmallArea, draw_small_area

POLICE = "agreements/POLICE.yaml"


def tables(area: SmallArea) -> set[str]:
    with Store.open(area.folder / "store") as store:
        return {row[0] for row in store.rows("SELECT table_name FROM duckdb_tables()")}


def of_police(area: SmallArea) -> set[str]:
    return {table for table in tables(area) if "antisocial" in table}


def end(area: SmallArea, agreement: str) -> None:
    area.mend(agreement, "ends_on: 2030-12-31", "ends_on: 2025-12-31")


def test_a_list_whose_agreement_ended_leaves_no_table(small_area: SmallArea):
    small_area.run()
    assert of_police(small_area)
    end(small_area, POLICE)
    small_area.run()
    assert not of_police(small_area)


def test_what_is_left_is_what_a_run_without_the_list_would_have_made(small_area: SmallArea, tmp_path):
    other = draw_small_area(tmp_path / "other")
    end(other, POLICE)
    other.run()
    small_area.run()
    end(small_area, POLICE)
    small_area.run()
    assert tables(small_area) == tables(other)


def test_the_rows_go_even_when_the_run_then_fails(small_area: SmallArea):
    small_area.run()
    end(small_area, POLICE)
    small_area.write("denizen.yaml", small_area.read("denizen.yaml") + "publish:\n  indicators: [resident]\n")
    with pytest.raises(NotFound):
        small_area.run()
    assert not of_police(small_area)
    assert not {table for table in tables(small_area) if table.startswith("count__")}
    assert "figures" not in tables(small_area)


def test_when_the_boundaries_may_be_read_no_longer_nothing_placed_by_them_stays(small_area: SmallArea):
    small_area.run()
    end(small_area, "agreements/OPEN.yaml")
    with pytest.raises(NotPermitted):
        small_area.run()
    assert len(tables(small_area)) == 1  # that of the steps themselves


def test_a_list_that_comes_back_is_read_again_and_the_book_is_the_same(small_area: SmallArea):
    small_area.run()
    before = small_area.book()
    end(small_area, POLICE)
    small_area.run()
    assert small_area.book() != before
    small_area.mend(POLICE, "ends_on: 2025-12-31", "ends_on: 2030-12-31")
    small_area.run()
    assert small_area.book() == before
