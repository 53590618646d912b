"""The register of requests and complaints: a sealed file with their clocks, and no name in it.

A request knows the person by the keyed pseudonym of the partner's identifier, until it is answered. The ledger has its id alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from denizen.documents import nearest
from denizen.errors import NotFound
from denizen.pipeline.request_clock import Clock, Event, Happened, Right, check_can_happen, clock
from denizen.store import Vault
from denizen.store.ledger import Ledger
from denizen.store.sealed import read_sealed, write_sealed

FILE = "requests"


@dataclass(frozen=True, slots=True)
class Request:
    """One request or complaint: what is asked, of which list, what has happened; the person by pseudonym while it is open."""

    id: str
    right: Right
    events: tuple[Event, ...]
    source: str = ""
    column: str = ""
    pseudonym: str = ""
    edition: str = ""
    """the day of the only edition of the list that is meant"""
    mark: str = ""
    """keyed, of the name that was found when it was opened; it goes with the pseudonym"""

    @property
    def received(self) -> date:
        return self.events[0].day

    @property
    def is_open(self) -> bool:
        return self.events[-1].what is not Happened.ANSWERED

    def clock(self) -> Clock:
        return clock(self.right, self.events)


class RequestRegister:
    """The register of one vault, and the ledger that knows each entry by its id."""

    def __init__(self, vault: Vault, ledger: Ledger) -> None:
        self._vault = vault
        self._ledger = ledger

    def all(self) -> tuple[Request, ...]:
        """Every request, the oldest first.

        Raises:  UnreadableFile.
        """
        found = read_sealed(self._vault, FILE) or {}
        return tuple(_request(item) for item in found.get("requests", ()))

    def one(self, request_id: str) -> Request:
        """The request of an id.

        Raises:  NotFound, with the nearest id.
        """
        listed = self.all()
        for item in listed:
            if item.id.casefold() == request_id.strip().casefold():
                return item
        raise NotFound(
            f"There is no request {request_id}.",
            where="denizen request",
            mend=nearest(request_id, [r.id for r in listed]),
        )

    def open(self, right: Right, received: date, **about: str) -> Request:
        """Enter a new request, in the register and by its id in the ledger. `about`: further fields of `Request`, by name."""
        listed = self.all()
        begins = "CMP" if right is Right.COMPLAINT else "REQ"
        number = sum(item.id.startswith(f"{begins}-{received.year}-") for item in listed) + 1
        new = Request(
            f"{begins}-{received.year}-{number:04}",
            right,
            (Event(received, Happened.RECEIVED),),
            **about,
        )
        self._write([*listed, new])
        self._ledger.append("request", request=new.id)
        return new

    def happened(self, request_id: str, event: Event, **about: str | int) -> Request:
        """Put on record that something happened to a request. Once it is answered, the person's pseudonym goes.

        Raises:  NotFound; BadInput, when it cannot happen now.
        """
        old = self.one(request_id)
        check_can_happen(old.right, old.events, event)
        new = replace(old, events=(*old.events, event))
        new = new if new.is_open else replace(new, pseudonym="", mark="")
        self._write([new if item.id == old.id else item for item in self.all()])
        self._ledger.append("request_moved", request=new.id, what=event.what.value, day=event.day.isoformat(), **about)
        return new

    def _write(self, requests: Sequence[Request]) -> None:
        write_sealed(self._vault, FILE, {"requests": [_plain(item) for item in requests]})


def _plain(request: Request) -> dict[str, Any]:
    events = [{"day": event.day.isoformat(), "what": event.what.value} for event in request.events]
    return {**asdict(request), "right": request.right.value, "events": events}


def _request(plain: dict[str, Any]) -> Request:
    events = tuple(Event(date.fromisoformat(item["day"]), Happened(item["what"])) for item in plain["events"])
    return Request(**{**plain, "right": Right(plain["right"]), "events": events})
