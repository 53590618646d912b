"""The area's story: sentences written by rules from figures. Strengths stand beside needs.

No sentence names a small area with a need or a harm, none ranks places, none reads a break as change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.comparison import Verdict, apart, compare
from denizen.profiles.edition import Edition
from denizen.profiles.figures_index import segments
from denizen.profiles.phrasing import about, number
from denizen.terms.areas import Area
from denizen.terms.measures import Figure, Indicator, Kind

MOST = 8
"""Sentences of a story: more would not be read."""


@dataclass(frozen=True)
class Sentence:
    text: Markup
    link: str = ""
    """the page that shows its figures"""
    title: str = ""
    """plain title of that page"""


def place_story(edition: Edition) -> list[Sentence]:
    """What the figures of the place say, in the order of the rules below; a rule without figures says nothing."""
    told = [*_population(edition), *_growth(edition), *_by_catalogue(edition), *_strengths(edition), *_safety(edition)]
    seen: dict[str, Sentence] = {}
    for sentence in told:
        seen.setdefault(str(sentence.text), sentence)
    return list(seen.values())[:MOST]


def _sentence(edition: Edition, indicator: Indicator, text: Markup) -> Sentence:
    return Sentence(text, f"indicators/{indicator.id}.html", edition.title_plain(indicator))


def _population(edition: Edition) -> Iterator[Sentence]:
    """The census count, and the latest official estimate beside it."""
    indicator = edition.indicators.get("residents")
    figure = edition.index.of_place("residents")
    if indicator is None or figure is None or figure.value is None:
        return
    m, counted = edition.m, number(figure.value)
    when = edition.period(figure.period)
    later = edition.index.of_place("mid_year_population")
    if (
        later is not None
        and later.value is not None
        and edition.index.end(later.period) > edition.index.end(figure.period)
    ):
        text = m.t(
            "story.population_later", n=counted, place=edition.place, when=when,
            later=number(later.value), later_when=edition.period(later.period),
        )  # fmt: skip
    else:
        text = m.t("story.population", n=counted, place=edition.place, when=when)
    yield _sentence(edition, indicator, text)


def _growth(edition: Edition) -> Iterator[Sentence]:
    """Growth within the longest part of the mid-year series: figures on either side of a break are not compared."""
    indicator = edition.indicators.get("mid_year_population")
    if indicator is None:
        return
    breaks = [b for b in edition.matter.breaks if b.indicator == indicator.id]
    series = edition.index.series(indicator.id, edition.matter.place.code)
    parts = segments(series, breaks, edition.index) if series else []
    longest = max(parts, key=len, default=[])
    if len(longest) < 2 or longest[0].value is None or longest[-1].value is None:
        return
    first, last = longest[0], longest[-1]
    key = "growth" if (last.value or 0) >= (first.value or 0) else "decline"
    change = abs((last.value or 0) / (first.value or 1) - 1) * 100
    values = {"first": edition.period(first.period), "last": edition.period(last.period), "share": f"{change:.1f}%"}
    text = edition.m.t(f"story.{key}", place=edition.place, **values)
    if len(parts) > 1:
        text = edition.m.t("story.two", one=text, two=edition.m.t("story.no_change_across_break"))
    yield _sentence(edition, indicator, text)


def _by_catalogue(edition: Edition) -> Iterator[Sentence]:
    """Indicators that have a sentence of their own, in the order of the catalogue."""
    for indicator in edition.matter.indicators:
        key = sentence_key(edition, indicator)
        if not key or indicator.asset is False:
            continue
        if (text := fill(edition, indicator, key, edition.matter.place.code)) is not None:
            yield _sentence(edition, indicator, text)


def sentence_key(edition: Edition, indicator: Indicator) -> str:
    """The message that tells this indicator, if there is one."""
    candidates = (indicator.sentence, f"story.{indicator.id}")
    return next((key for key in candidates if key and edition.m.has(key)), "")


def fill(edition: Edition, indicator: Indicator, key: str, area: str) -> Markup | None:
    """The sentence of one indicator for one area, with `about`, `value`, `interval`, `when` and its categories.

    None where a value that it needs is withheld or missing.
    """
    figures = {
        c: f for c in edition.index.categories(indicator.id, area) if (f := edition.index.latest(indicator.id, area, c))
    }
    shown = {c: f for c, f in figures.items() if f.value is not None}
    if not shown:
        return None
    ph = edition.phrases(indicator)
    total = shown.get("all")
    main = total or next(iter(shown.values()))
    values: dict[str, object] = {"place": edition.place, "when": edition.period(main.period), "n": len(shown) - 1}
    if total is not None and total.value is not None:
        interval = ph.interval(total)
        values |= {"value": ph.whole(total) if interval else ph.value(total), "bare": ph.value(total)}
        values["about"] = about(total.value / 100, edition.m) if indicator.kind is Kind.SHARE else ph.value(total)
    values |= {
        f"c_{c.replace('-', '_').replace('+', '_plus')}": _category_value(ph.value(f), f, total, indicator)
        for c, f in shown.items()
    }
    values["groups"] = _groups(edition, indicator, list(shown.values()), total)
    try:
        return edition.m.t(key, **values)
    except KeyError:
        return None


def _category_value(value: str, figure: Figure, total: Figure | None, indicator: Indicator) -> str:
    if indicator.kind is Kind.COUNT and total is not None and total.value and figure.value is not None:
        return f"{100 * figure.value / total.value:.0f}%"
    return value


def _groups(
    edition: Edition, indicator: Indicator, figures: Sequence[Figure], total: Figure | None, most: int = 3
) -> str:
    """The largest categories with their shares: `no religion (36.1%), Christian (30.0%) and Muslim (10.2%)`."""
    ph = edition.phrases(indicator)
    parts = sorted((f for f in figures if f.category != "all"), key=lambda f: -(f.value or 0))[:most]
    said = [
        f"{edition.category_plain(indicator, f.category)} ({_category_value(ph.value(f), f, total, indicator)})"
        for f in parts
    ]
    if len(said) < 2:
        return "".join(said)
    return edition.m.plain("list.and", first=", ".join(said[:-1]), last=said[-1])


def _strengths(edition: Edition) -> Iterator[Sentence]:
    """The first strength of the catalogue that has no sentence of its own and a figure for the place."""
    for indicator in edition.matter.indicators:
        figure = edition.index.of_place(indicator.id)
        if indicator.asset is not True or figure is None or figure.value is None or sentence_key(edition, indicator):
            continue
        ph = edition.phrases(indicator)
        yield _sentence(
            edition,
            indicator,
            edition.m.t(
                "story.strength", title=edition.title(indicator), value=ph.whole(figure),
                unit="" if ph.sign else ph.unit, when=edition.period(figure.period),
            ),
        )  # fmt: skip
        return


def _safety(edition: Edition) -> Iterator[Sentence]:
    """What was reported in the place as a whole, with the caveat that belongs to it; never by neighbourhood."""
    indicator = edition.indicators.get("antisocial_behaviour")
    figure = edition.index.of_place("antisocial_behaviour")
    if indicator is None or figure is None or figure.value is None:
        return
    ph = edition.phrases(indicator)
    incidents = figure.numerator if figure.numerator is not None else figure.value
    key = "story.safety" if indicator.kind is Kind.RATE else "story.safety_count"
    text = edition.m.t(
        key, n=number(incidents), place=edition.place, when=edition.period(figure.period), value=ph.whole(figure),
        unit=ph.unit,
    )  # fmt: skip
    yield _sentence(edition, indicator, text)


def change_within(edition: Edition, indicator: Indicator, part: Sequence[Figure]) -> Markup:
    """From the first to the last figure of one part of a series, in words that the bounds allow."""
    shown = [figure for figure in part if figure.value is not None]
    if len(shown) < 2 or not shown[0].value:
        return edition.m.t("trend.no_change_said")
    first, last = shown[0], shown[-1]
    ph = edition.phrases(indicator)
    values = {
        "first": edition.period(first.period),
        "last": edition.period(last.period),
        "from_": ph.value(first),
        "to": ph.value(last),
    }
    verdict = apart(last, first)
    return edition.m.t(f"trend.{verdict.value}", **values)


def area_story(edition: Edition, area: Area) -> list[Sentence]:
    """How many live in an area, how its ages stand to the place's, what is strong there, what people there hold."""
    told = [*_area_population(edition, area), *_area_ages(edition, area), *_area_strength(edition, area)]
    for indicator in edition.matter.indicators:
        if indicator.breakdown and indicator.kind is Kind.SHARE and indicator.asset is None:
            shown = [
                f
                for code, _ in indicator.categories
                if (f := edition.index.latest(indicator.id, area.code, code)) is not None and f.value is not None
            ]
            if len(shown) > 2:
                text = edition.m.t(
                    "story.area_groups", title=edition.title(indicator), groups=_groups(edition, indicator, shown, None)
                )
                told.append(_sentence(edition, indicator, text))
    return told[:6]


