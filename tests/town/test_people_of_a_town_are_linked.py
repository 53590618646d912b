"""`denizen link` on the lists of an invented town, as they are exported, against the truth that lies beside them."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from typer.testing import CliRunner

from denizen.cli import app
from drawn_lists import DrawnLists

LISTS = {
    "electoral_register.register_full": "name: Elector Name, postcode: PostCode, address: [Address1, Address2, Address3]",
    "gp_register.patients": "surname: PATIENT_SURNAME, forename: PATIENT_FORENAME, birth_date: DATE_OF_BIRTH, sex: PATIENT_SEX, "
    "address: [ADDRESS_LINE_1, ADDRESS_LINE_2, ADDRESS_LINE_3, ADDRESS_LINE_4], postcode: PATIENT_POSTCODE",
    "social_housing.persons": "title: Title, surname: Last Name, forename: First Name, middle: Middle Name, birth_date: DOB, "
    "sex: Gender, address: [Addr 1, Addr 2, Addr 3], postcode: Post Code, uprn: Property UPRN",
    "school_census.census_pupils": "surname: Legal Surname, forename: Legal Forename, middle: Middle Name(s), "
    "birth_date: BirthDate, sex: Legal sex, address: Home address, postcode: Home postcode, uprn: Home UPRN",
    "libraries.koha_borrowers": "title: title, surname: surname, forename: firstname, birth_date: dateofbirth, sex: sex, "
    "address: [address, address2, city], postcode: zipcode",
}
GONE = {"gp_register.patients": "Deduction date", "social_housing.persons": "Occupancy End"}
"""the column that says that somebody has left the list"""


@pytest.fixture(scope="module")
def folder(drawn_lists: DrawnLists, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five lists as exported, each row with the number of its line; who each is, beside them; a map."""
    place = tmp_path_factory.mktemp("lists of a town")
    said = ["sources:"]
    with (place / "truth.csv").open("w", newline="") as told:
        truth = csv.writer(told)
        for name, columns in LISTS.items():
            source = name.partition(".")[0]
            who = {row["line"]: row["person_id"] for row in drawn_lists.truth(name)}
            rows = [{"line": str(line), **row} for line, row in enumerate(drawn_lists.newest(name), 2)]
            rows = [row for row in rows if who.get(row["line"], "-1") != "-1" and not row.get(GONE.get(name, ""))]
            with (place / f"{source}.csv").open("w", newline="") as file:
                writer = csv.DictWriter(file, rows[0].keys())
                writer.writeheader()
                writer.writerows(rows)
            truth.writerows((source, row["line"], who[row["line"]]) for row in rows)
            said.append(f"  {source}: {{file: {source}.csv, id: line, {columns}}}")
    (place / "map.yaml").write_text("\n".join(said) + "\n")
    done = CliRunner().invoke(
        app, ["link", str(place), "--map", str(place / "map.yaml"), "--out", str(place / "clusters.csv")]
    )
    assert done.exit_code == 0, done.output
    return place


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def pairs(sizes: Counter[str]) -> int:
    return sum(many * (many - 1) // 2 for many in sizes.values())


def test_every_record_is_answered_once(folder: Path) -> None:
    header, *found = rows(folder / "clusters.csv")
    assert header == ["source", "record_id", "cluster_id", "probability"]
    assert sorted(tuple(row[:2]) for row in found) == sorted(tuple(row[:2]) for row in rows(folder / "truth.csv"))
    assert all(0 <= float(row[3]) <= 1 for row in found)


def test_links_are_right_and_few_are_missed(folder: Path) -> None:
    """Half of the adults stand on a list without a birth date. A careful hand recipe of Splink reaches .78 on such towns."""
    who = {(source, record): person for source, record, person in rows(folder / "truth.csv")}
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for source, record, group, _ in rows(folder / "clusters.csv")[1:]:
        groups[group][who[source, record]] += 1
    right = sum(pairs(people) for people in groups.values())
    claimed = sum(pairs(Counter({"all": people.total()})) for people in groups.values())
    true = pairs(Counter(who.values()))
    assert 2 * right / (claimed + true) > 0.90
    assert abs(len(groups) / len(set(who.values())) - 1) < 0.08


def test_the_report_estimates_what_the_truth_says(folder: Path) -> None:
    who = {(source, record): person for source, record, person in rows(folder / "truth.csv")}
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for source, record, group, _ in rows(folder / "clusters.csv")[1:]:
        groups[group][who[source, record]] += 1
    precision = sum(pairs(people) for people in groups.values()) / sum(
        pairs(Counter({"all": people.total()})) for people in groups.values()
    )
    report = (folder / "clusters.quality.txt").read_text()
    line = next(line for line in report.splitlines() if line.startswith("Precision"))
    assert abs(float(line.split()[1].rstrip("%")) / 100 - precision) < 0.06


def test_no_name_is_in_what_is_written(folder: Path) -> None:
    header, *patients = rows(folder / "gp_register.csv")
    names = {row[header.index("PATIENT_SURNAME")].lower() for row in patients}
    written = ((folder / "clusters.csv").read_text() + (folder / "clusters.quality.txt").read_text()).lower()
    assert not [name for name in names if len(name) > 6 and name in written]
