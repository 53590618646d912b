"""The register of the vault: which deliveries are held or were destroyed, with the wrapped key of each that is held.

One file of canonical JSON. Its seal is an HMAC-SHA256 over all the rest, with a key that only the vault key leads to: a
register in which any byte was changed is refused. It holds no personal value.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from denizen.errors import CannotWrite, DenizenError, UnreadableFile
from denizen.store.files import REGISTER, keep_names
from denizen.terms.canonical import canonical


@dataclass(frozen=True, slots=True)
class Holding:
    """One delivery: what it is, under which agreement, until when it may be kept, and what became of it."""

    delivery: str
    source: str
    layout: str
    file: str
    sha256: str
    agreement: str
    received: date
    due: date
    """the day on which it is to be destroyed"""
    rows: int | None = None
    """None until its table was written whole"""
    destroyed: date | None = None
    why: str = ""

    @property
    def is_held(self) -> bool:
        return self.destroyed is None


@dataclass(frozen=True, slots=True)
class Register:
    """The whole register, as a value. Keys in it are wrapped."""

    vault_id: str
    key_id: str
    """of the vault key that everything is wrapped under"""
    revision: int
    """how often it was written: an old copy put back is known by it"""
    root: str
    """the secret that seal and pseudonyms are derived from"""
    main: str
    """the secret that the key of the main database is derived from"""
    holdings: Mapping[str, Holding]
    keys: Mapping[str, str]

    def sealed(self, seal_key: bytes) -> bytes:
        """The register as it is written."""
        whole: dict[str, Any] = {"vault_id": self.vault_id, "key_id": self.key_id, "revision": self.revision}
        whole |= {"root": self.root, "main": self.main}
        whole["deliveries"] = [_line(holding, self.keys) for holding in self.holdings.values()]
        seal = hmac.new(seal_key, canonical(whole), hashlib.sha256).hexdigest()
        return canonical(whole | {"seal": seal}) + b"\n"


def read_register(folder: Path) -> tuple[Register, bytes] | None:
    """The register and its bytes, the seal not yet checked; None, when there is no vault here.

    Raises:  UnreadableFile.
    """
    file = folder / REGISTER
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        raise changed(folder) from None
    try:
        whole = json.loads(text)
        holdings = {line["delivery"]: _holding(line) for line in whole["deliveries"]}
        keys = {line["delivery"]: line["key"] for line in whole["deliveries"] if "key" in line}
        rest = {name: whole[name] for name in ("vault_id", "key_id", "revision", "root", "main")}
        register = Register(**rest, holdings=holdings, keys=keys)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise changed(folder) from None
    return register, text


def key_id_in(folder: Path) -> str | None:
    """Which vault key the vault in this folder asks for; None, when there is no vault yet."""
    found = read_register(folder)
    return found[0].key_id if found else None


def write_register(folder: Path, text: bytes) -> None:
    """Old register or new one, never half of one; on the disk before this returns.

    Raises:  CannotWrite.
    """
    draft = folder / f"{REGISTER}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(folder / REGISTER)
        keep_names(folder)
    except OSError as error:
        raise CannotWrite(
            f"The register of the vault cannot be written ({error.strerror or type(error).__name__}).",
            where=str(folder / REGISTER),
            mend="free space on the disk, or check that you may write to this folder",
        ) from None


def changed(folder: Path) -> DenizenError:
    return UnreadableFile(
        "The register of the vault is not as it was written.",
        where=str(folder / REGISTER),
        mend="put back the copy from before the change; nobody can make the keys in it again",
    )


def _line(holding: Holding, keys: Mapping[str, str]) -> dict[str, Any]:
    line = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(holding).items()
        if value not in (None, "")
    }
    return line | ({"key": keys[holding.delivery]} if holding.is_held else {})


def _holding(line: Mapping[str, Any]) -> Holding:
    values: dict[str, Any] = {name: value for name, value in line.items() if name != "key"}
    for name in ("received", "due", "destroyed"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    return Holding(**values)
