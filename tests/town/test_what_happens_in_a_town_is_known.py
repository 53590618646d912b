"""The true rates of events, and the changes in them that a signal ought to find."""

import numpy as np
import pytest

from denizen.synthetic.chance import Seed
from denizen.synthetic.happenings import happen, residents_by_month
from denizen.synthetic.settings import settings_from
from denizen.synthetic.town import NOBODY
from invented_towns import at


@pytest.fixture(scope="module")
def happenings(small_town):
    return happen(small_town, settings_from(), Seed(7))


def expected(happenings, what, month, kind=None):
    rates = happenings.rates
    rows = rates.what.is_(what) & (rates.month == month)
    return rates.expected[rows & rates.kind.is_(kind)].sum() if kind is not None else rates.expected[rows].sum()


def test_residents_by_month_are_those_of_the_stays(small_town):
    residents = residents_by_month(small_town)
    for month in (0, 20, 72):
        assert residents[month].sum() == len(at(small_town, month)[0])


def test_tension_rises_in_its_areas_and_dies_away(happenings):
    changes, rates = happenings.changes, happenings.rates
    rows = np.flatnonzero(changes.what.is_("tension"))
    assert len(rows) >= 2
    area, begins = changes.lsoa[rows[0]], changes.from_month[rows[0]]
    race = rates.what.is_("hate") & rates.kind.is_("race") & (rates.lsoa == area)
    before, at_peak, later = (
        rates.expected[race & (rates.month == m)].sum() for m in (begins - 1, begins, begins + 10)
    )
    assert at_peak > 3 * before
    assert later < 1.5 * before


def test_a_rise_lasts_until_the_end(happenings, small_town):
    changes = happenings.changes
    rise = changes.what.is_("rise")
    assert (changes.to_month[rise] == small_town.calendar.months + 1).all()


def test_new_languages_have_no_bookings_before_they_arrive(happenings):
    changes, rates = happenings.changes, happenings.rates
    new = np.flatnonzero(changes.what.is_("new_language"))
    assert {"tet", "kea"} <= set(changes.kind[new])
    for row in new:
        before = rates.kind.is_(changes.kind[row]) & (rates.month < changes.from_month[row])
        assert rates.expected[before].sum() == 0
        assert changes.lsoa[row] == NOBODY


def test_unseen_languages_belong_to_nobody_on_any_list(small_town):
    assert not {"tet", "kea"} & set(small_town.people.language.words)


def test_rates_are_of_the_size_that_the_settings_say(happenings, small_town):
    yearly = sum(expected(happenings, "asb", month) for month in range(1, 13))
    assert yearly / len(at(small_town, 6)[0]) * 1000 == pytest.approx(22, rel=0.4)


def test_opinions_are_shares_and_employers_have_the_workers_who_name_them(happenings):
    assert ((happenings.opinions.share > 0) & (happenings.opinions.share < 1)).all()
    assert happenings.employers.workers.sum() > 100
