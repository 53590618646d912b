"""Fixtures that many chapters share."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_area import SmallArea, draw_small_area


@pytest.fixture
def small_area(tmp_path: Path) -> SmallArea:
    """A hand-drawn town of four areas: an area folder of its own for each test, not yet run."""
    return draw_small_area(tmp_path / "foursquare")
