"""The receipt: what became of one delivery, for the partner who sent it. It holds counts and row numbers, no values."""

from __future__ import annotations

from dataclasses import dataclass


def in_words(count: int, thing: str) -> str:
    """So many of a thing: `1 row`, `1,204 rows`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Rows refused by one rule. `rows` are the first few row numbers, counted as in the file (the header is a row)."""

    rule: str
    column: str
    sentence: str
    mend: str
    count: int
    rows: tuple[int, ...]
    is_set_aside: bool = False
    """Nothing wrong with them: they are of another area or outside the dates asked for."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A column that did not enter, and why."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """One line of how the list compares with the people known to live there: an age band, or an area."""

    kind: str
    """'age' or 'area'"""
    label: str
    on_list: float | None
    """rounded as a published count would be; None where it would be withheld"""
    residents: float | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """One delivery: rows received = rows accepted + rows refused, always."""

    source: str
    layout: str
    file: str
    """name within the area folder"""
    sha256: str
    bytes: int
    encoding: str
    agreement: str
    received: int
    accepted: int
    refused: int
    set_aside: int
    """of the refused: rows with nothing wrong, of another area or kind than the list is read for"""
    identical: int
    """accepted rows that equal another accepted row of a list that declares no key: kept, and counted here"""
    refusals: tuple[Refusal, ...]
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...]
    """what was mended on the way in (thousands commas, a title block, an encoding)"""
    questions: tuple[str, ...]
    """what is worth asking the supplier"""
    first_period: str = ""
    last_period: str = ""
    controls: tuple[str, ...] = ()
    """what the supplier counted before sending, each beside what arrived"""
    compared: tuple[str, ...] = ()
    """in what this delivery agrees with the one before it, and in what it does not"""
    coverage: tuple[Coverage, ...] = ()
    """how the list compares with the best estimate at hand; it is for the supplier and stands in no book"""
    estimate: str = ""
    """what that estimate is"""

    @property
    def encoding_in_words(self) -> str:
        """What a person calls the encoding that was read."""
        return {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(self.encoding, self.encoding)

    @property
    def described(self) -> str:
        """The day or days that its accepted rows describe; in words where there is none."""
        if not self.first_period:
            return "no day that can be told" if self.accepted else "nothing, since no row was accepted"
        is_day = self.first_period == self.last_period
        return self.first_period if is_day else f"{self.first_period} to {self.last_period}"

    def __post_init__(self) -> None:
        if self.set_aside > self.refused:
            raise ValueError(f"{self.file}: more rows set aside ({self.set_aside}) than refused ({self.refused})")
        if self.received != self.accepted + self.refused:
            raise ValueError(
                f"{self.file}: {self.received} rows received, but {self.accepted} accepted and {self.refused} refused"
            )
