"""The place's story: sentences written by rules from figures. Strengths stand beside needs.

No sentence names a small area with a need or a harm, none ranks places, none reads a break as change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.comparison import Verdict, changed
from denizen.profiles.edition import Edition
from denizen.profiles.figures_index import TOTAL, segments
from denizen.profiles.phrasing import about, number
from denizen.terms.measures import Figure, Gap, Indicator, Kind, Status
from denizen.terms.time import Period

MOST = 8
"""Sentences of a story: more would not be read."""


NOT_ANSWERED = "not_answered"
"""The category of those who gave no answer: never told as one of the largest groups."""


@dataclass(frozen=True)
class Sentence:
    text: Markup
    link: str = ""
    """the page that shows its figures"""
    title: str = ""
    """plain title of that page"""


@dataclass(frozen=True)
class Frame:
    """A message and the indicators that it needs; it is said only when all of them have a figure.

    Where the nation has a message of its own (`{key}_wales`), that one is taken.
    Its values are, for each indicator, `{id}` (value with interval), `{id_about}` (`about one in four`) and
    `{id_groups}` (its largest groups), besides `{place}` and `{when}`.
    """

    key: str
    needs: tuple[str, ...]
    whom: str = "residents"
    """message key (`whom....`) of those of whom the figures are shares"""


SLOTS: tuple[tuple[Frame, ...], ...] = (
    (Frame("story.ages", ("children", "older_people")),),
    (
        Frame("story.origins_and_languages", ("born_outside_uk", "other_main_language", "speaks_english_well")),
        Frame("story.origins", ("born_outside_uk",)),
        Frame("story.languages", ("other_main_language",)),
    ),
    (Frame("story.religion", ("religion",)), Frame("story.ethnic_group", ("ethnic_group",))),
    (
        Frame("story.tenure", ("homes_owned", "homes_rented_socially", "homes_rented_privately"), "households"),
        Frame("story.owned", ("homes_owned",), "households"),
    ),
    (
        Frame("story.strength_deprivation", ("not_deprived_households",), "households"),
        Frame("story.strength_libraries", ("library_visits_per_resident",)),
    ),
)
"""What is told between growth and safety: of each slot, the first frame that can be filled."""


def place_story(edition: Edition) -> list[Sentence]:
    """What the figures of the place say, in a fixed order; a rule without figures says nothing."""
    told = [*_population(edition), *_growth(edition)]
    for slot in SLOTS:
        told += [s for frame in slot if (s := said(edition, frame, edition.matter.place.code)) is not None][:1]
    told += _safety(edition)
    own = [i for i in edition.matter.indicators if i.sentence and edition.m.has(i.sentence)]
    told += [s for i in own if (s := said(edition, Frame(i.sentence, (i.id,)), edition.matter.place.code)) is not None]
    return told[:MOST]


def sentence(edition: Edition, indicator: Indicator, text: Markup) -> Sentence:
    return Sentence(_capital(text), f"indicators/{indicator.id}.html", edition.title_plain(indicator))


def _capital(text: Markup) -> Markup:
    """A sentence begins with a capital, also where its first word is a value; a tag before it is left alone."""
    start = text.index(">") + 1 if text.startswith("<") else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def said(edition: Edition, frame: Frame, area: str) -> Sentence | None:
    """The frame filled for one area; None where an indicator is missing or its figure withheld."""
    values: dict[str, object] = {"place": edition.place}
    first: Indicator | None = None
    for needed in frame.needs:
        indicator = edition.indicators.get(needed)
        figures = _shown(edition, indicator, area) if indicator else []
        if indicator is None or not figures:
            return None
        first = first or indicator
        values |= _values(edition, indicator, figures, edition.m.plain(f"whom.{frame.whom}"))
    own = f"{frame.key}_{edition.matter.place.nation}"
    key = own if edition.m.has(own) else frame.key
    if first is None or not edition.m.has(key):
        return None
    return sentence(edition, first, edition.m.t(key, **values))


def _shown(edition: Edition, indicator: Indicator, area: str) -> list[Figure]:
    codes = edition.index.categories(indicator.id, area)
    latest = (edition.index.latest(indicator.id, area, code) for code in codes)
    return [figure for figure in latest if figure is not None and figure.value is not None]


def _values(edition: Edition, indicator: Indicator, figures: Sequence[Figure], whom: str) -> dict[str, object]:
    ph = edition.phrases(indicator)
    total = next((f for f in figures if f.category == TOTAL), figures[0])
    share = (total.value or 0.0) / 100
    return {
        indicator.id: ph.amount(total),
        f"{indicator.id}_about": about(share, whom, edition.m) if indicator.kind is Kind.SHARE else ph.value(total),
        f"{indicator.id}_groups": largest_groups(edition, indicator, figures, 3),
        "when": edition.period(total.period, indicator),
    }


def largest_groups(edition: Edition, indicator: Indicator, figures: Sequence[Figure], most: int) -> str:
    """`No religion, 38.1% (37.9 to 38.3); Christian, ...`: the groups of one question, which is no ranking of places."""
    ph = edition.phrases(indicator)
    parts = [f for f in figures if f.category not in (TOTAL, NOT_ANSWERED) and f.value is not None]
    parts.sort(key=lambda f: -(f.value or 0.0))
    return "; ".join(f"{edition.category_plain(indicator, f.category)}, {ph.whole(f)}" for f in parts[:most])


def _population(edition: Edition) -> Iterator[Sentence]:
    """The census count, and the latest official estimate beside it."""
    indicator, figure = edition.indicators.get("residents"), edition.index.of_place("residents")
    if indicator is None or figure is None or figure.value is None:
        return
    values = {"n": number(figure.value), "place": edition.place, "when": edition.period(figure.period, indicator)}
    later = edition.index.of_place("mid_year_population")
    if later is None or later.value is None or edition.index.end(later.period) < edition.index.end(figure.period):
        yield sentence(edition, indicator, edition.m.t("story.population", **values))
        return
    later_values = {
        "later": number(later.value),
        "later_when": edition.period(later.period, edition.indicators.get(later.indicator)),
    }
    yield sentence(edition, indicator, edition.m.t("story.population_later", **values, **later_values))


_WITHIN = {True: "story.growth_within", False: "story.decline_within"}


def _growth(edition: Edition) -> Iterator[Sentence]:
    """Growth within the longest part of the mid-year series: figures on either side of a break are not compared.

    A change that counts of this size bear by chance is not called growth, here as on the page of the measure.
    """
    indicator = edition.indicators.get("mid_year_population")
    series = edition.index.series("mid_year_population", edition.matter.place.code)
    if indicator is None or not series:
        return
    parts = segments(series, [b for b in edition.matter.breaks if b.indicator == indicator.id], edition.index)
    longest = [figure for figure in max(parts, key=len) if figure.value]
    if len(longest) < 2:
        return
    first, last = longest[0], longest[-1]
    change = ((last.value or 0.0) / (first.value or 1.0) - 1) * 100
    key = ("story.growth" if change >= 0 else "story.decline") if len(parts) == 1 else _WITHIN[change >= 0]
    if changed(indicator, first, last) is Verdict.SAME:
        key = "story.steady"
    text = edition.m.t(
        key,
        place=edition.place,
        first=edition.period(first.period, indicator),
        last=edition.period(last.period, indicator),
        share=f"{number(abs(change), 1)}%",
        start=number(first.value or 0.0),
        end=number(last.value or 0.0),
    )
    yield sentence(edition, indicator, text)


def _safety(edition: Edition) -> Iterator[Sentence]:
    """What was reported in the place as a whole, with the caveat that belongs to it; never by neighbourhood.

    The latest period that the file covers whole: one with a hole is left to the page that tells of the hole.
    """
    indicator, figure = edition.indicators.get("antisocial_behaviour"), edition.index.of_place("antisocial_behaviour")
    series = edition.index.series("antisocial_behaviour", edition.index.place)
    figure = next((f for f in reversed(series) if f.status is Status.OK), figure)
    if indicator is None or figure is None or figure.value is None:
        return
    when = edition.period(figure.period, indicator)
    text = edition.m.t("story.safety", amount=edition.phrases(indicator).amount(figure), place=edition.place, when=when)
    yield sentence(edition, indicator, text)


def change_within(edition: Edition, indicator: Indicator, part: Sequence[Figure]) -> Markup:
    """From the first to the last figure of one part of a series, in words that the bounds allow."""
    shown = [figure for figure in part if figure.value is not None]
    if len(shown) < 2:
        return edition.m.t("trend.no_change_said")
    first, last = shown[0], shown[-1]
    if 1 <= edition.index.end(last.period)[1] <= 31:
        return edition.m.t("trend.months")
    if Status.UNRELIABLE in (first.status, last.status):
        return edition.m.t("trend.unreliable")
    if any(_holds(figure, gap) for figure in (first, last) for gap in edition.gaps_of(indicator)):
        return edition.m.t("trend.hole")
    ph = edition.phrases(indicator)
    values = {"first": edition.period(first.period, indicator), "last": edition.period(last.period, indicator)}
    verdict = changed(indicator, first, last)
    return edition.m.t(f"trend.{verdict.value}", start=ph.whole(first), end=ph.whole(last), **values)


def _holds(figure: Figure, gap: Gap) -> bool:
    span, missing = Period.parse(figure.period), Period.parse(gap.period)
    return span.start <= missing.start and missing.end <= span.end
