"""The command line. It parses, calls the pipeline, and says what happened; errors become sentences and exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from denizen.cli_addresses import match_addresses
from denizen.cli_agreement_documents import new, page, schema
from denizen.cli_agreements import agreements_app
from denizen.cli_explain_link import explain_link
from denizen.cli_ledger import ledger_app
from denizen.cli_link import link
from denizen.cli_request import request_app
from denizen.cli_review import review
from denizen.cli_signing import approve, dpia, keys_app, sign, verify
from denizen.cli_town import town_app
from denizen.cli_vault import vault_app

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from denizen.pipeline.asking import LeftOut
    from denizen.pipeline.releasing import Release
    from denizen.pipeline.run import RunReport

app = typer.Typer(
    help="Who lives here, how is that changing, and how sure are we? Profiles of an area from the lists that its partners keep.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(ledger_app, name="ledger")
app.add_typer(request_app, name="request")
app.add_typer(town_app, name="town")
app.add_typer(vault_app, name="vault")
app.command()(match_addresses)
app.command()(link)
app.command()(review)
app.command()(explain_link)
app.command()(approve)

app.add_typer(agreements_app, name="agreements")
agreements_app.add_typer(keys_app, name="keys")
agreements_app.command()(new)
agreements_app.command()(page)
agreements_app.command()(schema)
agreements_app.command()(sign)
agreements_app.command()(verify)
agreements_app.command()(dpia)

contract_app = typer.Typer(
    help="Contracts: what a list's files look like, and what the list can tell.", no_args_is_help=True
)
app.add_typer(contract_app, name="contract")

AreaFolderArgument = Annotated[Path, typer.Argument(help="the area folder, which holds denizen.yaml")]


@app.command()
def demo(
    out: Annotated[Path | None, typer.Option(help="where to make the area folder (default: build/<example>)")] = None,
    example: Annotated[str, typer.Option(help="which example")] = "derby",
    town: Annotated[
        bool, typer.Option("--town", help="the invented town: every source, records of people too")
    ] = False,
) -> None:
    """Make an example's profile: real open data, or with --town the lists of people who do not exist."""
    from denizen.pipeline.starting import key_for_town, start_from_example

    chosen = "town" if town else example
    folder = out or Path("build") / chosen
    started = start_from_example(chosen, folder)
    for name in started.kept:
        _say(f"Kept as it is, although the example has another: {name}")
    if not town:
        _run(started.folder)
        return
    key = key_for_town(folder, os.environ)
    if key.is_new:
        _say(f"A vault key was made for the town: {key.file}. For people who exist, keep the key on another disk.")
    _run(started.folder, environ=key.environ)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="the new area folder")],
    example: Annotated[str, typer.Option(help="the example to start from")] = "derby",
) -> None:
    """Start an area folder from an example."""
    from denizen.pipeline.starting import start_from_example

    started = start_from_example(example, folder)
    _say(f"{started.copied} files copied into {folder}.")
    for name in started.kept:
        _say(f"Kept as it is, although the example has another: {name}")
    _say(f"Next: denizen run {folder}")


@app.command()
def run(folder: AreaFolderArgument = Path()) -> None:
    """Take in the files of an area folder and write its book, as a draft."""
    _run(folder)


@contract_app.command("new")
def contract_new(
    sample: Annotated[Path, typer.Argument(help="a sample of the list, with its headers")],
    source: Annotated[str, typer.Option(help="an id for the source: small letters, digits, underscores")],
    out: Annotated[Path, typer.Option(help="where to write the contract: the folder `contracts` of an area")],
) -> None:
    """Draw up a contract for a list of your own from a sample of it: no code is needed."""
    from denizen.pipeline.drawing_up import draw_up

    drawn = draw_up(sample, source, out, _today())
    _say(f"Written: {drawn.path}. What is guessed says CHECK; look through every line.")
    for line in drawn.to_check:
        _say(f"- {line}")
    for name in drawn.never:
        _say(f"- `{name}` is left out: a statistic needs no way to reach anyone")
    _say("Next: an agreement that names the source, and the file in denizen.yaml or `denizen receive`.")


@app.command()
def receive(
    file: Annotated[Path, typer.Argument(help="the file as it came")],
    source: Annotated[str, typer.Option(help="the source that it is of, as electoral_register")],
    agreement: Annotated[str, typer.Option(help="the agreement that it came under")],
    folder: Annotated[Path, typer.Option("--area", help="the area folder")] = Path(),
    layout: Annotated[str, typer.Option(help="its layout, where its headers do not tell")] = "",
    snapshot: Annotated[str, typer.Option(help="the day that it describes, where no column tells: 2025-12-01")] = "",
    rows: Annotated[int | None, typer.Option(help="how many rows the supplier counted before sending")] = None,
    run_on: Annotated[str, typer.Option(help="the day that the supplier ran the export")] = "",
) -> None:
    """Take in one file and answer with a receipt to mail to the supplier; the next run takes it up."""
    from denizen.pipeline.receive_one import Sent, receive_one
    from denizen.telling import Teller
    from denizen.terms.controls import Controls

    controls = Controls(rows, _as_day(run_on, "--run-on"), {}) if rows is not None or run_on else None
    sent = Sent(file, source, agreement, layout, _as_day(snapshot, "--snapshot"), controls)
    with Teller() as teller:
        answer = receive_one(folder, sent, _today(), teller, os.environ)
    _say(answer.text.read_text("utf-8").rstrip())
    _say(f"The receipt, to be mailed: {answer.page} and {answer.text.name}")
    if answer.is_sealed:
        _say(
            "What was taken in is in the vault. The file itself is not needed any more: destroy it as the agreement says."
        )


