"""CSV on the Web: what each column of each CSV holds, so that a stranger's program can check it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from denizen.profiles.columns import (
    COLUMNS,
    KEY,
    SEPARATOR,
    DownloadColumn,
    credits,
    definition_of,
    json_file,
    key_holds,
    licences_of,
    sources_of,
    summary_of,
    title_of,
)
from denizen.profiles.matter import BookMatter
from denizen.shapes import by_indicator
from denizen.terms.areas import Geography, gss_pattern
from denizen.terms.measures import Figure, Status


def csvw(matter: BookMatter) -> dict[str, bytes]:
    """`data/<name>.csv-metadata.json`, where the standard looks beside each CSV (Model for Tabular Data, section 5.3)."""
    known = {indicator.id: indicator for indicator in matter.indicators}
    files = {"all.csv": _table("all.csv", title_of(matter), summary_of(matter), matter.table.figures, matter)}
    for name, figures in by_indicator(matter.table.figures).items():
        url = f"{name}.csv"
        files[url] = _table(url, known[name].title, definition_of(known[name]), figures, matter)
    return {f"data/{url}-metadata.json": json_file(table) for url, table in files.items()}


def _table(url: str, title: str, about: str, figures: Sequence[Figure], matter: BookMatter) -> dict[str, Any]:
    agreements = credits(matter, sources_of(figures))
    schema: dict[str, Any] = {"columns": [_csvw_column(column, figures) for column in COLUMNS]}
    if key_holds(figures):
        schema["primaryKey"] = list(KEY)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": title,
        "dc:description": about,
        "dc:identifier": matter.fingerprint,
        "dc:license": [{"@id": licence} for licence in licences_of(agreements)],
        "dc:rights": [agreement.attribution for agreement in agreements],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n", "\r\n"], "header": True, "doubleQuote": True},
        "tableSchema": schema,
    }


def _csvw_column(column: DownloadColumn, figures: Sequence[Figure]) -> dict[str, Any]:
    form = _form(column, figures)
    text: Any = {"base": "string", "format": form} if form else "string"
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": "decimal" if column.type == "number" else text,
        **({"separator": SEPARATOR} if column.type == "list" else {}),
        "null": "",
        "required": column.required,
    }


def _form(column: DownloadColumn, figures: Sequence[Figure]) -> str:
    """The regular expression that a text column matches whole, where there is one."""
    kinds = sorted({figure.geography for figure in figures}, key=lambda kind: kind.size)
    return {
        "area_code": "|".join(gss_pattern(kind).removeprefix("^").removesuffix("$") for kind in kinds),
        "geography": "|".join(kind.value for kind in Geography),
        "period": r"\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?",
        "status": "|".join(rf"\[{status.value[1:-1]}\]" for status in Status if status.value),
    }.get(column.name, "")
