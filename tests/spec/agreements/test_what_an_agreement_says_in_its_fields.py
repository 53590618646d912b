"""The fields of an agreement (how long it keeps, how little it shows) are compared with the rules of codes and one another."""

from datetime import date
from pathlib import Path

import pytest

from denizen.agreements.checking import check
from denizen.agreements.findings import of_kind
from denizen.agreements.paper_faults import parties_of
from denizen.agreements.rules import Rule
from denizen.agreements.vocabulary import load_vocabulary
from denizen.pipeline.agreements_checked import read_papers

CLEAN = Path(__file__).resolve().parents[3] / "examples" / "partnership_clean"
HOUSING, COUNCIL = "agreements/DDA-HOUSING.yaml", "codes/invented_council.yaml"
DAY = date(2026, 11, 23)


@pytest.fixture
def papers():
    return read_papers(CLEAN)


def changed(papers, file, **groups):
    """The papers with fields of one file changed: `retention={"periods": ...}` within a group, else the field itself."""
    paper = papers[file]
    said = {
        name: getattr(paper, name).model_validate(getattr(paper, name).model_dump(by_alias=True) | value)
        if isinstance(value, dict)
        else value
        for name, value in groups.items()
    }
    return {**papers, file: paper.model_copy(update=said)}


def with_duty(papers, action, source="social_housing", **duty):
    when = {"source": source, "action": action}
    rule = Rule.model_validate({"id": "planted", "clause": "99.1", "kind": "oblige", "when": when, "duty": duty})
    council = papers[COUNCIL]
    return {**papers, COUNCIL: council.model_copy(update={"rules": (*council.rules, rule)})}


def found(papers, kind):
    return of_kind(check(papers, load_vocabulary(), DAY).findings, kind)


@pytest.mark.parametrize(
    ("field", "said", "repair"),
    [
        ("retention_days", {"retention_days": 2000}, "`retention_days`, write `retention_days: 365`"),
        ("retention.periods", {"retention": {"periods": [{"days": 3650}]}}, "`retention.periods`, write `days: 365`"),
        ("release.minimum_cell", {"release": {"minimum_cell": 2}}, "`release.minimum_cell`, write `minimum_cell: 10`"),
    ],
)
def test_a_field_that_asks_for_less_than_a_code_is_an_overlap_and_the_code_is_named(papers, field, said, repair):
    told = [one for one in found(changed(papers, HOUSING, **said), "confusing-overlap") if "CODE-HOMES" in one.codes]
    assert [one.clauses[0] for one in told] == [field]
    assert told[0].repair == f"in {HOUSING}, {repair}"
    assert f"field `{field}`, asks to" in told[0].sentence


def test_outputs_finer_than_a_code_shows_are_an_overlap(papers):
    coarse = with_duty(papers, "publish", what="smallest_grain", at_least="lad")
    (told,) = (one for one in found(coarse, "confusing-overlap") if one.codes[0] == "DDA-HOUSING")
    assert told.clauses == ("outputs.smallest_geography", "99.1")
    assert told.repair == f"in {HOUSING}, `outputs.smallest_geography`, write `smallest_geography: lad`"


def test_to_delete_in_a_month_what_a_code_keeps_a_year_cannot_be_done_and_the_shorter_is_offered_first(papers):
    kept = with_duty(changed(papers, HOUSING, retention_days=30), "receive", what="retain_days", at_least=365)
    told = next(one for one in found(kept, "impossible-duty") if "retention_days" in one.clauses)
    assert set(zip(told.codes, told.clauses, strict=True)) == {
        ("DDA-HOUSING", "retention_days"),
        ("CODE-COUNCIL", "99.1"),
    }
    assert told.repair == (
        "agree on one, the shorter first (nothing is kept longer than it is needed):"
        f" in {COUNCIL}, rule planted, lower `at_least` to 30; or in {HOUSING}, raise `retention_days` to 365"
    )


def test_two_times_of_keeping_in_one_agreement_are_told(papers):
    two = changed(papers, HOUSING, retention_days=90)
    (told,) = found(two, "confusing-overlap")
    assert sorted(told.clauses) == ["retention.periods", "retention_days"]


def test_an_agreement_that_is_stricter_than_the_codes_is_not_told(papers):
    strict = changed(
        papers,
        HOUSING,
        retention_days=365,
        release={"minimum_cell": 20},
        retention={"periods": [{"days": 365}, {"item": "tenancy", "days": 30}]},
    )
    assert found(strict, "confusing-overlap") == ()


def test_the_case_that_is_told_is_of_a_body_that_is_there_even_where_nothing_is_permitted(papers):
    at_most = with_duty(papers, "receive", "school_census", what="notify_days", at_most=5)
    (told,) = found(with_duty(at_most, "receive", "school_census", what="notify_days", at_least=9), "impossible-duty")
    assert told.witness["recipient"] in {party.id for paper in papers.values() for party in parties_of(paper)}
