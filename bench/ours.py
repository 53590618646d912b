"""denizen's own commands in a process of their own, as anyone calls them, saying what they spent.

python -m bench.ours link FOLDER MAP OUT [THRESHOLD]
python -m bench.ours match FOLDER MAP OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.rivals.environment import Ran, ran
from bench.rivals.spent import tell


def linked(folder: Path, map_file: Path, out: Path, threshold: float | None = None) -> Ran:
    """Link lists; the answer tells people, and estimated `precision` and `recall`."""
    return ran(
        [sys.executable, "-m", "bench.ours", "link", folder, map_file, out, *([] if threshold is None else [threshold])]
    )


def matched(folder: Path, map_file: Path, out: Path) -> Ran:
    """Match addresses."""
    return ran([sys.executable, "-m", "bench.ours", "match", folder, map_file, out])


def main(what: str, folder: Path, map_file: Path, out: Path, *threshold: str) -> None:
    if what == "match":
        from denizen.pipeline.matching_addresses import match_addresses

        match_addresses(folder, map_file, out)
        tell({})
        return
    from denizen.pipeline.linking_lists import link_lists

    found = link_lists(folder, map_file, out, *map(float, threshold))
    tell({"people": found.people, "precision": found.overall.precision, "recall": found.overall.recall})


if __name__ == "__main__":
    main(sys.argv[1], *(Path(word) for word in sys.argv[2:5]), *sys.argv[5:])
