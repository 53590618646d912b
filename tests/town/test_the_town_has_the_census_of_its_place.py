"""The starting stock of a town against the published census of the place that it is like."""

import csv
from collections import Counter

import numpy as np
import pytest

from invented_towns import EXAMPLES, at, homes_at

CENSUS = EXAMPLES / "derby" / "data" / "census"


def census(name):
    with (CENSUS / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_every_small_area_has_its_share_of_the_people(larger_town):
    lines = (CENSUS / "TS007A_age_lsoa.csv").read_text("utf-8").splitlines()
    published = {row[1]: int(row[2]) for row in csv.reader(lines) if len(row) > 3 and row[1].startswith("E0")}
    scale = 20_000 / sum(published.values())
    _, homes = at(larger_town, 0)
    found = Counter(larger_town.place.lsoa_code[larger_town.dwellings.lsoa[homes]])
    assert sum(found.values()) == 20_000
    off = [abs(found[code] - published[code] * scale) for code in published]
    # families are kept whole, so that some children live in the next area
    assert max(off) < 40
    assert np.mean(off) < 8


def test_ages_are_those_of_the_census_to_half_a_point(larger_town):
    lines = list(csv.reader((CENSUS / "TS007A_age_lsoa.csv").read_text("utf-8").splitlines()))
    bands = np.array([[int(n) for n in row[3:]] for row in lines if len(row) > 3 and row[1].startswith("E0")]).sum(
        axis=0
    )
    people, _ = at(larger_town, 0)
    age = np.minimum(larger_town.people.age_at(0)[people] // 5, 17)
    found = np.bincount(age, minlength=18) / len(people)
    assert np.abs(found - bands / bands.sum()).max() < 0.005


@pytest.mark.parametrize(
    ("letters", "label"),
    [("asian", "Asian"), ("black", "Black"), ("mixed", "Mixed"), ("white", "White"), ("other", "Other")],
)
def test_broad_ethnic_groups_are_those_of_the_census_to_one_and_a_half_points(larger_town, letters, label):
    rows = census("TS021_ethnic_group_lsoa.csv")
    published = sum(float(r["n"]) for r in rows if r["ethnic_group"].startswith(label)) / sum(
        float(r["n"]) for r in rows
    )
    people, _ = at(larger_town, 0)
    groups = larger_town.people.ethnic_group
    ours = [word for word in groups.words if word.startswith(letters)]
    assert abs(groups.is_(*ours)[people].mean() - published) < 0.015


def test_tenures_of_homes_are_those_of_the_census_to_three_points(larger_town):
    rows = census("TS054_tenure_lsoa.csv")
    total = sum(float(row["n"]) for row in rows)
    homes = homes_at(larger_town, 0)
    homes = homes[larger_town.dwellings.kind.codes[homes] < 5]
    for ours, label in (
        ("owned_outright", "Owned: Owns outright"),
        ("social_rented", "Social rented"),
        ("private_rented", "Private"),
    ):
        published = sum(float(row["n"]) for row in rows if row["tenure"].startswith(label)) / total
        assert abs(larger_town.dwellings.tenure.is_(ours)[homes].mean() - published) < 0.03


def test_the_share_born_abroad_is_that_of_the_census_to_three_points(larger_town):
    rows = {row["country_of_birth"]: float(row["value"]) for row in census("TS012_country_of_birth_lad.csv")}
    everyone = sum(
        rows[key]
        for key in (
            "europe",
            "africa",
            "middle_east_and_asia",
            "the_americas_and_the_caribbean",
            "antarctica_and_oceania",
        )
    )
    published = 1 - rows["europe_united_kingdom"] / everyone
    people, _ = at(larger_town, 0)
    assert abs((larger_town.people.birth_country.codes[people] > 0).mean() - published) < 0.03


def test_households_have_about_as_many_people_as_in_the_census(larger_town):
    _, homes = at(larger_town, 0)
    homes = homes[larger_town.dwellings.kind.codes[homes] < 5]
    published = 261_401 / 105_636
    assert len(homes) / len(np.unique(homes)) == pytest.approx(published, abs=0.2)
