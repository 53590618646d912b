"""Time: the period that a figure describes."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From one day to another, both included. Written as ISO 8601: `2021-03-21`, or `2024-01-01/2024-12-31`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2021-03-21`, `2024-11`, `2024` or `start/end` of those.

        Raises:  ValueError, when it is none of these.
        """
        first, _, last = text.partition("/")
        return cls(_edge(first, first_day=True), _edge(last or first, first_day=False))

    @property
    def is_day(self) -> bool:
        return self.start == self.end

    def __str__(self) -> str:
        return self.start.isoformat() if self.is_day else f"{self.start.isoformat()}/{self.end.isoformat()}"


def _edge(text: str, *, first_day: bool) -> date:
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (1 if first_day else 12)
    if len(parts) > 2:
        return date(year, month, parts[2])
    return date(year, month, 1 if first_day else calendar.monthrange(year, month)[1])
