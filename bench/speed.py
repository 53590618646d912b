"""How fast people are linked: two large lists beside Splink 5 with its caps on, and the six lists of a large town.

Every program is a process of its own and is measured from start to finish: reading, training, linking, writing.
"""

from __future__ import annotations

from pathlib import Path

from bench.ours import linked, matched
from bench.rivals.environment import DidNotRun, Ran, run_in
from bench.scoring import Score, score
from bench.towns import town
from bench.two_lists import write_two_lists

RECORDS, PEOPLE = 1_000_000, 300_000


def two_lists(folder: Path, records: int = RECORDS) -> None:
    """Two lists with most people on both; denizen's share of Splink's time."""
    lists = folder / f"two lists {records}"
    write_two_lists(lists, records)
    truth = lists / "truth.csv"
    print(f"\n{f'Two lists, {records:,} records in all':<42}{'seconds':>9}{'of CPU':>9}{'peak MB':>9}", end="")
    print(f"{'precision':>11}{'recall':>9}{'F1':>9}")
    ours = linked(lists, lists / "map.yaml", folder / "ours.csv")
    _tell("denizen", ours, score(folder / "ours.csv", truth))
    try:
        rival = run_in("splink", "link_with_splink.py", "two_lists", lists, folder / "splink")
    except DidNotRun as error:
        print(f"Splink: {error}")
        return
    _tell("Splink 5, capped, trained in the run", rival, score(folder / "splink" / "default.csv", truth))
    shares = (ours.seconds / rival.seconds, ours.cpu_seconds / rival.cpu_seconds, ours.peak_mb / rival.peak_mb)
    print("denizen takes {:.2f} of its time, {:.2f} of its processors' time and {:.2f} of its memory".format(*shares))


def _tell(name: str, ran: Ran, of: Score) -> None:
    print(f"{name:<42}{ran.seconds:>9.2f}{ran.cpu_seconds:>9.2f}{ran.peak_mb:>9,.0f}", end="")
    print(f"{of.precision:>11.4f}{of.recall:>9.4f}{of.f1:>9.4f}", flush=True)


def large_town(folder: Path, towns: Path, people: int = PEOPLE) -> None:
    """The six lists of a large town: addresses alone, then addresses and people."""
    lists = town(towns, "typical", 1, people) / "linking"
    with (lists / "truth.csv").open() as file:
        records = sum(1 for _ in file) - 1
    folder.mkdir(parents=True, exist_ok=True)
    print(f"\n{f'Six lists of a town of {people:,}, {records:,} records':<52}{'seconds':>9}{'of CPU':>9}{'peak MB':>9}")
    work = {"addresses": matched, "addresses and people": linked}
    for name, command in work.items():
        ran = command(lists, lists / "map.yaml", folder / "out.csv")
        told = f"{name}, {records / ran.seconds:,.0f} records a second"
        print(f"{told:<52}{ran.seconds:>9.1f}{ran.cpu_seconds:>9.1f}{ran.peak_mb:>9,.0f}", flush=True)
    of = score(folder / "out.csv", lists / "truth.csv")
    print(
        f"precision {of.precision:.4f}, recall {of.recall:.4f}, F1 {of.f1:.4f}, {of.groups / of.people:.3f} groups a person"
    )
