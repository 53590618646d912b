"""The downloads as one Data Package: each file with its size, its hash and its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from denizen.agreements import Agreement
from denizen.profiles.columns import (
    COLUMNS,
    SEPARATOR,
    DownloadColumn,
    credits,
    definition_of,
    json_file,
    licences_of,
    sources_of,
    summary_of,
    title_of,
)
from denizen.profiles.matter import BookMatter
from denizen.terms.measures import Indicator

MEDIA_TYPES = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def data_package(matter: BookMatter, files: Mapping[str, bytes]) -> bytes:
    """`data/datapackage.json`: every download with its size and hash (Data Package 2.0)."""
    agreements = credits(matter, sources_of(matter.table.figures))
    known = {indicator.id: indicator for indicator in matter.indicators}
    return json_file(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": f"denizen-{matter.place.code.lower()}",
            "id": matter.fingerprint,
            "title": title_of(matter),
            "description": summary_of(matter),
            "contributors": [{"title": name} for name in matter.place.partners],
            "licenses": [{"path": url, "title": _name_of(url, agreements)} for url in licences_of(agreements)],
            "sources": [{"title": agreement.attribution} for agreement in agreements],
            "resources": [
                _resource(name, content, matter, known)
                for name, content in sorted(files.items())
                if suffix_of(name) in MEDIA_TYPES
            ],
        }
    )


def _resource(name: str, content: bytes, matter: BookMatter, known: Mapping[str, Indicator]) -> dict[str, Any]:
    path = name.removeprefix("data/")
    stem, suffix = path.removesuffix(f".{suffix_of(name)}"), suffix_of(name)
    indicator = known.get(stem.removeprefix("maps/"))
    about: dict[str, Any] = {
        "name": stem.lower().replace("/", "-") + ("-workbook" if suffix == "xlsx" else ""),
        "path": path,
        "title": indicator.title if indicator else title_of(matter),
        "format": suffix,
        "mediatype": MEDIA_TYPES[suffix],
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
    }
    if indicator:
        about["description"] = definition_of(indicator)
    if suffix != "csv":
        return {**about, "type": "json" if suffix == "geojson" else "file"}
    schema: dict[str, Any] = {"fields": [_field(column) for column in COLUMNS], "missingValues": [""]}
    return {**about, "type": "table", "encoding": "utf-8", "dialect": {"lineTerminator": "\n"}, "schema": schema}


def _field(column: DownloadColumn) -> dict[str, Any]:
    about: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.title,
        "description": column.meaning,
    }
    if column.type == "list":
        about["delimiter"] = SEPARATOR
    if column.required:
        about["constraints"] = {"required": True}
    return about


def _name_of(url: str, agreements: Sequence[Agreement]) -> str:
    return next(agreement.licence or agreement.title for agreement in agreements if agreement.licence_url == url)


def suffix_of(name: str) -> str:
    return name.rpartition(".")[2]
