"""How long it takes to check codes against one another, and how many planted faults are found.

Rules are random over the package's vocabulary: about half narrow a dimension, one in twelve has an exception, one in ten days
of its own. `dense`: a third of all pairs share a case; `sparse`: one in fifteen.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from datetime import date
from pathlib import Path

from bench.agreement_mutants import tallied
from bench.random_codes import random_codes
from denizen.agreements.checking import faults_of_rules
from denizen.agreements.differences import difference
from denizen.agreements.instruments import rulebook
from denizen.agreements.overlaps import meeting, rowed
from denizen.agreements.vocabulary import load_vocabulary
from denizen.pipeline.agreements_checked import read_papers

MUTANTS = 500
DAY = date(2026, 11, 23)
SIZES = ((100, 0.44), (300, 0.44), (1_000, 0.42), (3_000, 0.65), (10_000, 0.65), (10_000, 0.44))
"""rules, and the share of dimensions that a rule narrows"""


def agreements(folder: Path, how_many: int) -> None:
    """Print how long checks take, and the table of mutants."""
    print("rules | pairs that share a case, before exceptions | placed, s | checked, s | findings | peak memory, MB")
    for rules, narrowed in SIZES:
        check_of(rules, narrowed)
    difference_of_versions()
    planted(folder, how_many)


def check_of(rules: int, narrowed: float) -> None:
    """One line of the table: every finding of the rules, with its words, from rules that are read already."""
    words = load_vocabulary()
    codes = random_codes(words, rules, narrowed=narrowed)
    start = time.perf_counter()
    book = rulebook(words, codes, DAY)
    placed = time.perf_counter()
    found, _ = faults_of_rules(book)
    done = time.perf_counter()
    rows = rowed(book.spoken)
    pairs = len(meeting(rows, rows, once=True)[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{rules:,} | {pairs:,} | {placed - start:.2f} | {done - placed:.2f} | {len(found):,} | {peak:,}")


def difference_of_versions() -> None:
    """A code of 300 rules, and a version of it with ten other rules."""
    words = load_vocabulary()
    (old,) = random_codes(words, 300, narrowed=0.65, codes=1)
    (other,) = random_codes(words, 10, narrowed=0.65, codes=1, seed=6)
    start = time.perf_counter()
    books = [
        rulebook(words, [one], DAY)
        for one in (old, type(old)(old.id, old.name, old.file, rules=old.rules[10:] + other.rules))
    ]
    found = difference(books[0], books[1])
    kinds = Counter(change.heading.split(" (")[0] for change in found.changes)
    print(f"difference of two versions of 300 rules, ten exchanged: {time.perf_counter() - start:.2f} s, {dict(kinds)}")


def planted(folder: Path, how_many: int) -> None:
    """The table of mutants."""
    start = time.perf_counter()
    tallies, missed = tallied(read_papers(folder), how_many)
    print("kind | mutants | found | missed | told besides, and true | told, and false")
    for kind, one in tallies.items():
        print(f"{kind} | {one.planted} | {one.found} | {one.planted - one.found} | {one.besides} | {one.false}")
    for line in missed:
        print(f"missed: {line}")
    print(f"{how_many} checks in {time.perf_counter() - start:.1f} s")
