"""How hard the people of an invented town are to link: Splink with a careful hand recipe, against the truth.

    python bench/hardness_of_the_town.py TOWN_FOLDER

Takes the newest file by name of the six lists of people, puts names, birth dates and addresses into one simple form,
trains Splink without labels and counts pairs at every threshold: precision, recall and F1 over all pairs of records, where
a true pair is two records of one person. The best threshold is picked with the truth in hand, which flatters Splink.

Needs `pip install splink==5.0.0 duckdb==1.5.5` in an environment of its own; it is no dependency of denizen, and this
script uses no code of denizen either.
"""

from __future__ import annotations

import calendar
import csv
import gzip
import re
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
except ImportError:
    sys.exit("Splink is not installed here: pip install splink==5.0.0 duckdb==1.5.5, in an environment of its own.")

Row = dict[str, Any]
FILES = {
    "electoral_register": "register_full", "council_tax": "account_lines", "gp_register": "patients",
    "social_housing": "persons", "school_census": "census_pupils", "libraries": "koha_borrowers",
}  # fmt: skip
TITLES = {"mr", "mrs", "ms", "miss", "dr", "master"}
STREET_WORDS = {
    "st": "street", "rd": "road", "ave": "avenue", "ln": "lane", "cl": "close", "dr": "drive", "cres": "crescent", "pl": "place",
    "gdns": "gardens", "ct": "court", "terr": "terrace", "gr": "grove", "sq": "square", "wy": "way",
}  # fmt: skip
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


def plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z0-9 ]+", " ", "".join(c for c in apart if not unicodedata.combining(c))).strip()


def born(text: str) -> str | None:
    """A date as 1984-02-11; stopgaps and dates that cannot be are no dates."""
    parts = re.split(r"[/ -]", text)
    if len(parts) != 3 or not all(parts):
        return None
    year, month, day = parts if len(parts[0]) == 4 else parts[::-1]
    number = MONTHS.get(month.lower(), int(month) if month.isdigit() else 0)
    if int(year) < 1902 or not 1 <= number <= 12 or not 1 <= int(day) <= 31:
        return None
    return f"{int(year):04d}-{number:02d}-{int(day):02d}"


def common(source: str, forename: str, surname: str, birth: str, sex: str, address: str, postcode: str) -> Row:
    given = plain(forename).split()
    words = [STREET_WORDS.get(word, word) for word in plain(address).split()]
    return {
        "source": source,
        "forename": given[0] if given else None,
        "surname": plain(surname).replace(" ", "") or None,
        "birth": born(birth),
        "sex": sex[:1] or None,
        "numbers": " ".join(re.findall(r"\d+[a-z]?", " ".join(words))) or None,
        "address": " ".join(words) or None,
        "postcode": re.sub(r"(...)$", r" \1", plain(postcode).replace(" ", "").upper()) or None,
    }


def electors(row: Row) -> Iterator[Row]:
    surname, _, forename = row["Elector Name"].partition(", ")
    lines = [row[f"Address{n}"] for n in range(1, 7)]
    if surname and not lines[0].startswith("Other"):
        yield common("electoral_register", forename, surname, "", "", " ".join(lines), row["PostCode"])


def liable(row: Row) -> Iterator[Row]:
    """Everybody in the string of liable parties who lives there, title and last word aside."""
    for name in row["Liable Party"].split(" & "):
        words = name.split()
        title = words[0].lower().strip(".") if words else ""
        if title not in TITLES or row["Liability Category"].startswith("Non"):
            yield {}
            continue
        sex = "F" if title in ("mrs", "ms", "miss") else "M" if title in ("mr", "master") else ""
        forename, surname = " ".join(words[1:-1]), words[-1]
        yield common("council_tax", forename, surname, "", sex, row["Prop Address"], row["Prop Postcode"])


def patients(row: Row) -> Iterator[Row]:
    if not row["Deduction date"]:
        lines = " ".join(row[f"ADDRESS_LINE_{n}"] for n in range(1, 6))
        names = row["PATIENT_FORENAME"], row["PATIENT_SURNAME"]
        yield common("gp_register", *names, row["DATE_OF_BIRTH"], row["PATIENT_SEX"], lines, row["PATIENT_POSTCODE"])


def tenants(row: Row) -> Iterator[Row]:
    if not row["Occupancy End"]:
        lines = " ".join(row[f"Addr {n}"] for n in range(1, 6))
        yield common(
            "social_housing", row["First Name"], row["Last Name"], row["DOB"], row["Gender"], lines, row["Post Code"]
        )


def pupils(row: Row) -> Iterator[Row]:
    if row["EnrolStatus"] != "S":
        names = row["Legal Forename"], row["Legal Surname"]
        yield common(
            "school_census", *names, row["BirthDate"], row["Legal sex"], row["Home address"], row["Home postcode"]
        )


def borrowers(row: Row) -> Iterator[Row]:
    if row["categorycode"] != "INST":
        lines = " ".join((row["address"], row["address2"], row["city"]))
        yield common(
            "libraries", row["firstname"], row["surname"], row["dateofbirth"], row["sex"], lines, row["zipcode"]
        )


