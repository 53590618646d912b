"""An invented town as denizen finds it: an area folder whose lists are asked for and received as partners' would be."""

import csv
import gzip
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
import yaml
from typer.testing import CliRunner

from denizen.agreements import Purpose
from denizen.cli import app
from denizen.contracts import load_contracts
from denizen.errors import BadInput
from denizen.pipeline.asking import ask_for_geography, ask_for_sources
from denizen.pipeline.folder import open_folder
from denizen.synthetic.area_folder import Choice, choice_of
from denizen.synthetic.extracts.delivery import Delivery
from invented_towns import EXAMPLES
from older_areas import make_known
from source_desk import open_source_desk

A_DAY = date(2026, 1, 5)
MEANT = {
    "has_a_place", "was_at_home", "theme_belongs_here", "ward_code_is_there", "closed_after_it_opened",
    "hate_belongs_elsewhere", "told_after_it_happened", "somebody_is_fed", "address_is_here", "is_in_pounds",
    "went_to_a_body", "nationality_is_ten_or_more", "group_is_ten_or_more", "counts_people", "is_open_to_the_public",
    "is_one_nationality", "is_a_tenure", "is_a_number_of_people",
}  # fmt: skip
"""the rules that some rows of the town's lists are made to break, or that part one file in two readings"""
OF_PERSONS = {"T1", "T2", "T3"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A town of 1,500 people with everything that its command writes."""
    place = tmp_path_factory.mktemp("town")
    done = CliRunner().invoke(
        app, ["town", "new", str(place), "--like", str(EXAMPLES / "derby"), "--people", "1500", "--years", "3"]
    )
    assert done.exit_code == 0, done.output
    return place


def the_document(folder):
    return yaml.safe_load((folder / "area" / "denizen.yaml").read_text())


def test_it_says_that_it_is_invented_and_on_whose_map(folder):
    area = the_document(folder)["area"]
    assert area["invented"] is True
    assert area["name"] == "Invented town on the map of Derby"


def test_every_list_that_it_names_is_there_and_allowed(folder):
    area = open_folder(folder / "area")
    contracts = load_contracts(nation="england")
    assert ask_for_geography(area, A_DAY)
    permitted, left_out = ask_for_sources(area, contracts, A_DAY)
    assert not left_out, [str(item.error) for item in left_out]
    for item in permitted:
        assert (folder / "area" / item.file.file).is_file()


def test_a_list_that_the_law_ties_to_one_purpose_is_asked_for_that_one(folder):
    area = open_folder(folder / "area")
    permitted, _ = ask_for_sources(area, load_contracts(nation="england"), A_DAY)
    purposes = {item.layout.id: item.permit.purpose for item in permitted}
    assert purposes["hate_incidents.police_occurrences"] == Purpose.COMMUNITY_COHESION
    assert purposes["antisocial_behaviour.council_cases"] == Purpose.COMMUNITY_COHESION
    assert purposes["council_tax.account_lines"] == Purpose.POPULATION_STATISTICS


def test_no_agreement_on_an_invented_list_is_a_real_one(folder):
    for entry in the_document(folder)["sources"]:
        path = folder / "area" / "agreements" / f"{entry['agreement']}.yaml"
        said = yaml.safe_load(path.read_text())
        assert entry["source"] in said["sources"]
        if entry["agreement"].startswith("INVENTED"):
            assert "does not exist" in said["attribution"]
            assert said["outputs"]["protection"] in ("people_counts", "incident_counts", "as_published")


def test_records_of_patients_are_not_named_in_a_councils_folder(folder):
    layouts = {
        file["layout"]
        for entry in the_document(folder)["sources"]
        if entry["source"] == "gp_register"
        for file in entry["files"]
    }
    assert layouts
    assert not layouts & {"patients", "keyed_patients"}
    assert list((folder / "lists" / "gp_register").glob("patients*")), "the list is there for a health body to run"


@pytest.mark.parametrize(
    ("tiers", "taken"),
    [
        ("T0,T1", {"T0", "T1", ""}),
        ("t0", {"T0", ""}),
        ("T3", {"T3", ""}),
        ("T0,T1,T3", {"T0", "T1", "T3", ""}),
    ],
)
def test_somebody_chooses_the_tiers(tiers, taken):
    deliveries = [
        Delivery("council_tax", tier or "list", f"{tier}.csv", 5, tier=tier) for tier in ("T0", "T1", "T2", "T3", "")
    ]
    assert {item.tier for item in choice_of(tiers).of(deliveries)} == taken


def test_keyed_records_stand_in_where_no_list_has_names():
    survey = Delivery("community_survey", "place_survey", "a.csv", 5, tier="T2")
    assert Choice(("T3",)).of([survey]) == [survey]
    assert Choice(("T0", "T1")).of([survey]) == []
    assert Choice(("T3",)).of([replace(survey, rows=0)]) == []


def test_a_choice_that_is_no_tier_is_told():
    with pytest.raises(BadInput, match="T9"):
        choice_of("T0,T9")


def test_the_lists_of_events_and_bodies_are_received_and_only_what_is_meant_is_refused(folder, tmp_path):
    area = open_folder(folder / "area")
    permitted, _ = ask_for_sources(area, load_contracts(nation="england"), A_DAY)
    mine = [
        item
        for item in permitted
        if item.permit.agreement.startswith("INVENTED") and item.layout.tier not in OF_PERSONS
    ]
    of_people = {"electoral_register", "council_tax", "gp_register", "address_register", "suppressed_addresses",
                 "social_housing", "school_census", "births_deaths", "address_audit",
                 "mid_year_estimates"}  # fmt: skip
    mine = [item for item in mine if item.contract.source not in of_people]
    desk = open_source_desk(tmp_path / "desk")
    _know_the_place(desk, folder)
    seen, broken = Counter(), Counter()
    for item in mine:
        content = (folder / "area" / item.file.file).read_bytes()
        receipt = desk.receive(
            item.contract.source, item.layout.name, content, snapshot=str(item.file.snapshot or "2025-12-31"),
            purpose=item.permit.purpose,
        )  # fmt: skip
        seen[item.contract.source] += receipt.accepted
        broken.update(rule for rules in desk.refused().values() for rule in rules.split())
    assert len(seen) >= 13
    assert all(accepted > 0 for accepted in seen.values()), seen
    assert not set(broken) - MEANT


def _know_the_place(desk, folder):
    """Tell the desk the areas and postcodes of the town."""
    with gzip.open(folder / "truth" / "areas.csv.gz", "rt") as file:
        areas = list(csv.DictReader(file))
    make_known(desk, "lsoa", "2021", [row["lsoa"] for row in areas])
    make_known(desk, "msoa", "2021", sorted({row["msoa"] for row in areas}))
    make_known(desk, "ward", "2025", sorted({row["ward"] for row in areas}))
    for geography, code in (("lad", "E06000015"), ("pfa", "E23000018")):
        make_known(desk, geography, "", [code])
    with gzip.open(folder / "truth" / "postcodes.csv.gz", "rt") as file:
        codes = list(csv.DictReader(file))
    columns = {
        "postcode": [row["postcode"].replace(" ", "") for row in codes],
        "area_code": [row["lsoa"] for row in codes],
    }
    desk.store.take("postcodes", columns, dict.fromkeys(columns, "VARCHAR"))
