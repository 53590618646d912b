"""A workbook is looked at before it is opened; its dates and numbers come out as a person would write them."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from denizen.errors import BadInput, UnreadableFile
from visits_list import HEADER, Desk, day, lines, reasons

READING = "format: workbook, sheet: Data"
COLUMNS = HEADER.split(",")
CELLS = ("E01999001", date(2024, 3, 31), "Food", 12.0, 1.5, "FS1 1AA", "2024-03", "W1")


def workbook(fill: Callable[[Any, Any], None], sheet: str = "Data") -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        fill(book.add_worksheet(sheet), book)
    return content.getvalue()


def with_rows(*rows: tuple[object, ...], first: int = 0) -> Callable[[Any, Any], None]:
    def fill(sheet: Any, _: Any) -> None:
        for number, row in enumerate((tuple(COLUMNS), *rows), first):
            sheet.write_row(number, 0, row)

    return fill


def refused(desk: Desk, content: bytes, reading: str = READING) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as error:
        desk.receive(content, "visits.xlsx", reading=reading)
    assert error.value.where.startswith("visits.xlsx")
    assert error.value.mend
    return error.value


def test_dates_and_numbers_of_excel_are_read(desk: Desk) -> None:
    receipt = desk.receive(workbook(with_rows(CELLS)), "visits.xlsx", reading=READING)
    assert receipt.accepted == 1
    assert desk.accepted("day, visitors, spend, worker") == [(date(2024, 3, 31), 12, 1.5, "W1")]


def test_a_month_that_excel_made_a_date_of_is_that_month(desk: Desk) -> None:
    row = (*CELLS[:6], date(2024, 3, 1), "W1")
    desk.receive(workbook(with_rows(row)), "visits.xlsx", reading=READING)
    assert desk.accepted("month") == [date(2024, 3, 1)]


def test_a_title_block_with_merged_cells_stands_above_the_headers(desk: Desk) -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.merge_range("A1:H2", "Visits to the centre")
        with_rows(CELLS, first=3)(sheet, book)

    receipt = desk.receive(workbook(fill), "visits.xlsx", reading=READING)
    assert (receipt.received, receipt.accepted) == (1, 1)
    assert desk.accepted() == [5]
    assert "3 lines above the headers were taken for a title." in receipt.notes


def test_cells_merged_in_the_body_are_refused_with_how_to_mend_them(desk: Desk) -> None:
    def fill(sheet: Any, book: Any) -> None:
        with_rows(CELLS, ("", date(2024, 4, 1), *CELLS[2:]))(sheet, book)
        sheet.merge_range("A2:A3", "E01999001")

    receipt = desk.receive(workbook(fill), "visits.xlsx", reading=READING)
    assert (receipt.received, receipt.accepted) == (2, 1)
    assert reasons(receipt) == {"lsoa_is_there": (3,)}
    assert "unmerge" in receipt.refusals[0].mend
    assert "1 ranges of cells were merged" in receipt.notes[0]


def test_a_header_merged_over_two_columns_is_a_column_without_a_header(desk: Desk) -> None:
    def fill(sheet: Any, book: Any) -> None:
        with_rows((*CELLS[:7], "Ann", "Lee"))(sheet, book)
        sheet.merge_range("H1:I1", "worker")

    receipt = desk.receive(workbook(fill), "visits.xlsx", reading=READING)
    assert reasons(receipt) == {"line_has_as_many_cells_as_the_header": (2,)}


def test_rows_without_anything_are_not_rows_and_numbers_are_those_of_the_sheet(desk: Desk) -> None:
    empty = ("",) * 8
    row = (*CELLS[:1], date(2024, 4, 1), *CELLS[2:])
    receipt = desk.receive(workbook(with_rows(CELLS, empty, empty, row)), "visits.xlsx", reading=READING)
    assert (receipt.received, desk.accepted()) == (2, [2, 5])


def test_a_workbook_without_the_sheet_says_which_it_has(desk: Desk) -> None:
    error = refused(desk, workbook(with_rows(CELLS), sheet="Sheet1"))
    assert error.what == "The workbook has no sheet named Data."
    assert "Sheet1" in error.mend


def test_an_encrypted_workbook_is_told_from_a_damaged_one(desk: Desk) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    assert refused(desk, ole).what == "The workbook is protected with a password."


def test_an_encrypted_part_of_a_package_is_told_too(desk: Desk) -> None:
    content = bytearray(workbook(with_rows(CELLS)))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refused(desk, bytes(content)).what == "The workbook is protected with a password."


def bomb(size: int) -> bytes:
    content = io.BytesIO(workbook(with_rows(CELLS)))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.bin", b" " * size)
    return content.getvalue()


def test_a_workbook_that_unpacks_to_a_hundred_times_its_size_is_not_opened(desk: Desk) -> None:
    assert "unpacks to 100 times its size" in refused(desk, bomb(20_000_000)).what


def test_a_bomb_that_lies_about_its_size_is_not_opened_either(desk: Desk) -> None:
    content = bytearray(bomb(20_000_000))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    assert refused(desk, bytes(content)).what == "The workbook is damaged or cut short."


def test_a_sheet_that_reaches_to_the_far_corner_is_not_opened(desk: Desk) -> None:
    def fill(sheet: Any, book: Any) -> None:
        with_rows(CELLS)(sheet, book)
        sheet.write(1_048_575, 16_383, "here")

    error = refused(desk, workbook(fill))
    assert "1,048,576 rows and 16,384 columns" in error.what
    assert "Ctrl+End" in error.mend


def test_an_open_document_that_repeats_a_row_without_end_is_not_opened(desk: Desk) -> None:
    assert "1,048,576 rows and 1,000 columns" in refused(desk, open_document(1_048_576, 1_000), "format: workbook").what


def test_an_open_document_with_empty_rows_to_the_foot_is_read(desk: Desk) -> None:
    rows = "".join(
        f"<r:table-row>{''.join(_cell(value) for value in row)}</r:table-row>" for row in (COLUMNS, day(1).split(","))
    )
    content = _open_document(rows + '<r:table-row r:number-rows-repeated="1048574"><r:table-cell/></r:table-row>')
    assert desk.receive(content, "visits.ods", reading="format: workbook").accepted == 1


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_workbook_that_was_cut_is_told(desk: Desk, keep: float) -> None:
    content = workbook(with_rows(CELLS))
    assert "damaged or cut short" in refused(desk, content[: int(len(content) * keep)]).what


def test_no_damage_to_a_workbook_ends_in_anything_but_a_clear_word(desk: Desk) -> None:
    content = workbook(with_rows(CELLS))
    for at in range(0, len(content), 97):
        damaged = bytearray(content)
        damaged[at] ^= 0xFF
        try:
            desk.receive(bytes(damaged), "visits.xlsx", reading=READING)
        except BadInput as error:
            assert error.mend


def test_a_page_or_noise_under_the_name_of_a_workbook_is_told(desk: Desk) -> None:
    assert refused(desk, b"<html><table><tr><td>lsoa</td></tr></table>").what == "This is a web page, not a list."
    assert refused(desk, b"\x01\x00\x02\x00").what == "This is not a workbook, whatever its name says."


def test_a_list_that_comes_as_text_where_a_workbook_is_named_is_read(desk: Desk) -> None:
    """Somebody saved the sheet as CSV on the way; the rows are the same."""
    assert desk.receive(lines(day(1), day(2)).encode(), "visits.csv", reading=READING).accepted == 2


def test_a_new_workbook_under_an_old_ending_is_read_all_the_same(desk: Desk) -> None:
    assert desk.receive(workbook(with_rows(CELLS)), "visits.xls", reading=READING).accepted == 1


def test_an_old_workbook_that_is_none_is_told(desk: Desk) -> None:
    assert "cannot be opened" in refused(desk, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 2_000).what


def _cell(value: str, more: str = "") -> str:
    return f'<r:table-cell o:value-type="string"{more}><t:p>{value}</t:p></r:table-cell>'


def _open_document(rows: str) -> bytes:
    urn = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
    spaces = " ".join(
        f'xmlns:{prefix}="{urn.format(name)}"' for prefix, name in (("o", "office"), ("r", "table"), ("t", "text"))
    )
    body = f'<o:body><o:spreadsheet><r:table r:name="A">{rows}</r:table></o:spreadsheet></o:body>'
    text = f'<?xml version="1.0"?><o:document-content {spaces}>{body}</o:document-content>'
    for prefix, name in (("o", "office"), ("r", "table"), ("t", "text")):
        text = text.replace(f"<{prefix}:", f"<{name}:").replace(f"</{prefix}:", f"</{name}:")
        text = text.replace(f" {prefix}:", f" {name}:").replace(f"xmlns:{prefix}=", f"xmlns:{name}=")
    content = io.BytesIO()
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", kind, zipfile.ZIP_STORED)
        package.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        package.writestr("content.xml", text)
    return content.getvalue()


def open_document(rows: int, columns: int) -> bytes:
    cell = _cell("x", f' r:number-columns-repeated="{columns}"')
    return _open_document(f'<r:table-row r:number-rows-repeated="{rows}">{cell}</r:table-row>')
