"""Write the book and the receipts beside it; once, until what they are made from changes or one of the files is gone."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from denizen.errors import CannotWrite
from denizen.pipeline.accounting import releases_in
from denizen.pipeline.flow import BOOK_STEP, Gathered
from denizen.pipeline.receipts import as_text
from denizen.pipeline.received import FIRST_NUMBER
from denizen.pipeline.steps import Steps
from denizen.profiles import compose, receipt_page, restore_book, write_book
from denizen.terms.areas import Place
from denizen.terms.receipts import Receipt

BOOK, RECEIPTS = "book", "receipts"


def mend_book(folder: Path) -> None:
    """Put back the book of an earlier run that died while it was taking the book's place.

    Raises:  CannotWrite.
    """
    try:
        restore_book(folder / BOOK)
    except OSError as error:
        raise CannotWrite(
            f"The book of an earlier run cannot be put back ({type(error).__name__}).",
            where=str(folder / BOOK),
            mend="close what has the folder open, and run again",
        ) from None


def write_all(folder: Path, gathered: Gathered, steps: Steps) -> dict[str, Any]:
    """The book and its receipts. Returns its findings and the hash over all of its files.

    Raises:  CannotWrite.
    """
    releases = releases_in(folder, gathered.matter)
    matter = replace(gathered.matter, account=replace(gathered.matter.account, releases=releases))

    def write() -> dict[str, Any]:
        book = compose(matter)
        write_book(book, folder / BOOK)
        titles = {source: contract.title for source, contract in matter.contracts.items()}
        _write_receipts(folder / RECEIPTS, _names(gathered), titles, matter.place)
        return {"findings": list(book.findings), "sha256": _sha256(book.files), "files": _sizes(folder)}

    held = steps.result(BOOK_STEP)
    is_whole = held is None or held["files"].items() <= _sizes(folder).items()
    status = "draft" if matter.is_draft else "released"
    parts = {**gathered.made_from, "status": status, "releases": repr(releases)}
    steps.run(BOOK_STEP, parts, write, again="" if is_whole else "a file of the book or a receipt was gone or changed")
    return dict(steps.result(BOOK_STEP))


def _sizes(folder: Path) -> dict[str, int]:
    """Every file of the book and every receipt on disk, with its size in bytes."""
    return {
        found.relative_to(folder).as_posix(): found.stat().st_size
        for root in (folder / BOOK, folder / RECEIPTS)
        for found in sorted(root.rglob("*"))
        if found.is_file()
    }


def _sha256(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def receipt_name(layout: str, number: int) -> str:
    """What the receipt of a layout's file is called, so that it is found again under the name that it was mailed by."""
    stem = layout.replace(".", "-", 1)
    return stem if number == 1 else f"{stem}-{number}"


def _names(gathered: Gathered) -> dict[str, Receipt]:
    """Each receipt by its name: files of denizen.yaml are counted, those received one by one keep their number."""
    found: dict[str, Receipt] = {}
    counted: Counter[str] = Counter()
    for item, receipt in zip(gathered.taken, gathered.matter.receipts, strict=True):
        layout, number = item.permitted.layout.id, item.permitted.number
        counted[layout] += number < FIRST_NUMBER
        found[receipt_name(layout, number if number >= FIRST_NUMBER else counted[layout])] = receipt
    return found


def _write_receipts(folder: Path, receipts: Mapping[str, Receipt], titles: dict[str, str], place: Place) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, receipt in receipts.items():
        write_receipt(folder, name, receipt, titles[receipt.source], place)


def write_receipt(folder: Path, name: str, receipt: Receipt, title: str, place: Place) -> tuple[Path, Path]:
    """A receipt as a page and as text, to be mailed to the supplier.

    Raises:  CannotWrite.
    """
    page, text = folder / f"{name}.html", folder / f"{name}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        page.write_text(receipt_page(receipt, title, place), "utf-8", newline="\n")
        text.write_text(as_text(receipt, title, place), "utf-8", newline="\n")
    except OSError as error:
        raise CannotWrite(
            f"The receipts could not be written ({error.strerror or type(error).__name__}).",
            where=str(folder),
            mend="make room on the disk, and run again",
        ) from None
    return page, text
