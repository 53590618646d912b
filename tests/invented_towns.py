"""How tests look into an invented town: who lives where in a month."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from denizen.synthetic.town import Ints, Town

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def at(town: Town, month: int) -> tuple[Ints, Ints]:
    """People and their main dwellings at the end of a month."""
    stays = town.life.stays
    here = (stays.from_month <= month) & (month < stays.to_month) & ~stays.is_second
    return stays.person[here], stays.dwelling[here]


def homes_at(town: Town, month: int) -> Ints:
    """Dwellings that somebody lives in at the end of a month."""
    return np.unique(at(town, month)[1])
