"""What must hold for any file: nothing lost, nothing but a clear error, and a well-made list comes in as it is."""

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from denizen.errors import DenizenError
from denizen.intake.csv_rows import rows_of
from denizen.intake.decode import lines_of
from visits_list import HEADER, LIMITS, Desk, day, lines, open_desk

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

CELLS = st.text(st.sampled_from('ab1,";\t\n\'Ññ é"'), max_size=6)
LETTERS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\ufffd\r"), max_size=12)
MARKS = [b",", b'"', b";", b"\t", b"\n", b"\r\n", b"\0", b"\xff", b"\xe9", b"\xc3\xa9"]
STARTS = [b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b", b"PK\x03\x04"]
WORDS = [b"Food", b"2024-03-31", b"E01999001", b"12", HEADER.encode(), day(1).encode() + b"\n"]
PIECES = st.sampled_from([*MARKS, *STARTS, *WORDS])


@pytest.fixture(scope="module")
def open_for_all() -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder))
        yield desk
        desk.store.close()


def balance_of(desk: Desk, content: bytes) -> None:
    try:
        receipt = desk.receive(content)
    except DenizenError as error:
        assert error.mend
        return
    assert receipt.received == receipt.accepted + receipt.refused
    assert receipt.accepted == len(desk.accepted())
    last = content.count(b"\n") + content.count(b"\r") + 1
    told = [number for refusal in receipt.refusals for number in refusal.rows]
    assert all(1 <= number <= last for number in [*told, *desk.refused(), *desk.accepted()])


@FEW
@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_any_bytes_are_received_in_full_or_refused_in_words(open_for_all: Desk, content: bytes) -> None:
    balance_of(open_for_all, content)


@FEW
@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_any_bytes_below_right_headers_are_received_in_full(open_for_all: Desk, content: bytes) -> None:
    balance_of(open_for_all, HEADER.encode() + b"\n" + content)


@FEW
@given(st.binary(max_size=200))
def test_any_noise_is_received_in_full_or_refused_in_words(open_for_all: Desk, content: bytes) -> None:
    balance_of(open_for_all, content)


@FEW
@given(st.lists(st.lists(CELLS | LETTERS, min_size=7, max_size=7), min_size=1, max_size=12))
@example([["", "", "a\n\nb", '"', "", ",", ""]])
def test_a_well_made_list_comes_in_cell_by_cell(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    read = rows_of(list(lines_of(text.getvalue().encode(), "utf-8")), LIMITS, width=7)
    assert [list(row.cells) for row in read if not row.broken] == rows


@FEW
@given(st.permutations(range(8)), st.lists(st.integers(1, 28), min_size=1, max_size=5, unique=True))
def test_the_order_of_columns_changes_nothing(open_for_all: Desk, order: list[int], days: list[int]) -> None:
    text = lines(*(day(number) for number in days))
    columns = "row_number, lsoa, day, kind, visitors, spend, postcode, month, worker"
    open_for_all.receive(text)
    straight = open_for_all.accepted(columns)
    shuffled = "\n".join(",".join(line.split(",")[place] for place in order) for line in text.splitlines())
    open_for_all.receive(shuffled)
    assert open_for_all.accepted(columns) == straight


@FEW
@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 60), st.integers(0, 60))
def test_two_quotes_anywhere_cost_at_most_their_own_lines(
    open_for_all: Desk, first: int, second: int, here: int, there: int
) -> None:
    rows = [day(number) for number in range(1, 11)]
    for place, at in {(first, here), (second, there)}:
        rows[place] = rows[place][:at] + '"' + rows[place][at:]
    receipt = open_for_all.receive(lines(*rows))
    assert receipt.received == 10
    assert receipt.accepted >= 10 - len({first, second})
