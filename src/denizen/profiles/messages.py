"""The message catalogue: every text of the book by key, in each language. What a language lacks is a gap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml
from markupsafe import Markup

from denizen.terms.measures import Indicator, Theme

ENGLISH = "en"


@lru_cache(maxsize=4)
def load_messages(language: str) -> Mapping[str, str]:
    """All messages of one language, key to text; nested keys are joined by dots."""
    text = resources.files("denizen.profiles").joinpath("messages", f"{language}.yaml").read_text("utf-8")
    return dict(_flat("", yaml.safe_load(text) or {}))


def _flat(prefix: str, tree: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key, value in tree.items():
        name = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(value, dict):
            yield from _flat(name, value)
        else:
            yield name, str(value)


@dataclass(frozen=True)
class Messages:
    """The texts of one language. A text that it lacks is given in English, marked as such."""

    language: str

    def has(self, key: str) -> bool:
        return key in load_messages(self.language) or key in load_messages(ENGLISH)

    def t(self, key: str, **values: object) -> Markup:
        """One message for the page, escaped, its values put in.

        Raises:  KeyError, when English itself has no such message.
        """
        own = _form(load_messages(self.language), key, values)
        if own is not None:
            return Markup.escape(own).format(**values)
        return self.english(Markup.escape(_english(key, values)).format(**values))

    def plain(self, key: str, **values: object) -> str:
        """One message where no markup can stand: a title, a label, the command line."""
        own = _form(load_messages(self.language), key, values)
        return (own if own is not None else _english(key, values)).format(**values)

    def english(self, text: str) -> Markup:
        """A text that is in English only."""
        if self.language == ENGLISH:
            return Markup.escape(text)
        return Markup('<span lang="en">{}</span>').format(text)

    def given(self, key: str, english: str) -> Markup:
        """A text of the catalogue of indicators: by its key where the language has it, otherwise as given in English."""
        own = load_messages(self.language).get(key) if self.language != ENGLISH else None
        return Markup.escape(own) if own is not None else self.english(english)

    def given_plain(self, key: str, english: str) -> str:
        own = load_messages(self.language).get(key) if self.language != ENGLISH else None
        return own if own is not None else english


def _form(texts: Mapping[str, str], key: str, values: Mapping[str, object]) -> str | None:
    """The text; where its `n` is 1 and the language has a text for one (`key_one`), that."""
    return texts.get(f"{key}_one", texts.get(key)) if str(values.get("n")) == "1" else texts.get(key)


def _english(key: str, values: Mapping[str, object]) -> str:
    text = _form(load_messages(ENGLISH), key, values)
    if text is None:
        raise KeyError(key)
    return text


def gaps(language: str, indicators: Iterable[Indicator] = (), themes: Iterable[Theme] = ()) -> tuple[str, ...]:
    """Keys that English has and this language lacks, those of the given indicators and themes included."""
    if language == ENGLISH:
        return ()
    own = load_messages(language)
    wanted = list(load_messages(ENGLISH))
    for theme in themes:
        wanted += [f"theme.{theme.id}.title", f"theme.{theme.id}.summary"]
    for indicator in indicators:
        wanted += [f"indicator.{indicator.id}.title", f"indicator.{indicator.id}.definition"]
    return tuple(key for key in wanted if key not in own)
