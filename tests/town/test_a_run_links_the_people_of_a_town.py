"""A run of an invented town's folder: who it takes for one person, against the truth that no run reads."""

from __future__ import annotations

import csv
import gzip
from base64 import b64encode
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from denizen.cli import app
from denizen.pipeline.run import run_area
from denizen.store import Store, Vault
from denizen.store.custody import find_master_key
from invented_towns import EXAMPLES
from small_area import Silent

NEEDED = (
    "electoral_register",
    "council_tax",
    "social_housing",
    "school_census",
    "libraries",
    "address_register",
    "suppressed_addresses",
)
ENVIRON = {"DENIZEN_VAULT_KEY": b64encode(bytes(range(32))).decode()}


@dataclass(frozen=True)
class Linked:
    """Of every linked row that is about one person: who the run says it is, and who it is."""

    found: list[str]
    true: list[str]
    suppressed: int
    """linked rows about somebody who lives at a suppressed address"""


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    base = tmp_path_factory.mktemp("linked town")
    order = [
        "town",
        "new",
        str(base),
        "--like",
        str(EXAMPLES / "derby"),
        "--people",
        "3000",
        "--years",
        "2",
        "--seed",
        "5",
    ]
    assert CliRunner().invoke(app, [*order, "--tiers", "T3"]).exit_code == 0
    area = base / "area"
    said = yaml.safe_load((area / "denizen.yaml").read_text("utf-8"))
    said["sources"] = [source for source in said["sources"] if source["source"] in NEEDED]
    (area / "denizen.yaml").write_text(yaml.safe_dump(said), "utf-8")
    run_area(area, date(2026, 1, 5), Silent(), environ=ENVIRON)
    return _beside_the_truth(base, area)


def _beside_the_truth(base: Path, area: Path) -> Linked:
    vault = Vault.open(area / "store", find_master_key(ENVIRON, area, None))
    with Store.open(area / "store", vault.main_key()) as store:
        links = store.rows("SELECT source, layout, row_number, person FROM person_links")
        hidden = {row[0] for row in store.rows("SELECT uprn FROM suppressed_addresses")}
    who: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    newest: dict[tuple[str, str], str] = {}
    with gzip.open(base / "truth" / "records.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            who[row["file"], int(row["line"])].append((row["person_id"], row["uprn"]))
            of = row["source"], row["layout"]
            newest[of] = max(newest.get(of, ""), row["file"])
    rows = [(person, who[newest[source, layout], line]) for source, layout, line, person in links]
    sure = [(person, told[0]) for person, told in rows if len(told) == 1 and told[0][0] != "-1"]
    return Linked(
        [person for person, _ in sure], [true for _, (true, _) in sure], sum(uprn in hidden for _, (_, uprn) in sure)
    )


def pairs(sizes: Counter[object]) -> int:
    return sum(many * (many - 1) // 2 for many in sizes.values())


def test_links_are_right_and_few_are_missed(linked: Linked) -> None:
    """Two of the five lists tell no birth date, no list holds everybody, and there is no register of patients."""
    right = pairs(Counter(zip(linked.found, linked.true, strict=True)))
    precision, recall = right / pairs(Counter(linked.found)), right / pairs(Counter(linked.true))
    assert precision > 0.75
    assert recall > 0.85


def test_there_are_as_many_people_as_there_are(linked: Linked) -> None:
    assert abs(len(set(linked.found)) / len(set(linked.true)) - 1) < 0.05


def test_nobody_at_a_suppressed_address_is_linked(linked: Linked) -> None:
    assert len(linked.found) > 3_000
    assert linked.suppressed == 0
