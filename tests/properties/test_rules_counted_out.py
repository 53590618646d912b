"""What is found by arithmetic of boxes is what is found by looking at every case of a small world, one by one."""

from dataclasses import replace
from datetime import date
from itertools import combinations

from hypothesis import given, settings

from denizen.agreements.cases import Case
from denizen.agreements.checking import faults_of_rules
from denizen.agreements.clauses_changed import clauses_changed
from denizen.agreements.combining import combined
from denizen.agreements.differences import CHANGES, difference
from denizen.agreements.instruments import Instrument, rulebook
from denizen.agreements.repairs import exception_for
from denizen.agreements.rules import MOST
from denizen.agreements.vocabulary import DIMENSIONS
from drawn_rules import cases, codes, is_asked, points, speaks, verdict, with_flow
from few_words import fewest_words

WORDS = fewest_words()
DAY = date.max
NARROW = ("purpose", "item", "grain")
WORLD = points(WORDS)
CODES = codes(WORDS, NARROW)
some = settings(max_examples=40, deadline=None)


def book_of(instruments):
    return rulebook(WORDS, instruments, DAY)


def held_by(rule):
    return {point for point in WORLD if speaks(rule, point, WORDS)}


def spoken(instruments):
    return [(one.id, rule, held_by(rule)) for one in instruments for rule in one.rules]


def point_of(witness):
    return tuple((DAY.toordinal() if d == "period" else list(WORDS[d].ids).index(witness[d])) for d in DIMENSIONS)


@some
@given(CODES)
def test_the_boxes_of_a_rule_hold_its_cases_each_once(instruments):
    for one in book_of(instruments).spoken:
        held = held_by(one.rule)
        assert all(sum(box.holds(point) for box in one.placed.boxes) == (point in held) for point in WORLD)


@some
@given(CODES)
def test_every_contradiction_is_found_and_none_that_is_not_there(instruments):
    expected = set()
    for code_a, a, held_a in spoken(instruments):
        for code_b, b, held_b in spoken(instruments):
            if a.kind == "permit" and b.kind == "prohibit" and held_a & held_b:
                asked = {point for point in held_b if is_asked(point, WORDS)}
                nested = code_a == code_b and (held_a <= held_b or asked <= held_a)
                expected |= set() if nested else {(a.clause, b.clause)}
    found, _ = faults_of_rules(book_of(instruments))
    told = [one for one in found if one.kind == "contradiction"]
    assert {(clause, one.clauses[-1]) for one in told for clause in one.clauses[:-1]} == expected
    by_clause = {rule.clause: rule for one in instruments for rule in one.rules}
    for one in told:
        point = point_of(one.witness)
        assert speaks(by_clause[one.clauses[0]], point, WORDS) or any(
            speaks(by_clause[clause], point, WORDS) for clause in one.clauses[:-1]
        )
        assert speaks(by_clause[one.clauses[-1]], point, WORDS)


@some
@given(CODES)
def test_the_exception_that_a_repair_names_ends_the_contradiction_and_leaves_the_rest(instruments):
    book = book_of(instruments)
    for permit in book.of_kind("permit"):
        for prohibition in book.of_kind("prohibit"):
            both = held_by(permit.rule) & held_by(prohibition.rule)
            case = exception_for(permit, prohibition) if both else None
            if case is None:
                continue
            mended = permit.rule.model_copy(update={"unless": (*permit.rule.unless, Case.model_validate(case))})
            assert not held_by(mended) & held_by(prohibition.rule)
            widest = prohibition.rule.model_copy(update={"unless": ()})
            assert held_by(permit.rule) - held_by(widest) <= held_by(mended)


@some
@given(CODES)
def test_pairs_of_duties_that_cannot_be_done_or_differ_are_counted_right(instruments):
    impossible = confusing = 0
    for (code_a, a, held_a), (code_b, b, held_b) in combinations(spoken(instruments), 2):
        if not (a.duty and b.duty and a.duty.what == b.duty.what and held_a & held_b):
            continue
        one, other = a.duty.interval(WORDS), b.duty.interval(WORDS)
        apart = max(one[0], other[0]) > min(one[1], other[1])
        impossible += apart
        confusing += not apart and one != other and code_a != code_b
    found, _ = faults_of_rules(book_of(instruments))
    assert sum(one.alike for one in found if one.kind == "impossible-duty") == impossible
    assert sum(one.alike for one in found if one.kind == "confusing-overlap") == confusing


@some
@given(CODES, cases(WORDS, NARROW, askable=True))
def test_a_flow_has_a_gap_where_no_permit_and_no_prohibition_speaks(instruments, case):
    everything = with_flow(instruments, case)
    flow = {point for point in WORLD if any(box.holds(point) for box in case.placed(WORDS))}
    silent = {point for point in flow if verdict(instruments, point, WORDS) == "silent"}
    found, _ = faults_of_rules(book_of(everything))
    told = [one for one in found if one.kind == "gap"]
    assert bool(told) == bool(silent)
    assert all(point_of(one.witness) in silent for one in told)


