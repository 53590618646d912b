"""Families, names and addresses of an invented town."""

from collections import Counter

import numpy as np

from denizen.synthetic.cultures import written
from denizen.synthetic.town import NOBODY
from invented_towns import at


def test_mothers_were_of_an_age_to_bear_their_children(larger_town):
    people = larger_town.people
    has = np.flatnonzero(people.mother != NOBODY)
    gap = (people.birth_month[has] - people.birth_month[people.mother[has]]) / 12
    assert gap.min() >= 15
    assert gap.max() <= 50
    assert people.sex.is_("female")[people.mother[has]].all()


def test_brothers_and_sisters_are_born_months_apart_unless_they_are_twins(larger_town):
    people = larger_town.people
    children = np.flatnonzero((people.mother != NOBODY) & (people.twin_of == NOBODY))
    order = children[np.lexsort((people.birth_month[children], people.mother[children]))]
    same = people.mother[order][1:] == people.mother[order][:-1]
    gap = np.diff(people.birth_month[order])
    assert (gap[same] >= 9).all()


def test_twins_are_of_one_mother_and_one_day_and_seldom_of_one_name(larger_town):
    people = larger_town.people
    twins = np.flatnonzero(people.twin_of != NOBODY)
    other = people.twin_of[twins]
    assert len(twins) > 50
    assert (people.twin_of[other] == twins).all()
    assert (people.birth_date[twins] == people.birth_date[other]).mean() > 0.95  # papers of some say 1 January
    assert (people.mother[twins] == people.mother[other]).all()
    assert (people.forename[twins] == people.forename[other]).mean() < 0.05


def test_some_children_have_the_forename_of_a_parent(larger_town):
    people = larger_town.people
    sons = np.flatnonzero((people.father != NOBODY) & people.sex.is_("male"))
    assert (people.forename[sons] == people.forename[people.father[sons]]).mean() > 0.01


def test_more_than_ten_cultures_of_names_live_in_the_town(small_town):
    people, _ = at(small_town, 0)
    assert sum(count >= 5 for count in Counter(small_town.people.culture.codes[people]).values()) > 10


def test_everybody_has_a_name_and_every_habit_is_followed(larger_town):
    people = larger_town.people
    assert (people.forename != "").all()
    assert (people.surname != "").all()
    habit = np.array([written()[word]["habit"] for word in people.culture.words], dtype=object)[people.culture.codes]
    sikh = habit == "sikh"
    singh = np.isin(people.middle, ["Singh", "Kaur"]) | np.isin(people.surname, ["Singh", "Kaur"])
    assert singh[sikh].mean() > 0.95
    chain = np.flatnonzero((habit == "chain") & (people.father != NOBODY))
    assert (people.middle[chain] == people.forename[people.father[chain]]).all()
    polish = people.culture.is_("polish") & people.sex.is_("female")
    assert any(name.endswith("ska") for name in people.surname[polish])
    assert not any(
        name.endswith("ska") for name in people.surname[people.culture.is_("polish") & people.sex.is_("male")]
    )
    spanish = people.culture.is_("spanish", "portuguese")
    assert all(" " in name for name in people.surname[spanish])


def test_other_names_are_married_short_otherwise_spelt_plain_and_turned(larger_town):
    names = larger_town.other_names
    assert (np.bincount(names.kind.codes, minlength=5) > 10).all()
    plain = names.kind.is_("without_marks")
    assert all(
        (first + last).isascii() for first, last in zip(names.forename[plain], names.surname[plain], strict=True)
    )


def test_a_married_name_begins_with_a_couple(larger_town):
    names, couples = larger_town.other_names, larger_town.life.partnerships
    weddings = set(zip(np.r_[couples.a, couples.b], np.tile(couples.from_month, 2), strict=True))
    married = names.kind.is_("married")
    assert set(zip(names.person[married], names.from_month[married], strict=True)) <= weddings


def test_no_two_dwellings_share_a_uprn_or_an_address(larger_town):
    homes = larger_town.dwellings
    assert len(set(homes.uprn)) == len(homes.uprn)
    parts = (homes.flat, homes.building, homes.number, homes.suffix, homes.street, homes.postcode)
    assert len(set(zip(*parts, strict=True))) == len(homes.uprn)


def test_a_flat_has_the_uprn_of_its_building_and_a_house_has_none(larger_town):
    homes = larger_town.dwellings
    in_flats = homes.flat != ""
    assert in_flats.any()
    assert (homes.parent_uprn[in_flats] > 0).all()
    assert not set(homes.parent_uprn[in_flats]) & set(homes.uprn)
    assert (homes.parent_uprn[homes.kind.is_("detached", "terraced")] == 0).all()


def test_a_refuge_a_foster_home_and_a_dispersal_house_stand_in_any_town(small_town):
    for why in ("refuge", "foster", "dispersal"):
        assert small_town.dwellings.confidential.is_(why).any()


def test_postcodes_are_well_formed_and_none_is_real(larger_town):
    assert all(code.startswith("ZT") and code[-3].isdigit() for code in larger_town.postcodes.postcode)
    assert len(set(larger_town.postcodes.postcode)) == len(larger_town.postcodes.postcode)
    assert set(larger_town.dwellings.postcode) == set(larger_town.postcodes.postcode)
