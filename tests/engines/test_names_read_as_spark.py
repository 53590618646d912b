"""The statements that parse names are kept to what the other engine can be given, and are asked for by their steps."""

from __future__ import annotations

import sqlglot

from denizen.shapes import NAME_WORDS, NAMES, Statement
from denizen.standardise import names
from denizen.store import Store
from drawing import put


def test_every_step_of_names_renders_for_spark():
    for step in names.steps("listed"):
        sql = step.sql if isinstance(step, Statement) else step.reads
        rendered = sqlglot.transpile(sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
        assert len(rendered) == 1, step.name


def test_the_tables_of_names_have_the_shapes_that_they_declare(tmp_path):
    with Store.open(tmp_path) as store:
        put(
            store,
            "listed",
            "record | name | surname | forename | middle | title\n 0 | . | Smith | John | . | Mr",
            record="BIGINT",
        )
        for step in names.steps("listed"):
            if isinstance(step, Statement):
                store.make(step)
            else:
                store.take(step.name, step.work([row[0] for row in store.rows(step.reads)]), step.types)
        for shape in (NAMES, NAME_WORDS):
            described = store.rows(f'DESCRIBE "{shape.name}"')
            assert [(row[0], row[1]) for row in described] == [(column.name, column.type) for column in shape.columns]
