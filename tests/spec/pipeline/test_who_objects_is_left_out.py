"""Whoever objects is counted no more: in what is held, in what arrives, and however often it arrives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from denizen.errors import BadInput, UnreadableFile
from denizen.pipeline.objections import ANEW, Objection, add_objections, leave_out, read_objections
from denizen.pipeline.request_clock import Right
from denizen.pipeline.requests import Asked, Desk, answer, open_request, take_opt_outs
from denizen.store import Store, Vault
from denizen.store.ledger import Ledger
from electors_town import (
    as_elector_town,
    counted,
    electors,
    every_byte_in_clear,
    on_record,
    receive,
    run,
    vault_of,
)
from small_area import TODAY, SmallArea
from source_desk import ENVIRON

FIRST, THIRD = "E01999001", "E01999003"
EDITION = TODAY.replace(day=1)
"""the day that a register describes which this town receives"""


@pytest.fixture
def town(small_area: SmallArea) -> SmallArea:
    return as_elector_town(small_area)


def desk(town: SmallArea) -> Desk:
    return Desk(town.folder, TODAY, ENVIRON)


def opt_out(town: SmallArea, *identifiers: str, edition: date = EDITION) -> tuple[int, int]:
    return take_opt_outs(desk(town), "electoral_register", "entry_id", identifiers, edition)


def accepted(town: SmallArea) -> int:
    """Rows of people that are held."""
    vault, rows = vault_of(town), 0
    with Store.open(town.folder / "store", vault.main_key()) as store:
        for holding in vault.held():
            store.delivery(holding.delivery, vault.key_of(holding.delivery, TODAY))
            tables = [table for table in store.tables() if table.startswith("accepted__electoral_register")]
            rows += sum(store.value(f'SELECT COUNT(*) FROM "{holding.delivery}".main."{table}"') for table in tables)
            store.let_go(holding.delivery)
    return rows


def test_a_row_of_somebody_who_opted_out_is_left_out_as_the_list_enters_and_counted_as_that(town: SmallArea):
    opt_out(town, *(f"AB-{100 + n}/0" for n in range(10)))
    answer = receive(town, electors())
    receipt = answer.receipt
    assert (receipt.received, receipt.accepted, receipt.refused, receipt.set_aside) == (160, 150, 10, 10)
    (refusal,) = receipt.refusals
    assert (refusal.count, refusal.rows, "by objection" in refusal.sentence) == (10, (), True)
    text = answer.text.read_text("utf-8")
    assert (
        "10 set aside: Left out by objection: a person asked not to be counted here, or had opted out. To mend" in text
    )
    run(town)
    assert (counted(town)[FIRST], counted(town)[THIRD]) == ("30", "40")


@pytest.mark.parametrize("written", ["AB-101/0", "ab 101 0", "AB101/0"])
def test_spaces_and_capitals_of_an_identifier_do_not_count(town: SmallArea, written: str):
    opt_out(town, written)
    assert receive(town, electors(3)).receipt.accepted == 11


def test_an_objection_takes_the_rows_that_are_held_and_those_of_every_later_delivery(town: SmallArea):
    receive(town, electors())
    run(town)
    (before,) = vault_of(town).held()
    for n in range(10):
        opened = open_request(
            desk(town), Asked(Right.OBJECT, "electoral_register", "entry_id", f"AB-{100 + n}/0", TODAY)
        )
        assert answer(desk(town), opened.request.id).rows_left_out == 1
    assert accepted(town) == 150
    held = [holding.delivery for holding in vault_of(town).held()]
    assert len(held) == 1
    assert before.delivery not in held
    report = run(town)
    assert counted(town)[FIRST] == "30"
    receipt = next(item for item in report.receipts if item.source == "electoral_register")
    assert (receipt.received, receipt.accepted, receipt.refused, receipt.set_aside) == (160, 150, 10, 10)
    later = receive(town, electors(), "again.csv", TODAY + timedelta(days=2))
    assert (later.receipt.accepted, later.receipt.set_aside) == (150, 10)


def test_the_old_file_is_destroyed_with_its_key_on_record(town: SmallArea):
    receive(town, electors(3))
    (before,) = vault_of(town).held()
    file = town.folder / "store" / "deliveries" / f"{before.delivery}.duckdb"
    assert file.exists()
    assert opt_out(town, "AB-101/0") == (1, 1)
    assert not file.exists()
    (proof,) = on_record(town, "delivery_destroyed")
    assert (proof.body["delivery"], proof.body["why"], proof.body["rows"]) == (before.delivery, ANEW, 12)
    (after,) = vault_of(town).held()
    assert (after.due, after.sha256, after.agreement) == (before.due, before.sha256, before.agreement)


def test_a_file_that_a_run_takes_from_the_folder_is_taken_anew_without_them(town: SmallArea):
    town.write("data/register.csv", electors())
    source = "  - source: electoral_register\n    agreement: ERO\n    files:\n"
    source += "      - {layout: register_full, file: data/register.csv, snapshot: 2025-12-01}\n"
    town.write("denizen.yaml", town.read("denizen.yaml") + source)
    run(town)
    assert counted(town)[FIRST] == "40"
    opt_out(town, *(f"AB-{100 + n}/0" for n in range(10)), edition=date(2025, 12, 1))
    run(town)
    assert counted(town)[FIRST] == "30"
    assert accepted(town) == 150


def test_whoever_is_on_the_list_already_is_not_put_there_twice(town: SmallArea):
    receive(town, electors(3))
    assert opt_out(town, "AB-101/0", "AB-101/0", "AB-102/0") == (2, 2)
    assert opt_out(town, "AB-101/0") == (0, 0)
    assert [entry.body["held"] for entry in on_record(town, "left_out")] == [2]


def test_an_identifier_of_nobody_takes_nothing(town: SmallArea):
    receive(town, electors(3))
    (before,) = vault_of(town).held()
    assert opt_out(town, "ZZ-1/0") == (1, 0)
    assert vault_of(town).held() == (before,)


def test_a_stop_between_the_list_and_the_rows_is_made_good_by_the_next_run(town: SmallArea):
    receive(town, electors())
    vault = vault_of(town)
    person = Objection("electoral_register", "entry_id", known(town, "AB-101/0"), "objection", "2026-01-05")
    add_objections(vault, Ledger.open(town.folder / "ledger"), [person])
    assert accepted(town) == 160
    report = run(town)
    assert any("left out by objection" in notice for notice in report.notices)
    assert accepted(town) == 159


@pytest.mark.parametrize("act", ["new_delivery", "finished", "destroy", "forget_derived"])
def test_wherever_a_stop_cuts_it_short_the_next_run_ends_with_them_left_out(town: SmallArea, monkeypatch, act: str):
    receive(town, electors())
    run(town)

    def stopped(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Vault, act, stopped)
        with pytest.raises(KeyboardInterrupt):
            opt_out(town, *(f"AB-{100 + n}/0" for n in range(10)))
    run(town)
    assert counted(town)[FIRST] == "30"
    assert accepted(town) == 150
    assert len(vault_of(town).held()) == 1


def known(town: SmallArea, identifier: str) -> str:
    from denizen.intake.entering import pseudonym

    return pseudonym(identifier, vault_of(town).pseudonym_key())


def test_pairs_that_were_drawn_for_review_forget_them_too(town: SmallArea):
    receive(town, electors(3))
    vault, layout = vault_of(town), "electoral_register.register_full"
    (held,) = vault.held()
    review, key = vault.new_delivery(
        source="link_review", layout="pairs", file="pairs", sha256="0", agreement="ERO", received=TODAY, due=held.due
    )
    part = review.rpartition("__")[2]
    with Store.open(town.folder / "store", vault.main_key()) as store:
        store.delivery(review, key)
        with store.into(review):
            ends = {"one_record": [known(town, "AB-101/0"), "x"], "other_record": ["y", "z"]}
            pairs = {"number": [1, 2], "one_layout": [layout] * 2, "other_layout": ["gp_register.patients"] * 2, **ends}
            store.take(f"pairs__{part}", pairs, {"number": "BIGINT", **dict.fromkeys(list(pairs)[1:], "VARCHAR")})
            store.take(f"decisions__{part}", {"pair": [1, 2, 1]}, {"pair": "BIGINT"})
    vault.finished(review, 2)
    opt_out(town, "AB-101/0")
    vault = vault_of(town)
    with Store.open(town.folder / "store", vault.main_key()) as store:
        store.delivery(review, vault.key_of(review, TODAY))
        assert store.rows(f"SELECT number FROM pairs__{part}") == [(2,)]
        assert store.rows(f"SELECT pair FROM decisions__{part}") == [(2,)]


def test_what_was_looked_through_is_not_written_anew_again(town: SmallArea):
    receive(town, electors(3))
    opt_out(town, "AB-101/0")
    held = vault_of(town).held()
    from denizen.contracts import load_contracts

    contracts = load_contracts({}, "england")
    assert leave_out(vault_of(town), Ledger.open(town.folder / "ledger"), contracts, TODAY) == 0
    assert vault_of(town).held() == held


@pytest.mark.parametrize("put_back", [True, False])
def test_an_older_list_put_back_is_told(town: SmallArea, put_back: bool):
    receive(town, electors(3))
    opt_out(town, "AB-101/0")
    file = town.folder / "store" / "objections.sealed"
    older = file.read_bytes()
    opt_out(town, "AB-102/0")
    if put_back:
        file.write_bytes(older)
    else:
        file.unlink()
    with pytest.raises(UnreadableFile, match="people who are left out is missing, or older"):
        run(town)


def test_a_byte_of_the_list_changed_is_told(town: SmallArea):
    opt_out(town, "AB-101/0")
    file = town.folder / "store" / "objections.sealed"
    whole = bytearray(file.read_bytes())
    whole[20] ^= 1
    file.write_bytes(bytes(whole))
    with pytest.raises(UnreadableFile, match="not as it was written"):
        read_objections(vault_of(town))


def test_neither_an_identifier_nor_a_pseudonym_can_be_read_on_the_disk(town: SmallArea):
    receive(town, electors(3))
    opt_out(town, "AB-101/0")
    run(town)
    found = every_byte_in_clear(town.folder)
    assert b"AB-101" not in found
    assert known(town, "AB-101/0").encode() not in found


@pytest.mark.parametrize("identifier", ["", " - "])
def test_what_is_no_identifier_is_not_taken(town: SmallArea, identifier: str):
    with pytest.raises(BadInput, match="cannot be an identifier"):
        opt_out(town, identifier)
    with pytest.raises(BadInput, match="knows nobody by `Surname`"):
        take_opt_outs(desk(town), "electoral_register", "Surname", ["AB-101/0"])
