"""`denizen request`: what a person may ask, the clock of it, and complaints.

An identifier is asked for at the terminal or read from standard input: as an argument it would stand in the shell's history.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from denizen.pipeline.request_file import Request
    from denizen.pipeline.requests import Desk, Opened

request_app = typer.Typer(
    help="A person's requests: what is held of them, erasing, objecting, correcting; complaints; the clock of each.",
    no_args_is_help=True,
)

AreaFolder = Annotated[Path, typer.Argument(help="the area folder, which holds denizen.yaml")]
Source = Annotated[str, typer.Option(help="the list, as social_housing")]
Column = Annotated[
    str, typer.Option("--identifier-column", help="its column that names the person, as Person Reference")
]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="the day (default: today)")]
Received = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="the day on which it arrived (default: today)")
]
Snapshot = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="the day of the edition that the identifier is of, where each has its own"),
]
NothingFound = Annotated[
    bool, typer.Option("--nothing-found", help="enter it though nothing is found: the identifier was looked at again")
]
Out = Annotated[Path | None, typer.Option(help="answer now: a new file for the letter's body, outside the area folder")]


_RIGHTS = {
    "access": "A person asks what is held about them.",
    "erase": "A person asks to be erased: their rows are destroyed, and left out of every later delivery.",
    "object": "A person objects: their rows are left out, now and of every later delivery.",
    "correct": "A person says that something is wrong: whoever keeps the list puts it right there.",
}
"""what a person may ask about their own rows -> what the command does"""


def _command(right: str) -> Callable[..., None]:
    """The command by which somebody uses a right: the same questions for all of them."""

    def asked(
        folder: AreaFolder,
        source: Source,
        column: Column,
        received: Received = None,
        snapshot: Snapshot = None,
        out: Out = None,
        nothing_found: NothingFound = False,
    ) -> None:
        _open(_Told(folder, right, source, column, received, snapshot, nothing_found), out)

    return asked


for _right, _does in _RIGHTS.items():
    request_app.command(_right, help=_does)(_command(_right))


@request_app.command()
def answer(
    folder: AreaFolder,
    request_id: Annotated[str, typer.Argument(help="as REQ-2026-0001")],
    out: Annotated[Path, typer.Option(help="a new file for the letter's body, outside the area folder")],
    exemption: Annotated[str, typer.Option(help="the ground on which it is refused, where it is")] = "",
    reason: Annotated[str, typer.Option(help="why that ground applies; the letter says it")] = "",
) -> None:
    """Do what was asked, or refuse it on a ground that is named, and write the body of the letter."""
    _answer(_desk(folder), request_id, out, exemption, reason)


@request_app.command()
def complaint(folder: AreaFolder, received: Received = None, out: Out = None) -> None:
    """A person complains: it is acknowledged within 30 days, and followed until its outcome is told."""
    from denizen.pipeline.requests import complain, write_letter

    desk = _desk(folder)
    entered = complain(desk, _day(received))
    typer.echo(_line(entered.request, desk.today))
    if out is not None:
        write_letter(entered.letter, out, folder)
        typer.echo(f"The body of the acknowledgement: {out}")
    typer.echo(f"When it was sent: denizen request clock {folder} {entered.request.id} acknowledged")


@request_app.command()
def clock(
    folder: AreaFolder,
    request_id: Annotated[str, typer.Argument(help="as REQ-2026-0001")],
    what: Annotated[
        str,
        typer.Argument(
            help="identity_asked, identity_shown, clarity_asked, clarity_given, extended, acknowledged; answered, of a complaint"
        ),
    ],
    on: Day = None,
) -> None:
    """Put on record what happened to a request: it stops, starts, extends or ends its clock."""
    from denizen.documents import nearest
    from denizen.errors import BadInput
    from denizen.pipeline.request_clock import Happened
    from denizen.pipeline.requests import happened

    known = [one.value for one in Happened if one is not Happened.RECEIVED]
    if what not in known:
        raise BadInput(
            f"`{what}` is nothing that happens to a request.", where="denizen request clock", mend=nearest(what, known)
        )
    desk = _desk(folder)
    typer.echo(_line(happened(desk, request_id, Happened(what), _day(on)), desk.today))


@request_app.command("list")
def list_(folder: AreaFolder = Path()) -> None:
    """List every request and complaint, and by when each is due."""
    from denizen.pipeline.requests import listed
    from denizen.terms.receipts import in_words

    desk = _desk(folder)
    requests = listed(desk)
    for request in requests:
        typer.echo(_line(request, desk.today))
    late = sum(request.clock().is_late(desk.today) for request in requests)
    typer.echo(
        f"{in_words(len(requests), 'request')}, {sum(request.is_open for request in requests)} open, {late} late."
    )


@request_app.command("opt-outs")
def opt_outs(folder: AreaFolder, source: Source, column: Column, snapshot: Snapshot = None) -> None:
    """Take a partner's list of people who opted out, an identifier a line on standard input: they are left out from now on."""
    from denizen.pipeline.requests import take_opt_outs
    from denizen.terms.receipts import in_words

    identifiers = [line.strip() for line in sys.stdin if line.strip()]
    new, gone = take_opt_outs(_desk(folder), source, column, identifiers, snapshot.date() if snapshot else None)
    typer.echo(
        f"{new} new on the list of people who are left out of {source}; {in_words(gone, 'row')} that were held went."
    )
    _tell_of_next_run(folder, gone)


