"""The algorithmic transparency record: the fields of the standard, answered where the run can, gaps shown as gaps."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from denizen.profiles.transparency_record import Answer, record_file, record_of
from denizen.terms.linkage import LinkageReport, LinkedGroup, LinkedShare
from sample_book import sample_matter, shared_matter

NUMBERS = """
1.1 1.2 1.3 1.4
2.1.1 2.1.2 2.1.3 2.1.4 2.1.4.1 2.1.4.2 2.1.4.3 2.1.4.4 2.1.4.5
2.2.1 2.2.2 2.2.3 2.2.4 2.2.5
2.3.1 2.3.2 2.3.3 2.3.4 2.3.5 2.3.6
2.4.1.1 2.4.1.2 2.4.1.3 2.4.1.4
2.4.2.1 2.4.2.2 2.4.2.3 2.4.2.4 2.4.2.5 2.4.2.6 2.4.2.7 2.4.2.8 2.4.2.9
2.4.3.1 2.4.3.2 2.4.3.3 2.4.3.4 2.4.3.5 2.4.3.6 2.4.3.7 2.4.3.8 2.4.3.9 2.4.3.10 2.4.3.11
2.5.1 2.5.2
"""
"""the fields of tiers 1 and 2 of version 3.0, in its order"""


def answers() -> dict[str, Answer]:
    record = record_of(shared_matter())
    assert record is not None
    return {answer.number: answer for answer in record.answers}


def test_the_record_has_every_field_of_the_standard_in_its_order():
    assert list(answers()) == NUMBERS.split()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("1.2", "Denizen counts who lives in Derby"),
        ("1.4", "the analyst"),
        ("2.1.1", "Foursquare Council"),
        ("2.1.2", "Head of Data, data@council.example"),
        ("2.2.3", "homes of the right size."),
        ("2.3.5", "data protection, every year."),
        ("2.3.6", "by letter or telephone to Square Homes."),
        ("2.4.1.3", "DDA-HOMES is reviewed by 31 March 2026."),
        ("2.4.2.7", "No lists of people were linked with one another for this book."),
        ("2.4.3.10", "DDA-HOMES, Tenants of Square Homes"),
        ("2.4.3.11", "DDA-HOMES: two analysts; AES-256"),
        ("2.5.1", "DPIA-7 (for DDA-HOMES)."),
        ("2.5.2", "Somebody is recognised in a small count"),
    ],
)
def test_what_agreements_and_the_run_know_is_filled_in(field: str, said: str):
    assert said in answers()[field].text


@pytest.mark.parametrize("field", ["1.3", "2.1.3", "2.1.4", "2.4.1.2"])
def test_what_only_the_owner_knows_is_a_gap(field: str):
    assert answers()[field].is_gap


def test_a_fact_that_is_not_known_leaves_a_gap_and_no_half_sentence():
    matter = shared_matter()
    record = record_of(replace(matter, place=replace(matter.place, contact="")))
    assert record is not None
    assert next(answer for answer in record.answers if answer.number == "1.4").is_gap


def test_links_are_told_with_how_right_they_are_thought_to_be():
    share = LinkedShare(0.98, 0.9, 0.99)
    report = LinkageReport((("police.persons", 500),), LinkedGroup("all", 400, 120, share, share), ())
    record = record_of(replace(shared_matter(), linkage=report))
    assert record is not None
    told = {answer.number: answer.text for answer in record.answers}
    assert "Records on these lists were linked: Police." in told["1.2"]
    assert "Of 100 links, 98 are thought to be right (90 to 99)." in told["2.4.2.7"]
    assert "Nobody has looked at pairs of records yet." in told["2.3.4"]


def test_the_download_says_the_same_and_names_its_gaps():
    told = json.loads(record_file(shared_matter())["register/atrs.json"])
    assert told["standard_version"] == "3.0"
    assert told["record"]["organisation_or_department"] == "Foursquare Council"
    assert told["record"]["senior_responsible_owner"] is None
    assert "senior_responsible_owner" in told["to_be_filled_in"]
    assert "companies_house_number" not in told["to_be_filled_in"]  # asked only where there is a supplier


def test_a_book_of_open_figures_has_no_record_for_nothing_is_linked():
    assert record_of(sample_matter()) is None
    assert record_file(sample_matter()) == {}
