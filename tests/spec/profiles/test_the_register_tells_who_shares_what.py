"""The public register: agreement by agreement, and what clauses refused, kept out and let go."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest

from denizen.agreements.agreement import load_agreement
from denizen.profiles import BookMatter, ProfileBook, compose
from denizen.profiles.pages.register import document_path
from sample_book import HOUSING, shared_matter


def words(page: bytes) -> str:
    """What a reader of a page reads, on one line."""
    text = re.sub(r"<[^>]+>", " ", page.decode())
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(unescape(text).split()))


@pytest.fixture(scope="module")
def register(shared_book: ProfileBook) -> str:
    return words(shared_book.files["agreements.html"])


@pytest.fixture(scope="module")
def of_agreement(shared_book: ProfileBook) -> Callable[[str], str]:
    """The section of one agreement, by its title."""
    sections = re.findall(rb'<section class="agreement">.*?</section>', shared_book.files["agreements.html"], re.DOTALL)
    told = [words(section) for section in sections]
    return lambda title: next(section for section in told if section.startswith(title))


@pytest.mark.parametrize(
    "said",
    [
        "Who shares with whom Square Homes to Foursquare Council",
        "What is shared keyed pseudonyms ages",
        "Who gains what homes of the right size",
        "Power it is shared under Housing Act 1985 s. 8",
        "a recognised legitimate interest (UK GDPR Art 6(1)(ea)",
        "How long it is kept any data: 365 days, then deleted",
        "On its way: sealed transfer",
        "Where it lies: AES-256",
        "How to object write to Square Homes",
        "In force 1 April 2024 to 31 March 2027",
        "Next review 31 March 2026",
        "Signed by Chief Executive, Square Homes, 16 March 2024",
        "Never for working out who somebody is; enforcement",
        "The whole text: Tenants of Square Homes",
    ],
)
def test_an_agreement_tells_a_resident(of_agreement, said: str):
    assert said in of_agreement("Tenants of Square Homes")


def test_what_an_agreement_does_not_say_is_told_as_that(of_agreement):
    told = of_agreement("Members of the library")
    assert "Not stated Ground in law; How long it is kept; How to object; Signed by" in told
    assert "No list was read under it for this book." in told
    assert "Not stated" not in of_agreement("Tenants of Square Homes")


def test_figures_that_are_about_nobody_need_no_ground_and_no_objection(register):
    figures = "protection: as_published"
    matter = shared_matter()
    agreement = load_agreement(HOUSING.split("parties:")[0].replace("protection: people_counts", figures), "figures")
    told = words(compose(replace(matter, agreements=(agreement,))).files["agreements.html"])
    section = told[told.index("Square Homes sends") :]
    assert "Not stated How long it is kept; Signed by" in section[: section.index("The whole text")]


@pytest.mark.parametrize(
    "said",
    [
        "Code of practice of Foursquare Council How the council shares.",
        "Chief Executive, Foursquare Council, 11 December 2023",
        "Clauses that the program keeps 1",
        "1 code of practice, besides the agreements",
        "No lists of people were linked with one another for this book.",
        "Council tax: accounts 3 files CODE-COUNCIL 1.1 No clause lets anybody receive it.",
        "libraries.members full name CODE-COUNCIL 1.1",
        "It is not linked with other lists. A delivery is destroyed after 30 days.",
        f"Ledger entry 41, of the draft of entry 40; made from {'cd' * 32}",
        "This book is a draft.",
    ],
)
def test_the_register_tells_what_the_clauses_made_of_the_run(register: str, said: str):
    assert said in register


def test_whoever_hands_over_has_a_paragraph_for_its_privacy_notice(register):
    assert (
        "We pass on keyed pseudonyms and ages about tenants, from social tenancies, to Foursquare Council, for population "
        "statistics. Before anything leaves us, what could tell who somebody is is turned into codes, and we keep the key. It is "
        "never used for working out who somebody is or enforcement. In law this rests on a recognised legitimate interest. "
        "The power that the agreement names: Housing Act 1985 s. 8. Each delivery is deleted after 365 days at the latest. "
        "You can object: write to Square Homes. "
        "You can complain: by letter or telephone to Square Homes; and to the Information Commissioner." in register
    )


def test_a_body_rests_on_grounds_that_it_can_have_itself():
    of_both = HOUSING.replace("[recognised_legitimate_interest]", "[recognised_legitimate_interest, public_task]")
    matter = shared_matter()
    told = words(compose(replace(matter, agreements=(load_agreement(of_both, "both"),))).files["agreements.html"])
    assert "Ground in law a public task" in told  # the council's, which receives
    assert "In law this rests on a recognised legitimate interest." in told  # the landlord's, which passes on


def test_a_notice_marks_what_somebody_still_has_to_write(register):
    notice = register[register.index("We pass on data from library members") :]
    assert "[To be filled in: what this rests on in law.] [To be filled in: how long it is kept.]" in notice
    assert "[To be filled in: how to object, and to whom.] You can complain to us" in notice


def test_every_code_and_agreement_has_a_page_of_its_own_and_a_licence_has_none(shared_book):
    pages = {path for path in shared_book.files if path.startswith("register/") and path.endswith(".html")}
    assert pages == {
        "register/CODE-COUNCIL.html",
        "register/DDA-HOMES.html",
        document_path("DDA/LIBRARIES 2"),
        "register/atrs.html",
    }
    code = words(shared_book.files["register/CODE-COUNCIL.html"])
    assert "1.1 Never Nobody may do anything with names" in code
    assert "ab" * 32 in code


@pytest.mark.parametrize("name", ["DDA/LIBRARIES 2", "../secret", "atrs", "ATRS", ".hidden", "ë"])
def test_no_id_of_a_text_leads_out_of_the_register_or_takes_another_page(name: str):
    path = document_path(name)
    assert re.fullmatch(r"register/[A-Za-z0-9_-][A-Za-z0-9._-]*-[0-9a-f]{8}\.html", path)
    assert document_path(f"{name}!") != path


def test_a_book_of_open_figures_has_a_short_register(book, matter: BookMatter):
    told = words(book.files["agreements.html"])
    assert "Open Government Licence v3.0 Figures that anyone may use" in told
    assert "What was run Figures are for 31 December 2024" in told
    assert not any(path.startswith("register/") for path in book.files)
    for heading in ("What was refused", "Releases", "privacy notices", "How the tool works", "Not stated"):
        assert heading not in told
