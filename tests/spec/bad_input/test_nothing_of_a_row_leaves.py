"""Invented words stand in cells that are refused or dropped; no byte that leaves the store may hold one of them."""

from pathlib import Path

import pytest
from test_the_rest_goes_on import denizen, with_visits

from small_area import STREET_HEADER, SmallArea, age_csv, street_csv
from visits_list import HEADER, day, lines

REFUSED = {
    "a code": ("E01999001", "Quillfeather"),
    "a date": ("2024-03-02", "Marrowbone"),
    "a kind": ("Food", "Thistledown"),
    "a number": (",12,", ",Brackwater,"),
    "an amount": ("1.50", "Sorrelwick"),
    "a postcode": ("FS1 1AA", "Hollowmere"),
    "a month": ("2024-03,W", "Duskwither,W"),
}
DROPPED = "Gossamerly"
TORN = "Fennimorrow"
TITLE = "Candlewright"
SENTINELS = [*(word.strip(",W") for _, word in REFUSED.values()), DROPPED, TORN, TITLE, "Ravenscombe"]


@pytest.fixture
def sown(small_area: SmallArea) -> SmallArea:
    """A town in whose files the words stand: in refused cells, dropped columns, torn lines, titles, wrong files."""
    good = day(2) + "," + DROPPED
    rows = [good.replace(old, new) for old, new in REFUSED.values()]
    rows += [f'"{TORN},2024', f"{TORN}\x00", f"{TORN},1,2", day(3) + "," + DROPPED, day(3) + "," + DROPPED]
    text = f"{TITLE}\n\n" + lines(*rows, header=HEADER + ",surname")
    small_area.write("visits.csv", text)
    small_area.write("no_headers.csv", "Ravenscombe,Ann,1984-02-11\nRavenscombe,Lee,1985-02-11\n")
    with_visits(small_area, "visits.csv", "no_headers.csv")
    small_area.write("data/age.csv", age_csv() + "Ravenscombe,Ravenscombe" + ",Ravenscombe" * 19 + "\n")
    context = ",".join(DROPPED if name in ("Context", "Location") else "" for name in STREET_HEADER)
    small_area.write("data/street.csv", street_csv() + context + "\n")
    return small_area


def holding(folder: Path, words: list[str]) -> list[str]:
    """Every file below a folder that holds one of the words, in any of the encodings that files are written in."""
    forms = {word: [word.encode(code) for code in ("utf-8", "utf-16-le")] for word in words}
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        found += [f"{path.name}: {word}" for word, all_forms in forms.items() if any(f in content for f in all_forms)]
    return found


def test_no_word_of_a_row_is_in_the_book_the_receipts_the_ledger_or_what_is_said(sown: SmallArea) -> None:
    done = denizen("run", sown.folder)
    assert done.returncode == 4
    for made in ("book", "receipts", "ledger"):
        assert (sown.folder / made).exists()
        assert holding(sown.folder / made, SENTINELS) == []
    assert not [word for word in SENTINELS if word in done.stdout + done.stderr]


def test_what_was_dropped_is_not_even_in_the_store(sown: SmallArea) -> None:
    report = sown.run()
    visits = next(receipt for receipt in report.receipts if receipt.source == "visits")
    assert (visits.received, visits.accepted) == (12, 1)
    assert "surname" in {item.column for item in visits.dropped}
    assert holding(sown.folder / "store", [DROPPED, TORN, TITLE]) == []
