"""Where deliveries that tell of persons are kept: one encrypted file each, for as long as contract and agreement say."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from denizen.errors import NotFound, NotPermitted
from denizen.intake import Extract
from denizen.intake.entering import pseudonym
from denizen.intake.suppressed import hide_again
from denizen.pipeline.asking import Permitted
from denizen.pipeline.objections import REVIEW, Objections, read_objections
from denizen.pipeline.received import ReceivedFile
from denizen.store import Store, Vault
from denizen.store.ledger import Ledger
from denizen.store.sweeping import record_destroyed

DUE = "its retention ended"
REPLACED = "replaced, or left by a run that was stopped"
NOT_ALLOWED = "an agreement that it rests on allows it no longer"
BETWEEN = " and "
"""what stands between the agreements that pairs drawn for review rest on"""


@dataclass(slots=True)
class Delivery:
    """A delivery that is being taken in: its name in the vault, and how many rows it brought."""

    name: str
    rows: int = 0


class Keeping:
    """The vault and the open store together, or neither where there is no vault key."""

    def __init__(self, store: Store, vault: Vault | None, today: date) -> None:
        self._store = store
        self._vault = vault
        self._today = today
        self.objections = read_objections(vault) if vault else Objections()
        """who is left out of what arrives"""

    @property
    def is_sealed(self) -> bool:
        """Whether there is a vault to keep persons' records in."""
        return self._vault is not None

    def pseudonym_key(self) -> bytes:
        """The key of pseudonyms; empty without a vault."""
        return self._vault.pseudonym_key() if self._vault else b""

    def reviewer_known_as(self, name: str) -> str:
        """The pseudonym that stands for the name of somebody who decides on links."""
        return pseudonym(f"reviewer {' '.join(name.split())}", self.pseudonym_key())

    def fingerprint_of_key(self) -> str:
        """What tells two keys of pseudonyms apart, and leads back to neither."""
        return sha256(b"fingerprint of " + self.pseudonym_key()).hexdigest()

    def open(self, names: Collection[str], received: Sequence[ReceivedFile]) -> None:
        """Make the tables of deliveries readable: those that steps took in, and those received one by one.

        What nothing names is destroyed, and so is what a run began to write and was stopped over.
        """
        if self._vault is None:
            return
        self._vault.clear_unfinished(self._today)
        wanted = {*names, *(self.found(item) for item in received if item.is_sealed), *self.reviews}
        for holding in self._vault.held():
            if holding.delivery not in wanted:
                self._vault.destroy(holding.delivery, self._today, REPLACED)
            else:
                self._store.delivery(holding.delivery, self._vault.key_of(holding.delivery, self._today))

    def found(self, item: ReceivedFile) -> str:
        """The delivery that a file received one by one is held in; '' where it is held no longer."""
        about = (item.source, item.layout, item.sha256)
        held = self._vault.held() if self._vault else ()
        return next((h.delivery for h in held if (h.source, h.layout, h.sha256) == about and h.rows is not None), "")

    def note(self, extract: Extract, parts: Mapping[str, Any]) -> None:
        """Keep what is said of a delivery in the delivery itself: it outlives all that was derived from it."""
        text = json.dumps(parts, ensure_ascii=False, default=str)
        self._store.take(_about(extract), {"parts": [text]}, {"parts": "VARCHAR"})

    def noted(self, extract: Extract) -> dict[str, Any]:
        """What `note` kept, of a delivery that is open."""
        found: dict[str, Any] = json.loads(self._store.value(f'SELECT parts FROM "{_about(extract)}"'))
        return found

    def hide_again(self, extract: Extract, delivery: str) -> None:
        """Apply the lists of suppressed addresses of today to a delivery that came before them."""
        with self._store.into(delivery):
            hide_again(extract.layout, (extract.accepted_table, extract.unread_table), self._store)

    def holds(self, name: str) -> bool:
        """Whether a delivery that a step took in can still be opened."""
        return self._vault is not None and name in {holding.delivery for holding in self._vault.held()}

    def check_may_be_kept(self, fingerprint: str, file: str) -> None:
        """A file whose retention ended is not taken in again.

        Raises:  NotPermitted.
        """
        for holding in self._vault.all() if self._vault else ():
            if holding.sha256 == fingerprint and not holding.is_held and holding.why == DUE:
                raise NotPermitted(
                    f"The retention of this delivery ended on {holding.due}; what was taken in of it was destroyed.",
                    where=file,
                    mend="delete the file, and ask the supplier for a new delivery",
                )

    def close(self, names: Collection[str], ledger: Ledger) -> None:
        """Destroy deliveries that were replaced while the run went on, and put every destruction on record."""
        if self._vault is None:
            return
        for holding in self._vault.held():
            if holding.delivery not in {*names, *self.reviews}:
                self._store.let_go(holding.delivery)
                self._vault.destroy(holding.delivery, self._today, REPLACED)
        record_destroyed(self._vault, ledger)

    @property
    def reviews(self) -> tuple[str, ...]:
        """Files of pairs that were drawn for review, the oldest first. No step makes them, so none owns them."""
        held = self._vault.held() if self._vault else ()
        return tuple(holding.delivery for holding in held if holding.source == REVIEW and holding.rows is not None)

    def let_reviews_go(self, permitted: Collection[Permitted]) -> None:
        """Destroy the reviews that rest on an agreement which allows nothing any longer."""
        if self._vault is None:
            return
        allowed = {item.permit.agreement for item in permitted}
        for name in self.reviews:
            if not set(self._vault.holding(name).agreement.split(BETWEEN)) <= allowed:
                self._vault.destroy(name, self._today, NOT_ALLOWED)

    @contextmanager
    def review(self, deliveries: Collection[str]) -> Iterator[Delivery]:
        """A new encrypted file for pairs of records of some deliveries: it is due when the first of these is."""
        if self._vault is None:
            raise NotFound("There is no vault.", where="denizen review", mend="give the vault key")
        about = [self._vault.holding(delivery) for delivery in deliveries]
        name, key = self._vault.new_delivery(
            source=REVIEW,
            layout="pairs",
            file="pairs drawn for review",
            sha256=sha256(" ".join(sorted(deliveries)).encode()).hexdigest(),
            agreement=BETWEEN.join(sorted({holding.agreement for holding in about})),
            received=self._today,
            due=min(holding.due for holding in about),
        )
        self._store.delivery(name, key)
        found = Delivery(name)
        with self._store.into(name):
            yield found
        self._vault.finished(name, found.rows)

    @contextmanager
    def delivery(self, item: Permitted, fingerprint: str) -> Iterator[Delivery]:
        """A new encrypted file; what is made inside goes there, and is readable by its bare name afterwards."""
        if self._vault is None:
            raise NotFound("There is no vault.", where=item.file.file, mend="give the vault key")
        name, key = self._vault.new_delivery(
            source=item.layout.source,
            layout=item.layout.name,
            file=item.file.file,
            sha256=fingerprint,
            agreement=item.permit.agreement,
            received=self._today,
            due=self._today + timedelta(days=_days(item)),
        )
        self._store.delivery(name, key)
        found = Delivery(name)
        with self._store.into(name):
            yield found
        self._vault.finished(name, found.rows)


def _about(extract: Extract) -> str:
    return extract.accepted_table.replace("accepted", "about", 1)


_LONGEST = 365
"""days, where neither the contract nor the agreement says"""


def _days(item: Permitted) -> int:
    """How long a delivery may be kept: the least of what contract and agreement say."""
    said = [days for days in (item.contract.retention_days, item.permit.grounds.retention_days) if days]
    return min(said, default=_LONGEST)
