"""Lists as systems write them: in one encoding or another, packed, as Parquet, under odd names. Each is the same list."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from denizen.shapes import Statement
from denizen.store import Store
from odd_lists import FIELDS, HEADERS, Lists, alone, as_csv, person, surname

SOME = [person(number) for number in range(40)]


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return Lists(tmp_path)


def _parquet(folder: Path, name: str) -> None:
    """The list as Parquet, with days as days and ids as numbers."""
    with Store.apart(folder / "spill", folder) as store:
        store.take_file("written", folder / "a.csv", "a.csv", HEADERS)
        cast = "CAST(SUBSTRING(id, 2) AS INTEGER) AS id, name, CAST(born AS DATE) AS born, sex, address, pc"
        store.make(Statement("typed", f"SELECT {cast} FROM written", {}))
        store.rows(f"COPY typed TO '{folder / name}' (FORMAT parquet)")


@pytest.mark.parametrize("name", ["b.parquet", "b.PARQUET", "b.csv"])
def test_parquet_is_known_by_what_it_holds(lists: Lists, name: str) -> None:
    lists.of(SOME)
    _parquet(lists.folder, name)
    lists.mapped(f"a: {{file: a.csv, {FIELDS}}}", f"b: {{file: {name}, {FIELDS}}}")
    assert lists.groups() == {frozenset({f"a {row[0]}", f"b {str(row[0])[1:]}"}) for row in SOME}


WRITTEN: dict[str, Callable[[str], bytes]] = {
    "in UTF-8": lambda text: text.encode("utf-8"),
    "in UTF-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "in UTF-16": lambda text: text.encode("utf-16"),
    "as Windows does": lambda text: text.encode("cp1252"),
    "as Windows does, packed": lambda text: gzip.compress(text.encode("cp1252")),
    "with semicolons": lambda text: text.replace(",", ";").encode("utf-8"),
    "packed": lambda text: gzip.compress(text.encode("utf-8")),
    "packed in two parts": lambda text: (
        gzip.compress(text[:50].encode("utf-8")) + gzip.compress(text[50:].encode("utf-8"))
    ),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN.keys())
@pytest.mark.parametrize("name", ["b.csv", "b.csv.gz"])
def test_a_list_is_the_same_list_however_it_is(lists: Lists, written: Callable[[str], bytes], name: str) -> None:
    rows = [person(number, name=f"Ada O’{surname(number * 131)}") for number in range(8)]
    lists.of(rows)
    lists.write(written(as_csv(HEADERS, rows)), name)
    with Store.apart(lists.folder / "spill", lists.folder) as store:
        for at in ("a.csv", name):
            store.take_file(f"file_{at[0]}", lists.folder / at, at, HEADERS)
        assert store.rows("SELECT * FROM file_a ORDER BY row_number") == store.rows(
            "SELECT * FROM file_b ORDER BY row_number"
        )


def test_a_file_of_three_hundred_columns_is_read_by_the_few_that_are_named(lists: Lists) -> None:
    more = [f"column {place}" for place in range(294)]
    lists.of([[*row, *more] for row in SOME], headers=[*HEADERS, *more])
    assert lists.groups() == alone(SOME)


@pytest.mark.parametrize("name", ["a[1].csv", "a*.csv", "o'b {x}.csv"])
def test_marks_in_the_name_of_a_file_stand_for_themselves(lists: Lists, name: str) -> None:
    lists.write("other\n1\n", "a1.csv")
    lists.write(as_csv(HEADERS, SOME[:2]), name)
    lists.mapped(f'a: {{file: "{name}", {FIELDS}}}')
    assert lists.groups() == alone(SOME[:2])
