"""Profiles: the published book, from protected figures to pages that a resident can read."""

from denizen.profiles.book import ProfileBook, restore_book, write_book
from denizen.profiles.compose import check_releasable, compose
from denizen.profiles.matter import BookMatter

__all__ = ["BookMatter", "ProfileBook", "check_releasable", "compose", "restore_book", "write_book"]
