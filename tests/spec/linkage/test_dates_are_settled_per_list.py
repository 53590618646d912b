"""How a list writes its dates is settled from all its rows; an age or a year is a span of days; words for sex are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.standardise import births
from denizen.store import Store

COLUMNS = ("record", "source", "birth_date", "birth_year", "age", "age_at", "sex")


def described(folder: Path, rows: list[tuple[object, ...]]) -> list[tuple[str | None, ...]]:
    """(born, born_from, born_to, sex) of each row of the table drawn."""
    with Store.open(folder / "store") as store:
        types = {name: "BIGINT" if name == "record" else "VARCHAR" for name in COLUMNS}
        drawn = {name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)}
        nothing = {name: [None] * len(rows) for name in ("name", "surname", "forename", "middle", "title")}
        store.take("listed", drawn | nothing, types | dict.fromkeys(nothing, "VARCHAR"))
        formats = {}
        for source in {str(row[1]) for row in rows}:
            asked = births.fits(source)
            if way := births.chosen([int(n or 0) for n in store.rows(asked.sql, asked.values)[0]]):
                formats[source] = way
        store.make(births.described(formats))
        found = store.rows("SELECT born, born_from, born_to, sex FROM described ORDER BY record")
    return [tuple(str(cell) if cell is not None else None for cell in row) for row in found]


@pytest.mark.parametrize(
    ("written", "born"),
    [
        (["1984-02-11", "1990-12-25"], "1984-02-11"),
        (["11/02/1984", "25/12/1990"], "1984-02-11"),
        (["02/11/1984", "12/25/1990"], "1984-02-11"),
        (["19840211", "19901225"], "1984-02-11"),
        (["11-Feb-1984", "25-Dec-1990"], "1984-02-11"),
        (["11 February 1984", "25 December 1990"], "1984-02-11"),
        (["11.02.1984", "25.12.1990"], "1984-02-11"),
        (["1853-04-17", "1984-02-11"], "1853-04-17"),
    ],
)
def test_the_way_that_fits_most_rows_is_the_way_of_the_list(tmp_path: Path, written: list[str], born: str) -> None:
    rows = [(place, "a", date, None, None, None, None) for place, date in enumerate(written)]
    assert described(tmp_path, rows)[0][0] == born


def test_dates_on_every_other_row_alone_are_dates_of_the_list(tmp_path: Path) -> None:
    """An account holder with a date, a partner without, 50,000 rows of them."""
    rows = [
        (at, "a", f"{at % 28 + 1:02}/{at % 12 + 1:02}/1984" if at % 2 else None, None, None, None, None)
        for at in range(50_000)
    ]
    assert described(tmp_path, rows)[15][0] == "1984-04-16"


def test_two_lists_may_write_dates_in_two_ways(tmp_path: Path) -> None:
    rows = [
        (0, "council", "03/04/1984", None, None, None, None),
        (1, "council", "25/04/1984", None, None, None, None),
        (2, "abroad", "03/04/1984", None, None, None, None),
        (3, "abroad", "04/25/1984", None, None, None, None),
    ]
    assert [row[0] for row in described(tmp_path, rows)] == ["1984-04-03", "1984-04-25", "1984-03-04", "1984-04-25"]


def test_a_year_or_an_age_is_a_span_of_days(tmp_path: Path) -> None:
    rows = [
        (0, "a", None, "1984", None, None, None),
        (1, "a", None, None, "40", "2025-12-31", None),
        (2, "a", None, None, None, None, None),
    ]
    assert [row[1:3] for row in described(tmp_path, rows)] == [
        ("1984-01-01", "1984-12-31"),
        ("1985-01-01", "1985-12-31"),
        (None, None),
    ]


def test_what_is_no_date_is_none(tmp_path: Path) -> None:
    rows = [
        (place, "a", text, None, None, None, None) for place, text in enumerate(["1984-02-31", "x", "", "0001-01-01"])
    ]
    assert {row[0] for row in described(tmp_path, rows)} == {None}


@pytest.mark.parametrize(
    ("said", "sex"),
    [
        ("F", "f"),
        ("Female", "f"),
        (" woman ", "f"),
        ("Benyw", "f"),
        ("2", "f"),
        ("M", "m"),
        ("Gwryw", "m"),
        ("1", "m"),
        ("x", None),
    ],
)
def test_words_for_sex_are_read(tmp_path: Path, said: str, sex: str | None) -> None:
    assert described(tmp_path, [(0, "a", None, None, None, None, said)])[0][3] == sex
