"""Services that can record one event: whose lists, in which columns, and what two rows of one event have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import RootModel

from denizen.contracts.contract import Layout
from denizen.documents import Code, Document, Identifier, parse_document


class Listed(Document):
    """How one layout tells of such events. Without `day` it is known to tell of them, and not on which day."""

    counted: str = ""
    """SQL condition: which rows are events of this sort (beside what the layout itself counts)"""
    day: str = ""
    """SQL for the day of the row"""
    kinds: Mapping[Identifier, Mapping[Code, tuple[Identifier, ...]]] = {}
    """column -> code -> kinds in common words"""
    unknown_to: Mapping[Identifier, str] = {}
    """service -> SQL condition under which whoever told of the event says that this service does not know it"""

    @property
    def columns(self) -> set[str]:
        """The columns that are read. An area may have a contract of its own, without them."""
        conditions = " ".join((self.day, self.counted, *self.unknown_to.values()))
        return {*self.kinds, *re.findall(r"\b[a-z_]+\b", re.sub(r"'[^']*'", "", conditions))}


class OneEvent(Document):
    """One sort of event that several services record."""

    sort: str
    every: Literal["quarter", "year"]
    within: Literal["base", "place"]
    earliest: int
    latest: int
    """days from the row of the service named first to that of the one named later"""
    cite: str
    services: Mapping[Identifier, Mapping[Identifier, Listed]]
    """service -> its layouts, the one to take first where several arrive; services in the order to count them"""

    def service_of(self, layout: Layout) -> str:
        """The service whose list this is; '' where it is of none."""
        return next((service for service, lists in self.services.items() if layout.name in lists), "")

    def listed(self, layout: Layout) -> Listed:
        return self.services[self.service_of(layout)][layout.name]

    def tells_the_day(self, layout: Layout) -> bool:
        """Whether rows say on which day: a list by month alone cannot be brought together with another."""
        listed = self.listed(layout)
        return bool(listed.day) and listed.columns <= {field.name for field in layout.fields}


class _File(RootModel[dict[Identifier, dict[str, OneEvent]]]):
    pass


def one_event_on(day: date) -> dict[str, OneEvent]:
    """Source -> what holds on a day of its events; a source for which nothing held yet is left out."""
    found: dict[str, OneEvent] = {}
    for source, dated in _read().items():
        held = [start for start in sorted(dated) if date.fromisoformat(start) <= day]
        if held:
            found[source] = dated[held[-1]]
    return found


@cache
def _read() -> Mapping[str, Mapping[str, OneEvent]]:
    text = resources.files("denizen.contracts").joinpath("one_event.yaml").read_text("utf-8")
    return parse_document(text, "one_event.yaml", _File).root
