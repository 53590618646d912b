"""Keeping the vault to its days: what is due is destroyed, what was derived goes with it, and both go on record."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from denizen.errors import NotPermitted, UnreadableFile
from denizen.store.engine import Store
from denizen.store.files import REGISTER
from denizen.store.keys import MasterKey
from denizen.store.ledger import Ledger
from denizen.store.register import Holding
from denizen.store.vault import Vault

_DESTROYED = "delivery_destroyed"
_ROTATED = "vault_key_changed"


@dataclass(frozen=True, slots=True)
class Swept:
    destroyed: tuple[Holding, ...]
    derived: tuple[str, ...]
    """tables that were taken away with them, to be made again at the next run"""


def sweep(folder: Path, vault: Vault, ledger: Ledger, deliveries: Collection[str], day: date, why: str) -> Swept:
    """Destroy deliveries with all that was derived, in the folder of a store that no run is using.

    What was derived goes first: a kill in between costs the next run some time, and keeps nothing that was to go.
    Raises:  CannotWrite, when a run is using the store; NotFound, when one of the deliveries is not held.
    """
    for delivery in deliveries:
        vault.holding(delivery)
    derived: tuple[str, ...] = ()
    if deliveries:
        derived = _tables(folder, vault)
        vault.forget_derived()
    gone = tuple(vault.destroy(delivery, day, why) for delivery in deliveries)
    record_destroyed(vault, ledger)
    return Swept(gone, derived)


def record_destroyed(vault: Vault, ledger: Ledger) -> None:
    """Put every destruction on record that is not yet, those before a kill too."""
    known = {entry.body["delivery"] for entry in ledger.entries() if entry.kind == _DESTROYED}
    ledger.append_many(
        (_DESTROYED, _proof(holding) | _mark(vault))
        for holding in vault.all()
        if not holding.is_held and holding.delivery not in known
    )


def change_key(folder: Path, vault: Vault, new_master: MasterKey, ledger: Ledger, day: date) -> None:
    """Wrap every key of the vault under another vault key, on record: the new key's id, never the key.

    Raises:  CannotWrite, when a run is using the store; UnreadableFile.
    """
    with Store.open(folder, vault.main_key()):
        vault.rotate(new_master)
    ledger.append(_ROTATED, day=day.isoformat(), key_id=new_master.key_id, held=len(vault.held()), **_mark(vault))


def check_register_is_newest(folder: Path, vault: Vault, ledger: Ledger) -> None:
    """An old copy of the register would bring keys back that were destroyed; the ledger knows how far it had come.

    Raises:  UnreadableFile.
    """
    known = (entry.body for entry in ledger.entries() if entry.kind in (_DESTROYED, _ROTATED))
    if vault.revision < max((body["revision"] for body in known if body["vault"] == vault.vault_id), default=0):
        raise UnreadableFile(
            "The register of the vault is older than the ledger: somebody put back a copy.",
            where=str(folder / REGISTER),
            mend="put back the newest register; keys in an older one may be of deliveries that were destroyed",
        )


def _tables(folder: Path, vault: Vault) -> tuple[str, ...]:
    """What the main database holds. Opening it also shows that no run is using it; one that cannot be read may go."""
    with suppress(UnreadableFile, NotPermitted), Store.open(folder, vault.main_key()) as store:
        return tuple(store.tables())
    return ()


def _proof(holding: Holding) -> dict[str, str | int | None]:
    """What was destroyed: how many rows, of which file (by hash), until when it was allowed, when it ended and why."""
    return {
        "delivery": holding.delivery,
        "source": holding.source,
        "layout": holding.layout,
        "file": holding.file,
        "sha256": holding.sha256,
        "rows": holding.rows,
        "agreement": holding.agreement,
        "due": holding.due.isoformat(),
        "destroyed": holding.destroyed.isoformat() if holding.destroyed else "",
        "why": holding.why,
    }


def _mark(vault: Vault) -> dict[str, str | int]:
    return {"vault": vault.vault_id, "revision": vault.revision}
