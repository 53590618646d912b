"""Engines and libraries quote what they stumble over. What denizen says of it holds no word of a row."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from denizen import cli
from denizen.contracts import load_contract
from denizen.documents import Document, parse_document
from denizen.errors import BadDocument, BadInput, DenizenError, UnreadableFile
from denizen.intake.geography import read_boundaries, read_columns
from denizen.intake.json_rows import rows_of_json
from denizen.intake.workbook import rows_of_workbook
from denizen.shapes import Statement
from denizen.store import Store
from denizen.store.failures import cannot_open
from denizen.terms.areas import Geography
from sheets import workbook
from visits_list import LIMITS, ROW, lines, open_desk

SENTINEL = "Quillfeather"


def is_silent(error: DenizenError, word: str = SENTINEL) -> bool:
    """It says what, where and how to mend it, and not the word; nor does the error that it came from come with it."""
    assert error.what and error.where and error.mend
    assert error.__suppress_context__ or error.__context__ is None
    return word.casefold() not in str(error).casefold()


# The engine

STUMBLES = {
    "text for a number": "CAST(worker AS INTEGER)",
    "text for a day": "CAST(worker AS DATE)",
    "text for a moment": "STRPTIME(worker, '%Y-%m-%d')",
    "a number out of range": "CAST(visitors AS TINYINT)",
    "a sum out of range": "CAST(9223372036854775807 AS BIGINT) + visitors",
    "text for a list": "CAST(worker AS INTEGER[])",
    "text for a kind": "CAST(worker AS ENUM('a', 'b'))",
    "text for JSON": "CAST(worker AS STRUCT(a INTEGER))",
    "text for a pattern": "REGEXP_MATCHES('a', CONCAT(worker, '('))",
    "text for bits": "CAST(worker AS BIT)",
    "text for a UUID": "CAST(worker AS UUID)",
    "text for a part of a day": "DATE_PART(worker, DATE '2024-01-01')",
    "an error of its own": "ERROR(worker)",
}


@pytest.fixture
def staff(store: Store) -> Store:
    types = {"worker": "VARCHAR", "visitors": "BIGINT"}
    store.take("staff", {"worker": [SENTINEL], "visitors": [7_654_321]}, types)
    return store


@pytest.mark.parametrize("sql", STUMBLES.values(), ids=STUMBLES.keys())
def test_the_engine_s_words_for_a_value_are_left_out(staff: Store, sql: str) -> None:
    with pytest.raises(DenizenError) as made:
        staff.make(Statement("made", f"SELECT {sql} AS found FROM staff", {}))
    with pytest.raises(DenizenError) as asked:
        staff.rows(f"SELECT {sql} FROM staff")
    for error in (made.value, asked.value):
        assert is_silent(error)
        assert is_silent(error, "7654321")


@pytest.mark.parametrize("word", ["corrupt", "serialize", "checksum", "lock", "aes tag"])
def test_a_row_that_speaks_of_damage_is_no_damage(store: Store, word: str) -> None:
    """The engine quotes the value; the store must not be called damaged, and deleted, for a word in a cell."""
    store.take("notes", {"note": [f"{SENTINEL} {word}"]}, {"note": "VARCHAR"})
    with pytest.raises(DenizenError) as error:
        store.make(Statement("made", "SELECT CAST(note AS INTEGER) AS n FROM notes", {}))
    assert not isinstance(error.value, UnreadableFile)
    assert is_silent(error.value)


def test_a_database_that_does_not_open_is_told_without_the_key(tmp_path: Path) -> None:
    statement = f"Parser Error: ATTACH 'x' (ENCRYPTION_KEY '{SENTINEL}')"
    assert is_silent(cannot_open(OSError(statement), tmp_path / "main.db"))


CHECK = """    quality:
      - {type: custom, engine: denizen, name: own_rule, description: Ours., implementation: CAST(worker AS INTEGER) > 0}
