"""The area folder of an invented town: real ground, invented tables and lists, an agreement with each invented partner."""

from __future__ import annotations

import calendar
import csv
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from denizen.errors import BadInput, CannotWrite
from denizen.synthetic.area_ground import write_ground, write_rows_of
from denizen.synthetic.example import Example
from denizen.synthetic.extracts.delivery import Delivery
from denizen.synthetic.town import Town

REAL = ("deprivation",)
"""sources whose published tables are copied from the example, for the town's small areas: they rank areas and count nobody"""
TIERS = ("T0", "T1", "T3")
"""the tiers of lists of people that the area folder names when nobody says otherwise"""
NOT_FOR_A_COUNCIL = {"gp_register": ("T2", "T3")}
"""tiers that the law lets nobody but another body hold (here a health body); the files stay in the lists' folder"""
LSOA = "lsoa21_code"
"""the column of such a table that says the small area"""
IN_FORCE = "2010-01-01"
POSTCODES = "geography/postcodes_invented.csv"
HEAD = """\
# The area folder of an invented town: nobody in its lists exists. Its ground (outlines and codes of small areas) is that of a
# real place, and so is how deprived these areas are. Its census and its mid-year estimates are the town's own, and invented.
# Records of people need a vault: `denizen vault new-key --to FILE`, DENIZEN_VAULT_KEY_FILE=FILE, then `denizen run .`
"""


@dataclass(frozen=True)
class Choice:
    """Which tiers of the lists of people the area folder names. Where a list has no T3, T3 stands for its T2 as well."""

    tiers: tuple[str, ...] = TIERS

    def of(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """The deliveries that denizen.yaml names."""
        with_names = {item.source for item in deliveries if item.tier == "T3"}
        return [item for item in deliveries if self._takes(item, item.source in with_names)]

    def _takes(self, item: Delivery, has_names: bool) -> bool:
        if not item.rows:
            return False  # nothing happened that a list of this year could tell of
        if not item.tier:
            return True
        if item.tier in NOT_FOR_A_COUNCIL.get(item.source, ()):
            return False
        return item.tier in self.tiers or (item.tier == "T2" and not has_names and "T3" in self.tiers)


def choice_of(text: str) -> Choice:
    """The choice that somebody wrote as `T0,T1`.

    Raises:  BadInput, when that names no tier or something else.
    """
    tiers = tuple(word.strip().upper() for word in text.split(",") if word.strip())
    if not tiers or not set(tiers) <= {"T0", "T1", "T2", "T3"}:
        raise BadInput(
            f"`{text}` is no choice of tiers.", where="--tiers", mend="name some of T0, T1, T2, T3, as T0,T1"
        )
    return Choice(tiers)


def write_area_folder(folder: Path, lists: Path, example: Example, town: Town, chosen: Sequence[Delivery]) -> None:
    """Write denizen.yaml, agreements, geography and data of a town, in the place of what was there before.

    Raises:  CannotWrite.
    """
    try:
        for part in ("agreements", "geography", "data"):
            shutil.rmtree(folder / part, ignore_errors=True)
            (folder / part).mkdir(parents=True)
        geography = write_ground(folder, example, town.place)
        _write_postcodes(folder / POSTCODES, town)
        real = _copy_real_tables(folder, example, town)
        for item in chosen:
            _copy(lists / item.file, folder / "data" / item.file)
        _write_agreements(folder / "agreements", example, chosen)
        document = _document(example, town, geography, chosen, real)
        text = HEAD + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)
        (folder / "denizen.yaml").write_text(text, "utf-8")
    except OSError:
        raise CannotWrite(
            "The area folder cannot be written.",
            where=str(folder),
            mend="free space, or name a folder that you may write to",
        ) from None


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write_postcodes(path: Path, town: Town) -> None:
    codes = town.postcodes
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("pcd", "oseast1m", "osnrth1m"))
        for code, x, y in zip(codes.postcode, codes.x, codes.y, strict=True):
            writer.writerow((code, round(float(x)), round(float(y))))


