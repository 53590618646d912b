"""A desk at which drawn addresses are taken apart and matched to a drawn register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from denizen.addresses import TERMS, TYPES, match_statements, parts_statements, terms
from denizen.shapes import ADDRESSED, LISTED, REGISTER_ENTRIES
from denizen.store import Store
from drawing import Cell, rows_of

Match = Callable[[str, str], dict[str, tuple[str | None, str | None]]]


@pytest.fixture
def desk_store(tmp_path: Path) -> Iterator[Store]:
    with Store.apart(tmp_path / "spill", tmp_path) as store:
        store.take(TERMS, terms(), TYPES)
        yield store


def shaped(store: Store, shape: Any, rows: list[dict[str, Any]], number: str, **fixed: Cell) -> None:
    """Put rows into a store as the table of a shape; columns that are not drawn are NULL."""
    filled = [{**fixed, **row, number: at} for at, row in enumerate(rows)]
    columns = {name: [_text(row.get(name)) for row in filled] for name in shape.names}
    store.take(shape.name, columns, {column.name: column.type for column in shape.columns})


def _text(cell: object) -> object:
    return f"{cell:g}" if isinstance(cell, float) else cell


@pytest.fixture
def parted(desk_store: Store) -> Callable[[list[str]], list[dict[str, str]]]:
    """Addresses by their parts, empty ones left out."""

    def apart(addresses: list[str]) -> list[dict[str, str]]:
        shaped(
            desk_store, LISTED, [{"record_id": text, "address": text} for text in addresses], "record", source="list"
        )
        desk_store.make_all(parts_statements("listed"))
        names = ("flat", "number", "building", "street", "postcode")
        rows = desk_store.rows(f"SELECT {', '.join(names)} FROM addressed ORDER BY record")
        return [{name: value for name, value in zip(names, row, strict=True) if value} for row in rows]

    return apart


@pytest.fixture
def match(desk_store: Store) -> Match:
    """UPRN and reason by record id, for a drawn list and a drawn register."""

    def matched(listed: str, register: str) -> dict[str, tuple[str | None, str | None]]:
        shaped(desk_store, LISTED, rows_of(listed), "record", source="list")
        shaped(desk_store, REGISTER_ENTRIES, [{"preference": 0, **row} for row in _register(register)], "entry")
        desk_store.make_all(match_statements("listed", "register_entries"))
        assert desk_store.columns("addressed") == list(ADDRESSED.names)
        found = desk_store.rows("""
            SELECT listed.record_id, addressed.uprn, addressed.reason
            FROM addressed JOIN listed ON listed.record = addressed.record ORDER BY listed.record
        """)
        return {record: (uprn, reason) for record, uprn, reason in found}

    return matched


def _register(drawn: str) -> list[dict[str, Any]]:
    rows = rows_of(drawn)
    return [{**row, "preference": int(float(row.get("preference") or 0))} for row in rows]
