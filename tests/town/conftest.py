"""Two invented towns: a small one for most sentences, a larger one where shares are compared with a census."""

from __future__ import annotations

import pytest

from denizen.synthetic.chance import Seed
from denizen.synthetic.founding import calendar_until, new_town
from denizen.synthetic.settings import settings_from
from denizen.synthetic.town import Town
from drawn_lists import DrawnLists, draw_lists
from invented_towns import EXAMPLES


@pytest.fixture(scope="session")
def small_town() -> Town:
    return new_town(EXAMPLES / "derby", 2_000, calendar_until(2025, 12, 6), Seed(7), settings_from())


@pytest.fixture(scope="session")
def larger_town() -> Town:
    return new_town(EXAMPLES / "derby", 20_000, calendar_until(2025, 12, 2), Seed(3), settings_from())


@pytest.fixture(scope="session")
def drawn_lists(small_town: Town, tmp_path_factory: pytest.TempPathFactory) -> DrawnLists:
    """All lists of people and dwellings of the small town."""
    return draw_lists(small_town, tmp_path_factory.mktemp("drawn"))
