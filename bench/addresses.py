"""How well and how fast addresses find their UPRN: the six lists of people of invented towns, against the truth.

    python -m bench.addresses TOWN_FOLDER...
    python -m bench.addresses --cases FOLDER     messy.csv, candidates.csv and the truth, in the layout of the 21 edge cases

A town is made by `denizen town new`. Its newest file of each list is matched, by a map as anyone would write it, to the newest
extract of its address register. F1 = 2 right / (matched + true), where every record of a person has a true UPRN; a match to
a building that holds flats (`parent`) counts as wrong unless it is the truth. Times are of this machine and moment.
"""

from __future__ import annotations

import csv
import gzip
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter, process_time

from bench.measured import forget_peak, peak_mb
from denizen.pipeline.matching_addresses import match_addresses

LISTS = {
    "electoral_register": ("register_full", [f"Address{n}" for n in range(1, 7)], "PostCode"),
    "council_tax": ("account_lines", ["Prop Address"], "Prop Postcode"),
    "gp_register": ("patients", [f"ADDRESS_LINE_{n}" for n in range(1, 6)], "PATIENT_POSTCODE"),
    "social_housing": ("persons", [f"Addr {n}" for n in range(1, 6)], "Post Code"),
    "school_census": ("census_pupils", ["Home address"], "Home postcode"),
    "libraries": ("koha_borrowers", ["address", "address2", "city"], "zipcode"),
}
"""list -> its layout with names, its columns of the address, its column of the postcode"""
Truth = dict[tuple[str, str], str]


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


def tell(counts: dict[str, Counter[str]]) -> None:
    print(f"{'':<20}{'records':>9}{'precision':>11}{'recall':>9}{'F1':>9}")
    for name in sorted(counts, key=lambda name: name == "all lists"):
        true, matched, right = (counts[name][what] for what in ("true", "matched", "right"))
        f1 = 2 * right / (matched + true)
        print(f"{name:<20}{true:>9,}{right / max(matched, 1):>11.4f}{right / true:>9.4f}{f1:>9.4f}")


def a_town(town: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="denizen bench ") as name:
        folder = Path(name)
        truth = lay_out(town, folder)
        forget_peak()
        began, busy = perf_counter(), process_time()
        match_addresses(folder, folder / "map.yaml", folder / "out.csv")
        seconds, busy = perf_counter() - began, process_time() - busy
        print(
            f"\n{town.name}: {len(truth):,} addresses in {seconds:.2f} s ({len(truth) / seconds:,.0f} a second), ",
            end="",
        )
        print(f"{busy:.2f} s of processors, peak {peak_mb() or 0:.0f} MB")
        tell(scored(folder / "out.csv", truth))


def cases(folder: Path) -> None:
    """Cases with candidates of their own: how many are matched right."""
    with tempfile.TemporaryDirectory(prefix="denizen bench ") as name:
        map_file, out = Path(name) / "map.yaml", Path(name) / "out.csv"
        map_file.write_text(
            "sources: {edge: {file: messy.csv, id: record_id, address: address, postcode: postcode}}\n"
            "gazetteer: {file: candidates.csv, uprn: uprn, address: address, postcode: postcode, "
            "candidates_for: for_record_id}\n"
        )
        match_addresses(folder / "in", map_file, out)
        with (folder / "address_truth.csv").open(newline="") as file:
            truth = {(row["source"], row["record_id"]): row["uprn"] for row in csv.DictReader(file)}
        counts = scored(out, truth)["all lists"]
        print(f"\n{folder.name}: {counts['right']} of {counts['true']} right, {counts['matched']} matched")


def main(said: list[str]) -> None:
    if said[:1] == ["--cases"]:
        cases(Path(said[1]))
        return
    for town in said:
        a_town(Path(town))


if __name__ == "__main__":
    main(sys.argv[1:])
