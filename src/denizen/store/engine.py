"""The engine: embedded databases in the area folder, shut against everything outside it.

One main database holds what is derived. Records of people lie in one encrypted file per delivery, each with its own key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from denizen.errors import NotPermitted
from denizen.shapes import Statement
from denizen.store.failures import cannot_open, damaged, is_damage, refused
from denizen.store.files import ASIDE, MAIN, delivery_file, main_file
from denizen.store.list_files import AS_READ, headers_of, take_columns
from denizen.store.opening import attach, engine_version, open_apart, open_main

__all__ = ["Store", "engine_version"]

_NUMPY = {"BIGINT": np.int64, "DOUBLE": np.float64, "BOOLEAN": np.bool_}
Column = Sequence[Any] | np.ndarray[Any, Any]
_TABLES = "SELECT database_name, table_name, table_oid FROM duckdb_tables() WHERE NOT temporary"


class Store:
    """The open databases of one area folder. Rooms are handed relations by it; they never see it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, *, is_encrypted: bool) -> None:
        self._main = self._at = connection
        self._folder = folder
        self._is_encrypted = is_encrypted
        self._deliveries: list[str] = []
        self._target = self._looked_in = MAIN
        self._made: set[str] = set()

    @classmethod
    def open(cls, folder: Path, key: bytes | None = None, memory_limit: str = "") -> Store:
        """Open or start the store in a folder, and lock its settings; encrypted, spilled files too, when there is a key.

        Nothing outside the folder can be read or written, and none of this can be changed by a statement. A main
        database that was begun the other way (with a key, without one) is begun anew: all in it is derived. Only beside
        its vault an encrypted one is never opened without a key.
        Raises:  CannotWrite, when the folder cannot be written or another run holds it; NotPermitted, when the key does
                 not fit or is missing; UnreadableFile.
        """
        return cls(open_main(folder, key, memory_limit), folder, is_encrypted=key is not None)

    @classmethod
    def apart(cls, spill: Path, *reading: Path, memory_limit: str = "") -> Store:
        """A store in memory that may read the files of some folders, and is gone when it is closed; what spills is encrypted.

        Raises:  CannotWrite, when the folder for what spills cannot be used.
        """
        return cls(open_apart(spill, reading, memory_limit), spill, is_encrypted=False)

    def close(self) -> None:
        self._main.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def make(self, statement: Statement) -> None:
        """Run one statement and keep its rows as the table of its name (replacing an older one), or keep it as a look."""
        if statement.is_look:
            self._execute(f'CREATE OR REPLACE VIEW "{statement.name}" AS {statement.sql}')
            return
        self._execute(f'CREATE OR REPLACE TABLE "{statement.name}" AS {statement.sql}', statement.values)
        self._note(statement.name)

    def make_all(self, statements: Sequence[Statement]) -> None:
        """Run statements in their order."""
        for statement in statements:
            self.make(statement)

    def take(self, name: str, columns: Mapping[str, Column], types: Mapping[str, str]) -> None:
        """Keep columns of Python values, or arrays, as a table; nothing is written to a file on the way.

        Args:  the table; values by column, all of one length (None becomes NULL);
               SQL type by column.
        """
        arrays = {column: _array(values, types[column]) for column, values in columns.items()}
        listed = ", ".join(f'"{column}" {types[column]}' for column in columns)
        self._execute(f'CREATE OR REPLACE TABLE "{name}" ({listed})')
        if len(next(iter(arrays.values()), ())):
            self._at.register("handed_over", arrays)
            try:
                picked = ", ".join(f'CAST("{column}" AS {types[column]})' for column in columns)
                self._execute(f'INSERT INTO "{name}" SELECT {picked} FROM handed_over')
            finally:
                self._at.unregister("handed_over")
        self._note(name)

    def headers(self, path: Path, name: str) -> list[str]:
        """The headers of a CSV or Parquet file of the folder that a store apart may read; `name` is told in errors."""
        return headers_of(self._at, path, name)

    def take_file(
        self, table: str, path: Path, name: str, columns: Sequence[str], numbered: str = "row_number"
    ) -> None:
        """Keep columns of such a file as text, its rows numbered from 1, until `drop_file`.

        Raises:  UnreadableFile; WrongLayout, when a column is not there.
        """
        self._look()
        take_columns(self._at, table, path, name, columns, numbered)

    def drop_file(self, table: str) -> None:
        """Let go of what `take_file` kept."""
        self._execute(f'DROP VIEW IF EXISTS "{table}"')
        self.drop(table + AS_READ)

    def rows(self, sql: str, values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query, in its order."""
        return self._execute(sql, values).fetchall()

    def arrays(self, sql: str) -> tuple[Any, ...]:
        """The columns of a query as numpy arrays, in their order."""
        return tuple(self._execute(sql).fetchnumpy().values())

    def value(self, sql: str, values: Mapping[str, object] | None = None) -> Any:
        return self.rows(sql, values)[0][0]

    def columns(self, table: str) -> list[str]:
        return [str(row[0]) for row in self.rows(f'DESCRIBE "{table}"')]

    def has(self, table: str) -> bool:
        held = f"SELECT 1 FROM duckdb_tables() WHERE database_name = '{MAIN}' AND table_name = $name"
        return bool(self.rows(held, {"name": table})) or table in self.tables()

    def tables(self) -> dict[str, str]:
        """Every table that can be read by its bare name, with a mark that changes whenever the table is made anew."""
        apart = self._main.cursor()  # what deliveries hold by now, whenever the transaction that asks began
        try:
            found = [row for row in apart.execute(_TABLES).fetchall() if row[0] != self._target]
        finally:
            apart.close()
        found += [row for row in self.rows(_TABLES) if row[0] == self._target]
        place = {database: at for at, database in enumerate(self._path())}
        found.sort(key=lambda row: (-place.get(row[0], -1), row[1]))  # where names meet, the nearest stands
        return {str(table): f"{database}/{version}" for database, table, version in found if database in place}

    def drop(self, table: str) -> None:
        """Take away a table of the main database; inside `into`, one of that delivery. Tables elsewhere stay."""
        self._execute(f'DROP TABLE IF EXISTS "{self._target}".main."{table}"')
        if self._target == MAIN:
            self._made.discard(table)

    def _note(self, table: str) -> None:
        if self._target == MAIN:
            self._made.add(table)

    def delivery(self, name: str, key: bytes) -> None:
        """Open the encrypted file of a delivery, or begin it. Its tables can be read by their bare names from now on.

        Where two deliveries have a table of the same name, the one that was opened last is read.
        Raises:  NotPermitted, when the key does not fit or the store itself is not encrypted; UnreadableFile; CannotWrite.
        """
        file = delivery_file(self._folder, name)
        if not self._is_encrypted:
            raise NotPermitted(
                "Deliveries are only opened in an encrypted store: what is made from them would lie there in clear.",
                where=str(self._folder),
                mend="give the vault key (`denizen vault new-key --to FILE` makes one)",
            )
        if name in self._deliveries:
            return
        apart = self._main.cursor()  # outside any transaction that is open
        try:
            attach(apart, file, name, key)
        except duckdb.Error as error:
            raise cannot_open(error, file) from None
        finally:
            apart.close()
        self._deliveries.insert(0, name)

    def let_go(self, name: str) -> None:
        """Close the file of a delivery, before it is destroyed. Nothing happens when it is not open."""
        if name in self._deliveries:
            self._deliveries.remove(name)
            self._execute(f'DETACH "{name}"')

    @contextmanager
    def into(self, name: str) -> Iterator[None]:
        """What is made, taken and dropped inside is kept in the file of this delivery: all of it, or nothing.

        The engine writes one file in a transaction, so this is a transaction of its own, beside one that may be open on
        the main database. It reads the main database as last committed, and is committed first: whoever keeps on
        record that the delivery is in does so after it, in the main database. A kill between the two leaves a delivery
        that nothing knows of; so every delivery goes into a new file, and the next run takes away what is not on
        record. Until the outer transaction ends, it sees the new tables only if it had not yet looked at this delivery.
        """
        if name not in self._deliveries or self._target != MAIN:
            raise ValueError("write into one delivery at a time, and open it first")
        looked_in = self._looked_in
        self._at, self._target, self._looked_in = self._main.cursor(), name, ""
        try:
            with self.transaction():
                yield
        finally:
            self._at.close()
            self._at, self._target, self._looked_in = self._main, MAIN, looked_in

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is made, taken and dropped inside lies in memory and is gone at the end.

        It reads deliveries, and the main database as last committed; nothing made inside is ever in a file of either. What
        does not fit into memory spills as elsewhere: encrypted where the store is.
        """
        if self._target != MAIN:
            raise ValueError("step aside from the main database only")
        looked_in = self._looked_in
        self._at, self._target, self._looked_in = self._main.cursor(), ASIDE, ""
        self._at.execute(f"ATTACH ':memory:' AS {ASIDE}")
        try:
            yield
        finally:
            self._at.execute(f"SET search_path = '{MAIN}'")
            self._at.execute(f"DETACH {ASIDE}")
            self._at.close()
            self._at, self._target, self._looked_in = self._main, MAIN, looked_in

    def _path(self) -> list[str]:
        """The databases in which a bare name is looked for, in their order; new tables are made in the first."""
        return list(dict.fromkeys((self._target, MAIN, *self._deliveries)))

    def _look(self) -> None:
        """Tell the engine where to look; as late as can be, for from then on a transaction sees no newer tables there."""
        path = ",".join(self._path())
        if path != self._looked_in:
            self._at.execute(f"SET search_path = '{path}'")
            self._looked_in = path

    @contextmanager
    def transaction(self) -> Iterator[set[str]]:
        """Everything inside is kept, or nothing is: a kill in the middle leaves the state before.

        Yields:  the tables of the main database that were made inside and are there so far.
        """
        at = self._at
        self._execute("BEGIN TRANSACTION")
        made = self._made if self._target != MAIN else set()
        self._made = made
        try:
            yield made
        except BaseException:
            at.rollback()
            raise
        self._execute("COMMIT")

    def _execute(self, sql: str, values: Mapping[str, object] | None = None) -> duckdb.DuckDBPyConnection:
        try:
            self._look()
            return self._at.execute(sql, dict(values)) if values else self._at.execute(sql)
        except duckdb.Error as error:
            if is_damage(error):
                raise damaged(main_file(self._folder)) from None
            raise refused(error, sql, self._folder) from None


def _array(values: Column, sql_type: str) -> np.ndarray[Any, Any]:
    """A numpy array that the engine scans in place; text, and columns with gaps, go as objects."""
    if isinstance(values, np.ndarray):
        return values
    if sql_type in _NUMPY and None not in values:
        return np.asarray(values, dtype=_NUMPY[sql_type])
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
