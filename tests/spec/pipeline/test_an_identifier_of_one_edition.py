"""A number that every edition gives anew is never taken for one person in two: not to tell, not to leave out."""

from __future__ import annotations

from datetime import date

import pytest

from denizen.errors import BadInput
from denizen.pipeline.objections import read_objections
from denizen.pipeline.request_clock import Right
from denizen.pipeline.requests import Asked, Desk, answer, listed, open_request, take_opt_outs
from electors_town import HEADER, SURNAME, as_elector_town, receive, run, vault_of
from small_area import POSTCODES, TODAY, SmallArea, as_csv
from source_desk import ENVIRON

THEN, NOW = date(2025, 12, 10), TODAY
OLD, NEW = date(2025, 12, 1), date(2026, 1, 1)
NUMBER = "AB-41/0"


@pytest.fixture
def town(small_area: SmallArea) -> SmallArea:
    return as_elector_town(small_area)


def register(*names: str) -> str:
    """Electors 41, 42, ... of the first square."""
    rows = [
        ("AB", 41 + n, "", name, POSTCODES[0], f"{n + 1} High Street", "Foursquare") for n, name in enumerate(names)
    ]
    return as_csv(HEADER, rows)


def receive_both(town: SmallArea, old: str, new: str) -> None:
    receive(town, register(old, "Sentinel, Other"), "old.csv", THEN)
    receive(town, register(new, "Sentinel, Else"), "new.csv", NOW)


def desk(town: SmallArea) -> Desk:
    return Desk(town.folder, NOW, ENVIRON)


def ask(town: SmallArea, right: str, edition: date | None = None, number: str = NUMBER, nothing_found: bool = False):
    asked = Asked(Right(right), "electoral_register", "entry_id", number, NOW, edition, nothing_found)
    return open_request(desk(town), asked)


def plain(letter: str) -> str:
    return " ".join(letter.split())


@pytest.mark.parametrize("right", [right.value for right in Right if right is not Right.COMPLAINT])
def test_where_two_editions_give_it_to_two_people_nothing_is_told_entered_or_left_out(town: SmallArea, right: str):
    receive_both(town, f"{SURNAME}, Ada", f"{SURNAME}, Bob")
    with pytest.raises(BadInput, match="differ in name") as error:
        ask(town, right)
    assert "--snapshot 2025-12-01 or 2026-01-01" in error.value.mend
    assert SURNAME not in str(error.value)
    assert listed(desk(town)) == ()
    assert read_objections(vault_of(town)).listed == ()


@pytest.mark.parametrize(("edition", "told", "other"), [(OLD, "Ada", "Bob"), (NEW, "Bob", "Ada")])
def test_with_its_edition_the_letter_tells_of_that_one_alone(town: SmallArea, edition: date, told: str, other: str):
    receive_both(town, f"{SURNAME}, Ada", f"{SURNAME}, Bob")
    letter = plain(answer(desk(town), ask(town, "access", edition).request.id).letter)
    assert f"{SURNAME}, {told}" in letter
    assert other not in letter
    assert f"that we hold of the edition of 1 {edition:%B %Y}" in letter


ONE_PERSON = """
old                 | new
Sentinelson, Ada    | Sentinelson, Ada
Sentinelson, Ada    | ada  SENTINELSON
"""


@pytest.mark.parametrize("pair", [line.split("|") for line in ONE_PERSON.strip().splitlines()[1:]])
def test_one_name_in_other_letters_or_another_order_is_one_person(town: SmallArea, pair: list[str]):
    receive_both(town, *(name.strip() for name in pair))
    assert [len(item.rows) for item in ask(town, "access").found] == [1, 1]


def test_an_objection_holds_for_its_edition_and_whoever_has_the_number_next_stays(town: SmallArea):
    receive_both(town, f"{SURNAME}, Ada", f"{SURNAME}, Bob")
    done = answer(desk(town), ask(town, "object", OLD).request.id)
    assert done.rows_left_out == 1
    assert "every delivery of the edition of 1 December 2025" in plain(done.letter)
    assert "In another edition your reference may be somebody else's" in plain(done.letter)
    assert len(ask(town, "access", NEW).found[0].rows) == 1
    assert receive(town, register(f"{SURNAME}, Bob"), "again.csv", NOW).receipt.accepted == 1
    assert receive(town, register(f"{SURNAME}, Ada"), "late.csv", date(2025, 12, 20)).receipt.set_aside == 1


