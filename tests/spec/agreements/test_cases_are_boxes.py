"""A word covers itself and what hangs below it; a case is a box of such words; a rule is a case less its exceptions."""

import pytest
from pydantic import ValidationError

from denizen.agreements.boxes import Box, taken_away
from denizen.agreements.cases import Case
from denizen.agreements.numbering import merged, tree_of, unrooted
from denizen.agreements.rules import Duty, Rule
from denizen.agreements.vocabulary import DIMENSIONS, Term, load_vocabulary
from denizen.documents import parse_document
from denizen.errors import BadDocument, NotFound
from few_words import few_words, terms_of

WORDS = few_words()


def interval(case, dimension):
    boxes = Case.model_validate(case).placed(WORDS)
    return [box.intervals[DIMENSIONS.index(dimension)] for box in boxes]


@pytest.mark.parametrize(
    ("upper", "lower", "covers"),
    [
        ("personal", "tenancy", True),
        ("tenancy", "personal", False),
        ("any_item", "counts", True),
        ("name", "tenancy", False),
        ("name", "name", True),
    ],
)
def test_a_term_covers_itself_and_what_hangs_below_it(upper, lower, covers):
    low, high = WORDS.tree("item").interval(upper)
    first, last = WORDS.tree("item").interval(lower)
    assert (low <= first and last <= high) is covers


def test_a_word_that_is_not_known_is_told_with_the_nearest_that_is():
    (told,) = Case(purpose="planing").unknown(WORDS)
    assert (told.dimension, told.word) == ("purpose", "planing")
    assert told.mend == "did you mean `planning`?"
    with pytest.raises(NotFound, match="`planing` is not in the vocabulary of purpose"):
        Case(purpose="planing").placed(WORDS)


def test_a_case_that_names_nothing_means_anything():
    (box,) = Case().placed(WORDS)
    assert box.intervals == WORDS.whole


def test_a_grain_alone_is_itself_and_a_range_holds_both_ends():
    assert interval({"grain": "lsoa"}, "grain") == [(3, 3)]
    assert interval({"grain": {"from": "household", "to": "msoa"}}, "grain") == [(1, 4)]
    assert interval({"grain": {"from": "msoa"}}, "grain") == [(4, 5)]


def test_several_terms_are_several_boxes_and_neighbours_are_one():
    assert interval({"recipient": ["council", "charity"]}, "recipient") == [(1, 1), (3, 3)]
    assert interval({"recipient": ["council", "police"]}, "recipient") == [(1, 2)]
    assert interval({"item": ["tenancy", "personal"]}, "item") == [(1, 3)]


@pytest.mark.parametrize(
    "case",
    [
        {"grain": {"from": "lad", "to": "oa"}},
        {"item": []},
        {"period": {"from": "2026-05-01", "to": "2026-04-30"}},
    ],
)
def test_a_case_that_cannot_be_is_empty(case):
    assert Case.model_validate(case).placed(WORDS) == ()


def test_taking_boxes_away_leaves_the_rest_in_boxes_that_lie_apart():
    whole, hole = Box((0, 0), (3, 3)), Box((1, 1), (2, 2))
    left = taken_away([whole], [hole])
    points = [(x, y) for x in range(4) for y in range(4)]
    assert [p for p in points if sum(box.holds(p) for box in left) == 1] == [p for p in points if not hole.holds(p)]
    assert not any(a.meets(b) for a in left for b in left if a is not b)


def test_a_rule_does_not_speak_of_its_exceptions():
    rule = Rule.model_validate(
        {
            "id": "planning",
            "clause": "4.1",
            "kind": "permit",
            "when": {"item": "personal"},
            "unless": [{"subjects": "people_at_risk"}],
        }
    ).placed(WORDS)
    tenants = Case(item="tenancy", subjects="tenants").placed(WORDS)[0].low
    at_risk = Case(item="tenancy", subjects="people_at_risk").placed(WORDS)[0].low
    assert rule.speaks_of(tenants) and not rule.speaks_of(at_risk)
    assert not any(box.holds(at_risk) for box in rule.boxes)


