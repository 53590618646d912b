from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from vault_drawing import DAY, SENTINEL, a_key, bytes_of, files_that_tell, fill

from denizen.errors import NotPermitted, UnreadableFile
from denizen.shapes import Statement
from denizen.store import Store, Vault
from denizen.store.keys import new_key

_ROWS = 800_000
_PEOPLE = f"""
    SELECT '{SENTINEL}' || hash(n)::VARCHAR AS surname, md5(n::VARCHAR) AS address, md5((n + 7)::VARCHAR) AS note
    FROM range({_ROWS}) AS rows(n) ORDER BY address, note
"""


class Watch:
    """Looks into the spill folder for as long as something is being worked out."""

    def __init__(self, folder: Path) -> None:
        self.seen: set[str] = set()
        self.telling: set[str] = set()
        self._folder = folder
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.02):
            for file in self._folder.glob("*"):
                try:
                    whole = file.read_bytes()
                except FileNotFoundError:
                    continue
                self.seen |= {file.name} if whole else set()
                self.telling |= {file.name} if SENTINEL.encode() in whole else set()


def sort_more_than_memory_holds(store: Store, folder: Path) -> Watch:
    with Watch(folder / "spill") as watch:
        store.make(Statement("sorted", _PEOPLE, {}))
    assert store.value("SELECT COUNT(*) FROM sorted") == _ROWS
    return watch


def test_a_large_sort_spills_nothing_that_can_be_read(tmp_path):
    with Store.open(tmp_path, new_key(), memory_limit="100MB") as store:
        watch = sort_more_than_memory_holds(store, tmp_path)
        assert watch.seen, "nothing was spilled: this test shows nothing"
        assert not watch.telling
        assert not files_that_tell(tmp_path)
    assert not files_that_tell(tmp_path)


def test_without_a_key_the_same_sort_can_be_read_which_shows_that_the_search_finds_what_is_there(tmp_path):
    with Store.open(tmp_path, memory_limit="100MB") as store:
        watch = sort_more_than_memory_holds(store, tmp_path)
    assert watch.telling
    assert files_that_tell(tmp_path) == ["denizen.duckdb"]


def test_main_database_delivery_and_register_can_not_be_read(tmp_path):
    vault = Vault.open(tmp_path, a_key())
    with Store.open(tmp_path, vault.main_key()) as store:
        name = fill(store, vault)
        store.make(Statement("linked", "SELECT surname || 'son' AS surname FROM accepted__tenancies", {}))
        assert not files_that_tell(tmp_path), "before the engine closes, its log is on the disk"
    files = bytes_of(tmp_path)
    assert files.keys() >= {"vault.json", "denizen.duckdb", f"deliveries/{name}.duckdb"}
    assert not files_that_tell(tmp_path)
    assert not files_that_tell(tmp_path, "surname"), "the names of columns are encrypted too"
    secrets = [vault.main_key(), vault.pseudonym_key(), vault.key_of(name, DAY), a_key().material]
    for whole in files.values():
        assert not any(form in whole for key in secrets for form in (key, key.hex().encode()))


_KILLED = """
import os, sys
sys.path[:0] = {paths}
from pathlib import Path
from denizen.store import Store, Vault
from vault_drawing import a_key, fill
folder = Path({folder})
vault = Vault.open(folder, a_key())
store = Store.open(folder, vault.main_key())
fill(store, vault)
store.rows("CREATE TABLE linked AS SELECT * FROM accepted__tenancies")
os._exit(9)
"""


