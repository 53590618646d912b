"""The engine: one embedded database in the area folder, shut against everything outside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from denizen.errors import CannotWrite, DenizenError, UnreadableFile
from denizen.shapes import Statement

_FILE = "denizen.duckdb"
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}

_NUMPY = {"BIGINT": np.int64, "DOUBLE": np.float64, "BOOLEAN": np.bool_}


def engine_version() -> str:
    """Which release of the engine works out every figure."""
    return duckdb.__version__


class Store:
    """The open database of one area folder. Rooms are handed relations by it; they never see it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open or start the store in a folder, and lock its settings.

        No extension is loaded or fetched, nothing outside the folder can be read or written, and none of this can be
        changed by a statement.
        Raises:  CannotWrite, when the folder cannot be written or another run holds it.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            spill = folder / "spill"
            spill.mkdir(exist_ok=True)
            connection = duckdb.connect(str(folder / _FILE), config=_SETTINGS)
            connection.execute("SET GLOBAL pandas_analyze_sample = 0")  # object columns are text: no need to guess
            connection.execute("SET temp_directory = $spill", {"spill": str(spill)})
            connection.execute("SET allowed_directories = $folders", {"folders": [str(folder)]})
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        except (duckdb.Error, OSError) as error:
            raise _cannot_open(error, folder) from None
        return cls(connection, folder)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def make(self, statement: Statement) -> None:
        """Run one statement and keep its rows as the table of its name (replacing an older one)."""
        self._execute(f'CREATE OR REPLACE TABLE "{statement.name}" AS {statement.sql}', statement.values)

    def make_all(self, statements: Sequence[Statement]) -> None:
        """Run statements in their order."""
        for statement in statements:
            self.make(statement)

    def take(self, name: str, columns: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> None:
        """Keep columns of Python values as a table; nothing is written to a file on the way.

        Args:  the table; values by column, all of one length (None becomes NULL);
               SQL type by column.
        """
        arrays = {column: _array(values, types[column]) for column, values in columns.items()}
        listed = ", ".join(f'"{column}" {types[column]}' for column in columns)
        self._execute(f'CREATE OR REPLACE TABLE "{name}" ({listed})')
        if len(next(iter(arrays.values()), ())):
            self._connection.register("handed_over", arrays)
            try:
                picked = ", ".join(f'CAST("{column}" AS {types[column]})' for column in columns)
                self._execute(f'INSERT INTO "{name}" SELECT {picked} FROM handed_over')
            finally:
                self._connection.unregister("handed_over")

    def rows(self, sql: str, values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query, in its order."""
        return self._execute(sql, values).fetchall()

    def value(self, sql: str, values: Mapping[str, object] | None = None) -> Any:
        return self.rows(sql, values)[0][0]

    def columns(self, table: str) -> list[str]:
        return [str(row[0]) for row in self.rows(f'DESCRIBE "{table}"')]

    def has(self, table: str) -> bool:
        return bool(self.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = $name", {"name": table}))

    def drop(self, table: str) -> None:
        self._execute(f'DROP TABLE IF EXISTS "{table}"')

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept, or nothing is: a kill in the middle leaves the state before."""
        self._execute("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._execute("COMMIT")

    def _execute(self, sql: str, values: Mapping[str, object] | None = None) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql, dict(values)) if values else self._connection.execute(sql)
        except duckdb.Error as error:
            if _is_damage(error):
                raise _damaged(self._folder) from None
            raise self._failed(error, sql) from None

    def _failed(self, error: duckdb.Error, sql: str) -> DenizenError:
        if isinstance(error, duckdb.IOException):
            return CannotWrite(
                f"The store could not be written ({_without_rows(error)}).",
                where=str(self._folder),
                mend="make room on the disk or choose another folder, then run again: what was finished is kept",
            )
        return DenizenError(
            f"The engine refused a statement: {_without_rows(error)}.",
            where=sql.strip().split("\n", 1)[0][:100],
            mend="where the area folder has contracts of its own, look at their rules; else report this message: "
            "it holds no one's data",
        )


def _cannot_open(error: Exception, folder: Path) -> DenizenError:
    text = str(error).lower()
    if "lock" in text or "being used by another process" in text:
        return CannotWrite(
            "Another run of denizen is using this area folder.",
            where=str(folder),
            mend="wait for it to end, or stop it, then run again",
        )
    if _is_damage(error):
        return _damaged(folder)
    return CannotWrite(
        f"The store cannot be opened here ({type(error).__name__}).",
        where=str(folder),
        mend="choose a folder that you may write to and that has room",
    )


def _is_damage(error: Exception) -> bool:
    """Whether the store's own file is cut short or changed, by the engine's words for it."""
    text = str(error).lower()
    signs = (
        "not a valid duckdb database",
        "corrupt",
        "serializ",
        "checksum",
        "could not read enough bytes",
        "could not read all",
    )
    return any(sign in text for sign in signs) or isinstance(error, duckdb.InternalException | duckdb.FatalException)


def _damaged(folder: Path) -> UnreadableFile:
    return UnreadableFile(
        "The store of this area folder is damaged.",
        where=str(folder / _FILE),
        mend="delete the folder `store` inside the area folder and run again: everything in it is made from your files",
    )


def _without_rows(error: duckdb.Error) -> str:
    """An engine's message without the values that it may quote: its kind and first words only."""
    first = str(error).split("\n", 1)[0]
    return type(error).__name__ + ": " + first.split('"', 1)[0].split("'", 1)[0].strip()[:120]


def _array(values: Sequence[Any], sql_type: str) -> np.ndarray[Any, Any]:
    """A numpy array that the engine scans in place; text, and columns with gaps, go as objects."""
    if sql_type in _NUMPY and None not in values:
        return np.asarray(values, dtype=_NUMPY[sql_type])
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
