"""Names and titles come from files. Wherever the book or a receipt gives them on, nothing of them runs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from denizen.errors import BadInput
from good_files import as_file, good_rows, layout_of, open_good_desk
from small_area import OWN_CATALOGUE, SmallArea, draw_small_area

FORMULA = '=HYPERLINK("http://x.example","A")'
SCRIPT = '"><script>alert(1)</script>'
BREAKS_OUT = "</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallArea]:
    """A town whose boundaries, settings, agreements, catalogue and headers all hold what a program might run."""
    area = draw_small_area(tmp_path_factory.mktemp("town"))
    area.mend("geography/wards.geojson", '"West"', json.dumps(FORMULA))
    area.mend("geography/wards.geojson", '"East"', json.dumps(BREAKS_OUT))
    area.mend("geography/base.geojson", '"Foursquare 001"', json.dumps("@SUM(A1)"))
    area.mend("geography/base.geojson", '"Foursquare 002"', json.dumps(SCRIPT))
    area.mend("denizen.yaml", "name: Foursquare", f"name: {json.dumps('+Four' + SCRIPT)}")
    area.mend("agreements/OPEN.yaml", "title: OPEN lists", f"title: {json.dumps(FORMULA)}")
    area.mend("agreements/OPEN.yaml", "Source - the keeper of OPEN.", json.dumps(BREAKS_OUT))
    own = OWN_CATALOGUE.replace("title: Our own", f"title: {json.dumps('-Our' + SCRIPT)}")
    own = own.replace("title: Heads counted", f"title: {json.dumps(FORMULA)}")
    area.write("catalogue/own.yaml", own.replace("unit: heads", f"unit: {json.dumps('=heads')}"))
    lines = area.read("data/age.csv").splitlines()
    area.write(
        "data/age.csv", "\n".join([lines[0] + f",{SCRIPT.replace(chr(34), '')}", *(line + ",1" for line in lines[1:])])
    )
    area.run()
    yield area


def text_of(area: SmallArea, ending: str) -> dict[str, str]:
    return {name: content.decode("utf-8-sig") for name, content in area.book().items() if name.endswith(ending)}


def test_no_cell_of_any_csv_is_run_by_a_spreadsheet(hostile: SmallArea) -> None:
    found = text_of(hostile, ".csv")
    cells = [cell for text in found.values() for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{FORMULA}" in cells
    assert "'@SUM(A1)" in cells
    assert "'=heads" in cells
    starts = [cell for cell in cells if cell[:1] in tuple("=+-@\t\r") and not re.fullmatch(r"-?[0-9.]+", cell)]
    assert starts == []


def test_no_cell_of_the_workbook_is_a_formula_or_leads_outside(hostile: SmallArea) -> None:
    books = [content for name, content in hostile.book().items() if name.endswith(".xlsx")]
    assert books
    for content in books:
        package = zipfile.ZipFile(io.BytesIO(content))
        for name in package.namelist():
            part = package.read(name).decode("utf-8")
            assert "<f>" not in part and "<f " not in part
            assert 'TargetMode="External"' not in part
    assert any(FORMULA.replace('"', "&quot;") in part or FORMULA in part for part in shared_texts(books[0]))


def shared_texts(content: bytes) -> list[str]:
    package = zipfile.ZipFile(io.BytesIO(content))
    return [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")]


def test_no_page_and_no_map_runs_what_a_file_says(hostile: SmallArea) -> None:
    pages = {**text_of(hostile, ".html"), **text_of(hostile, ".svg")}
    receipts = {file.name: file.read_text("utf-8") for file in (hostile.folder / "receipts").glob("*.html")}
    assert pages and receipts
    for name, text in {**pages, **receipts}.items():
        assert "<script>alert" not in text, name
        assert "<img src=x" not in text, name
    assert any("&lt;script&gt;alert(1)" in text for text in pages.values())
    assert any("&lt;script&gt;alert(1)" in text for text in receipts.values())


def test_what_programs_read_is_still_whole(hostile: SmallArea) -> None:
    """JSON of every kind: read back, a name is the name that the file gave, or the defused one."""
    found = {**text_of(hostile, ".json"), **text_of(hostile, ".geojson"), **text_of(hostile, ".jsonld")}
    assert found
    read = {name: json.loads(text) for name, text in found.items()}
    assert any("@SUM(A1)" in json.dumps(document) for document in read.values())


def test_a_header_gives_no_orders_to_a_screen_and_adds_no_line_to_a_receipt(tmp_path: Path) -> None:
    """Headers stand in receipts and in what is said at a terminal: in one line, without escapes."""
    layout = layout_of("libraries.members_by_lsoa")
    head, *rows = good_rows(layout)
    desk = open_good_desk(tmp_path)
    evil = "\x1b[2J\x07Mark\r\nRows received 9\u202e"
    receipt = desk.receive(layout, as_file(layout, [[*head, evil], *([*row, "1"] for row in rows)]))
    assert [item.column for item in receipt.dropped] == ["[2J Mark Rows received 9"]
    without = [[f"{evil}{number}" if number == 0 else cell for number, cell in enumerate(head)], *rows]
    with pytest.raises(BadInput) as error:
        desk.receive(layout, as_file(layout, without))
    assert "\x1b" not in str(error.value)
    assert "Rows received 9" in error.value.mend
    desk.inner.store.close()


def test_headers_over_two_lines_are_known_again_in_the_middle(tmp_path: Path) -> None:
    layout = layout_of("libraries.members_by_lsoa")
    head, *rows = good_rows(layout)
    desk = open_good_desk(tmp_path)
    over_lines = [" \n".join(cell.split(" ")) for cell in head]
    receipt = desk.receive(layout, as_file(layout, [over_lines, *rows, over_lines]))
    assert [refusal.rule for refusal in receipt.refusals] == ["line_does_not_repeat_the_headers"]
    desk.inner.store.close()


def test_no_file_of_the_book_is_named_by_what_a_file_says(hostile: SmallArea) -> None:
    assert all(re.fullmatch(r"[\w./-]+", name) for name in hostile.book())
    assert not list(Path(hostile.folder).parent.glob("*.html"))