def test_what_a_killed_run_leaves_can_not_be_read_but_by_the_next_run(tmp_path):
    script = _KILLED.format(paths=[str(Path(__file__).parent)], folder=repr(str(tmp_path)))
    assert subprocess.run([sys.executable, "-c", script]).returncode == 9
    left = bytes_of(tmp_path)
    assert [len(whole) > 0 for name, whole in left.items() if name.endswith(".wal")] == [True, True]
    assert not files_that_tell(tmp_path)
    vault = Vault.open(tmp_path, a_key())
    [holding] = vault.held()
    with Store.open(tmp_path, vault.main_key()) as store:
        store.delivery(holding.delivery, vault.key_of(holding.delivery, DAY))
        assert store.rows("SELECT surname FROM linked") == [(SENTINEL,)] * 3
        assert store.rows("SELECT surname FROM accepted__tenancies") == [(SENTINEL,)] * 3


def test_another_key_is_told_in_a_sentence_that_tells_no_key(tmp_path):
    right, wrong = new_key(), new_key()
    Store.open(tmp_path, right).close()
    with pytest.raises(NotPermitted, match="does not open what is stored here") as caught:
        Store.open(tmp_path, wrong)
    assert wrong.hex() not in str(caught.value)
    assert caught.value.__suppress_context__
    with Store.open(tmp_path, right) as store:
        assert store.tables() == {}


def test_a_file_that_was_changed_is_told_as_damage(tmp_path):
    key = new_key()
    with Store.open(tmp_path, key) as store:
        store.make(Statement("people", f"SELECT '{SENTINEL}' AS surname FROM range(100000)", {}))
    file = tmp_path / "denizen.duckdb"
    whole = bytearray(file.read_bytes())
    whole[5000] ^= 1
    file.write_bytes(whole)
    with pytest.raises(UnreadableFile, match="damaged"):
        Store.open(tmp_path, key)


@pytest.mark.parametrize(("before", "after"), [(None, b"k" * 32), (b"k" * 32, None)], ids=["plain first", "key first"])
def test_a_main_database_of_the_other_kind_is_begun_anew(tmp_path, before, after):
    with Store.open(tmp_path, before) as store:
        store.make(Statement("derived", f"SELECT '{SENTINEL}' AS surname", {}))
    with Store.open(tmp_path, after) as store:
        assert store.tables() == {}
    assert not files_that_tell(tmp_path)


def test_beside_its_vault_an_encrypted_store_is_never_begun_anew_for_want_of_a_key(tmp_path):
    vault = Vault.open(tmp_path, a_key())
    with Store.open(tmp_path, vault.main_key()) as store:
        store.make(Statement("derived", "SELECT 1 AS n", {}))
    with pytest.raises(NotPermitted, match="no key was given"):
        Store.open(tmp_path)
    with Store.open(tmp_path, vault.main_key()) as store:
        assert store.has("derived")


def test_a_main_database_that_another_run_is_using_is_not_begun_anew(tmp_path):
    with Store.open(tmp_path) as store:
        store.make(Statement("derived", "SELECT 1 AS n", {}))
        script = (
            "from pathlib import Path; from denizen.store import Store; from denizen.errors import CannotWrite\n"
            f"try: Store.open(Path({str(tmp_path)!r}), b'k' * 32)\n"
            "except CannotWrite as error: print(error.what)\n"
        )
        told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
        assert told.stdout == "Another run of denizen is using this area folder.\n"
        assert store.rows("SELECT n FROM derived") == [(1,)]


def test_an_encrypted_store_is_shut_like_a_plain_one(tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_text("n\n1\n")
    with Store.open(tmp_path / "store", new_key()) as store:
        for statement in (
            f"SELECT * FROM read_csv('{outside}')",
            f"COPY (SELECT 1) TO '{outside}'",
            f"ATTACH '{tmp_path / 'other.duckdb'}' AS other",
            "SET enable_external_access = true",
            "SET temp_file_encryption = false",
            "INSTALL json",
            "SELECT * FROM read_csv('https://example.org/x.csv')",
        ):
            with pytest.raises(Exception, match=r"refused a statement|could not be written"):
                store.rows(statement)
    assert outside.read_text() == "n\n1\n"
    assert not (tmp_path / "other.duckdb").exists()
