"""What the statistics office publishes about the town: its census, and its estimates of every year."""

from __future__ import annotations

from denizen.synthetic.example import Example
from denizen.synthetic.extracts.census import draw_census
from denizen.synthetic.extracts.census_day import take_census
from denizen.synthetic.extracts.delivery import Delivery, Desk
from denizen.synthetic.extracts.mid_year_estimates import draw_mid_year_estimates
from denizen.synthetic.making import Made


def write_statistics(made: Made, example: Example, desk: Desk) -> list[Delivery]:
    """Take the census once, and write its tables and the estimates that stand on it."""
    day = take_census(made.town, made.settings.census, made.seed)
    return [*draw_census(made, day, example, desk), *draw_mid_year_estimates(made, day, example, desk)]
