"""The door to linkage: `denizen link`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def link(
    folder: Annotated[Path, typer.Argument(help="the folder of the lists")],
    map_file: Annotated[Path, typer.Option("--map", help="which column holds what: a YAML file")],
    out: Annotated[Path, typer.Option(help="the CSV to write: source, record_id, cluster_id, probability")],
    threshold: Annotated[
        float | None, typer.Option(help="mean match weight in bits above which records are one person")
    ] = None,
    earlier: Annotated[
        Path | None, typer.Option(help="the CSV written of these lists before: whoever is in it keeps the id")
    ] = None,
    earlier_lists: Annotated[
        Path | None,
        typer.Option(
            help="the folder of the lists that the earlier links are of: only what changed since is looked at again"
        ),
    ] = None,
) -> None:
    """Say which records of any lists are one person, and how sure that is."""
    from denizen.pipeline.linking import THRESHOLD
    from denizen.pipeline.linking_lists import link_lists, report_beside, report_of

    found = link_lists(folder, map_file, out, THRESHOLD if threshold is None else threshold, earlier, earlier_lists)
    typer.echo(report_of(found), nl=False)
    typer.echo(f"The links: {out}. The report: {report_beside(out)}.")
