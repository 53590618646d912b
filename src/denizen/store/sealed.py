"""Small files that only the vault opens: lists that outlive every delivery, as who objected and who asked for what.

Each is one JSON value under AES-256-GCM, with a key derived from the root of the vault: it stays readable when the vault key is
changed, and opens under no other name and in no other vault.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from denizen.errors import CannotWrite, UnreadableFile
from denizen.store.files import keep_names
from denizen.store.vault import Vault
from denizen.terms.canonical import canonical

_NONCE_BYTES = 12


def sealed_file(vault: Vault, name: str) -> Path:
    """Where a small file lies.

    Raises:  ValueError, when the name could mean another file.
    """
    if not re.fullmatch(r"[a-z][a-z_]{0,40}", name):
        raise ValueError("a sealed file is named in small letters and underscores")
    return vault.folder / f"{name}.sealed"


def read_sealed(vault: Vault, name: str) -> dict[str, Any] | None:
    """What a small file holds; None, when there is none.

    Raises:  UnreadableFile, when a byte of it was changed, or it is another vault's.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    file = sealed_file(vault, name)
    try:
        whole = file.read_bytes()
        text = AESGCM(vault.sealing_key(name)).decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], _bound(vault, name))
        found: dict[str, Any] = json.loads(text)
    except FileNotFoundError:
        return None
    except (OSError, InvalidTag, ValueError):
        raise UnreadableFile(
            "A sealed file is not as it was written.", where=str(file), mend="put back the newest copy of it"
        ) from None
    return found


def write_sealed(vault: Vault, name: str, value: Mapping[str, Any]) -> None:
    """Old content or new, never half of one; on the disk before this returns.

    Raises:  CannotWrite.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, file = os.urandom(_NONCE_BYTES), sealed_file(vault, name)
    whole = nonce + AESGCM(vault.sealing_key(name)).encrypt(nonce, canonical(value), _bound(vault, name))
    draft = file.with_name(f"{file.name}.new")
    try:
        with draft.open("wb") as out:
            out.write(whole)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
        keep_names(vault.folder)
    except OSError as error:
        raise CannotWrite(
            f"A sealed file cannot be written ({error.strerror or type(error).__name__}).",
            where=str(file),
            mend="free space on the disk, or check that you may write to this folder",
        ) from None


def _bound(vault: Vault, name: str) -> bytes:
    return canonical({"sealed": name, "vault": vault.vault_id})
