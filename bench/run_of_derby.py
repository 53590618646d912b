"""A whole run on real open data, each stage, and a rerun with nothing changed."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

from bench.measured import Watch, heading, line, timed
from denizen.pipeline.run import run_area
from denizen.pipeline.starting import start_from_example

TODAY = date(2026, 1, 5)


def run_of_derby(folder: Path) -> None:
    start_from_example("derby", folder)
    watch = Watch()
    whole, peak = timed(lambda: run_area(folder, TODAY, watch))
    heading("Derby, real open data")
    for stage, (seconds, highest) in watch.stages.items():
        line(stage, seconds, highest)
    line("the whole run", whole, max(peak, *(highest for _, highest in watch.stages.values())))
    line("a rerun with nothing changed", *timed(lambda: run_area(folder, TODAY, Watch())))
    _beside_a_plain_reader(folder, watch.stages["receive"][0])


def _beside_a_plain_reader(folder: Path, received: float) -> None:
    """The largest file, read by Python's own csv module into lists of text and nothing more."""
    largest = max((folder / "data").rglob("*.gz"), key=lambda path: path.stat().st_size)

    def plain() -> None:
        with gzip.open(largest, "rt", encoding="utf-8", newline="") as file:
            print(f"{largest.name}: {len(list(csv.reader(file))) - 1:,} rows")

    seconds, _ = timed(plain)
    line("plain csv reader, that file only", seconds)
    print(f"receiving all files, with every check, takes {received / seconds:.1f} times as long")
