"""`denizen demo --town`: every list of the invented town, from file to page, and no word about a person on the way out."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from denizen.cli import app
from denizen.contracts import Layout, load_contracts
from denizen.intake.headers import columns_named
from denizen.pipeline.folder import open_folder
from denizen.pipeline.starting import start_from_example
from invented_towns import EXAMPLES

TOWN = EXAMPLES / "town"
SIXTEEN = {
    "electoral_register", "council_tax", "gp_register", "social_housing", "interpreter_use", "hate_incidents",
    "antisocial_behaviour", "major_employers", "recruitment_agencies", "libraries", "voluntary_sector_services",
    "charities", "community_groups", "voluntary_faith_organisations", "frontline_observations", "community_survey",
}  # fmt: skip
BESIDE = {
    "address_register", "births_deaths", "school_census", "nino_registrations", "housing_benefit", "address_audit",
    "census", "mid_year_estimates", "deprivation",
}  # fmt: skip
OF_A_PERSON = {
    "record_id", "household_id", "supplier_key", "identifier", "full_name", "forename", "middle_names", "surname",
    "other_name", "address", "free_text",
}  # fmt: skip
WITH_PERSONS = {"electoral_register", "council_tax", "social_housing", "school_census", "libraries", "address_audit"}


@dataclass(frozen=True)
class Run:
    folder: Path
    temporary: Path
    said: str
    exit_code: int
    sown: dict[str, str]
    """word -> the list in which it stands"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The demo on a town in whose lists of people a word of its own stands for each list and column."""
    base = tmp_path_factory.mktemp("town demo")
    folder, temporary = base / "town", base / "temporary"
    temporary.mkdir()
    start_from_example("town", folder)
    sown = sow(folder)
    environment = {**os.environ, "PYTHONUTF8": "1", "TMPDIR": str(temporary)}
    for name in ("DENIZEN_VAULT_KEY", "DENIZEN_VAULT_KEY_FILE"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "denizen", "demo", "--town", "--out", str(folder)],
        capture_output=True, text=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip
    return Run(folder, temporary, done.stdout + done.stderr, done.returncode, sown)


def sow(folder: Path) -> dict[str, str]:
    """Write invented words into the second row of every file about persons: in columns that are theirs, and in one that
    no contract knows."""
    sown: dict[str, str] = {}
    contracts = load_contracts(nation="england")
    for source in open_folder(folder).file.sources:
        for file in source.files:
            path, layout = folder / file.file, contracts[source.source].layout(file.layout)
            if path.suffix == ".csv" and (layout.tier in ("T2", "T3") or layout.source == "frontline_observations"):
                sow_in(path, layout, sown)
    return sown


def sow_in(path: Path, layout: Layout, sown: dict[str, str]) -> None:
    content = path.read_bytes()
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    rows = list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
    for place, header in enumerate(rows[0]):
        named = columns_named([header], layout)
        if {field.role for field in layout.fields if field.name in named} & OF_A_PERSON:
            word = f"Quill{chr(97 + len(sown) % 26)}{chr(97 + len(sown) // 26)}feather"
            sown[word] = layout.source
            rows[1][place] = f"{rows[1][place]} {word}".strip()
    stranger = f"Marrow{chr(97 + len(sown) % 26)}{chr(97 + len(sown) // 26)}bone"
    sown[stranger] = layout.source
    rows = [[*rows[0], "Remarks"], [*rows[1], stranger], *([*row, ""] for row in rows[2:])]
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\n").writerows(rows)
    path.write_bytes(held.getvalue().encode(encoding))


