"""The six lists of people of an invented town as an analyst would hand them on: CSV, one record per person, with map and truth.

The newest file of each list is taken. A council tax account with two names becomes two records, and names of no person (other
electors at the address, landlords, companies, homes) are left out. Electors and liable parties have a whole name and no birth
date; nothing else is put right: names, dates and addresses stay as each list writes them.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

Row = dict[str, str]
TITLES = ("mr", "mrs", "ms", "miss", "dr", "master")
_WRITTEN = ("surname", "forename", "birth_date", "sex", "address", "postcode")


def electors(row: Row) -> Iterator[Row | None]:
    lines = [row[f"Address{n}"] for n in range(1, 7)]
    if row["Elector Name"] and not lines[0].startswith("Other"):
        yield {"name": row["Elector Name"], "address": _joined(lines), "postcode": row["PostCode"]}


def liable(row: Row) -> Iterator[Row | None]:
    """Everybody in the string of liable parties who lives there; None for one who does not, or is no person."""
    for name in row["Liable Party"].split(" & "):
        if name.split(" ")[0].lower().strip(".") not in TITLES or row["Liability Category"].startswith("Non"):
            yield None
        else:
            yield {
                "name": name, "address": row["Prop Address"], "postcode": row["Prop Postcode"], "uprn": row["LLPG UPRN"],
            }  # fmt: skip


def patients(row: Row) -> Iterator[Row | None]:
    if not row["Deduction date"]:
        address = _joined([row[f"ADDRESS_LINE_{n}"] for n in range(1, 6)])
        told = ("PATIENT_SURNAME", "PATIENT_FORENAME", "DATE_OF_BIRTH", "PATIENT_SEX")
        yield _written(*(row[name] for name in told), address, row["PATIENT_POSTCODE"])


def tenants(row: Row) -> Iterator[Row | None]:
    if not row["Occupancy End"]:
        told = _written(
            row["Last Name"], row["First Name"], row["DOB"], row["Gender"],
            _joined([row[f"Addr {n}"] for n in range(1, 6)]), row["Post Code"],
        )  # fmt: skip
        yield told | {"middle": row["Middle Name"], "uprn": row["Property UPRN"]}


def pupils(row: Row) -> Iterator[Row | None]:
    if row["EnrolStatus"] != "S":
        told = ("Legal Surname", "Legal Forename", "BirthDate", "Legal sex", "Home address", "Home postcode")
        yield _written(*(row[name] for name in told)) | {"middle": row["Middle Name(s)"], "uprn": row["Home UPRN"]}


def borrowers(row: Row) -> Iterator[Row | None]:
    if row["categorycode"] != "INST":
        address = _joined([row["address"], row["address2"], row["city"]])
        yield _written(row["surname"], row["firstname"], row["dateofbirth"], row["sex"], address, row["zipcode"])


def _written(*cells: str) -> Row:
    return dict(zip(_WRITTEN, cells, strict=True))


def _joined(lines: list[str]) -> str:
    return ", ".join(line for line in lines if line)


LISTS: dict[str, tuple[str, Callable[[Row], Iterator[Row | None]], tuple[str, ...]]] = {
    "electoral_register": ("register_full", electors, ("name", "address", "postcode")),
    "council_tax": ("account_lines", liable, ("name", "address", "postcode", "uprn")),
    "gp_register": ("patients", patients, _WRITTEN),
    "social_housing": ("persons", tenants, (*_WRITTEN, "middle", "uprn")),
    "school_census": ("census_pupils", pupils, (*_WRITTEN, "middle", "uprn")),
    "libraries": ("koha_borrowers", borrowers, _WRITTEN),
}
"""list -> its layout with names, its records of people in a row, the columns that are written"""


def lay_out(town: Path, folder: Path) -> None:
    """Write `<list>.csv`, `gazetteer.csv`, `map.yaml` (with the register), `truth.csv` and, of the people, `people.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    people = _people_of_lines(town)
    lines = ["sources:"]
    with (folder / "truth.csv").open("w", newline="") as file:
        truth = csv.writer(file)
        truth.writerow(("source", "record_id", "entity_id"))
        for source, (layout, records, columns) in LISTS.items():
            newest = max((town / "lists" / source).glob(f"{layout}_*.csv"))
            with (folder / f"{source}.csv").open("w", newline="") as out:
                writer = csv.DictWriter(out, ("record_id", *columns), restval="")
                writer.writeheader()
                for number, (record, person) in enumerate(_told(newest, records, people[f"{source}/{newest.name}"])):
                    writer.writerow({"record_id": number, **record})
                    truth.writerow((source, number, person))
            told = ", ".join(f"{name}: {name}" for name in columns)
            lines.append(f"  {source}: {{file: {source}.csv, id: record_id, {told}}}")
    register = max((town / "lists" / "address_register").glob("llpg_*.csv"))
    (folder / "gazetteer.csv").write_bytes(register.read_bytes())
    (folder / "map.yaml").write_text("\n".join([*lines, "gazetteer: {file: gazetteer.csv}\n"]))


def _people_of_lines(town: Path) -> dict[str, dict[int, list[str]]]:
    """By file and line: the true people of the row, in the order in which it names them; -1 is nobody."""
    people: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    with gzip.open(town / "truth" / "records.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            people[row["file"]][int(row["line"])].append(row["person_id"])
    return people


def _told(
    path: Path, records: Callable[[Row], Iterator[Row | None]], people: dict[int, list[str]]
) -> Iterator[tuple[Row, str]]:
    """The records of people in a file, each with who it truly is."""
    with path.open(newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            who = people.get(line, [])
            for place, record in enumerate(records(row) if who else ()):
                if record and place < len(who) and who[place] != "-1":
                    yield record, who[place]
