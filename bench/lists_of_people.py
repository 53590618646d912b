"""A town of 300,000 from nothing, then its six lists of people with names from CSV into the encrypted store."""

from __future__ import annotations

import csv
import secrets
import sqlite3
from base64 import b64encode
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from bench.measured import Watch, heading, line, timed
from denizen.pipeline.run import run_area
from denizen.store.custody import KEY
from denizen.synthetic.area_folder import write_area_folder
from denizen.synthetic.example import open_example
from denizen.synthetic.extracts.delivery import Delivery
from denizen.synthetic.extracts.drawing import write_lists
from denizen.synthetic.making import LISTS, Made, Order, make_town

PEOPLE, YEARS, TODAY = 300_000, 6, date(2026, 1, 5)
OF_A_COUNCIL = {
    "electoral_register.register_full", "council_tax.account_lines", "social_housing.persons",
    "school_census.census_pupils", "libraries.koha_borrowers",
}  # fmt: skip
OF_A_HEALTH_BODY = {"gp_register.patients"}
PLACES = {"address_register.llpg", "suppressed_addresses.by_uprn", "suppressed_addresses.by_address"}
"""lists that the others are placed by: received before them, and not among the rows that are counted"""


def lists_of_people(folder: Path, like: Path, people: int = PEOPLE) -> None:
    """Make the town, receive its lists, and load the same files with nothing checked, sealed or placed."""
    made: list[Made] = []
    drawn: list[Delivery] = []

    def invent() -> None:
        made.append(make_town(folder, Order(like, people, YEARS, 1, "2025-12")))
        drawn.extend(write_lists(made[0], like, folder))

    seconds, peak = timed(invent)
    heading(f"An invented town of {people:,} people and {YEARS} years, with all its lists")
    line(f"town, truth and {sum(item.rows for item in drawn):,} rows of lists", seconds, peak)
    lists = [item for item in drawn if f"{item.source}.{item.layout}" in OF_A_COUNCIL | OF_A_HEALTH_BODY]
    rows = sum(item.rows for item in lists)
    heading(f"Six lists of people, {rows:,} rows, CSV to encrypted store, every check on")
    council, a = _received(folder, like, made[0], drawn, OF_A_COUNCIL, "council")
    health, b = _received(folder, like, made[0], drawn, OF_A_HEALTH_BODY, "health_body")
    ours = council + health
    line("received", ours, max(a, b))
    line("that is, for 1.3 million rows", ours * 1.3e6 / rows)
    files = [folder / LISTS / item.file for item in lists]
    _beside("csv module into SQLite: as text, in clear, unchecked", files, ours, _into_sqlite)
    _beside("DuckDB's own reader, types guessed, in clear, unchecked", files, ours, _into_duckdb)


def _received(
    folder: Path, like: Path, made: Made, drawn: Sequence[Delivery], lists: set[str], held_by: str
) -> tuple[float, float]:
    """Seconds and peak of the receive steps of an area that names these lists alone. Nothing else of the run is counted."""
    area = folder / held_by
    chosen = [item for item in drawn if f"{item.source}.{item.layout}" in lists | PLACES]
    area.mkdir()
    write_area_folder(area, folder / LISTS, open_example(like), made.town, chosen)
    document = area / "denizen.yaml"
    document.write_text(document.read_text("utf-8").replace("held_by: council", f"held_by: {held_by}"), "utf-8")
    watch = _OfLists(lists)
    report = run_area(area, TODAY, watch, environ={KEY: b64encode(secrets.token_bytes(32)).decode()})
    for item in report.left_out:
        print(f"left out: {item.error}")
    return watch.stages["receive"]


class _OfLists(Watch):
    """Hears the receive steps of some lists."""

    def __init__(self, lists: set[str]) -> None:
        super().__init__()
        self._lists = lists

    def ends(self, step):  # type: ignore[no-untyped-def]
        if step.name.split()[0] == "receive" and step.name.split()[1] in self._lists:
            super().ends(step)


def _beside(what: str, files: Sequence[Path], ours: float, load) -> None:  # type: ignore[no-untyped-def]
    seconds, peak = timed(lambda: load(files))
    line(what, seconds, peak)
    print(f"receiving takes {ours / seconds:.1f} times as long")


def _into_sqlite(files: Sequence[Path]) -> None:
    target = sqlite3.connect(files[0].with_name("rival.sqlite"))
    for number, path in enumerate(files):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            width = len(next(reader))
            target.execute(f"CREATE TABLE list_{number} ({', '.join(f'c{place}' for place in range(width))})")
            marks = ", ".join("?" * width)
            rows = (row for row in reader if len(row) == width)
            target.executemany(f"INSERT INTO list_{number} VALUES ({marks})", rows)
    target.commit()
    target.close()


def _into_duckdb(files: Sequence[Path]) -> None:
    with duckdb.connect(str(files[0].with_name("rival.duckdb"))) as target:
        for number, path in enumerate(files):
            target.execute(
                f"CREATE TABLE list_{number} AS SELECT * FROM read_csv(?, ignore_errors = true)", [str(path)]
            )
