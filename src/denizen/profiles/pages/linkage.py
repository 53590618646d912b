"""What the page of methods tells of the linkage of a run: how many, how sure, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.edition import Edition
from denizen.profiles.phrasing import number
from denizen.terms.linkage import LinkedGroup, LinkedShare, ReviewedLinks


@dataclass(frozen=True, slots=True)
class LinkageTold:
    """The report in words and cells."""

    whole: Markup
    reviewed: Markup | None
    lists: tuple[tuple[Markup, str], ...]
    groups: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    """by what -> group -> people, links, right of 100 links, made of 100 right links"""


def linkage_told(edition: Edition) -> LinkageTold | None:
    """The report for the page; None where no lists were linked."""
    report = edition.matter.linkage
    if report is None:
        return None
    return LinkageTold(
        _whole(edition, report.whole),
        _reviewed(edition, report.reviewed) if report.reviewed else None,
        tuple((edition.layout_title(layout), number(records)) for layout, records in report.lists),
        tuple((by, tuple((group.name, _cells(edition, group)) for group in groups)) for by, groups in report.groups),
    )


def _cells(edition: Edition, group: LinkedGroup) -> tuple[str, ...]:
    shares = (
        str(
            edition.m.t(
                "linkage.share", share=_of_100(share.value), lower=_of_100(share.lower), upper=_of_100(share.upper)
            )
        )
        for share in (group.precision, group.recall)
    )
    return number(group.people), number(group.links), *shares


def _whole(edition: Edition, group: LinkedGroup) -> Markup:
    return edition.m.t("linkage.whole", **whole_told(group))


def whole_told(group: LinkedGroup) -> dict[str, str]:
    """What the sentence about all links says, by the names that its message gives them."""
    counts = {"people": number(group.people), "links": number(group.links)}
    return counts | _told(group.precision, group.recall)


def _reviewed(edition: Edition, found: ReviewedLinks) -> Markup:
    return edition.m.t("linkage.reviewed", n=number(found.pairs), **_told(found.precision, found.recall))


def _told(precision: LinkedShare, recall: LinkedShare) -> dict[str, str]:
    """Two shares with their bounds, of 100, by the names that messages give them."""
    shares = {"precision": precision, "recall": recall}
    told = {name: _of_100(share.value) for name, share in shares.items()}
    told |= {f"{name}_lower": _of_100(share.lower) for name, share in shares.items()}
    return told | {f"{name}_upper": _of_100(share.upper) for name, share in shares.items()}


def _of_100(share: float) -> str:
    return number(100 * share)