def test_an_exception_as_wide_as_the_rule_leaves_nothing():
    rule = Rule(id="r", clause="1", kind="permit", when=Case(item="name"), unless=(Case(item="personal"),))
    assert rule.placed(WORDS).boxes == []


def test_a_rule_holds_on_its_own_days_within_those_of_its_document():
    rule = Rule.model_validate({"id": "r", "clause": "1", "kind": "permit", "from": "0001-01-10"})
    (box,) = rule.placed(WORDS, days=(5, 20)).when
    assert box.intervals[-1] == (10, 20)
    assert rule.placed(WORDS, days=(1, 9)).when == ()


@pytest.mark.parametrize(
    ("duty", "holds"),
    [
        ({"what": "retain_days", "at_least": 365}, (365, 10**9)),
        ({"what": "retain_days", "at_most": 180}, (0, 180)),
        ({"what": "smallest_grain", "at_least": "lsoa"}, (3, 10**9)),
        ({"what": "pseudonymise"}, (1, 1)),
    ],
)
def test_a_duty_is_an_interval(duty, holds):
    assert Duty.model_validate(duty).interval(WORDS) == holds


@pytest.mark.parametrize(
    ("duty", "why"),
    [
        ({"what": "retain_days"}, "needs `at_least`"),
        ({"what": "retain_days", "at_least": "lsoa"}, "a whole number"),
        ({"what": "smallest_grain", "at_least": 3}, "the name of a grain"),
        ({"what": "pseudonymise", "at_least": 5}, "takes no number"),
    ],
)
def test_a_duty_that_makes_no_sense_is_refused(duty, why):
    with pytest.raises(ValidationError, match=why):
        Duty.model_validate(duty)


def test_a_slip_in_a_rule_names_its_line_and_the_nearest_key():
    text = "id: r\nclause: '1'\nkind: permit\nwhen:\n  purpos: planning\n"
    with pytest.raises(BadDocument) as slip:
        parse_document(text, "code.yaml", Rule)
    assert slip.value.where == "code.yaml line 5"
    assert slip.value.mend == "did you mean `purpose`?"


def test_what_hangs_below_a_word_that_is_never_asked_is_never_asked_either():
    assert WORDS.is_askable("purpose", "planning")
    assert not WORDS.is_askable("purpose", "immigration")


def test_parties_hang_below_their_kind():
    grown = WORDS.grown("recipient", [Term(id="riverside", label="Riverside Council", parent="council")])
    low, high = grown.tree("recipient").interval("council")
    assert low <= grown.tree("recipient").interval("riverside")[0] <= high


def test_parents_that_are_missing_or_go_round_in_a_circle_are_found():
    parents = {"root": "", "a": "root", "b": "c", "c": "b", "d": "nowhere", "e": "b"}
    assert unrooted(parents) == ("b", "c", "d", "e")
    with pytest.raises(BadDocument, match="do not hang below the root"):
        tree_of("item", parents)


def test_touching_intervals_are_one():
    assert merged([(5, 6), (1, 2), (3, 3), (5, 9)]) == ((1, 3), (5, 9))


def test_the_tree_that_a_test_draws_is_the_tree_it_means():
    assert [(term.id, term.parent) for term in terms_of("a\n  b\n    c\n  d")] == [
        ("a", ""),
        ("b", "a"),
        ("c", "b"),
        ("d", "a"),
    ]


def test_every_word_of_the_package_hangs_below_its_root_and_the_three_purposes_of_the_engine_are_among_them():
    words = load_vocabulary()
    for purpose in ("population_statistics", "service_planning", "community_cohesion"):
        assert words.is_askable("purpose", purpose)
    assert not words.is_askable("action", "decide_about_a_person")


def test_lists_that_multiply_beyond_reason_are_refused_before_they_fill_the_memory():
    words = load_vocabulary()
    every_other = {
        dimension: words.tree(dimension).ids[2::2]
        for dimension in ("purpose", "item", "source", "subjects", "recipient")
    }
    with pytest.raises(BadDocument, match="combinations") as refused:
        Case.model_validate(every_other).placed(words)
    assert "split the rule" in refused.value.mend
