"""Deliveries: a year apart at least, some late, half or no more; and nothing of the truth in them."""

from collections import Counter

import pytest

from drawn_lists import draw_lists

NAMED = (
    "electoral_register.register_full",
    "electoral_register.keyed_electors",
    "council_tax.account_lines",
    "council_tax.keyed_accounts",
    "gp_register.patients",
    "gp_register.keyed_patients",
    "social_housing.persons",
    "social_housing.keyed_persons",
    "social_housing.tenancies",
    "social_housing.equality",
    "social_housing.core_lettings",
    "school_census.census_pupils",
    "school_census.keyed_pupils",
    "libraries.koha_borrowers",
    "libraries.members",
)
COUNTED = (
    "electoral_register.electors_by_area",
    "council_tax.dwellings_by_state",
    "gp_register.lsoa_age_sex",
    "social_housing.people_by_area",
    "school_census.pupils_by_lsoa",
    "libraries.members_by_lsoa",
    "electoral_register.electors_by_uprn",
    "council_tax.dwellings_by_uprn",
    "gp_register.dwellings",
    "social_housing.homes_by_uprn",
    "school_census.dwellings",
    "libraries.member_dwellings",
)


@pytest.mark.parametrize("name", [*NAMED, *COUNTED])
def test_every_list_is_delivered_for_two_days_a_year_apart(drawn_lists, name):
    days = [one.snapshot for one in drawn_lists.of(name)]
    assert int(days[-1][:4]) - int(days[0][:4]) >= 1
    assert all(drawn_lists.rows(one) for one in drawn_lists.of(name))


def test_every_list_without_names_is_marked_so(drawn_lists):
    tiers = {f"{one.source}.{one.layout}": one.tier for one in drawn_lists.deliveries}
    assert {tiers[name] for name in COUNTED} == {"T0", "T1"}
    assert {tiers[name] for name in NAMED} == {"T2", "T3"}


def test_one_delivery_holds_half_of_its_rows(drawn_lists):
    rows = [one.rows for one in drawn_lists.of("gp_register.lsoa_age_sex")]
    assert rows[-3] < 0.6 * rows[-1]
    assert rows[-2] > 0.9 * rows[-1]


def test_one_list_is_late_and_one_stops(drawn_lists):
    last = {
        f"{one.source}.{one.layout}": max(d.snapshot for d in drawn_lists.of(f"{one.source}.{one.layout}"))
        for one in drawn_lists.deliveries
    }
    assert last["school_census.pupils_by_lsoa"] < last["school_census.dwellings"]
    assert last["libraries.member_dwellings"] < "2025-07" < last["libraries.members_by_lsoa"]


def test_no_list_tells_the_number_that_the_truth_knows_people_by(drawn_lists):
    for one in drawn_lists.deliveries:
        if one.tier in ("T2", "T3"):
            heads = {head.lower() for head in drawn_lists.rows(one)[0]}
            assert not heads & {"person_id", "dwelling_id", "person", "engagement", "culture"}


def test_a_keeper_gives_a_person_the_same_key_in_each_of_its_lists(drawn_lists):
    keys = {}
    for name, heading in (
        ("electoral_register.keyed_electors", "Person key"),
        ("council_tax.keyed_accounts", "Linkage key"),
    ):
        rows = drawn_lists.newest(name)
        for told in drawn_lists.truth(name):
            keys.setdefault(told["person_id"], set()).add(rows[int(told["line"]) - 2][heading])
    twice = Counter(len(found) for found in keys.values())
    assert twice[2] < 0.05 * twice[1]


def test_keys_of_two_keepers_have_nothing_in_common(drawn_lists):
    council = {row["Person key"] for row in drawn_lists.newest("electoral_register.keyed_electors")}
    health = {row["Pseudo ID"] for row in drawn_lists.newest("gp_register.keyed_patients")}
    assert not council & health


def test_the_truth_knows_the_person_of_every_patient_by_the_line_of_the_file(drawn_lists):
    told = {int(row["line"]): int(row["person_id"]) for row in drawn_lists.truth("gp_register.patients")}
    rows = drawn_lists.newest("gp_register.patients")
    years = [
        row["DATE_OF_BIRTH"][-4:] == str(drawn_lists.town.people.birth_date[told[line]])[:4]
        for line, row in enumerate(rows, 2)
        if line in told
    ]
    assert sum(years) > 0.97 * len(years)


def test_a_later_delivery_knows_births_and_arrivals_since(drawn_lists):
    before, newest = drawn_lists.of("gp_register.patients")
    numbers = [{row["NHSNumber"] for row in drawn_lists.rows(one)} for one in (before, newest)]
    assert len(numbers[1] - numbers[0]) > 0.02 * len(numbers[0])
    assert len(numbers[1] & numbers[0]) > 0.7 * len(numbers[0])


def test_the_same_town_and_seed_give_the_same_bytes_and_another_seed_others(drawn_lists, small_town, tmp_path):
    again, other = draw_lists(small_town, tmp_path / "again"), draw_lists(small_town, tmp_path / "other", seed=8)
    differ = 0
    for one in drawn_lists.deliveries:
        bytes_now = (drawn_lists.folder / "lists" / one.file).read_bytes()
        assert (again.folder / "lists" / one.file).read_bytes() == bytes_now
        differ += (other.folder / "lists" / one.file).read_bytes() != bytes_now
    assert differ > 0.7 * len(drawn_lists.deliveries)
    assert (again.folder / "truth" / "records.csv.gz").read_bytes() == (
        drawn_lists.folder / "truth" / "records.csv.gz"
    ).read_bytes()
