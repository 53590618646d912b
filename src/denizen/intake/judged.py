"""One delivery whose rows were judged, as whoever reads a receipt off it sees it."""

from __future__ import annotations

from typing import Protocol

from denizen.contracts import Layout
from denizen.terms.controls import Controls

FIRST_ROWS = 10
"""how many row numbers a receipt names of those that share something"""


class Judged(Protocol):
    """What the receipt is read off."""

    @property
    def name(self) -> str: ...
    @property
    def layout(self) -> Layout: ...
    @property
    def judged_table(self) -> str: ...
    @property
    def accepted_table(self) -> str: ...
    @property
    def controls(self) -> Controls | None: ...
