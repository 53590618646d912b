from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Demo:
    """The demo as a newcomer runs it: the folder that it made, and what it said."""

    folder: Path
    said: str
    exit_code: int


def run_demo(folder: Path, example: str = "derby") -> Demo:
    command = [sys.executable, "-m", "denizen", "demo", "--example", example, "--out", str(folder)]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    return Demo(folder, done.stdout + done.stderr, done.returncode)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return run_demo(tmp_path_factory.mktemp("demo") / "derby town")
