"""No bare float, no bare ISO date."""

from __future__ import annotations

import pytest
from profile_figures import COUNTED, RATED, drawn_figure

from denizen.profiles.messages import Messages
from denizen.profiles.phrasing import Phrases, mid_year, number, period
from denizen.terms.measures import Status
from drawing import rows_of

PERIODS = """
    period                | said
    ----------------------+---------------------------
    2021-03-21            | 21 March 2021
    2022-06-30            | 30 June 2022
    2024-01-01/2024-12-31 | 2024
    2024-11-01/2024-11-30 | November 2024
    2018-04-01/2019-03-31 | year to March 2019
    2023-10-01/2024-09-30 | 12 months to September 2024
    2024-07-01/2024-09-30 | 3 months to September 2024
    2024-01-05/2024-02-09 | 5 January 2024 to 9 February 2024
"""


@pytest.mark.parametrize("row", rows_of(PERIODS), ids=str)
def test_periods_in_words(row):
    text = row["said"] if isinstance(row["said"], str) else f"{row['said']:g}"
    assert period(row["period"], Messages("en")) == text


def test_the_middle_of_a_year_is_called_so_of_an_estimate_alone():
    assert mid_year("2022-06-30", Messages("en")) == "mid-2022"
    assert mid_year("2021-03-21", Messages("en")) == "21 March 2021"


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (261401.0, 0, "261,401"),
        (2.5, 0, "3"),
        (0.05, 1, "0.1"),
        (-0.01, 1, "0.0"),
        (-3.25, 1, "−3.3"),
        (1.005, 2, "1.01"),
    ],
)
def test_numbers_have_commas_and_round_half_away_from_zero(value, decimals, said):
    assert number(value, decimals) == said


def test_an_amount_carries_unit_interval_and_status():
    figure = drawn_figure("a", 16.26, 15.8, 16.7, status=Status.UNRELIABLE)
    assert Phrases(Messages("en"), RATED).amount(figure) == "16.3 per 1,000 residents (15.8 to 16.7) (low reliability)"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.WITHHELD, "withheld, too few to show"),
        (Status.NOT_AVAILABLE, "not available"),
        (Status.NOT_APPLICABLE, "not applicable"),
    ],
)
def test_a_figure_without_a_value_says_why(status, said):
    assert Phrases(Messages("en"), COUNTED).whole(drawn_figure("a", None, status=status)) == said
