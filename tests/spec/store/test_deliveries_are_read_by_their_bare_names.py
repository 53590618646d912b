from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from vault_drawing import SENTINEL, bytes_of

from denizen.errors import DenizenError, NotPermitted, UnreadableFile
from denizen.shapes import Statement
from denizen.store import Store
from denizen.store.keys import new_key

_KEY, _MARCH, _APRIL = new_key(), new_key(), new_key()


@pytest.fixture
def encrypted(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, _KEY) as store:
        store.make(Statement("areas", "SELECT 'A1' AS area", {}))
        store.delivery("march", _MARCH)
        yield store


def people(store: Store, delivery: str, *names: str) -> None:
    with store.into(delivery):
        store.take("people", {"surname": names}, {"surname": "VARCHAR"})


def test_a_table_of_a_delivery_is_read_beside_those_of_the_main_database(encrypted):
    people(encrypted, "march", "Ashe", "Birch")
    encrypted.make(Statement("placed", "SELECT surname, area FROM people, areas", {}))
    assert encrypted.rows("SELECT * FROM placed ORDER BY surname") == [("Ashe", "A1"), ("Birch", "A1")]
    assert encrypted.columns("people") == ["surname"]
    assert [encrypted.has(table) for table in ("people", "areas", "placed", "absent")] == [True, True, True, False]


def test_steps_inside_a_delivery_build_on_one_another_and_on_the_main_database(encrypted):
    with encrypted.into("march"):
        encrypted.take("landed", {"raw": ["Ashe"]}, {"raw": "VARCHAR"})
        encrypted.make(Statement("typed", "SELECT raw, area FROM landed, areas", {}))
        encrypted.drop("landed")
        assert encrypted.rows("SELECT * FROM typed") == [("Ashe", "A1")]
        assert encrypted.tables().keys() == {"areas", "typed"}
    assert encrypted.tables().keys() == {"areas", "typed"}


def test_what_was_taken_in_is_in_the_file_of_its_delivery_alone(encrypted, tmp_path):
    people(encrypted, "march", "Ashe")
    encrypted.close()
    with Store.open(tmp_path, _KEY) as store:
        assert store.tables().keys() == {"areas"}
        store.delivery("march", _MARCH)
        assert store.rows("SELECT surname FROM people") == [("Ashe",)]


def test_a_delivery_that_breaks_off_leaves_nothing_of_itself(encrypted):
    people(encrypted, "march", "Ashe")
    with pytest.raises(DenizenError), encrypted.into("march"):
        encrypted.take("people", {"surname": ["Birch"]}, {"surname": "VARCHAR"})
        encrypted.make(Statement("more", "SELECT missing FROM people", {}))
    assert encrypted.rows("SELECT surname FROM people") == [("Ashe",)]
    encrypted.make(Statement("after", "SELECT 1 AS n", {}))
    assert encrypted.tables()["after"].startswith("denizen/"), "what follows goes to the main database again"


def test_a_delivery_is_written_while_the_main_database_keeps_its_own_record(encrypted):
    with encrypted.transaction():
        encrypted.make(Statement("started", "SELECT 1 AS n", {}))
        before = encrypted.tables()
        encrypted.delivery("april", _APRIL)
        people(encrypted, "april", "Ashe")
        assert encrypted.tables().keys() - before.keys() == {"people"}
        encrypted.make(Statement("record", "SELECT COUNT(*) AS n FROM people", {}))
    assert encrypted.rows("SELECT n FROM record") == [(1,)]


def test_when_the_record_fails_the_delivery_stands_alone_for_the_next_run_to_take_away(encrypted):
    with pytest.raises(DenizenError), encrypted.transaction():
        encrypted.make(Statement("record", "SELECT 1 AS n", {}))
        people(encrypted, "march", "Ashe")
        encrypted.rows("SELECT missing FROM areas")
    assert encrypted.tables().keys() == {"areas", "people"}


