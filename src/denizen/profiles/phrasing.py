"""Numbers, periods and statuses in words. No bare float reaches a page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from denizen.profiles.messages import Messages
from denizen.terms.measures import Figure, Indicator, Kind, Status
from denizen.terms.time import Period


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands commas, halves away from zero, and never `-0`."""
    scaled = math.floor(abs(value) * 10**decimals + 0.5 + 1e-9) / 10**decimals
    sign = "−" if value < 0 and scaled > 0 else ""
    return f"{sign}{scaled:,.{decimals}f}"


def rounded(value: float, decimals: int) -> float:
    """The number that `number` shows."""
    scaled = math.floor(abs(value) * 10**decimals + 0.5 + 1e-9) / 10**decimals
    return math.copysign(scaled, value) if scaled else 0.0


def period(text: str, m: Messages) -> str:
    """An ISO period in words: `21 March 2021`, `2024`, `12 months to December 2024`."""
    return _period(Period.parse(text), m)


def mid_year(text: str, m: Messages) -> str:
    """The period of a mid-year estimate in words, as its publisher calls it: `mid-2022`."""
    span = Period.parse(text)
    if span.is_day and (span.end.month, span.end.day) == (6, 30):
        return m.plain("period.mid_year", year=span.end.year)
    return _period(span, m)


def _period(span: Period, m: Messages) -> str:
    start, end = span.start, span.end
    if span.is_day:
        return m.plain("period.day", day=end.day, month=month(end, m), year=end.year)
    ends_a_month = (end + timedelta(days=1)).day == 1
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day != 1 or not ends_a_month:
        return m.plain("period.span", start=_day(start, m), end=_day(end, m))
    if months == 12 and start.month == 1:
        return str(end.year)
    if months == 12 and start.month == 4:
        return m.plain("period.year_to", month=month(end, m), year=end.year)
    if months == 1:
        return m.plain("period.month", month=month(end, m), year=end.year)
    return m.plain("period.months_to", months=months, month=month(end, m), year=end.year)


def _day(day: date, m: Messages) -> str:
    return m.plain("period.day", day=day.day, month=month(day, m), year=day.year)


def month(day: date, m: Messages) -> str:
    return m.plain(f"month.{day.month}")


def short_period(text: str) -> str:
    """A period for a chart's axis: the year in which it ends, or `Dec 2024`-like where it is a month."""
    span = Period.parse(text)
    return f"{span.end.year}" if span.is_day or (span.end - span.start).days > 31 else f"{span.end:%m/%y}"


_SIGNS = {"%": "%", "per cent": "%", "percent": "%"}


@dataclass(frozen=True)
class Phrases:
    """How the figures of one indicator are written in one language."""

    m: Messages
    indicator: Indicator

    @property
    def sign(self) -> str:
        """What follows each value: `%` for shares, nothing otherwise."""
        return "%" if self.indicator.kind is Kind.SHARE else _SIGNS.get(self.indicator.unit, "")

    @property
    def unit(self) -> Markup:
        """The unit in words, for the subtitle of a table or chart."""
        unit = self.indicator.unit
        key = f"unit.{unit}"
        return self.m.t(key) if self.m.has(key) else self.m.english(unit)

    @property
    def unit_after(self) -> Markup | str:
        """The unit as it follows a value that has its own sign: nothing after `%`, `per resident` after pounds."""
        if self.sign or self.indicator.unit == "pounds":
            return ""
        return self.m.english(self.indicator.unit.removeprefix("pounds ")) if self._pound else self.unit

    @property
    def _pound(self) -> str:
        return "£" if self.indicator.unit == "£" or self.indicator.unit.split(" ")[0] == "pounds" else ""

    def bare(self, value: float) -> str:
        return number(value, self.indicator.decimals)

    def value(self, figure: Figure | None) -> str:
        """The value, or in words why there is none."""
        if figure is None:
            return self.m.plain("status.absent")
        if figure.value is None:
            return self.status(figure) or self.m.plain("status.absent")
        return f"{self._pound}{self.bare(figure.value)}{self.sign}"

    def interval(self, figure: Figure | None) -> str:
        """`12.1 to 13.4`, or empty for a full count."""
        if figure is None or figure.lower is None or figure.upper is None:
            return ""
        return self.m.plain("interval.short", lower=self.bare(figure.lower), upper=self.bare(figure.upper))

    def interval_or_why(self, figure: Figure | None) -> str:
        """The interval, or in words why there is none."""
        if figure is None or figure.value is None:
            return "–"
        return self.interval(figure) or self.m.plain("table.no_interval")

    def status(self, figure: Figure | None) -> str:
        """The status in words; empty for an ordinary figure."""
        if figure is None or figure.status is Status.OK:
            return ""
        return self.m.plain(f"status.{figure.status.name.lower()}")

    def amount(self, figure: Figure | None) -> Markup:
        """Value, unit, interval and status, for sentences: `16.3 per 1,000 residents (15.8 to 16.7)`."""
        if figure is None or figure.value is None:
            return Markup.escape(self.value(figure))
        parts: list[Markup | str] = [self.value(figure)]
        parts += [self.unit_after] if self.unit_after else []
        parts += [f"({interval})"] if (interval := self.interval(figure)) else []
        parts += [f"({status})"] if (status := self.status(figure)) else []
        return Markup(" ").join(parts)

    def whole(self, figure: Figure | None) -> str:
        """Value, interval and status on one line, for tooltips and sentences."""
        text = self.value(figure)
        if figure is None or figure.value is None:
            return text
        if interval := self.interval(figure):
            text = f"{text} ({interval})"
        if status := self.status(figure):
            text = f"{text}, {status}"
        return text


_NAMED = (
    (1 / 3, "third"),
    (0.225, "fifth_to_quarter"),
    (0.25, "quarter"),
    (0.4, "two_fifths"),
    (0.45, "nearly_half"),
    (0.5, "half"),
    (0.55, "over_half"),
    (0.6, "three_fifths"),
    (2 / 3, "two_thirds"),
    (0.75, "three_quarters"),
    (0.8, "four_fifths"),
)


def about(share: float, whom: str, m: Messages) -> str:
    """A share from 0 to 1 of somebody, in everyday words: `about one in five residents`."""
    nearest = min(_NAMED, key=lambda pair: abs(pair[0] - share))
    if abs(nearest[0] - share) < (0.0125 if nearest[0] < 0.25 else 0.026):
        return m.plain(f"about.{nearest[1]}", whom=whom)
    if share < 0.25:
        return (
            m.plain("about.one_in", n=_count(max(round(1 / share), 2), m), whom=whom)
            if share > 0
            else m.plain("about.none", whom=whom)
        )
    if share >= 0.95:
        return m.plain("about.nearly_all", whom=whom)
    return m.plain("about.in_ten", n=_count(round(share * 10), m), whom=whom)


def _count(n: int, m: Messages) -> str:
    return m.plain(f"count.{n}") if n <= 10 else number(n)
