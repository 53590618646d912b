"""Every statement of linkage is kept to what the other engine can be given."""

from __future__ import annotations

import pytest
import sqlglot

from denizen.linkage.keys import keys, kinds_of, pairs
from denizen.linkage.looked_for import looked_for, sounds
from denizen.linkage.near_pairs import near_pairs
from denizen.linkage.patterns import comparisons_of, patterns
from denizen.linkage.people import people
from denizen.shapes import Statement
from denizen.standardise import births

MORE = (["identifier_nhs_number"], ["extra_occupation"])
EVERY = [
    births.fits("a"), births.described({"a": "%d/%m/%Y", "b": "%Y-%m-%d"}), births.described({}),
    *people([*MORE[0], *MORE[1]], ["a", "b"], ["c"], {"uprn"}), *looked_for([*MORE[0], *MORE[1]], settles=True),
    sounds(), *keys(kinds_of(*MORE), 2), *pairs(kinds_of(*MORE), 20), *near_pairs(kinds_of(*MORE), 20, 1),
    *patterns(comparisons_of(*MORE, lists=2, no_births=["c"])),
]  # fmt: skip


@pytest.mark.parametrize("statement", EVERY, ids=lambda statement: statement.name)
def test_it_renders_for_spark(statement: Statement) -> None:
    rendered = sqlglot.transpile(
        statement.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert len(rendered) == 1
