"""The vault: a key for every delivery, wrapped under one that is not kept with the data; deleting is losing the key.

The acts and their order are such that a kill between two writes never leaves a delivery that can be read although it is
said to be destroyed, nor one that cannot be read although it is said to be held.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path

from denizen.errors import CannotWrite, NotFound, NotPermitted, UnreadableFile
from denizen.store.files import REGISTER, delivery_file, delivery_names, keep_names, remove_delivery, remove_main
from denizen.store.keys import MasterKey, derive, new_key, unwrap, wrap
from denizen.store.register import Holding, Register, changed, read_register, write_register

_ROOT, _MAIN = ("root",), ("main",)


class Vault:
    """The open vault of one store. Open it by `Vault.open`; while a run goes on, the store's lock keeps others out."""

    def __init__(self, folder: Path, master: MasterKey, register: Register, text: bytes) -> None:
        self._folder = folder
        self._master = master
        self._register = register
        self._text = text
        self._root = self._secret(register.root, _ROOT)

    @classmethod
    def open(cls, folder: Path, master: MasterKey) -> Vault:
        """Open the vault in the folder of a store, or begin one.

        Raises:  NotPermitted, when the key is another vault's; UnreadableFile, when the register was changed or is
                 missing although deliveries are here; CannotWrite.
        """
        found = read_register(folder)
        if found is None:
            return cls._begin(folder, master)
        register, text = found
        if register.key_id != master.key_id:
            raise NotPermitted(
                f"The vault key from {master.kept_in} ({master.key_id}) is not the one that this vault asks for.",
                where=str(folder / REGISTER),
                mend=f"give the key {register.key_id}; without it nothing here can be read, by anyone",
            )
        vault = cls(folder, master, register, text)
        vault._check_seal()
        return vault

    @classmethod
    def _begin(cls, folder: Path, master: MasterKey) -> Vault:
        if delivery_names(folder):
            raise UnreadableFile(
                "There are deliveries here, but the register with their keys is missing.",
                where=str(folder / REGISTER),
                mend="put back its copy, or delete the folder `deliveries`, which cannot be read without it",
            )
        root, main = wrap(master, new_key(), _ROOT), wrap(master, new_key(), _MAIN)
        register = Register(secrets.token_hex(8), master.key_id, 0, root, main, {}, {})
        vault = cls(folder, master, register, b"")
        vault._save(register)
        return vault

    @property
    def vault_id(self) -> str:
        return self._register.vault_id

    @property
    def revision(self) -> int:
        """How often the register was written. Kept in the ledger, it shows when an old register was put back."""
        return self._register.revision

    @property
    def master(self) -> MasterKey:
        return self._master

    def main_key(self) -> bytes:
        """The key of the main database."""
        return derive(self._secret(self._register.main, _MAIN), "main database")

    def pseudonym_key(self) -> bytes:
        """The key for pseudonyms: 32 bytes, the same for as long as the vault lasts, whatever the vault key."""
        return derive(self._root, "pseudonyms")

    @property
    def folder(self) -> Path:
        """The folder of the store that this is the vault of."""
        return self._folder

    def sealing_key(self, name: str) -> bytes:
        """The key of a small sealed file, the same for as long as the vault lasts."""
        return derive(self._root, f"sealed file {name}")

    def held(self) -> tuple[Holding, ...]:
        return tuple(holding for holding in self.all() if holding.is_held)

    def all(self) -> tuple[Holding, ...]:
        """Every delivery there ever was, destroyed ones too, as they came in."""
        return tuple(self._register.holdings.values())

    def holding(self, delivery: str) -> Holding:
        """One delivery that is held.

        Raises:  NotFound.
        """
        holding = self._register.holdings.get(delivery)
        if holding is None or not holding.is_held:
            raise NotFound(
                f"No delivery {delivery} is held{'' if holding is None else f': it was destroyed on {holding.destroyed}'}.",
                where=str(self._folder / REGISTER),
                mend="`denizen vault show` lists what is held",
            )
        return holding

    def due(self, day: date) -> tuple[Holding, ...]:
        """What is held and is to be destroyed by this day."""
        return tuple(holding for holding in self.held() if holding.due <= day)

    def new_delivery(
        self, *, source: str, layout: str, file: str, sha256: str, agreement: str, received: date, due: date
    ) -> tuple[str, bytes]:
        """A name and a key for a delivery that is about to be written. The key is safe before this returns.

        Raises:  CannotWrite; ValueError, when source and layout cannot name a file.
        """
        delivery = f"{source}__{layout}__{secrets.token_hex(4)}"
        delivery_file(self._folder, delivery)
        holding = Holding(delivery, source, layout, file, sha256, agreement, received, due)
        key, old = new_key(), self._register
        keys = {**old.keys, delivery: wrap(self._master, key, _about(holding))}
        self._save(replace(old, holdings={**old.holdings, delivery: holding}, keys=keys))
        return delivery, key

    def finished(self, delivery: str, rows: int) -> None:
        """Note that a delivery was written whole, and how many rows it has; its file is on the disk by then."""
        keep_names(delivery_file(self._folder, delivery).parent)
        self._put(replace(self.holding(delivery), rows=rows))

    def key_of(self, delivery: str, day: date) -> bytes:
        """The key of a delivery, to open it on this day.

        Raises:  NotFound, when it is not held (any longer), or was finished and its file is gone; NotPermitted, when its
                 retention has ended; UnreadableFile, when the wrapped key is another's.
        """
        holding = self.holding(delivery)
        if holding.due <= day:
            raise NotPermitted(
                f"The retention of delivery {delivery} ended on {holding.due}: it is not opened any more.",
                where=str(delivery_file(self._folder, delivery)),
                mend="`denizen vault sweep` destroys it; ask the supplier for a new delivery",
            )
        if holding.rows is not None and not delivery_file(self._folder, delivery).is_file():
            raise NotFound(
                f"The file of delivery {delivery} is missing, although it is held.",
                where=str(delivery_file(self._folder, delivery)),
                mend="put it back from a copy, or destroy the delivery (`denizen vault sweep`) and take its file in again",
            )
        return self._key(holding)

    def destroy(self, delivery: str, day: date, why: str) -> Holding:
        """Destroy the key of a delivery, then its file. The line stays, as proof.

        Nothing can open the file afterwards, nor any copy of it, short of an old copy of the register. The store must
        have let the delivery go. What was derived from it is another matter: see `forget_derived`.
        Raises:  NotFound, when it is not held; CannotWrite.
        """
        gone = replace(self.holding(delivery), destroyed=day, why=why)
        self._put(gone)
        remove_delivery(self._folder, delivery)
        return gone

    def clear_unfinished(self, day: date) -> tuple[Holding, ...]:
        """Destroy what a run began to write and was killed over, and files that are without a key already."""
        begun = [holding.delivery for holding in self.held() if holding.rows is None]
        gone = tuple(self.destroy(delivery, day, "a run was stopped before it was written whole") for delivery in begun)
        self._clear_orphans()
        return gone

    def _clear_orphans(self) -> None:
        """Take away files without a key, as a kill in the middle of `destroy` leaves them."""
        for name in delivery_names(self._folder) - self._register.keys.keys():
            remove_delivery(self._folder, name)

    def forget_derived(self) -> None:
        """Take away the main database and make its key anew, so that no copy of the old one can be opened either.

        The store must be closed. All in it is derived: the next run makes it again, from what is held by then.
        """
        remove_main(self._folder)
        self._save(replace(self._register, main=wrap(self._master, new_key(), _MAIN)))

    def rotate(self, new_master: MasterKey) -> None:
        """Wrap every key anew: all or none. Files are not written again, and the old vault key opens nothing any more.

        Raises:  CannotWrite; UnreadableFile.
        """
        old = self._register
        held = {holding.delivery: holding for holding in self.held()}
        keys = {name: wrap(new_master, self._key(holding), _about(holding)) for name, holding in held.items()}
        main = wrap(new_master, self._secret(old.main, _MAIN), _MAIN)
        root = wrap(new_master, self._root, _ROOT)
        self._save(replace(old, key_id=new_master.key_id, root=root, main=main, keys=keys))
        self._master = new_master

    def _put(self, holding: Holding) -> None:
        old = self._register
        keys = {name: key for name, key in old.keys.items() if holding.is_held or name != holding.delivery}
        self._save(replace(old, holdings={**old.holdings, holding.delivery: holding}, keys=keys))

    def _key(self, holding: Holding) -> bytes:
        return self._secret(self._register.keys[holding.delivery], _about(holding))

    def _secret(self, wrapped: str, about: tuple[str, ...]) -> bytes:
        key = unwrap(self._master, wrapped, about)
        if key is None:
            raise changed(self._folder)
        return key

    def _check_seal(self) -> None:
        """The bytes on the disk have to be those that this register would be written as."""
        try:
            fits = hmac.compare_digest(self._register.sealed(self._seal_key()), self._text)
        except (KeyError, ValueError, TypeError):
            fits = False
        if not fits:
            raise changed(self._folder)

    def _save(self, register: Register) -> None:
        self._check_no_one_else_wrote()
        register = replace(register, revision=register.revision + 1)
        text = register.sealed(self._seal_key())
        write_register(self._folder, text)
        self._register, self._text = register, text

    def _seal_key(self) -> bytes:
        return derive(self._root, "register seal")

    def _check_no_one_else_wrote(self) -> None:
        found = read_register(self._folder)
        if (found[1] if found else b"") != self._text:
            raise CannotWrite(
                "The register of the vault was written by another run since it was opened.",
                where=str(self._folder / REGISTER),
                mend="let the other run end, then run this again",
            )


def _about(holding: Holding) -> tuple[str, ...]:
    """What a delivery's key is bound to: whose it is, and until when."""
    return "delivery", holding.delivery, holding.due.isoformat()
