"""A small sealed file opens in its own vault, under its own name, and only as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from vault_drawing import SENTINEL, a_key, files_that_tell

from denizen.errors import UnreadableFile
from denizen.store import Vault
from denizen.store.sealed import read_sealed, sealed_file, write_sealed

VALUE = {"listed": [SENTINEL], "count": 1}


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.open(tmp_path / "store", a_key())


def test_what_was_written_is_read_and_cannot_be_read_on_the_disk(vault: Vault, tmp_path: Path):
    assert read_sealed(vault, "people") is None
    write_sealed(vault, "people", VALUE)
    write_sealed(vault, "people", {**VALUE, "count": 2})
    assert read_sealed(Vault.open(tmp_path / "store", a_key()), "people") == {**VALUE, "count": 2}
    assert not files_that_tell(tmp_path)
    assert not list((tmp_path / "store").glob("*.new"))


def test_no_byte_of_it_can_be_changed(vault: Vault):
    write_sealed(vault, "people", VALUE)
    file = sealed_file(vault, "people")
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(UnreadableFile, match="not as it was written"):
            read_sealed(vault, "people")
    for cut in (0, 5, len(whole) - 1):
        file.write_bytes(whole[:cut])
        with pytest.raises(UnreadableFile):
            read_sealed(vault, "people")


def test_it_opens_under_no_other_name_and_in_no_other_vault(vault: Vault, tmp_path: Path):
    write_sealed(vault, "people", VALUE)
    sealed_file(vault, "others").write_bytes(sealed_file(vault, "people").read_bytes())
    with pytest.raises(UnreadableFile):
        read_sealed(vault, "others")
    other = Vault.open(tmp_path / "another store", a_key())
    sealed_file(other, "people").write_bytes(sealed_file(vault, "people").read_bytes())
    with pytest.raises(UnreadableFile):
        read_sealed(other, "people")


def test_it_stays_readable_when_the_vault_key_is_changed(vault: Vault, tmp_path: Path):
    write_sealed(vault, "people", VALUE)
    vault.rotate(a_key(2))
    assert read_sealed(Vault.open(tmp_path / "store", a_key(2)), "people") == VALUE


@pytest.mark.parametrize("name", ["", "../vault", "vault.json", "A", "a/b"])
def test_a_name_means_no_other_file(vault: Vault, name: str):
    with pytest.raises(ValueError):
        sealed_file(vault, name)
