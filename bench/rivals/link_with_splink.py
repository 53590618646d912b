"""Link a case with Splink 5: run by the Python of its own environment.

    python link_with_splink.py RECIPE FOLDER OUT          as used: train, predict, groups at a probability of .95
    python link_with_splink.py RECIPE FOLDER OUT sweep    and groups at many match weights, to look for the best

Writes OUT/default.csv (source, record_id, cluster_id), and for each match weight OUT/at_<bits>.csv.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import duckdb
from recipes import RECIPES
from records import take
from spent import tell
from splink import DuckDBAPI, Linker

PROBABILITY = 0.95
"""the threshold that Splink's own examples use"""
LEAST_WEIGHT = -10
"""bits; pairs below it are not told apart when the best is looked for"""
SWEEP = range(-4, 31)
"""match weights in bits at which groups are closed when the best is looked for"""


def link(name: str, folder: Path, out: Path, weights: range) -> None:
    """Groups at the usual threshold, and at these match weights."""
    out.mkdir(parents=True, exist_ok=True)
    recipe, con = RECIPES[name](), duckdb.connect()
    sources = take(con, name, folder)
    api = DuckDBAPI(con)
    if recipe.two_lists and len(sources) == 2:
        lists = [con.sql(f"SELECT * FROM records WHERE source = '{source}'") for source in sources]
        given = [api.register(rows, dataset_display_name=f"list_{number}") for number, rows in enumerate(lists)]
        linker = Linker(given, recipe.settings("link_only"))
    else:
        everybody = api.register(con.table("records"), dataset_display_name="everybody")
        linker = Linker(everybody, recipe.settings("dedupe_only"))
    recipe.train(linker)
    if weights:
        predicted = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT)
    else:
        predicted = linker.inference.predict(threshold_match_probability=PROBABILITY)
    _close(linker, predicted, out / "default.csv", threshold_match_probability=PROBABILITY)
    for weight in weights:
        _close(linker, predicted, out / f"at_{weight}.csv", threshold_match_weight=weight)


def _close(linker: Linker, predicted: Any, path: Path, **threshold: float) -> None:
    groups = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, **threshold).as_duckdbpyrelation()
    groups.project("source, record_id, cluster_id").write_csv(str(path))


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    link(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), SWEEP if sys.argv[4:] == ["sweep"] else range(0))
    tell({})
