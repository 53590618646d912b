from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from vault_drawing import DAY, DUE, SENTINEL, a_key, begin, bytes_of, fill

from denizen.errors import CannotWrite, DenizenError, NotFound, NotPermitted, UnreadableFile
from denizen.shapes import Statement
from denizen.store import Store, Vault, register, vault

_LATER = DAY + timedelta(days=90)


def reopened(folder: Path, first: int = 1) -> Vault:
    return Vault.open(folder, a_key(first))


def taken_in(folder: Path, due: date = DUE) -> str:
    opened = reopened(folder)
    with Store.open(folder, opened.main_key()) as store:
        return fill(store, opened, due)


def read(folder: Path, name: str, key: bytes) -> list[tuple[str]]:
    with Store.open(folder, reopened(folder).main_key()) as store:
        store.delivery(name, key)
        return store.rows("SELECT surname FROM accepted__tenancies LIMIT 1")


def test_a_delivery_is_on_the_register_with_all_that_decides_how_long_it_stays(tmp_path):
    name = taken_in(tmp_path)
    [holding] = reopened(tmp_path).held()
    assert holding == register.Holding(
        name, "tenancies", "persons", "march.csv", "ab" * 32, "DSA-1", received=DAY, due=DUE, rows=3
    )


def test_what_is_destroyed_is_gone_and_a_copy_kept_aside_stays_shut(tmp_path):
    name = taken_in(tmp_path)
    file = tmp_path / "deliveries" / f"{name}.duckdb"
    aside = file.read_bytes()
    opened = reopened(tmp_path)
    opened.destroy(name, _LATER, "its retention ended")
    assert not file.exists()
    with pytest.raises(NotFound, match=f"destroyed on {_LATER}"):
        reopened(tmp_path).key_of(name, DAY)
    file.write_bytes(aside)
    held = reopened(tmp_path)
    for key in (held.main_key(), held.pseudonym_key(), a_key().material):
        with pytest.raises(NotPermitted):
            read(tmp_path, name, key)


def test_the_line_of_what_was_destroyed_stays_as_proof(tmp_path):
    name = taken_in(tmp_path)
    reopened(tmp_path).destroy(name, _LATER, "its retention ended")
    [holding] = reopened(tmp_path).all()
    assert (holding.delivery, holding.destroyed, holding.why) == (name, _LATER, "its retention ended")
    assert reopened(tmp_path).held() == ()
    assert '"key":' not in (tmp_path / "vault.json").read_text()
    with pytest.raises(NotFound):
        reopened(tmp_path).destroy(name, _LATER, "again")


@pytest.mark.parametrize(("days", "is_due"), [(-1, False), (0, True), (1, True)])
def test_a_delivery_is_due_from_its_day_on(tmp_path, days, is_due):
    opened = reopened(tmp_path)
    name, _ = begin(opened, DUE)
    assert [holding.delivery for holding in opened.due(DUE + timedelta(days=days))] == [name] * is_due


def test_a_changed_vault_key_opens_all_that_is_held_and_the_old_one_nothing(tmp_path):
    name = taken_in(tmp_path)
    opened = reopened(tmp_path, 1)
    before = opened.main_key(), opened.pseudonym_key(), opened.key_of(name, DAY)
    files = bytes_of(tmp_path)
    opened.rotate(a_key(2))
    assert (opened.main_key(), opened.pseudonym_key(), opened.key_of(name, DAY)) == before
    with pytest.raises(NotPermitted, match="is not the one that this vault asks for"):
        reopened(tmp_path, 1)
    again = reopened(tmp_path, 2)
    assert (again.main_key(), again.pseudonym_key(), again.key_of(name, DAY)) == before
    changed = {file for file, whole in bytes_of(tmp_path).items() if files[file] != whole}
    assert changed == {"vault.json"}


def test_what_was_derived_can_be_forgotten_with_its_key(tmp_path):
    opened = reopened(tmp_path)
    key = opened.main_key()
    with Store.open(tmp_path, key) as store:
        store.make(Statement("derived", f"SELECT '{SENTINEL}' AS surname", {}))
    aside = (tmp_path / "denizen.duckdb").read_bytes()
    opened.forget_derived()
    assert not (tmp_path / "denizen.duckdb").exists()
    assert opened.main_key() != key
    (tmp_path / "denizen.duckdb").write_bytes(aside)
    with pytest.raises(NotPermitted):
        Store.open(tmp_path, reopened(tmp_path).main_key())


class Killed(Exception):
    """The power goes."""


def _dies(*_: object) -> None:
    raise Killed


def test_killed_before_the_register_is_moved_in_everything_is_as_before(tmp_path, monkeypatch):
    name = taken_in(tmp_path)
    for act in (
        lambda opened: opened.rotate(a_key(2)),
        lambda opened: opened.destroy(name, _LATER, "due"),
        begin,
    ):
        before = (tmp_path / "vault.json").read_bytes()
        with monkeypatch.context() as power, pytest.raises(Killed):
            power.setattr(Path, "replace", _dies)
            act(reopened(tmp_path))
        assert (tmp_path / "vault.json").read_bytes() == before
        assert read(tmp_path, name, reopened(tmp_path).key_of(name, DAY)) == [(SENTINEL,)]


