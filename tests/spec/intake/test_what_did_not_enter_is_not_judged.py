"""A rule over whole rows that reads a column which did not enter refuses nothing, and the receipt says so."""

from __future__ import annotations

from visits_list import ROW, Desk, day, lines

RULE = (
    "    customProperties:\n      - property: denizen.file",
    "    quality:\n      - {name: not_more_spent_than_allowed, description: More was spent than is allowed.,\n"
    "         implementation: \"kind <> 'worker' AND spend <= visitors\"}\n"
    "    customProperties:\n      - property: denizen.file",
)
NEEDED = frozenset({"lsoa", "day", "kind", "visitors"})


def test_the_rule_holds_where_its_columns_entered(desk: Desk) -> None:
    receipt = desk.receive(lines(ROW, day(2, visitors=1)), changes=[RULE])
    assert [refusal.rule for refusal in receipt.refusals] == ["not_more_spent_than_allowed"]
    assert (receipt.accepted, receipt.refused) == (1, 1)
    assert not any("Not looked for" in note for note in receipt.notes)


def test_the_rule_is_left_out_where_the_agreement_leaves_out_a_column_of_it(desk: Desk) -> None:
    desk.columns = NEEDED
    receipt = desk.receive(lines(ROW, day(2, visitors=1)), changes=[RULE])
    assert (receipt.accepted, receipt.refused) == (2, 0)
    assert "Not looked for: More was spent than is allowed; spend did not enter." in receipt.notes


def test_the_rule_is_left_out_where_the_file_lacks_a_column_of_it(desk: Desk) -> None:
    receipt = desk.receive("lsoa,day,kind,visitors\nE01999001,2024-03-31,Food,12\n", changes=[RULE])
    assert receipt.accepted == 1
    assert any("spend did not enter" in note for note in receipt.notes)


def test_a_word_in_quotes_is_no_column(desk: Desk) -> None:
    desk.columns = NEEDED | {"spend"}  # `worker` stands in quotes in the rule, and does not enter
    receipt = desk.receive(lines(day(2, visitors=1)), changes=[RULE])
    assert receipt.refused == 1
