"""What truly happens reaches several keepers, each in part: the lists say less than the truth, and the truth says which."""

import csv
import gzip
import json
import re

import numpy as np
import pytest

from denizen.synthetic.chance import Seed
from denizen.synthetic.extracts.delivery import Desk
from denizen.synthetic.extracts.drawing import write_other_lists
from denizen.synthetic.extracts.incidents import incidents_of
from denizen.synthetic.extracts.scene import Scene
from denizen.synthetic.founding import calendar_until, new_town
from denizen.synthetic.happenings import happen
from denizen.synthetic.settings import settings_from
from invented_towns import EXAMPLES

LIVELY = """\
happenings: {asb_per_1000_a_year: 300, hate_per_1000_a_year: 120, groups_per_1000: 15}
events: {observations_per_1000_a_year: 60}
"""


@pytest.fixture(scope="module")
def lively(tmp_path_factory, small_town):
    """A scene in which so much happens that shares can be told, and the folder of its lists and truth."""
    folder = tmp_path_factory.mktemp("lively")
    (folder / "settings.yaml").write_text(LIVELY)
    settings = settings_from(folder / "settings.yaml")
    scene = Scene(
        small_town, happen(small_town, settings, Seed(7)), settings, Seed(7), Desk(folder / "lists"), "Derbyshire"
    )
    deliveries = write_other_lists(scene, folder / "truth")
    return scene, folder, deliveries


def truth(folder, name):
    with gzip.open(folder / "truth" / f"{name}.csv.gz", "rt") as file:
        return list(csv.DictReader(file))


def rows(folder, file, encoding="utf-8"):
    return list(csv.DictReader((folder / "lists" / file).read_text(encoding).splitlines()))


def told(folder, layout):
    """The events that the files of one layout tell of."""
    return {int(row["event_id"]) for row in truth(folder, "event_records") if f"/{layout}_" in row["file"]}


def events(folder, what):
    return {int(row["event_id"]) for row in truth(folder, "events") if row["what"] == what}


def test_police_and_council_record_partly_the_same_events(lively):
    _, folder, _ = lively
    happened = events(folder, "asb")
    police = told(folder, "street_level")
    council = {int(row["event_id"]) for row in truth(folder, "event_records") if "council_cases" in row["file"]}
    assert police < happened
    assert council < happened
    assert 0.5 < len(police) / len(happened) < 0.7
    in_both = len(council & police) / len(council)
    assert 0.7 < in_both < 0.98, "the events that are noticed are noticed by both, rather"


def test_the_polices_map_shows_a_point_of_a_street_and_a_month_without_records(lively):
    scene, folder, deliveries = lively
    shown = [row for item in deliveries if item.layout == "street_level" for row in rows(folder, item.file)]
    behaviour = [row for row in shown if row["Crime type"] == "Anti-social behaviour"]
    assert all(not row["Crime ID"] for row in behaviour)
    assert all(len(row["Crime ID"]) == 64 for row in shown if row["Crime type"] == "Burglary")
    streets = set(scene.town.place.streets.name)
    assert {row["Location"].removeprefix("On or near ") for row in behaviour if row["LSOA code"]} <= streets
    hole = scene.town.calendar.months - scene.settings.events.police_hole_months_before_end
    months = {row["Month"] for row in behaviour}
    assert scene.town.calendar.text(hole) not in months
    assert len(months) == scene.town.calendar.months - 1
    assert scene.town.calendar.text(hole) in {row["Month"] for row in shown}, "its crimes are there"


def test_the_true_rise_is_in_the_polices_list_too(lively):
    scene, folder, deliveries = lively
    changes = scene.happenings.changes
    rows_of = np.flatnonzero(changes.what.is_("rise"))
    areas = set(scene.town.place.lsoa_code[changes.lsoa[rows_of]])
    begins = scene.town.calendar.text(int(changes.from_month[rows_of][0]))
    year_before = f"{int(begins[:4]) - 1}{begins[4:]}"
    months = [
        row["Month"]
        for item in deliveries
        if item.layout == "street_level"
        for row in rows(folder, item.file)
        if row["Crime type"] == "Anti-social behaviour" and row["LSOA code"] in areas
    ]
    after = sum(month >= begins for month in months) / 15
    before = sum(year_before <= month < begins for month in months) / 12
    assert 1.3 < after / before < 2.3, "the true factor is 1.8, and some events land on the map of a neighbour"


