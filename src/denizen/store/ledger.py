"""The ledger: what was done, in the order it was done, so that no line can be changed or taken out unseen.

A folder with two files. `ledger.jsonl` holds one entry a line, as canonical JSON (keys sorted, no spaces, UTF-8) beside
the hash of that entry; `head.json` holds how many there are and the root of their Merkle tree (RFC 6962). Entries hold
ids, counts and hashes: never a person's value.

Anyone who can write to the folder can write a whole new ledger into it. What shows that is a head kept elsewhere:
give heads to partners, and check by `consistency_proof` that a later ledger begins with the one that they saw.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from denizen.errors import CannotWrite
from denizen.store import merkle
from denizen.store.ledger_reading import Entry, Report, read_ledger
from denizen.terms.canonical import canonical

__all__ = ["Entry", "Ledger", "Report", "verify"]

_OWN_KEYS = frozenset({"seq", "until", "time", "kind"})


def verify(folder: Path) -> Report:
    """Check every byte of a ledger, changing nothing.

    Raises:  LedgerBroken, naming the first damaged entry; NotFound, when there is no ledger.
    """
    return read_ledger(folder).report


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Line:
    text: bytes
    entry: Entry


class Ledger:
    """An open ledger. Open it by `Ledger.open`; one at a time may write."""

    def __init__(self, folder: Path, entries: Iterable[Entry], report: Report, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._entries = list(entries)
        self._peaks = merkle.Peaks([bytes.fromhex(entry.leaf) for entry in self._entries])
        self._bytes = self._file.stat().st_size
        self._clock = clock
        self.report = report
        """what was found on opening, and what was mended"""

    @classmethod
    def open(cls, folder: Path, clock: Callable[[], datetime] = _now) -> Ledger:
        """Open a ledger, or begin one, and check it whole.

        What a kill in the middle of an append leaves (a line cut short, a head that does not know the last append) is
        mended and told in `report`; anything else is refused.

        Raises:  LedgerBroken, naming the first damaged entry; CannotWrite.
        """
        file = folder / "ledger.jsonl"
        try:
            if not file.exists() and not (folder / "head.json").exists():
                folder.mkdir(parents=True, exist_ok=True)
                _write_head(folder, merkle.Peaks())
            if not file.exists() and (folder / "head.json").read_bytes() == _head(merkle.Peaks()):
                file.touch()
            found = read_ledger(folder)
            if found.report.repairs:
                os.truncate(file, found.whole_bytes)
                _write_head(folder, merkle.Peaks([bytes.fromhex(entry.leaf) for entry in found.entries]))
        except OSError as error:
            raise _cannot_write(folder, error) from None
        return cls(folder, found.entries, found.report, clock)

    @property
    def _file(self) -> Path:
        return self._folder / "ledger.jsonl"

    @property
    def size(self) -> int:
        return len(self._entries)

    @property
    def root(self) -> str:
        return self._peaks.root().hex()

    def entries(self) -> list[Entry]:
        return list(self._entries)

    def append(self, kind: str, **body: Any) -> int:
        """Add one entry, and return its number.

        Raises:  CannotWrite, when it cannot be made to last; then the ledger is as it was before.
        """
        return self.append_many([(kind, body)])[0]

    def append_many(self, items: Iterable[tuple[str, Mapping[str, Any]]]) -> list[int]:
        """Add entries together, in one write: their numbers. A kill in between keeps those that were written whole."""
        wanted = list(items)
        if not wanted:
            return []
        lines = self._lines(wanted)
        peaks = self._peaks.copy()
        for line in lines:
            peaks.add(bytes.fromhex(line.entry.leaf))
        self._check_no_one_else_wrote()
        text = b"".join(line.text for line in lines)
        try:
            _append(self._file, text)
            _write_head(self._folder, peaks)
        except OSError as error:
            self._take_back()
            raise _cannot_write(self._folder, error) from None
        self._peaks, self._bytes = peaks, self._bytes + len(text)
        self._entries += [line.entry for line in lines]
        return [line.entry.seq for line in lines]

    def inclusion_proof(self, index: int) -> list[str]:
        """Shows that entry `index` is in the ledger as its root stands now. Raises IndexError, when there is none."""
        return [part.hex() for part in merkle.inclusion_proof(self._leaves(), index)]

    def consistency_proof(self, old_size: int) -> list[str]:
        """Shows that the ledger still begins with its first `old_size` entries. Raises IndexError beyond 1 to size."""
        return [part.hex() for part in merkle.consistency_proof(self._leaves(), old_size)]

    def _leaves(self) -> list[bytes]:
        return [bytes.fromhex(entry.leaf) for entry in self._entries]

    def _lines(self, items: list[tuple[str, Mapping[str, Any]]]) -> list[_Line]:
        time = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        until = self.size + len(items) - 1
        return [
            _line({"seq": self.size + number, "until": until, "time": time, "kind": kind}, body)
            for number, (kind, body) in enumerate(items)
        ]

    def _check_no_one_else_wrote(self) -> None:
        try:
            held = self._file.stat().st_size
        except OSError as error:
            raise _cannot_write(self._folder, error) from None
        if held != self._bytes:
            raise CannotWrite(
                "The ledger was written to by another run since it was opened.",
                where=str(self._file),
                mend="let the other run end, then run this again",
            )

    def _take_back(self) -> None:
        """Leave the file as the head knows it. If even that fails, opening the ledger mends it."""
        try:
            os.truncate(self._file, self._bytes)
            _write_head(self._folder, self._peaks)
        except OSError:
            return


def _line(own: dict[str, Any], body: Mapping[str, Any]) -> _Line:
    """One entry as it is written.

    Raises:  ValueError, when the body takes a key that the ledger sets itself, or cannot be read back from JSON as it is.
    """
    if taken := _OWN_KEYS & body.keys():
        raise ValueError(f"the ledger itself sets {', '.join(sorted(taken))}")
    whole = {**own, **body}
    written = canonical(whole)
    if canonical(json.loads(written)) != written:
        raise ValueError("an entry's keys have to be text")
    leaf = merkle.leaf_hash(written).hex()
    return _Line(canonical({"entry": whole, "leaf": leaf}) + b"\n", Entry.of(json.loads(written), leaf))


def _append(file: Path, text: bytes) -> None:
    with file.open("ab") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _head(peaks: merkle.Peaks) -> bytes:
    return canonical({"size": peaks.size, "root": peaks.root().hex()}) + b"\n"


def _write_head(folder: Path, peaks: merkle.Peaks) -> None:
    """Old head or new head, never half of one."""
    draft = folder / "head.json.new"
    with draft.open("wb") as out:
        out.write(_head(peaks))
        out.flush()
        os.fsync(out.fileno())
    draft.replace(folder / "head.json")
    if hasattr(os, "O_DIRECTORY"):  # not on Windows, where the replacement itself is on record
        entry = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)


def _cannot_write(folder: Path, error: OSError) -> CannotWrite:
    return CannotWrite(
        f"The ledger cannot be written ({error.strerror or type(error).__name__}).",
        where=str(folder),
        mend="free space on the disk, or check that you may write to this folder",
    )