def test_killed_before_the_file_is_removed_it_stays_shut_and_goes_at_the_next_start(tmp_path, monkeypatch):
    name = taken_in(tmp_path)
    with monkeypatch.context() as power, pytest.raises(Killed):
        power.setattr(vault, "remove_delivery", _dies)
        reopened(tmp_path).destroy(name, _LATER, "due")
    assert (tmp_path / "deliveries" / f"{name}.duckdb").exists()
    with pytest.raises(NotFound):
        reopened(tmp_path).key_of(name, DAY)
    assert reopened(tmp_path).clear_unfinished(_LATER) == ()
    assert not list((tmp_path / "deliveries").iterdir())


def test_a_delivery_that_a_killed_run_began_goes_at_the_next_start_and_one_that_is_whole_stays(tmp_path):
    whole = taken_in(tmp_path)
    opened = reopened(tmp_path)
    name, key = begin(opened)
    with Store.open(tmp_path, opened.main_key()) as store:
        store.delivery(name, key)
    [gone] = reopened(tmp_path).clear_unfinished(_LATER)
    assert (gone.delivery, gone.why) == (name, "a run was stopped before it was written whole")
    assert [holding.delivery for holding in reopened(tmp_path).held()] == [whole]
    assert [file.name for file in (tmp_path / "deliveries").iterdir()] == [f"{whole}.duckdb"]


def test_killed_between_the_main_database_and_its_key_the_store_opens(tmp_path, monkeypatch):
    taken_in(tmp_path)
    with monkeypatch.context() as power, pytest.raises(Killed):
        power.setattr(vault, "write_register", _dies)
        reopened(tmp_path).forget_derived()
    with Store.open(tmp_path, reopened(tmp_path).main_key()) as store:
        assert store.tables() == {}


def test_a_register_with_any_byte_changed_is_refused(tmp_path):
    taken_in(tmp_path)
    file = tmp_path / "vault.json"
    whole = file.read_bytes()
    for place in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[place] ^= 1
        file.write_bytes(changed)
        with pytest.raises((UnreadableFile, NotPermitted)) as caught:
            reopened(tmp_path)
        assert "vault.json" in caught.value.where
    file.write_bytes(whole)
    assert reopened(tmp_path).held()


def _swap_keys(lines):
    lines[0]["key"], lines[1]["key"] = lines[1]["key"], lines[0]["key"]


def _put_off(lines):
    lines[0]["due"] = "2099-01-01"


def _bring_back(lines):
    del lines[2]["destroyed"], lines[2]["why"]
    lines[2]["key"] = lines[0]["key"]


def _forget(lines):
    del lines[2]


@pytest.mark.parametrize("change", [_swap_keys, _put_off, _bring_back, _forget])
def test_a_register_that_reads_well_but_was_not_written_by_the_vault_is_refused(tmp_path, change):
    taken_in(tmp_path)
    taken_in(tmp_path)
    third = taken_in(tmp_path)
    reopened(tmp_path).destroy(third, _LATER, "due")
    file = tmp_path / "vault.json"
    whole = json.loads(file.read_text())
    change(whole["deliveries"])
    file.write_bytes(register.canonical(whole) + b"\n")
    with pytest.raises(UnreadableFile, match="not as it was written"):
        reopened(tmp_path)


def test_a_wrapped_key_opens_for_its_own_delivery_and_day_alone(tmp_path):
    opened = reopened(tmp_path)
    (first, _), (second, _) = begin(opened), begin(opened)
    opened._register.keys[first] = opened._register.keys[second]
    with pytest.raises(UnreadableFile, match="not as it was written"):
        opened.key_of(first, DAY)


def test_the_register_of_another_vault_is_refused(tmp_path):
    taken_in(tmp_path / "a")
    taken_in(tmp_path / "b")
    shutil.copy(tmp_path / "a" / "vault.json", tmp_path / "b" / "vault.json")
    opened = reopened(tmp_path / "b")
    [holding] = opened.held()
    with pytest.raises(NotPermitted):
        Store.open(tmp_path / "b", opened.main_key())
    assert not (tmp_path / "b" / "deliveries" / f"{holding.delivery}.duckdb").exists()


def test_deliveries_without_their_register_are_not_taken_for_a_new_vault(tmp_path):
    taken_in(tmp_path)
    (tmp_path / "vault.json").unlink()
    with pytest.raises(UnreadableFile, match="the register with their keys is missing"):
        reopened(tmp_path)
    assert list((tmp_path / "deliveries").iterdir())


def test_a_delivery_whose_file_is_gone_is_told_and_can_still_be_destroyed(tmp_path):
    name = taken_in(tmp_path)
    (tmp_path / "deliveries" / f"{name}.duckdb").unlink()
    with pytest.raises(NotFound, match="is missing, although it is held"):
        reopened(tmp_path).key_of(name, DAY)
    reopened(tmp_path).rotate(a_key(2))
    reopened(tmp_path, 2).destroy(name, _LATER, "its file was lost")
    assert reopened(tmp_path, 2).held() == ()


def test_two_that_write_at_once_do_not_write_over_each_other(tmp_path):
    first, second = reopened(tmp_path), reopened(tmp_path)
    name, _ = begin(first)
    with pytest.raises(CannotWrite, match="written by another run"):
        begin(second)
    assert [holding.delivery for holding in reopened(tmp_path).held()] == [name]


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    (tmp_path / "store").write_text("a file where the folder should be")
    with pytest.raises(DenizenError):
        reopened(tmp_path / "store")
