"""Every statement of a run is kept to what the other engine can be given: sqlglot parses and renders each for Spark."""

from __future__ import annotations

import sqlglot

from denizen.shapes import Statement
from denizen.store import Store
from small_area import SmallArea


def test_every_statement_of_a_run_renders_for_spark(small_area: SmallArea, monkeypatch):
    made: list[Statement] = []
    make = Store.make

    def listening(self: Store, statement: Statement):
        made.append(statement)
        return make(self, statement)

    monkeypatch.setattr(Store, "make", listening)
    small_area.run()
    assert len(made) > 20
    for statement in made:
        rendered = sqlglot.transpile(
            statement.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        assert len(rendered) == 1, statement.name
