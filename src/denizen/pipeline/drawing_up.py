"""Write a first contract for a list of one's own, drawn up from a sample, once it is known to be one that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from denizen.contracts import load_contract
from denizen.documents import identifier
from denizen.errors import BadInput, CannotWrite
from denizen.intake.scaffold import scaffold
from denizen.parameters import load_parameters
from denizen.pipeline.run import limits_from


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """Where the contract lies, what has to be looked at, and which columns were left out of it."""

    path: Path
    to_check: tuple[str, ...]
    never: tuple[str, ...]


def draw_up(sample: Path, source: str, out: Path, today: date) -> DrawnUp:
    """Write `<out>/<source>.yaml`. A contract that is there is left alone.

    Raises:  BadInput, when the id cannot be one or a contract of it is there; UnreadableFile, WrongLayout; CannotWrite.
    """
    try:
        identifier(source)
    except ValueError as error:
        raise BadInput(
            f"`{source}` cannot be the id of a source: {error}.", where="--source", mend="choose another id"
        ) from None
    path = out / f"{source}.yaml"
    if path.exists():
        raise BadInput(
            "There is a contract of this name.", where=str(path), mend="choose another id, or move it away first"
        )
    drawn = scaffold(sample, source, limits_from(load_parameters(today)))
    load_contract(drawn.text, path.name)
    try:
        out.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn.text, "utf-8", newline="\n")
    except OSError as error:
        raise CannotWrite(
            f"The contract could not be written ({type(error).__name__}).",
            where=str(path),
            mend="choose another folder",
        ) from None
    return DrawnUp(path, drawn.to_check, drawn.never)
