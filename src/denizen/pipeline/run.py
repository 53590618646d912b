"""Run an area folder: open the store and the ledger, let the flow do its work, write the book and the receipts."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from denizen.contracts import load_contracts
from denizen.errors import BadInput, CannotWrite
from denizen.indicators import load_catalogue
from denizen.intake import Limits
from denizen.parameters import Parameters, load_parameters
from denizen.pipeline.asking import LeftOut
from denizen.pipeline.flow import Gathered, gather
from denizen.pipeline.folder import AreaFolder, open_folder
from denizen.pipeline.given import Given
from denizen.pipeline.receipts import as_text
from denizen.pipeline.steps import Listener, StepDone, Steps, code_version, fingerprint
from denizen.profiles import check_releasable, compose, restore_book, write_book
from denizen.store import Store
from denizen.store.ledger import Ledger
from denizen.terms.receipts import Receipt

BOOK, STORE, LEDGER, RECEIPTS = "book", "store", "ledger", "receipts"


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did: where the book lies, what it found, what each step did, what was left out."""

    book: Path
    findings: tuple[str, ...]
    steps: tuple[StepDone, ...]
    receipts: tuple[Receipt, ...]
    left_out: tuple[LeftOut, ...]
    notices: tuple[str, ...]
    fingerprint: str
    """of everything that the book is made from"""
    book_sha256: str
    """of the book itself, every file with its name"""


@dataclass(frozen=True, slots=True)
class Release:
    """A decision to release: who prepared the book and who approves it. No one approves their own."""

    prepared_by: str
    approved_by: str

    def __post_init__(self) -> None:
        if self.prepared_by.strip().casefold() == self.approved_by.strip().casefold():
            raise BadInput(
                "The same person prepared and approves this release.",
                where="denizen release",
                mend="let someone else look at the draft and approve it",
            )


def run_area(folder: Path, today: date, listener: Listener, release: Release | None = None) -> RunReport:
    """Make the book of an area folder; a draft, or a release where one is approved.

    Raises:  BadInput and NotPermitted about the folder itself; NotReleasable; CannotWrite; LedgerBroken.
    """
    area = open_folder(folder)
    given = _given(area, today)
    with Store.open(folder / STORE) as store:  # the store is locked first: one run at a time may touch book and ledger
        _mend_book(folder / BOOK)
        ledger = Ledger.open(folder / LEDGER)
        steps = Steps(store, listener)
        gathered = gather(given, store, steps)
        if release:
            check_releasable(gathered.matter)
            gathered = replace(gathered, matter=replace(gathered.matter, is_draft=False))
        written = _write(folder, gathered, steps, is_release=release is not None)
        report = RunReport(
            book=folder / BOOK / "index.html",
            findings=tuple(written["findings"]),
            steps=tuple(steps.done),
            receipts=gathered.matter.receipts,
            left_out=gathered.left_out,
            notices=tuple(ledger.report.repairs),
            fingerprint=gathered.matter.fingerprint,
            book_sha256=written["sha256"],
        )
        ledger.append_many(_entries(gathered, report, given.parameters, release))
    return report


def limits_from(parameters: Parameters) -> Limits:
    """What no file may exceed, on the day that the parameters are for."""
    return Limits(
        unpacked_ratio=parameters["unpacked_ratio_limit"],
        unpacked_bytes=parameters["unpacked_bytes_limit"],
        line_length=int(parameters["line_length_limit"]),
        lines_in_cell=int(parameters["lines_in_cell_limit"]),
        cells_in_sheet=int(parameters["cells_in_sheet_limit"]),
    )


def _given(area: AreaFolder, today: date) -> Given:
    parameters = load_parameters(area.file.reference_date, area.file.parameters)
    return Given(
        area=area,
        contracts=load_contracts(area.contracts),
        catalogue=load_catalogue(area.catalogue),
        parameters=parameters,
        limits=limits_from(parameters),
        today=today,
    )


def _mend_book(book: Path) -> None:
    try:
        restore_book(book)
    except OSError as error:
        raise CannotWrite(
            f"The book of an earlier run cannot be put back ({type(error).__name__}).",
            where=str(book),
            mend="close what has the folder open, and run again",
        ) from None


def _write(folder: Path, gathered: Gathered, steps: Steps, *, is_release: bool) -> dict[str, Any]:
    matter = gathered.matter
    if not (folder / BOOK / "index.html").is_file():
        steps.forget("book")
    parts = {
        "figures, receipts, texts": matter.fingerprint,
        "left out": [[item.source, item.layout, item.error.what] for item in gathered.left_out],
        "agreements": repr(matter.agreements),
        "place": repr(matter.place),
        "status": "released" if is_release else "draft",
    }

    def write() -> dict[str, Any]:
        book = compose(matter)
        write_book(book, folder / BOOK)
        _write_receipts(folder / RECEIPTS, matter.receipts, {s: c.title for s, c in matter.contracts.items()})
        return {"findings": list(book.findings), "sha256": _sha256(book.files)}

    steps.run("book", parts, write)
    return dict(steps.result("book"))


def _sha256(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _write_receipts(folder: Path, receipts: Sequence[Receipt], titles: dict[str, str]) -> None:
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        numbers: dict[str, int] = {}
        for receipt in receipts:
            stem = f"{receipt.source}-{receipt.layout}"
            numbers[stem] = numbers.get(stem, 0) + 1
            name = stem if numbers[stem] == 1 else f"{stem}-{numbers[stem]}"
            (folder / f"{name}.txt").write_text(as_text(receipt, titles[receipt.source]), "utf-8")
    except OSError as error:
        raise CannotWrite(
            f"The receipts could not be written ({error.strerror or type(error).__name__}).",
            where=str(folder),
            mend="make room on the disk, and run again",
        ) from None


def _entries(
    gathered: Gathered, report: RunReport, parameters: Parameters, release: Release | None
) -> list[tuple[str, dict[str, Any]]]:
    """What the ledger keeps of a run: each permit and receipt that was acted on, the run itself, the release."""
    acted = {step.name: step for step in report.steps if not step.was_skipped}
    entries: list[tuple[str, dict[str, Any]]] = []
    for item in gathered.taken:
        if f"receive {item.permitted.layout.id} {item.permitted.number}" not in acted:
            continue
        permit, receipt = item.permitted.permit, item.receipt
        about = {"source": permit.source, "layout": permit.layout, "agreement": permit.agreement}
        entries.append(
            (
                "permit",
                {
                    **about,
                    "purpose": permit.purpose.value,
                    "day": permit.day.isoformat(),
                    "columns": sorted(permit.columns),
                },
            )
        )
        counts = {"received": receipt.received, "accepted": receipt.accepted, "refused": receipt.refused}
        entries.append(("receipt", {**about, **counts, "file": receipt.file, "sha256": receipt.sha256}))
    entries.append(
        (
            "run",
            {
                "inputs": {item.receipt.file: item.receipt.sha256 for item in gathered.taken},
                "agreements": {a.id: fingerprint(a.model_dump(mode="json")) for a in gathered.matter.agreements},
                "parameters": parameters.in_force(),
                "code": code_version(),
                "made_from": report.fingerprint,
                "book_sha256": report.book_sha256,
                "steps_done": sorted(acted),
                "left_out": [f"{item.source}.{item.layout}: {type(item.error).__name__}" for item in gathered.left_out],
            },
        )
    )
    if release:
        entries.append(
            (
                "release",
                {
                    "book_sha256": report.book_sha256,
                    "prepared_by": release.prepared_by,
                    "approved_by": release.approved_by,
                },
            )
        )
    return entries
