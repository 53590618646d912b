"""Vaults, stores and deliveries for the chapter on what is held; nobody in them lives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from denizen.store import MasterKey, Store, Vault

SENTINEL = "Zwycherleyqvist"
DAY = date(2026, 3, 2)
DUE = date(2027, 3, 2)


def a_key(first: int = 1) -> MasterKey:
    return MasterKey(bytes([first, *range(1, 32)]), "a test")


def begin(vault: Vault, due: date = DUE, source: str = "tenancies") -> tuple[str, bytes]:
    return vault.new_delivery(
        source=source, layout="persons", file="march.csv", sha256="ab" * 32, agreement="DSA-1", received=DAY, due=due
    )


def fill(store: Store, vault: Vault, due: date = DUE, table: str = "accepted__tenancies", rows: int = 3) -> str:
    """One delivery with a table of people, taken in as a run does it."""
    name, key = begin(vault, due)
    store.delivery(name, key)
    with store.into(name):
        store.take(table, {"surname": [SENTINEL] * rows}, {"surname": "VARCHAR"})
    vault.finished(name, rows)
    return name


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def files_that_tell(folder: Path, word: str = SENTINEL) -> list[str]:
    """The files in which a word can be read, in any of the ways in which text is written, or in its name."""
    forms = [word.encode(), word.encode("utf-16-le"), word.lower().encode(), word.encode().hex().encode()]
    return [name for name, whole in bytes_of(folder).items() if any(form in whole for form in forms) or word in name]
