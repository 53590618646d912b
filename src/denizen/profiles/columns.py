"""The columns of the downloads, and what all of their descriptions say alike: titles, credits, licences."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from denizen.agreements import Agreement
from denizen.profiles.matter import BookMatter
from denizen.terms.measures import Figure, Indicator

SEPARATOR = ";"
"""Between the sources of one figure: not a comma, so that the cell needs no quotes."""
NOT_OFFICIAL = "Local estimates, not official statistics."
INVENTED = "Invented people: nobody in these figures exists."
DRAFT = "Draft: not released."
KEY = ("indicator", "category", "area_code", "period")


@dataclass(frozen=True, slots=True)
class DownloadColumn:
    name: str
    type: str
    """`string`, `number` or `list`"""
    title: str
    meaning: str
    required: bool = True


COLUMNS = (
    DownloadColumn("indicator", "string", "Indicator", "id of the indicator in the catalogue"),
    DownloadColumn("category", "string", "Category", "part of a breakdown; `all` is the total"),
    DownloadColumn("area_code", "string", "Area code", "GSS code of the area, or the area's own code for a drawn one"),
    DownloadColumn("area_name", "string", "Area name", "for reading only: a name is never a key"),
    DownloadColumn("geography", "string", "Geography", "kind of area"),
    DownloadColumn("vintage", "string", "Vintage", "year of the boundary", required=False),
    DownloadColumn("period", "string", "Period", "day, or first and last day with a slash between (ISO 8601)"),
    DownloadColumn("value", "number", "Value", "in the unit named; empty where the status says why", required=False),
    DownloadColumn("lower", "number", "Lower bound", "lower 95 % bound; empty for full counts", required=False),
    DownloadColumn("upper", "number", "Upper bound", "upper 95 % bound; empty for full counts", required=False),
    DownloadColumn(
        "status", "string", "Status", "why the figure is as it is; empty for nothing to note", required=False
    ),
    DownloadColumn("unit", "string", "Unit", "unit of value and bounds"),
    DownloadColumn("sources", "list", "Sources", "ids of the lists that the figure was made from"),
)


def credits(matter: BookMatter, sources: Sequence[str]) -> list[Agreement]:
    """The agreements and licences under which these sources were read, by id."""
    used = {receipt.agreement for receipt in matter.receipts if receipt.source in sources}
    covering = [a for a in matter.agreements if a.id in used] or [
        a for a in matter.agreements if set(a.sources) & set(sources)
    ]
    return sorted(covering, key=lambda agreement: agreement.id)


def key_holds(figures: Sequence[Figure]) -> bool:
    """Two releases of one series can give the same period twice; then no key is claimed."""
    return len({(f.indicator, f.category, f.area_code, f.period) for f in figures}) == len(figures)


def sources_of(figures: Sequence[Figure]) -> list[str]:
    return sorted({source for together in {figure.sources for figure in figures} for source in together})


def licences_of(agreements: Sequence[Agreement]) -> list[str]:
    return sorted({agreement.licence_url for agreement in agreements if agreement.licence_url})


def title_of(matter: BookMatter) -> str:
    return f"Population profile of {matter.place.name}"


def summary_of(matter: BookMatter) -> str:
    what = f"Figures for {matter.place.name} and its neighbourhoods, as known on {matter.place.reference_date}."
    return " ".join(
        [what, NOT_OFFICIAL, *([INVENTED] if matter.place.is_invented else []), *([DRAFT] if matter.is_draft else [])]
    )


def definition_of(indicator: Indicator) -> str:
    return " ".join(part for part in (indicator.definition, indicator.caveat, NOT_OFFICIAL) if part)


def json_file(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")