def bytes_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file; of a package, those of each part as well. What is encrypted can look like the end of one by chance."""
    content = path.read_bytes()
    yield content
    if content.startswith(b"PK") and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            yield from (package.read(name) for name in package.namelist())


def test_the_example_is_what_the_command_makes(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["town", "new", str(tmp_path), "--like", str(EXAMPLES / "derby"), "--people", "5000"]
    )
    assert done.exit_code == 0, done.output
    made = {path.relative_to(tmp_path / "area"): path for path in (tmp_path / "area").rglob("*") if path.is_file()}
    here = {path.relative_to(TOWN): path for path in TOWN.rglob("*") if path.is_file() and path.name != "SOURCES.md"}
    assert set(made) == set(here)
    assert [name for name in made if made[name].read_bytes() != here[name].read_bytes()] == []


def test_it_ends_well_and_says_that_it_made_a_key(ran: Run) -> None:
    assert ran.exit_code == 0, ran.said
    assert "A vault key was made for the town" in ran.said
    assert ran.folder.with_name("town.vault-key").is_file()


def test_every_source_is_seen_in_the_profile(ran: Run) -> None:
    with (ran.folder / "book" / "data" / "all.csv").open(encoding="utf-8", newline="") as file:
        with_figures = {source for row in csv.DictReader(file) if row["value"] for source in row["sources"].split("|")}
    assert set() == (SIXTEEN | BESIDE) - with_figures
    for source in SIXTEEN | BESIDE | {"suppressed_addresses"}:
        assert (ran.folder / "book" / "sources" / f"{source}.html").is_file()


def test_a_figure_is_told_once_however_many_lists_could_tell_it(ran: Run) -> None:
    """Counts by the keeper, rows by property and rows with names describe the same day: one of them is published."""
    with (ran.folder / "book" / "data" / "all.csv").open(encoding="utf-8", newline="") as file:
        keys = Counter(
            (row["indicator"], row["category"], row["area_code"], row["geography"], row["period"])
            for row in csv.DictReader(file)
        )
    assert [key for key, times in keys.items() if times > 1] == []


def test_every_page_says_that_nobody_on_it_exists(ran: Run) -> None:
    pages = list((ran.folder / "book").rglob("*.html"))
    assert len(pages) > 150
    assert [page.name for page in pages if "Nobody on these pages exists" not in page.read_text("utf-8")] == []


def test_words_were_sown_in_every_list_of_persons(ran: Run) -> None:
    assert WITH_PERSONS | {"frontline_observations"} <= set(ran.sown.values())
    assert len(ran.sown) > 40
    inputs = b"".join(path.read_bytes() for path in (ran.folder / "data").rglob("*") if path.is_file())
    assert [word for word in ran.sown if word.encode() not in inputs] == []


def test_no_word_about_a_person_is_in_any_byte_that_the_run_left(ran: Run) -> None:
    made = [path for path in ran.folder.rglob("*") if path.is_file() and path.parts[len(ran.folder.parts)] != "data"]
    made += [path for path in ran.temporary.rglob("*") if path.is_file()]
    assert {path.parts[len(ran.folder.parts)] for path in made} >= {"book", "receipts", "store", "ledger"}
    forms = {word: (word.lower().encode("utf-8"), word.lower().encode("utf-16-le")) for word in ran.sown}
    found = []
    for path in made:
        for content in bytes_of(path):
            lowered = content.lower()
            found += [f"{path.name}: {word}" for word, shapes in forms.items() if any(s in lowered for s in shapes)]
    assert found == []
    assert [word for word in ran.sown if word.lower() in ran.said.lower()] == []


def test_counts_of_the_same_people_are_of_one_size(ran: Run) -> None:
    with (ran.folder / "book" / "data" / "all.csv").open(encoding="utf-8", newline="") as file:
        place = {
            row["indicator"]: float(row["value"])
            for row in csv.DictReader(file)
            if row["geography"] == "lad" and row["category"] == "all" and row["value"]
        }
    residents = place["residents"]
    assert 4_000 < residents < 6_000
    for count in ("patients_by_home", "mid_year_population"):
        assert 0.85 < place[count] / residents < 1.15, count
    assert 0.4 < place["electors"] / residents < 0.8


def test_counts_and_rows_without_names_go_the_whole_way_alone(tmp_path: Path) -> None:
    """Tiers T0 and T1: no partner has to give a name, a birth date or a key for a profile to be made."""
    order = ["town", "new", str(tmp_path), "--like", str(EXAMPLES / "derby"), "--people", "1200", "--years", "2"]
    assert CliRunner().invoke(app, [*order, "--tiers", "T0,T1"]).exit_code == 0
    area, key = tmp_path / "area", tmp_path / "key"
    assert CliRunner().invoke(app, ["vault", "new-key", "--to", str(key)]).exit_code == 0
    contracts = load_contracts(nation="england")
    tiers = {
        contracts[source.source].layout(file.layout).tier
        for source in open_folder(area).file.sources
        for file in source.files
    }
    assert tiers == {"", "T0", "T1"}
    done = CliRunner().invoke(app, ["run", str(area)], env={"DENIZEN_VAULT_KEY_FILE": str(key)})
    assert done.exit_code == 0, done.output
    assert "Left out" not in done.output
    with (area / "book" / "data" / "all.csv").open(encoding="utf-8", newline="") as file:
        small = {
            source
            for row in csv.DictReader(file)
            if row["value"] and row["geography"] == "ward"
            for source in row["sources"].split("|")
        }
    assert small >= {"electoral_register", "council_tax", "gp_register", "social_housing", "school_census", "libraries"}
