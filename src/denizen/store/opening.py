"""Opening the engine on a folder: shut against everything outside, encrypted where there is a key.

The order matters. Nothing is loaded or fetched by itself; the cipher is loaded by its path inside its own wheel; then
the folder is named, everything else is shut, and the settings are locked. After that no statement can open anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import duckdb

from denizen.errors import CannotWrite, NotPermitted
from denizen.store.failures import cannot_open, is_of_the_other_kind
from denizen.store.files import MAIN, REGISTER, main_file, remove_main, spill_folder

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_CIPHER = "duckdb_extension_httpfs"


def engine_version() -> str:
    """Which release of the engine works out every figure."""
    return duckdb.__version__


def open_main(folder: Path, key: bytes | None, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """A connection to the main database of a folder, encrypted when there is a key.

    A main database of the other kind is taken away and begun anew: all in it is derived. Not so an encrypted one beside
    its vault: whoever opens that without a key has forgotten it.
    Raises:  NotPermitted, when the key does not fit or is missing; UnreadableFile; CannotWrite.
    """
    try:
        for part in (folder, spill_folder(folder), folder / "deliveries"):
            part.mkdir(exist_ok=True, parents=True)
        try:
            return _open(folder, key, memory_limit)
        except duckdb.Error as error:
            if not is_of_the_other_kind(error):
                raise
        if key is None and (folder / REGISTER).exists():
            raise NotPermitted(
                "What is stored here is encrypted, and no key was given.",
                where=str(main_file(folder)),
                mend="give the vault key, as for `denizen run`",
            )
        remove_main(folder)  # the engine looks at the kind only once it has the file to itself: no run is using it
        return _open(folder, key, memory_limit)
    except (duckdb.Error, OSError) as error:
        raise cannot_open(error, main_file(folder)) from None


def open_apart(spill: Path, reading: Sequence[Path], memory_limit: str) -> duckdb.DuckDBPyConnection:
    """A connection to a database in memory that may read some folders of lists; what spills is encrypted.

    Raises:  CannotWrite, when the folder for what spills cannot be used.
    """
    try:
        # nothing is kept, so nothing is packed while the work goes on
        connection = duckdb.connect(":memory:", config=_SETTINGS | {"checkpoint_threshold": "1TB"})
        connection.execute(f"LOAD {_quoted(_cipher())}")
        connection.execute("SET temp_file_encryption = true")
        connection.execute(f"ATTACH ':memory:' AS {MAIN}")
        connection.execute(f"USE {MAIN}")
        _shut(connection, spill, memory_limit, *reading)
        connection.execute("SET lock_configuration = true")
        return connection
    except (duckdb.Error, OSError) as error:
        raise cannot_open(error, main_file(spill)) from None


def attach(connection: duckdb.DuckDBPyConnection, file: Path, name: str, key: bytes) -> None:
    """Open an encrypted database beside those that are open, or begin one.

    Raises:  duckdb.Error, which quotes the statement and its key: it must be told in other words.
    """
    connection.execute(f"ATTACH {_quoted(file)} AS \"{name}\" (ENCRYPTION_KEY '{key.hex()}', ENCRYPTION_CIPHER 'GCM')")


def _open(folder: Path, key: bytes | None, memory_limit: str) -> duckdb.DuckDBPyConnection:
    file = main_file(folder)
    connection = duckdb.connect(":memory:" if key else str(file), config=_SETTINGS)
    try:
        if key:
            connection.execute(f"LOAD {_quoted(_cipher())}")
            connection.execute("SET temp_file_encryption = true")
        _shut(connection, folder, memory_limit)
        if key:
            attach(connection, file, MAIN, key)
            connection.execute(f"USE {MAIN}")
        connection.execute("SET lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return connection


def _shut(connection: duckdb.DuckDBPyConnection, folder: Path, memory_limit: str, *reading: Path) -> None:
    connection.execute("SET enable_progress_bar = false")  # a command says itself what it is doing
    connection.execute("SET GLOBAL pandas_analyze_sample = 0")  # object columns are text: no need to guess
    connection.execute("SET temp_directory = $spill", {"spill": str(spill_folder(folder))})
    if memory_limit:
        connection.execute("SET memory_limit = $limit", {"limit": memory_limit})
    connection.execute("SET allowed_directories = $folders", {"folders": [str(folder), *map(str, reading)]})
    connection.execute("SET enable_external_access = false")


def _cipher() -> Path:
    """The extension that encrypts, inside the wheel that brings it; found without importing anything."""
    wheel = find_spec(_CIPHER)
    file = Path(wheel.origin).parent if wheel and wheel.origin else Path(_CIPHER)
    file = file / "extensions" / f"v{engine_version()}" / "httpfs.duckdb_extension"
    if not file.is_file():
        raise CannotWrite(
            "The engine's encryption is missing, and records of people are never written without it.",
            where=f"the installed package {_CIPHER.replace('_', '-')}",
            mend=f"install denizen again, with {_CIPHER.replace('_', '-')} {engine_version()} for this kind of computer",
        )
    return file


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
