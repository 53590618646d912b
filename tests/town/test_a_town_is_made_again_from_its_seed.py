"""The same order gives the same bytes; settings make a town harsher, and a misspelt one is told."""

import gzip

import pytest
import yaml
from typer.testing import CliRunner

from denizen.cli import app
from denizen.errors import BadDocument, BadInput, CannotWrite, NotFound
from denizen.synthetic.making import Order, make_town
from denizen.synthetic.settings import Settings, settings_from, sources, written
from invented_towns import EXAMPLES


def order(seed=1, people=800, settings=None, until="2025-12"):
    return Order(EXAMPLES / "derby", people, 2, seed, until, settings)


def every_byte(folder):
    return {path.name: path.read_bytes() for path in sorted((folder / "truth").iterdir())}


def test_same_seed_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make_town(tmp_path / name, order(seed))
    first, again, other = (every_byte(tmp_path / name) for name in "abc")
    assert first == again
    assert first.keys() == other.keys()
    for name in ("people.csv.gz", "stays.csv.gz", "dwellings.csv.gz", "rates.csv.gz"):
        assert first[name] != other[name]


def test_a_setting_of_one_part_leaves_the_other_parts_as_they_were(tmp_path):
    harsher = tmp_path / "harsher.yaml"
    harsher.write_text("happenings: {asb_per_1000_a_year: 90}\n")
    made = make_town(tmp_path / "usual", order())
    harsh = make_town(tmp_path / "harsh", order(settings=harsher))
    usual, other = every_byte(tmp_path / "usual"), every_byte(tmp_path / "harsh")
    assert made.files["people"] == harsh.files["people"]
    assert usual["people.csv.gz"] == other["people.csv.gz"]
    assert usual["rates.csv.gz"] != other["rates.csv.gz"]


def test_a_files_own_settings_replace_those_that_they_name(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("vital:\n  twins: 0.25\n")
    settings = settings_from(own)
    assert settings.vital.twins == 0.25
    assert settings.partners == settings_from().partners


def test_a_town_with_many_twins_has_many_twins(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("vital: {twins: 0.5}\n")
    twins = {
        name: (make_town(tmp_path / name, order(settings=file)).town.people.twin_of >= 0).sum()
        for name, file in (("usual", None), ("many", own))
    }
    assert twins["many"] > 5 * twins["usual"]


def test_a_misspelt_setting_is_told_with_its_line_and_the_nearest_right_one(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("vital:\n  twinz: 0.25\n")
    with pytest.raises(BadDocument) as told:
        settings_from(own)
    assert "own.yaml line 2" in told.value.where
    assert "`twins`" in told.value.mend


def test_every_setting_has_a_source_or_the_word_assumed():
    fields = {f"{section}.{key}" for section, keys in written().items() for key in keys}
    known = {f"{s}.{key}" for s, field in Settings.model_fields.items() for key in field.annotation.model_fields}
    assert fields == known
    assert all(len(source) >= len("assumed") for source in sources().values())


def test_a_town_is_refused_when_it_cannot_be(tmp_path):
    with pytest.raises(BadInput):
        make_town(tmp_path / "a", order(people=3))
    with pytest.raises(BadInput):
        make_town(tmp_path / "a", order(until="2025-13"))
    with pytest.raises(NotFound):
        make_town(tmp_path / "a", Order(tmp_path, 800, 2, 1, "2025-12"))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "letters.txt").write_text("kept")
    with pytest.raises(CannotWrite):
        make_town(tmp_path / "b", order())


def test_the_command_writes_the_truth_and_says_how_it_was_made(tmp_path):
    folder = tmp_path / "town"
    words = ["town", "new", str(folder), "--like", str(EXAMPLES / "derby"), "--people", "700", "--years", "1"]
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 0, told.output
    assert "truth/people.csv.gz" in told.output
    header = gzip.decompress((folder / "truth" / "people.csv.gz").read_bytes()).decode().splitlines()[0]
    assert header.startswith("person_id,sex,birth_date")
    made = yaml.safe_load((folder / "truth" / "made.yaml").read_text("utf-8"))
    assert made["people"] == 700
    assert (folder / "lists").is_dir()
    assert (folder / "area").is_dir()
