"""Lists with known truth that are linked: each by denizen and by Splink, at the usual threshold and at many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.ours import linked
from bench.rivals.environment import run_in
from bench.scoring import Score, best, score

DATA = Path(__file__).resolve().parent / "data"
THRESHOLDS = (-2.5, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 4.0)
"""mean weights in bits at which denizen's groups are closed beside its own threshold"""


@dataclass(frozen=True, slots=True)
class Case:
    """Lists in a folder, their map and truth, and the recipe by which Splink links them."""

    name: str
    folder: Path
    map_file: Path
    truth: Path
    recipe: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one program made of a case: the files of its groups at the usual threshold and at others, and their scores."""

    usual: Path
    others: Mapping[str, Path]
    score: Score
    scores: Mapping[str, Score]
    """by threshold, the usual one included"""
    told: Mapping[str, float]
    """what the program itself says of its links"""

    @property
    def best(self) -> Score:
        return best(self.scores.values())


def public_sets() -> list[Case]:
    recipes = {
        "FEBRL 3": ("febrl3", "febrl"),
        "FEBRL 4": ("febrl4", "febrl"),
        "historical_50k": ("historical_50k", "historical"),
    }
    return [
        Case(name, DATA / folder, DATA / folder / "map.yaml", DATA / folder / "truth.csv.gz", recipe)
        for name, (folder, recipe) in recipes.items()
    ]


def pseudopeople(folder: Path, times: int) -> Case:
    """Five lists of pseudopeople's sample population, with so many times its usual noise.

    Raises:  DidNotRun, when pseudopeople cannot be installed.
    """
    run_in("pseudopeople", "people_of_pseudopeople.py", folder, times)
    return Case(
        f"pseudopeople, noise x {times}", folder, DATA / "pseudopeople.yaml", folder / "truth.csv", "pseudopeople"
    )


def of_town(town: Path) -> Case:
    lists = town / "linking"
    return Case(town.name, lists, lists / "map.yaml", lists / "truth.csv", "town")


def by_denizen(case: Case, out: Path) -> Outcome:
    """Linked by denizen as anyone calls it, and again at each of THRESHOLDS."""
    out.mkdir(parents=True, exist_ok=True)
    usual = out / "usual.csv"
    told = linked(case.folder, case.map_file, usual).answer
    others = {}
    for threshold in THRESHOLDS:
        others[f"{threshold:g} bits"] = out / f"at_{threshold:g}.csv"
        linked(case.folder, case.map_file, others[f"{threshold:g} bits"], threshold)
    return _outcome(case, usual, others, told)


def by_splink(case: Case, out: Path) -> Outcome:
    """Linked by Splink 5 in its own environment.

    Raises:  DidNotRun, when it cannot be installed.
    """
    run_in("splink", "link_with_splink.py", case.recipe, case.folder, out, "sweep")
    others = {f"{path.stem.removeprefix('at_')} bits": path for path in out.glob("at_*.csv")}
    return _outcome(case, out / "default.csv", others, {})


def _outcome(case: Case, usual: Path, others: dict[str, Path], told: Mapping[str, float]) -> Outcome:
    scores = {name: score(path, case.truth) for name, path in {"usual": usual, **others}.items()}
    return Outcome(usual, others, scores["usual"], scores, told)
