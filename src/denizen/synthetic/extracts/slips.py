"""Slips of the finger and the ear: a neighbouring key, a letter left out, doubled or turned with the next, a like sound."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import yaml

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.town import Flags, Floats, Texts


@cache
def tables() -> dict[str, Any]:
    """Neighbouring keys, like sounds, short forms of streets and words for flats."""
    text = (resources.files("denizen.synthetic") / "data" / "slips.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def slipped(texts: Texts, share: float | Floats, dice: Dice) -> Texts:
    """The same texts, a share of them with one slip."""
    return slipped_where(texts, happens(dice, share, None if isinstance(share, np.ndarray) else len(texts)), dice)


def slipped_where(texts: Texts, chosen: Flags, dice: Dice) -> Texts:
    """The same texts with one slip in each that is chosen, where it has three letters or more."""
    rows = np.flatnonzero(chosen)
    lots = dice.random((len(rows), 3)).tolist()
    written = texts.copy()
    for row, (kind, place, choice) in zip(rows.tolist(), lots, strict=True):
        word = written[row]
        if len(word) >= 3:
            written[row] = _slip(word, kind, place, choice)
    return written


def _slip(word: str, kind: float, place: float, choice: float) -> str:
    at = int(place * len(word))
    letter = word[at]
    if kind < 0.3:
        near = tables()["neighbours"].get(letter.lower(), "")
        return word[:at] + _like(letter, near[int(choice * len(near))]) + word[at + 1 :] if near else word
    if kind < 0.5:
        return word[:at] + word[at + 1 :]
    if kind < 0.62:
        return word[:at] + letter.lower() + word[at:] if at else word[0] + word[0].lower() + word[1:]
    if kind < 0.75:
        return word[:at] + word[at + 1 : at + 2] + letter + word[at + 2 :]
    return _by_ear(word, choice)


def _by_ear(word: str, choice: float) -> str:
    """One sound written as another that is like it, after the first letter."""
    sounds = tables()["sounds"]
    found = [(word.find(sound, 1), sound) for sound in sounds if word.find(sound, 1) > 0]
    if not found:
        return word[:-1]
    at, sound = found[int(choice * len(found))]
    return word[:at] + str(sounds[sound]) + word[at + len(sound) :]


def _like(letter: str, other: str) -> str:
    return other.upper() if letter.isupper() else other
