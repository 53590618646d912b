"""`denizen vault`: what is held of people, under which key, until when; and its end."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from denizen.store.keys import MasterKey
    from denizen.store.ledger import Ledger
    from denizen.store.register import Holding
    from denizen.store.vault import Vault

vault_app = typer.Typer(
    help="The records of people that are held, encrypted; their keys; the day on which each is destroyed.",
    no_args_is_help=True,
)

AreaFolder = Annotated[Path, typer.Argument(help="the area folder, which holds denizen.yaml")]


@vault_app.command()
def show(folder: AreaFolder = Path()) -> None:
    """List every delivery: what it is, under which agreement, until when it may be kept, what became of it."""
    vault, _ = _open(folder)
    today = datetime.now(UTC).date()
    for holding in vault.all():
        typer.echo(_line(holding, today))
    typer.echo(f"{len(vault.held())} held of {len(vault.all())}; {len(vault.due(today))} due to be destroyed.")
    _tell_of(vault.master)


@vault_app.command("new-key")
def new_key(
    to: Annotated[Path | None, typer.Option(help="a new file for the key, outside the area folder")] = None,
    keyring: Annotated[
        Path | None, typer.Option(help="keep it in this computer's keyring instead, for this area folder")
    ] = None,
) -> None:
    """Make a vault key. Keep a copy where the data is not: without it, nothing that is held can be read."""
    from denizen.store.custody import KEY_FILE, make_key_file, make_keyring_key

    if (to is None) == (keyring is None):
        raise typer.BadParameter("give either --to FILE or --keyring AREA_FOLDER")
    if to is not None:
        master = make_key_file(to)
        typer.echo(f"The vault key {master.key_id} is in {to}. Set {KEY_FILE} to that file, and keep a copy elsewhere.")
    elif keyring is not None:
        _begin_with_keyring(keyring, make_keyring_key)


@vault_app.command()
def rotate(
    folder: AreaFolder,
    key_file: Annotated[Path | None, typer.Option(help="the file of the new key (`new-key` makes one)")] = None,
    keyring: Annotated[bool, typer.Option("--keyring", help="make the new key in this computer's keyring")] = False,
) -> None:
    """Change the vault key. What is held stays readable; the old key opens nothing any more."""
    from denizen.store.custody import make_keyring_key, read_key_file
    from denizen.store.sweeping import change_key

    if (key_file is None) != keyring:
        raise typer.BadParameter("give either --key-file FILE or --keyring")
    vault, ledger = _open(folder)
    new = read_key_file(key_file, folder) if key_file is not None else make_keyring_key()
    change_key(_store_of(folder), vault, new, ledger, datetime.now(UTC).date())
    typer.echo(f"{len(vault.held())} deliveries are now under the vault key {new.key_id}, in {new.kept_in}.")
    typer.echo("Give that one from now on. Destroy the old key, and with it the use of old copies of the register.")
    _tell_of(new)


@vault_app.command()
def sweep(
    folder: AreaFolder,
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="as on this day (default: today)")] = None,
    delivery: Annotated[str | None, typer.Option(help="destroy this one, whenever it is due")] = None,
    why: Annotated[str | None, typer.Option(help="why, where it is not due")] = None,
) -> None:
    """Destroy what is due (or one delivery): its key, its file, and all that was derived."""
    from denizen.store.sweeping import sweep as swept

    if (delivery is None) != (why is None):
        raise typer.BadParameter("--delivery and --why go together")
    vault, ledger = _open(folder)
    on = day.date() if day else datetime.now(UTC).date()
    chosen = [delivery] if delivery else [holding.delivery for holding in vault.due(on)]
    done = swept(_store_of(folder), vault, ledger, chosen, on, why or "its retention ended")
    for holding in done.destroyed:
        typer.echo(_line(holding, on))
    typer.echo(f"{len(done.destroyed)} destroyed, {len(vault.held())} held.")
    if done.destroyed:
        listed = f" ({len(done.derived)} tables: {', '.join(done.derived)})" if done.derived else ""
        typer.echo(f"All that was derived went with them, and is made again at the next run{listed}.")


def _begin_with_keyring(folder: Path, make: Callable[[], MasterKey]) -> None:
    from denizen.errors import NotPermitted
    from denizen.store.register import key_id_in
    from denizen.store.vault import Vault

    if key_id := key_id_in(_store_of(folder)):
        raise NotPermitted(
            f"This area folder has a vault already, under the key {key_id}.",
            where=str(folder),
            mend="change its key with `denizen vault rotate AREA_FOLDER --keyring`",
        )
    master = make()
    Vault.open(_store_of(folder), master)
    typer.echo(f"The vault key {master.key_id} is in the keyring of this computer. Keep a copy elsewhere.")


def _open(folder: Path) -> tuple[Vault, Ledger]:
    """The vault and the ledger of an area folder, and the one not older than the other."""
    from denizen.errors import NotFound
    from denizen.pipeline.folder import LEDGER
    from denizen.store.custody import find_master_key
    from denizen.store.ledger import Ledger
    from denizen.store.register import key_id_in
    from denizen.store.sweeping import check_register_is_newest
    from denizen.store.vault import Vault

    store = _store_of(folder)
    key_id = key_id_in(store)
    if key_id is None:
        raise NotFound(
            "There is no vault here: no records of people were taken in.",
            where=str(folder),
            mend="name the area folder; a vault begins with the first list of people that is run",
        )
    vault = Vault.open(store, find_master_key(os.environ, folder, key_id))
    ledger = Ledger.open(folder / LEDGER)
    check_register_is_newest(store, vault, ledger)
    return vault, ledger


def _store_of(folder: Path) -> Path:
    from denizen.pipeline.folder import STORE

    return folder / STORE


def _line(holding: Holding, day: date) -> str:
    rows = "not finished" if holding.rows is None else f"{holding.rows:,} rows"
    state = f"destroyed {holding.destroyed} ({holding.why})" if holding.destroyed else "held"
    state += ", overdue" if holding.is_held and holding.due < day else ""
    return (
        f"{holding.source}.{holding.layout}: {holding.file}, {rows}, under {holding.agreement}, "
        f"received {holding.received}, due {holding.due}, {state} [{holding.delivery}]"
    )


def _tell_of(master: MasterKey) -> None:
    typer.echo(f"The vault key {master.key_id} comes from {master.kept_in}.")
    if master.is_beside_data:
        typer.echo("Noted: it lies on the same disk as the data; whoever takes the disk has both.")