def _copy_real_tables(folder: Path, example: Example, town: Town) -> list[dict[str, Any]]:
    """The published tables about the real ground, for the town's areas, with what the example says of them."""
    used = {str(code) for code in town.place.lsoa_code}
    kept = [dict(item) for item in example.document["sources"] if item["source"] in REAL]
    for item in kept:
        for entry in item["files"]:
            write_rows_of(folder, example, entry["file"], LSOA, used)
    return kept


def _write_agreements(folder: Path, example: Example, chosen: Sequence[Delivery]) -> None:
    """The open licences of what is copied, and an invented agreement for each invented list."""
    for path in sorted((example.folder / "agreements").glob("*.yaml")):
        if set(yaml.safe_load(path.read_text("utf-8"))["sources"]) & {"geography", *REAL}:
            _copy(path, folder / path.name)
    for source in sorted({item.source for item in chosen}):
        text = yaml.safe_dump(_agreement(source), sort_keys=False, allow_unicode=True, width=120)
        (folder / f"{agreement_of(source)}.yaml").write_text(text, "utf-8")


def agreement_of(source: str) -> str:
    """The id of the invented agreement on a list."""
    return f"INVENTED-{source.upper().replace('_', '-')}"


def _agreement(source: str) -> dict[str, Any]:
    said = _partners()[source]
    text: dict[str, Any] = {
        "id": agreement_of(source), "title": said["title"], "kind": "dda", "status": "in_force",
        "controller": said["controller"], "attribution": f"Invented by denizen; {said['controller']} does not exist.",
        "in_force_from": IN_FORCE, "purposes": [said.get("purpose", "population_statistics")], "sources": [source],
        "outputs": {"protection": said["protection"], "smallest_geography": "lsoa"},
        "power": said["power"], "legal_note": "LN-INVENTED-1", "dpia": "DPIA-INVENTED-1",
        "privacy_notice": "https://invented-town.example/privacy", "retention_days": said.get("retention_days"),
        "summary": f"Nobody on this list exists. In a real town it would be shared to show {said['why']}.",
        "prohibited": ["working out who a person behind a figure is", "enforcement against a person"],
    }  # fmt: skip
    return {key: value for key, value in text.items() if value not in ("", None)}


@cache
def _partners() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load((resources.files("denizen.synthetic") / "data" / "agreements.yaml").read_text("utf-8")))


def _document(
    example: Example, town: Town, ground: dict[str, Any], chosen: Sequence[Delivery], real: list[dict[str, Any]]
) -> dict[str, Any]:
    """What denizen.yaml says."""
    postcodes = {"file": POSTCODES, "postcode": "pcd", "easting": "oseast1m", "northing": "osnrth1m"}
    year, month = town.calendar.year_and_month(town.calendar.months)
    controllers = {_partners()[item.source]["controller"] for item in chosen}
    return {
        "area": {
            "code": town.place.area_code, "name": f"Invented town on the map of {town.place.name}",
            "nation": town.place.nation, "invented": True,
        },
        "reference_date": _last_day(year, month), "languages": list(example.document.get("languages", ["en"])),
        "purpose": "population_statistics", "held_by": "council", "partners": sorted(controllers),
        "geography": {**ground, "postcodes": postcodes}, "sources": [*real, *_sources(chosen)],
    }  # fmt: skip


def _last_day(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def _sources(chosen: Sequence[Delivery]) -> list[dict[str, Any]]:
    """One entry for each source, in the order in which its first list was drawn; a file read in two layouts stands twice."""
    entries: dict[str, dict[str, Any]] = {}
    for item in chosen:
        said = _partners()[item.source]
        purpose = {"purpose": said["purpose"]} if "purpose" in said else {}
        entry = entries.setdefault(
            item.source, {"source": item.source, "agreement": agreement_of(item.source), **purpose, "files": []}
        )
        for layout in (item.layout, *item.also):
            entry["files"].append(_file(item, layout))
    return list(entries.values())


def _file(item: Delivery, layout: str) -> dict[str, Any]:
    file: dict[str, Any] = {"layout": layout, "file": f"data/{item.file}"}
    if item.snapshot:
        file["snapshot"] = item.snapshot
    if item.controls:
        file["controls"] = {"rows": item.rows}
    return file
