"""The tables of names as they lie beside the code: one CSV a subject, each row with where it can be checked."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def read_table(subject: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/names_{subject}.csv`."""
    text = resources.files("denizen.standardise").joinpath("data", f"names_{subject}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
