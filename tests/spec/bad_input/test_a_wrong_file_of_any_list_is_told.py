"""For every layout of every contract: a file that cannot be used is told in words, and no word of it is repeated."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from denizen.contracts import Layout
from denizen.errors import BadInput, WrongLayout
from good_files import CONTRACTS, LAYOUTS, GoodDesk, Rows, as_file, below, by_id, good_rows, open_good_desk

SENTINEL = "Quillfeather"
every_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=by_id)
ONE_OF_EACH_FORMAT = [next(x for x in LAYOUTS if x.reading.format == kind) for kind in ("csv", "workbook", "json")]
WITH_HEADERS = [layout for layout in LAYOUTS if layout.reading.header == "find"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GoodDesk]:
    opened = open_good_desk(tmp_path_factory.mktemp("desk"))
    yield opened
    opened.inner.store.close()


def refusal_of(desk: GoodDesk, layout: Layout, content: bytes, told: str = ".") -> BadInput:
    """What is said of the file: what, where and how to mend it, without a word of its rows."""
    with pytest.raises(BadInput, match=told) as error:
        desk.receive(layout, content, name="sent.csv")
    assert error.value.where.startswith("sent.csv")
    assert error.value.mend
    assert SENTINEL not in str(error.value)
    return error.value


def with_sentinel(rows: Rows, layout: Layout) -> Rows:
    """Every row begins with a word that nobody is to read."""
    start = below(layout)
    return [*rows[:start], *([SENTINEL, *row[1:]] for row in rows[start:])]


def zipped(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return held.getvalue()


def of_zeros() -> bytes:
    held = io.BytesIO()
    with gzip.GzipFile(fileobj=held, mode="wb", compresslevel=9) as stream:
        for _ in range(80):
            stream.write(b" " * (1 << 20))
    return held.getvalue()


BOMB = of_zeros()
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
WRONG: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda good: b"", "The file is empty"),
    "nothing but blank lines": (lambda good: b"\r\n \r\n", "The file is empty"),
    "a PDF": (lambda good: b"%PDF-1.7\n" + good, "This is a PDF|not a workbook|not JSON"),
    "a web page": (lambda good: b"<html>" + good, "This is a web page|not a workbook|not JSON"),
    "locked with a password": (lambda good: LOCKED, "protected with a password|a workbook or a document|not JSON"),
    "in a zip archive": (lambda good: zipped("list.csv", good), "This is a zip archive, and nothing is taken out"),
    "in a zip archive that climbs out": (lambda good: zipped("../../list.csv", good), "leads out of its folder"),
    "in a zip archive that climbs out the other way": (lambda good: zipped("..\\list.csv", good), "leads out of its"),
    "in a zip archive at the root": (lambda good: zipped("/etc/list.csv", good), "leads out of its folder"),
    "in an archive of another kind": (lambda good: b"Rar!\x1a\x07\x01\x00" + good, "This is an archive"),
    "in a tar archive": (lambda good: gzip.compress(b"list.csv".ljust(257, b"\x00") + b"ustar" + good), "an archive"),
    "compressed and cut": (lambda good: gzip.compress(good)[:-12], "damaged or cut short"),
    "nothing but NUL": (lambda good: b"\x00" * 4_000, "The file is empty"),
    "noise": (lambda good: bytes(range(128, 256)) * 8, "No row|No column|missing|headers? and|not a workbook|not JSON"),
}


@every_layout
@pytest.mark.parametrize(("spoil", "told"), WRONG.values(), ids=WRONG.keys())
def test_a_file_that_is(desk: GoodDesk, layout: Layout, spoil: Callable[[bytes], bytes], told: str) -> None:
    good = as_file(layout, with_sentinel(good_rows(layout), layout))
    refusal_of(desk, layout, spoil(good), told)


@pytest.mark.parametrize("layout", ONE_OF_EACH_FORMAT, ids=by_id)
def test_a_file_that_is_a_bomb_is_never_unpacked(desk: GoodDesk, layout: Layout) -> None:
    refusal_of(desk, layout, BOMB, "unpacks to 100 times its size")


@pytest.mark.parametrize("layout", WITH_HEADERS, ids=by_id)
def test_headers_without_rows_are_no_list(desk: GoodDesk, layout: Layout) -> None:
    told = refusal_of(desk, layout, as_file(layout, good_rows(layout)[:1]))
    assert "no rows" in told.what or "list in this JSON is empty" in told.what


@pytest.mark.parametrize("layout", WITH_HEADERS, ids=by_id)
def test_rows_without_headers_are_no_list_and_none_is_told(desk: GoodDesk, layout: Layout) -> None:
    """The first row is about someone: not one of its cells may stand in what is said."""
    rows = [[SENTINEL] * len(good_rows(layout)[0])] * 3
    assert isinstance(refusal_of(desk, layout, as_file(layout, rows)), WrongLayout)


@pytest.mark.parametrize("layout", WITH_HEADERS, ids=by_id)
def test_headers_that_stand_twice_are_refused(desk: GoodDesk, layout: Layout) -> None:
    if layout.reading.format == "json":
        pytest.skip("an object that has a member twice is another test")
    doubled = [[*row, row[0]] for row in good_rows(layout)]
    assert "have headers that mean the same" in refusal_of(desk, layout, as_file(layout, doubled)).what


NEEDING = [layout for layout in WITH_HEADERS if any(field.required for field in layout.fields)]


@pytest.mark.parametrize("layout", NEEDING, ids=by_id)
def test_a_column_that_a_list_must_have_is_missed_by_its_name(desk: GoodDesk, layout: Layout) -> None:
    needed = {field.header for field in layout.fields if field.required}
    rows = good_rows(layout)
    place = next(place for place, header in enumerate(rows[0]) if header in needed)
    without = [[*row[:place], *row[place + 1 :]] for row in rows] if len(rows[0]) > 1 else [["x"], *rows[1:]]
    told = refusal_of(desk, layout, as_file(layout, without))
    assert isinstance(told, WrongLayout)
    assert rows[0][place] in told.what or told.what.startswith(("This is ", "No column of"))


@pytest.mark.parametrize("layout", [x for x in LAYOUTS if x.reading.format != "csv"], ids=by_id)
def test_a_workbook_or_json_that_was_cut_short_is_refused_whole(desk: GoodDesk, layout: Layout) -> None:
    good = as_file(layout, good_rows(layout))
    assert "cut short" in refusal_of(desk, layout, good[: len(good) // 2]).what


def test_nothing_is_left_on_the_disk_of_an_archive_that_was_refused(desk: GoodDesk, tmp_path: Path) -> None:
    layout = LAYOUTS[0]
    refusal_of(desk, layout, zipped("../escaped.csv", b"1"))
    assert not list(desk.inner.folder.parent.rglob("escaped*"))


SWAPPED = [(a, b) for c in CONTRACTS.values() for a in c.layouts for b in c.layouts[:3] if a is not b]


@pytest.mark.parametrize(("sent", "named"), SWAPPED, ids=by_id)
def test_files_of_one_delivery_that_were_swapped(desk: GoodDesk, sent: Layout, named: Layout) -> None:
    """Refused as a whole, or asked about; only where the headers are no richer than the list's own, it cannot be seen."""
    try:
        receipt = desk.receive(named, as_file(sent, good_rows(sent)))
    except BadInput as error:
        assert error.mend
        return
    is_asked = any("was the file named with the wrong layout" in question for question in receipt.questions)
    richer = set(good_rows(sent)[0]) - {h for field in named.fields for h in (field.header, *field.synonyms)}
    assert is_asked or receipt.accepted == 0 or not richer or receipt.dropped