"""


def test_a_contract_s_own_rule_that_stumbles_over_a_row_quotes_none(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    at = "    customProperties:\n      - property: denizen.file\n"
    with pytest.raises(DenizenError, match="ConversionException") as error:
        desk.receive(lines(ROW.replace("W1", SENTINEL)), changes=[(at, CHECK + at)])
    assert is_silent(error.value)
    desk.store.close()


# Workbooks


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, part in members.items():
            package.writestr(name, part)
    return held.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
CELLS = {
    "a word for a number": f'<c r="A2"><v>{SENTINEL}</v></c>',
    "a word for a shared text": f'<c r="A2" t="s"><v>{SENTINEL}</v></c>',
    "a shared text beyond the last": '<c r="A2" t="s"><v>99999999</v></c>',
    "a word for a day": f'<c r="A2" t="d"><v>{SENTINEL}</v></c>',
    "a word for yes or no": f'<c r="A2" t="b"><v>{SENTINEL}</v></c>',
    "a kind that there is not": f'<c r="A2" t="{SENTINEL}"><v>1</v></c>',
    "a style beyond the last": f'<c r="A2" s="4294967295"><v>{SENTINEL}</v></c>',
    "an error of its own": f'<c r="A2" t="e"><v>{SENTINEL}</v></c>',
    "a tag that is not closed": f'<c r="A2"><v>{SENTINEL}</c>',
    "an entity that there is not": f'<c r="A2" t="str"><v>&{SENTINEL};</v></c>',
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS.keys())
def test_a_workbook_s_reader_quotes_no_cell(capfd: pytest.CaptureFixture[str], cell: str) -> None:
    """Neither in an error, nor on the screen, where a reader in another language writes its panics."""
    good = parts(workbook([["Name"], ["one"]]))
    sheet = good[SHEET].decode().replace('<c r="A2" t="s"><v>1</v></c>', cell)
    assert cell in sheet
    try:
        rows_of_workbook(packed({**good, SHEET: sheet.encode()}), "list.xlsx", "", LIMITS)
    except BadInput as error:
        assert is_silent(error)
    said = capfd.readouterr()
    assert SENTINEL not in said.out + said.err


# JSON, boundaries, columns


@pytest.mark.parametrize(
    "text",
    [
        '[{"name": "Quillfeather"}, {"name": "Quillfeather',
        '{"name": Quillfeather}',
        '[{"name": "Quillfeather"}] Quillfeather',
        '"Quillfeather"',
        '{"list": "Quillfeather"}',
        '{"Quillfeather": 1}\n{"name": "Quillfeather\n',
    ],
)
def test_json_that_cannot_be_read_is_not_quoted(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        rows_of_json(text.encode(), "list.json", "list", LIMITS)
    assert is_silent(error.value)
    (tmp_path / "areas.json").write_text(text, "utf-8")
    with pytest.raises(UnreadableFile) as error:
        read_boundaries(
            tmp_path / "areas.json", "areas.json", LIMITS, geography=Geography.LSOA, vintage="2021", code="a", title="b"
        )
    assert is_silent(error.value)


@pytest.mark.parametrize("row", ["Quillfeather", '"Quillfeather', "Quillfeather,\x00,3", "Quillfeather\ufffd,2,3"])
def test_a_lookup_with_a_bad_line_is_told_by_the_number_of_the_line(tmp_path: Path, row: str) -> None:
    (tmp_path / "lookup.csv").write_text(f"pcd,east,north\n1,2,3\n{row}\n", "utf-8")
    with pytest.raises(BadInput) as error:
        read_columns(tmp_path / "lookup.csv", "lookup.csv", ["pcd"], LIMITS)
    assert is_silent(error.value)
    assert error.value.where == "lookup.csv row 3"


# A list in the place of a YAML document


class Letter(Document):
    area: str


LISTS = {
    "a list with commas": "Name,Born\nQuillfeather,1984-02-11\n",
    "a list with tabs": "Name\tBorn\nQuillfeather\t1984\n",
    "a quote that is not closed": 'area: "Quillfeather\n',
    "an address": "area: &x [*Quillfeather]\n",
    "a tag": "area: !Quillfeather 1\n",
    "a tag of two": "%TAG ! !\n%TAG ! !\n--- !Quillfeather\n",
    "a mark that begins nothing": "area: @Quillfeather\n",
    "a colon in a value": "area: Ann: Quillfeather\n",
    "a value of another kind": "area: [Quillfeather]\n",
    "a number that is none": "area: !!int Quillfeather\n",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS.keys())
def test_a_document_is_told_by_its_line_and_its_values_are_not_quoted(text: str) -> None:
    for read in (lambda: parse_document(text, "it.yaml", Letter), lambda: load_contract(text, "it.yaml")):
        with pytest.raises(BadDocument) as error:
            read()
        assert is_silent(error.value)


# What nobody foresaw


def test_an_error_that_nobody_foresaw_is_told_by_its_kind_and_its_line_of_code(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stumbles() -> None:
        raise ValueError(f"could not convert string to float: '{SENTINEL}'")

    monkeypatch.setattr(cli, "app", stumbles)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    said = capfd.readouterr()
    assert stop.value.code == 1
    assert "This is a fault of denizen (ValueError)" in said.err
    assert "test_what_is_said_quotes_no_row.py line " in said.err
    assert SENTINEL not in said.out + said.err
