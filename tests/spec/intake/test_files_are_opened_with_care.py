"""A file that cannot be used says what it is, where, and what to do; nothing is unpacked without a limit."""

import gzip
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest

from denizen.errors import BadInput, UnreadableFile
from sheets import sheets, workbook
from visits_list import ROW, Desk, day, lines


def refused(desk: Desk, content: bytes, name: str = "visits.csv") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as error:
        desk.receive(content, name)
    assert error.value.where == name
    assert error.value.mend
    assert error.value.exit_code == 4
    return error.value


def test_a_missing_file_is_told_with_the_name_that_comes_near(desk: Desk) -> None:
    desk.receive(lines(ROW), "visits_2024.csv")
    with pytest.raises(UnreadableFile, match="not there") as error:
        desk.receive_from(desk.folder / "visit_2024.csv")
    assert "`visits_2024.csv`" in error.value.mend


def test_a_missing_file_in_an_empty_folder_is_told(desk: Desk) -> None:
    with pytest.raises(UnreadableFile, match="not there"):
        desk.receive_from(desk.folder / "no_such_folder" / "visits.csv")


def test_a_folder_is_not_a_file(desk: Desk) -> None:
    (desk.folder / "visits").mkdir()
    with pytest.raises(UnreadableFile, match="This is a folder"):
        desk.receive_from(desk.folder / "visits")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(desk: Desk) -> None:
    os.mkfifo(desk.folder / "visits.csv")
    with pytest.raises(UnreadableFile, match="This is a device"):
        desk.receive_from(desk.folder / "visits.csv")


def test_a_file_that_may_not_be_read_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = desk.folder / "visits.csv"
    path.write_text(lines(ROW))
    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(UnreadableFile, match="You may not read this file"):
        desk.receive_from(path)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\n\r\n  \n", b"\x00" * 64])
def test_an_empty_file_is_empty(desk: Desk, content: bytes) -> None:
    assert refused(desk, content).what == "The file is empty."


def test_headers_alone_are_no_list(desk: Desk) -> None:
    assert refused(desk, lines().encode()).what == "The file has headers and no rows."


def test_commas_alone_are_no_list(desk: Desk) -> None:
    with pytest.raises(BadInput, match="No row of this file can be read"):
        desk.receive(",,,,\n,,,,\n")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04 and so on", "The workbook is damaged or cut short"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "The workbook cannot be opened"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"\n<!DOCTYPE html><title>Sign in</title>", "This is a web page"),
        (b"<html><table>", "This is a web page"),
        (gzip.compress(gzip.compress(lines(ROW).encode())), "This is compressed twice"),
    ],
)
def test_what_is_not_csv_is_named(desk: Desk, content: bytes, what: str) -> None:
    assert refused(desk, content).what.startswith(what)


def test_a_list_that_comes_as_a_workbook_is_read_as_one(desk: Desk) -> None:
    """The contract names CSV; the rows are the same."""
    receipt = desk.receive(workbook([row.split(",") for row in lines(day(1), day(2)).splitlines()]), "visits.xlsx")
    assert (receipt.accepted, receipt.encoding) == (2, "workbook")


def test_of_several_sheets_the_one_with_the_list_is_read(desk: Desk) -> None:
    rows = [row.split(",") for row in lines(day(1), day(2)).splitlines()]
    cover = [["Visits to the library"], ["Made by the performance team"], ["Sheets: Cover, Data"]]
    receipt = desk.receive(sheets({"Cover": cover, "Data": rows, "Notes": [["None"]]}), "visits.xlsx")
    assert receipt.accepted == 2
    assert "Of 3 sheets, `Data` was read." in receipt.notes


def test_a_compressed_file_is_unpacked(desk: Desk) -> None:
    assert desk.receive(gzip.compress(lines(day(1), day(2)).encode()), "visits.csv.gz").accepted == 2


def test_a_compressed_file_that_was_cut_is_told(desk: Desk) -> None:
    packed = gzip.compress(os.urandom(4_000))
    assert "damaged or cut short" in refused(desk, packed[:-20]).what


def test_a_compressed_bomb_is_stopped_at_the_limit(desk: Desk) -> None:
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb", compresslevel=9) as stream:
        for _ in range(80):
            stream.write(b" " * (1 << 20))
    assert "unpacks to 100 times its size" in refused(desk, bomb.getvalue()).what


def test_a_file_beyond_the_limit_is_not_read(desk: Desk) -> None:
    desk.limits = replace(desk.limits, unpacked_bytes=10)
    assert "larger than" in refused(desk, lines(ROW).encode()).what