@dataclass(frozen=True, slots=True)
class _Told:
    """What was said on the command line of a new request."""

    folder: Path
    right: str
    source: str
    column: str
    received: datetime | None
    snapshot: datetime | None
    nothing_found: bool


def _open(told: _Told, out: Path | None) -> None:
    from denizen.pipeline.request_clock import Right
    from denizen.pipeline.requests import Asked, check_letter_can_be_written, open_request

    desk, edition = _desk(told.folder), told.snapshot.date() if told.snapshot else None
    if out is not None:
        check_letter_can_be_written(out, told.folder)
    asked = Asked(
        Right(told.right), told.source, told.column, _identifier(), _day(told.received), edition, told.nothing_found
    )
    opened = open_request(desk, asked)
    typer.echo(_line(opened.request, desk.today))
    for line in _found_in_words(opened):
        typer.echo(line)
    if out is not None:
        _answer(desk, opened.request.id, out)
        return
    for line in _next_in_words(told.folder, opened):
        typer.echo(line)


def _answer(desk: Desk, request_id: str, out: Path, exemption: str = "", reason: str = "") -> None:
    from denizen.pipeline.requests import answer, check_letter_can_be_written, write_letter

    check_letter_can_be_written(out, desk.folder)
    done = answer(desk, request_id, exemption, reason)
    write_letter(done.letter, out, desk.folder)
    typer.echo(f"{done.request.id} is answered. The body of the letter, for you alone: {out}")
    typer.echo("Read it, put in what says CHECK, send it, and delete the file.")
    _tell_of_next_run(desk.folder, done.rows_left_out)


def _found_in_words(opened: Opened) -> list[str]:
    """Where the person was found: counts alone."""
    from denizen.pipeline.request_search import rows_found
    from denizen.terms.receipts import in_words

    rows, number = rows_found(opened.found), len(opened.found)
    held = "one delivery of this list is held" if number == 1 else f"{number} deliveries of this list are held"
    lines = [f"Searched: {held}. Found: {in_words(rows, 'row')}."]
    lines += [
        f"  {item.holding.file}, received {item.holding.received}: {len(item.rows)}"
        for item in opened.found
        if item.rows
    ]
    if not rows:
        lines.append("Nothing is held by what was typed. The letter will say so: read it again before it is sent.")
    if opened.request.edition:
        lines.append(
            f"The request is about the edition of {opened.request.edition} alone: in another the identifier may be somebody "
            "else's. To be left out of every edition takes an identifier that lasts."
        )
    if opened.is_of_household:
        lines.append("The column names a household: take what is about others out of the letter before it is sent.")
    lines.append(f"Who keeps the list, and puts its record right first: {'; '.join(opened.keepers)}.")
    return lines


def _next_in_words(folder: Path, opened: Opened) -> list[str]:
    """How to answer, and the grounds on which it could be refused, each with what it needs."""
    request = opened.request
    lines = [f"To answer: denizen request answer {folder} {request.id} --out LETTER"]
    lines.append(
        "It may be refused on one of these grounds alone, with --exemption and --reason; none is used unless you name it:"
    )
    return lines + [f"  {item.id} ({item.law}): {item.says}. It needs: {item.needs}." for item in opened.exemptions]


def _line(request: Request, today: date) -> str:
    """One request, by its id."""
    stands = request.clock()
    due = f", due {stands.due}" if stands.due else ""
    late = ", LATE" if stands.is_late(today) else ""
    about = f" {request.source}" if request.source else ""
    return f"{request.id} {request.right.value}{about}: received {request.received}, {stands.state}{due}{late}"


def _identifier() -> str:
    """What the partner knows the person by: typed unseen at a terminal, or one line of standard input."""
    if sys.stdin.isatty():
        return str(typer.prompt("The identifier, as the list writes it", hide_input=True))
    return sys.stdin.readline().strip()


def _tell_of_next_run(folder: Path, gone: int) -> None:
    if gone:
        typer.echo(f"All that was derived went too. Make the figures anew without them: denizen run {folder}")


def _desk(folder: Path) -> Desk:
    from denizen.pipeline.requests import Desk

    return Desk(folder, datetime.now(UTC).date(), os.environ)


def _day(given: datetime | None) -> date:
    return given.date() if given else datetime.now(UTC).date()
