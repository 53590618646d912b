"""The register, the page of a text and the record of the tool pass axe, fit a phone, and print whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

KINDS = ("agreements.html", "register/DDA-HOMES.html", "register/CODE-COUNCIL.html", "register/atrs.html")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, shared_book: Path, path: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((shared_book / path).as_uri())
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_the_register_to_the_whole_text_and_back(page: Page, shared_book: Path):
    page.goto((shared_book / "agreements.html").as_uri())
    page.get_by_role("link", name="The whole text: Tenants of Square Homes").click()
    assert page.locator("h1").inner_text() == "Tenants of Square Homes"
    page.get_by_role("link", name="Agreements").first.click()
    assert page.locator("h1").inner_text() == "Who shared what, and why"


def test_a_printed_register_hides_no_row(page: Page, shared_book: Path):
    page.emulate_media(media="print")
    page.goto((shared_book / "agreements.html").as_uri())
    hidden = page.locator("main dd, main td, main blockquote").evaluate_all(
        "all => all.filter(one => getComputedStyle(one).display === 'none' || !one.getClientRects().length).length"
    )
    assert hidden == 0
