"""How a measure of the place has changed: its series, cut at each break, as a chart and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.breaks import ShownBreak, shown_breaks
from denizen.profiles.chart import starts_at_zero, trend_chart
from denizen.profiles.edition import Edition
from denizen.profiles.figures_index import TOTAL, segments
from denizen.profiles.pages.front import headline
from denizen.profiles.story import change_within
from denizen.terms.measures import Figure, Indicator, Kind, Status


@dataclass(frozen=True)
class TrendRow:
    period: str
    value: str
    interval: str
    status: str
    basis: Markup


@dataclass(frozen=True)
class Trend:
    area: str
    is_own: bool
    finding: Markup
    svg: Markup
    rows: tuple[tuple[TrendRow, ...], ...]
    """one tuple for each part between breaks"""
    bases: tuple[tuple[int, Markup], ...]
    """(which line, what it stands on) where there are several"""
    breaks: tuple[ShownBreak, ...]
    is_cut: bool
    """its scale does not start at zero"""
    has_doubtful: bool
    has_intervals: bool


def draw_trend(edition: Edition, indicator: Indicator) -> Trend | None:
    """The series of the place (or of the larger area that it belongs to), cut at each break.

    None where fewer than two of its figures can be shown: the rest would be an empty chart and a column of refusals.
    """
    figure = headline(edition, indicator)
    if figure is None or figure.category != TOTAL or (indicator.breakdown and indicator.kind is Kind.SHARE):
        return None
    series = series_beside(edition, indicator, figure.area_code)
    if len({f.period for f in series if f.value is not None}) < 2:
        return None
    breaks = shown_breaks(edition, indicator, series)
    parts = segments(series, [b for b in edition.matter.breaks if b.indicator == indicator.id], edition.index)
    ph = edition.phrases(indicator)
    label = edition.m.plain("trend.label", title=edition.title_plain(indicator), n=len(series), breaks=len(breaks))
    rows = tuple(tuple(_row(edition, indicator, figure) for figure in part) for part in parts)
    return Trend(
        edition.name_of(figure.area_code, figure.area_name),
        figure.area_code == edition.matter.place.code,
        change_in_words(edition, indicator, parts),
        trend_chart(parts, [b.day for b in breaks if b.day is not None], edition.index, label=label, sign=ph.sign),
        rows,
        _bases(edition, indicator, parts),
        tuple(breaks),
        not starts_at_zero(series),
        any(f.status is Status.UNRELIABLE and f.value is not None for f in series),
        any(f.lower is not None for f in series),
    )


def _row(edition: Edition, indicator: Indicator, figure: Figure) -> TrendRow:
    ph = edition.phrases(indicator)
    return TrendRow(
        edition.period(figure.period, indicator),
        ph.value(figure),
        ph.interval_or_why(figure),
        ph.status(figure) if figure.value is not None else "",
        edition.m.english(figure.basis),
    )


def _bases(edition: Edition, indicator: Indicator, parts: Sequence[Sequence[Figure]]) -> tuple[tuple[int, Markup], ...]:
    """What each line of a chart stands on, from when to when; nothing to say of a single line."""
    if len(parts) < 2:
        return ()
    said = []
    for n, part in enumerate(parts):
        first, last = edition.period(part[0].period, indicator), edition.period(part[-1].period, indicator)
        basis = edition.m.english(part[0].basis)
        key = "trend.spans" if first != last else "trend.one"
        said.append((n % 6, edition.m.t(key, basis=basis, first=first, last=last)))
    return tuple(said)


def series_beside(edition: Edition, indicator: Indicator, area: str) -> list[Figure]:
    """The series of an area, and the superseded one that is shown in the same chart."""
    return edition.index.series(indicator.id, area) + edition.index.series(indicator.beside, area)


def change_in_words(edition: Edition, indicator: Indicator, parts: Sequence[Sequence[Figure]]) -> Markup:
    """Change within the longest part of the series, never across a break; only where the bounds allow the word."""
    longest = max(parts, key=len)
    return change_within(edition, indicator, longest)
