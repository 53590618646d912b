"""Messages: complete in English, gaps told in Welsh, and a release refused while there are any."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

import denizen.profiles
from denizen.errors import NotReleasable
from denizen.profiles import check_releasable
from denizen.profiles.messages import Messages, gaps, load_messages

ROOM = Path(denizen.profiles.__file__).parent
SOURCES = [*ROOM.glob("templates/*.j2"), *ROOM.glob("*.py"), *ROOM.glob("pages/*.py")]


def _used_keys() -> set[str]:
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    return set(re.findall(r"""\b(?:t|p|plain)\(\s*["']([a-z_.]+[a-z])["']\s*[,)]""", text))


def test_every_message_that_is_asked_for_stands_in_english():
    missing = sorted(key for key in _used_keys() if key not in load_messages("en"))
    assert missing == []
    assert len(_used_keys()) > 150


def _asked_for(key: str) -> str:
    """The key that the code names: the form for Wales, or for one, is chosen from it."""
    return key.removesuffix("_wales").removesuffix("_one")


def test_every_english_message_is_used_somewhere():
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    families = {
        match
        for match in re.findall(r"""["']([a-z_.]+\.)["']\s*~|f["']([a-z_]+\.[a-z_.]*)\{""", text)
        for match in match
    }
    unused = [
        key
        for key in load_messages("en")
        if _asked_for(key) not in text and not any(family and key.startswith(family) for family in families)
    ]
    assert unused == []


def test_welsh_has_no_key_that_english_lacks_and_the_same_values():
    english = load_messages("en")
    for key, text in load_messages("cy").items():
        assert key in english
        assert _values(text) <= _values(english[key]), key


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_a_gap_stands_in_english_and_is_marked_as_english():
    assert Messages("cy").t("nav.home") == "Hafan"
    assert Messages("cy").t("counts.lead", place="Wrecsam").startswith('<span lang="en">No list holds everyone')


def test_values_are_escaped():
    assert "<b>" not in Messages("en").t("front.title", place="<b>Derby</b>")


def test_english_has_no_gaps_and_welsh_says_which(matter):
    assert gaps("en", matter.indicators, matter.themes) == ()
    assert "counts.lead" in gaps("cy")
    assert "indicator.residents.title" in gaps("cy", matter.indicators, matter.themes)
    assert "nav.home" not in gaps("cy")


def test_a_release_is_refused_while_a_language_of_the_place_has_gaps(matter):
    check_releasable(matter)
    bilingual = replace(matter, place=replace(matter.place, languages=("en", "cy")))
    with pytest.raises(NotReleasable, match=r"\d+ texts of the book are not yet in the language `cy`"):
        check_releasable(bilingual)


def test_one_is_told_in_the_singular():
    m = Messages("en")
    assert m.t("sources.title", n=1) == "The list that this book is made from"
    assert m.t("sources.title", n=2) == "2 lists that this book is made from"
    assert m.plain("receipt.columns", n="1") == "1 column"
    assert "equals" in m.t("receipt.identical", n="1") and "equal another" in m.t("receipt.identical", n="3")
