"""The records of a case as Splink's recipes compare them: one table, with source and record_id. Knows nothing of denizen."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import duckdb
import town_records

_CENSUS = {
    "middle": "middle_initial", "date_of_birth": "date_of_birth", "sex": "sex", "street_number": "street_number",
    "street": "street_name",
}  # fmt: skip
_TAXES = {
    "middle": "middle_initial", "ssn": "ssn", "street_number": "mailing_address_street_number",
    "street": "mailing_address_street_name",
}  # fmt: skip
PSEUDOPEOPLE = {
    "census_2020": _CENSUS, "census_2030": _CENSUS, "wages": _TAXES, "tax_returns": _TAXES,
    "social_security": {
        "middle": "SUBSTR(middle_name, 1, 1)", "date_of_birth": "date_of_birth", "sex": "sex", "ssn": "ssn",
    },
}  # fmt: skip
"""list -> what is compared -> the list's column of it"""


def take(con: duckdb.DuckDBPyConnection, recipe: str, folder: Path) -> list[str]:
    """Make the table `records` with the columns that a recipe compares; its lists."""
    if recipe == "pseudopeople":
        statement = _pseudopeople(folder)
    elif recipe == "town":
        statement = _town(con, folder)
    else:
        files = [path for path in sorted(folder.glob("*.csv*")) if not path.name.startswith("truth.")]
        statement = " UNION ALL ".join(_read(path, path.name.partition(".")[0]) for path in files)
    con.execute(f"CREATE TABLE records AS SELECT ROW_NUMBER() OVER () AS unique_id, * FROM ({statement})")
    return [name for (name,) in con.execute("SELECT DISTINCT source FROM records ORDER BY ALL").fetchall()]


def _read(path: Path, source: str, columns: str = "*") -> str:
    return f"SELECT '{source}' AS source, {columns} FROM read_csv('{path}', all_varchar = true)"


def _pseudopeople(folder: Path) -> str:
    wanted = ("middle", "date_of_birth", "sex", "ssn", "street_number", "street")
    lists = []
    for source, has in PSEUDOPEOPLE.items():
        told = ", ".join(f"CAST({has.get(name, 'NULL')} AS VARCHAR) AS {name}" for name in wanted)
        lists.append(_read(folder / f"{source}.csv", source, f"record_id, first_name, last_name, {told}"))
    return f"""
        SELECT source, record_id, LOWER(first_name) AS forename, LOWER(middle) AS middle, LOWER(last_name) AS surname, sex, ssn,
               STRFTIME(TRY_STRPTIME(date_of_birth, ['%m/%d/%Y', '%Y%m%d']), '%Y-%m-%d') AS birth,
               LOWER(street_number || ' ' || street) AS address
        FROM ({" UNION ALL ".join(lists)})
    """


def _town(con: duckdb.DuckDBPyConnection, folder: Path) -> str:
    columns = ", ".join(f"{name} VARCHAR" for name in ("source", "record_id", *town_records.COLUMNS))
    con.execute(f"CREATE TABLE town ({columns})")
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
        csv.writer(file).writerows(town_records.records(folder))
        file.flush()
        con.execute(f"COPY town FROM '{file.name}'")
    return "SELECT * FROM town"
