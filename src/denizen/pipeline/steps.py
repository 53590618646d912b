"""Steps that are done once and stand until something they were made from changes.

A step's key is the hash of its inputs, its parameters and the code. While the key in the store is the same, the step's
tables stand and it is skipped. A step and its key are kept in one transaction, so that a kill in the middle leaves the
state before it, and the next run picks up there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from time import perf_counter
from typing import Any, Protocol

from denizen.store import Store

_TABLE = "steps_that_stand"


@dataclass(frozen=True, slots=True)
class StepDone:
    """What became of one step. `because` says why it ran, or why it did not have to."""

    name: str
    key: str
    was_skipped: bool
    because: str
    seconds: float


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
            store.take(_TABLE, {"name": [], "key": [], "parts": [], "result": []}, dict.fromkeys(_COLUMNS, "VARCHAR"))

    def run(self, name: str, parts: Mapping[str, Any], work: Callable[[], Any]) -> StepDone:
        """Do `work` unless the step stands.

        Args:  the step's name; what it is made from, as JSON values; the work, whose result (JSON) is remembered.
        """
        held = self._held(name)
        key, fingerprints = _key(name, parts)
        if held and held[0] == key:
            return self._note(StepDone(name, key, True, "nothing that it is made from has changed", 0.0))
        because = _why(fingerprints, json.loads(held[1])) if held else "it had not been done"
        self._listener.starts(name)
        started = perf_counter()
        with self._store.transaction():
            result = json.dumps(work(), ensure_ascii=False, default=str)
            self._keep(name, key, json.dumps(fingerprints), result)
        return self._note(StepDone(name, key, False, because, perf_counter() - started))

    def result(self, name: str) -> Any:
        """What the step's work returned when it was last done."""
        rows = self._store.rows(f"SELECT result FROM {_TABLE} WHERE name = $name", {"name": name})
        return json.loads(rows[0][0]) if rows else None

    def forget(self, name: str) -> None:
        self._store.rows(f"DELETE FROM {_TABLE} WHERE name = $name", {"name": name})

    def _held(self, name: str) -> tuple[Any, ...] | None:
        rows = self._store.rows(f"SELECT key, parts FROM {_TABLE} WHERE name = $name", {"name": name})
        return rows[0] if rows else None

    def _keep(self, name: str, key: str, parts: str, result: str) -> None:
        self.forget(name)
        self._store.rows(
            f"INSERT INTO {_TABLE} VALUES ($name, $key, $parts, $result)",
            {"name": name, "key": key, "parts": parts, "result": result},
        )

    def _note(self, step: StepDone) -> StepDone:
        self.done.append(step)
        self._listener.ends(step)
        return step


_COLUMNS = ("name", "key", "parts", "result")


def fingerprint(value: Any) -> str:
    """SHA-256 of a JSON value in canonical form."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_version() -> str:
    """SHA-256 over every file of the package: another code makes other keys."""
    digest = hashlib.sha256()
    for name, content in _files(resources.files("denizen"), ""):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def _files(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name in ("__pycache__", "examples"):
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
