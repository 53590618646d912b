"""Which layouts of a source a file's headers fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from denizen.contracts import Contract, Layout
from denizen.errors import BadInput
from denizen.intake.decode import Limits
from denizen.intake.headers import columns_named, required_columns
from denizen.intake.land import header_of


def layouts_that_fit(path: Path, name: str, contract: Contract, limits: Limits) -> list[Layout]:
    """Layouts whose required columns the file has; of these, those of which it has the most columns.

    Raises:  UnreadableFile, when the file cannot be opened at all.
    """
    found: dict[str, int] = {}
    for layout in contract.layouts:
        try:
            found[layout.name] = len(header_of(path, name, layout, limits).position)
        except BadInput as error:
            if not path.is_file():
                raise error from None
    most = max(found.values(), default=0)
    return [layout for layout in contract.layouts if found.get(layout.name) == most and most]


def fits_better(headers: Sequence[str], layout: Layout, contract: Contract) -> Layout | None:
    """The layout of the same source that the headers fit better than the one they are read by; None where none does.

    A fuller list may well be read by a layout that leaves columns out, so this is a question and no refusal.
    """
    if not headers:
        return None
    known = {other.name: columns_named(headers, other) for other in contract.layouts}
    fitting = [other for other in contract.layouts if required_columns(other) <= known[other.name]]
    best = max(fitting, key=lambda other: len(known[other.name]), default=layout)
    return best if len(known[best.name]) > len(known[layout.name]) else None


def why_none_fits(path: Path, name: str, contract: Contract, limits: Limits) -> BadInput | None:
    """What keeps the file from being the layout that it comes nearest to; None where it comes near to none."""
    nearest = max(contract.layouts, key=lambda layout: _matched(path, name, layout, limits))
    if not _matched(path, name, nearest, limits):
        return None
    try:
        header_of(path, name, nearest, limits)
    except BadInput as error:
        return error
    return None


def _matched(path: Path, name: str, layout: Layout, limits: Limits) -> int:
    """How many of a layout's columns the file has, whether or not those that it must have are among them."""
    optional = replace(layout, fields=tuple(replace(field, required=False) for field in layout.fields))
    try:
        return len(header_of(path, name, optional, limits).position)
    except BadInput:
        return 0
