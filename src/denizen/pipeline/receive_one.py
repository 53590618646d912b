"""Receive one file into an area folder and answer with its receipt; the next run takes it up."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from denizen.agreements import Purpose, permit
from denizen.contracts import Contract, Layout
from denizen.documents import nearest
from denizen.errors import CannotWrite, NotFound, WrongLayout
from denizen.intake import Limits, layouts_that_fit, why_none_fits
from denizen.intake.decode import fingerprint_of
from denizen.pipeline.asking import Permitted
from denizen.pipeline.flow import TakenIn, take_in
from denizen.pipeline.folder import LEDGER, STORE, ControlsFile, File, open_folder
from denizen.pipeline.gathering import whole_receipt
from denizen.pipeline.given import Given
from denizen.pipeline.keeping import Keeping
from denizen.pipeline.received import COPIES, ReceivedControls, ReceivedFile, add_received, copy_of, number_for
from denizen.pipeline.receiving import deliveries_in_use
from denizen.pipeline.recording import Record
from denizen.pipeline.rules_in_force import load_of, rules_in_force
from denizen.pipeline.run import given_of
from denizen.pipeline.steps import Listener, Steps
from denizen.pipeline.vaulting import leave_out_who_objected, open_vault, sweep_what_is_due
from denizen.pipeline.writing import RECEIPTS, receipt_name, write_receipt
from denizen.store import Store
from denizen.store.ledger import Ledger
from denizen.terms.controls import Controls
from denizen.terms.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Sent:
    """What arrives: the file, the source it is of, the agreement it comes under; the layout where it has to be said."""

    file: Path
    source: str
    agreement: str
    layout: str = ""
    snapshot: date | None = None
    controls: Controls | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The receipt, where it lies, and whether the file itself is still needed."""

    receipt: Receipt
    page: Path
    text: Path
    is_sealed: bool


def receive_one(folder: Path, sent: Sent, today: date, listener: Listener, environ: Mapping[str, str]) -> Answer:
    """Take in one file, put it on record, and write its receipt.

    Raises:  NotPermitted, BadInput, NotFound, CannotWrite: nothing of the file is kept then.
    """
    given = given_of(open_folder(folder), today)
    contract = _contract(given, sent.source)
    layout = _layout(contract, sent, given.limits)
    vault = open_vault(given, folder / STORE, environ, needs_one=layout.is_of_people)
    if vault:
        sweep_what_is_due(vault, folder / STORE, Ledger.open(folder / LEDGER), today)
        leave_out_who_objected(vault, Ledger.open(folder / LEDGER), given)
    with Store.open(folder / STORE, vault.main_key() if vault else None) as store:
        ledger = Ledger.open(folder / LEDGER)
        steps, keeping = Steps(store, listener), Keeping(store, vault, today)
        arriving, line = _arriving(given, contract, layout, sent)
        found = take_in(given, store, steps, Record(ledger), keeping, arriving)
        receipt = _receipt_of(arriving, found, store, steps)
        _keep(folder, sent.file, line)
        keeping.close(deliveries_in_use(steps).values(), ledger)
    name = receipt_name(layout.id, arriving.number)
    page, text = write_receipt(folder / RECEIPTS, name, receipt, contract.title, given.area.file.place())
    return Answer(receipt, page, text, line.is_sealed)


def _arriving(given: Given, contract: Contract, layout: Layout, sent: Sent) -> tuple[Permitted, ReceivedFile]:
    """The file as one that may be read, and the line that the area's list of received files will have of it.

    Raises:  NotPermitted; UnreadableFile.
    """
    area = given.area
    purpose = _purpose(given, sent)
    rules, load = rules_in_force(area, given.today), load_of(area, contract, layout)
    granted = permit(
        area.agreements, sent.source, layout.name, purpose, given.today, named=sent.agreement, rules=rules, load=load
    )
    fingerprint = fingerprint_of(sent.file, sent.file.name, given.limits)
    number = number_for(area.received, sent.source, layout.name, fingerprint)
    controls = sent.controls
    file = File(
        layout=layout.name,
        file=sent.file.name if layout.is_of_people else copy_of(sent.file.name, number),
        snapshot=sent.snapshot,
        controls=ControlsFile(rows=controls.rows, run_on=controls.run_on, sums=controls.sums) if controls else None,
    )
    if file.controls is None and (beside := file.controls_given(sent.file)):
        file = file.model_copy(
            update={"controls": ControlsFile(rows=beside.rows, run_on=beside.run_on, sums=beside.sums)}
        )
    line = ReceivedFile(
        source=sent.source,
        layout=layout.name,
        file=file.file,
        agreement=sent.agreement,
        number=number,
        sha256=fingerprint,
        received=given.today,
        snapshot=sent.snapshot,
        controls=ReceivedControls(**file.controls.model_dump()) if file.controls else None,
        purpose=purpose,
        is_sealed=layout.is_of_people,
    )
    return Permitted(contract, layout, file, granted, number, line, sent.file), line


def _purpose(given: Given, sent: Sent) -> Purpose:
    """What the list is asked for: as denizen.yaml says of its source, or of the area; or else as its agreement says."""
    area = given.area
    said = [source.purpose for source in area.file.sources if source.source == sent.source and source.purpose]
    agreed = next((agreement.purposes for agreement in area.agreements if agreement.id == sent.agreement), ())
    wanted = said[0] if said else area.file.purpose
    return wanted if said or not agreed or wanted in agreed else agreed[0]


def _receipt_of(arriving: Permitted, found: TakenIn, store: Store, steps: Steps) -> Receipt:
    """The receipt of the file that arrived, or the error that kept it out."""
    for left in found.left_out:
        if (left.source, left.layout, left.file) == (arriving.layout.source, arriving.layout.name, arriving.file.file):
            raise left.error
    item = next(taken for taken in found.received if taken.permitted is arriving)
    return whole_receipt(replace(item), store, steps)


def _keep(folder: Path, file: Path, line: ReceivedFile) -> None:
    """Copy what is not in the vault into the folder, and write the file's line into the list.

    Raises:  CannotWrite.
    """
    if not line.is_sealed:
        try:
            (folder / COPIES).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, folder / line.file)
        except OSError as error:
            raise CannotWrite(
                f"The file could not be copied into the area folder ({type(error).__name__}).",
                where=str(folder / COPIES),
                mend="make room on the disk, and receive it again",
            ) from None
    add_received(folder, line)


def _contract(given: Given, source: str) -> Contract:
    if source not in given.contracts:
        raise NotFound(
            f"There is no contract for the source `{source}`.",
            where="denizen receive --source",
            mend=f"{nearest(source, given.contracts)} A list of your own: `denizen contract new` draws up a contract",
        )
    return given.contracts[source]


def _layout(contract: Contract, sent: Sent, limits: Limits) -> Layout:
    """The layout that was named, or else the only one of the source that the file's headers fit.

    Raises:  WrongLayout, when none fits, or several do.
    """
    if sent.layout:
        return contract.layout(sent.layout)
    fitting = layouts_that_fit(sent.file, sent.file.name, contract, limits)
    if len(fitting) == 1:
        return fitting[0]
    if not fitting and (error := why_none_fits(sent.file, sent.file.name, contract, limits)):
        raise error
    names = ", ".join(f"{layout.name} ({layout.title})" for layout in fitting or contract.layouts)
    fits = "several layouts" if fitting else "no layout"
    raise WrongLayout(
        f"The headers of this file fit {fits} of {contract.source}.",
        where=sent.file.name,
        mend=f"say which it is with --layout: {names}",
    )
