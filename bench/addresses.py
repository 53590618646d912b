"""How well and how fast addresses find their UPRN: the six lists of people of invented towns, beside uk-address-matcher.

The newest file of each list of a town is matched, by a map as anyone would write it, to the newest extract of its address
register. F1 = 2 right / (matched + true), where every record of a person has a true UPRN; a match to a building that holds
flats (`parent`) counts as wrong unless it is the truth. Both programs are processes of their own, from start to finish. Then the
21 hard cases of uk-address-matcher's own tests: denizen is given the candidates of each, its rival all of them together.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import duckdb

from bench.ours import matched
from bench.rivals.environment import DidNotRun, Ran, run_in
from bench.towns import SETTINGS, town

LISTS = {
    "electoral_register": ("register_full", [f"Address{n}" for n in range(1, 7)], "PostCode"),
    "council_tax": ("account_lines", ["Prop Address"], "Prop Postcode"),
    "gp_register": ("patients", [f"ADDRESS_LINE_{n}" for n in range(1, 6)], "PATIENT_POSTCODE"),
    "social_housing": ("persons", [f"Addr {n}" for n in range(1, 6)], "Post Code"),
    "school_census": ("census_pupils", ["Home address"], "Home postcode"),
    "libraries": ("koha_borrowers", ["address", "address2", "city"], "zipcode"),
}
"""list -> its layout with names, its columns of the address, its column of the postcode"""
CASES = Path(__file__).resolve().parent / "data" / "address_edge"
Truth = dict[tuple[str, str], str]
"""list and line -> UPRN"""


def lay_out(town: Path, folder: Path) -> Truth:
    """Write the lists, the register and the map into a folder; the true UPRN by list and line."""
    uprns = _uprns(town)
    truth: Truth = {}
    lines = ["sources:"]
    for source, (layout, columns, postcode) in LISTS.items():
        newest = max((town / "lists" / source).glob(f"{layout}_*.csv"))
        with newest.open(newline="") as file, (folder / f"{source}.csv").open("w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["line", *columns, postcode])
            for line, row in enumerate(csv.DictReader(file), 2):
                uprn = uprns.get((f"{source}/{newest.name}", line))
                if uprn and uprn != "-1":
                    writer.writerow([line, *(row[column] for column in columns), row[postcode]])
                    truth[source, str(line)] = uprn
        listed = ", ".join(columns)
        lines.append(f"  {source}: {{file: {source}.csv, id: line, address: [{listed}], postcode: {postcode}}}")
    register = max((town / "lists" / "address_register").glob("llpg_*.csv"))
    (folder / "register.csv").write_bytes(register.read_bytes())
    (folder / "map.yaml").write_text("\n".join([*lines, "gazetteer: {file: register.csv}"]))
    return truth


def _uprns(town: Path) -> dict[tuple[str, int], str]:
    with gzip.open(town / "truth" / "records.csv.gz", "rt") as file:
        return {(row["file"], int(row["line"])): row["uprn"] for row in csv.DictReader(file)}


def scored(out: Path, truth: Truth) -> dict[str, Counter[str]]:
    """By list, and for all: how many records there are (`true`), were matched, were matched right."""
    with out.open(newline="") as file:
        found = {(row["source"], row["record_id"]): row["uprn"] for row in csv.DictReader(file)}
    counts: dict[str, Counter[str]] = {}
    for record, uprn in truth.items():
        got = found.get(record)
        for name in (record[0], "all lists"):
            counts.setdefault(name, Counter()).update(true=1, matched=got is not None, right=got == uprn)
    return counts


def addresses(folder: Path, towns: Path) -> None:
    """One town of each settings, and the hard cases."""
    for settings in SETTINGS:
        _a_town(town(towns, settings, 1), folder / settings)
    _hard_cases(folder / "cases")


def _a_town(place: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    truth = lay_out(place, folder)
    ran = matched(folder, folder / "map.yaml", folder / "out.csv")
    rows = {"denizen": _all_lists(folder / "out.csv", truth, ran)}
    by_list = scored(folder / "out.csv", truth)
    try:
        ran = _rival(folder, _LISTED.format(folder=folder), _REGISTERED.format(folder=folder))
        rows["uk-address-matcher"] = _all_lists(folder / "rival_out.csv", truth, ran)
    except DidNotRun as error:
        print(f"uk-address-matcher: {error}")
    head = f"{'precision':>11}{'recall':>9}{'F1':>9}"
    print(f"\n{place.name + ', addresses':<34}{head}{'seconds':>9}{'of CPU':>8}{'a second':>10}{'peak MB':>9}")
    for name, row in rows.items():
        print(f"{name:<34}{row}", flush=True)
    print(f"{'denizen by list':<25}{'records':>9}{head}")
    for name in sorted(by_list, key=lambda name: name == "all lists"):
        print(f"{name:<25}{by_list[name]['true']:>9,}{_figures(by_list[name])}")


def _all_lists(out: Path, truth: Truth, ran: Ran) -> str:
    speed = f"{ran.seconds:>9.1f}{ran.cpu_seconds:>8.1f}{len(truth) / ran.seconds:>10,.0f}{ran.peak_mb:>9,.0f}"
    return _figures(scored(out, truth)["all lists"]) + speed


def _figures(counts: Counter[str]) -> str:
    true, matched_, right = (counts[what] for what in ("true", "matched", "right"))
    return f"{right / max(matched_, 1):>11.4f}{right / true:>9.4f}{2 * right / (matched_ + true):>9.4f}"


def _hard_cases(folder: Path) -> None:
    """Of 21 cases, how many are matched right."""
    folder.mkdir(parents=True)
    map_file, out = folder / "map.yaml", folder / "out.csv"
    map_file.write_text(
        "sources: {edge: {file: messy.csv, id: record_id, address: address, postcode: postcode}}\n"
        "gazetteer: {file: candidates.csv, uprn: uprn, address: address, postcode: postcode, "
        "candidates_for: for_record_id}\n"
    )
    matched(CASES, map_file, out)
    with (CASES / "address_truth.csv").open(newline="") as file:
        truth = {(row["source"], row["record_id"]): row["uprn"] for row in csv.DictReader(file)}
    told = {"denizen": scored(out, truth)["all lists"]}
    try:
        _rival(folder, _MESSY_CASES.format(folder=CASES), _CANDIDATES.format(folder=CASES))
        told["uk-address-matcher"] = scored(folder / "rival_out.csv", truth)["all lists"]
    except DidNotRun as error:
        print(f"uk-address-matcher: {error}")
    print(f"\n{'21 hard cases':<34}{'right':>11}{'matched':>9}")
    for name, counts in told.items():
        print(f"{name:<34}{counts['right']:>11}{counts['matched']:>9}")


def _rival(folder: Path, messy: str, canonical: str) -> Ran:
    """Match with uk-address-matcher; its answer in rival_out.csv, as denizen's.

    Args:    a folder of one's own; SQL of the addresses (source, record_id, address, postcode) and of the
             register (uprn, address, postcode).
    Raises:  DidNotRun.
    """
    con = duckdb.connect()
    told = "SELECT source || '/' || record_id AS unique_id, address AS address_concat, postcode"
    con.sql(f"{told} FROM ({messy})").write_csv(str(folder / "messy.csv"))
    con.sql(f"SELECT DISTINCT uprn AS unique_id, address AS address_concat, postcode FROM ({canonical})").write_csv(
        str(folder / "canonical.csv")
    )
    ran = run_in("uk-address-matcher", "match_with_uk_address_matcher.py", folder)
    con.sql(
        f"""
        SELECT SPLIT_PART(unique_id, '/', 1) AS source, SPLIT_PART(unique_id, '/', 2) AS record_id, uprn
        FROM read_csv('{folder / "rival.csv"}', all_varchar = true) WHERE uprn IS NOT NULL
        """
    ).write_csv(str(folder / "rival_out.csv"))
    return ran


def _listed_columns(source: str) -> str:
    _, columns, postcode = LISTS[source]
    lines = ", ".join(f'"{column}"' for column in columns)
    return f"""
        SELECT '{source}' AS source, line AS record_id, CONCAT_WS(', ', {lines}) AS address, "{postcode}" AS postcode
        FROM read_csv('{{folder}}/{source}.csv', all_varchar = true)
    """


_LISTED = " UNION ALL ".join(_listed_columns(source) for source in LISTS)
_REGISTERED = """
    SELECT UPRN AS uprn, CONCAT_WS(' ', SAO_TEXT, SAO_START_NUMBER, PAO_TEXT, PAO_START_NUMBER || COALESCE(PAO_START_SUFFIX, ''),
           STREET, LOCALITY, TOWN) AS address, POSTCODE AS postcode
    FROM read_csv('{folder}/register.csv', all_varchar = true) WHERE LOGICAL_STATUS IN ('1', '3')
"""
"""approved and alternative entries, as one line each"""
_MESSY_CASES = (
    "SELECT 'edge' AS source, record_id, address, postcode FROM read_csv('{folder}/messy.csv', all_varchar = true)"
)
_CANDIDATES = "SELECT uprn, address, postcode FROM read_csv('{folder}/candidates.csv', all_varchar = true)"
