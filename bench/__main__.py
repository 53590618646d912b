"""`make bench`: time and peak memory of a whole run and of each stage, and what reading costs beside a plain reader.

Times are of this machine and this moment; ratios against a rival in the same run say more. Nothing here passes or fails.
"""

from __future__ import annotations

import csv
import gzip
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

from denizen.pipeline.run import run_area
from denizen.pipeline.starting import start_from_example
from denizen.pipeline.steps import StepDone

_STATUS, _REFS = Path("/proc/self/status"), Path("/proc/self/clear_refs")
TODAY = date(2026, 1, 5)


def peak_mb() -> float | None:
    """Highest memory in use since `forget_peak`, in MB; None where the system does not tell."""
    if not _STATUS.exists():
        return None
    found = re.search(r"VmHWM:\s+(\d+)", _STATUS.read_text())
    return int(found.group(1)) / 1024 if found else None


def forget_peak() -> None:
    if _REFS.exists():
        _REFS.write_text("5")


class Watch:
    """Hears the steps of a run, and keeps time and peak memory by stage."""

    def __init__(self) -> None:
        self.stages: dict[str, tuple[float, float]] = {}

    def starts(self, name: str) -> None:
        forget_peak()

    def ends(self, step: StepDone) -> None:
        if step.was_skipped:
            return
        stage = step.name.split()[0] if step.name.startswith(("receive", "standardise")) else step.name
        seconds, peak = self.stages.get(stage, (0.0, 0.0))
        self.stages[stage] = (seconds + step.seconds, max(peak, peak_mb() or 0.0))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    forget_peak()
    started = perf_counter()
    work()
    return perf_counter() - started, peak_mb() or 0.0


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="denizen bench "))
    try:
        start_from_example("derby", folder)
        watch = Watch()
        whole = perf_counter()
        run_area(folder, TODAY, watch)
        whole = perf_counter() - whole
        print(f"{'stage':<34}{'seconds':>9}{'peak MB':>10}")
        for stage, (seconds, peak) in watch.stages.items():
            print(f"{stage:<34}{seconds:>9.2f}{peak:>10.0f}")
        print(f"{'the whole run':<34}{whole:>9.2f}{max(p for _, p in watch.stages.values()):>10.0f}")
        again, peak = timed(lambda: run_area(folder, TODAY, Watch()))
        print(f"{'a rerun with nothing changed':<34}{again:>9.2f}{peak:>10.0f}")
        rival(folder, watch)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rival(folder: Path, watch: Watch) -> None:
    """The largest file, read by Python's own csv module into lists of text and nothing more."""
    largest = max((folder / "data").rglob("*.gz"), key=lambda path: path.stat().st_size)

    def plain() -> None:
        with gzip.open(largest, "rt", encoding="utf-8", newline="") as file:
            sys.stdout.write(f"\n{largest.name}: {len(list(csv.reader(file))) - 1:,} rows\n")

    seconds, _ = timed(plain)
    received = watch.stages["receive"][0]
    print(f"{'plain csv reader, that file only':<34}{seconds:>9.2f}")
    print(f"receiving all files, with every check, takes {received / seconds:.1f} times as long")


if __name__ == "__main__":
    main()
