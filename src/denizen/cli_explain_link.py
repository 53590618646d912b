"""The door to the reasons of a link: `denizen explain-link`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def explain_link(
    folder: Annotated[Path, typer.Argument(help="the folder of the lists")],
    first: Annotated[str, typer.Argument(help="a record, as source:record_id")],
    second: Annotated[str, typer.Argument(help="another record, as source:record_id")],
    map_file: Annotated[Path, typer.Option("--map", help="which column holds what: a YAML file")],
    threshold: Annotated[
        float | None, typer.Option(help="mean match weight in bits above which records are one person")
    ] = None,
    picture: Annotated[Path | None, typer.Option(help="the SVG to draw it in")] = None,
) -> None:
    """Say why two records are linked, or are not: what each comparison adds, by which keys, and who else there is."""
    from denizen.pipeline.explaining_links import explain_link as explained
    from denizen.pipeline.link_in_words import in_words
    from denizen.pipeline.linking import THRESHOLD

    link = explained(folder, first, second, map_file, THRESHOLD if threshold is None else threshold, picture)
    for line in in_words(link):
        typer.echo(line)
    if picture is not None:
        typer.echo(f"The picture: {picture}")
