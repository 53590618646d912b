"""The door to address matching: `denizen match-addresses`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def match_addresses(
    folder: Annotated[Path, typer.Argument(help="the folder of the lists and of the address register")],
    map_file: Annotated[Path, typer.Option("--map", help="which column holds what: a YAML file")],
    out: Annotated[Path, typer.Option(help="the CSV to write: source, record_id, uprn, reason, weight")],
) -> None:
    """Match the addresses of any lists to the UPRNs of an address register."""
    from denizen.pipeline.matching_addresses import match_addresses as matched_addresses

    matched = matched_addresses(folder, map_file, out)
    for note in matched.notes:
        typer.echo(f"Noted: {note}")
    for source, records in matched.records.items():
        found = matched.reasons[source]
        told = ", ".join(f"{reason} {count:,}" for reason, count in sorted(found.items(), key=lambda item: -item[1]))
        typer.echo(f"{source}: {records:,} records, {sum(found.values()):,} matched ({told or 'none'})")
    typer.echo(f"The matches: {out}. A record that is not in it has no match.")
