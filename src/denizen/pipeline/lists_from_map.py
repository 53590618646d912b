"""Anyone's lists, by a map that says which column holds what: read once, into one table.

sources:
  council_tax: {file: council_tax.csv.gz, id: record_id, name: account_holder, address: [address1, address2], postcode: postcode}
  gp_register: {file: gp.parquet, id: record_id, surname: family_name, forename: given_name, birth_date: dob, within: unique}
gazetteer: {file: gazetteer.csv.gz, uprn: uprn, sub_building: flat, building_number: number, street: street, postcode: postcode}
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from denizen.documents import Document, Identifier, parse_document
from denizen.errors import BadInput, UnreadableFile
from denizen.pipeline.list_notes import notes_on
from denizen.pipeline.register_columns import RegisterColumns
from denizen.shapes import LISTED, REGISTER_ENTRIES, Statement
from denizen.store import Store

RAW = "denizen_row_of_file"
_DATE_FORMAT = re.compile(r"(?=.*%d)(?=.*%[mbB])(?=.*%[Yy])(?:%[dmbBYyHMS]|[ ./:,T-])+")

_TOLD = "listed_told"
"""what the lists tell: `listed` without the columns that none of them has"""
_LONGEST_NAME = 255
"""letters of a file's name, at most, wherever it lies"""
_YEARS, _AGES = (1500, 2100), (0, 150)
"""of birth, as whole numbers: what lies beyond is a slip of the keys, and taken as not told"""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _within_folder(file: str) -> str:
    parts = Path(file).parts
    if not parts or Path(file).is_absolute() or ".." in parts or "\0" in file or max(map(len, parts)) > _LONGEST_NAME:
        raise ValueError("a file lies in the folder of the lists, and is named from there")
    return file


Columns = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
"""one column, or several whose text is put together"""
InFolder = Annotated[str, AfterValidator(_within_folder)]


class SourceMap(Document):
    """Which columns of one list hold what. `within: unique` says that it has each person once."""

    file: InFolder
    id: str
    name: Columns = ()
    surname: Columns = ()
    forename: Columns = ()
    middle: Columns = ()
    title: Columns = ()
    sex: Columns = ()
    birth_date: Columns = ()
    birth_year: Columns = ()
    age: Columns = ()
    age_at: str = ""
    """a column, or the day itself"""
    date_format: str = ""
    address: Columns = ()
    postcode: Columns = ()
    uprn: Columns = ()
    identifiers: dict[Identifier, str] = Field(default_factory=dict)
    extra: dict[Identifier, str] = Field(default_factory=dict)
    within: Literal["", "unique"] = ""

    @field_validator("date_format")
    @classmethod
    def _is_a_way_of_writing_dates(cls, value: str) -> str:
        if value and not _DATE_FORMAT.fullmatch(value):
            raise ValueError("a `date_format` is written with %d, %m (or %b, %B) and %Y (or %y), as %d/%m/%Y")
        return value

    @model_validator(mode="after")
    def _an_age_has_a_day(self) -> SourceMap:
        if self.age and not self.age_at:
            raise ValueError("an `age` needs `age_at`: the column, or the day (2025-12-31), on which it was the age")
        if _is_day(self.age_at):
            _check_day(self.age_at)
        return self

    @model_validator(mode="after")
    def _more_than_an_id_is_told(self) -> SourceMap:
        of_whom = (self.name, self.surname, self.forename, self.birth_date, self.birth_year, self.age)
        if not any((*of_whom, self.address, self.postcode, self.uprn, self.identifiers, self.extra)):
            raise ValueError(
                "by ids alone nothing can be found: name at least one column of names, births, addresses or identifiers"
            )
        return self

    def columns_of(self, field: str) -> tuple[str, ...]:
        """The columns of the file that a column of LISTED is put together from."""
        if field == "record_id":
            return (self.id,)
        if field.startswith("identifier_"):
            found = self.identifiers.get(field.removeprefix("identifier_"))
        elif field.startswith("extra_"):
            found = self.extra.get(field.removeprefix("extra_"))
        elif field == "age_at":
            found = None if _is_day(self.age_at) else self.age_at or None
        else:
            columns: tuple[str, ...] = getattr(self, field)
            return columns
        return (found,) if found else ()

    def tells(self, field: str) -> bool:
        """Whether a column of LISTED holds anything of this list."""
        return bool(self.columns_of(field)) or (field == "age_at" and bool(self.age_at))


