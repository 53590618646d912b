"""Facts that the record of the tool is filled in with: each a text, '' where nobody has said it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from denizen import __version__
from denizen.agreements import Agreement
from denizen.agreements.code import Code
from denizen.agreements.dpia_draft import RISKS_AT, dpia_steps
from denizen.agreements.items_of_columns import item_of
from denizen.agreements.numbering import listed
from denizen.agreements.paper_faults import parties_of
from denizen.agreements.vocabulary import Vocabulary
from denizen.contracts import Contract
from denizen.profiles.matter import BookMatter
from denizen.profiles.messages import ENGLISH, Messages
from denizen.profiles.pages.linkage import whole_told
from denizen.profiles.phrasing import number, period
from denizen.profiles.sharing import words_for
from denizen.terms.linkage import LinkageReport
from denizen.terms.receipts import in_words

Texts = Sequence[Code | Agreement]


def facts_of(matter: BookMatter) -> Mapping[str, str]:
    """Every fact by the name that the answers give it."""
    shared = tuple(agreement for agreement in matter.agreements if agreement.kind != "open_licence")
    texts: Texts = (*matter.account.texts, *shared)
    words = words_for(texts, matter.place)
    return {
        "place": matter.place.name,
        "contact": matter.place.contact,
        "version": __version__,
        "parameters": number(len(matter.parameters)),
        "organisation": _organisation(matter, words),
        "team": _team(texts, matter.account.run_by),
        **_of_lists(matter, words),
        **_of_linkage(matter.linkage, matter.contracts),
        **_of_agreements(shared, words),
    }


def _organisation(matter: BookMatter, words: Vocabulary) -> str:
    run_by = matter.account.run_by
    return words.label("recipient", run_by) if run_by else ""


def _team(texts: Texts, run_by: str) -> str:
    """The post of who runs denizen that answers questions, as its code or an agreement names it."""
    posts = (party.contact_post for text in texts for party in parties_of(text) if party.id == run_by)
    return next(filter(None, posts), "")


def _of_lists(matter: BookMatter, words: Vocabulary) -> dict[str, str]:
    """What was read: lists, rows, whom they miss."""
    sources = sorted({receipt.source for receipt in matter.receipts if receipt.source in matter.contracts})
    contracts = [matter.contracts[source] for source in sources]
    received, refused = (sum(getattr(r, name) for r in matter.receipts) for name in ("received", "refused"))
    return {
        "lists": _lines(contract.title for contract in contracts),
        "tells": _each(contracts, "tells"),
        "misses": _each(contracts, "misses"),
        "collected": _each(contracts, "kept_by", "Each list was made for the work of whoever keeps it."),
        "quantities": f"{in_words(len(matter.receipts), 'file')}, {in_words(received, 'row')}.",
        "rows": f"Of {in_words(received, 'row')} {number(refused)} were refused or set aside.",
        "sensitive": listed(_sensitive(matter, words)),
        "frequency": f"Run as lists arrive. This book was made from {in_words(len(sources), 'list')}, for "
        f"{period(matter.place.reference_date, Messages(ENGLISH))}.",
    }


def _each(contracts: Iterable[Contract], name: str, begins: str = "") -> str:
    return _lines([begins, *(f"{contract.title}: {getattr(contract, name).rstrip('.')}." for contract in contracts)])


def _sensitive(matter: BookMatter, words: Vocabulary) -> list[str]:
    """Items of special data in the layouts that were read, but for columns that stayed out."""
    found = {
        words.label("item", item_of(contract.source, field.name, field.role))
        for receipt in matter.receipts
        if (contract := matter.contracts.get(receipt.source))
        for layout in contract.layouts
        if layout.name == receipt.layout
        for field in layout.read_fields
        if field.is_special and field.name not in {dropped.column for dropped in receipt.dropped}
    }
    return sorted(found)


def _of_linkage(report: LinkageReport | None, contracts: Mapping[str, Contract]) -> dict[str, str]:
    """Which lists were linked and how well; whether anybody looked at pairs."""
    m = Messages(ENGLISH)
    if report is None:
        return {
            "linked": m.plain("register.not_linked"),
            "performance": m.plain("register.not_linked"),
            "reviewed": " ",
        }
    sources = [layout.partition(".")[0] for layout, _ in report.lists]
    titles = [contracts[source].title if source in contracts else source for source in dict.fromkeys(sources)]
    pairs = number(report.reviewed.pairs) if report.reviewed else ""
    return {
        "linked": m.plain("register.linked", lists=listed(titles)),
        "performance": m.plain("linkage.whole", **whole_told(report.whole))
        + " "
        + m.plain("register.groups_on_methods"),
        "reviewed": m.plain("register.pairs_reviewed", n=pairs) if pairs else m.plain("register.no_pairs_reviewed"),
    }


def _of_agreements(shared: Sequence[Agreement], words: Vocabulary) -> dict[str, str]:
    """What the agreements say that the record asks for, each text once."""
    m = Messages(ENGLISH)
    reviews = sorted((one.review_due, one.id) for one in shared if one.review_due)
    return {
        "purposes": listed(_once(words.label("purpose", purpose.value) for one in shared for purpose in one.purposes)),
        "benefit": _told(one.reasons.benefit for one in shared),
        "alternatives": _told(one.reasons.alternatives for one in shared),
        "training": _told(one.people.training for one in shared),
        "appeals": _told(one.complaints.route for one in shared),
        "reviews": _lines(f"{name} is reviewed by {period(day.isoformat(), m)}." for day, name in reviews),
        "agreements": _lines(f"{one.id}, {one.title}" for one in shared),
        "storage": _told(_storage(shared)),
        "assessments": _told(_assessments(shared)),
        "risks": _told(f"{risk.risk}. {risk.measures}" for risk in dpia_steps(shared)[RISKS_AT - 1].risks),
    }


def _storage(shared: Iterable[Agreement]) -> Iterator[str]:
    for one in shared:
        said = [one.security.access, one.security.at_rest, one.security.place]
        if any(said):
            yield f"{one.id}: {'; '.join(filter(None, said))}"


def _assessments(shared: Sequence[Agreement]) -> Iterator[str]:
    """Each assessment with the agreements that name it, the day of its signature and what it concluded."""
    m = Messages(ENGLISH)
    for reference in _once(one.dpia for one in shared):
        own = [one for one in shared if one.dpia == reference]
        days = _once(period(one.assessment.signed_on.isoformat(), m) for one in own if one.assessment.signed_on)
        said = [f"signed {day}" for day in days] + _once(one.assessment.outcome for one in own)
        yield ", ".join([f"{reference} (for {listed([one.id for one in own])})", *said])


def _told(texts: Iterable[str]) -> str:
    """Several texts as sentences, each once and on a line of its own."""
    return _lines(f"{text.rstrip('.')}." for text in _once(texts))


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
