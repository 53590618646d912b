"""The engine's errors as sentences, without the values or keys that its own messages may quote."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from denizen.errors import CannotWrite, DenizenError, NotPermitted, UnreadableFile


def cannot_open(error: Exception, file: Path) -> DenizenError:
    """Why a database did not open."""
    text = str(error).lower()
    if "lock" in text or "being used by another process" in text or "already attached" in text:
        return CannotWrite(
            "Another run of denizen is using this area folder.",
            where=str(file.parent),
            mend="wait for it to end, or stop it, then run again",
        )
    if "wrong encryption key" in text:
        return NotPermitted(
            "The key does not open what is stored here.",
            where=str(file),
            mend="give the key that the vault of this area folder was made with, or was last changed to",
        )
    if is_damage(error):
        return damaged(file)
    return CannotWrite(
        f"The store cannot be opened here ({type(error).__name__}).",
        where=str(file.parent),
        mend="choose a folder that you may write to and that has room",
    )


def is_of_the_other_kind(error: Exception) -> bool:
    """Whether a database is encrypted and was to be opened without a key, or the other way round."""
    text = str(error).lower()
    return "is not encrypted" in text or "without a key" in text


def is_damage(error: Exception) -> bool:
    """Whether the store's own file is cut short or changed, by the engine's words for it and not by those of a row."""
    text = str(error).lower()
    if not isinstance(error, _OF_FILES):
        text = re.split("[\"']", text, maxsplit=1)[0]
    signs = (
        "not a valid duckdb database",
        "corrupt",
        "serializ",
        "checksum",
        "could not read enough bytes",
        "could not read all",
        "aes tag",
    )
    return any(sign in text for sign in signs) or isinstance(error, duckdb.InternalException | duckdb.FatalException)


def damaged(file: Path) -> UnreadableFile:
    return UnreadableFile(
        "The store of this area folder is damaged.",
        where=str(file),
        mend="delete this file and run again: everything in it is made from your files. A delivery is taken away by "
        "`denizen vault sweep`",
    )


def refused(error: duckdb.Error, sql: str, folder: Path) -> DenizenError:
    """Why a statement failed."""
    if isinstance(error, duckdb.IOException):
        return CannotWrite(
            f"The store could not be written ({_without_rows(error)}).",
            where=str(folder),
            mend="make room on the disk or choose another folder, then run again: what was finished is kept",
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return CannotWrite(
            "There is too little memory for what was asked, even with the disk's help.",
            where=str(folder),
            mend="close other programs, or make room on the disk, then run again: what was finished is kept",
        )
    return DenizenError(
        f"The engine refused a statement: {_without_rows(error)}.",
        where=sql.strip().split("\n", 1)[0][:100],
        mend="where the area folder has contracts of its own, look at their rules; else report this message: "
        "it holds no one's data",
    )


_OF_FILES = (duckdb.IOException, duckdb.SerializationException, OSError)
"""errors that quote the name of a file, and no row"""
_OF_STATEMENTS = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.IOException)
"""errors that speak of a statement or a file; all others may speak of the data, and quote it without any mark"""
_QUOTED = re.compile(r"[\"'(0-9]")


def _without_rows(error: duckdb.Error) -> str:
    """An engine's message without the values that it may quote: its kind, and first words where they tell of no row."""
    kind = type(error).__name__
    if not isinstance(error, _OF_STATEMENTS):
        return kind
    first = str(error).split("\n", 1)[0]
    return f"{kind}: {_QUOTED.split(first, maxsplit=1)[0].strip()[:120]}"
