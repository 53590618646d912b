"""The vault of an area folder: opened with the key that the door found, and swept of what is due before a run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from denizen.pipeline.given import Given
from denizen.pipeline.keeping import DUE
from denizen.pipeline.objections import leave_out
from denizen.store import Vault
from denizen.store.custody import KEY, KEY_FILE, find_master_key
from denizen.store.files import REGISTER
from denizen.store.ledger import Ledger
from denizen.store.register import key_id_in
from denizen.store.sweeping import check_register_is_newest, sweep
from denizen.terms.receipts import in_words


def open_vault(
    given: Given, store_folder: Path, environ: Mapping[str, str], *, needs_one: bool = False
) -> Vault | None:
    """The vault, where the folder holds one or a key is given; None where records of people are simply refused.

    Args:    what the run is given; the folder of the store; the environment; whether a list of persons is arriving.
    Raises:  NotPermitted, when there is a vault and no key to it, or the key is not kept as it should be.
    """
    holds_one = (store_folder / REGISTER).is_file()
    is_given = bool(environ.get(KEY) or environ.get(KEY_FILE))
    if not holds_one and not needs_one and not (is_given and names_people(given)):
        return None
    return Vault.open(store_folder, find_master_key(environ, given.area.path, key_id_in(store_folder)))


def names_people(given: Given) -> bool:
    """Whether denizen.yaml names a list that tells of persons."""
    return any(
        layout.is_of_people and layout.name == file.layout
        for source in given.area.file.sources
        for file in source.files
        if (contract := given.contracts.get(source.source))
        for layout in contract.layouts
    )


def leave_out_who_objected(vault: Vault, ledger: Ledger, given: Given) -> list[str]:
    """See that nobody is held any more who objected, however a stop cut their request short. Returns what to say of it.

    Raises:  UnreadableFile, when the list of them is older than the ledger; CannotWrite, when a run uses the store.
    """
    gone = leave_out(vault, ledger, given.contracts, given.today)
    return [f"{in_words(gone, 'row')} that was still held was left out by objection."] if gone else []


def sweep_what_is_due(vault: Vault, store_folder: Path, ledger: Ledger, today: date) -> list[str]:
    """Destroy deliveries whose retention ended, with all that was derived. Returns a sentence for each.

    Raises:  UnreadableFile, when an older copy of the register was put back; CannotWrite, when a run uses the store.
    """
    check_register_is_newest(store_folder, vault, ledger)
    due = [holding.delivery for holding in vault.due(today)]
    gone = sweep(store_folder, vault, ledger, due, today, DUE).destroyed if due else ()
    return [
        f"{item.source}.{item.layout} ({item.file}) was destroyed: its retention ended on {item.due}." for item in gone
    ]
