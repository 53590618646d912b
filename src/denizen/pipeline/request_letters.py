"""The bodies of letters to a person, in plain English. Greeting, name and address are for whoever sends them to put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import fill

from denizen.agreements import Agreement
from denizen.contracts import Contract
from denizen.pipeline.request_clock import Right
from denizen.pipeline.request_exemptions import Exemption
from denizen.pipeline.request_file import Request
from denizen.pipeline.request_search import Found, rows_found

CHECK = "[CHECK: "
"""what begins a place that a person has to fill in"""
_ICO = (
    "You may complain to us; we acknowledge a complaint within 30 days, and tell you what comes of it. You may also complain "
    "to the Information Commissioner (ico.org.uk, 0303 123 1113), or go to court."
)
_OTHER_EDITIONS = "In other editions it may be somebody else's: there we looked for nothing. "
_ASKED = {
    Right.ACCESS: "asked what we hold about you",
    Right.ERASE: "asked us to erase what we hold about you",
    Right.OBJECT: "objected to our use of what we hold about you",
    Right.CORRECT: "told us that something we hold about you is wrong",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a letter tells of a list: who keeps it, what it was counted for, what was published, whom to write to."""

    place: str
    contract: Contract
    agreements: Mapping[str, Agreement]
    figures: Sequence[str]
    """titles of the indicators that its rows were counted in"""
    releases: int
    contact: str
    today: date
    is_linked: bool = False
    """whether rows of it are compared with those of other lists"""


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that is refused, on which ground and why."""

    exemption: Exemption
    reason: str


def letter(
    request: Request,
    found: Sequence[Found],
    about: About,
    refused: Refused | None = None,
    editions: Sequence[str] = ("",),
) -> str:
    """The body of the answer to a request.

    Args:  the request; what was found, in every delivery that was looked through; about the list; why it is refused, if it is;
           the editions that a person is left out of, one empty text for every delivery.
    """
    first = f"On {in_words(request.received)} you {_ASKED[request.right]}, on the list {about.contract.title}."
    parts = [f"Our reference: {request.id}", f"Date: {in_words(about.today)}", "", _section("What you asked", [first])]
    if refused is not None:
        parts += [_refusal(refused)]
    else:
        parts += {
            Right.ACCESS: lambda: _access(found, about, request.edition),
            Right.ERASE: lambda: _left_out(found, "erased", about, editions),
            Right.OBJECT: lambda: _left_out(found, "left out", about, editions),
            Right.CORRECT: lambda: _correct(found, about, request.edition),
        }[request.right]()
    return "\n".join([*parts, _section("If you are not content", [_ICO, f"Write to us: {_contact(about)}."])])


def acknowledgement(request: Request, about_place: str, contact: str, today: date) -> str:
    """The body of the letter that acknowledges a complaint."""
    return "\n".join(
        [
            f"Our reference: {request.id}",
            f"Date: {in_words(today)}",
            "",
            _paragraph(
                f"We received your complaint about how your information is used for the population profile of {about_place} on "
                f"{in_words(request.received)}. We are looking into it, will tell you how it goes if it takes us longer than you "
                "would expect, and will tell you the outcome as soon as we have it."
            ),
            "",
            _section("If you are not content", [_ICO, f"Write to us: {contact or CHECK + 'whom to write to]'}."]),
        ]
    )


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _access(found: Sequence[Found], about: About, edition: str) -> list[str]:
    parts = [_section("What we did", [_search_done(found, edition)])]
    if not rows_found(found):
        parts.append(_section("What we hold", ["None of them has a row with your reference. We hold nothing by it."]))
    for item in found:
        for row in item.rows:
            told = [f"{cell.header}: {cell.value}" for cell in row]
            title = f"What we hold: {item.layout.title}, received on {in_words(item.holding.received)}"
            parts.append("\n".join([title, *(f"  - {line}" for line in told), ""]))
    return [
        *parts,
        _where_from(found, about),
        _used_for(about),
        _passed_to(about),
        _kept_until(found),
        _your_rights(about),
    ]


def _left_out(found: Sequence[Found], what: str, about: About, editions: Sequence[str]) -> list[str]:
    rows = rows_found(found)
    done = (
        f"{_rows(rows)} about you {'was' if rows == 1 else 'were'} {what}. Each file that told of you was written anew without "
        "that, and the key to the old file destroyed, so that no copy of it can be read."
        if rows
        else f"{_search_done(found, editions[0])} None has a row with your reference, so there was nothing to take out."
    )
    days = _listed([in_words(date.fromisoformat(edition)) for edition in editions if edition])
    later = (
        "A coded form of your reference, from which it cannot be worked out, stays on a list, so that your rows are left out of "
        + (f"every delivery of the edition of {days}." if days else "every later delivery too.")
    )
    next_edition = (
        "In another edition your reference may be somebody else's, so that it is not used there: to be left out of that too, "
        "tell us your reference in it, or one that stays yours."
        if days
        else ""
    )
    published = (
        "What was published before is counts about areas, rounded, in which nobody can be told apart. It stays as it is. The "
        "next figures are made without you."
    )
    return [
        _section("What we did", [done, later, next_edition]),
        _section("What stays", [published]),
        _section("The list itself", [_supplier(about, "Its own record of you is not changed by this: write to")]),
    ]


def _correct(found: Sequence[Found], about: About, edition: str) -> list[str]:
    return [
        _section(
            "What we did",
            [
                _search_done(found, edition),
                f"{_rows(rows_found(found))} with your reference {'was' if rows_found(found) < 2 else 'were'} found."
                if found
                else "",
                _supplier(
                    about, "We only hold copies, and do not change them ourselves. We passed on what you told us to"
                ),
                f"{CHECK}that it was passed on, and on which day]",
                "When they have put it right, the next delivery brings the correction here, and the old copy is destroyed.",
            ],
        )
    ]


def _refusal(refused: Refused) -> str:
    return _section(
        "What we decided",
        [
            f"We are not doing what you asked. We rely on {refused.exemption.law}: {refused.exemption.says}.",
            f"Our reason: {refused.reason.strip().rstrip('.')}.",
        ],
    )


def _search_done(found: Sequence[Found], edition: str) -> str:
    of_edition = f" of the edition of {in_words(date.fromisoformat(edition))}" if edition else ""
    if not found:
        return f"We hold no delivery of this list{of_edition}."
    deliveries = "the one delivery" if len(found) == 1 else f"all {len(found)} deliveries"
    return (
        f"We looked through {deliveries} of this list that we hold{of_edition}, by the reference that you gave. "
        f"{_OTHER_EDITIONS if edition else ''}Rows that were refused on arrival are kept without a reference, and could not be "
        "looked through."
    )


def _where_from(found: Sequence[Found], about: About) -> str:
    names = dict.fromkeys(item.holding.agreement for item in found if item.rows)
    told = [
        f"From {about.agreements[name].controller}, under the agreement {name}: {about.agreements[name].summary.strip()}"
        if name in about.agreements
        else f"Under the agreement {name}, which has ended."
        for name in names
    ]
    return _section("Where it came from", told or [f"This list is kept by {about.contract.kept_by}."])


def _used_for(about: About) -> str:
    purposes = sorted(
        {p.value.replace("_", " ") for agreement in about.agreements.values() for p in agreement.purposes}
    )
    counted = ", ".join(about.figures[:6]) + (" and more" if len(about.figures) > 6 else "")
    return _section(
        "What it is used for",
        [
            f"{_listed(purposes).capitalize()}: counts and estimates about areas, never about you. No decision about you is made "
            "with it.",
            f"Your rows are counted in: {counted}." if counted else "",
            "They may have been compared with rows on other lists, so that each person is counted once."
            if about.is_linked
            else "",
        ],
    )


def _passed_to(about: About) -> str:
    receivers = sorted(
        {
            next((party.name for party in agreement.parties if party.id == flow.to), flow.to)
            for agreement in about.agreements.values()
            for flow in agreement.flows
            if flow.source == about.contract.source and flow.action == "pass_on"
        }
    )
    agreed = f"The agreement lets this list go to: {', '.join(receivers)}." if receivers else ""
    times = "once" if about.releases == 1 else f"{about.releases} times"
    books = f"Such counts were published {times}." if about.releases else "Nothing was published yet."
    return _section(
        "Who it is passed to",
        [
            "From here, nobody: rows about people never leave. What leaves is counts about areas, rounded, small ones withheld. "
            + books,
            agreed,
        ],
    )


def _kept_until(found: Sequence[Found]) -> str:
    days = sorted({item.holding.due for item in found if item.rows})
    told = (
        f"Until {_listed([in_words(day) for day in days])}; then the key is destroyed, and nothing can read it."
        if days
        else ""
    )
    return _section("How long it is kept", [told or "Nothing is kept."])


def _your_rights(about: About) -> str:
    return _section(
        "What else you may ask",
        [
            "You may ask us to correct it, to erase it, or to leave you out. "
            + _supplier(about, "The record itself is kept by")
        ],
    )


def _supplier(about: About, words: str) -> str:
    keepers = list(dict.fromkeys(agreement.controller for agreement in about.agreements.values()))
    contact = next((item.rights.contact for item in about.agreements.values() if item.rights.contact), "")
    return f"{words} {_listed(keepers) or about.contract.kept_by}{f' ({contact})' if contact else ''}."


def _contact(about: About) -> str:
    return about.contact or CHECK + "whom to write to]"


def _rows(count: int) -> str:
    return {0: "No row", 1: "One row"}.get(count, f"{count} rows")


def _listed(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def _section(title: str, paragraphs: Sequence[str]) -> str:
    return "\n".join([title, *(_paragraph(text) for text in paragraphs if text), ""])


def _paragraph(text: str) -> str:
    return fill(" ".join(text.split()), 100, break_long_words=False, break_on_hyphens=False)
