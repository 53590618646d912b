"""The survey of the town: answers are few and lean to the content; weights bring ages back, and the truth is known."""

import csv
import gzip

import numpy as np
import pytest

from denizen.synthetic.chance import Seed
from denizen.synthetic.extracts.community_survey import adults_at, draw_community_survey, write_opinions
from denizen.synthetic.extracts.delivery import Desk
from denizen.synthetic.extracts.scene import Scene
from denizen.synthetic.happenings import happen
from denizen.synthetic.settings import settings_from


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory, larger_town):
    folder = tmp_path_factory.mktemp("survey")
    (folder / "settings.yaml").write_text("survey: {answers_per_area: 60, waves_months_before_end: [20, 2]}\n")
    settings = settings_from(folder / "settings.yaml")
    scene = Scene(larger_town, happen(larger_town, settings, Seed(3)), settings, Seed(3), Desk(folder), "Derbyshire")
    waves = [
        list(csv.DictReader((folder / item.file).read_text().splitlines()))
        for item in draw_community_survey(scene).deliveries
        if item.layout == "place_survey"
    ]
    return scene, waves, folder


def share(wave, holds, weighted):
    answered = [row for row in wave if row["Q2"] not in ("", "Prefer not to say", "Don't know")]
    weight = [float(row["Final weight"]) if weighted else 1.0 for row in answered]
    return np.average([row["Q2"] in holds for row in answered], weights=weight)


def test_about_a_third_of_those_asked_answer_and_the_old_rather(surveyed):
    scene, waves, _ = surveyed
    asked = 60 * len(scene.town.place.lsoa_code)
    assert 0.25 < len(waves[0]) / asked < 0.5
    adults = adults_at(scene, scene.town.calendar.months - 20)
    old = sum(row["Age band"] in ("65-74", "75+") for row in waves[0]) / len(waves[0])
    assert old > 1.2 * (adults.age >= 65).mean()


def test_weights_bring_the_ages_back(surveyed):
    scene, waves, _ = surveyed
    adults = adults_at(scene, scene.town.calendar.months - 20)
    weight = np.array([float(row["Final weight"]) for row in waves[0]])
    old = np.array([row["Age band"] in ("65-74", "75+") for row in waves[0]])
    assert abs(weight[old].sum() / weight.sum() - (adults.age >= 65).mean()) < 0.02
    assert abs(weight.mean() - 1) < 0.05


def test_what_weights_do_not_mend_is_known(surveyed):
    scene, waves, _ = surveyed
    adults = adults_at(scene, scene.town.calendar.months - 20)
    true = adults.holds["belonging"].mean()
    answered = share(waves[0], ("Very strongly", "Fairly strongly"), weighted=True)
    assert 0.0 < answered - true < 0.12, "those who answer are a little more content"


def test_the_truth_has_each_wave_and_area(surveyed, tmp_path):
    scene, _, _ = surveyed
    write_opinions(scene, tmp_path)
    with gzip.open(tmp_path / "opinions_at_waves.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    assert {int(row["month"]) for row in rows} == {4, 22}
    first = [row for row in rows if row["month"] == "4" and row["question"] == "belonging"]
    total = sum(float(row["share"]) * int(row["adults"]) for row in first) / sum(int(row["adults"]) for row in first)
    assert total == pytest.approx(adults_at(scene, 4).holds["belonging"].mean(), abs=1e-4)
