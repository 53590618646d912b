"""The published book as files, and how it reaches the disk: whole, or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from denizen.errors import CannotWrite


@dataclass(frozen=True, slots=True)
class ProfileBook:
    """A book, not yet on disk."""

    files: Mapping[str, bytes]
    """path within the book (posix) -> content"""
    findings: tuple[str, ...]
    """what it found, in a few plain sentences"""


def write_book(book: ProfileBook, folder: Path) -> None:
    """Write the book beside the folder, then put it in the folder's place.

    Until the last move the old book stands whole; a run that dies in between is mended by `restore_book`.
    Raises:  CannotWrite, when the disk is full or the folder cannot be written.
    """
    restore_book(folder)
    new, old = _beside(folder, "new"), _beside(folder, "old")
    try:
        _remove(new)
        _write(book, new)
        _swap(new, folder, old)
    except OSError as error:
        _remove(new, quietly=True)
        raise CannotWrite(
            f"The book could not be written: {_in_words(error)}. The book that stood there is whole.",
            where=str(folder),
            mend=_mend(error),
        ) from None
    _remove(old, quietly=True)


def restore_book(folder: Path) -> bool:
    """Put the old book back where a run died between taking it away and putting the new one there."""
    old = _beside(folder, "old")
    if folder.exists() or not old.exists():
        return False
    old.rename(folder)
    return True


def _beside(folder: Path, ending: str) -> Path:
    return folder.with_name(f"{folder.name}.{ending}")


def _write(book: ProfileBook, folder: Path) -> None:
    made: set[Path] = set()
    for name, content in sorted(book.files.items()):
        path = folder.joinpath(*_parts(name))
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(content)


def _parts(name: str) -> tuple[str, ...]:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{name} would lie outside the book")
    return path.parts


def _swap(new: Path, folder: Path, old: Path) -> None:
    _remove(old)
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def _remove(folder: Path, *, quietly: bool = False) -> None:
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=quietly)


def _in_words(error: OSError) -> str:
    return "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or type(error).__name__).lower()


def _mend(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "free some space on this disk, or choose another place with --out, and run again"
    return "close what has the folder open, check that you may write there, and run again"
