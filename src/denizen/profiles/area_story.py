"""An area's story: how many live there, how its ages stand to the place's, a strength, what its people gave as theirs.

Needs and harms are left to the tables: no sentence says them of a small area.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from denizen.profiles.comparison import Verdict, compare
from denizen.profiles.edition import Edition
from denizen.profiles.phrasing import number
from denizen.profiles.story import Frame, Sentence, said, sentence
from denizen.terms.areas import Area
from denizen.terms.measures import Figure, Indicator

MOST = 6
GROUPS = ("ethnic_group", "religion", "tenure")
"""Breakdowns of which an area's largest groups are told."""


def area_story(edition: Edition, area: Area) -> list[Sentence]:
    told = [*_population(edition, area), *_ages(edition, area), *_strength(edition, area)]
    frames = [Frame(f"story.area_{group}", (group,)) for group in GROUPS]
    told += [found for frame in frames if (found := said(edition, frame, area.code)) is not None]
    return told[:MOST]


def _population(edition: Edition, area: Area) -> Iterator[Sentence]:
    indicator, figure = edition.indicators.get("residents"), edition.index.latest("residents", area.code)
    if indicator is None or figure is None or figure.value is None:
        return
    whole = edition.index.at("residents", edition.index.place, figure.period)
    share = f"{number(100 * figure.value / whole.value, 1)}%" if whole and whole.value else ""
    text = edition.m.t(
        "story.area_population" if share else "story.population",
        n=number(figure.value),
        share=share,
        area=edition.name(area),
        place=edition.place if share else edition.name(area),
        when=edition.period(figure.period, indicator),
    )
    yield sentence(edition, indicator, text)


def _ages(edition: Edition, area: Area) -> Iterator[Sentence]:
    """Children and older people, and whether the bounds allow to call them more or fewer than in the place."""
    values: dict[str, object] = {"place": edition.place}
    for needed in ("children", "older_people"):
        indicator, figure = edition.indicators.get(needed), edition.index.latest(needed, area.code)
        if indicator is None or figure is None or figure.value is None:
            return
        whole = edition.index.at(needed, edition.index.place, figure.period)
        values[needed] = edition.phrases(indicator).whole(figure)
        values[f"{needed}_verdict"] = _verdict(edition, indicator, figure, whole)
    yield sentence(edition, edition.indicators["children"], edition.m.t("story.area_ages", **values))


def _verdict(edition: Edition, indicator: Indicator, figure: Figure, whole: Figure | None) -> str:
    verdict = compare(indicator, figure, whole)
    key = f"story.verdict.{verdict.value}" if verdict else "story.verdict.none"
    return edition.m.plain(key, place=edition.place, whole=edition.phrases(indicator).whole(whole))


def _strength(edition: Edition, area: Area) -> Iterator[Sentence]:
    """A strength that is higher here than in the place as a whole; else one that is as high; else one that is there.

    A strength that is lower here is still one: it is told by its value, and the comparison is left to the table.
    """
    order = {Verdict.HIGHER: "higher", Verdict.SAME: "same", None: "there", Verdict.LOWER: "value"}
    found: dict[str, tuple[Indicator, Figure, Figure | None]] = {}
    for indicator in edition.matter.indicators:
        figure = edition.index.latest(indicator.id, area.code)
        if indicator.asset is not True or figure is None or not figure.value:
            continue
        whole = edition.index.at(indicator.id, edition.index.place, figure.period)
        verdict = compare(indicator, figure, whole)
        found.setdefault(order[verdict], (indicator, figure, whole))
    for rank in order.values():
        if rank in found:
            yield _strength_sentence(edition, rank, *found[rank])
            return


def _strength_sentence(
    edition: Edition, rank: str, indicator: Indicator, figure: Figure, whole: Figure | None
) -> Sentence:
    ph = edition.phrases(indicator)
    text: Markup = edition.m.t(
        f"story.area_strength.{'there' if rank == 'value' else rank}",
        title=edition.title(indicator),
        amount=ph.amount(figure),
        place=edition.place,
        whole=ph.whole(whole),
    )
    return sentence(edition, indicator, text)
