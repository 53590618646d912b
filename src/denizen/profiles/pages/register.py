"""The public register: who shares what with whom, why and how safely; what was run, refused and released."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from denizen.agreements import Agreement
from denizen.agreements.code import Code
from denizen.agreements.document_told import told
from denizen.agreements.law_data import load_law
from denizen.agreements.missing import missing
from denizen.profiles.edition import Edition
from denizen.profiles.notices import notices
from denizen.profiles.pages.narrowed import narrowed_told, refused_told
from denizen.profiles.render import Page
from denizen.profiles.sharing import grounds_of, has_people, items_of, kept, safeguards_of, ways
from denizen.profiles.transparency_record import RECORD, record_of

ALWAYS = ("ways", "grounds", "kept", "object", "signed")
"""what an agreement has to tell a resident: where it is silent, the register says so"""

HEARD = ("in_force", "suspended", "review_due")
"""states of a code in which it is asked: one that is stopped goes on forbidding"""
OF_PEOPLE = ("grounds", "object")
"""asked only where it tells of people one by one"""

Told = Mapping[str, Sequence[Markup]]
Lines = tuple[tuple[str, tuple[Markup, ...]], ...]
"""key of what is told, and what stands there"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One agreement or code on the register, with its days in words."""

    text: Agreement | Code
    since: str
    until: str
    review: str
    page: str
    """path of its own page; '' for an open licence"""
    lines: Lines = ()
    silent: tuple[str, ...] = ()
    """keys of what it does not say"""
    is_used: bool = True
    """whether anything was read under it for this book"""


def register_pages(edition: Edition) -> Iterator[Page]:
    """The register, a page for each code and agreement, and the record of the tool."""
    yield _register(edition)
    yield from (_document(edition, code) for code in edition.codes)
    yield from (_document(edition, agreement) for agreement in edition.shared)
    record = record_of(edition.matter)
    if record is not None:
        yield Page(
            "register/atrs.html", "atrs.html.j2", edition.m.plain("atrs.title"), {"record": record, "file": RECORD}, _UP
        )


_UP = (("agreements.html", "nav.agreements"),)


def _register(edition: Edition) -> Page:
    used = {agreement.id for agreement in edition.matter.agreements}
    every = {one.id: one for one in (*edition.matter.agreements, *edition.shared)}.values()
    return Page(
        "agreements.html",
        "agreements.html.j2",
        edition.m.plain("nav.agreements"),
        {
            "agreements": [
                _entry(edition, one, _told(edition, one), one.id in used)
                for one in sorted(every, key=lambda one: (one.title, one.id))
            ],
            "codes": [_entry(edition, code, {"signed": _signed(edition, code)}) for code in edition.codes],
            "asked": sum(code.status in HEARD for code in edition.codes),
            "shared": edition.shared,
            "used": sorted({receipt.source for receipt in edition.matter.receipts}),
            "reference": edition.period(edition.matter.place.reference_date),
            "linked": _linked(edition),
            "refused": refused_told(edition),
            "narrowed": narrowed_told(edition),
            "notices": notices(edition),
            "record": record_of(edition.matter),
        },
    )


def _entry(edition: Edition, text: Agreement | Code, told: Told, is_used: bool = True) -> Entry:
    since, until, review = (
        edition.period(day.isoformat()) if day else "" for day in (text.in_force_from, text.ends_on, text.review_due)
    )
    return Entry(
        text,
        since,
        until,
        review,
        page="" if text.kind == "open_licence" else document_path(text.id),
        lines=tuple((key, tuple(texts)) for key, texts in told.items() if texts),
        silent=tuple(key for key, texts in told.items() if not texts and key in ALWAYS),
        is_used=is_used,
    )


def _told(edition: Edition, agreement: Agreement) -> Told:
    """What a resident asks of an agreement. An open licence answers none of it: its figures are anybody's."""
    if agreement.kind == "open_licence":
        return {}
    m, words = edition.m, edition.words
    grounds = [m.t("register.ground", label=one.label, source=one.source) for one in grounds_of(agreement)]
    lines = {
        "ways": _ways(edition, agreement),
        "items": [m.english(item) for item in items_of(agreement.flows, words)],
        "necessary": _said(edition, agreement.reasons.why_necessary),
        "benefit": _said(edition, agreement.reasons.benefit),
        "grounds": grounds,
        "kept": _kept(edition, agreement),
        "safe": [m.t(f"register.safe.{kind}", text=text) for kind, text in safeguards_of(agreement)],
        "object": _said(edition, agreement.objection.route),
        "complain": _said(edition, agreement.complaints.route),
        "signed": _signed(edition, agreement),
    }
    is_about_people = has_people(agreement, agreement.flows, words)
    return {key: texts for key, texts in lines.items() if texts or is_about_people or key not in OF_PEOPLE}


def _ways(edition: Edition, agreement: Agreement) -> list[Markup]:
    """From whom to whom; a list that stays with who keeps it, as that."""
    m, whoever = edition.m, edition.m.plain("register.who_makes_the_book")
    return [
        m.t("register.own", name=sender)
        if sender == receiver
        else m.t("register.way", sender=sender, receiver=receiver or whoever)
        for sender, receiver in ways(agreement, edition.words, edition.matter.account.run_by)
    ]


def _kept(edition: Edition, agreement: Agreement) -> list[Markup]:
    """How long it is kept: as the agreement says, else as the page of each list does."""
    m, contracts = edition.m, edition.matter.contracts
    if periods := kept(agreement):
        return [
            m.t(f"register.kept.{one.then}", item=edition.words.label("item", one.item), n=one.days) for one in periods
        ]
    return [m.english(contracts[source].retention) for source in agreement.sources if source in contracts]


def _signed(edition: Edition, text: Agreement | Code) -> list[Markup]:
    """Posts that put their name to it, each with its day."""
    return [
        edition.m.t("register.signature", post=one.post, day=edition.period(one.signed_on.isoformat()))
        for one in text.signatures
    ]


def _said(edition: Edition, text: str) -> list[Markup]:
    return [edition.m.english(text)] if text else []


def _linked(edition: Edition) -> list[Markup]:
    """Titles of the lists of people that were linked."""
    report = edition.matter.linkage
    return [
        edition.source_title(source)
        for source in dict.fromkeys(layout.partition(".")[0] for layout, _ in (report.lists if report else ()))
    ]


def _document(edition: Edition, text: Agreement | Code) -> Page:
    """The page of one text. What the law says against a draft is for the check; what a text still lacks stands here too."""
    lacking = tuple(one.sentence for one in missing(text))
    return Page(
        document_path(text.id),
        "register_document.html.j2",
        text.title,
        {
            "told": told(text, edition.words, load_law(), (), ()),
            "lacking": lacking,
            "hash": dict(edition.matter.account.hashes).get(text.id, ""),
        },
        _UP,
    )


def document_path(name: str) -> str:
    """Where the page of a text lies, by its id; letters that no file name should have become hyphens."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "-", name)
    if plain != name or name.casefold() == "atrs" or name.startswith("."):
        plain = f"{plain.lstrip('.')}-{sha256(name.encode()).hexdigest()[:8]}"
    return f"register/{plain}.html"
