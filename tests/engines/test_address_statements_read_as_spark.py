"""Addresses too are matched in statements that the other engine can be given."""

from __future__ import annotations

import sqlglot

from denizen.addresses import match_statements, parts_statements


def test_every_statement_of_address_matching_renders_for_spark():
    statements = [*parts_statements("listed"), *match_statements("listed", "register_entries", pooled=True)]
    assert len(statements) > 20
    for statement in statements:
        rendered = sqlglot.transpile(
            statement.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        assert len(rendered) == 1, statement.name
