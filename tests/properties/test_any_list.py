"""What must hold for any file of any list: every row is accepted or refused, once, and no word of a row is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from denizen.contracts import Layout
from denizen.errors import DenizenError
from denizen.pipeline.receipts import as_text
from denizen.terms.receipts import Receipt
from good_files import LAYOUTS, MANY, GoodDesk, Rows, as_csv, as_file, below, good_rows, layout_of, open_good_desk

MANY_TIMES = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
SENTINEL = "Quillfeather"

CSV = st.sampled_from([layout.id for layout in LAYOUTS if layout.reading.format == "csv"])
ANY = st.sampled_from([layout.id for layout in LAYOUTS])
SIGNS = [
    '"',
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r\n",
    "\r",
    "\x0b",
    "\x1c",
    "\x85",
    "\u2028",
    "\x00",
    "\ufeff",
    "\ufffd",
    "'",
]
NUMBERS = [
    "9" * 400,
    "-9223372036854775808",
    "9" * 16,
    "1e308",
    "1e-400",
    "0x1F",
    "NaN",
    "-inf",
    "1,2,3",
    "٣",
    "½",
    "-0",
    ".",
    "+",
]
DAYS = [
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2024-02-30",
    "31/12/9999",
    "29/02/1900",
    "2025-13",
    "1-1-1",
]
CODES = [
    "NULL",
    "E0" + "1" * 300,
    "S01000001",
    "ZZ99 9ZZ",
    "DE1 2FS DE1 3FS",
    "000000000000",
    "=1+1",
    "$1",
    "{0}",
    "%s",
    "\\",
]
WORDS = [
    "'; DROP TABLE accepted; --",
    "İSTANBUL",
    "ẞ",
    "ﬁ",
    "e\u0301" * 40,
    "\u202eevil",
    "👨‍👩‍👧‍👦",
    "a" * 70_000,
    "Total",
    ";;;",
]
CELLS = st.sampled_from([*SIGNS, *NUMBERS, *DAYS, *CODES, *WORDS]) | st.text(max_size=20)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GoodDesk]:
    opened = open_good_desk(tmp_path_factory.mktemp("desk"))
    yield opened
    opened.inner.store.close()


def taken_in(desk: GoodDesk, layout: Layout, content: bytes, *, is_told_apart: bool = True) -> Receipt | None:
    """The receipt, weighed against what lies in the store; None where the file was refused in words.

    `is_told_apart`: the headers are known to be whole, so that no word of a row can be taken for one of them.
    """
    try:
        receipt = desk.receive(layout, content)
    except DenizenError as error:
        assert error.what and error.where and error.mend
        assert not is_told_apart or SENTINEL not in str(error)
        return None
    finally:
        del desk.inner.extracts[:-1]
    accepted, refused = desk.accepted(), list(desk.inner.refused())
    assert receipt.received == receipt.accepted + receipt.refused
    assert receipt.accepted == len(accepted) == len(set(accepted))
    assert set(accepted).isdisjoint(refused)
    assert len(refused) <= receipt.refused
    assert not is_told_apart or SENTINEL not in as_text(receipt, "A list") + json.dumps(asdict(receipt))
    as_text(receipt, "A list").encode()
    return receipt


PIECES = st.sampled_from(
    [sign.encode() for sign in SIGNS] + [SENTINEL.encode(), b"\xff", b"\xe9", b"\xc3\xa9", b"\x80", b"1", b"2025-12-01"]
)


@MANY_TIMES
@given(CSV, st.lists(PIECES, max_size=40).map(b"".join) | st.binary(max_size=300))
def test_any_bytes_below_the_headers_of_any_list(desk: GoodDesk, name: str, content: bytes) -> None:
    layout = layout_of(name)
    taken_in(desk, layout, as_csv(good_rows(layout)[: below(layout)]) + content)


CHANGES = st.lists(st.tuples(st.integers(0, MANY - 1), st.integers(0, 99), CELLS), min_size=1, max_size=8)


def changed(layout: Layout, changes: list[tuple[int, int, str]]) -> Rows:
    """A good file in which some cells say something else; a place beyond the last adds a cell, or takes one away."""
    rows = [list(row) for row in good_rows(layout)]
    for number, place, cell in changes:
        row = rows[below(layout) + number]
        if place < 90:
            row[place % len(row)] = cell
        elif place < 95 or len(row) == 1:
            row.append(cell)
        else:
            del row[place % len(row)]
        row[-1] = row[-1] if number % 2 else SENTINEL
    return rows


@MANY_TIMES
@given(ANY, CHANGES)
def test_any_text_in_any_cell_of_any_list(desk: GoodDesk, name: str, changes: list[tuple[int, int, str]]) -> None:
    """Whatever is accepted can also be counted."""
    layout = layout_of(name)
    receipt = taken_in(desk, layout, as_file(layout, changed(layout, changes)))
    event("refused whole" if receipt is None else f"{receipt.accepted} accepted")
    if receipt and receipt.accepted and layout.gives.shape not in ("gazetteer", "suppressed"):
        desk.inner.counts()


WAYS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t|"),
        "quoting": st.sampled_from([0, 1]),
        "lineterminator": st.sampled_from(["\n", "\r\n", "\r"]),
    }
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])


@MANY_TIMES
@given(CSV, WAYS, ENCODINGS)
@example("suppressed_addresses.by_address", {"delimiter": ";", "quoting": 0, "lineterminator": "\n"}, "utf-8")
def test_however_a_good_list_is_written_it_is_the_same_list(
    desk: GoodDesk, name: str, way: dict[str, str], encoding: str
) -> None:
    """Commas, semicolons, tabs or bars; quoted or not; with the line ends of any machine; in any encoding of offices."""
    layout = layout_of(name)
    if layout.reading.quotes == "none":
        way = {**way, "quoting": 3, "quotechar": None, "delimiter": "\t"}
    text = as_csv(good_rows(layout), **way).decode()
    is_western = text.encode("cp1252", "ignore").decode("cp1252") == text
    receipt = taken_in(desk, layout, text.encode(encoding if encoding != "cp1252" or is_western else "utf-8"))
    assert receipt is not None
    assert (receipt.received, receipt.accepted) == (MANY, MANY)


HURTS = st.lists(
    st.tuples(st.sampled_from(["cut", "drop", "twice", "put", "flip"]), st.floats(0, 1), PIECES), min_size=1, max_size=4
)


def hurt(content: bytes, hurts: list[tuple[str, float, bytes]]) -> bytes:
    """Bytes cut off, dropped, doubled, put in between, or one of them changed."""
    for how, where, piece in hurts:
        at = int(where * len(content))
        content = {
            "cut": content[:at] if where > 0.5 else content,
            "drop": content[:at] + content[at + len(piece) :],
            "twice": content[: at + 30] + content[at:],
            "put": content[:at] + piece + content[at:],
            "flip": content[:at] + bytes(byte ^ 32 for byte in content[at : at + 1]) + content[at + 1 :],
        }[how]
    return content


@MANY_TIMES
@given(ANY, HURTS)
def test_any_hurt_of_the_bytes_of_any_good_file(
    desk: GoodDesk, name: str, hurts: list[tuple[str, float, bytes]]
) -> None:
    layout = layout_of(name)
    good = as_file(layout, good_rows(layout))
    taken_in(desk, layout, hurt(good, hurts), is_told_apart=False)


@MANY_TIMES
@given(CSV, HURTS)
def test_any_hurt_below_the_headers_tells_no_word_of_a_row(
    desk: GoodDesk, name: str, hurts: list[tuple[str, float, bytes]]
) -> None:
    layout = layout_of(name)
    start, rows = below(layout), good_rows(layout)
    named = [[SENTINEL, *row[1:]] for row in rows[start:]]
    taken_in(desk, layout, as_csv(rows[:start]) + hurt(as_csv(named), hurts))
