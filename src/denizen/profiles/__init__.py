"""Profiles: the published book, from protected figures to pages that a resident can read."""

from denizen.profiles.book import ProfileBook, restore_book, write_book
from denizen.profiles.compose import check_releasable, compose
from denizen.profiles.matter import BookMatter
from denizen.profiles.receipt_page import receipt_page

__all__ = ["BookMatter", "ProfileBook", "check_releasable", "compose", "receipt_page", "restore_book", "write_book"]
