"""A figure's way back: extracts, agreements, checks, method, parameters, code."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from denizen.contracts import load_contracts
from denizen.disclosure import INCIDENT_COUNTS, PEOPLE_COUNTS
from denizen.errors import NotFound
from denizen.indicators import load_catalogue
from denizen.parameters import load_parameters
from denizen.pipeline.folder import LEDGER, STORE, AreaFolder, open_folder
from denizen.pipeline.pairing import brought_together_from
from denizen.pipeline.run import given_of
from denizen.pipeline.vaulting import open_vault
from denizen.store import Store
from denizen.store.ledger_reading import Entry, read_ledger
from denizen.terms.measures import Indicator, Kind
from denizen.terms.time import Period

_METHODS = {
    Kind.COUNT: "a full count of one list: no interval",
    Kind.SHARE: "numerator over denominator; Wilson's 95 % interval",
    Kind.RATE: "events over people; Byar's 95 % interval",
    Kind.RATIO: "one amount over another: no interval",
    Kind.PUBLISHED: "as its publisher gives it: no interval",
}


def explain(folder: Path, figure_id: str, today: date, environ: Mapping[str, str] | None = None) -> list[str]:
    """The way back of one figure (`indicator/category/area/period`), in lines of text.

    Args:    the area folder; the figure's id; today; the environment, which may name the vault key.

    Raises:  NotFound, with the nearest figure ids; BadInput about the folder.
    """
    area = open_folder(folder)
    indicator_id, category, area_code, period = _parts(figure_id)
    if not (folder / STORE).is_dir():
        raise _never_run(figure_id)
    vault = open_vault(given_of(area, today), folder / STORE, environ or {})
    with Store.open(folder / STORE, vault.main_key() if vault else None) as store:
        row = _row(store, figure_id, indicator_id, category, area_code, period)
    indicator = _indicator(area, indicator_id, figure_id)
    lines = _about(figure_id, row, indicator)
    lines += _extracts(folder, area, indicator)
    return lines + _parameters(area, row)


def _parts(figure_id: str) -> tuple[str, str, str, Period]:
    try:
        indicator, category, area_code, period = figure_id.split("/")
        return indicator, category, area_code, Period.parse(period.replace("_", "/"))
    except ValueError:
        raise NotFound(
            f"`{figure_id}` is not a figure's id.",
            where="denizen explain",
            mend="write indicator/category/area/period, as in residents/all/E06000015/2021-03-21",
        ) from None


def _never_run(figure_id: str) -> NotFound:
    return NotFound("This area folder has no figures yet.", where=figure_id, mend="run `denizen run` first")


def _indicator(area: AreaFolder, indicator_id: str, figure_id: str) -> Indicator:
    """What the catalogue says of it now.

    Raises:  NotFound, when it was taken out since the figure was made.
    """
    for indicator in load_catalogue(area.catalogue).indicators:
        if indicator.id == indicator_id:
            return indicator
    raise NotFound(
        f"`{indicator_id}` is no longer in the catalogue: the figure was made by an earlier run.",
        where=figure_id,
        mend="run `denizen run` again, or put the indicator back into the folder `catalogue`",
    )


def _row(store: Store, figure_id: str, indicator: str, category: str, area_code: str, period: Period) -> dict[str, Any]:
    if not store.has("figures"):
        raise _never_run(figure_id)
    columns = store.columns("figures")
    rows = store.rows(
        "SELECT * FROM figures WHERE indicator = $i AND category = $c AND area_code = $a "
        "AND period_start = $s AND period_end = $e "
        "ORDER BY basis",
        {"i": indicator, "c": category, "a": area_code, "s": period.start, "e": period.end},
    )
    if rows:
        return dict(zip(columns, rows[0], strict=True))
    near = _nearest(store, figure_id, indicator, category, area_code)
    raise NotFound("There is no such figure.", where=figure_id, mend=f"try one of: {', '.join(near)}")


def _nearest(store: Store, figure_id: str, indicator: str, category: str, area_code: str) -> Sequence[str]:
    """Ids that differ in as little as may be."""
    rows = store.rows(
        "SELECT indicator, category, area_code, period_start, period_end FROM figures "
        "WHERE (indicator = $i)::INT + (category = $c)::INT + (area_code = $a)::INT >= 2 ORDER BY ALL LIMIT 200",
        {"i": indicator, "c": category, "a": area_code},
    )
    ids = [f"{i}/{c}/{a}/{str(Period(s, e)).replace('/', '_')}" for i, c, a, s, e in rows]
    known = [str(row[0]) for row in store.rows("SELECT DISTINCT indicator FROM figures ORDER BY 1")]
    return difflib.get_close_matches(figure_id, ids, n=3, cutoff=0) or difflib.get_close_matches(indicator, known, 5, 0)


def _about(figure_id: str, row: dict[str, Any], indicator: Indicator) -> list[str]:
    bounds = "" if row["lower"] is None else f" (95 % bounds {row['lower']:.4g} to {row['upper']:.4g})"
    value = "no value" if row["value"] is None else f"{row['value']:,.6g} {row['unit']}{bounds}"
    status = f"  status {row['status']}" if row["status"] else ""
    lines = [
        f"{figure_id}",
        f"  {indicator.title}, {row['area_name']} ({row['area_code']}, {row['geography']} {row['vintage']}): {value}{status}",
        f"  means:      {indicator.definition}",
        f"  method:     {_METHODS[indicator.kind]}",
    ]
    if row["status"] != "[c]" and row["numerator"] is not None:
        over = "" if row["denominator"] is None else f" over {row['denominator']:,.6g}"
        lines.append(f"  worked out: {row['numerator']:,.6g}{over}")
    if row["has_gap"]:
        lines.append("  mind:       the file lacks a month of this kind within the period: the figure is too low")
    lines.append(f"  protected:  by the rule {row['rule']} of {row['source']}")
    return [*lines, f"  basis:      {row['basis']}"] if row["basis"] else lines


def _extracts(folder: Path, area: AreaFolder, indicator: Indicator) -> list[str]:
    contracts = load_contracts(area.contracts, area.file.area.nation)
    named = {*indicator.numerator.tables, *(indicator.denominator.tables if indicator.denominator else ())}
    wanted = named.union(*(brought_together_from(table, area.file.reference_date) for table in named))
    entries = read_ledger(folder / LEDGER).entries
    run = next((entry for entry in reversed(entries) if entry.kind == "run"), None)
    received = [entries[number] for number in run.body.get("receipts", ())] if run else []
    lines = ["  made from:"]
    for entry in sorted(received, key=lambda entry: (_table(entry), str(entry.body["file"]))):
        if _table(entry) not in wanted:
            continue
        body, contract = entry.body, contracts.get(entry.body["source"])
        title = f"{contract.title}, contract {contract.version}" if contract else body["source"]
        agreement = next((a for a in area.agreements if a.id == body["agreement"]), None)
        lines += [
            f"    {body['file']}",
            f"      source:    {title}, layout {body['layout']}",
            f"      sha256:    {body['sha256']}",
            f"      agreement: {body['agreement']}" + (f", {agreement.controller}" if agreement else ""),
            f"      checks:    {body['received']:,} rows received, {body['accepted']:,} accepted, {body['refused']:,} refused",
            f"      ledger:    entry {entry.seq}, {entry.time}",
        ]
    return lines if run is None else [*lines, f"  code:       {run.body['code']} (ledger entry {run.seq})"]


def _table(receipt: Entry) -> str:
    return f"{receipt.body['source']}.{receipt.body['layout']}"


_PREFIXES = {INCIDENT_COUNTS: "incident", PEOPLE_COUNTS: "people"}
"""rule -> how the names of its parameters begin"""


def _parameters(area: AreaFolder, row: dict[str, Any]) -> list[str]:
    parameters = load_parameters(area.file.reference_date, area.file.parameters)
    prefix = _PREFIXES.get(str(row["rule"]), "low_reliability")
    used = [name for name in parameters.known if name.startswith((prefix, "low_reliability"))]
    return [
        f"  parameters on {parameters.day}:",
        *(
            f"    {name} = {parameters[name]:g} {parameters.known[name].unit}: {parameters.known[name].source}"
            for name in used
        ),
    ]
