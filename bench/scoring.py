"""How right links are: pairs of records in one group against pairs of records of one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of records: how many are of one person, how many were linked, how many of these are right; and people, groups."""

    true: int
    linked: float
    right: int
    people: int = 0
    groups: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.linked + self.true) if self.linked + self.true else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.true + other.true,
            self.linked + other.linked,
            self.right + other.right,
            self.people + other.people,
            self.groups + other.groups,
        )


_PAIRS = "CAST(COALESCE(SUM(records * (records - 1) / 2), 0) AS BIGINT)"


def _placed(clusters: Path, truth: Path) -> duckdb.DuckDBPyConnection:
    """A table `placed`: for each record of the truth its group and its person. One that is in no group is its own."""
    con = duckdb.connect()
    con.execute(
        """
        CREATE TABLE placed AS
        SELECT truth.entity_id, COALESCE(told.cluster_id, truth.source || ' ' || truth.record_id) AS cluster_id
        FROM read_csv($truth, all_varchar = true) AS truth
        LEFT JOIN (SELECT DISTINCT ON (source, record_id) * FROM read_csv($clusters, all_varchar = true)) AS told
            ON told.source = truth.source AND told.record_id = truth.record_id
        """,
        {"truth": str(truth), "clusters": str(clusters)},
    )
    return con


def score(clusters: Path, truth: Path) -> Score:
    """The score of groups (source, record_id, cluster_id) against the truth (source, record_id, entity_id)."""
    con = _placed(clusters, truth)
    of = {
        name: con.execute(
            f"SELECT {_PAIRS}, COUNT(*) FROM (SELECT COUNT(*) AS records FROM placed GROUP BY {by})"
        ).fetchall()[0]
        for name, by in {"true": "entity_id", "linked": "cluster_id", "right": "entity_id, cluster_id"}.items()
    }
    return Score(of["true"][0], of["linked"][0], of["right"][0], of["true"][1], of["linked"][1])


def score_by(clusters: Path, truth: Path, people: Path, what: Sequence[str]) -> dict[str, dict[str, Score]]:
    """By what is known of people (a column of `people`, entity_id beside it), and its value: the score of their records.

    True pairs are those of such people; a linked pair counts half for the person of each of its records, so that groups add up.
    """
    con = _placed(clusters, truth)
    con.execute("CREATE TABLE people AS SELECT * FROM read_csv($people, all_varchar = true)", {"people": str(people)})
    return {name: {value: Score(*counts) for value, *counts in con.execute(_by(name)).fetchall()} for name in what}


def _by(column: str) -> str:
    return f"""
        WITH known AS (
            SELECT COALESCE(people.{column}, 'not known') AS value, placed.entity_id, placed.cluster_id
            FROM placed LEFT JOIN people ON people.entity_id = placed.entity_id
        ),
        sizes AS (SELECT cluster_id, COUNT(*) AS size FROM known GROUP BY cluster_id),
        of_value AS (SELECT value, cluster_id, COUNT(*) AS of_it FROM known GROUP BY value, cluster_id),
        linked AS (
            SELECT value, SUM(of_it * (size - 1) / 2) AS pairs
            FROM of_value JOIN sizes ON sizes.cluster_id = of_value.cluster_id GROUP BY value
        ),
        of_person AS (SELECT value, entity_id, COUNT(*) AS records FROM known GROUP BY value, entity_id),
        in_one AS (SELECT value, entity_id, cluster_id, COUNT(*) AS records FROM known GROUP BY value, entity_id, cluster_id),
        truly AS (SELECT value, {_PAIRS} AS pairs, COUNT(*) AS people FROM of_person GROUP BY value),
        rightly AS (SELECT value, {_PAIRS} AS pairs FROM in_one GROUP BY value)
        SELECT truly.value, truly.pairs, linked.pairs, rightly.pairs, truly.people, 0
        FROM truly JOIN linked ON linked.value = truly.value JOIN rightly ON rightly.value = truly.value ORDER BY ALL
    """


def best(scores: Iterable[Score]) -> Score:
    """The score with the highest F1: what the truth in hand would have chosen."""
    return max(scores, key=lambda score: score.f1)


def recall_at(precision: float, scores: Iterable[Score]) -> float:
    """Recall where precision is as told, between the thresholds that were tried; at the nearest end where none reaches it."""
    curve = sorted((score.precision, score.recall) for score in scores)
    return float(np.interp(precision, [point[0] for point in curve], [point[1] for point in curve]))


def pooled(parts: Iterable[Mapping[str, Score]]) -> dict[str, Score]:
    """Scores by group of several sets of lists, put together."""
    together: dict[str, Score] = {}
    for part in parts:
        for name, of in part.items():
            together[name] = together[name] + of if name in together else of
    return together
