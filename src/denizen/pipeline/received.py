"""Files that were received one by one (`denizen receive`): the area folder's own list of them, beside denizen.yaml.

A list that tells of persons is taken into the vault, and the file itself can go; any other is copied into the folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import yaml

from denizen.agreements import Purpose
from denizen.documents import Document, parse_document
from denizen.errors import CannotWrite, UnreadableFile

RECEIVED = "received.yaml"
COPIES = "data/received"
FIRST_NUMBER = 1001
"""numbers of files that were received one by one start here, so that those of denizen.yaml can grow"""


def copy_of(name: str, number: int) -> str:
    """Where the folder keeps a copy of a file that was received one by one."""
    return f"{COPIES}/{number}-{name}"


_HEAD = "# Files received with `denizen receive`, which writes this list. A line that is taken out is left out of the next run.\n"


class ReceivedControls(Document):
    """The controls that came with it."""

    rows: int | None = None
    run_on: date | None = None
    sums: Mapping[str, float] = {}


class ReceivedFile(Document):
    """One file: what it is, under which agreement it came, which day it describes, and its fingerprint."""

    source: str
    layout: str
    file: str
    agreement: str
    number: int
    sha256: str
    received: date
    snapshot: date | None = None
    controls: ReceivedControls | None = None
    purpose: Purpose | None = None
    """what it was asked for, where that differs from what the area asks for"""
    is_sealed: bool = False
    """It is in the vault, and the file itself is not needed any more."""

    @property
    def sent_as(self) -> str:
        """What its supplier called it."""
        return self.file.removeprefix(copy_of("", self.number))


class _Received(Document):
    received: tuple[ReceivedFile, ...] = ()


def read_received(folder: Path) -> tuple[ReceivedFile, ...]:
    """The folder's list of files received one by one.

    Raises:  BadDocument; UnreadableFile.
    """
    file = folder / RECEIVED
    if not file.is_file():
        return ()
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UnreadableFile(
            "It cannot be read as UTF-8 text.", where=RECEIVED, mend="put back the last good copy"
        ) from None
    return parse_document(text, RECEIVED, _Received).received


def number_for(received: Sequence[ReceivedFile], source: str, layout: str, sha256: str) -> int:
    """The number of a file among those of its layout: its own where the same file was received before."""
    same = [item for item in received if (item.source, item.layout) == (source, layout)]
    again = next((item.number for item in same if item.sha256 == sha256), None)
    return again or max((item.number for item in same), default=FIRST_NUMBER - 1) + 1


def add_received(folder: Path, item: ReceivedFile) -> None:
    """Write one more line into the list, the whole of it in one move; a line about the same file is replaced.

    Raises:  CannotWrite.
    """
    mine = (item.source, item.layout, item.number)
    kept = [other for other in read_received(folder) if (other.source, other.layout, other.number) != mine]
    listed = [entry.model_dump(mode="json", exclude_defaults=True) for entry in (*kept, item)]
    text = _HEAD + yaml.safe_dump({"received": listed}, sort_keys=False, allow_unicode=True)
    new = folder / (RECEIVED + ".new")
    try:
        new.write_text(text, "utf-8", newline="\n")
        new.replace(folder / RECEIVED)
    except OSError as error:
        raise CannotWrite(
            f"The list of received files could not be written ({type(error).__name__}).",
            where=str(folder / RECEIVED),
            mend="make room on the disk, or close what has it open, and receive the file again",
        ) from None
