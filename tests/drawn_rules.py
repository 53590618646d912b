"""Rules, codes and flows for properties, drawn from a vocabulary; and what they say of one case, told the slow way."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from denizen.agreements.cases import Case
from denizen.agreements.instruments import DeclaredFlow, Instrument
from denizen.agreements.rules import Rule
from denizen.agreements.vocabulary import DIMENSIONS, TREES

DUTIES = [("retain_days", "at_least"), ("retain_days", "at_most"), ("minimum_cell", "at_least")]


def cases(words, dimensions=DIMENSIONS[:-1], *, askable=False):
    """Cases that narrow some of the dimensions, each to one term, two terms or a range of grains."""
    said = {}
    for dimension in dimensions:
        if dimension in TREES:
            names = [n for n in words.tree(dimension).ids if not askable or words.is_askable(dimension, n)]
            said[dimension] = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
        else:
            ends = st.lists(st.sampled_from(words.grains.ids), min_size=2, max_size=2)
            said[dimension] = ends.map(lambda two: {"from": two[0], "to": two[1]})
    return st.fixed_dictionaries({}, optional=said).map(Case.model_validate)


@st.composite
def rules(draw, words, number, dimensions=DIMENSIONS[:-1]):
    kind = draw(st.sampled_from(["permit", "permit", "prohibit", "oblige"]))
    said = {
        "id": f"r{number}",
        "clause": str(number),
        "kind": kind,
        "when": draw(cases(words, dimensions, askable=kind == "permit")),
        "unless": draw(st.lists(cases(words, dimensions), max_size=2)),
    }
    if kind == "oblige" or (kind == "permit" and draw(st.booleans())):
        what, end = draw(st.sampled_from(DUTIES))
        said["duty"] = {"what": what, end: draw(st.integers(1, 3))}
    return Rule.model_validate(said)


@st.composite
def codes(draw, words, dimensions=DIMENSIONS[:-1], most=8, bodies=3):
    """Some codes of a few rules each; a rule's clause is its number among all."""
    count = draw(st.integers(1, most))
    held = [draw(rules(words, number, dimensions)) for number in range(count)]
    whose = [draw(st.integers(0, bodies - 1)) for _ in held]
    return [
        Instrument(
            f"C{body}",
            f"code {body}",
            f"{body}.yaml",
            rules=tuple(r for r, b in zip(held, whose, strict=True) if b == body),
        )
        for body in range(bodies)
    ]


def with_flow(instruments, case):
    return [*instruments, Instrument("DSA", "agreement", "dsa.yaml", flows=(DeclaredFlow("f", "x", case, ()),))]


def points(words):
    """Every case that there is, as numbers."""
    return list(product(*(range(low, high + 1) for low, high in words.whole)))


def is_in(case, point, words):
    """Whether a case holds a point: by walking up from the point's term, without any interval."""
    for dimension, number in zip(DIMENSIONS, point, strict=True):
        if dimension in TREES:
            names = getattr(case, dimension)
            term = words.tree(dimension).ids[number]
            if names is not None and not {term, *words.tree(dimension).above(term)} & set(names):
                return False
        elif dimension == "grain" and case.grain:
            order = list(words.grains.ids)
            if not order.index(case.grain.finest) <= number <= order.index(case.grain.coarsest):
                return False
    return True


def is_asked(point, words):
    """Whether a case may be asked for at all."""
    return all(
        words.is_askable(dimension, words.tree(dimension).ids[number])
        for dimension, number in zip(DIMENSIONS, point, strict=True)
        if dimension in TREES
    )


def speaks(rule, point, words):
    """Whether a rule speaks of a point; a permit never of what is never asked for."""
    if rule.kind == "permit" and not is_asked(point, words):
        return False
    return is_in(rule.when, point, words) and not any(is_in(case, point, words) for case in rule.unless)


def verdict(instruments, point, words):
    kinds = {rule.kind for one in instruments for rule in one.rules if speaks(rule, point, words)}
    return "forbidden" if "prohibit" in kinds else "allowed" if "permit" in kinds else "silent"
