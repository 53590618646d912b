"""The page of a code or an agreement is mailed and printed: it needs no other file, passes axe, and fits a phone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from denizen.pipeline.agreement_page import write_page

PARTNERSHIP = Path(__file__).resolve().parents[2] / "examples" / "partnership"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("file", ["agreements/DDA-HOUSING.yaml", "codes/invented_council.yaml"])
def test_axe_finds_nothing_in_a_document_and_nothing_scrolls_sideways(page, tmp_path, file, width):
    written = write_page(PARTNERSHIP / file, tmp_path / "page.html", date(2026, 11, 23))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(written.as_uri())
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
