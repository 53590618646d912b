"""The sample book, composed once for the chapter."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.profiles import BookMatter, ProfileBook, compose
from denizen.profiles.edition import Drawing, Edition
from denizen.profiles.messages import Messages
from sample_book import bilingual_matter, sample_matter, shared_matter


@pytest.fixture(scope="session")
def matter() -> BookMatter:
    return sample_matter()


@pytest.fixture(scope="session")
def book(matter: BookMatter) -> ProfileBook:
    return compose(matter)


@pytest.fixture(scope="session")
def welsh_book() -> ProfileBook:
    return compose(bilingual_matter())


@pytest.fixture(scope="session")
def shared_book() -> ProfileBook:
    """A book with lists of partners behind it."""
    return compose(shared_matter())


@pytest.fixture(scope="session")
def edition(matter: BookMatter) -> Edition:
    return Edition(Drawing.of(matter, {}), Messages("en"), "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "book"
