"""The truth about what happens in a town, written beside the truth about its people."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from denizen.synthetic.files import Column, write_table
from denizen.synthetic.happenings import Happenings
from denizen.synthetic.town import Ints, Texts, Town


def write_happenings(happenings: Happenings, town: Town, folder: Path) -> dict[str, int]:
    """Write the true rates, changes, organisations, employers and opinions, and return each file's rows."""
    rates, changes = happenings.rates, happenings.changes
    groups, employers, opinions = happenings.organisations, happenings.employers, happenings.opinions
    tables: dict[str, dict[str, Column]] = {
        "rates": {
            "month": rates.month, "lsoa": _codes(town, rates.lsoa), "what": rates.what, "kind": rates.kind,
            "expected": rates.expected,
        },
        "changes": {
            "what": changes.what, "kind": changes.kind, "lsoa": _codes(town, changes.lsoa),
            "from_month": changes.from_month, "to_month": changes.to_month, "times": changes.times,
        },
        "organisations": {
            "organisation_id": np.arange(len(groups.lsoa)), "kind": groups.kind, "lsoa": _codes(town, groups.lsoa),
            "members": groups.members, "language": groups.language, "from_month": groups.from_month,
            "to_month": groups.to_month,
        },
        "employers": {
            "employer_id": np.arange(len(employers.lsoa)), "sector": employers.sector,
            "lsoa": _codes(town, employers.lsoa), "workers": employers.workers, "size": employers.size,
            "is_head_office_here": employers.is_head_office_here,
        },
        "opinions": {
            "lsoa": _codes(town, opinions.lsoa), "question": opinions.question, "share": opinions.share,
        },
    }  # fmt: skip
    return {name: write_table(folder / f"{name}.csv.gz", columns) for name, columns in tables.items()}


def _codes(town: Town, lsoa: Ints) -> Texts:
    """Area codes; nothing for NOBODY, the whole town."""
    return np.append(town.place.lsoa_code, "")[lsoa]
