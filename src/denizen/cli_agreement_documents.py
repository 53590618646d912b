"""`denizen agreements new`, `page` and `schema`: a first draft from a few answers, a page to read, a schema for editors."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from denizen.agreements.questions import Question
    from denizen.pipeline.agreement_new import Drafted

JOINT = (
    "Joint controllers decide together why and how, and each answers for the whole. Where one body supplies and the other "
    "decides, a data disclosure agreement (dda) is what you want."
)


def new(
    out: Annotated[Path, typer.Argument(help="the new file: agreements/DDA-1.yaml, codes/our_code.yaml")],
    kind: Annotated[str, typer.Option(help="dda, isp, jca or code; asked where it is not given")] = "",
    answers: Annotated[Path | None, typer.Option(help="a YAML file with the answers, so that nothing is asked")] = None,
) -> None:
    """Write a first draft of an agreement, or of a code of practice, from ten questions."""
    from denizen.agreements.questions import KINDS, asked, questions
    from denizen.agreements.vocabulary import load_vocabulary
    from denizen.pipeline.agreement_new import read_answers, write_draft

    today = _today()
    if kind and kind not in KINDS:
        raise typer.BadParameter(f"one of {', '.join(KINDS)}", param_hint="--kind")
    given = read_answers(answers, kind) if answers else asked(questions(load_vocabulary(), today), _ask, kind)
    _tell(write_draft(given, out, today))


def page(
    file: Annotated[Path, typer.Argument(help="a code or an agreement")],
    out: Annotated[Path, typer.Option(help="where the page goes; it is written over")],
) -> None:
    """Write a code or an agreement as a page in plain English, to be read, mailed or printed."""
    from denizen.pipeline.agreement_page import write_page

    typer.echo(f"Written: {write_page(file, out, _today())}")


def schema(
    of: Annotated[str, typer.Argument(help="code or agreement")] = "agreement",
    out: Annotated[Path | None, typer.Option(help="a file to write it to, instead of showing it")] = None,
) -> None:
    """Show the JSON Schema of a code or an agreement: an editor that has it helps while you type."""
    from denizen.pipeline.agreement_new import schema_of, write_schema

    if of not in ("code", "agreement"):
        raise typer.BadParameter("code or agreement", param_hint="OF")
    if out is not None:
        typer.echo(f"Written: {write_schema(of, out)}")
        return
    typer.echo(json.dumps(schema_of(of), ensure_ascii=False, indent=2))


def _ask(question: Question, again: str) -> str:
    """Put one question at the terminal, with its choices and its guidance."""
    typer.echo("")
    if question.guidance:
        typer.echo(question.guidance)
    if question.choices:
        typer.echo(f"One of: {', '.join(question.choices)}")
    if again:
        typer.echo(again)
    said: str = typer.prompt(question.asks, default=question.default or None)
    if said.strip() == "jca" and not typer.confirm(f"{JOINT} Do both of you decide together?", default=False):
        return "dda"
    return said


def _tell(drafted: Drafted) -> None:
    typer.echo(f"Written: {drafted.path}, as a draft. What nobody was asked about says `default`: look at each.")
    if drafted.to_fill_in:
        typer.echo(f"To fill in before it can be in force ({len(drafted.to_fill_in)}; they say TO FILL IN):")
    for one in drafted.to_fill_in:
        typer.echo(f"- {one.sentence}")
    for against in drafted.against:
        typer.echo(f"The law: {against.reason.what} ({against.reason.cite})")
        typer.echo(f"  mend: {against.reason.mend}")
    typer.echo(f"Next: denizen agreements check {_area_of(drafted.path)}")


def _area_of(path: Path) -> Path:
    """The folder that holds the codes and the agreements of an area."""
    return path.parent.parent if path.parent.name in ("agreements", "codes") else path.parent


def _today() -> date:
    return datetime.now(UTC).date()
