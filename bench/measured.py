"""Time and peak memory of a piece of work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from denizen.pipeline.steps import StepDone

_STATUS, _REFS = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def peak_mb() -> float | None:
    """Highest memory in use since `forget_peak`, in MB; None where the system does not tell."""
    if not _STATUS.exists():
        return None
    found = re.search(r"VmHWM:\s+(\d+)", _STATUS.read_text())
    return int(found.group(1)) / 1024 if found else None


def forget_peak() -> None:
    if _REFS.exists():
        _REFS.write_text("5")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and the peak of memory in MB (of this process, all that it held before included)."""
    forget_peak()
    started = perf_counter()
    work()
    return perf_counter() - started, peak_mb() or 0.0


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


def line(what: str, seconds: float, peak: float = 0.0) -> None:
    print(f"{what:<58}{seconds:>9.2f}" + (f"{peak:>10.0f}" if peak else ""))


def heading(title: str) -> None:
    print(f"\n{title:<58}{'seconds':>9}{'peak MB':>10}")
