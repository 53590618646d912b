"""Environments for programs that cannot share one with denizen, and runs inside them.

Each has its packages pinned with hashes in `<name>.txt` (made from `<name>.in` by `make lock`'s command), lies in `build/rivals`
and is made on first use. A script runs as a process of its own and says what it spent.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ENVIRONMENTS = ROOT / "build" / "rivals"


class DidNotRun(Exception):
    """An environment cannot be made, or what runs in it failed: the part that needs it is left out."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a process answered, and what it took: seconds of the clock from its start, of processors, and its peak in MB."""

    answer: dict[str, Any]
    seconds: float
    cpu_seconds: float
    peak_mb: float


def run_in(environment: str, script: str, *said: object) -> Ran:
    """Run a script of this folder in an environment.

    Raises:  DidNotRun, when the environment cannot be made, or the script fails.
    """
    return ran([_python_of(environment), HERE / script, *said])


def ran(command: list[object]) -> Ran:
    """Run a command whose last line is JSON with `cpu_seconds` and `peak_mb`.

    Raises:  DidNotRun, with the last that it said.
    """
    began = perf_counter()
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=ROOT)
    seconds = perf_counter() - began
    if done.returncode:
        raise DidNotRun(f"failed: {_said_last(done.stderr)}")
    answer = json.loads(done.stdout.strip().rpartition("\n")[2])
    return Ran(answer, seconds, answer.pop("cpu_seconds"), answer.pop("peak_mb"))


def _python_of(environment: str) -> Path:
    """The interpreter of an environment, made if it is not there or its pins have changed.

    Raises:  DidNotRun.
    """
    pins, folder = HERE / f"{environment}.txt", ENVIRONMENTS / environment
    python, ready = folder / ("Scripts" if os.name == "nt" else "bin") / "python", folder / "pins.txt"
    if not ready.exists() or ready.read_text() != pins.read_text():
        print(f"making the environment of {environment} in {folder.relative_to(ROOT)}", file=sys.stderr)
        venv.create(folder, clear=True, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", pins]
        done = subprocess.run([str(word) for word in install], capture_output=True, text=True)
        if done.returncode:
            raise DidNotRun(f"not installed: {_said_last(done.stderr)}")
        ready.write_text(pins.read_text())
    return python


def _said_last(errors: str) -> str:
    """The last line that begins at the margin: what went wrong, without where."""
    return next((line for line in reversed(errors.splitlines()) if line[:1].strip()), "nothing was said")