@some
@given(CODES)
def test_a_permit_of_which_nothing_is_left_is_told_and_no_other(instruments):
    found, _ = faults_of_rules(book_of(instruments))
    dead = {one.clauses[0] for one in found if one.kind == "dead-rule"}
    opposed = {clause for one in found if one.kind == "contradiction" for clause in one.clauses[:-1]}
    forbidden = set().union(*(held for _, rule, held in spoken(instruments) if rule.kind == "prohibit"))
    for _, rule, held in spoken(instruments):
        if not held:
            assert rule.clause in dead
        elif rule.kind != "permit" or held - forbidden:
            assert rule.clause not in dead
        else:
            assert rule.clause in dead | opposed


@some
@given(CODES, CODES)
def test_a_difference_holds_every_case_that_is_judged_otherwise_and_no_other(old, new):
    told = difference(book_of(old), book_of(new))
    for was, becomes, heading in CHANGES:
        boxes = [one.box for one in told.changes if one.heading == heading]
        assert {p for p in WORLD if any(box.holds(p) for box in boxes)} == {
            p for p in WORLD if (verdict(old, p, WORDS), verdict(new, p, WORDS)) == (was, becomes)
        }


def strictest(instruments, point, what):
    """The ends that bind a case: the most of what has to be at least, the least of what may be at most."""
    held = [
        rule.duty.interval(WORDS)
        for one in instruments
        for rule in one.rules
        if rule.duty and rule.duty.what == what and speaks(rule, point, WORDS)
    ]
    return max((low for low, _ in held), default=0), min((high for _, high in held), default=MOST)


@some
@given(CODES, CODES)
def test_a_difference_holds_every_case_that_is_bound_otherwise_and_no_other(old, new):
    told = difference(book_of(old), book_of(new))
    stricter_now, stricter_then = ("duty set", "duty tightened"), ("duty lifted", "duty loosened")
    for headings, here, there in ((stricter_now, new, old), (stricter_then, old, new)):
        boxes = [one.box for one in told.changes if one.heading.startswith(headings)]
        stricter = {
            point
            for point in WORLD
            for what in ("retain_days", "minimum_cell")
            for (low, high), (other_low, other_high) in [(strictest(here, point, what), strictest(there, point, what))]
            if low > other_low or high < other_high
        }
        assert {point for point in WORLD if any(box.holds(point) for box in boxes)} == stricter


@some
@given(CODES)
def test_the_single_code_allows_all_that_somebody_permits_and_nobody_objects_to_and_nothing_else(instruments):
    impossible = {
        point
        for point in WORLD
        for what in ("retain_days", "minimum_cell")
        for low, high in [strictest(instruments, point, what)]
        if low > high
    }
    single = combined(book_of(instruments))
    code = Instrument("ALL", "the single code", "all.yaml", rules=single.rules)
    assert {point for point in WORLD if verdict([code], point, WORDS) == "allowed"} == {
        point for point in WORLD if verdict(instruments, point, WORDS) == "allowed"
    } - impossible


@some
@given(CODES)
def test_the_single_code_binds_every_case_as_its_parents_do_and_where_they_cannot_be_followed_by_the_stricter_duty(
    instruments,
):
    single = combined(book_of(instruments))
    code = Instrument("ALL", "the single code", "all.yaml", rules=single.rules)
    told = {point_of(one.witness) for one in single.unresolved}
    lost = {point for point in WORLD if verdict([code], point, WORDS) != "allowed"}
    for point in WORLD:
        low, high = strictest(duties_of(instruments, "oblige"), point, "retain_days")
        kept = strictest([code], point, "retain_days")
        if low <= high and point not in lost:
            assert kept == strictest(instruments, point, "retain_days")
        if low > high:
            assert kept[1] <= high and told and point in lost


def duties_of(instruments, kind):
    return [replace(one, rules=tuple(rule for rule in one.rules if rule.kind == kind)) for one in instruments]


@some
@given(CODES)
def test_the_check_has_nothing_to_say_of_the_single_code(instruments):
    single = combined(book_of(instruments))
    found, _ = faults_of_rules(book_of([Instrument("ALL", "the single code", "all.yaml", rules=single.rules)]))
    assert found == []


@some
@given(CODES)
def test_every_case_that_a_permit_loses_to_another_code_is_told(instruments):
    single = combined(book_of(instruments))
    lost_by = {loss.clause for loss in single.losses}
    for code, rule, held in spoken(instruments):
        others = set().union(
            *(held_b for code_b, b, held_b in spoken(instruments) if b.kind == "prohibit" and code_b != code)
        )
        own = set().union(
            *(held_b for code_b, b, held_b in spoken(instruments) if b.kind == "prohibit" and code_b == code)
        )
        if rule.kind == "permit" and (held & others) - own:
            assert rule.clause in lost_by


@some
@given(CODES)
def test_a_clause_that_goes_or_comes_is_said_to_have_no_effect_where_no_case_changes_and_nowhere_else(old):
    for at, one in enumerate(old):
        for rule in one.rules:
            without = replace(one, rules=tuple(other for other in one.rules if other is not rule))
            new = [*old[:at], without, *old[at + 1 :]]
            for books in ((book_of(old), book_of(new)), (book_of(new), book_of(old))):
                found = difference(*books)
                (told,) = clauses_changed([(one.file, one.file) for one in old], found.changes, *books)
                assert told.effects[0].startswith("it has no effect") == (found.changes == ())
                assert told.brings == found.changes
