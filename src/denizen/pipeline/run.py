"""Run an area folder: open the store and the ledger, let the flow do its work, write the book and the receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from denizen.contracts import load_contracts
from denizen.indicators import load_catalogue
from denizen.intake import Limits
from denizen.parameters import Parameters, load_parameters
from denizen.pipeline.asking import LeftOut
from denizen.pipeline.flow import gather
from denizen.pipeline.folder import LEDGER, STORE, AreaFolder, open_folder
from denizen.pipeline.given import Given, Taken
from denizen.pipeline.keeping import Keeping
from denizen.pipeline.receiving import deliveries_in_use
from denizen.pipeline.recording import Record
from denizen.pipeline.releasing import Release, approve, standing
from denizen.pipeline.steps import Listener, StepDone, Steps
from denizen.pipeline.totals import check_totals_are_there
from denizen.pipeline.vaulting import leave_out_who_objected, open_vault, sweep_what_is_due
from denizen.pipeline.writing import BOOK, mend_book, write_all
from denizen.store import Store
from denizen.store.ledger import Ledger
from denizen.terms.receipts import Receipt


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did: where the book lies, what it found, what each step did, what was left out."""

    book: Path
    findings: tuple[str, ...]
    steps: tuple[StepDone, ...]
    receipts: tuple[Receipt, ...]
    left_out: tuple[LeftOut, ...]
    notices: tuple[str, ...]
    """what was mended in the ledger, and what became of a release"""
    fingerprint: str
    """of everything that the book is made from"""
    book_sha256: str
    """of the book itself, every file with its name"""


def run_area(
    folder: Path,
    today: date,
    listener: Listener,
    release: Release | None = None,
    environ: Mapping[str, str] | None = None,
) -> RunReport:
    """Make the book of an area folder; a draft, or a release where one is approved.

    Args:    the folder; today; who hears of the steps; the decision to release; the environment, which may name the
             vault key.

    Raises:  BadInput and NotPermitted about the folder itself; NotReleasable; CannotWrite; LedgerBroken.
    """
    area = open_folder(folder)
    given = given_of(area, today)
    vault = open_vault(given, folder / STORE, environ or {})
    swept: list[str] = []
    if vault:
        swept += sweep_what_is_due(vault, folder / STORE, Ledger.open(folder / LEDGER), today)
        swept += leave_out_who_objected(vault, Ledger.open(folder / LEDGER), given)
    # the store is locked first: one run at a time may touch book and ledger
    with Store.open(folder / STORE, vault.main_key() if vault else None) as store:
        mend_book(folder)
        ledger = Ledger.open(folder / LEDGER)
        record, steps, keeping = Record(ledger), Steps(store, listener), Keeping(store, vault, today)
        gathered = gather(given, store, steps, record, keeping)
        keeping.close(deliveries_in_use(steps).values(), ledger)
        matter = gathered.matter
        decision = approve(release, gathered, record, folder, keeping.reviewer_known_as) if release else None
        is_released, told = (True, []) if release else standing(gathered, record)
        gathered = replace(gathered, matter=replace(matter, is_draft=not is_released))
        written = write_all(folder, gathered, steps)
        about: dict[str, Any] = {"book_sha256": written["sha256"], "made_from": matter.fingerprint}
        if release:
            record.append("released", **about, release=decision)
        else:
            about |= {"parameters": given.parameters.in_force(), "status": "released" if is_released else "draft"}
            record.run(gathered.taken, gathered.left_out, matter.agreements, steps, **about)
    return RunReport(
        book=folder / BOOK / "index.html",
        findings=tuple(written["findings"]),
        steps=tuple(steps.done),
        receipts=matter.receipts,
        left_out=gathered.left_out,
        notices=(*ledger.report.repairs, *swept, *told, *_drafts(given, gathered.taken)),
        fingerprint=matter.fingerprint,
        book_sha256=written["sha256"],
    )


def _drafts(given: Given, taken: Sequence[Taken]) -> list[str]:
    """What to say of contracts that were taken as they were drawn up from a sample."""
    return [
        f"The contract of `{source}` is a draft, and its list was taken in by it: look through what was guessed, write what "
        "says CHECK, and then `status: active`."
        for source in sorted({item.receipt.source for item in taken})
        if given.contracts[source].is_draft
    ]


def limits_from(parameters: Parameters) -> Limits:
    """What no file may exceed, on the day that the parameters are for."""
    return Limits(
        unpacked_ratio=parameters["unpacked_ratio_limit"],
        unpacked_bytes=parameters["unpacked_bytes_limit"],
        line_length=int(parameters["line_length_limit"]),
        lines_in_cell=int(parameters["lines_in_cell_limit"]),
        cells_in_sheet=int(parameters["cells_in_sheet_limit"]),
    )


def given_of(area: AreaFolder, today: date) -> Given:
    """All that a run is given.

    Raises:  BadDocument, where contracts, catalogue or parameters do not fit.
    """
    parameters = load_parameters(area.file.reference_date, area.file.parameters)
    contracts, catalogue = load_contracts(area.contracts, area.file.area.nation), load_catalogue(area.catalogue)
    check_totals_are_there(catalogue, contracts)
    return Given(
        area=area,
        contracts=contracts,
        catalogue=catalogue,
        parameters=parameters,
        limits=limits_from(parameters),
        today=today,
    )
