"""What a list's keeper would hold: the systems' columns, people's names with their faults, dates that stand for none."""

import re
from collections import Counter

from denizen.synthetic.chance import Seed
from denizen.synthetic.extracts.keys import nhs_numbers
from denizen.synthetic.town import NEVER


def test_the_newest_register_has_the_name_in_one_field_and_the_one_before_in_two(drawn_lists):
    before, newest = drawn_lists.of("electoral_register.register_full")
    assert "ElectorSurname" in drawn_lists.rows(before)[0]
    named = [row["Elector Name"] for row in drawn_lists.rows(newest) if row["Elector Name"]]
    assert sum(", " in name for name in named) > 0.99 * len(named)


def test_only_those_who_come_of_age_have_a_date_on_the_register(drawn_lists):
    dated = [row for row in drawn_lists.newest("electoral_register.register_full") if row["Elector DOB"]]
    assert 0 < len(dated) < 0.03 * len(drawn_lists.newest("electoral_register.register_full"))


def test_electors_without_an_address_stand_there_and_those_without_a_name(drawn_lists):
    everybody = [row for one in drawn_lists.of("electoral_register.register_full") for row in drawn_lists.rows(one)]
    away = [row for row in everybody if "Other Electors" in row.values()]
    assert away
    assert all(not (row.get("PostCode") or row.get("PropertyPostCode")) for row in away)


def test_a_row_about_a_child_a_row_of_headings_and_a_total_are_among_the_electors(drawn_lists):
    rows = drawn_lists.newest("electoral_register.register_full")
    assert rows[-1]["Elector Number Prefix"] == "Total"
    assert any(row["Elector Number Prefix"] == "Elector Number Prefix" for row in rows)
    assert any(row["Elector DOB"].endswith("2028") for row in rows)


def test_elector_numbers_are_no_ones_twice(drawn_lists):
    rows = drawn_lists.newest("electoral_register.register_full")
    numbers = Counter(
        (row["Elector Number Prefix"], row["Elector Number"], row["Elector Number Suffix"]) for row in rows
    )
    assert set(numbers.values()) == {1}


def test_alterations_bring_additions_and_deletions(drawn_lists):
    kinds = Counter(
        row["ChangeType"]
        for one in drawn_lists.of("electoral_register.monthly_alterations")
        for row in drawn_lists.rows(one)
    )
    assert kinds["A"] > 0
    assert kinds["D"] > 0


def test_council_tax_names_all_who_are_liable_in_one_string(drawn_lists):
    names = [row["Liable Party"] for row in drawn_lists.newest("council_tax.account_lines")]
    assert sum(" & " in name for name in names) > 0.15 * len(names)
    assert any(name.endswith(("Ltd", "LLP", "Limited")) for name in names)


def test_accounts_of_one_dwelling_overlap_now_and_then(drawn_lists):
    spans = {}
    for row in drawn_lists.newest("council_tax.account_lines"):
        spans.setdefault(row["Prop Ref"], set()).add(row["Account Number"])
    assert any(len(accounts) > 1 for accounts in spans.values())


def test_about_a_third_of_dwellings_have_the_discount_for_one_adult(drawn_lists):
    rows = drawn_lists.newest("council_tax.dwellings_by_uprn")
    assert 0.2 < sum(row["Discount Type"] == "SPD" for row in rows) / len(rows) < 0.5


def test_numbers_of_patients_are_of_the_range_for_tests_with_the_right_check_digit():
    for number in nhs_numbers(1000, Seed(1).dice("numbers")):
        assert re.fullmatch(r"999\d{7}", number)
        total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
        assert (11 - total % 11) % 11 == int(number[-1])


def test_some_patients_have_two_numbers(drawn_lists):
    town = drawn_lists.town
    people = Counter(row["person_id"] for row in drawn_lists.truth("gp_register.patients"))
    assert 0 < sum(many > 1 for many in people.values()) < 0.03 * len(town.people.forename)


def test_names_are_not_always_those_of_the_papers(drawn_lists):
    town = drawn_lists.town
    told = {row["line"]: int(row["person_id"]) for row in drawn_lists.truth("gp_register.patients")}
    rows = [
        (row, told[str(line)])
        for line, row in enumerate(drawn_lists.newest("gp_register.patients"), 2)
        if str(line) in told
    ]
    same = [row["PATIENT_SURNAME"] == town.people.surname[person].upper() for row, person in rows]
    assert 0.6 < sum(same) / len(same) < 0.98


def test_birth_dates_are_missing_turned_or_stopgaps_somewhere(drawn_lists):
    births = [row["dateofbirth"] for row in drawn_lists.newest("libraries.koha_borrowers")]
    assert 0.1 < births.count("") / len(births) < 0.4
    assert "1900-01-01" in births


def test_one_flat_is_written_in_several_ways(drawn_lists):
    homes = drawn_lists.town.dwellings
    flats = {number for number, flat in enumerate(homes.flat) if flat}
    told = {row["line"]: int(row["dwelling_id"]) for row in drawn_lists.truth("gp_register.patients")}
    firsts = [
        row["ADDRESS_LINE_1"]
        for line, row in enumerate(drawn_lists.newest("gp_register.patients"), 2)
        if told.get(str(line)) in flats
    ]
    assert any(line.startswith("Flat") for line in firsts)
    assert any(re.match(r"(Apartment|Apt|Unit|Fl) \d", line) for line in firsts)
    assert any(", " in line for line in firsts)


def test_every_confidential_address_is_on_a_list_of_suppressed_ones(drawn_lists):
    homes = drawn_lists.town.dwellings
    hidden = ~homes.confidential.is_("")
    by_uprn = drawn_lists.newest("suppressed_addresses.by_uprn")
    written = [row for one in drawn_lists.of("suppressed_addresses.by_address")[-1:] for row in drawn_lists.rows(one)]
    assert len(by_uprn) + len(written) == hidden.sum()
    assert {row["Property UPRN"] for row in by_uprn} <= set(homes.uprn[hidden].astype(str))


def test_the_gazetteer_has_every_home_that_stood_long_ago(drawn_lists):
    homes = drawn_lists.town.dwellings
    uprns = {row["UPRN"] for row in drawn_lists.newest("address_register.llpg")}
    assert set(homes.uprn[homes.first_month <= 0].astype(str)) <= uprns
    assert (homes.last_month >= NEVER).any()
