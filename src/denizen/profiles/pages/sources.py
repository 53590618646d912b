"""A page for each list: who is on it, who is missing, what it must not be used for, and what became of each delivery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from denizen.contracts import Contract
from denizen.profiles.edition import Edition
from denizen.profiles.phrasing import number
from denizen.profiles.render import Page
from denizen.terms.receipts import Receipt


@dataclass(frozen=True)
class ReceiptView:
    """A receipt in words: counts and row numbers, no values."""

    receipt: Receipt
    title: Markup
    received: str
    accepted: str
    refused: str
    elsewhere: str
    identical: str
    span: str
    refusals: tuple[tuple[Markup, Markup, str, str, bool], ...]
    """(sentence, how to mend, rows, first row numbers, set aside)"""
    dropped: tuple[tuple[str, int], ...]
    """(why, how many columns): the receipt itself names them; a header no contract knows may hold anything"""


def sources_index(edition: Edition) -> Page:
    """Every list that took part, with what became of its rows, and every one that did not."""
    taken = sorted({receipt.source for receipt in edition.matter.receipts})
    rows = [
        (
            source,
            edition.source_title(source),
            edition.m.english(contract.kept_by) if (contract := edition.matter.contracts.get(source)) else "",
            number(sum(r.received for r in _receipts(edition, source))),
            number(sum(r.accepted for r in _receipts(edition, source))),
            number(sum(r.refused - r.set_aside for r in _receipts(edition, source))),
            number(sum(r.set_aside for r in _receipts(edition, source))),
        )
        for source in taken
    ]
    return Page(
        path="sources/index.html",
        template="sources.html.j2",
        title=edition.m.plain("nav.sources"),
        nav="sources",
        content={"rows": rows, "missing": edition.matter.missing, "unmeasured": edition.matter.unmeasured},
    )


def source_pages(edition: Edition) -> Iterator[Page]:
    for source, contract in sorted(edition.matter.contracts.items()):
        yield _page(edition, source, contract)


def _page(edition: Edition, source: str, contract: Contract) -> Page:
    used_by = [i for i in edition.matter.indicators if source in _sources_of_tables(i.numerator.tables)]
    over = [
        i
        for i in edition.matter.indicators
        if i.denominator and source in _sources_of_tables(i.denominator.tables) and i not in used_by
    ]
    return Page(
        path=f"sources/{source}.html",
        template="source.html.j2",
        title=str(contract.title),
        crumbs=(("sources/index.html", "nav.sources"),),
        nav="sources",
        content={
            "source": source,
            "contract": contract,
            "receipts": [_view(edition, contract, r) for r in _receipts(edition, source)],
            "why_missing": dict(edition.matter.missing).get(source, ""),
            "used_by": used_by,
            "over": over,
            "agreements": [a for a in edition.matter.agreements if source in a.sources],
            "rule": dict(edition.matter.table.rules).get(source, ""),
        },
    )


def _sources_of_tables(tables: tuple[str, ...]) -> set[str]:
    return {table.partition(".")[0] for table in tables}


def _receipts(edition: Edition, source: str) -> list[Receipt]:
    return sorted((r for r in edition.matter.receipts if r.source == source), key=lambda r: (r.layout, r.file))


def _view(edition: Edition, contract: Contract, receipt: Receipt) -> ReceiptView:
    title = next((layout.title for layout in contract.layouts if layout.name == receipt.layout), receipt.layout)
    first, last = receipt.first_period, receipt.last_period
    span = ""
    if first:
        one, two = edition.period(first), edition.period(last or first)
        span = one if one == two else edition.m.plain("period.span", start=one, end=two)
    return ReceiptView(
        receipt,
        edition.m.english(title),
        number(receipt.received),
        number(receipt.accepted),
        number(receipt.refused - receipt.set_aside),
        number(receipt.set_aside),
        number(receipt.identical),
        span,
        tuple(
            (
                edition.m.english(r.sentence),
                edition.m.english(r.mend),
                number(r.count),
                ", ".join(number(n) for n in r.rows) + (", …" if r.rows and r.count > len(r.rows) else ""),
                r.is_set_aside,
            )
            for r in receipt.refusals
        ),
        tuple(Counter(item.reason for item in receipt.dropped).items()),
    )