def test_a_town_of_one_year_has_no_case_from_before_it_began(tmp_path):
    young = new_town(EXAMPLES / "derby", 800, calendar_until(2025, 12, 1), Seed(2), settings_from())
    (tmp_path / "settings.yaml").write_text(LIVELY)
    settings = settings_from(tmp_path / "settings.yaml")
    scene = Scene(young, happen(young, settings, Seed(2)), settings, Seed(2), Desk(tmp_path / "lists"), "Derbyshire")
    write_other_lists(scene, tmp_path / "truth")
    cases = rows(tmp_path, "antisocial_behaviour/council_cases.csv", "cp1252")
    assert cases
    assert {case["Opened"][-4:] for case in cases} == {"2025"}


def test_what_a_centre_passes_on_is_in_both_lists(lively):
    _, folder, deliveries = lively
    references = {
        row["Ref"]: row["Passed to police"]
        for item in deliveries
        if item.layout == "third_party_reports"
        for row in rows(folder, item.file)
    }
    records = truth(folder, "event_records")
    police = told(folder, "police_occurrences")
    passed = {
        int(r["event_id"]) for r in records if references.get(r["record"]) == "Yes" and "third_party" in r["file"]
    }
    kept = {int(r["event_id"]) for r in records if references.get(r["record"]) == "Anonymous report"}
    assert passed
    assert passed <= police
    assert kept - police, "what nobody passed on the police may not know"


def test_hate_by_race_is_told_more_often_in_the_episode_of_tension(lively):
    scene, _, _ = lively
    changes, incidents = scene.happenings.changes, incidents_of(scene)
    tense = np.flatnonzero(changes.what.is_("tension"))
    begins, areas = int(changes.from_month[tense].min()), changes.lsoa[tense]
    race = incidents.what.is_("hate") & incidents.kind.is_("race") & np.isin(incidents.lsoa, areas)
    during = (race & (incidents.month >= begins) & (incidents.month < begins + 2)).sum() / 2
    before = (race & (incidents.month < begins)).sum() / (begins - 1)
    assert during > 2.5 * before


def test_a_language_is_asked_for_that_no_list_of_people_shows(lively):
    scene, folder, deliveries = lively
    asked = {
        row["Language Required"]
        for item in deliveries
        if item.layout == "agency_bookings"
        for row in rows(folder, item.file)
    }
    assert asked & {"Tetum", "Tetun"}
    assert "tet" not in scene.town.people.language.words


def test_free_text_names_invented_people_for_screening_to_find(lively):
    _, folder, deliveries = lively
    texts = [
        row["What did you see or hear?"]
        for item in deliveries
        if item.layout == "online_form"
        for row in rows(folder, item.file)
    ]
    named = [text for text in texts if re.search(r"Sentinel|07700 900|sentinel\.example", text)]
    assert 0.15 < len(named) / len(texts) < 0.35


def test_organisations_that_ended_linger_on_lists(lively):
    scene, folder, deliveries = lively
    newest = [item for item in deliveries if item.layout == "register_json"][-1]
    register = json.loads((folder / "lists" / newest.file).read_text())
    registered = {
        str(r["registered_charity_number"]) for r in register if r["charity_registration_status"] == "Registered"
    }
    names = truth(folder, "organisation_names")
    groups, now = scene.happenings.organisations, scene.town.calendar.months
    ended = {names[i]["charity_number"] for i in np.flatnonzero(groups.to_month <= now) if names[i]["charity_number"]}
    assert ended & registered
    assert ended - registered


def test_a_careless_return_tells_small_groups_apart_and_a_careful_one_does_not(lively):
    _, folder, deliveries = lively
    placed = [row for item in deliveries if item.layout == "placement_return" for row in rows(folder, item.file)]
    small = {
        row["Labour provider"] for row in placed if row["Counted as"] == "Headcount" and int(row["Number placed"]) < 10
    }
    assert len(small) == 1


def test_the_same_seed_gives_the_same_lists_and_the_same_truth(lively, tmp_path):
    scene, folder, deliveries = lively
    again = Scene(scene.town, scene.happenings, scene.settings, scene.seed, Desk(tmp_path / "lists"), scene.force)
    assert write_other_lists(again, tmp_path / "truth") == deliveries
    for path in sorted(folder.glob("*/**/*")):
        if path.is_file():
            assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes(), path.name