def test_an_objection_without_an_edition_is_tied_to_the_one_in_which_it_was_found(town: SmallArea):
    receive(town, register(f"{SURNAME}, Ada"), "old.csv", THEN)
    opened = ask(town, "erase")
    assert opened.request.edition == "2025-12-01"
    receive(town, register(f"{SURNAME}, Bob"), "new.csv", NOW)
    assert answer(desk(town), opened.request.id).rows_left_out == 1
    run(town)
    assert len(ask(town, "access", NEW).found[0].rows) == 1


def test_a_request_is_not_answered_with_somebody_elses_rows_that_came_since(town: SmallArea):
    receive_both(town, f"{SURNAME}, Ada", f"{SURNAME}, Ada")
    opened = ask(town, "access")
    assert opened.request.edition == ""
    receive(town, register(f"{SURNAME}, Bob"), "corrected.csv", NOW)
    with pytest.raises(BadInput, match="may be of different people"):
        answer(desk(town), opened.request.id)


def test_what_was_found_of_nobody_is_not_answered_with_whoever_came_since(town: SmallArea):
    receive(town, register(f"{SURNAME}, Ada"), "old.csv", THEN)
    opened = ask(town, "access", NEW, nothing_found=True)
    receive(town, register(f"{SURNAME}, Bob"), "new.csv", NOW)
    with pytest.raises(BadInput, match="not what was found when the request was opened"):
        answer(desk(town), opened.request.id)


def test_to_opt_out_by_such_a_number_takes_its_edition(town: SmallArea):
    with pytest.raises(BadInput, match="whoever has it next would be left out") as error:
        take_opt_outs(desk(town), "electoral_register", "entry_id", [NUMBER])
    assert "--snapshot" in error.value.mend
    with pytest.raises(BadInput, match="whoever has it next would be left out"):
        ask(town, "object", nothing_found=True)


def test_what_no_delivery_of_one_day_has_cannot_be_tied_to_an_edition(town: SmallArea):
    with pytest.raises(BadInput, match="cannot be tied to an edition"):
        take_opt_outs(desk(town), "hate_incidents", "occurrence_ref", ["1"], NEW)


@pytest.mark.parametrize("right", ["access", "object"])
def test_where_nothing_is_found_the_form_of_the_identifier_is_told_and_nothing_entered(town: SmallArea, right: str):
    receive(town, register(f"{SURNAME}, Ada"))
    with pytest.raises(BadInput, match="Found: 0 rows") as error:
        ask(town, right, number="40")
    assert "for example as AB-123/0" in error.value.mend
    assert "prefix, number and suffix put together" in error.value.mend
    assert listed(desk(town)) == ()


CODE = """\
id: CODE-COUNCIL
kind: code
title: Code of practice
version: '1'
party: {id: square_council, name: Squareshire Council, kind: council}
status: in_force
in_force_from: 2020-01-01
summary: How we share.
rules:
  - {id: rule, clause: '4.2', kind: prohibit, when: {source: electoral_register, action: link}}
"""


def test_the_letter_says_nothing_of_other_lists_where_a_code_forbids_to_link(town: SmallArea):
    receive(town, register(f"{SURNAME}, Ada"))
    town.mend("denizen.yaml", "purpose: population", "party: square_council\npurpose: population")
    town.write("codes/council.yaml", CODE)
    letter = plain(answer(desk(town), ask(town, "access").request.id).letter)
    assert f"{SURNAME}, Ada" in letter
    assert "other lists" not in letter


def test_the_letter_speaks_of_other_lists_where_the_list_is_linked(town: SmallArea):
    receive(town, register(f"{SURNAME}, Ada"))
    letter = plain(answer(desk(town), ask(town, "access").request.id).letter)
    assert "may have been compared with rows on other lists" in letter
