"""`make bench`: time and peak memory of what people wait for, beside a rival in the same run.

Times are of this machine and this moment; ratios against a rival say more. Nothing here passes or fails.

    python -m bench                 everything; the town of 300,000 takes some minutes and 3 GB of disk
    python -m bench derby sheet     some of it: derby, sheet, people
    python -m bench people 50000    with a town of another size
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from bench.a_sheet import a_sheet
from bench.lists_of_people import PEOPLE, lists_of_people
from bench.run_of_derby import run_of_derby

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def main(said: list[str]) -> None:
    people = next((int(word) for word in said if word.isdecimal()), PEOPLE)
    chosen = [word for word in said if not word.isdecimal()] or ["derby", "sheet", "people"]
    folder = Path(tempfile.mkdtemp(prefix="denizen bench "))
    parts = {
        "derby": lambda: run_of_derby(folder / "derby"),
        "sheet": lambda: a_sheet(folder / "sheet"),
        "people": lambda: lists_of_people(folder / "people", EXAMPLES / "derby", people),
    }
    try:
        for name in chosen:
            parts[name]()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
