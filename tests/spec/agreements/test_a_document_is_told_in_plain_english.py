"""The page of a code or an agreement: made from the same file, in sentences, with what is still open at the top."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from denizen.agreements.clauses_told import rule_in_words
from denizen.agreements.rules import Rule
from denizen.agreements.vocabulary import load_vocabulary
from denizen.errors import BadDocument, NotFound
from denizen.pipeline.agreement_page import write_page

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (
            {"kind": "permit", "when": {"action": "pass_on", "item": ["age", "sex"], "source": "social_housing"}},
            "It is allowed to pass on ages or sex from social tenancies.",
        ),
        (
            {"kind": "permit", "when": {"action": "publish", "item": "counts", "grain": {"from": "msoa", "to": "lad"}}},
            "It is allowed to publish counts by area, from MSOA up to the local authority.",
        ),
        (
            {"kind": "permit", "when": {"action": "link", "recipient": "council"}, "until": "2027-03-31"},
            "It is allowed to link anything, by a council (until 2027-03-31).",
        ),
        (
            {"kind": "prohibit", "when": {"action": "disclose", "recipient": "police_force", "source": "gp_register"}},
            "Nobody may disclose anything from the list of patients, to a police force.",
        ),
        (
            {"kind": "prohibit", "when": {"action": "disclose", "recipient": ["employer", "charity", "landlord"]}},
            "Nobody may disclose anything, to an employer, a charity or a landlord.",
        ),
        (
            {"kind": "prohibit", "when": {"purpose": "immigration_control"}},
            "Nobody may do anything with anything, for immigration control.",
        ),
        (
            {"kind": "oblige", "when": {"action": "receive"}, "duty": {"what": "retain_days", "at_most": 365}},
            "To receive anything brings a duty: it is kept for at most 365 days.",
        ),
        (
            {"kind": "oblige", "when": {"action": "publish"}, "duty": {"what": "minimum_cell", "at_least": 10}},
            "To publish anything brings a duty: no count below 10 is shown.",
        ),
        (
            {
                "kind": "permit",
                "when": {"item": "name"},
                "unless": [{"subjects": "children"}],
                "duty": {"what": "pseudonymise"},
            },
            "It is allowed to do anything with names, as long as identifiers are turned into keyed pseudonyms first; "
            "this leaves out to do anything with anything about children.",
        ),
        (
            {"kind": "permit", "when": {"purpose": "service_plannning"}},
            "It is allowed to do anything with anything, for service plannning.",
        ),
    ],
)
def test_a_rule_is_a_sentence(rule: dict[str, object], sentence: str) -> None:
    found = Rule.model_validate({"id": "one", "clause": "1", **rule})
    assert rule_in_words(found, load_vocabulary()) == sentence


def words_of(file: str, folder: Path) -> str:
    page = write_page(EXAMPLES / file, folder / "page.html", DAY).read_text("utf-8")
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)).split())


def test_an_agreement_says_who_gives_what_to_whom_and_what_it_stands_on(tmp_path: Path) -> None:
    words = words_of("partnership_clean/agreements/DDA-HOUSING.yaml", tmp_path)
    assert "Invented Homes may pass on keyed pseudonyms, property references (UPRN), ages" in words
    assert "to Invented County Borough Council, from person level up to dwelling level (UPRN)" in words
    assert "A recognised legitimate interest" in words and "Data (Use and Access) Act 2025 s. 70" in words
    assert "In force: it governs what is read" in words
    assert "Still to be filled in" not in words and "What the law says against it" not in words


def test_what_is_open_stands_at_the_top(tmp_path: Path) -> None:
    words = words_of("partnership/agreements/DDA-HOUSING.yaml", tmp_path)
    assert "`dpia` is not filled in" in words
    assert "The National Data Opt-out is England's" in words
    assert words.index("Still to be filled in") < words.index("What moves from whom to whom")


def test_a_code_has_its_rules_and_its_eight_sections(tmp_path: Path) -> None:
    words = words_of("partnership_clean/codes/invented_health.yaml", tmp_path)
    assert "Never Nobody may disclose anything from the list of patients, to a police force" in words
    for title in ("1. Deciding to share", "4. Retention", "8. Review"):
        assert title in words


@pytest.mark.parametrize(
    "file", sorted(EXAMPLES.glob("partnership*/*/*.yaml")), ids=lambda file: "/".join(file.parts[-3:])
)
def test_no_page_shows_a_word_of_the_machine(tmp_path: Path, file: Path) -> None:
    """No underscores but in names of fields to fill in, in ids and in addresses; nothing is fetched from outside."""
    page = write_page(file, tmp_path / "page.html", DAY).read_text("utf-8")
    assert not re.search(r"<(script|link|img)|url\(", page)
    body = re.sub(r'<section class="open">.*?</section>', "", page.split("<main>")[1], flags=re.DOTALL)
    assert re.findall(r"[a-z]+(?:_[a-z]+)+", re.sub(r"<[^>]+>", " ", body)) == []


def test_a_page_needs_a_document(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        write_page(tmp_path / "none.yaml", tmp_path / "page.html", DAY)
    (tmp_path / "bad.yaml").write_text("kind: code\nid: X\ntitel: A\n", "utf-8")
    with pytest.raises(BadDocument, match="titel") as error:
        write_page(tmp_path / "bad.yaml", tmp_path / "page.html", DAY)
    assert "title" in error.value.mend
    (tmp_path / "latin.yaml").write_bytes(b"title: T\xe2")
    with pytest.raises(BadDocument, match="UTF-8"):
        write_page(tmp_path / "latin.yaml", tmp_path / "page.html", DAY)
