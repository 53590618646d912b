from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner
from vault_drawing import DAY, DUE, SENTINEL, files_that_tell, fill

from denizen.cli import app
from denizen.errors import CannotWrite, NotFound, NotPermitted, UnreadableFile
from denizen.shapes import Statement
from denizen.store import Store, Vault
from denizen.store.custody import make_key_file
from denizen.store.keys import MasterKey
from denizen.store.ledger import Ledger
from denizen.store.ledger import verify as verify_ledger
from denizen.store.sweeping import sweep


class Area:
    """An area folder with two deliveries: one due in 2027, one a year later; its key lies outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "area"
        self.store = self.folder / "store"
        self.key_file = folder / "key"
        self.master = make_key_file(self.key_file)
        vault = self.vault()
        with Store.open(self.store, vault.main_key()) as store:
            self.first = fill(store, vault)
            self.second = fill(store, vault, DUE + timedelta(days=365), "accepted__tenancies_2")
            store.make(Statement("linked", "SELECT surname FROM accepted__tenancies", {}))
            store.make(Statement("residents", "SELECT COUNT(*) AS n FROM linked", {}))

    def vault(self, master: MasterKey | None = None) -> Vault:
        return Vault.open(self.store, master or self.master)

    def ledger(self) -> Ledger:
        return Ledger.open(self.folder / "ledger")

    def denizen(self, *words: str, key_file: Path | None = None) -> str:
        """What `denizen vault ...` says."""
        environ = {"DENIZEN_VAULT_KEY_FILE": str(key_file or self.key_file), "DENIZEN_VAULT_KEY": ""}
        said = CliRunner().invoke(app, ["vault", *words], env=environ)
        if said.exception and not isinstance(said.exception, SystemExit):
            raise said.exception
        return " ".join(said.output.split())


@pytest.fixture
def area(tmp_path: Path) -> Area:
    return Area(tmp_path)


def test_what_is_due_is_destroyed_with_all_that_was_derived_and_what_is_not_due_stays(area):
    said = area.denizen("sweep", str(area.folder), "--day", DUE.isoformat())
    assert f"destroyed {DUE} (its retention ended) [{area.first}]" in said
    assert "1 destroyed, 1 held." in said
    assert "made again at the next run (2 tables: linked, residents)" in said
    vault = area.vault()
    assert [holding.delivery for holding in vault.held()] == [area.second]
    assert {file.name for file in area.store.iterdir()} == {"vault.json", "spill", "deliveries"}
    with Store.open(area.store, vault.main_key()) as store:
        store.delivery(area.second, vault.key_of(area.second, DUE))
        assert store.tables().keys() == {"accepted__tenancies_2"}


@pytest.mark.parametrize(("days", "opens"), [(-1, True), (0, False), (1, False), (400, False)])
def test_a_delivery_whose_retention_ended_is_not_opened_even_where_nobody_swept(area, days: int, opens: bool):
    vault, day = area.vault(), DUE + timedelta(days=days)
    if opens:
        assert len(vault.key_of(area.first, day)) == 32
    else:
        with pytest.raises(NotPermitted, match=f"retention of delivery .* ended on {DUE}"):
            vault.key_of(area.first, day)
    assert len(vault.held()) == 2


def test_before_the_day_nothing_is_destroyed_and_nothing_derived_goes(area):
    before = (area.store / "denizen.duckdb").read_bytes()
    said = area.denizen("sweep", str(area.folder), "--day", (DUE - timedelta(days=1)).isoformat())
    assert said == "0 destroyed, 2 held."
    assert (area.store / "denizen.duckdb").read_bytes() == before


def test_one_delivery_can_be_destroyed_before_its_day_with_a_reason(area):
    said = area.denizen("sweep", str(area.folder), "--delivery", area.second, "--why", "the council asked for it")
    assert "(the council asked for it)" in said
    assert [holding.delivery for holding in area.vault().held()] == [area.first]
    with pytest.raises(NotFound):
        area.denizen("sweep", str(area.folder), "--delivery", area.second, "--why", "again")
    assert "--why go together" in area.denizen("sweep", str(area.folder), "--delivery", area.first)


def test_every_destruction_is_on_record_once_even_when_it_was_not_written_at_the_time(area):
    vault = area.vault()
    vault.destroy(area.second, DAY, "a run was killed after this")
    for _ in range(2):
        area.denizen("sweep", str(area.folder), "--day", DUE.isoformat())
    entries = [entry.body for entry in area.ledger().entries() if entry.kind == "delivery_destroyed"]
    assert {entry["delivery"]: entry["why"] for entry in entries} == {
        area.first: "its retention ended",
        area.second: "a run was killed after this",
    }
    assert len(entries) == 2
    assert all(entry["sha256"] == "ab" * 32 and entry["agreement"] == "DSA-1" for entry in entries)
    assert {entry["rows"] for entry in entries} == {3}
    assert verify_ledger(area.folder / "ledger").size == 2


def test_while_a_run_is_using_the_store_nothing_is_swept(area):
    script = (
        "import sys; from pathlib import Path; from denizen.store import Store\n"
        f"store = Store.open(Path({str(area.store)!r}), bytes.fromhex({area.vault().main_key().hex()!r}))\n"
        "print('open', flush=True); sys.stdin.read()\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert run.stdout is not None
        assert run.stdout.readline() == "open\n"
        with pytest.raises(CannotWrite, match="Another run"):
            area.denizen("sweep", str(area.folder), "--day", DUE.isoformat())
    finally:
        run.communicate("")
    assert len(area.vault().held()) == 2


def test_a_delivery_that_is_not_held_stops_the_sweep_before_anything_goes(area):
    with pytest.raises(NotFound):
        sweep(area.store, area.vault(), area.ledger(), [area.first, "tenancies__persons__0"], DAY, "asked")
    assert len(area.vault().held()) == 2
    assert (area.store / "denizen.duckdb").exists()


def test_a_main_database_that_cannot_be_read_does_not_keep_anything_alive(area):
    (area.store / "denizen.duckdb").write_bytes(b"torn" * 10000)
    area.denizen("sweep", str(area.folder), "--day", DUE.isoformat())
    assert [holding.delivery for holding in area.vault().held()] == [area.second]


def test_an_old_register_put_back_is_told_by_the_ledger(area):
    shutil.copy(area.store / "vault.json", area.folder / "aside.json")
    area.denizen("sweep", str(area.folder), "--day", DUE.isoformat())
    shutil.copy(area.folder / "aside.json", area.store / "vault.json")
    with pytest.raises(UnreadableFile, match="older than the ledger"):
        area.denizen("show", str(area.folder))


def test_the_list_tells_of_every_delivery_and_of_no_person(area):
    area.denizen("sweep", str(area.folder), "--day", DUE.isoformat())
    said = area.denizen("show", str(area.folder))
    assert f"tenancies.persons: march.csv, 3 rows, under DSA-1, received {DAY}, due {DUE}, destroyed {DUE}" in said
    assert f"due {DUE + timedelta(days=365)}, held [{area.second}]" in said
    assert "1 held of 2; 0 due to be destroyed." in said
    assert "Noted: it lies on the same disk as the data" in said
    assert SENTINEL not in said
    assert not files_that_tell(area.folder)


def test_the_vault_key_is_changed_on_record_and_the_old_one_is_of_no_use(area, tmp_path):
    area.denizen("new-key", "--to", str(tmp_path / "new"))
    said = area.denizen("rotate", str(area.folder), "--key-file", str(tmp_path / "new"))
    assert "2 deliveries are now under the vault key" in said
    with pytest.raises(NotPermitted, match="not the one that this vault asks for"):
        area.denizen("show", str(area.folder))
    assert "2 held of 2" in area.denizen("show", str(area.folder), key_file=tmp_path / "new")
    [entry] = area.ledger().entries()
    assert (entry.kind, entry.body["held"]) == ("vault_key_changed", 2)
    assert (tmp_path / "new").read_text().strip() not in json.dumps(dict(entry.body))


def test_where_nothing_of_people_was_taken_in_there_is_no_vault_and_none_is_begun(area, tmp_path):
    (tmp_path / "other").mkdir()
    with pytest.raises(NotFound, match="There is no vault here"):
        area.denizen("show", str(tmp_path / "other"))
    assert not list((tmp_path / "other").iterdir())


def test_help_names_every_act(area):
    said = area.denizen("--help")
    assert all(act in said for act in ("show", "new-key", "rotate", "sweep"))
