"""From a page to its bytes: one template, one edition, links relative to where the page lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from denizen.profiles.edition import Edition
from denizen.profiles.map import PATTERNS
from denizen.profiles.phrasing import number


@dataclass(frozen=True)
class Page:
    """One page: where it lies in its edition, which template draws it, and with what."""

    path: str
    template: str
    title: str
    """plain, for the window and the breadcrumb"""
    content: Mapping[str, Any]
    crumbs: tuple[tuple[str, str], ...] = ()
    """(path, message key) of the pages above it, below the front page"""
    nav: str = field(default="")
    """key of the header's entry that it belongs to"""


_HEADER = (
    ("home", "index.html"),
    ("areas", "areas/index.html"),
    ("indicators", "indicators/index.html"),
    ("trends", "trends.html"),
    ("sources", "sources/index.html"),
    ("data", "data/index.html"),
)
_FOOTER = (
    ("methods", "methods.html"),
    ("agreements", "agreements.html"),
    ("accessibility", "accessibility.html"),
    ("data", "data/index.html"),
)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of one edition, with what every page may say."""
    made = Environment(
        loader=PackageLoader("denizen.profiles", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["plain"] = lambda text: Markup.escape(text).striptags()
    made.filters["people"] = number
    made.globals.update(
        nav_entries=_HEADER,
        footer_entries=_FOOTER,
        language_names={"en": "English", "cy": "Cymraeg"},
        patterns=PATTERNS,
    )
    return made


def up(path: str) -> str:
    """From the folder of a page to the top: `../` once for each folder."""
    return "../" * path.count("/")


def render(edition: Edition, page: Page) -> bytes:
    """One page as HTML."""
    here = edition.prefix + page.path
    to_edition, to_root = up(page.path), up(here)
    others = [language for language in edition.matter.place.languages if language != edition.language]

    text = (
        environment()
        .get_template(page.template)
        .render(
            page=page,
            e=edition,
            t=edition.m.t,
            p=edition.m.plain,
            to=lambda path: to_edition + path,
            root=lambda path: to_root + path,
            counterparts=[(language, f"{to_root}{language}/{page.path}") for language in others],
            matter=edition.matter,
            place=edition.place,
            **page.content,
        )
    )
    return text.encode("utf-8")
