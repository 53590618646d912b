"""The door to invented towns: `denizen town`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

town_app = typer.Typer(help="Invented towns, whose true population is known.", no_args_is_help=True)


@town_app.command("new")
def town_new(
    folder: Annotated[Path, typer.Argument(help="the new town's folder")],
    like: Annotated[Path, typer.Option(help="the area folder whose ground and census the town takes")],
    people: Annotated[int, typer.Option(help="how many people it begins with")] = 20_000,
    years: Annotated[int, typer.Option(help="how many years it lives")] = 6,
    seed: Annotated[int, typer.Option(help="the same seed gives the same town")] = 1,
    until: Annotated[str, typer.Option(help="its last month")] = "2025-12",
    settings: Annotated[Path | None, typer.Option(help="a YAML file of settings that replace the usual ones")] = None,
) -> None:
    """Invent a population that lives through time, in real small areas, and write the truth about it."""
    from denizen.synthetic.making import TRUTH, Order, make_town

    made = make_town(folder, Order(like, people, years, seed, until, settings))
    for name, rows in made.files.items():
        typer.echo(f"{rows:>12,} rows  {TRUTH}/{name}.csv.gz")
    typer.echo(f"The town: {folder}. No step of denizen reads its {TRUTH}/.")
