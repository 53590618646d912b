"""Which layouts of a source a file's headers fit."""

from __future__ import annotations

from pathlib import Path

from denizen.contracts import Contract, Layout
from denizen.errors import BadInput
from denizen.intake.decode import Limits
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
