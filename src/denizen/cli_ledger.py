"""The door to the ledger: `denizen ledger verify`, `head`, `verifier`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

ledger_app = typer.Typer(help="The record of every permit, receipt, run and release.", no_args_is_help=True)

AreaFolder = Annotated[Path, typer.Argument(help="the area folder, which holds denizen.yaml")]


@ledger_app.command("verify")
def ledger_verify(
    folder: AreaFolder = Path(),
    against: Annotated[
        list[Path] | None, typer.Option(help="a signed head that you keep; give as many as you have")
    ] = None,
    public_key: Annotated[
        list[Path] | None,
        typer.Option(help="the .pub file of who signed them (default: the posts that the folder knows)"),
    ] = None,
) -> None:
    """Check the ledger whole: any byte changed, any line taken out is found, and the entry is named."""
    from denizen.pipeline.folder import LEDGER
    from denizen.pipeline.heads import check_against, read_head
    from denizen.pipeline.key_files import known_keys, read_public_key
    from denizen.store.ledger import verify

    report = verify(folder / LEDGER)
    for repair in report.repairs:
        typer.echo(f"Noted: {repair}")
    keys = [read_public_key(file) for file in public_key] if public_key else known_keys(folder)
    heads = [read_head(file, keys) for file in against or ()]
    check_against(folder / LEDGER, heads)
    typer.echo(f"The ledger is whole: {report.size} entries, root {report.root}.")
    for head in heads:
        typer.echo(f"It begins with the {head.size} entries of the head that {head.post} signed on {head.signed_on}.")


@ledger_app.command("head")
def ledger_head(
    folder: AreaFolder = Path(),
    key: Annotated[Path, typer.Option(help="your private key, a file outside the area folder")] = Path("key.pem"),
    out: Annotated[Path, typer.Option(help="a new file for the head")] = Path("head.json"),
    to: Annotated[str, typer.Option(help="the partner that it is for")] = "",
    since: Annotated[
        Path | None, typer.Option(help="the head that the partner has already: proves it goes on from there")
    ] = None,
) -> None:
    """Sign the ledger as it stands, for a partner to keep: no later ledger can leave out or change what it holds."""
    from denizen.pipeline.folder import LEDGER
    from denizen.pipeline.heads import give_head, read_head
    from denizen.pipeline.key_files import known_keys, open_pen
    from denizen.store.ledger import Ledger

    keys = known_keys(folder)
    pen, earlier = open_pen(key, keys), read_head(since, keys) if since else None
    head = give_head(Ledger.open(folder / LEDGER), pen, out, datetime.now(UTC), to, earlier)
    typer.echo(f"{head.post} signed {head.size} entries, root {head.root}: {out}")
    typer.echo(
        "Send it to every partner. `denizen ledger verifier` gives the script with which they can check it alone."
    )


@ledger_app.command("verifier")
def ledger_verifier(
    out: Annotated[Path, typer.Option(help="a new file for the script")] = Path("check_ledger.py"),
) -> None:
    """Write the stand-alone script that checks ledgers, heads and signatures: it needs Python and `cryptography` alone."""
    from importlib.resources import files

    from denizen.errors import CannotWrite

    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(files("denizen").joinpath("verifier.py").read_text("utf-8"))
    except OSError as error:
        raise CannotWrite(
            f"The script cannot be written ({error.strerror or type(error).__name__}).",
            where=str(out),
            mend="name a file that is not there yet, in a folder that you may write to",
        ) from None
    typer.echo(f"Written: {out}. It tells how it is used with: python {out} --help")
