"""Steps that are done once and stand until something they were made from changes.

A step's key is the hash of its inputs, its parameters and the code. While the key in the store is the same, the step's
tables stand and it is skipped. A step, its key and the names of the tables it made are kept in one transaction, so that
a kill in the middle leaves the state before it, and the next run picks up there. A step that is forgotten takes its
tables with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from time import perf_counter
from typing import Any, Protocol

from denizen.store import Store
from denizen.store.engine import engine_version

_TABLE = "steps_and_tables"


@dataclass(frozen=True, slots=True)
class StepDone:
    """What became of one step. `because` says why it ran, or why it did not have to."""

    name: str
    key: str
    was_skipped: bool
    because: str
    seconds: float


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is remembered of a step, each part as JSON text: what it was made from, what it returned, its tables."""

    key: str
    parts: str
    result: str
    tables: str


class Listener(Protocol):
    """Who is told of the steps as they go."""

    def starts(self, name: str) -> None: ...

    def ends(self, step: StepDone) -> None: ...


class Steps:
    """Runs steps, and remembers in the store which stand."""

    def __init__(self, store: Store, listener: Listener) -> None:
        self._store = store
        self._listener = listener
        self.done: list[StepDone] = []
        if not store.has(_TABLE):
            store.take(_TABLE, {column: [] for column in _COLUMNS}, dict.fromkeys(_COLUMNS, "VARCHAR"))
        self._kept = {row[0]: _Kept(*row[1:]) for row in store.rows(f"SELECT {', '.join(_COLUMNS)} FROM {_TABLE}")}

    def run(self, name: str, parts: Mapping[str, Any], work: Callable[[], Any], again: str = "") -> StepDone:
        """Do `work` unless the step stands.

        Args:  the step's name; what it is made from, as JSON values; the work, whose result (JSON) is remembered;
               why it has to be done again although it stands ('' for no reason).
        """
        held = self._kept.get(name)
        key, fingerprints = _key(name, parts)
        if held and held.key == key and not again:
            return self._note(StepDone(name, key, True, "nothing that it is made from has changed", 0.0))
        because = "it had not been done" if not held else again or _why(fingerprints, json.loads(held.parts))
        self._listener.starts(name)
        started = perf_counter()
        with self._store.transaction() as made:
            result = json.dumps(work(), ensure_ascii=False, default=str)
            self._keep(name, _Kept(key, json.dumps(fingerprints), result, json.dumps(sorted(made))))
        return self._note(StepDone(name, key, False, because, perf_counter() - started))

    def result(self, name: str) -> Any:
        """What the step's work returned when it was last done."""
        held = self._kept.get(name)
        return json.loads(held.result) if held else None

    @property
    def names(self) -> set[str]:
        """Every step that is remembered."""
        return set(self._kept)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget every other step, and drop every table that none of the steps kept has made."""
        owned = {
            _TABLE,
            *(table for name in self._kept if name in names for table in json.loads(self._kept[name].tables)),
        }
        with self._store.transaction():
            for name in self.names.difference(names):
                self._forget(name)
            for table in self._store.tables().keys() - owned:
                self._store.drop(table)

    def _forget(self, name: str) -> None:
        self._store.rows(f"DELETE FROM {_TABLE} WHERE name = $name", {"name": name})
        self._kept.pop(name, None)

    def _keep(self, name: str, kept: _Kept) -> None:
        if name in self._kept:
            self._forget(name)
        values = {"name": name, **asdict(kept)}
        self._store.rows(f"INSERT INTO {_TABLE} VALUES ($name, $key, $parts, $result, $tables)", values)
        self._kept[name] = kept

    def _note(self, step: StepDone) -> StepDone:
        self.done.append(step)
        self._listener.ends(step)
        return step


_COLUMNS = ("name", "key", "parts", "result", "tables")


def fingerprint(value: Any) -> str:
    """SHA-256 of a JSON value in canonical form."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_version() -> str:
    """SHA-256 over every file of the package and the engine's version: another code makes other keys."""
    digest = hashlib.sha256(engine_version().encode() + b"\0")
    for name, content in _files(resources.files("denizen"), ""):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def _files(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name in ("__pycache__", "examples") or item.name.startswith("."):
            continue
        name = f"{path}/{item.name}"
        found += _files(item, name) if item.is_dir() else [(name, item.read_bytes())]
    return found


def _key(name: str, parts: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    fingerprints = {part: fingerprint(value) for part, value in parts.items()} | {"code": code_version()}
    return fingerprint([name, fingerprints]), fingerprints


def _why(new: Mapping[str, str], old: Mapping[str, str]) -> str:
    changed = [part for part in new if new[part] != old.get(part)]
    return f"changed: {', '.join(changed)}" if changed else "something that it is made from was taken away"
