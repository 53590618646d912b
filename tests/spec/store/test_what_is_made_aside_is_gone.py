"""Beside the main database a step can work in memory: what it makes there is in no file, and gone at its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import DenizenError
from denizen.shapes import Statement
from denizen.store import Store

KEY = bytes(range(32))
WORD = "Sentinelson"


def a_name() -> Statement:
    return Statement("names", f"SELECT '{WORD}' AS name FROM RANGE(50000)", {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_a_table_made_aside_is_gone_afterwards(folder: Path) -> None:
    with Store.open(folder, KEY) as store:
        store.make(Statement("known", "SELECT 1 AS number", {}))
        with store.transaction(), store.aside():
            store.make(a_name())
            store.take("told", {"name": [WORD]}, {"name": "VARCHAR"})
            assert store.value("SELECT COUNT(*) FROM names, known, told") == 50_000
        assert store.tables().keys() == {"known"}


def test_main_is_written_again_once_the_step_is_back(folder: Path) -> None:
    with Store.open(folder, KEY) as store:
        with store.transaction() as made:
            with store.aside():
                store.make(a_name())
                counted = store.value("SELECT COUNT(*) FROM names")
            store.take("kept", {"names": [counted]}, {"names": "BIGINT"})
            assert made == {"kept"}
        assert store.value("SELECT names FROM kept") == 50_000


def test_nothing_of_it_is_on_the_disk_not_even_in_clear_stores(folder: Path) -> None:
    with Store.open(folder) as store, store.aside():
        store.make(a_name())
        found = [path.name for path in folder.rglob("*") if path.is_file() and WORD.encode() in path.read_bytes()]
    assert found == []


def test_what_goes_wrong_aside_leaves_the_store_in_order(folder: Path) -> None:
    with Store.open(folder, KEY) as store:
        with pytest.raises(DenizenError), store.aside():
            store.rows("SELECT nothing FROM nowhere")
        with store.aside():
            assert not store.has("names")
        store.make(Statement("known", "SELECT 1 AS number", {}))
        assert store.tables().keys() == {"known"}


def test_one_step_aside_at_a_time(folder: Path) -> None:
    with Store.open(folder, KEY) as store, store.aside(), pytest.raises(ValueError), store.aside():
        pass
