"""Reading a ledger back: every line against its hash, all of them against the head, and the first damage named."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from denizen.errors import LedgerBroken, NotFound
from denizen.store import merkle
from denizen.terms.canonical import canonical

_MEND = "put back a copy from before the change; a head that a partner keeps tells which copy is whole"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act on record. `until` is the number of the last entry that was appended together with it."""

    seq: int
    until: int
    time: str
    kind: str
    body: Mapping[str, Any]
    leaf: str

    @classmethod
    def of(cls, whole: Mapping[str, Any], leaf: str) -> Entry:
        rest = {key: value for key, value in whole.items() if key not in ("seq", "until", "time", "kind")}
        return cls(whole["seq"], whole["until"], whole["time"], whole["kind"], rest, leaf)


@dataclass(frozen=True, slots=True)
class Report:
    """What a whole check found. `repairs`: what a kill in the middle of an append left, in words; opening mends it."""

    size: int
    root: str
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    entries: tuple[Entry, ...]
    report: Report
    whole_bytes: int
    """Length of the file up to the end of its last whole line."""


def read_ledger(folder: Path) -> Found:
    """Read and check both files.

    Raises:  LedgerBroken, naming the first damaged entry; NotFound, when there is no ledger.
    """
    size, root = _read_head(folder)
    text = _read(folder, "ledger.jsonl", size)
    *lines, tail = text.split(b"\n")
    entries = tuple(_entry(number, line) for number, line in enumerate(lines))
    if len(entries) < size:
        _broken(f"Entry {len(entries)}{_kind_in(tail)} is missing or cut short: the head counts {size}.", len(entries))
    leaves = [bytes.fromhex(entry.leaf) for entry in entries]
    _check_root(leaves[:size], size, root)
    repairs = _left_by_a_kill(entries, tail, size)
    report = Report(len(entries), merkle.root_of(leaves).hex(), tuple(repairs))
    return Found(entries, report, len(text) - len(tail))


def _read_head(folder: Path) -> tuple[int, str]:
    if not (folder / "head.json").exists() and not (folder / "ledger.jsonl").exists():
        raise NotFound("There is no ledger here.", where=str(folder), mend="run the area first: each run writes one")
    text = _read(folder, "head.json", 0)
    try:
        head = json.loads(text)
        size, root = head["size"], head["root"]
        is_whole = canonical({"size": size, "root": root}) + b"\n" == text and type(size) is int and size >= 0
        is_whole = is_whole and re.fullmatch("[0-9a-f]{64}", root) is not None
    except (ValueError, KeyError, TypeError, RecursionError):
        is_whole = False
    if not is_whole:
        raise LedgerBroken("The head of the ledger is not as it was written.", where="head.json", mend=_MEND)
    return size, root


def _read(folder: Path, name: str, size: int) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError:
        what = f"Entry 0 is missing: {name} cannot be read" if size else f"{name} is missing or cannot be read"
        raise LedgerBroken(f"{what}.", where=name, mend=_MEND) from None


def _entry(number: int, line: bytes) -> Entry:
    """One line as an entry, when it is byte for byte what was written as entry `number`."""
    try:
        read = json.loads(line.decode("utf-8"))
        entry = Entry.of(read["entry"], read["leaf"])
        fits = canonical({"entry": read["entry"], "leaf": read["leaf"]}) == line
        fits = fits and merkle.leaf_hash(canonical(read["entry"])).hex() == entry.leaf
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        fits = False
    if not fits:
        _broken(f"Entry {number}{_kind_in(line)} does not fit its hash: it was changed.", number)
    if entry.seq != number:
        _broken(
            f"Entry {number} is missing or out of its place: entry {entry.seq} ({entry.kind}) stands there.", number
        )
    return entry


def _check_root(leaves: list[bytes], size: int, root: str) -> None:
    if merkle.root_of(leaves).hex() == root:
        return
    raise LedgerBroken(
        f"The head does not fit the entries: one of 0 to {size - 1} was rewritten together with its hash, or the head was."
        if size
        else "The head does not fit an empty ledger.",
        where="head.json and ledger.jsonl",
        mend=_MEND,
    )


def _left_by_a_kill(entries: tuple[Entry, ...], tail: bytes, size: int) -> list[str]:
    """What lies beyond the head, when it can only be one append that was cut off; else LedgerBroken."""
    beyond = entries[size:]
    repairs: list[str] = []
    until = beyond[0].until if beyond else len(entries)
    if any(entry.until != until for entry in beyond) or until < len(entries) - 1:
        _broken(
            f"Entry {size} ({beyond[0].kind}) and those after it are more than one append that the head lacks.", size
        )
    if beyond:
        repairs.append(
            f"The head did not know the last append ({len(beyond)} of {until - size + 1} entries, from {size}): now it does."
        )
    if tail:
        start = b'{"entry":{'
        if not tail.startswith(start[: len(tail)]) or (beyond and until < len(entries)):
            _broken(f"Entry {len(entries)}{_kind_in(tail)} is cut short, and not by an append.", len(entries))
        repairs.append(f"Entry {len(entries)} was cut short while it was written: it is left out.")
    return repairs


def _kind_in(line: bytes) -> str:
    found = re.search(rb'"kind":"([a-z_]+)"', line)
    return f" ({found[1].decode()})" if found else ""


def _broken(what: str, number: int) -> NoReturn:
    raise LedgerBroken(what, where=f"ledger.jsonl line {number + 1}", mend=_MEND)
