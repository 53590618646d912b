"""The door to the review of links: `denizen review`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from denizen.pipeline.reviewing import ReviewTold
    from denizen.pipeline.steps import StepDone
    from denizen.terms.linkage import LinkedShare


def review(
    folder: Annotated[Path, typer.Argument(help="the area folder, which holds denizen.yaml")],
    reviewer: Annotated[str, typer.Option(help="your own name; a pseudonym of it is kept")] = "",
    how_many: Annotated[int, typer.Option(help="pairs of a sample that is drawn now")] = 100,
    new: Annotated[bool, typer.Option("--new", help="draw another sample")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="take back your last decision, or that about --pair")] = False,
    pair: Annotated[int | None, typer.Option(help="the pair whose decision is taken back")] = None,
    agreement: Annotated[bool, typer.Option("--agreement", help="tell how far reviewers agree, and no pair")] = False,
) -> None:
    """Decide of pairs of records, drawn by chance, whether they are one person; a second reviewer looks at them too."""
    from denizen.pipeline import reviewing

    seat = reviewing.Seat(folder, reviewer, datetime.now(UTC).date(), os.environ)
    if agreement:
        for line in lines_of(reviewing.agreement_told(seat, _Patience())):
            typer.echo(line)
    elif undo:
        taken_back = reviewing.take_back(seat, _Patience(), pair)
        typer.echo(f"The decision about pair {taken_back} is taken back.")
    else:
        _check_is_seen_by_a_person()
        window = reviewing.Window(typer.echo, _ask)
        sitting = reviewing.review(seat, window, _Patience(), how_many, anew=new)
        typer.echo(f"{sitting.decided} decided, {sitting.left} left for you. The next run takes them up.")
        typer.echo("Close this window: what was shown stands in it.")


class _Patience:
    """Says once that files are being taken in; a line that moves would stand in the way of a question."""

    def __init__(self) -> None:
        self._is_told = False

    def starts(self, name: str) -> None:  # noqa: ARG002
        if not self._is_told:
            typer.echo("Files or links have changed, and are brought up to date first.")
            self._is_told = True

    def ends(self, step: StepDone) -> None:
        """Nothing more is said."""


def lines_of(found: ReviewTold) -> list[str]:
    """How a review stands, in words."""
    lines = [f"{found.pairs} pairs were drawn, and {found.decisions} decisions taken."]
    if found.agreement:
        of = found.agreement
        lines.append(f"Two reviewers answered {of.pairs} of them, {of.share:.0%} alike; {found.differing} differ.")
        lines.append(f"Cohen's kappa: {of.kappa:.2f} ({of.lower:.2f} to {of.upper:.2f}).")
    else:
        lines.append("No pair was answered by two reviewers yet.")
    if found.estimated:
        lines.append(f"Links that are right: {_share(found.estimated.precision)}.")
        lines.append(f"Right links that were made: {_share(found.estimated.recall)}.")
    return lines


def _share(share: LinkedShare) -> str:
    return f"{share.value:.1%} ({share.lower:.1%} to {share.upper:.1%})"


def _check_is_seen_by_a_person() -> None:
    from denizen.errors import NotPermitted

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NotPermitted(
            "Names are shown to a reviewer alone, and this goes into a file or another program.",
            where="denizen review",
            mend="run it at a terminal, with neither input nor output redirected",
        )


def _ask(question: str) -> str | None:
    try:
        return input(question)
    except EOFError:
        return None
