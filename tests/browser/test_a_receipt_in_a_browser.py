"""A receipt is mailed and opened by itself: it needs no other file and no script, and fits a phone and a sheet of paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from denizen.profiles import receipt_page
from denizen.terms.receipts import Coverage, Dropped, Receipt, Refusal
from sample_book import sample_matter

LONG = "data/electoral_register/register_of_electors_with_every_alteration_2025-12-01_final_final.csv"
RECEIPT = Receipt(
    "electoral_register", "register_full", LONG, "ab" * 32, 194702, "utf-8-sig", "DSA-2025-014-ELECTORAL-REGISTER",
    3028, 2999, 29, 25, 2,
    (
        Refusal("date", "Elector_Date_Of_Birth_As_Registered", "The value cannot be read as a date that exists.",
                "write it as 2024-03-31 or as 31/03/2024", 12, tuple(range(1100, 1110))),
        Refusal("place", "PostCode", "The postcode is not one of this place.", "nothing to mend", 25, (550, 551),
                is_set_aside=True),
    ),
    (Dropped("Elector_Email_Address_For_Correspondence", "the agreement does not allow it"),),
    ("1 line above the headers was taken for a title.",), ("Is part of the list missing?",),
    "2025-12-01", "2025-12-01", ("Rows: 3,030 counted before sending, 3,028 arrived.",),
    ("The delivery before had 3,100 accepted rows.",),
    (Coverage("age", "0 to 4", None, 327.0), Coverage("area", "Derby 005C", 85.0, 93.0)), "the usual residents of 2021",
)  # fmt: skip


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = replace(sample_matter().place, is_invented=True)
    file = tmp_path_factory.mktemp("mailed") / "receipt.html"
    file.write_text(receipt_page(RECEIPT, "Electoral register", place), "utf-8")
    return file


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_in_a_receipt_and_nothing_scrolls_sideways(page, receipt, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(receipt.as_uri())
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_receipt_is_whole_without_javascript(browser, receipt):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(receipt.as_uri())
    told = opened.locator("main").inner_text()
    for part in ("Nobody on this list exists", "Is part of the list missing?", "3,030 counted", "too few to say", "25"):
        assert part in told
    assert opened.locator("script, link, img").count() == 0
    context.close()
