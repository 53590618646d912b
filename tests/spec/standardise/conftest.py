"""A store in which drawn names are parsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from denizen.pipeline.naming import name_people
from denizen.standardise.names import WRITTEN
from denizen.store import Store
from drawing import rows_of

COLUMNS = ("name", "surname", "forename", "middle", "title")


@pytest.fixture
def parsed(tmp_path: Path) -> Iterator[Callable[[str], list[dict]]]:
    """Parses a drawn table of names; gives the rows of `names`, in order, as dicts."""
    with Store.open(tmp_path) as store:

        def parse(drawn: str) -> list[dict]:
            rows = rows_of(drawn)
            columns = {column: [row.get(column) for row in rows] for column in COLUMNS}
            store.take(
                "listed",
                {"record": list(range(len(rows))), **columns},
                {"record": "BIGINT", **dict.fromkeys(COLUMNS, "VARCHAR")},
            )
            name_people(store)
            found = store.rows(
                "SELECT given, family, words, initials, sex_hint, culture "
                f"FROM listed JOIN names ON names.written = {WRITTEN} ORDER BY record"
            )
            keys = ("given", "family", "words", "initials", "sex_hint", "culture")
            return [dict(zip(keys, row, strict=True)) for row in found]

        yield parse
