"""Fixtures that many chapters share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from small_area import SmallArea, draw_small_area
from visits_list import Desk, open_desk


@pytest.fixture
def small_area(tmp_path: Path) -> SmallArea:
    """A hand-drawn town of four areas: an area folder of its own for each test, not yet run."""
    return draw_small_area(tmp_path / "foursquare")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk at which files of an invented list are received."""
    opened = open_desk(tmp_path / "desk")
    yield opened
    opened.store.close()
