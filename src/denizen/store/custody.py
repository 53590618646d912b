"""Where the vault key is kept: never with the data, and found without asking the data.

In this order: an environment variable, a key file that is named by one, the keyring of the operating system.
"""

from __future__ import annotations

import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol

from denizen.errors import CannotWrite, NotFound, NotPermitted
from denizen.store.keys import KEY_BYTES, MasterKey, new_key

KEY, KEY_FILE = "DENIZEN_VAULT_KEY", "DENIZEN_VAULT_KEY_FILE"
_SERVICE = "denizen"


class Keyring(Protocol):
    """What is asked of the keyring of the operating system."""

    def get_password(self, service_name: str, username: str) -> str | None: ...

    def set_password(self, service_name: str, username: str, password: str) -> None: ...


def find_master_key(
    environ: Mapping[str, str], area_folder: Path, key_id: str | None = None, keyring: Keyring | None = None
) -> MasterKey:
    """The vault key of an area folder.

    Args:    the environment; the area folder; the id by which the register of its vault names the key (None where there
             is no vault yet: then the keyring has nothing to be asked for); a keyring instead of the system's.
    Raises:  NotPermitted, when there is no key, or it is not kept as it should be; NotFound, when the key file is not there.
    """
    if text := environ.get(KEY):
        return MasterKey(_decoded(text, f"the environment variable {KEY}"), f"the environment variable {KEY}")
    if name := environ.get(KEY_FILE):
        return read_key_file(Path(name), area_folder)
    keyring = keyring or system_keyring()
    text = keyring.get_password(_SERVICE, key_id) if keyring and key_id else None
    if text:
        return MasterKey(_decoded(text, "the keyring"), "the keyring of this computer")
    raise NotPermitted(
        "Records of people are only kept encrypted, and no vault key was given.",
        where=str(area_folder),
        mend=f"make a key with `denizen vault new-key --to FILE`, outside the area folder, and name it in {KEY_FILE}; "
        f"or give the key itself (base64) in {KEY}; "
        "or keep it in the keyring with `denizen vault new-key --keyring AREA_FOLDER`",
    )


def read_key_file(file: Path, area_folder: Path) -> MasterKey:
    """The key in a file, when nobody else may read it and it does not lie with the data.

    Raises:  NotPermitted; NotFound.
    """
    if file.resolve().is_relative_to(area_folder.resolve()):
        raise NotPermitted(
            "The vault key lies inside the area folder: whoever takes the data has the key to it.",
            where=str(file),
            mend="move the key file elsewhere, best to another disk, and take out copies that were made of the folder",
        )
    try:
        state, text = file.stat(), file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise NotFound(
            "There is no vault key in the file that was named, or it cannot be read.",
            where=str(file),
            mend=f"see that {KEY_FILE} names the right file; `denizen vault new-key --to FILE` makes a new one",
        ) from None
    if os.name == "posix" and stat.S_IMODE(state.st_mode) & 0o077:
        raise NotPermitted(
            "Others on this computer may read the vault key.",
            where=f"{file}: mode {stat.S_IMODE(state.st_mode):o}",
            mend=f"chmod 600 {file}",
        )
    return MasterKey(_decoded(text, str(file)), f"the key file {file}", state.st_dev == _device_of(area_folder))


def make_key_file(file: Path) -> MasterKey:
    """Make a new vault key, and keep it in a new file that its owner alone may read.

    Raises:  CannotWrite, also when the file is there already: a vault key that is written over is lost.
    """
    material = new_key()
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "wb") as out:
            out.write(b64encode(material) + b"\n")
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise CannotWrite(
            f"The key file cannot be made ({error.strerror or type(error).__name__}).",
            where=str(file),
            mend="name a file that is not there yet, in a folder that you may write to",
        ) from None
    return MasterKey(material, f"the key file {file}")


def make_keyring_key(keyring: Keyring | None = None) -> MasterKey:
    """Make a new vault key, and keep it in the keyring under its id. Older keys there stay.

    Raises:  NotPermitted, when there is no keyring, or it does not give back what it was given.
    """
    master = MasterKey(new_key(), "the keyring of this computer")
    text = b64encode(master.material).decode()
    keyring = keyring or system_keyring()
    try:
        if keyring is not None:
            keyring.set_password(_SERVICE, master.key_id, text)
            if keyring.get_password(_SERVICE, master.key_id) == text:
                return master
        reason = "there is none"
    except Exception as error:  # each operating system's keyring has its own errors
        reason = type(error).__name__
    raise NotPermitted(
        f"The keyring of this computer cannot keep the vault key ({reason}).",
        where="the keyring",
        mend="install denizen with the extra `keyring` and unlock the keyring, or keep the key in a file: --to FILE",
    )


def system_keyring() -> Keyring | None:
    """The keyring of the operating system, where the extra `keyring` is installed and something answers."""
    try:
        keyring: Keyring = import_module("keyring")
        keyring.get_password(_SERVICE, "is anybody there")
    except Exception:  # not installed, no service, locked: each system has its own errors, and all mean no key
        return None
    return keyring


def _decoded(text: str, where: str) -> bytes:
    try:
        key = b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise NotPermitted(
            f"What was given as the vault key is not {KEY_BYTES} bytes in base64.",
            where=where,
            mend="give the key as `denizen vault new-key` made it, whole",
        )
    return key


def _device_of(folder: Path) -> int:
    """The disk of a folder, or of the nearest one above it that exists."""
    folder = folder.resolve()
    return next(part.stat().st_dev for part in (folder, *folder.parents) if part.exists())
