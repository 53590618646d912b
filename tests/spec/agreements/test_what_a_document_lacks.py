"""What a code or an agreement has to say before it can be in force; the states that it goes through."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from denizen.agreements import Agreement, load_agreement
from denizen.agreements.code import Code, load_code
from denizen.agreements.lawful_flows import unlawful_flows
from denizen.agreements.missing import missing, required
from denizen.agreements.states import MEANS, MOVES, can_move
from denizen.agreements.vocabulary import load_vocabulary
from denizen.errors import BadDocument

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
CLEAN, FAULTY = EXAMPLES / "partnership_clean", EXAMPLES / "partnership"
DAY = date(2026, 11, 23)


def document(folder: Path, name: str) -> Code | Agreement:
    text = (folder / name).read_text("utf-8")
    return load_code(text, name) if name.startswith("codes/") else load_agreement(text, name)


def names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.yaml"))


def lacking(found: Code | Agreement) -> list[str]:
    return [one.field for one in missing(found)]


@pytest.mark.parametrize("name", names(CLEAN))
def test_the_clean_partnership_lacks_nothing_and_stands_in_law(name: str) -> None:
    found = document(CLEAN, name)
    assert lacking(found) == []
    if isinstance(found, Agreement):
        assert unlawful_flows(found, load_vocabulary(), DAY) == ()


def test_the_fields_that_the_other_partnership_lacks_are_told_and_no_others() -> None:
    told = {(name, field) for name in names(FAULTY) for field in lacking(document(FAULTY, name))}
    assert told == {
        ("codes/harbour_charity.yaml", "sections.6"),
        ("codes/invented_foods.yaml", "party.dpo_contact"),
        ("agreements/DDA-HOUSING.yaml", "retention.where_rules_differ"),
        ("agreements/DDA-HOUSING.yaml", "dpia"),
        ("agreements/DDA-FOODS.yaml", "signatures"),
    }


def test_the_flows_that_do_not_stand_in_law_are_told_once_each() -> None:
    told = {
        (name, against.flows, against.reason.what.split(":")[0])
        for name in names(FAULTY)
        if name.startswith("agreements/")
        for against in unlawful_flows(document(FAULTY, name), load_vocabulary(), DAY)
    }
    housing = ("homes_send_tenancies", "valley_sends_tenancies", "link_tenancies", "estimate_from_tenancies")
    assert told == {
        ("agreements/MOU-COUNCIL.yaml", ("count_dwellings",), "For council tax a legal note is needed"),
        (
            "agreements/DDA-HOUSING.yaml",
            (*housing, "valley_sends_leavers"),
            "The National Data Opt-out is England's; it does not exist in Wales.",
        ),
    }


def emptied(name: str, field: str) -> Code | Agreement:
    """A document of the clean partnership with one field taken out, and all below it."""
    data = yaml.safe_load((CLEAN / name).read_text("utf-8"))
    *above, last = field.replace("[]", ".[]").split(".")
    at = data
    for step in above:
        at = at[0] if step == "[]" else at[int(step) if step.isdigit() else step]
    del at[int(last) if last.isdigit() else last]
    text = yaml.safe_dump(data)
    return load_code(text, name) if name.startswith("codes/") else load_agreement(text, name)


OF_A_CODE = [line.field for line in required("code")]
OF_AN_AGREEMENT = [line.field for line in required("dda") if line.when not in ("special", "criminal")]


@pytest.mark.parametrize("field", OF_A_CODE)
def test_each_field_that_a_code_needs_is_told_when_it_is_not_there(field: str) -> None:
    assert lacking(emptied("codes/invented_council.yaml", field)) == [field]


@pytest.mark.parametrize("field", [field for field in OF_AN_AGREEMENT if field not in ("items", "flows", "parties")])
def test_each_field_that_an_agreement_about_people_needs_is_told_when_it_is_not_there(field: str) -> None:
    told = lacking(emptied("agreements/DDA-HOUSING.yaml", field))
    first = {"parties": "parties[invented_homes]", "flows": "flows[homes_send_tenancies]"}
    head, _, rest = field.partition("[]")
    assert told == [first[head] + rest if rest else field]


@pytest.mark.parametrize("field", ["items", "flows", "parties"])
def test_an_agreement_without_items_flows_or_parties_is_told_so(field: str) -> None:
    assert field in lacking(emptied("agreements/DDA-HOUSING.yaml", field))


@pytest.mark.parametrize(
    ("category", "field"),
    [
        ("special", "lawfulness.article_9"),
        ("confidential_health", "lawfulness.article_9"),
        ("criminal", "lawfulness.article_10"),
    ],
)
def test_what_is_special_or_criminal_needs_its_condition(category: str, field: str) -> None:
    data = yaml.safe_load((CLEAN / "agreements/DDA-HOUSING.yaml").read_text("utf-8"))
    data["items"][0]["category"] = category
    assert lacking(load_agreement(yaml.safe_dump(data), "x")) == [field]


def test_figures_about_areas_need_no_assessment_and_no_notice() -> None:
    assert "dpia" not in lacking(emptied("agreements/DDA-HEALTH.yaml", "review_due"))


def test_an_open_licence_lacks_nothing() -> None:
    text = (EXAMPLES / "derby/agreements/OGL-GEO.yaml").read_text("utf-8")
    assert missing(load_agreement(text, "OGL-GEO.yaml")) == ()


def test_a_code_has_sections_one_to_eight() -> None:
    text = (CLEAN / "codes/invented_homes.yaml").read_text("utf-8")
    with pytest.raises(BadDocument, match="there is no section 9"):
        load_code(text.replace("  8:\n", "  9:\n"), "codes/invented_homes.yaml")


@pytest.mark.parametrize(
    ("before", "after", "can"),
    [
        ("draft", "assured", True),
        ("draft", "signed", False),
        ("draft", "in_force", False),
        ("assured", "signed", True),
        ("assured", "in_force", False),
        ("signed", "in_force", True),
        ("signed", "draft", True),
        ("in_force", "review_due", True),
        ("in_force", "draft", False),
        ("suspended", "in_force", True),
        ("review_due", "in_force", True),
        ("ended", "in_force", False),
        ("ended", "draft", False),
    ],
)
def test_which_state_can_follow_which(before: str, after: str, can: bool) -> None:
    assert can_move(before, after) is can


def test_every_state_is_told_in_words_and_can_be_reached_from_a_draft() -> None:
    reached = {"draft"}
    while more := {after for before in reached for after in MOVES[before]} - reached:
        reached |= more
    assert reached == set(MOVES) == set(MEANS)