@app.command()
def release(
    folder: AreaFolderArgument,
    prepared_by: Annotated[str, typer.Option(help="who prepared the book")],
    approved_by: Annotated[str, typer.Option(help="who looked at the draft and approves it: someone else")],
) -> None:
    """Write the book without its draft mark, on record, once somebody else approves it."""
    from denizen.pipeline.releasing import Release

    _run(folder, Release(prepared_by, approved_by))


@app.command()
def explain(
    figure_id: Annotated[
        str, typer.Argument(help="indicator/category/area/period, as in residents/all/E06000015/2021-03-21")
    ],
    folder: AreaFolderArgument = Path(),
) -> None:
    """Print a figure's way back to its extracts, agreements, checks, method, parameters and code."""
    from denizen.pipeline.explaining import explain as explained

    for line in explained(folder, figure_id, _today(), os.environ):
        _say(line)


def main() -> None:
    """The program `denizen`."""
    from denizen.errors import DenizenError

    try:
        app()
    except DenizenError as error:
        print(error, file=sys.stderr)  # noqa: T201
        raise SystemExit(error.exit_code) from None
    except Exception as error:  # the last net: the kind of error alone, for its message may quote a row
        print(_fault(error), file=sys.stderr)  # noqa: T201
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        print("Stopped. What was finished is kept; run again to go on.", file=sys.stderr)  # noqa: T201
        raise SystemExit(130) from None


def _fault(error: Exception) -> str:
    """What to say of an error that nobody foresaw: where in the code, and no word of what it was working on."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f"{Path(frame.tb_frame.f_code.co_filename).name} line {frame.tb_lineno}" if frame else "denizen"
    return (
        f"This is a fault of denizen ({type(error).__name__}).\n  where: {where}\n"
        "  mend:  report these three lines; nothing of your files is in them. What was finished is kept"
    )


def _as_day(text: str, option: str) -> date | None:
    from datetime import date

    from denizen.errors import BadInput

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(f"`{text}` is no day.", where=option, mend="write it as 2025-12-01") from None


def _today() -> date:
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


def _run(folder: Path, release: Release | None = None, environ: Mapping[str, str] = os.environ) -> None:
    from denizen.pipeline.run import run_area
    from denizen.telling import Teller

    with Teller() as teller:
        report = run_area(folder, _today(), teller, release, environ)
    _tell(report)
    if report.left_out:
        raise SystemExit(max(item.error.exit_code for item in report.left_out))


def _tell(report: RunReport) -> None:
    for notice in report.notices:
        _say(f"Noted: {notice}")
    skipped = [step for step in report.steps if step.was_skipped]
    done = [step for step in report.steps if not step.was_skipped]
    received = sum(receipt.received for receipt in report.receipts)
    accepted = sum(receipt.accepted for receipt in report.receipts)
    aside = sum(receipt.set_aside for receipt in report.receipts)
    files = "1 file" if len(report.receipts) == 1 else f"{len(report.receipts)} files"
    _say(
        f"{files}: {received:,} rows received = {accepted:,} accepted + {received - accepted:,} refused, "
        f"{aside:,} of them set aside as of another area or kind."
    )
    if skipped:
        why = "nothing that they are made from has changed"
        _say(f"{len(skipped)} of {len(report.steps)} steps were skipped: {why}.")
    for step in done if skipped else []:
        _say(f"Done again: {step.name} ({step.because}).")
    for finding in report.findings:
        _say(f"- {finding}")
    _tell_left_out(report.left_out)
    _say(f"The profile: {report.book}")


def _tell_left_out(left_out: tuple[LeftOut, ...]) -> None:
    """Files that were left out, those with the same reason together."""
    together: dict[tuple[str, str, str], list[LeftOut]] = {}
    for item in left_out:
        together.setdefault((item.source, item.layout, item.error.what), []).append(item)
    for (source, layout, _), items in together.items():
        more = f" and {len(items) - 1} more files" if len(items) > 1 else ""
        _say(f"Left out: {source}.{layout} ({items[0].file}{more})")
        _say("  " + str(items[0].error).replace("\n", "\n  "))


def _say(line: str) -> None:
    typer.echo(line)
