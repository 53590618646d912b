"""Ask before reading: which agreement allows which file, and what is left out because none does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from denizen.agreements import Permit, Purpose, permit
from denizen.contracts import Contract, Layout
from denizen.documents import nearest
from denizen.errors import BadInput, DenizenError, NotFound
from denizen.pipeline.folder import AreaFolder, ControlsFile, File
from denizen.pipeline.received import ReceivedFile
from denizen.pipeline.rules_in_force import load_of, rules_in_force

GEOGRAPHY = "geography"
"""The source id under which agreements name boundaries, lookups and postcodes."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that took no part in the run, and the error that says why."""

    source: str
    layout: str
    file: str
    error: DenizenError


@dataclass(frozen=True, slots=True)
class Permitted:
    """A file that may be read: its contract, its layout, its permit, its number among the files of that layout."""

    contract: Contract
    layout: Layout
    file: File
    permit: Permit
    number: int
    held: ReceivedFile | None = None
    """where it was received one by one: its line in the area's list"""
    path: Path | None = None
    """where it lies, when that is outside the area folder: it is being received just now"""


def ask_for_geography(area: AreaFolder, today: date) -> list[Permit]:
    """Permits for the files that say where areas lie.

    Raises:  NotPermitted: without boundaries there is no profile.
    """
    geography, purpose = area.file.geography, area.file.purpose
    layouts = ["boundaries"]
    if geography.older or any(item.lookup for item in geography.sets):
        layouts.append("lookup")
    if geography.postcodes:
        layouts.append("postcodes")
    return [permit(area.agreements, GEOGRAPHY, layout, purpose, today) for layout in layouts]


def ask_for_sources(
    area: AreaFolder, contracts: Mapping[str, Contract], today: date
) -> tuple[list[Permitted], list[LeftOut]]:
    """For every file of denizen.yaml a permit, or the refusal."""
    rules = rules_in_force(area, today)
    permitted: list[Permitted] = []
    left_out: list[LeftOut] = []
    asked: dict[tuple[str, str, Purpose], Permit] = {}
    numbers: dict[str, int] = {}
    named: set[tuple[str, str]] = set()
    listed = [
        (said.source, said.agreement, said.purpose, file, None) for said in area.file.sources for file in said.files
    ]
    for source, agreement, purpose, file, held in [*listed, *map(_as_listed, area.received)]:
        try:
            contract = _contract(contracts, source)
            layout = contract.layout(file.layout)
            _check_named_once(layout.id, file.file, named)
            asked_for = purpose or area.file.purpose
            what = (layout.id, agreement, asked_for)
            if what not in asked:
                asked[what] = permit(
                    area.agreements, source, file.layout, asked_for, today,
                    named=agreement, rules=rules, load=load_of(area, contract, layout),
                )  # fmt: skip
            granted = asked[what]
        except DenizenError as error:
            left_out.append(LeftOut(source, file.layout, file.file, error))
            continue
        numbers[layout.id] = numbers.get(layout.id, 0) + 1
        number = held.number if held else numbers[layout.id]
        permitted.append(Permitted(contract, layout, file, granted, number, held))
    return permitted, left_out


def _as_listed(item: ReceivedFile) -> tuple[str, str, Purpose | None, File, ReceivedFile | None]:
    """A file that was received one by one, as denizen.yaml would name it."""
    controls = ControlsFile(**item.controls.model_dump()) if item.controls else None
    file = File(layout=item.layout, file=item.file, snapshot=item.snapshot, controls=controls)
    return item.source, item.agreement, item.purpose, file, item


def _check_named_once(layout: str, file: str, named: set[tuple[str, str]]) -> None:
    if (layout, file) in named:
        raise BadInput(
            f"The file is named twice for {layout}: its rows would be counted twice.",
            where=f"denizen.yaml: {file}",
            mend="name it once",
        )
    named.add((layout, file))


def _contract(contracts: Mapping[str, Contract], source: str) -> Contract:
    if source not in contracts:
        raise NotFound(
            f"There is no contract for the source `{source}`.",
            where="denizen.yaml",
            mend=f"{nearest(source, contracts)} A list of your own needs a contract in the folder `contracts`",
        )
    return contracts[source]
