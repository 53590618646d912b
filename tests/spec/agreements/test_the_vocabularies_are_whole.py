"""The words of the package: every list has one, every purpose of the engine, and what is never asked is told apart."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from denizen.agreements import Purpose
from denizen.agreements.law_data import load_law
from denizen.agreements.missing import required
from denizen.agreements.numbering import Tree
from denizen.agreements.vocabulary import TREES, TermList, load_vocabulary
from denizen.contracts import load_contracts
from denizen.documents import parse_document

WORDS = load_vocabulary()
LISTS = [
    parse_document(file.read_text("utf-8"), file.name, TermList)
    for file in sorted((resources.files("denizen.agreements") / "vocabulary").iterdir(), key=lambda file: file.name)
]


def test_every_list_that_has_a_contract_can_be_spoken_of() -> None:
    tree = WORDS.tree("source")
    lists = {name for name in tree.ids if tree.interval(name)[0] == tree.interval(name)[1]}
    assert lists == set(load_contracts()) | {"geography"}


def test_the_engine_can_ask_for_its_purposes_and_for_none_that_may_only_be_forbidden() -> None:
    assert all(WORDS.is_askable("purpose", purpose.value) for purpose in Purpose)
    forbidden = {name for name in WORDS.tree("purpose").ids if not WORDS.is_askable("purpose", name)}
    assert forbidden >= {
        "enforcement",
        "immigration_control",
        "debt_recovery",
        "fraud_matching",
        "marketing",
        "eligibility",
        "decision_about_a_person",
        "reidentification",
    }
    assert not forbidden & {purpose.value for purpose in Purpose}
    assert "never_asked" in WORDS.tree("purpose").above("immigration_control")


@pytest.mark.parametrize(
    ("item", "category"),
    [
        ("age", "ordinary"),
        ("ethnic_group", "special"),
        ("religion", "special"),
        ("health", "confidential_health"),
        ("registration_with_a_practice", "confidential_health"),
        ("offence", "criminal"),
        ("discounts_and_exemptions", "special"),
        ("liability", "ordinary"),
        ("counts", "non_personal"),
        ("pseudonym", "ordinary"),
    ],
)
def test_an_item_is_what_data_protection_law_calls_it(item: str, category: str) -> None:
    assert WORDS.category(item) == category


def test_the_categories_of_items_are_those_that_an_agreement_can_name() -> None:
    named = {term.category for term in WORDS.terms["item"].values() if term.category}
    assert named == {"ordinary", "special", "criminal", "confidential_health", "non_personal"}


@pytest.mark.parametrize("terms", LISTS, ids=lambda terms: terms.dimension)
def test_every_term_says_what_it_means_in_one_version_of_the_words(terms: TermList) -> None:
    assert terms.version == WORDS.version == load_law().version
    assert len({term.id for term in terms.terms}) == len(terms.terms)
    for term in terms.terms:
        assert term.label and term.meaning.endswith("."), term.id
        assert not term.dated or term.source, f"{term.id} has a day and no law"
        assert re.fullmatch(r"(https://w3id\.org/dpv(/[a-z/]+)?#[A-Za-z0-9-]+)?", term.same_as), term.id


def test_every_dimension_has_its_words() -> None:
    for dimension in TREES:
        tree = WORDS[dimension]
        assert isinstance(tree, Tree) and len(tree.ids) >= 3
    assert WORDS.grains.ids[0] == "person" and WORDS.grains.ids[-1] == "nation"


def test_every_ground_names_its_law_and_its_day() -> None:
    for basis in load_law().bases.values():
        assert basis.source and basis.dated and basis.meaning.endswith(".") and basis.label, basis.id
    for bar in load_law().bars:
        assert bar.cite and bar.may and bar.may_not and bar.mend, bar.id


@pytest.mark.parametrize("kind", ["code", "isp", "dda", "jca", "dpa", "mou"])
def test_every_field_that_is_needed_says_why_and_who_asks(kind: str) -> None:
    for line in required(kind):
        assert line.why and line.source and not line.why.endswith("."), line.field
