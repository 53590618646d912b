"""How right people are linked, beside Splink 5 in the same run on the same lists; and for whom it is less right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean

from bench.cases import Case, Outcome, by_denizen, by_splink, of_town, pseudopeople, public_sets
from bench.rivals.environment import DidNotRun
from bench.scoring import Score, pooled, recall_at, score_by
from bench.towns import KNOWN, SETTINGS, town

SEEDS = (1, 2, 3, 4, 5)
LEAST_PAIRS = 300
"""true pairs that a group of people needs before its recall is told; with fewer it says little"""
Linked = tuple[Case, Outcome, Outcome | None]
"""a case, what denizen made of it, and what Splink did; None where Splink is not here"""


def links(folder: Path, towns: Path) -> None:
    """The public sets, pseudopeople, and five towns of 20,000 people in the usual settings and in noisier ones."""
    print(
        "\nPairs of records rightly linked. `best`: F1 at the best of many thresholds, chosen with the truth in hand."
    )
    print(
        "`groups`: denizen's people for each true one. Towns with their address register; ranges are lowest and highest."
    )
    print(f"\n{'':<27}{'denizen':>31}{'':>9}{'Splink 5':>38}")
    print(f"{'':<27}{'precision':>9} {'recall':>7} {'F1':>7} {'best':>7}  {'groups':>7}", end="")
    print(f"{'precision':>14} {'recall':>7} {'F1':>7} {'best':>7}")
    told = [_told(case, folder) for case in public_sets()]
    for times in (1, 5):
        try:
            told.append(_told(pseudopeople(folder / f"pseudopeople {times}", times), folder))
        except DidNotRun as error:
            print(f"pseudopeople, noise x {times}: {error}")
    of_towns: dict[str, list[Linked]] = {}
    for settings in SETTINGS:
        of_towns[settings] = [_told(of_town(town(towns, settings, seed)), folder) for seed in SEEDS]
        _mean_and_range(settings, of_towns[settings])
    _estimates([*told, *(item for items in of_towns.values() for item in items)])
    for settings, items in of_towns.items():
        for_whom(settings, items)


def _told(case: Case, folder: Path) -> Linked:
    ours, rival = by_denizen(case, folder / case.name / "denizen"), None
    try:
        rival = by_splink(case, folder / case.name / "splink")
    except DidNotRun as error:
        print(f"Splink: {error}")
    groups = ours.score.groups / ours.score.people
    beside = _line(rival) if rival else ""
    print(f"{case.name:<27}{_line(ours)}  {groups:>7.3f}     {beside}", flush=True)
    return case, ours, rival


def _line(outcome: Outcome) -> str:
    of = outcome.score
    return f"{of.precision:>9.4f} {of.recall:>7.4f} {of.f1:>7.4f} {outcome.best.f1:>7.4f}"


def _mean_and_range(settings: str, items: Sequence[Linked]) -> None:
    def row(what: str, value: Callable[[list[float]], float]) -> None:
        cells = [value([_figures(ours)[place] for _, ours, _ in items]) for place in range(4)]
        groups = value([ours.score.groups / ours.score.people for _, ours, _ in items])
        rivals = [rival for _, _, rival in items if rival]
        beside = [value([_figures(rival)[place] for rival in rivals]) for place in range(4)] if rivals else []
        ours_told, beside_told = (
            f"{cells_[0]:>9.4f} " + " ".join(f"{cell:>7.4f}" for cell in cells_[1:]) if cells_ else ""
            for cells_ in (cells, beside)
        )
        print(f"{what:<27}{ours_told}  {groups:>7.3f}     {beside_told}", flush=True)

    row(f"{settings}, mean", mean)
    row(f"{settings}, lowest", min)
    row(f"{settings}, highest", max)


def _figures(outcome: Outcome) -> tuple[float, float, float, float]:
    return outcome.score.precision, outcome.score.recall, outcome.score.f1, outcome.best.f1


def _estimates(items: Iterable[Linked]) -> None:
    """What denizen says of its own links, beside the truth."""
    print(f"\n{'denizen of its own links':<27}{'precision':>9} {'truth':>7} {'recall':>9} {'truth':>7}")
    for case, ours, _ in items:
        precision, recall = ours.told["precision"], ours.told["recall"]
        print(f"{case.name:<27}{precision:>9.3f} {ours.score.precision:>7.3f} {recall:>9.3f} {ours.score.recall:>7.3f}")


def for_whom(settings: str, items: Sequence[Linked]) -> None:
    """Precision and recall by name culture, sex, age and tenure, the towns put together, beside Splink at its best threshold.

    `as British` is a culture's recall at the threshold at which its precision is that of British names, between the thresholds
    that were tried, or at the nearest.
    """
    ours = _by_threshold([(case, outcome) for case, outcome, _ in items], "usual")
    rivals = [(case, rival) for case, _, rival in items if rival]
    programs = {"denizen": ours} | ({"Splink 5 at its best": _by_threshold(rivals, _best_of(rivals))} if rivals else {})
    for what in KNOWN:
        enough = {name: of for name, of in ours["usual"][what].items() if of.true >= LEAST_PAIRS}
        as_british = {program: _as_british(by, enough) for program, by in programs.items()} if what == "culture" else {}
        print(f"\n{settings + ' towns, by ' + what:<34}{''.join(f'{program:>30}' for program in programs)}")
        columns = f"{'precision':>11} {'recall':>7} {'as British' if as_british else '':>10}"
        print(f"{'':<24}{'true pairs':>10}{columns * len(programs)}")
        for name, of in sorted(enough.items(), key=lambda item: item[1].recall):
            cells = ""
            for program, by in programs.items():
                told = next(iter(by.values()))[what][name]
                at = f"{as_british[program][name]:.3f}" if as_british else ""
                cells += f"{told.precision:>11.3f} {told.recall:>7.3f} {at:>10}"
            print(f"{name:<24}{of.true:>10,}{cells}", flush=True)
        for program, recalls in as_british.items():
            usual = {name: next(iter(programs[program].values()))[what][name].recall for name in enough}
            print(f"{program}: below British names by {_gap(usual)} as told, by {_gap(recalls)} at their precision")


def _gap(recalls: Mapping[str, float]) -> str:
    worst = min(recalls, key=lambda name: recalls[name])
    return f"{100 * (recalls['british'] - recalls[worst]):.0f} points ({worst})"


ByThreshold = dict[str, dict[str, dict[str, Score]]]
"""threshold, the one that is told first -> what is known of people -> group -> score over all towns"""


def _by_threshold(items: Sequence[tuple[Case, Outcome]], first: str) -> ByThreshold:
    found: ByThreshold = {}
    for threshold in [first, *(name for name in items[0][1].scores if name != first)]:
        parts = []
        for case, outcome in items:
            path = outcome.usual if threshold == "usual" else outcome.others[threshold]
            parts.append(score_by(path, case.truth, case.folder / "people.csv", KNOWN))
        found[threshold] = {what: pooled(part[what] for part in parts) for what in KNOWN}
    return found


def _best_of(items: Sequence[tuple[Case, Outcome]]) -> str:
    """The threshold with the best mean F1 over the towns."""
    return max(items[0][1].scores, key=lambda name: mean(outcome.scores[name].f1 for _, outcome in items))


def _as_british(by: ByThreshold, cultures: Iterable[str]) -> dict[str, float]:
    """Recall of each culture where its precision is that of British names at the first threshold."""
    precision = next(iter(by.values()))["culture"]["british"].precision
    return {name: recall_at(precision, [groups["culture"][name] for groups in by.values()]) for name in cultures}