class RegisterMap(RegisterColumns):
    """The file of an address register, and its columns where its headers do not tell them."""

    file: InFolder


class ListsMap(Document):
    sources: dict[Identifier, SourceMap] = Field(min_length=1)
    gazetteer: RegisterMap | None = None

    def files(self, folder: Path) -> list[Path]:
        """Every file that is read, in a folder."""
        named = [source.file for source in self.sources.values()] + ([self.gazetteer.file] if self.gazetteer else [])
        return [folder / file for file in named]

    @property
    def fields(self) -> list[str]:
        """The columns of `listed` after its own: those of identifiers and extras, of whichever source."""
        named = [f"identifier_{name}" for source in self.sources.values() for name in source.identifiers]
        named += [f"extra_{name}" for source in self.sources.values() for name in source.extra]
        return list(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class ListNotes:
    """What should be known of the lists before anyone relies on what comes of them, as sentences."""

    records: dict[str, int]
    notes: tuple[str, ...]


def read_map(path: Path) -> ListsMap:
    """The map in a file.

    Raises:  UnreadableFile; BadDocument, with the line and the nearest right key.
    """
    try:
        return parse_document(path.read_text("utf-8-sig"), path.name, ListsMap)
    except (OSError, UnicodeDecodeError):
        raise UnreadableFile(
            "The map cannot be read.",
            where=str(path),
            mend="name a YAML file in UTF-8 that says which column holds what",
        ) from None


def take_lists(store: Store, folder: Path, lists: ListsMap) -> ListNotes:
    """Read every list of the map into the table `listed` (LISTED, then identifiers and extras).

    Rows in which nothing stands are left out. A list may have no row; not all of them.
    Raises:  UnreadableFile; WrongLayout, when a column is not there; BadInput, when rows have no id, or there is no row.
    """
    for source, columns in lists.sources.items():
        store.take_file(f"file_{source}", folder / columns.file, columns.file, _used(columns, lists.fields), RAW)
    _make_listed(store, lists)
    records = dict.fromkeys(lists.sources, 0) | dict(_counted(store))
    notes: list[str] = []
    for source, columns in lists.sources.items():
        _check_ids(store, source, columns)
        told = [field for field in LISTED.names[3:] if columns.columns_of(field)]
        notes += notes_on(store, source, columns.file, told, records[source])
    if not any(records.values()):
        raise BadInput("No list has a row.", where=str(folder), mend="look whether the files are the right ones")
    for source in lists.sources:
        store.drop_file(f"file_{source}")
    return ListNotes(records, tuple(notes))


def _make_listed(store: Store, lists: ListsMap) -> None:
    """The rows of every file, numbered in the order of the files; columns that no list has are looked at as empty."""
    names = [*LISTED.names[2:], *lists.fields]
    told = [name for name in names if any(columns.tells(name) for columns in lists.sources.values())]
    values: dict[str, object] = {}
    rows, before = [], 0
    for number, (source, columns) in enumerate(lists.sources.items()):
        values[f"source_{number}"] = source
        if _is_day(columns.age_at):
            values[f"age_at_{number}"] = columns.age_at
        rows.append(_told(number, lists, source, told, before))
        before += int(store.value(f'SELECT COUNT(*) FROM "file_{source}"'))
    every = f"SELECT * FROM ({' UNION ALL '.join(rows)}) AS rows WHERE COALESCE({', '.join(told)}) IS NOT NULL"
    store.make(Statement(_TOLD, every, values))
    if store.value(f"SELECT COUNT(*) FROM {_TOLD}") < before:
        again = ", ".join(["source", *told])
        numbered = f"SELECT ROW_NUMBER() OVER (ORDER BY record) - 1 AS record, {again} FROM {_TOLD}"
        store.make(Statement(_TOLD, numbered, {}))
    seen = (name if name in told else f"CAST(NULL AS VARCHAR) AS {name}" for name in names)
    store.make(Statement("listed", f"SELECT record, source, {', '.join(seen)} FROM {_TOLD}", {}, is_look=True))


def _counted(store: Store) -> list[tuple[str, int]]:
    return [(source, found) for source, found in store.rows("SELECT source, COUNT(*) FROM listed GROUP BY source")]


def _used(columns: SourceMap, fields: Sequence[str]) -> list[str]:
    """The columns of a file that the map names, each once."""
    wanted = [*LISTED.names[2:], *fields]
    return list(dict.fromkeys(column for name in wanted for column in columns.columns_of(name)))


def _told(number: int, lists: ListsMap, source: str, names: Sequence[str], before: int) -> str:
    """SQL for the rows of one file: record, source, and these columns of LISTED, identifiers and extras among them.

    Args:  the place of the list in the map; the map; the list; the columns; how many rows the lists before it have.
    """
    columns = lists.sources[source]
    told = [f"{RAW} + {before - 1} AS record", f"CAST($source_{number} AS VARCHAR) AS source"]
    for name in names:
        if name == "age_at" and _is_day(columns.age_at):
            told.append(f"CASE WHEN {_put_together(columns.age, ' ')} IS NOT NULL THEN $age_at_{number} END AS age_at")
        else:
            text = _put_together(columns.columns_of(name), ", " if name == "address" else " ")
            told.append(f"{_sensible(name, text)} AS {name}")
    return f'SELECT {", ".join(told)} FROM "file_{source}"'


_NUMBERS = {"age": _AGES, "birth_year": _YEARS}


def _sensible(field: str, sql: str) -> str:
    """SQL for the text of a field, NULL where it tells an age or a year that nobody has."""
    if field == "age_at":
        return f"CASE WHEN YEAR(TRY_CAST({sql} AS DATE)) BETWEEN {_YEARS[0]} AND {_YEARS[1]} THEN {sql} END"
    if field in _NUMBERS:
        least, most = _NUMBERS[field]
        return f"CASE WHEN TRY_CAST({sql} AS DOUBLE) BETWEEN {least} AND {most} THEN {sql} END"
    return sql


def _put_together(columns: tuple[str, ...], between: str) -> str:
    """SQL for the text of several columns, those that are empty left out; NULL where all are."""
    if not columns:
        return "CAST(NULL AS VARCHAR)"
    filled = [_trimmed(_quoted(column)) for column in columns]
    return filled[0] if len(filled) == 1 else f"NULLIF(CONCAT_WS('{between}', {', '.join(filled)}), '')"


def _trimmed(column: str) -> str:
    """SQL for a text without the blanks around it, NULL where nothing is left. Few have any, so that it is looked first; among
    letters beyond ASCII a blank may be of another kind."""
    beyond = f"BIT_LENGTH({column}) <> 8 * LENGTH({column})"
    blank = f"{column} LIKE ' %' OR {column} LIKE '% ' OR {column} = '' OR {beyond}"
    return f"CASE WHEN {blank} THEN NULLIF(TRIM({column}), '') ELSE {column} END"


def _check_ids(store: Store, source: str, columns: SourceMap) -> None:
    lacking = store.value("SELECT COUNT(*) - COUNT(record_id) FROM listed WHERE source = $source", {"source": source})
    if lacking:
        empty = f"COALESCE(TRIM({_quoted(columns.id)}), '') = ''"
        first = store.value(f'SELECT MIN({RAW}) FROM "file_{source}" WHERE {empty}')
        raise BadInput(
            f"{lacking:,} rows have no id.",
            where=f"{columns.file}, column `{columns.id}`, first in row {first}",
            mend="name the column that tells the rows apart, or take rows out that are no records",
        )


def take_register(store: Store, folder: Path, register: RegisterMap) -> int:
    """Read an address register into the table `register_entries` (REGISTER_ENTRIES); how many entries it has.

    Entries without a UPRN are left out.
    Raises:  UnreadableFile; WrongLayout, when a column is not there or its headers tell no layout; BadInput, when no
             entry is left.
    """
    path = folder / register.file
    columns = register.columns_in(store.headers(path, register.file), register.file)
    store.take_file("register_file", path, register.file, columns.used, RAW)
    told = ", ".join(f"{columns.expression(name)} AS {name}" for name in REGISTER_ENTRIES.names[1:])
    store.make(
        Statement(
            "register_entries",
            f"""
            SELECT ROW_NUMBER() OVER (ORDER BY {RAW}) - 1 AS entry, rows.*
            FROM (SELECT {RAW}, {told} FROM register_file) AS rows WHERE uprn IS NOT NULL
            """,
            {},
            REGISTER_ENTRIES,
        )
    )
    store.drop_file("register_file")
    entries = int(store.value("SELECT COUNT(*) FROM register_entries"))
    if not entries:
        raise BadInput(
            "The address register has no entry with a UPRN.", where=register.file, mend="look at the map and the file"
        )
    return entries


def _check_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`age_at`: there is no day {text}") from None


def _is_day(text: str) -> bool:
    parts = text.split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts)


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
