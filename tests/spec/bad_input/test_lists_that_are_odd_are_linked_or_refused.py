"""Lists as they come, not as they should: each is linked sensibly and in bounds, or refused in words that quote no row."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from denizen.cli import app
from denizen.errors import BadDocument, BadInput, CannotWrite, DenizenError, UnreadableFile, WrongLayout
from odd_lists import FIELDS, HEADERS, Groups, Lists, Row, alone, as_csv, pairs, person, surname

SENTINEL = "Quillfeather"


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return Lists(tmp_path)


# --- few records, or none

SOME = [person(number) for number in range(40)]
OTHERS = [person(number) for number in range(1000, 1040)]


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        pytest.param([SOME[:1]], alone(SOME[:1]), id="one record"),
        pytest.param([SOME[:1]] * 5, {frozenset(f"{name} r0" for name in "abcde")}, id="five lists of one person"),
        pytest.param([[row] for row in SOME[:5]], alone(*([row] for row in SOME[:5])), id="five lists of five"),
        pytest.param([SOME, []], alone(SOME), id="an empty list beside another"),
        pytest.param([SOME, OTHERS], alone(SOME, OTHERS), id="no one in common"),
        pytest.param([SOME, SOME], pairs(row[0] for row in SOME), id="everyone in common"),
    ],
)
def test_few_are_linked_as_they_should_be(lists: Lists, drawn: list[list[Row]], expected: Groups) -> None:
    lists.of(*drawn)
    assert lists.groups() == expected


def test_of_no_links_nothing_is_claimed(lists: Lists) -> None:
    lists.of(SOME[:1])
    lists.link()
    report = (lists.out.with_name("links.quality.txt")).read_text("utf-8").splitlines()
    assert [line.split()[1] for line in report if line.startswith(("Precision", "Recall"))] == ["-", "-"]


def test_a_list_whose_ids_are_its_names_is_linked(lists: Lists) -> None:
    lists.of([["Ada Quill"], ["Brian Moss"]], headers=["name"], fields="id: name, name: name")
    assert lists.groups() == {frozenset({"a Ada Quill"}), frozenset({"a Brian Moss"})}


def test_a_file_that_two_lists_name_is_two_lists(lists: Lists) -> None:
    lists.of(SOME)
    lists.mapped(f"a: {{file: a.csv, {FIELDS}}}", f"b: {{file: a.csv, {FIELDS}}}")
    assert lists.groups() == pairs(row[0] for row in SOME)


# --- what lists hold


def test_names_of_any_script_are_linked_with_their_like(lists: Lists) -> None:
    names = (
        "محمد علي",
        "王小明",
        "Олександр Шевченко",
        "สมชาย ใจดี",
        "김민준",
        "Ἀλέξανδρος",
        "שרה כהן",
        "राम कुमार",
        "Ñandú Ó'Brien",
        "\u202eAda\u202c Quill",
        "ｇｗｅｎ ｍｏｓｓ",
        "😀 👍",
    )
    rows = [person(number, name=name) for number, name in enumerate(names)]
    lists.of(rows, rows)
    assert lists.groups() == pairs(row[0] for row in rows)


IDS = ["a,b", 'a"b', "a\nb", "a\r\nb", "a\rb", "=1+1", "é😀", '"', "'", "$1", "{x}", "\x1f", "NULL", "\u202e1", "0"]


def test_ids_of_any_letters_come_back_as_they_were(lists: Lists) -> None:
    lists.of([person(number, id=one) for number, one in enumerate(IDS)])
    lists.link()
    assert [row["record_id"] for row in lists.rows()] == IDS


ODD_NAMES = {
    "of digits": lambda number: f"{number * 7919 % 1000} {number * 104729}",
    "of five hundred words": lambda number: " ".join(surname(number * 500 + word) for word in range(500)),
    "of one very long word": lambda number: surname(number) * 9_000,
    "with NUL": lambda number: f"Ada\0 {surname(number * 13)}",
    "of marks alone": lambda number: "?!" * (number % 3 + 1),
    "of nothing": lambda number: "",
}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES.keys())
def test_each_record_is_answered_once_whatever_its_name(lists: Lists, name: Callable[[int], str]) -> None:
    rows = [person(number, name=name(number)) for number in range(30)]
    lists.of(rows, rows)
    found = lists.groups()
    assert sorted(record for group in found for record in group) == sorted(
        f"{source} {row[0]}" for source in "ab" for row in rows
    )


# --- what should be known of lists is told

NOTES: dict[str, tuple[list[Row], str]] = {
    "ids repeated": ([person(number, id=number // 2) for number in range(6)], "a: 3 rows repeat an id of a.csv"),
    "no birth dates": ([person(number, born="") for number in range(6)], "a: no row of a.csv tells `birth_date`"),
    "dates that are none": (
        [person(number, born="31/02/1980" if number else "03/02/1980") for number in range(6)],
        "a: 5 of 6 birth dates are not written as the others are, or are none",
    ),
    "no row": ([], "b: b.csv has no row"),
}


@pytest.mark.parametrize(("rows", "told"), NOTES.values(), ids=NOTES.keys())
def test_a_note_says_that_a_list_has(lists: Lists, rows: list[Row], told: str) -> None:
    lists.of(rows or SOME, SOME if rows else [])
    assert any(told in note for note in lists.link().notes)
    assert told in lists.out.with_name("links.quality.txt").read_text("utf-8")


def test_ages_and_years_that_nobody_has_are_taken_as_not_told(lists: Lists) -> None:
    odd = ["-5", "9999999", "1e9", "x", "", "2147483648", "99999999999999999999", "nan", "inf", "40", "1980"]
    days = ["2025-13-45", "2025-12-31", "", "infinity", "0001-01-01"]
    rows = [[n, f"Ada {surname(n)}", text, text, days[n % 5]] for n, text in enumerate(odd * 5)]
    fields = "id: id, name: name, age: age, birth_year: year, age_at: at"
    lists.of(rows, headers=["id", "name", "age", "year", "at"], fields=fields)
    lists.link()
    assert len(lists.rows()) == len(rows)


# --- crowds

MANY = 4_000
CROWDS: dict[str, dict[str, object]] = {
    "one name": {"name": "John Smith"},
    "one birth date": {"born": "1980-01-01"},
    "one postcode": {"pc": "ZT1 1AA"},
    "one address": {"address": "1 High Street", "pc": "ZT1 1AA"},
    "one name and no birth date": {"name": "John Smith", "born": ""},
    "all alike but the id": dict(zip(HEADERS[1:], person(1)[1:], strict=True)),
}


@pytest.mark.parametrize("shared", CROWDS.values(), ids=CROWDS.keys())
def test_a_crowd_that_shares(lists: Lists, shared: dict[str, object]) -> None:
    """Eight million pairs share it; each record is compared with no more than a few dozen others."""
    lists.of([person(number, **shared) for number in range(MANY)])
    assert lists.compared() <= 60 * MANY


def test_one_identifier_for_everybody_brings_no_pair(lists: Lists) -> None:
    rows = [[number, "0000000000"] for number in range(MANY)]
    lists.of(rows, headers=["id", "nhs"], fields="id: id, identifiers: {nhs: nhs}")
    assert lists.compared() == 0


# --- what is refused

GOOD = as_csv(("id", "surname"), [[number, SENTINEL] for number in range(3_000)])
SPOILT: dict[str, tuple[str | bytes, type[DenizenError], str]] = {
    "empty": (b"", UnreadableFile, "The file is empty"),
    "of headers alone": ("id,surname\n", BadInput, "No list has a row"),
    "of blank lines": ("\n\n\n", WrongLayout, "None of the columns"),
    "without ids": (GOOD + f",{SENTINEL}\n", BadInput, "1 rows have no id"),
    "with a header twice": (f"id,surname,surname\n1,{SENTINEL},x\n", WrongLayout, "`surname` is there twice"),
    "with a header twice but for capitals": (f"id,Surname,surname\n1,{SENTINEL},x\n", WrongLayout, "is there twice"),
    "with a header twice, as Windows writes": (
        f"id,surname,surname\n1,{SENTINEL}’,x\n".encode("cp1252"),
        WrongLayout,
        "twice",
    ),
    "with a row too long": (GOOD + f"7,{SENTINEL},x,y\n", UnreadableFile, "a.csv line 3002"),
    "with a row too long, as Windows writes": ((GOOD + "8,’\n9,x,y\n").encode("cp1252"), UnreadableFile, "line 3003"),
    "with rows of all lengths": (
        f"id,surname\n1\n2,{SENTINEL},x\n3,{SENTINEL},x,y\n",
        UnreadableFile,
        "a.csv line 2",
    ),
    "with one row too long of few": (f"id,surname\n1,{SENTINEL}\n2,{SENTINEL},x\n", UnreadableFile, "a.csv line 3"),
    "with one row too short of few": (f"id,surname\n1,{SENTINEL}\n2\n", UnreadableFile, "a.csv line 3"),
    "a workbook by another name": (b"PK\x03\x04" + b"x" * 40, UnreadableFile, "save the sheet as CSV"),
    "packed and cut": (gzip.compress(GOOD.encode())[:-9], UnreadableFile, "cut short or damaged"),
    "packed and spoilt": (gzip.compress(GOOD.encode())[:-8] + b"\0" * 8, UnreadableFile, "cut short or damaged"),
    "without headers": (GOOD.partition("\n")[2], WrongLayout, "None of the columns"),
    "noise": (bytes(range(1, 256)) * 40, UnreadableFile, "a.csv"),
    "no Parquet": (b"PAR1" + b"x" * 40 + b"PAR1", UnreadableFile, "cannot be read as a table"),
}


@pytest.mark.parametrize(("content", "kind", "told"), SPOILT.values(), ids=SPOILT.keys())
def test_a_list_is_refused_that_is(lists: Lists, content: str | bytes, kind: type[DenizenError], told: str) -> None:
    lists.write(content)
    lists.mapped("a: {file: a.csv, id: id, surname: surname}")
    with pytest.raises(kind) as raised:
        lists.link()
    assert told in str(raised.value) and raised.value.mend
    assert SENTINEL not in str(raised.value)
    assert not lists.out.exists()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        pytest.param("a: {file: a.csv, id: id}", "by ids alone", id="nothing but an id"),
        pytest.param("a: {file: a.csv, id: id, sex: sex}", "by ids alone", id="nothing but an id and the sex"),
        pytest.param("a: {file: '', id: id, name: name}", "lies in the folder", id="no file"),
        pytest.param(
            f"a: {{file: {'x' * 300}.csv, id: id, name: name}}", "lies in the folder", id="a file's name too long"
        ),
        pytest.param('a: {file: "a\\0.csv", id: id, name: name}', "lies in the folder", id="a file's name with NUL"),
        pytest.param("a: {file: a.csv, id: id, age: born, age_at: 2025-02-30}", "no day 2025-02-30", id="no day"),
    ],
)
def test_a_map_is_refused_that_names(lists: Lists, source: str, told: str) -> None:
    lists.of(SOME)
    lists.mapped(source)
    with pytest.raises(BadDocument) as raised:
        lists.link()
    assert told in str(raised.value) and "map.yaml line 2" in raised.value.where


def test_a_map_is_refused_that_names_a_list_twice(lists: Lists) -> None:
    lists.mapped(*[f"a: {{file: a.csv, {FIELDS}}}"] * 2)
    with pytest.raises(BadDocument, match="`a` stands twice"):
        lists.link()


@pytest.mark.parametrize("threshold", ["nan", "inf", "-inf", "1e9", "-1e9"])
def test_a_threshold_is_refused_that_no_weight_can_be_held_against(lists: Lists, threshold: str) -> None:
    lists.of(SOME)
    with pytest.raises(BadInput, match="threshold"):
        lists.link(float(threshold))


# --- where links are written


@pytest.mark.parametrize("out", ["lists/a.csv", "lists/../lists/a.csv", "map.yaml", "lists", "no such folder/out.csv"])
def test_before_any_work_nothing_is_written_over_what_is_read_nor_where_nothing_can_be(lists: Lists, out: str) -> None:
    lists.of(SOME)
    before = [(lists.folder / "a.csv").read_bytes(), lists.map.read_bytes()]
    lists.out = lists.folder.parent / out
    with pytest.raises(CannotWrite):
        lists.link()
    assert [(lists.folder / "a.csv").read_bytes(), lists.map.read_bytes()] == before


def test_a_report_is_not_written_over_a_list(lists: Lists) -> None:
    lists.write(as_csv(HEADERS, SOME), "links.quality.txt")
    lists.mapped(f"a: {{file: links.quality.txt, {FIELDS}}}")
    lists.out = lists.folder / "links.csv"
    with pytest.raises(CannotWrite, match="written over"):
        lists.link()


# --- addresses

REGISTER = (
    "UPRN,PAO_START_NUMBER,STREET_DESCRIPTOR,TOWN_NAME\n1001,14,HIGH STREET,ANYTOWN\n1002,15,HIGH STREET,ANYTOWN\n"
)


def test_a_register_without_postcodes_finds_what_it_can(lists: Lists) -> None:
    lists.of([person(1, address="14 High Street, Anytown"), person(2, address="99 Nowhere, Othertown")])
    lists.write(REGISTER, "reg.csv")
    lists.mapped(f"a: {{file: a.csv, {FIELDS}}}", more="gazetteer: {file: reg.csv}\n")
    CliRunner().invoke(app, _matching(lists), catch_exceptions=False)
    assert [(row["record_id"], row["uprn"]) for row in lists.rows()] == [("r1", "1001")]


@pytest.mark.parametrize("out", ["lists/reg.csv", "lists/a.csv", "map.yaml"])
def test_matches_are_not_written_over_what_is_read(lists: Lists, out: str) -> None:
    lists.of(SOME)
    lists.write(REGISTER, "reg.csv")
    lists.mapped(f"a: {{file: a.csv, {FIELDS}}}", more="gazetteer: {file: reg.csv}\n")
    lists.out = lists.folder.parent / out
    with pytest.raises(CannotWrite, match="written over"):
        CliRunner().invoke(app, _matching(lists), catch_exceptions=False)


def _matching(lists: Lists) -> list[str]:
    return ["match-addresses", str(lists.folder), "--map", str(lists.map), "--out", str(lists.out)]
