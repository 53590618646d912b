"""Posts with keys, for the chapters on signing. Their keys are made anew for each test and sign for nobody."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from denizen.agreements.signatures import PostKey
from denizen.cli import app
from denizen.pipeline.key_files import Pen, add_public_key, make_keys, open_pen

CHIEF, DIRECTOR = "Chief executive, Foursquare Council", "Director of Public Health, Foursquare Council"


@dataclass(frozen=True)
class Post:
    """A post with its two key files; its pen signs as the post."""

    key: PostKey
    private: Path
    public: Path

    @property
    def pen(self) -> Pen:
        return open_pen(self.private, [self.key])


def a_post(at: Path, name: str, known_in: Path | None = None) -> Post:
    """A new key, in a folder of the post's own."""
    folder = at / f"desk {abs(hash(name)) % 10**8}-{len(list(at.iterdir()))}"
    folder.mkdir()
    key, public = make_keys(name, folder / "key.pem")
    if known_in is not None:
        add_public_key(public, known_in)
    return Post(key, folder / "key.pem", public)


def denizen(*words: object) -> tuple[int, str]:
    """How `denizen ...` ends, and what it says. Errors on purpose are raised as they are."""
    said = CliRunner().invoke(app, [str(word) for word in words])
    if said.exception and not isinstance(said.exception, SystemExit):
        raise said.exception
    return said.exit_code, " ".join(said.output.split())
