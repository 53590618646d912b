"""What `denizen request` does: enters a person's request, finds their rows, answers, and keeps the clock.

The identifier is turned into its pseudonym in memory and is written nowhere. What is found is told in the letter, and in no log:
the ledger has the id of the request, what happened to it and when.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from denizen.contracts import Contract
from denizen.documents import nearest
from denizen.errors import BadInput, CannotWrite, NotFound, NotPermitted
from denizen.pipeline.folder import LEDGER, STORE, open_folder
from denizen.pipeline.given import Given
from denizen.pipeline.objections import Kind, Objection, add_objections, leave_out
from denizen.pipeline.request_about import about
from denizen.pipeline.request_clock import Event, Happened, Right
from denizen.pipeline.request_editions import (
    check_edition,
    check_is_kept_for_its_edition,
    check_one_person,
    check_same_person,
    check_something_is_found,
    is_for_one_edition,
    mark_of,
    only_edition,
)
from denizen.pipeline.request_exemptions import Exemption, chosen_exemption, exemptions_for
from denizen.pipeline.request_file import Request, RequestRegister
from denizen.pipeline.request_letters import Refused, acknowledgement, letter
from denizen.pipeline.request_search import Found, identifying_column, known_as, names_a_household, rows_found, search
from denizen.pipeline.run import given_of
from denizen.pipeline.vaulting import leave_out_who_objected, open_vault, sweep_what_is_due
from denizen.store import Store, Vault
from denizen.store.ledger import Ledger

_LEAVES_OUT: dict[Right, Kind] = {Right.ERASE: "erasure", Right.OBJECT: "objection"}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where requests are dealt with: the area folder, the day, and the environment, which names the vault key."""

    folder: Path
    today: date
    environ: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks: which right, of which list, by which of its columns, as whom, and since when; of which edition, where
    the identifier is of one; and whether it is entered even where nothing is found, when somebody looked at it again."""

    right: Right
    source: str
    column: str
    identifier: str = field(repr=False)
    received: date
    edition: date | None = None
    nothing_found: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A request that was entered: where the person was found, and on which grounds it could be refused."""

    request: Request
    found: tuple[Found, ...]
    exemptions: tuple[Exemption, ...]
    keepers: tuple[str, ...]
    """who keeps the list: what is wrong there is put right there first"""
    is_of_household: bool
    """whether rows of others may have come with it"""


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered: the body of the letter, and how many rows were taken out."""

    request: Request
    letter: str = field(repr=False)
    rows_left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Room:
    given: Given
    vault: Vault
    ledger: Ledger

    @property
    def register(self) -> RequestRegister:
        return RequestRegister(self.vault, self.ledger)

    def contract(self, source: str) -> Contract:
        """Raises NotFound, with the nearest source."""
        if source not in self.given.contracts:
            raise NotFound(
                f"There is no list `{source}`.", where="--source", mend=nearest(source, sorted(self.given.contracts))
            )
        return self.given.contracts[source]

    def search(self, contract: Contract, column: str, person: str, edition: date | None) -> tuple[Found, ...]:
        """Raises BadInput, where the rows may be of different people."""
        with Store.open(self.vault.folder, self.vault.main_key()) as store:
            found = search(self.vault, store, contract, column, person, self.given.today, edition)
        check_one_person(contract, column, found)
        return found


def open_request(desk: Desk, asked: Asked) -> Opened:
    """Enter a request, and find the person. Nothing is changed yet.

    Raises:  BadInput, when the column or the identifier cannot be one of the list, may lead to different people, or leads to
             nobody and it is not said that it was looked at again; NotFound; NotPermitted, without the vault key.
    """
    room = _room(desk)
    contract = room.contract(asked.source)
    column = identifying_column(contract, asked.column)
    _check_day(asked.received, desk.today)
    is_of_household = names_a_household(contract, column)
    if is_of_household and asked.right in _LEAVES_OUT:
        raise BadInput(
            f"`{asked.column}` names a household: one person cannot have the others taken out.",
            where="--identifier-column",
            mend="use the column that names the person; or let each of the household ask",
        )
    person = known_as(contract, column, asked.identifier, room.vault.pseudonym_key())
    check_edition(contract, column, asked.edition)
    found = room.search(contract, column, person, asked.edition)
    if not asked.nothing_found:
        check_something_is_found(contract, column, found, asked.edition)
    if asked.right in _LEAVES_OUT and not rows_found(found):
        check_is_kept_for_its_edition(contract, column, asked.edition)
    request = room.register.open(
        asked.right,
        asked.received,
        source=asked.source,
        column=column,
        pseudonym=person,
        edition=asked.edition.isoformat() if asked.edition else only_edition(contract, column, found),
        mark=mark_of(contract, column, found, room.vault.pseudonym_key()),
    )
    keepers = dict.fromkeys(a.controller for a in room.given.area.agreements if asked.source in a.sources)
    return Opened(
        request, found, exemptions_for(asked.right, desk.today), tuple(keepers) or (contract.kept_by,), is_of_household
    )


def answer(desk: Desk, request_id: str, exemption: str = "", reason: str = "") -> Answered:
    """Do what was asked, or refuse it on a ground that is named; end its clock, and write the body of the letter.

    Raises:  NotFound; BadInput, when it was answered already, a ground is named without a reason, or what is found now may be
             of somebody else.
    """
    room = _room(desk)
    request = room.register.one(request_id)
    if request.right is Right.COMPLAINT or not request.is_open:
        raise BadInput(
            f"{request.id} is {'a complaint' if request.is_open else 'answered already'}.",
            where="denizen request answer",
            mend="use `denizen request clock` for complaints; an answered request is opened anew",
        )
    refused = Refused(chosen_exemption(exemption, reason, request.right, desk.today), reason) if exemption else None
    contract = room.contract(request.source)
    edition = date.fromisoformat(request.edition) if request.edition else None
    found = room.search(contract, request.column, request.pseudonym, edition)
    check_same_person(contract, request.column, found, request.mark, room.vault.pseudonym_key())
    gone, editions = 0, _editions_of(request, contract, found)
    if refused is None and request.right in _LEAVES_OUT:
        kind = _LEAVES_OUT[request.right]
        if not editions:
            check_is_kept_for_its_edition(contract, request.column, None)
        day = desk.today.isoformat()
        left_out = [
            Objection(request.source, request.column, request.pseudonym, kind, day, request.id, one) for one in editions
        ]
        add_objections(room.vault, room.ledger, left_out)
        gone = leave_out(room.vault, room.ledger, room.given.contracts, desk.today)
    text = letter(request, found, about(room.given, room.ledger, contract, found), refused, editions)
    done = room.register.happened(
        request.id,
        Event(desk.today, Happened.ANSWERED),
        how=f"exemption {exemption}" if exemption else "done",
        deliveries_searched=len(found),
    )
    return Answered(done, text, gone)


def complain(desk: Desk, received: date) -> Answered:
    """Enter a complaint: the body of the letter that acknowledges it."""
    room = _room(desk)
    _check_day(received, desk.today)
    request = room.register.open(Right.COMPLAINT, received)
    area = room.given.area.file
    return Answered(request, acknowledgement(request, area.area.name, area.publish.contact, desk.today))


def happened(desk: Desk, request_id: str, what: Happened, day: date) -> Request:
    """Put on record that something happened to a request or complaint.

    Raises:  NotFound; BadInput.
    """
    room, is_answer = _room(desk), what is Happened.ANSWERED
    _check_day(day, desk.today)
    if is_answer and room.register.one(request_id).right is not Right.COMPLAINT:
        raise BadInput(
            "A request is answered with its letter.", where="denizen request clock", mend="use `denizen request answer`"
        )
    return room.register.happened(request_id, Event(day, what))


def listed(desk: Desk) -> tuple[Request, ...]:
    """Every request and complaint."""
    return _room(desk).register.all()


def take_opt_outs(
    desk: Desk, source: str, column: str, identifiers: Collection[str], edition: date | None = None
) -> tuple[int, int]:
    """Put everybody on a partner's list of opt-outs on the list of people who are left out; of one edition alone, if it is said.

    Returns:  how many are new on it, and how many rows that were held went.
    Raises:   BadInput; NotFound.
    """
    room = _room(desk)
    contract = room.contract(source)
    name = identifying_column(contract, column)
    check_edition(contract, name, edition)
    check_is_kept_for_its_edition(contract, name, edition)
    of_edition = edition.isoformat() if edition else ""
    key, day = room.vault.pseudonym_key(), desk.today.isoformat()
    new = [
        Objection(source, name, known_as(contract, name, one, key), "opt_out", day, "", of_edition)
        for one in dict.fromkeys(identifiers)
    ]
    before = sum(entry.body["added"] for entry in room.ledger.entries() if entry.kind == "left_out")
    add_objections(room.vault, room.ledger, new)
    after = sum(entry.body["added"] for entry in room.ledger.entries() if entry.kind == "left_out")
    return after - before, leave_out(room.vault, room.ledger, room.given.contracts, desk.today)


def check_letter_can_be_written(out: Path, folder: Path) -> None:
    """Looked at before anything is done that cannot be undone.

    Raises:  NotPermitted, inside the area folder, which partners and backups have; CannotWrite.
    """
    if out.resolve().is_relative_to(folder.resolve()):
        raise NotPermitted(
            "A letter holds what is held of a person, and does not lie in the area folder.",
            where=str(out),
            mend="write it into a folder of your own, and delete it when it was sent",
        )
    if out.exists() or not out.resolve().parent.is_dir():
        raise _cannot_write(out, "it is there already" if out.exists() else "there is no such folder")


def write_letter(text: str, out: Path, folder: Path) -> None:
    """Write the body of a letter where its writer alone may read it.

    Raises:  NotPermitted; CannotWrite.
    """
    check_letter_can_be_written(out, folder)
    try:
        made = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise _cannot_write(out, error.strerror or type(error).__name__) from None


def _cannot_write(out: Path, reason: str) -> CannotWrite:
    return CannotWrite(
        f"The letter cannot be written ({reason}).",
        where=str(out),
        mend="name a file that is not there yet, in a folder of your own",
    )


def _room(desk: Desk) -> _Room:
    """The vault and the ledger of the area folder, swept of what is due and of whoever objected."""
    given = given_of(open_folder(desk.folder), desk.today)
    vault = open_vault(given, desk.folder / STORE, desk.environ, needs_one=True)
    if vault is None:
        raise NotFound(
            "There is no vault here.", where=str(desk.folder), mend="give the vault key, as for `denizen run`"
        )
    ledger = Ledger.open(desk.folder / LEDGER)
    sweep_what_is_due(vault, desk.folder / STORE, ledger, desk.today)
    leave_out_who_objected(vault, ledger, given)
    return _Room(given, vault, ledger)


def _editions_of(request: Request, contract: Contract, found: Sequence[Found]) -> tuple[str, ...]:
    """The editions that a person is left out of; one empty text: of every delivery."""
    if request.edition or not is_for_one_edition(contract, request.column):
        return (request.edition,)
    return tuple(sorted({item.edition for item in found if item.rows}))


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise BadInput(f"{day} has not come yet.", where="--received", mend="give the day on which it arrived")
