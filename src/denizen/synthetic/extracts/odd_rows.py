"""Rows that nobody meant: headings in the middle, a total at the foot, a date that no calendar has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.sheets import Cells


def odd_lines(
    ground: Ground,
    columns: dict[str, Cells],
    impossible: Mapping[str, Sequence[str]],
    part: str,
    headings_again: bool = False,
) -> dict[int, str]:
    """Put what cannot be into a few cells of the columns, and give the lines that stand between the rows.

    Args:  the columns, some of which get a cell that is in `impossible`; a word for chance; whether the headings come twice.
    """
    dice, size = ground.dice(f"odd rows of {part}"), len(next(iter(columns.values())))
    for heading, cells in impossible.items():
        written = np.asarray(columns[heading], dtype=object).copy()
        for cell in cells:
            many = min(size, 1 + int(dice.poisson(ground.settings.deliveries.bad_rows * size)))
            written[dice.choice(size, many, replace=False)] = cell
        columns[heading] = written
    lines = {size: ",".join(["Total", str(size), *[""] * (len(columns) - 2)])}
    if headings_again and size > 10:
        lines[size // 2] = ",".join(columns)
    return lines
