"""`make bench`: how right, how quick and how large what people wait for is, beside rivals in the same run.

Times are of this machine and this moment; ratios against a rival say more. Nothing here passes or fails.

    python -m bench                          everything: about an hour, and 3 GB of disk
    python -m bench derby sheet people       receiving: a run on open data, a workbook, the lists of a town of 300,000
    python -m bench links addresses          how right links of people and addresses are
    python -m bench speed town               linking a million records; the six lists of a town of 300,000
    python -m bench agreements               rules checked against one another; faults planted and found
    python -m bench people 50000             a part with another size: people (people, town) or records (speed)

Rivals run in environments of their own, made in build/rivals from pinned packages on first use. Where that cannot be done, the
part says so and goes on.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.a_sheet import a_sheet
from bench.addresses import addresses
from bench.agreements import MUTANTS, agreements
from bench.linking import links
from bench.lists_of_people import PEOPLE, lists_of_people
from bench.run_of_derby import run_of_derby
from bench.speed import RECORDS, large_town, two_lists

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def main(said: list[str]) -> None:
    size = next((int(word) for word in said if word.isdecimal()), None)
    folder = Path(tempfile.mkdtemp(prefix="denizen bench "))
    towns = folder / "towns"
    parts: dict[str, Callable[[], None]] = {
        "derby": lambda: run_of_derby(folder / "derby"),
        "sheet": lambda: a_sheet(folder / "sheet"),
        "people": lambda: lists_of_people(folder / "people", EXAMPLES / "derby", size or PEOPLE),
        "links": lambda: links(folder / "links", towns),
        "addresses": lambda: addresses(folder / "addresses", towns),
        "agreements": lambda: agreements(EXAMPLES / "partnership_clean", size or MUTANTS),
        "speed": lambda: two_lists(folder / "speed", size or RECORDS),
        "town": lambda: large_town(folder / "town", towns, size or PEOPLE),
    }
    chosen = [word for word in said if not word.isdecimal()] or list(parts)
    if unknown := [name for name in chosen if name not in parts]:
        sys.exit(f"no such part: {', '.join(unknown)}. There are {', '.join(parts)}.")
    try:
        for name in chosen:
            parts[name]()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
