"""What the benchmark links: one record per person, most people on both of two lists, and nothing put right."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[3]))
from bench.town_lists import electors, liable
from bench.two_lists import OVERLAP, write_two_lists

ACCOUNT = {
    "Liability Category": "Owner occupier",
    "Prop Address": "2 Amy Street",
    "Prop Postcode": "ZT1 1AA",
    "LLPG UPRN": "",
}
ELECTOR = {"PostCode": "ZT1 1AA", **{f"Address{n}": "" for n in range(1, 7)}}


@pytest.mark.parametrize(
    "party, category, people",
    [
        ("Mrs Patricia Milwood & Mr C Farndale", "Owner occupier", ["Mrs Patricia Milwood", "Mr C Farndale"]),
        ("Ms Christine Holthorpe", "Owner occupier", ["Ms Christine Holthorpe"]),
        ("Milwood Lettings Ltd", "Owner occupier", [None]),
        ("Mr C Farndale", "Non-resident owner", [None]),
    ],
)
def test_an_account_has_a_record_for_each_person_who_lives_there(party, category, people):
    told = liable(ACCOUNT | {"Liable Party": party, "Liability Category": category})
    assert [record and record["name"] for record in told] == people


def test_an_elector_has_a_whole_name_as_the_register_writes_it():
    (told,) = electors(
        ELECTOR | {"Elector Name": "Allen, Emily Christine", "Address1": "Flat 5", "Address2": "Amy Street"}
    )
    assert told == {"name": "Allen, Emily Christine", "address": "Flat 5, Amy Street", "postcode": "ZT1 1AA"}


def test_other_electors_at_an_address_are_no_record():
    assert not list(electors(ELECTOR | {"Elector Name": "Allen, Emily", "Address1": "Other electors"}))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two lists")
    write_two_lists(folder, 2_000)
    return folder


def test_most_people_stand_on_both_lists_and_nobody_twice_on_one(two):
    with (two / "truth.csv").open() as file:
        rows = [(row["source"], row["entity_id"]) for row in csv.DictReader(file)]
    first, second = ([person for source, person in rows if source == name] for name in ("first", "second"))
    assert len(set(first)) == len(first) == len(set(second)) == len(second) == 1_000
    assert len(set(first) & set(second)) == 1_000 * OVERLAP


def test_two_lists_of_one_seed_are_the_same_and_of_another_differ(two, tmp_path):
    write_two_lists(tmp_path / "same", 2_000)
    write_two_lists(tmp_path / "other", 2_000, seed=2)
    assert (two / "second.csv").read_bytes() == (tmp_path / "same" / "second.csv").read_bytes()
    assert (two / "second.csv").read_bytes() != (tmp_path / "other" / "second.csv").read_bytes()


def test_a_person_on_both_lists_is_often_written_alike_and_sometimes_not(two):
    people: dict[str, list[str]] = {}
    written = {}
    for name in ("first", "second"):
        with (two / f"{name}.csv").open() as file:
            written[name] = [f"{row['forename']} {row['surname']} {row['birth_date']}" for row in csv.DictReader(file)]
    with (two / "truth.csv").open() as file:
        for row in csv.DictReader(file):
            people.setdefault(row["entity_id"], []).append(written[row["source"]][int(row["record_id"])])
    pairs = [texts for texts in people.values() if len(texts) == 2]
    alike = sum(one == other for one, other in pairs) / len(pairs)
    assert 0.7 < alike < 0.9
