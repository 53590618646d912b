"""The accounts of a town: what comes and goes is what changes, in every area and month."""

import numpy as np

from denizen.synthetic.town import NEVER, NOBODY
from denizen.synthetic.truth import counts
from invented_towns import at, homes_at


def by_area(town, dwellings):
    return np.bincount(town.dwellings.lsoa[dwellings], minlength=len(town.place.lsoa_code))


def test_stock_and_births_less_deaths_and_what_moves_in_less_what_moves_out_is_the_next_stock(small_town):
    flows = small_town.life.flows
    for month in range(1, small_town.calendar.months + 1):
        now = flows.month == month
        comes = flows.to_dwelling[now & (flows.to_dwelling != NOBODY)]
        goes = flows.from_dwelling[now & (flows.from_dwelling != NOBODY)]
        before, after = (by_area(small_town, at(small_town, m)[1]) for m in (month - 1, month))
        assert (before + by_area(small_town, comes) - by_area(small_town, goes) == after).all()


def test_each_kind_of_flow_says_rightly_where_it_begins_and_ends(small_town):
    flows = small_town.life.flows
    begins, ends = flows.from_dwelling != NOBODY, flows.to_dwelling != NOBODY
    comes = flows.kind.is_("birth", "from_uk", "from_abroad", "returned")
    goes = flows.kind.is_("death", "to_uk", "to_abroad")
    assert (comes == (~begins & ends)).all()
    assert (goes == (begins & ~ends)).all()
    assert (flows.kind.is_("moved") == (begins & ends)).all()


def test_every_kind_of_flow_happens(small_town):
    assert (np.bincount(small_town.life.flows.kind.codes, minlength=8) > 0).all()


def test_births_are_of_the_born_and_deaths_of_the_dead(small_town):
    flows, people = small_town.life.flows, small_town.people
    born, died = flows.kind.is_("birth"), flows.kind.is_("death")
    assert (people.birth_month[flows.person[born]] == flows.month[born]).all()
    assert (people.death_month[flows.person[died]] == flows.month[died]).all()
    assert died.sum() == (people.death_month < NEVER).sum()


def test_nobody_lives_in_two_main_homes_at_once_or_flows_twice_in_a_month(small_town):
    stays, flows = small_town.life.stays, small_town.life.flows
    for month in range(small_town.calendar.months + 1):
        people, _ = at(small_town, month)
        assert len(np.unique(people)) == len(people)
    assert (stays.from_month < stays.to_month).all()
    pairs = np.column_stack([flows.month, flows.person])
    assert len(np.unique(pairs, axis=0)) == len(pairs)


def test_nobody_lives_in_a_home_before_it_is_built_or_after_it_has_come_down(small_town):
    homes = small_town.dwellings
    assert (homes.first_month > 0).any()
    for month in range(small_town.calendar.months + 1):
        lived_in = homes_at(small_town, month)
        assert (homes.first_month[lived_in] <= month).all()
        assert (month < homes.last_month[lived_in]).all()


def test_nobody_lives_here_before_birth_or_after_death(small_town):
    people, stays = small_town.people, small_town.life.stays
    assert (stays.from_month >= people.birth_month[stays.person]).all()
    dead = people.death_month[stays.person]
    assert (np.where(dead < NEVER, stays.to_month, 0) <= dead).all()


def test_the_counts_add_up_to_the_stays(small_town):
    table = counts(small_town)
    for month in (0, 30, small_town.calendar.months):
        assert table["people"][table["month"] == month].sum() == len(at(small_town, month)[0])


def test_a_second_home_is_a_childs_and_another_than_the_first(larger_town):
    stays, people = larger_town.life.stays, larger_town.people
    assert stays.is_second.sum() > 20
    for month in (0, 12, 24):
        second = np.flatnonzero(stays.is_second & (stays.from_month <= month) & (month < stays.to_month))
        first = dict(zip(*at(larger_town, month), strict=True))
        assert (people.age_at(month)[stays.person[second]] < 18).all()
        assert all(
            first[person] != home for person, home in zip(stays.person[second], stays.dwelling[second], strict=True)
        )


def test_no_children_live_alone(small_town):
    for month in (0, 36, 72):
        people, homes = at(small_town, month)
        grown = small_town.people.age_at(month)[people] >= 18
        assert set(homes[~grown]) <= set(homes[grown])


def test_couples_live_one_at_a_time(small_town):
    couples = small_town.life.partnerships
    person = np.concatenate([couples.a, couples.b])
    begins, ends = np.tile(couples.from_month, 2), np.tile(couples.to_month, 2)
    order = np.lexsort((begins, person))
    again = person[order][1:] == person[order][:-1]
    assert (ends[order][:-1][again] <= begins[order][1:][again]).all()