def test_a_table_made_anew_has_another_mark_and_one_left_alone_the_same(encrypted):
    people(encrypted, "march", "Ashe")
    before = encrypted.tables()
    people(encrypted, "march", "Ashe")
    after = encrypted.tables()
    assert before["people"] != after["people"]
    assert before["areas"] == after["areas"]


def test_a_table_is_dropped_where_one_is_writing_and_nowhere_else(encrypted):
    people(encrypted, "march", "Ashe")
    encrypted.drop("people")
    assert encrypted.has("people"), "a table of a delivery goes with its file"
    with encrypted.into("march"):
        encrypted.drop("areas")
        assert encrypted.has("areas")
        encrypted.drop("people")
    assert encrypted.tables().keys() == {"areas"}


def test_of_two_deliveries_with_a_table_of_one_name_the_last_opened_is_read(encrypted):
    people(encrypted, "march", "Ashe")
    encrypted.delivery("april", _APRIL)
    people(encrypted, "april", "Birch")
    assert encrypted.rows("SELECT surname FROM people") == [("Birch",)]
    assert encrypted.tables()["people"].startswith("april/")
    with encrypted.into("march"):
        assert encrypted.rows("SELECT surname FROM people") == [("Ashe",)]
    encrypted.let_go("april")
    assert encrypted.rows("SELECT surname FROM people") == [("Ashe",)]


def test_a_delivery_that_was_let_go_is_not_read_any_more(encrypted, tmp_path):
    people(encrypted, "march", "Ashe")
    encrypted.let_go("march")
    encrypted.let_go("march")
    assert not encrypted.has("people")
    with pytest.raises(DenizenError):
        encrypted.rows("SELECT surname FROM people")
    assert "deliveries/march.duckdb.wal" not in bytes_of(tmp_path), "its file is whole by itself"
    encrypted.delivery("march", _MARCH)
    assert encrypted.rows("SELECT surname FROM people") == [("Ashe",)]


def test_a_delivery_opens_with_its_own_key_alone(encrypted):
    people(encrypted, "march", SENTINEL)
    encrypted.let_go("march")
    for wrong in (_KEY, _APRIL):
        with pytest.raises(NotPermitted, match="does not open") as caught:
            encrypted.delivery("march", wrong)
        assert wrong.hex() not in str(caught.value)
    encrypted.delivery("march", _MARCH)
    assert encrypted.rows("SELECT surname FROM people") == [(SENTINEL,)]


def test_a_file_that_is_no_delivery_is_told_as_damage(encrypted, tmp_path):
    (tmp_path / "deliveries" / "april.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(UnreadableFile, match="damaged"):
        encrypted.delivery("april", _APRIL)


def test_a_store_without_a_key_opens_no_delivery(store):
    with pytest.raises(NotPermitted, match="only opened in an encrypted store"):
        store.delivery("march", _MARCH)


@pytest.mark.parametrize("name", ["../march", "March", "march/april", "march'", "", "denizen", "memory", "a b"])
def test_a_name_that_could_mean_another_file_is_refused(encrypted, name):
    with pytest.raises(ValueError, match="lower-case letters"):
        encrypted.delivery(name, _APRIL)


def test_one_delivery_is_written_at_a_time(encrypted):
    encrypted.delivery("april", _APRIL)
    with pytest.raises(ValueError, match="one delivery at a time"), encrypted.into("may"):
        pass
    with encrypted.into("march"), pytest.raises(ValueError, match="one delivery at a time"), encrypted.into("april"):
        pass


def test_many_deliveries_can_be_open(encrypted):
    for number in range(30):
        encrypted.delivery(f"list_{number}", _APRIL)
        with encrypted.into(f"list_{number}"):
            encrypted.take(f"people_{number}", {"n": [number]}, {"n": "BIGINT"})
    assert encrypted.rows("SELECT n FROM people_0 UNION ALL SELECT n FROM people_29 ORDER BY n") == [(0,), (29,)]
    assert len(encrypted.tables()) == 31