READERS = {
    "electoral_register": electors, "council_tax": liable, "gp_register": patients, "social_housing": tenants,
    "school_census": pupils, "libraries": borrowers,
}  # fmt: skip


def records_of(town: Path) -> list[Row]:
    """Every record of a person in the newest files, with who it truly is."""
    newest = {source: max((town / "lists" / source).glob(f"{layout}_*.csv")) for source, layout in FILES.items()}
    people: dict[tuple[str, int], list[str]] = defaultdict(list)
    with gzip.open(town / "truth" / "records.csv.gz", "rt") as truth:
        for row in csv.DictReader(truth):
            people[row["file"], int(row["line"])].append(row["person_id"])
    found: list[Row] = []
    for source, path in newest.items():
        with path.open(newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                who = people.get((f"{source}/{path.name}", line), [])
                for place, record in enumerate(READERS[source](row) if who else ()):
                    if record and place < len(who) and who[place] != "-1":
                        found.append({"unique_id": len(found), **record, "person": int(who[place])})
    return found


def scored(records: list[Row]) -> list[tuple[float, int, int]]:
    """Pairs that Splink predicts, best first: match weight and the two records."""
    con = duckdb.connect()
    columns = ("unique_id", "source", "forename", "surname", "birth", "sex", "numbers", "address", "postcode")
    types = ", ".join(f"{name} {'INTEGER' if name == 'unique_id' else 'VARCHAR'}" for name in columns)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
        csv.writer(file).writerows([record[name] for name in columns] for record in records)
        file.flush()
        con.execute(f"CREATE TABLE everybody ({types})")
        con.execute(f"COPY everybody FROM '{file.name}'")
    people = DuckDBAPI(con).register(con.table("everybody"), dataset_display_name="people")
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ForenameSurnameComparison("forename", "surname"),
            cl.DateOfBirthComparison("birth", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.JaroWinklerAtThresholds("address", [0.97, 0.9]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("numbers"),
            cl.ExactMatch("postcode"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("surname", "forename"), block_on("birth", "substr(forename,1,1)"), block_on("birth", "substr(surname,1,2)"),
            block_on("postcode", "substr(forename,1,2)"), block_on("postcode", "substr(surname,1,3)"),
            block_on("surname", "numbers"), block_on("forename", "numbers"),
            block_on("postcode", "numbers", "substr(forename,1,1)"), block_on("birth", "postcode"),
        ],
    )  # fmt: skip
    linker = Linker(people, settings)
    sure = [block_on("forename", "surname", "birth"), block_on("forename", "surname", "postcode")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (
        block_on("birth"),
        block_on("forename", "surname"),
        block_on("postcode", "numbers"),
        block_on("birth", "surname"),
    ):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=1e6)
    predicted = linker.inference.predict(threshold_match_weight=-10)
    found = predicted.as_duckdbpyrelation().project("match_weight, unique_id_l, unique_id_r").fetchall()
    return sorted(found, reverse=True)


def best(pairs: list[tuple[float, int, int]], records: list[Row]) -> dict[str, float]:
    """The threshold with the best F1 over all pairs, and what it gives; and the best of closed groups, at whole weights."""
    person = {record["unique_id"]: record["person"] for record in records}
    true_pairs = sum(many * (many - 1) // 2 for many in Counter(person.values()).values())
    right, found = 0, {"F1": 0.0}
    for place, (weight, one, other) in enumerate(pairs, 1):
        right += person[one] == person[other]
        f1 = 2 * right / (place + true_pairs)
        if f1 > found["F1"]:
            found = {"F1": f1, "precision": right / place, "recall": right / true_pairs, "match weight": weight}
    groups = max(closed(pairs, person, weight, true_pairs) for weight in range(-4, 31, 2))
    reached = sum(person[one] == person[other] for _, one, other in pairs) / true_pairs
    size = {"records": len(records), "people": len(set(person.values())), "true pairs": true_pairs}
    return {**size, **found, "F1 of groups": groups, "blocking recall": reached}


def closed(pairs: list[tuple[float, int, int]], person: dict[int, int], weight: float, true_pairs: int) -> float:
    """F1 of the pairs within connected groups of predictions at and over a match weight."""
    leader = {record: record for record in person}

    def lead(record: int) -> int:
        while leader[record] != record:
            leader[record] = leader[leader[record]]
            record = leader[record]
        return record

    for found, one, other in pairs:
        if found < weight:
            break
        leader[lead(one)] = lead(other)
    groups: dict[int, list[int]] = defaultdict(list)
    for record in person:
        groups[lead(record)].append(person[record])
    claimed = sum(len(group) * (len(group) - 1) // 2 for group in groups.values())
    right = sum(many * (many - 1) // 2 for group in groups.values() for many in Counter(group).values())
    return 2 * right / (claimed + true_pairs)


if __name__ == "__main__":
    everybody = records_of(Path(sys.argv[1]))
    for name, value in best(scored(everybody), everybody).items():
        print(f"{name:>16}  {value:.3f}" if isinstance(value, float) else f"{name:>16}  {value:,}")
