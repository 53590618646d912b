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
    tiers: Annotated[str, typer.Option(help="lists of people that the area folder names: T0, T1, T2, T3")] = "T0,T1,T3",
) -> None:
    """Invent a town in real small areas: the truth about it, the lists that partners keep, an area folder to run."""
    from denizen.synthetic.area_folder import choice_of, write_area_folder
    from denizen.synthetic.example import open_example
    from denizen.synthetic.extracts.drawing import write_lists
    from denizen.synthetic.making import AREA, LISTS, TRUTH, Order, make_town

    choice = choice_of(tiers)
    made = make_town(folder, Order(like, people, years, seed, until, settings))
    for name, rows in made.files.items():
        typer.echo(f"{rows:>12,} rows  {TRUTH}/{name}.csv.gz")
    deliveries = write_lists(made, like, folder)
    chosen = choice.of(deliveries)
    write_area_folder(folder / AREA, folder / LISTS, open_example(like), made.town, chosen)
    typer.echo(f"{sum(item.rows for item in deliveries):>12,} rows  {LISTS}/, in {len(deliveries)} files")
    typer.echo(f"The town: {folder}. No step of denizen reads its {TRUTH}/.")
    typer.echo(f"Its area folder, with {len(chosen)} of the files: {folder / AREA}. Run it with `denizen run`.")
