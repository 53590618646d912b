import pytest
from small_book import small_matter

from denizen.profiles.matter import BookMatter


@pytest.fixture
def matter() -> BookMatter:
    return small_matter()
