"""The workbook, opened as a reader's program opens it."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook
from small_book import AREAS, RESIDENTS, figure

from denizen.profiles.workbook import workbook
from denizen.shapes import SafeTable
from denizen.terms.measures import Theme

SHEETS = ["Cover", "Contents", "Notes", "Definitions", "Place", "People who what"]


@pytest.fixture
def file(matter):
    return workbook(matter)


@pytest.fixture
def book(file):
    return CalamineWorkbook.from_filelike(io.BytesIO(file))


def rows(book, sheet):
    return book.get_sheet_by_name(sheet).to_python()


def inside(file, name):
    return zipfile.ZipFile(io.BytesIO(file)).read(name).decode("utf-8")


def test_it_has_a_cover_contents_notes_and_a_sheet_per_theme(book):
    assert [re.sub(" +", " ", name).strip() for name in book.sheet_names] == SHEETS


def test_each_sheet_has_its_title_in_its_first_cell(book):
    assert [rows(book, sheet)[0][0] for sheet in book.sheet_names] == [
        "Population profile of Anytown",
        "Contents",
        "Notes",
        "Definitions",
        "Anytown: every indicator, every period",
        "People: who/what?: the neighbourhoods of Anytown, latest period",
    ]


def test_no_row_is_empty_and_no_cell_of_a_table_is(book):
    for sheet in book.sheet_names:
        assert all(row[0] != "" for row in rows(book, sheet))
        if sheet != "Cover":
            assert all(cell != "" for row in rows(book, sheet)[3:] for cell in row)


def test_each_sheet_holds_one_table_marked_as_one_and_no_merged_cells(file):
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    assert len([name for name in names if name.startswith("xl/tables/")]) == len(SHEETS) - 1
    for number in range(1, len(SHEETS) + 1):
        sheet = inside(file, f"xl/worksheets/sheet{number}.xml")
        assert "mergeCell" not in sheet
        assert sheet.count("<tablePart ") == (0 if number == 1 else 1)
        assert number == 1 or 'state="frozen"' in sheet


def test_the_place_has_every_period_and_its_neighbourhoods_the_latest(book):
    assert rows(book, "Place")[4] == [
        "E06000001", "Anytown", "Local authority 2021", "Owned homes", "All", "2021-03-21", 33.33, 33.15, 33.52,
        "shown", 600.0, 1800.0, "%", "census", "[z]",
    ]  # fmt: skip
    theme = rows(book, book.sheet_names[-1])
    assert [(row[3], row[5]) for row in theme[4:]] == [
        ("Owned homes", "2021-01-01 to 2021-12-31"),
        ("Residents", "2021-03-21"),
        ("Residents", "2021-03-21"),
    ]


def test_where_there_is_no_number_its_shorthand_says_why(book):
    withheld = rows(book, book.sheet_names[-1])[4]
    assert withheld[6:12] == ["[c]"] * 6
    count = rows(book, "Place")[5]
    assert count[6:12] == [1800.0, "[z]", "[z]", "shown", "[z]", "[z]"]
    explained = {row[0] for row in rows(book, "Notes")}
    assert {"[c]", "[x]", "[z]", "[low]", "[u]", "[e]", "[p]", "[r]", "shown"} <= explained


def test_two_releases_of_one_period_are_told_apart(matter):
    two = tuple(figure(RESIDENTS, AREAS[0], "2020-06-30", 1.0, basis=basis) for basis in ("before", "revised"))
    file = workbook(replace(matter, table=SafeTable(two, ())))
    place = rows(CalamineWorkbook.from_filelike(io.BytesIO(file)), "Place")
    assert [row[-1] for row in place[3:]] == ["Basis", "before", "revised"]


def test_breakdowns_are_named_by_their_labels(book):
    assert rows(book, "Place")[6][3:5] == ["Residents", "Under 16"]


def test_notes_tell_protection_and_breaks(book):
    notes = rows(book, "Notes")
    assert ["census", "How its counts are protected: as its publisher protected it."] in notes
    assert any(row[0] == "residents" and "Not one series" in row[1] for row in notes)


def test_it_is_set_in_arial_of_twelve_points_or_more(file):
    styles = inside(file, "xl/styles.xml")
    fonts = styles[styles.index("<fonts") : styles.index("</fonts>")]
    assert set(re.findall(r'<name val="([^"]+)"', fonts)) == {"Arial"}
    assert min(float(size) for size in re.findall(r'<sz val="([\d.]+)"', fonts)) >= 12
    assert "scheme" not in fonts


def test_it_says_what_it_is_and_in_which_language(file):
    core = inside(file, "docProps/core.xml")
    assert "<dc:title>Population profile of Anytown</dc:title>" in core
    assert "<dc:creator>Anytown Council</dc:creator>" in core
    assert "2021-12-31T12:00:00Z" in core
    assert "en-GB" in inside(file, "docProps/custom.xml")


def test_contents_lead_to_every_sheet_and_back(file):
    assert inside(file, "xl/worksheets/sheet2.xml").count("<hyperlink ") == 5
    assert "location=\"'Contents'!A1\"" in inside(file, "xl/worksheets/sheet5.xml")


def test_no_text_becomes_a_formula(matter):
    area = replace(AREAS[0], name='=HYPERLINK("http://example.org")')
    table = SafeTable((figure(RESIDENTS, area, "2021-03-21", 1.0),), ())
    file = workbook(replace(matter, table=table))
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    assert not any("<f>" in inside(file, name) for name in names if name.startswith("xl/worksheets/sheet"))
    assert rows(CalamineWorkbook.from_filelike(io.BytesIO(file)), "Place")[4][1] == area.name


def test_two_themes_of_one_long_name_have_two_sheets(matter):
    long = "A theme whose name is longer than a sheet allows"
    themes = (Theme("people", long, ""), Theme("other", long, ""))
    other = replace(RESIDENTS, id="other", theme="other")
    figures = (*matter.table.figures, figure(other, AREAS[1], "2021-03-21", 1.0))
    file = workbook(
        replace(matter, themes=themes, indicators=(*matter.indicators, other), table=SafeTable(figures, ()))
    )
    names = CalamineWorkbook.from_filelike(io.BytesIO(file)).sheet_names[-2:]
    assert names == ["A theme whose name is longer th", "A theme whose name is longer 2"]


def test_the_same_matter_gives_the_same_bytes(matter, file):
    assert workbook(matter) == file
