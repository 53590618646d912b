"""Every count of the place's people, side by side: what each counts, why they differ, and what nobody knows yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.chart import Mark, Track
from denizen.profiles.edition import Edition
from denizen.profiles.phrasing import number
from denizen.terms.measures import Figure, Indicator, Kind
from denizen.terms.time import Period


@dataclass(frozen=True)
class PeopleCount:
    """One answer to the question how many people there are."""

    indicator: Indicator
    figure: Figure
    people: float
    shown: str
    title: Markup
    basis: Markup
    when: str
    whom: Markup
    only: Markup
    """whom alone its list is meant to hold; empty where it is meant to hold everyone"""
    mark: Mark | None
    """its place among the counts of everyone; a count of some has none, for nothing follows from the step between them"""


@dataclass(frozen=True)
class PeopleCounts:
    """The counts of lists that are meant to hold everyone, and of lists that are meant to hold some, each by date."""

    everyone: tuple[PeopleCount, ...]
    some: tuple[PeopleCount, ...]


def people_counts(edition: Edition) -> PeopleCounts:
    """The latest total of the place on each basis of each indicator that counts its people."""
    found = _latest_totals(edition)
    whole = [people for indicator, _, people in found if not indicator.counts_only]
    track = _track(whole) if whole else None
    counts = [_count(edition, indicator, figure, people, track) for indicator, figure, people in found]
    return PeopleCounts(tuple(c for c in counts if not c.only), tuple(c for c in counts if c.only))


def _latest_totals(edition: Edition) -> list[tuple[Indicator, Figure, float]]:
    found: list[tuple[Indicator, Figure, float]] = []
    for indicator in edition.matter.indicators:
        if not indicator.counts_people:
            continue
        latest = {figure.basis: figure for figure in edition.index.series(indicator.id, edition.matter.place.code)}
        for figure in latest.values():
            people = figure.value if figure.numerator is None else figure.numerator
            if people is not None:
                found.append((indicator, figure, people))
    return sorted(found, key=lambda f: (edition.index.end(f[1].period), f[2], f[0].id))


def _track(people: Sequence[float]) -> Track:
    low, high = min(people), max(people)
    margin = max((high - low) * 0.06, high * 0.005, 1.0)
    return Track(low - margin, high + margin)


def _count(edition: Edition, indicator: Indicator, figure: Figure, people: float, track: Track | None) -> PeopleCount:
    whom = edition.m.given(f"indicator.{indicator.id}.counts_people", indicator.counts_people)
    only = edition.m.given(f"indicator.{indicator.id}.counts_only", indicator.counts_only)
    return PeopleCount(
        indicator,
        figure,
        people,
        number(people),
        _title(edition, indicator),
        edition.m.english(figure.basis),
        edition.period(figure.period, indicator),
        whom,
        only if indicator.counts_only else Markup(""),
        Mark(track.at(people)) if track and not indicator.counts_only else None,
    )


def _title(edition: Edition, indicator: Indicator) -> Markup:
    """A count that is the whole of shared-out groups is named so: "Disabled people" would say that all of them are."""
    if indicator.breakdown and indicator.kind is Kind.SHARE:
        return edition.m.t("counts.whole_of", title=edition.title(indicator))
    return edition.title(indicator)


def reasons(edition: Edition, counts: Sequence[PeopleCount]) -> list[Markup]:
    """Why the counts differ, each reason only where the counts show it."""
    m = edition.m
    said: list[Markup] = []
    days = [_day(count) for count in counts]
    if days and max(days) - min(days) > 180:
        said.append(m.t("counts.why.dates", first=counts[0].when, last=counts[-1].when))
    if twins := _near_twins(counts):
        low, high = min(twins), max(twins)
        said.append(m.t("counts.why.perturbed", low=number(low), high=number(high), gap=number(high - low)))
    bases: dict[str, set[str]] = {}
    for count in counts:
        bases.setdefault(count.indicator.id, set()).add(count.figure.basis)
    if any(len(found) > 1 for found in bases.values()):
        said.append(m.t("counts.why.rebased"))
    if any("patient" in f"{c.indicator.id} {c.indicator.unit}" for c in counts):
        said.append(m.t("counts.why.patients", place=edition.place))
    return said


def _near_twins(counts: Sequence[PeopleCount]) -> list[float]:
    """Counts of one day by one source that differ by a few: made to differ, so that nobody can be picked out."""
    groups: dict[tuple[str, tuple[str, ...]], list[float]] = {}
    for count in counts:
        groups.setdefault((count.figure.period, count.figure.sources[:1]), []).append(count.people)
    found = (people for people in groups.values() if len(people) > 1)
    return next((people for people in found if 0 < max(people) - min(people) < 0.002 * min(people)), [])


def unknown(edition: Edition, counts: Sequence[PeopleCount]) -> list[Markup]:
    """What none of these counts can tell."""
    if not counts:
        return []
    m = edition.m
    low, high = min(counts, key=lambda c: c.people), max(counts, key=lambda c: c.people)
    said = [m.t("counts.unknown.today", place=edition.place, last=counts[-1].when)]
    if len(counts) > 1 and low.people < high.people:
        share = f"{(high.people / low.people - 1) * 100:.0f}%"
        spread = number(high.people - low.people)
        said.append(
            m.t("counts.unknown.spread", low=low.shown, high=high.shown, spread=spread, share=share, n=len(counts))
        )
    said.append(m.t("counts.unknown.interval"))
    said.append(m.t("counts.unknown.moves", place=edition.place))
    return said


def _day(count: PeopleCount) -> int:
    return Period.parse(count.figure.period).end.toordinal()
