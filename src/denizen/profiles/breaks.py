"""Breaks as a page shows them: where one release ends and the next begins, and which releases overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.chart import break_day
from denizen.profiles.edition import Edition
from denizen.terms.measures import Break, Figure, Indicator


@dataclass(frozen=True)
class ShownBreak:
    """A break in words. `day` is where its mark stands; None where the two releases overlap and no mark can part them."""

    text: Markup
    day: float | None


def shown_breaks(edition: Edition, indicator: Indicator, series: Sequence[Figure]) -> list[ShownBreak]:
    """Each break once: of two releases that overlap in time, one sentence, however often they take turns."""
    found: dict[tuple[str, ...], ShownBreak] = {}
    for broken in sorted(_of(edition, indicator), key=lambda b: edition.index.end(b.before)):
        old, _, new = broken.reason.partition(" | ")
        if new and _overlap(edition, series, old, new):
            pair = tuple(sorted((old, new)))
            found.setdefault(pair, ShownBreak(edition.m.t("trend.overlap", one=pair[0], other=pair[1]), None))
        else:
            spanned = _is_spanned(edition, series, broken)
            found.setdefault((broken.after, broken.before), _mark(edition, broken, old, new, spanned=spanned))
    return list(found.values())


def _of(edition: Edition, indicator: Indicator) -> list[Break]:
    return [broken for broken in edition.matter.breaks if broken.indicator == indicator.id]


def _is_spanned(edition: Edition, series: Sequence[Figure], broken: Break) -> bool:
    """Whether one of several bases runs through the break, so that a mark across the chart would cut its line."""
    bases = {figure.basis for figure in series}
    sides = {(f.basis, edition.index.end(f.period)[0] > break_day(broken)) for f in series}
    return len(bases) > 1 and any({(basis, False), (basis, True)} <= sides for basis in bases)


def _mark(edition: Edition, broken: Break, old: str, new: str, *, spanned: bool) -> ShownBreak:
    day = None if spanned else break_day(broken)
    of = edition.indicators.get(broken.indicator)
    after, before = edition.period(broken.after, of), edition.period(broken.before, of)
    if new:
        return ShownBreak(edition.m.t("trend.break_bases", after=after, before=before, old=old, new=new), day)
    reason = edition.m.english(broken.reason)
    return ShownBreak(edition.m.t("trend.break", after=after, before=before, reason=reason), day)


def _overlap(edition: Edition, series: Sequence[Figure], old: str, new: str) -> bool:
    ends = {basis: [edition.index.end(f.period) for f in series if f.basis == basis] for basis in (old, new)}
    if not (ends[old] and ends[new]):
        return False
    return max(min(ends[old]), min(ends[new])) <= min(max(ends[old]), max(ends[new]))
