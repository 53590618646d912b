"""A workbook of 100,000 rows, from XLSX to the encrypted store with every check."""

from __future__ import annotations

import random
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import xlsxwriter

from bench.measured import heading, line, timed
from denizen.agreements import Grounds, Permit, Purpose
from denizen.contracts import load_contracts
from denizen.intake import Conditions, Extract, Limits, Setting, receive
from denizen.store import Store

ROWS, TODAY = 100_000, date(2026, 1, 5)
HEADER = (
    "Elector Number Prefix", "Elector Number", "Elector Markers", "Elector Name", "UPRN", "PostCode", "Address1", "Address2",
)  # fmt: skip
LIMITS = Limits(
    unpacked_ratio=100, unpacked_bytes=4e9, line_length=1_000_000, lines_in_cell=20, cells_in_sheet=25_000_000
)
PLACES = {
    "known_areas": {"area_code": "E01000001", "geography": "lsoa", "vintage": "2021"},
    "postcodes": {"postcode": "ZT11AA", "area_code": "E01000001"},
    "gazetteer": {"uprn": "900000000001", "area_code": "E01000001"},
    "suppressed_addresses": {"uprn": "900000000002", "address_key": ""},
}
"""what rows are placed by: one area, one postcode, one address, one that is never placed"""


def a_sheet(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "register.xlsx"
    _write(path)
    contract = load_contracts(nation="england")["electoral_register"]
    layout = contract.layout("register_full")
    extract = Extract(path, path.name, contract, layout, 1, TODAY)
    grounds = Grounds("RPR 2001, reg. 107", "LN-1", "DPIA-1", "https://notice.example")
    permit = Permit(
        "BENCH", layout.source, layout.name, Purpose.POPULATION_STATISTICS, TODAY, frozenset({"*"}), grounds
    )
    conditions = Conditions(LIMITS, Setting("england", "council", TODAY), b"a key for benchmarks")
    with Store.open(folder / "store", b"k" * 32) as store:
        for name, row in PLACES.items():
            store.take(name, {column: [cell] for column, cell in row.items()}, dict.fromkeys(row, "VARCHAR"))
        accepted: list[int] = []
        ours, peak = timed(lambda: accepted.append(receive(extract, permit, store, conditions).accepted))
    heading(f"A workbook, {ROWS:,} rows of {len(HEADER)} columns, XLSX to encrypted store, every check on")
    line(f"received, {accepted[0]:,} accepted", ours, peak)
    line("that is, rows in five seconds, in thousands", 5 * ROWS / ours / 1_000)
    seconds, peak = timed(lambda: _plain(path))
    line("zipfile and ElementTree: cells as text, unchecked", seconds, peak)
    print(f"receiving takes {ours / seconds:.1f} times as long")


def _write(path: Path) -> None:
    dice = random.Random(1)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet("Register")
    page.write_row(0, 0, HEADER)
    for number in range(1, ROWS + 1):
        name = f"Sentinel{dice.randrange(9_999)}, Ada{dice.randrange(99)}"
        address = f"{dice.randrange(1, 200)} Street {dice.randrange(800)}"
        cells = (
            f"A{number // 2_000}",
            number % 2_000,
            "",
            name,
            900_000_000_000 + number,
            "ZT1 1AA",
            address,
            "Nowhere",
        )
        page.write_row(number, 0, cells)
    book.close()


def _plain(path: Path) -> int:
    """The cells of the first sheet with the standard library alone."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as package:
        shared: list[str] = []
        if "xl/sharedStrings.xml" in package.namelist():
            with package.open("xl/sharedStrings.xml") as file:
                shared = ["".join(item.itertext()) for item in ElementTree.parse(file).getroot()]
        cells = 0
        with package.open("xl/worksheets/sheet1.xml") as file:
            for _, row in ElementTree.iterparse(file):
                if row.tag == f"{name}row":
                    cells += sum(1 for cell in row if "".join(cell.itertext()))
                    row.clear()
    return cells + len(shared)
