from __future__ import annotations

import os
import stat
from base64 import b64encode
from pathlib import Path

import pytest
from vault_drawing import a_key

from denizen.errors import CannotWrite, NotFound, NotPermitted
from denizen.store.custody import find_master_key, make_key_file, make_keyring_key, system_keyring
from denizen.store.keys import derive, unwrap, wrap

_TEXT = b64encode(a_key().material).decode()


class KeyringInMemory:
    """What an operating system keeps for its user."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service_name: str, username: str) -> str | None:
        return self.held.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self.held[service_name, username] = password


class LockedKeyring(KeyringInMemory):
    def set_password(self, service_name: str, username: str, password: str) -> None:
        raise RuntimeError("the user said no")


@pytest.fixture
def area(tmp_path: Path) -> Path:
    folder = tmp_path / "area"
    folder.mkdir()
    return folder


def test_a_key_in_the_environment_comes_first_then_a_file_then_the_keyring(area, tmp_path):
    keyring = KeyringInMemory()
    in_keyring = make_keyring_key(keyring)
    in_file = make_key_file(tmp_path / "key")
    environ = {"DENIZEN_VAULT_KEY": _TEXT, "DENIZEN_VAULT_KEY_FILE": str(tmp_path / "key")}
    assert find_master_key(environ, area, in_keyring.key_id, keyring).material == a_key().material
    del environ["DENIZEN_VAULT_KEY"]
    assert find_master_key(environ, area, in_keyring.key_id, keyring).material == in_file.material
    del environ["DENIZEN_VAULT_KEY_FILE"]
    assert find_master_key(environ, area, in_keyring.key_id, keyring).material == in_keyring.material


@pytest.mark.parametrize("key_id", [None, "ab" * 8])
def test_without_a_key_all_three_ways_are_told(area, key_id):
    with pytest.raises(NotPermitted) as caught:
        find_master_key({}, area, key_id, KeyringInMemory())
    for way in ("DENIZEN_VAULT_KEY_FILE", "DENIZEN_VAULT_KEY;", "keyring", "denizen vault new-key --to FILE"):
        assert way in caught.value.mend


@pytest.mark.parametrize("text", ["short", "not base64 at all!", _TEXT[:-8], _TEXT + _TEXT, "é"])
def test_what_is_not_a_whole_key_is_refused_and_not_repeated(area, text):
    with pytest.raises(NotPermitted, match="not 32 bytes in base64") as caught:
        find_master_key({"DENIZEN_VAULT_KEY": text}, area)
    assert text not in str(caught.value)


def test_a_key_file_inside_the_area_folder_is_refused_however_it_is_named(area, tmp_path):
    make_key_file(area / "key")
    (tmp_path / "link").symlink_to(area / "key")
    for name in (area / "key", area / ".." / "area" / "key", tmp_path / "link"):
        with pytest.raises(NotPermitted, match="inside the area folder"):
            find_master_key({"DENIZEN_VAULT_KEY_FILE": str(name)}, area)


@pytest.mark.skipif(os.name != "posix", reason="modes are told on POSIX alone")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_file_that_others_may_read_is_refused(area, tmp_path, mode):
    make_key_file(tmp_path / "key")
    (tmp_path / "key").chmod(mode)
    with pytest.raises(NotPermitted, match="Others on this computer may read") as caught:
        find_master_key({"DENIZEN_VAULT_KEY_FILE": str(tmp_path / "key")}, area)
    assert "chmod 600" in caught.value.mend


def test_a_key_file_that_is_not_there_is_named(area, tmp_path):
    with pytest.raises(NotFound) as caught:
        find_master_key({"DENIZEN_VAULT_KEY_FILE": str(tmp_path / "key")}, area)
    assert caught.value.where == str(tmp_path / "key")


def test_a_new_key_file_is_for_its_owner_alone_and_never_written_over(area, tmp_path):
    made = make_key_file(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(CannotWrite, match="cannot be made"):
        make_key_file(tmp_path / "key")
    assert find_master_key({"DENIZEN_VAULT_KEY_FILE": str(tmp_path / "key")}, area).material == made.material
    assert make_key_file(tmp_path / "another").material != made.material


def test_a_key_file_on_the_disk_of_the_data_is_told(area, tmp_path):
    make_key_file(tmp_path / "key")
    assert find_master_key({"DENIZEN_VAULT_KEY_FILE": str(tmp_path / "key")}, area).is_beside_data
    assert not find_master_key({"DENIZEN_VAULT_KEY": _TEXT}, area).is_beside_data


def test_a_keyring_that_does_not_keep_the_key_is_told(area):
    with pytest.raises(NotPermitted, match=r"cannot keep the vault key \(RuntimeError\)"):
        make_keyring_key(LockedKeyring())


def test_where_no_keyring_answers_there_is_none(monkeypatch, tmp_path):
    (tmp_path / "keyring.py").write_text("def get_password(service, user): raise RuntimeError('no backend')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(__import__("sys").modules, "keyring", raising=False)
    assert system_keyring() is None


def test_a_key_does_not_show_in_what_is_printed():
    assert _TEXT not in repr(a_key())
    assert repr(a_key().material)[2:-1] not in repr(a_key())


def test_a_wrapped_key_opens_under_its_own_vault_key_and_for_its_own_use_alone():
    wrapped = wrap(a_key(1), b"k" * 32, ("delivery", "a", "2027-03-02"))
    assert unwrap(a_key(1), wrapped, ("delivery", "a", "2027-03-02")) == b"k" * 32
    assert unwrap(a_key(2), wrapped, ("delivery", "a", "2027-03-02")) is None
    assert unwrap(a_key(1), wrapped, ("delivery", "b", "2027-03-02")) is None
    assert unwrap(a_key(1), wrapped, ("delivery", "a", "2027-03-03")) is None
    assert unwrap(a_key(1), wrapped[:-4], ("delivery", "a", "2027-03-02")) is None
    assert wrap(a_key(1), b"k" * 32, ("root",)) != wrap(a_key(1), b"k" * 32, ("root",)), (
        "nothing is wrapped alike twice"
    )


def test_keys_for_different_uses_are_different_and_the_first_extract_is_that_of_rfc_5869():
    """HKDF-SHA256 worked by hand from HMAC, with no salt."""
    import hashlib
    import hmac

    extracted = hmac.new(bytes(32), b"s" * 32, hashlib.sha256).digest()
    expanded = hmac.new(extracted, b"denizen pseudonyms\x01", hashlib.sha256).digest()
    assert derive(b"s" * 32, "pseudonyms") == expanded
    assert derive(b"s" * 32, "main database") != expanded
