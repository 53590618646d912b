"""Match addresses with uk-address-matcher as its readme does: run by the Python of its own environment.

    python match_with_uk_address_matcher.py FOLDER

FOLDER holds messy.csv (unique_id, address_concat, postcode) and canonical.csv (the same, of the register). Writes rival.csv
(unique_id, uprn).
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import duckdb
from spent import tell
from uk_address_matcher import AddressMatcher


def match(folder: Path) -> None:
    con = duckdb.connect()
    messy, canonical = (
        con.sql(f"SELECT * FROM read_csv('{folder / name}.csv', all_varchar = true)") for name in ("messy", "canonical")
    )
    found = AddressMatcher(canonical_addresses=canonical, addresses_to_match=messy, con=con).match().matches()
    found.project("unique_id, resolved_canonical_id AS uprn").write_csv(str(folder / "rival.csv"))


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    match(Path(sys.argv[1]))
    tell({})
