"""What every page shares: the vendored stylesheet without anything that it would fetch, our own style, a little script."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

_FOLDER = resources.files("denizen.profiles").joinpath("assets")
_FONTS = re.compile(r"/\*![^*]*\*/\s*@font-face\{[^}]*\}|@font-face\{[^}]*\}")
_FETCHED = re.compile(r"url\(/assets/[^)]*\)")
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/")


@lru_cache(maxsize=1)
def assets() -> dict[str, bytes]:
    """The files under `assets/` of a book."""
    return {
        "assets/govuk-frontend.css": _without_requests(_read("vendor/govuk-frontend.min.css")).encode(),
        "assets/govuk-frontend.LICENSE.txt": _read("vendor/govuk-frontend.LICENSE.txt").encode(),
        "assets/denizen.css": _read("denizen.css").encode(),
        "assets/denizen.js": _read("denizen.js").encode(),
    }


def _read(name: str) -> str:
    return _FOLDER.joinpath(name).read_text("utf-8")


def _without_requests(style: str) -> str:
    """The stylesheet with Arial for the typeface that belongs to gov.uk, and without crest, fonts and source map."""
    style = _FONTS.sub("", style)
    style = _FETCHED.sub("none", style)
    return _SOURCE_MAP.sub("", style).replace("GDS Transport,", "")
