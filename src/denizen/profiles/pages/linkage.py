"""What the page of methods tells of the linkage of a run: how many, how sure, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from denizen.profiles.edition import Edition
from denizen.profiles.phrasing import number
from denizen.terms.linkage import LinkedGroup, ReviewedLinks


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
    people, links, precision, recall = _cells(report.whole)
    return LinkageTold(
        edition.m.t("linkage.whole", people=people, links=links, precision=precision, recall=recall),
        _reviewed(edition, report.reviewed) if report.reviewed else None,
        tuple((_title(edition, layout), number(records)) for layout, records in report.lists),
        tuple((by, tuple((group.name, _cells(group)) for group in groups)) for by, groups in report.groups),
    )


def _cells(group: LinkedGroup) -> tuple[str, ...]:
    return number(group.people), number(group.links), number(100 * group.precision), number(100 * group.recall)


def _reviewed(edition: Edition, found: ReviewedLinks) -> Markup:
    shares = {"precision": found.precision, "recall": found.recall}
    told = {name: number(100 * share.value) for name, share in shares.items()}
    told |= {f"{name}_lower": number(100 * share.lower) for name, share in shares.items()}
    told |= {f"{name}_upper": number(100 * share.upper) for name, share in shares.items()}
    return edition.m.t("linkage.reviewed", n=number(found.pairs), **told)


def _title(edition: Edition, layout: str) -> Markup:
    """The titles of a source and of its list, by `source.layout`."""
    source, _, name = layout.partition(".")
    contract = edition.matter.contracts.get(source)
    return edition.m.english(f"{contract.title}: {contract.layout(name).title}" if contract else layout)
