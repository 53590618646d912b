"""`denizen agreements`: whether codes and agreements fit together, what a new version changes, one code for all."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from denizen.agreements.combining import Combined
    from denizen.agreements.differences import Difference
    from denizen.agreements.findings import Finding, Report

agreements_app = typer.Typer(
    help="Codes of practice and agreements: whether they fit together, what changes, one code for all.",
    no_args_is_help=True,
)

Folder = Annotated[Path, typer.Argument(help="a folder with codes and agreements, or one file")]
AsJson = Annotated[bool, typer.Option("--json", help="as JSON, for programs")]
OnDay = Annotated[str, typer.Option("--on", help="the day to look at (default: today): 2026-04-01")]


@agreements_app.command()
def check(folder: Folder = Path(), as_json: AsJson = False, on: OnDay = "") -> None:
    """Find what contradicts, overlaps, is silent, missing or out of date, with a case and a repair for each.

    The exit code is 1 where something blocks: a declared flow, or what governs it, is touched.
    """
    from denizen.pipeline.agreements_checked import check_folder

    report = check_folder(folder, _day(on))
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _tell(report)
    if report.blocks:
        raise typer.Exit(1)


@agreements_app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="the version that was")],
    new: Annotated[Path, typer.Argument(help="the version that is to be")],
    as_json: AsJson = False,
    on: OnDay = "",
) -> None:
    """Say which clauses and terms a new version changes, and which uses it allows or forbids for that, with a case each.

    As JSON, every case that changes is told.
    """
    from denizen.pipeline.agreements_changed import compare

    difference = compare(old, new, _day(on))
    if as_json:
        typer.echo(json.dumps(difference.as_json(), ensure_ascii=False, indent=2))
    else:
        _tell_difference(difference)


@agreements_app.command()
def combine(
    folder: Folder,
    out: Annotated[Path, typer.Option(help="the new file for the single code")],
    as_json: AsJson = False,
    on: OnDay = "",
) -> None:
    """Write the widest single code to which no partner objects, and say what is given up for it."""
    from denizen.pipeline.agreements_changed import combine_folder

    combined = combine_folder(folder, out, _day(on))
    if as_json:
        typer.echo(json.dumps(combined.as_json(), ensure_ascii=False, indent=2))
    else:
        _tell_combined(combined, out)


def _tell(report: Report) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    for finding in report.findings:
        console.print(f"[bold]{finding.severity}[/bold]  {finding.kind}: ", end="")
        console.print(_cited(finding), markup=False)
        console.print(f"  {finding.sentence}", markup=False)
        console.print(f"  mend: {finding.repair}", markup=False)
        console.print()
    for sentence in report.proved:
        console.print(f"proved  {sentence}", markup=False)
    console.print(_counted(report), markup=False)


def _cited(finding: Finding) -> str:
    pairs = list(dict.fromkeys(zip(finding.codes, finding.clauses, strict=True)))
    shown = ", ".join(f"{code} {clause}" for code, clause in pairs[:6])
    return shown + (f" and {len(pairs) - 6} more" if len(pairs) > 6 else "")


def _counted(report: Report) -> str:
    if not report.findings:
        return "Nothing was found."
    counts: dict[str, int] = {}
    for finding in report.findings:
        counts[finding.severity] = counts.get(finding.severity, 0) + 1
    words = {"blocks": "block", "warns": "warn", "notes": "are notes"}
    listed = ", ".join(f"{counts[severity]} {word}" for severity, word in words.items() if severity in counts)
    return f"{len(report.findings)} found: {listed}."


def _tell_difference(difference: Difference) -> None:
    for clause in difference.clauses:
        typer.echo(clause.sentence)
        for effect in clause.effects:
            typer.echo(f"  {effect}")
    for term in difference.terms:
        typer.echo(term.sentence)
    for change in difference.beside:
        typer.echo(f"{change.heading}: {change.uses}")
        typer.echo(f"  for example: {change.example}")
        typer.echo(f"  by: {change.by}")
    for sentence in difference.proved:
        typer.echo(f"proved  {sentence}")


def _tell_combined(combined: Combined, out: Path) -> None:
    for clause, parents in combined.traced:
        typer.echo(f"clause {clause}  from {parents}")
    for loss in combined.losses:
        typer.echo(f"given up: {loss.sentence}")
    for one in combined.left_out:
        typer.echo(f"left out: {one.sentence}")
    for clash in combined.unresolved:
        typer.echo(f"unresolved: {clash.sentence}")
    clashes = len(combined.unresolved)
    typer.echo(
        f"{len(combined.traced)} clauses are in {out}; {len(combined.losses)} times something was given up,"
        f" {len(combined.left_out)} times left out; {clashes} {'clash' if clashes == 1 else 'clashes'} of duties unresolved."
        " It is a draft: its sections are brought together from the parents, and nobody has signed it."
    )


def _day(said: str) -> date:
    if not said:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise typer.BadParameter("write the day as 2026-04-01", param_hint="--on") from None
