"""Controls: what a supplier counted in the system itself before sending, for the receipt to be held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Controls:
    """Rows, the day that the export was run, and sums of columns; what was not given is None or left out."""

    rows: int | None = None
    run_on: date | None = None
    sums: Mapping[str, float] = field(default_factory=dict)
    """column, by the contract's name or the file's header -> its sum"""
