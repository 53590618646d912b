"""Every pair of rules that boxes say share a case shares one for a solver, and no other pair does.

The solver is given the rules as they are written: a term is the terms below it, found by walking up from each. It knows
nothing of numbering, intervals or boxes.
"""

from datetime import date

import numpy as np
import z3
from hypothesis import given, settings

from denizen.agreements.boxes import taken_away
from denizen.agreements.clashes import clashes
from denizen.agreements.instruments import rulebook
from denizen.agreements.vocabulary import DIMENSIONS, TREES
from drawn_rules import cases, codes
from few_words import few_words

DAY = date(2026, 4, 1)
WORDS = few_words().from_day(DAY)
POINT = {dimension: z3.Int(dimension) for dimension in DIMENSIONS}


def is_any_of(dimension, names):
    tree = WORDS.tree(dimension)
    below = [place for place, name in enumerate(tree.ids) if {name, *tree.above(name)} & set(names)]
    return z3.Or([POINT[dimension] == place for place in below])


def in_case(case):
    said = [is_any_of(dimension, names) for dimension in TREES if (names := getattr(case, dimension)) is not None]
    if case.grain:
        order = list(WORDS.grains.ids)
        said += [order.index(case.grain.finest) <= POINT["grain"], POINT["grain"] <= order.index(case.grain.coarsest)]
    return z3.And(said)


def in_rule(rule):
    said = [in_case(rule.when), *(z3.Not(in_case(case)) for case in rule.unless)]
    if rule.kind == "permit":
        never = [name for name in WORDS.tree("purpose").ids if not WORDS.is_askable("purpose", name)]
        said.append(z3.Not(is_any_of("purpose", never)))
    if rule.from_:
        said.append(POINT["period"] >= rule.from_.toordinal())
    if rule.until:
        said.append(POINT["period"] <= rule.until.toordinal())
    return z3.And(said)


def in_world():
    low_high = zip(DIMENSIONS, WORDS.whole, strict=True)
    return z3.And([z3.And(low <= POINT[name], POINT[name] <= high) for name, (low, high) in low_high])


def has_a_case(*said):
    solver = z3.Solver()
    solver.add(in_world(), *said)
    return solver.check() == z3.sat


@settings(max_examples=60, deadline=None)
@given(codes(WORDS, most=7))
def test_pairs_that_share_a_case_are_those_for_which_the_solver_finds_one(instruments):
    spoken = rulebook(WORDS, instruments, DAY).spoken
    found = clashes(spoken, spoken, lambda a, _: np.ones(len(a), dtype=bool), once=True)
    pairs = {frozenset(pair) for pair in zip(found.a.tolist(), found.b.tolist(), strict=True)}
    said = [in_rule(one.rule) for one in spoken]
    for i in range(len(spoken)):
        for j in range(i + 1, len(spoken)):
            assert (frozenset((i, j)) in pairs) == has_a_case(said[i], said[j])


@settings(max_examples=60, deadline=None)
@given(codes(WORDS, most=7), cases(WORDS, askable=True))
def test_a_case_is_silent_in_part_where_the_solver_finds_a_use_that_no_rule_speaks_of(instruments, case):
    spoken = rulebook(WORDS, instruments, DAY).spoken
    silent = taken_away(case.placed(WORDS), [box for one in spoken for box in one.placed.boxes])
    assert bool(silent) == has_a_case(in_case(case), *(z3.Not(in_rule(one.rule)) for one in spoken))
