"""A real browser on a book on disk. Without one, these tests are skipped, loudly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from denizen.profiles import compose, write_book
from sample_book import bilingual_matter, sample_matter, shared_matter

FOUND = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not FOUND:
        pytest.skip("NO BROWSER: the pages were not looked at. Install Chromium (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=FOUND, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a place with spaces") / "book"
    write_book(compose(sample_matter()), folder)
    return folder


@pytest.fixture(scope="session")
def welsh_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wales") / "book"
    write_book(compose(bilingual_matter()), folder)
    return folder


@pytest.fixture(scope="session")
def shared_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with lists of partners behind it."""
    folder = tmp_path_factory.mktemp("partners") / "book"
    write_book(compose(shared_matter()), folder)
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that notes every request that is not for a file on this disk, and every error of a script."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    strayed: list[str] = []
    opened.on("request", lambda request: strayed.append(request.url) if not request.url.startswith("file:") else None)
    opened.on("requestfailed", lambda request: strayed.append(f"failed: {request.url}"))
    opened.on("pageerror", lambda error: strayed.append(f"script: {error}"))
    yield opened
    opened.close()
    assert [url for url in strayed if not url.startswith("data:")] == []
