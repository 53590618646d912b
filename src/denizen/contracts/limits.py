"""What the law says of a list, by nation and date, and the columns that never enter: written in its contract.

An agreement can allow less than the law. Where it allows more, the law holds.
"""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatch
from typing import Literal

from denizen.documents import Document, folded

Nation = Literal["england", "wales"]
Tier = Literal["T0", "T1", "T2", "T3"]
Ground = Literal["named_power", "legal_note", "dpia", "privacy_notice"]
"""what an agreement has to name before a list may be read under it"""


class Limit(Document):
    """One statutory limit: who may use which tiers of the list, for what, and what is an offence."""

    nations: tuple[Nation, ...] = ("england", "wales")
    tiers: tuple[Tier, ...] = ()
    """the tiers that it binds; none named, and no layouts: all"""
    layouts: tuple[str, ...] = ()
    from_: date
    until: date | None = None
    power: str
    cite: str
    purposes: tuple[str, ...] = ()
    """purposes that the law allows; none named means that it names none, not that it allows none"""
    recipients: tuple[str, ...] = ()
    """kinds of body that may hold the list; none named: the law does not say"""
    offence: str = ""
    requires: tuple[Ground, ...] = ()
    may_not: str = ""

    model_config = Document.model_config | {"alias_generator": lambda name: name.rstrip("_"), "populate_by_name": True}

    def binds(self, nation: str, day: date, layout: str, tier: str) -> bool:
        """Whether it holds in this nation, on this day, for this layout."""
        if nation not in self.nations or day < self.from_ or (self.until and day > self.until):
            return False
        named = bool(self.tiers or self.layouts)
        return not named or tier in self.tiers or layout in self.layouts


class Never(Document):
    """Columns that never enter, whatever an agreement says; `*` at the end of a header stands for anything."""

    headers: tuple[str, ...]
    why: str

    def bars(self, header: str) -> bool:
        """Compared by letters and digits alone."""
        return any(
            fnmatch(folded(header), folded(name.rstrip("*")) + "*" * name.endswith("*")) for name in self.headers
        )
