"""Lists miss people and keep them too long, each in its own way, and miss the same people more often than by chance."""

import numpy as np
import pytest

from denizen.synthetic.town import NEVER
from invented_towns import at

NAMED = {
    "gp_register.patients": (0.9, 1.0),
    "electoral_register.register_full": (0.5, 0.75),
    "council_tax.account_lines": (0.45, 0.75),
    "libraries.koha_borrowers": (0.12, 0.4),
}


def listed(drawn, name):
    return {int(row["person_id"]) for row in drawn.truth(name)} - {-1}


@pytest.mark.parametrize("name", NAMED)
def test_each_list_has_the_share_of_residents_that_such_lists_have(drawn_lists, name):
    residents = set(at(drawn_lists.town, drawn_lists.town.calendar.months)[0].tolist())
    low, high = NAMED[name]
    assert low < len(listed(drawn_lists, name) & residents) / len(residents) < high


def test_patients_who_left_stay_on_the_list(drawn_lists):
    residents = set(at(drawn_lists.town, drawn_lists.town.calendar.months)[0].tolist())
    removed = {
        row["line"] for row, told in rows_and_truth(drawn_lists, "gp_register.patients") if row["Deduction date"]
    }
    ghosts = {
        int(row["person_id"])
        for row in drawn_lists.truth("gp_register.patients")
        if row["line"] not in removed and int(row["person_id"]) not in residents
    }
    assert 0.03 * len(residents) < len(ghosts) < 0.3 * len(residents)


def rows_and_truth(drawn, name):
    """Rows with the truth about them, joined by the line of the file."""
    told = {row["line"]: row for row in drawn.truth(name)}
    for line, row in enumerate(drawn.newest(name), 2):
        if str(line) in told:
            yield row | {"line": str(line)}, told[str(line)]


def test_those_whom_the_doctor_misses_are_missed_by_the_register_of_electors_too(drawn_lists):
    town = drawn_lists.town
    adults = [
        one for one in at(town, town.calendar.months)[0].tolist() if town.people.age_at(town.calendar.months)[one] >= 18
    ]
    patients, electors = (
        listed(drawn_lists, "gp_register.patients"),
        listed(drawn_lists, "electoral_register.register_full"),
    )
    with_doctor = [one in electors for one in adults if one in patients]
    without = [one in electors for one in adults if one not in patients]
    assert len(without) > 10
    assert np.mean(without) < np.mean(with_doctor) - 0.1


def test_people_who_moved_within_the_year_are_less_often_registered_where_they_live(drawn_lists):
    town, stays = drawn_lists.town, drawn_lists.town.life.stays
    months = town.calendar.months
    here = {
        int(row["person_id"])
        for row in drawn_lists.truth("electoral_register.register_full")
        if row["lives_there"] == "1"
    }
    grown = (stays.to_month >= NEVER) & ~stays.is_second & (town.people.age_at(months)[stays.person] >= 18)
    new = stays.person[grown & (stays.from_month > months - 12)]
    old = stays.person[grown & (stays.from_month <= months - 12)]
    assert np.isin(new, list(here)).mean() < 0.55 < 0.7 < np.isin(old, list(here)).mean()


def test_landlords_stand_on_accounts_of_homes_in_which_they_do_not_live(drawn_lists):
    owners = [
        told
        for row, told in rows_and_truth(drawn_lists, "council_tax.account_lines")
        if row["Liability Category"].startswith("Non")
    ]
    assert owners
    assert all(told["lives_there"] == "0" for told in owners)


def test_tenants_live_in_social_homes_alone(drawn_lists):
    homes = drawn_lists.town.dwellings
    rented = homes.tenure.is_("social_rented")
    assert all(rented[int(row["dwelling_id"])] for row in drawn_lists.truth("social_housing.persons"))


def test_pupils_are_of_an_age_for_school(drawn_lists):
    town = drawn_lists.town
    born = town.people.birth_month[[int(row["person_id"]) for row in drawn_lists.truth("school_census.census_pupils")]]
    age = (town.calendar.months - born) / 12
    assert age.min() >= 4
    assert age.max() <= 20


def test_the_audit_finds_people_whom_lists_miss_and_lists_have_people_whom_it_does_not_find(drawn_lists):
    results = {
        (row["Register"], row["Outcome"]): int(row["Number of people"])
        for row in drawn_lists.newest("address_audit.results_by_stratum")
    }
    assert results["GP register", "Matched"] > results["GP register", "Missed"]
    assert results["Electoral register", "Missed"] > 0
    assert results["GP register", "Listed only"] > 0


def test_no_confidential_address_is_drawn_for_the_audit(drawn_lists):
    homes = drawn_lists.town.dwellings
    hidden = set(homes.uprn[~homes.confidential.is_("")].astype(str))
    assert hidden
    assert not hidden & {row["Sampled UPRN"] for row in drawn_lists.newest("address_audit.visits")}