def _area_population(edition: Edition, area: Area) -> Iterator[Sentence]:
    indicator = edition.indicators.get("residents")
    figure = edition.index.latest("residents", area.code)
    if indicator is None or figure is None or figure.value is None:
        return
    whole = edition.index.of_place("residents")
    share = f"{100 * figure.value / whole.value:.1f}%" if whole and whole.value else ""
    text = edition.m.t(
        "story.area_population", n=number(figure.value), area=edition.name(area), share=share, place=edition.place,
        when=edition.period(figure.period),
    )  # fmt: skip
    yield _sentence(edition, indicator, text)


def _area_ages(edition: Edition, area: Area) -> Iterator[Sentence]:
    """The age band whose share differs most from the place's, when by three points or more. Full counts: no bounds."""
    indicator = edition.indicators.get("residents")
    total, whole = edition.index.latest("residents", area.code), edition.index.of_place("residents")
    if indicator is None or not (total and total.value and whole and whole.value):
        return
    widest: tuple[float, float, float, str] | None = None
    for code, _ in indicator.categories:
        here, there = edition.index.latest("residents", area.code, code), edition.index.of_place("residents", code)
        if here is None or there is None or here.value is None or there.value is None:
            continue
        own, all_ = 100 * here.value / total.value, 100 * there.value / whole.value
        if widest is None or abs(own - all_) > abs(widest[0] - widest[1]):
            widest = (own, all_, own - all_, code)
    if widest is None:
        return
    key = (
        "story.area_ages_same"
        if abs(widest[2]) < 3
        else ("story.area_ages_more" if widest[2] > 0 else "story.area_ages_fewer")
    )
    text = edition.m.t(
        key, band=edition.category(indicator, widest[3]), own=f"{widest[0]:.1f}%", whole=f"{widest[1]:.1f}%",
        place=edition.place,
    )  # fmt: skip
    yield _sentence(edition, indicator, text)


def _area_strength(edition: Edition, area: Area) -> Iterator[Sentence]:
    """A strength that is higher here than in the place as a whole; else one that is as high; else one that is there."""
    found: list[tuple[int, Indicator, Figure, Figure | None]] = []
    order = {Verdict.HIGHER: 0, Verdict.SAME: 1, None: 2}
    for indicator in edition.matter.indicators:
        figure = edition.index.latest(indicator.id, area.code)
        if indicator.asset is not True or figure is None or not figure.value:
            continue
        whole = edition.index.at(indicator.id, edition.index.place, figure.period)
        verdict = compare(indicator, figure, whole)
        if verdict is not Verdict.LOWER:
            found.append((order[verdict], indicator, figure, whole))
    if not found:
        return
    rank, indicator, figure, whole = min(found, key=lambda f: f[0])
    ph = edition.phrases(indicator)
    values = {"title": edition.title(indicator), "value": ph.whole(figure), "unit": "" if ph.sign else ph.unit}
    key = ("story.area_strength_higher", "story.area_strength_same", "story.area_strength")[rank]
    text = edition.m.t(key, place=edition.place, whole=ph.whole(whole), **values)
    yield _sentence(edition, indicator, text)
