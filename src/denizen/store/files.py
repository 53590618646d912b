"""What lies where in the folder of a store, and how its files are taken away."""

from __future__ import annotations

import os
import re
from pathlib import Path

MAIN = "denizen"
"""the database of everything that is derived, by the name that statements know it by"""
ASIDE = "aside"
"""a database in memory beside it, for what is gone again at the end of a step"""
REGISTER = "vault.json"


def main_file(folder: Path) -> Path:
    return folder / f"{MAIN}.duckdb"


def spill_folder(folder: Path) -> Path:
    """Where the engine puts what does not fit into memory."""
    return folder / "spill"


def delivery_file(folder: Path, name: str) -> Path:
    """The file of one delivery.

    Raises:  ValueError, when the name could mean another file or another database.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,120}", name) or name in (MAIN, ASIDE, "main", "memory", "system", "temp"):
        raise ValueError("a delivery is named in lower-case letters, digits and underscores")
    return folder / "deliveries" / f"{name}.duckdb"


def delivery_names(folder: Path) -> set[str]:
    """Every delivery of which a file lies in the folder, finished or not."""
    return {file.name.split(".", 1)[0] for file in (folder / "deliveries").glob("*.duckdb*")}


def remove_delivery(folder: Path, name: str) -> None:
    _remove(delivery_file(folder, name))


def remove_main(folder: Path) -> None:
    """Take away all that is derived, and what spilled while it was made. The next run makes it again."""
    _remove(main_file(folder))
    for file in spill_folder(folder).glob("*"):
        file.unlink(missing_ok=True)


def _remove(database: Path) -> None:
    """A database and what the engine keeps beside it; the names are gone from the disk before this returns."""
    for file in (database, *database.parent.glob(f"{database.name}.*")):
        file.unlink(missing_ok=True)
    keep_names(database.parent)


def keep_names(folder: Path) -> None:
    """See that files made, moved or removed in a folder are so on the disk as well."""
    if not hasattr(os, "O_DIRECTORY") or not folder.is_dir():  # Windows puts it on record by itself
        return
    entry = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
