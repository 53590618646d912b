"""Random codes of practice: rules over the package's vocabulary, as dense or as sparse as is asked."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from denizen.agreements.instruments import Instrument
from denizen.agreements.rules import Rule
from denizen.agreements.vocabulary import DIMENSIONS, TREES, Vocabulary

DUTIES: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("retain_days", "at_least", (30, 90, 365)),
    ("retain_days", "at_most", (180, 365, 730)),
    ("minimum_cell", "at_least", (3, 5, 10)),
    ("round_to", "at_least", (5, 10)),
)


def random_case(words: Vocabulary, chance: random.Random, narrowed: float) -> dict[str, Any]:
    """A case that narrows each dimension with this probability, to one term or to a range of grains."""
    case: dict[str, Any] = {}
    for dimension in DIMENSIONS[:-1]:
        if chance.random() > narrowed:
            continue
        if dimension in TREES:
            tree = words.tree(dimension)
            case[dimension] = chance.choice(tree.ids[1:])
        else:
            ends = sorted(chance.choices(range(len(words.grains.ids)), k=2))
            case[dimension] = {"from": words.grains.ids[ends[0]], "to": words.grains.ids[ends[1]]}
    return case


def random_rule(number: int, words: Vocabulary, chance: random.Random, narrowed: float) -> Rule:
    """A permit, prohibition or obligation; one in twelve has an exception, one in ten days of its own."""
    kind = chance.choices(("permit", "prohibit", "oblige"), (5, 2, 3))[0]
    said: dict[str, Any] = {
        "id": f"r{number}",
        "clause": str(number),
        "kind": kind,
        "when": random_case(words, chance, narrowed),
    }
    if kind == "permit" and not _is_askable(said["when"], words):
        said["when"].pop("purpose", None)
        said["when"].pop("action", None)
    if chance.random() < 1 / 12:
        said["unless"] = [random_case(words, chance, narrowed)]
    if kind == "oblige" or (kind == "permit" and chance.random() < 0.2):
        what, end, values = chance.choice(DUTIES)
        said["duty"] = {"what": what, end: chance.choice(values)}
    if chance.random() < 0.1:
        said["until"] = date(2030, 1, 1)
    return Rule.model_validate(said)


def _is_askable(case: dict[str, Any], words: Vocabulary) -> bool:
    return all(words.is_askable(dimension, name) for dimension, name in case.items() if dimension in TREES)


def random_codes(words: Vocabulary, rules: int, *, narrowed: float, codes: int = 8, seed: int = 5) -> list[Instrument]:
    """So many rules, shared out over so many codes."""
    chance = random.Random(seed)
    held = [random_rule(number, words, chance, narrowed) for number in range(rules)]
    return [
        Instrument(f"CODE-{place}", f"the code of body {place}", f"codes/{place}.yaml", rules=tuple(held[place::codes]))
        for place in range(codes)
    ]
