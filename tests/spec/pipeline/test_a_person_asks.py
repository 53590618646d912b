"""What a person asks is answered from what is held, within its time, and no log has more than its id."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from denizen.cli import app
from denizen.errors import BadInput, CannotWrite, DenizenError, NotFound, NotPermitted
from denizen.pipeline.request_clock import Happened, Right
from denizen.pipeline.requests import (
    Answered,
    Asked,
    Desk,
    Opened,
    answer,
    complain,
    happened,
    listed,
    open_request,
    write_letter,
)
from denizen.store import Store
from electors_town import SURNAME, as_elector_town, electors, every_byte_in_clear, on_record, receive, run, vault_of
from small_area import TODAY, SmallArea
from source_desk import ENVIRON

ADA = "AB-101/0"


@pytest.fixture
def town(small_area: SmallArea) -> SmallArea:
    area = as_elector_town(small_area)
    receive(area, electors(3))
    return area


def desk(town: SmallArea) -> Desk:
    return Desk(town.folder, TODAY, ENVIRON)


def ask(
    town: SmallArea, right: str, identifier: str = ADA, column: str = "entry_id", nothing_found: bool = False
) -> Opened:
    asked = Asked(Right(right), "electoral_register", column, identifier, TODAY, nothing_found=nothing_found)
    return open_request(desk(town), asked)


def answered(town: SmallArea, right: str, **rest: str) -> Answered:
    return answer(desk(town), ask(town, right).request.id, **rest)


def plain(letter: str) -> str:
    return " ".join(letter.split())


def held_rows(town: SmallArea) -> int:
    vault = vault_of(town)
    (holding,) = vault.held()
    with Store.open(town.folder / "store", vault.main_key()) as store:
        store.delivery(holding.delivery, vault.key_of(holding.delivery, TODAY))
        return int(store.value("SELECT COUNT(*) FROM accepted__electoral_register__register_full_1001"))


def test_access_tells_what_is_held_from_whom_what_for_and_to_whom_it_goes(town: SmallArea):
    letter = plain(answered(town, "access").letter)
    for told in (
        "On 5 January 2026 you asked what we hold about you",
        f"Elector Name: {SURNAME}, Ada1",
        "PostCode: FS11AA",
        "Entry id (worked out here): AB-101/0",
        "From The keeper of ERO, under the agreement ERO",
        "Population statistics: counts and estimates about areas, never about you",
        "Your rows are counted in: Electors,",
        "On the roll.",
        "From here, nobody: rows about people never leave",
        "How long it is kept Until",
        "Information Commissioner",
    ):
        assert told in letter
    assert "Ada0" not in letter
    assert "Ada2" not in letter


def test_where_nothing_is_held_the_letter_says_what_was_looked_through(town: SmallArea):
    opened = ask(town, "access", "ZZ-999/0", nothing_found=True)
    letter = plain(answer(desk(town), opened.request.id).letter)
    assert "We looked through the one delivery of this list that we hold" in letter
    assert "We hold nothing by it." in letter
    assert SURNAME not in letter


def test_to_erase_destroys_the_rows_and_says_what_stays(town: SmallArea):
    done = answered(town, "erase")
    assert (done.rows_left_out, held_rows(town)) == (1, 11)
    letter = plain(done.letter)
    assert "One row about you was erased" in letter
    assert "What was published before is counts about areas" in letter
    assert (
        "stays on a list, so that your rows are left out of every delivery of the edition of 1 January 2026" in letter
    )
    assert ask(town, "access", nothing_found=True).found[0].rows == ()


def test_to_correct_goes_to_whoever_keeps_the_list_and_changes_nothing_here(town: SmallArea):
    done = answered(town, "correct")
    assert (done.rows_left_out, held_rows(town)) == (0, 12)
    assert "We passed on what you told us to The keeper of ERO" in plain(done.letter)
    assert ask(town, "correct").keepers == ("The keeper of ERO",)


OFFERED = """
right   | exemptions
access  | statistics other_people unfounded_or_excessive
erase   | statistics_erasure legal_obligation unfounded_or_excessive
object  | statistics public_task_statistics compelling_grounds unfounded_or_excessive
correct | statistics unfounded_or_excessive
"""


def table(drawn: str) -> list[tuple[str, set[str]]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()[1:]]
    return [(right, set(grounds.split())) for right, grounds in rows]


@pytest.mark.parametrize(("right", "grounds"), table(OFFERED))
def test_grounds_for_refusing_are_offered_and_none_is_used_by_itself(town: SmallArea, right: str, grounds: set[str]):
    opened = ask(town, right)
    assert {item.id for item in opened.exemptions} == grounds
    assert "We are not doing what you asked" not in plain(answer(desk(town), opened.request.id).letter)


def test_a_ground_that_is_named_is_told_in_the_letter_with_its_reason_and_nothing_is_done(town: SmallArea):
    reason = "The only elector of the island would be missing from every figure."
    done = answered(town, "erase", exemption="statistics_erasure", reason=reason)
    letter = plain(done.letter)
    assert "We rely on UK GDPR, Article 17(3)(d)" in letter
    assert reason in letter
    assert "complain to the Information Commissioner" in letter
    assert (done.rows_left_out, held_rows(town)) == (0, 12)


@pytest.mark.parametrize(
    ("exemption", "reason", "says"),
    [
        ("statistics", "it would impair the figures", "no ground on which this request"),
        ("statistic_erasure", "it would impair the figures", "no ground on which this request"),
        ("statistics_erasure", "", "It is not said why"),
        ("statistics_erasure", "because", "It is not said why"),
    ],
)
def test_a_ground_needs_a_reason_and_has_to_be_one_of_this_right(town: SmallArea, exemption, reason, says):
    opened = ask(town, "erase")
    with pytest.raises(BadInput, match=says):
        answer(desk(town), opened.request.id, exemption, reason)
    assert listed(desk(town))[-1].is_open


def test_the_ledger_has_ids_alone_and_nothing_of_the_person_lies_in_clear(town: SmallArea):
    opened = ask(town, "access")
    pseudonym = opened.request.pseudonym
    answer(desk(town), opened.request.id)
    run(town)
    acts = [entry for entry in on_record(town) if entry.kind.startswith("request")]
    assert [sorted(entry.body) for entry in acts] == [
        ["request"],
        ["day", "deliveries_searched", "how", "request", "what"],
    ]
    written = json.dumps([dict(entry.body) for entry in on_record(town)])
    everything = every_byte_in_clear(town.folder)
    for told in (ADA, "AB101", SURNAME, pseudonym):
        assert told not in written
        assert told.encode() not in everything


def test_the_pseudonym_goes_with_the_answer(town: SmallArea):
    opened = ask(town, "access")
    assert listed(desk(town))[0].pseudonym
    answer(desk(town), opened.request.id)
    assert listed(desk(town))[0].pseudonym == ""


def test_what_was_typed_is_not_repeated_in_an_error(town: SmallArea):
    for identifier, column in ((" -- ", "entry_id"), ("Sentinel 7", "Elector Nam")):
        with pytest.raises(DenizenError) as error:
            ask(town, "access", identifier, column)
        assert "Sentinel 7" not in str(error.value)
    assert "Sentinel 7" not in repr(Asked(Right.ACCESS, "s", "c", "Sentinel 7", TODAY))


def test_a_list_or_a_request_that_is_not_there_is_told_with_the_nearest(town: SmallArea):
    with pytest.raises(NotFound, match="no list `electoral_registers`") as error:
        open_request(desk(town), Asked(Right.ACCESS, "electoral_registers", "entry_id", ADA, TODAY))
    assert "electoral_register" in error.value.mend
    ask(town, "access")
    with pytest.raises(NotFound) as error:
        answer(desk(town), "REQ-2026-0002")
    assert "REQ-2026-0001" in error.value.mend


def test_a_request_is_answered_once_and_numbered_in_its_year(town: SmallArea):
    done = answered(town, "access")
    assert done.request.id == "REQ-2026-0001"
    with pytest.raises(BadInput, match="answered already"):
        answer(desk(town), done.request.id)
    assert ask(town, "access").request.id == "REQ-2026-0002"


def test_a_complaint_is_acknowledged_followed_and_ended(town: SmallArea):
    entered = complain(desk(town), TODAY)
    assert entered.request.id == "CMP-2026-0001"
    assert "We received your complaint" in plain(entered.letter)
    assert str(entered.request.clock().due) == "2026-02-03"
    happened(desk(town), entered.request.id, Happened.ACKNOWLEDGED, TODAY)
    assert not happened(desk(town), entered.request.id, Happened.ANSWERED, TODAY).is_open
    with pytest.raises(BadInput, match="answered already"):
        answer(desk(town), entered.request.id)


def test_a_letter_is_for_its_writer_alone_and_never_in_the_area_folder(town: SmallArea, tmp_path: Path):
    write_letter("Dear", tmp_path / "letter.txt", town.folder)
    assert stat.S_IMODE((tmp_path / "letter.txt").stat().st_mode) == 0o600
    with pytest.raises(CannotWrite, match="there already"):
        write_letter("Dear", tmp_path / "letter.txt", town.folder)
    with pytest.raises(NotPermitted, match="does not lie in the area folder"):
        write_letter("Dear", town.folder / "receipts" / "letter.txt", town.folder)


def says(*words: object, typed: str = "") -> str:
    said = CliRunner().invoke(app, [str(word) for word in words], input=typed, env=ENVIRON)
    if said.exception and not isinstance(said.exception, SystemExit):
        raise said.exception
    return " ".join(said.output.split())


def test_from_the_request_to_the_letter_at_the_command_line(town: SmallArea, tmp_path: Path):
    of = ("--source", "electoral_register", "--identifier-column", "entry_id")
    said = says("request", "erase", town.folder, *of, typed=f"{ADA}\n")
    (request_id,) = set(re.findall(r"REQ-\d{4}-\d{4}", said))
    assert "Found: 1 row." in said
    assert "statistics_erasure (UK GDPR, Article 17(3)(d))" in said
    assert "stopped since" in says("request", "clock", town.folder, request_id, "identity_asked")
    assert "due " in says("request", "clock", town.folder, request_id, "identity_shown")
    out = tmp_path / "letter.txt"
    said = says("request", "answer", town.folder, request_id, "--out", out)
    assert "denizen run" in said
    assert "One row about you was erased" in plain(out.read_text("utf-8"))
    assert "1 request, 0 open, 0 late." in says("request", "list", town.folder)
    second = ("request", "access", town.folder, *of, "--out", tmp_path / "second.txt")
    with pytest.raises(BadInput, match="Found: 0 rows"):
        says(*second, typed=f"{ADA}\n")
    assert not (tmp_path / "second.txt").exists()
    assert "Found: 0 rows. Nothing is held by what was typed." in says(*second, "--nothing-found", typed=f"{ADA}\n")
    assert "CMP-" in says("request", "complaint", town.folder, "--out", tmp_path / "third.txt")
    assert "1 new on the list" in says(
        "request", "opt-outs", town.folder, *of, "--snapshot", "2026-01-01", typed="AB-102/0\n\n"
    )


def test_nothing_is_erased_where_the_letter_could_not_be_written(town: SmallArea, tmp_path: Path):
    of = ("--source", "electoral_register", "--identifier-column", "entry_id")
    with pytest.raises(CannotWrite):
        says("request", "erase", town.folder, *of, "--out", tmp_path / "nowhere" / "letter.txt", typed=f"{ADA}\n")
    assert held_rows(town) == 12
