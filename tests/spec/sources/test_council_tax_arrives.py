"""Council tax: account lines as revenues systems export them, the valuation list, and three ways of sending less."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import NotPermitted
from denizen.intake.receive import unread_of
from source_desk import GROUNDS, PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path)


HEAD = (
    "Prop Ref,UPRN,Account No,CT Band,Start Date,End Date,Liable Parties,Liability Category,Property Address,Property Postcode,"
    "Correspondence Address,Discount Code,Exemption Class,Prescribed Class,Disregard Reason\n"
)


def line(**cells: str) -> str:
    """One account line; what is not said is that of a tenant on West Road."""
    usual = {
        "ref": "P1",
        "uprn": "1",
        "account": "5501",
        "band": "B",
        "start": "01/04/2024",
        "end": "",
        "names": "Mr R Sentinelson & Ms A Sentinelson",
        "kind": "Tenant",
        "address": '"1 West Road, Foursquare"',
        "postcode": "FS1 1AA",
        "bills": "",
        "discount": "",
        "exemption": "",
        "prescribed": "",
        "disregard": "",
    }
    return ",".join({**usual, **cells}.values()) + "\n"


def states(desk: SourceDesk, *lines: str, nation: str = "england") -> list[str]:
    desk.receive("council_tax", "account_lines", HEAD + "".join(lines), nation=nation)
    return [str(state) for state in desk.accepted("state")]


@pytest.mark.parametrize(
    ("nation", "letter", "state"),
    [
        ("england", "N", "occupied_exempt"),
        ("england", "m", "occupied_exempt"),
        ("england", "U", "occupied_exempt"),
        ("england", "D", "empty"),
        ("england", "E", "empty"),
        ("england", "Class F", "empty"),
        ("wales", "A", "empty"),
        ("wales", "C", "empty"),
        ("wales", "X", "occupied_exempt"),
    ],
)
def test_a_letter_of_exemption_becomes_a_state_at_the_door(
    desk: SourceDesk, nation: str, letter: str, state: str
) -> None:
    assert states(desk, line(exemption=letter), nation=nation) == [state]
    assert desk.accepted("exemption") == [state]


@pytest.mark.parametrize("letter", ["A", "C", "X"])
def test_classes_of_wales_are_refused_in_england(desk: SourceDesk, letter: str) -> None:
    states(desk, line(exemption=letter))
    assert desk.refused() == {2: "exemption_is_known"}


def test_no_letter_and_no_reason_is_anywhere_in_the_store(desk: SourceDesk) -> None:
    states(
        desk,
        line(exemption="U", disregard="Severely mentally impaired"),
        line(exemption="Class Ö", disregard="Prisoner on remand"),
        line(discount="HOSPITAL25"),
    )
    extract = desk.extracts[-1]
    for table in (extract.accepted_table, unread_of(extract.accepted_table)):
        everything = str(desk.store.rows(f'SELECT * FROM "{table}"')).casefold()
        for word in ("impaired", "prisoner", "remand", "hospital", "'u'"):
            assert word not in everything


def test_prescribed_classes_share_letters_with_exemptions_and_mean_something_else(desk: SourceDesk) -> None:
    assert states(desk, line(prescribed="B"), line(prescribed="C"), line(exemption="B")) == [
        "second_home",
        "empty",
        "empty",
    ]


def test_an_exemption_that_has_ended_is_over(desk: SourceDesk) -> None:
    head = HEAD.replace("Disregard Reason", "Exemption Start,Exemption End")
    desk.receive(
        "council_tax",
        "account_lines",
        head
        + line(exemption="N", disregard="01/09/2024,30/06/2025")
        + line(exemption="N", disregard="01/09/2025,30/06/2026")
        + line(exemption="N", disregard="01/09/2025,30/06/2025"),
    )
    assert desk.accepted("state") == ["occupied_countable", "occupied_exempt"]
    assert desk.refused() == {4: "exemption_ends_after_it_starts"}


def test_one_countable_adult_is_not_one_adult(desk: SourceDesk) -> None:
    states(
        desk,
        line(discount="SPD"),
        line(discount="25%"),
        line(disregard="Apprentice"),
        line(discount="DIS50"),
        line(discount="Some local scheme"),
        line(),
    )
    assert desk.accepted("discount") == [
        "one_countable_adult",
        "one_countable_adult",
        "some_disregarded",
        "all_disregarded",
        "other_discount",
        "none",
    ]


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ({}, "yes"),
        ({"kind": "Owner"}, "no"),
        ({"kind": "HMO", "bills": '"1 West Road, Foursquare, FS1 1AA"'}, "no"),
        ({"kind": "", "bills": '"99 Elsewhere Lane, London, ZZ9 9ZZ"'}, "no"),
        ({"kind": "", "bills": '"1 West Road, Foursquare, FS1 1AA"'}, "yes"),
        ({"kind": "", "bills": '"1, West Road Foursquare"'}, "yes"),
        ({"kind": "", "bills": '"Calle Mayor 1, Madrid"'}, "no"),
        ({"kind": "Tenant", "bills": '"99 Elsewhere Lane, ZZ9 9ZZ"'}, "not_known"),
        ({"kind": "Resident freeholder", "exemption": "E"}, "no"),
        ({"kind": "Something local"}, "yes"),
    ],
    ids=[
        "tenant",
        "owner",
        "owner of a shared house",
        "bills go elsewhere",
        "bills come here",
        "bills come here, no postcode",
        "bills go abroad",
        "tenant, bills go elsewhere",
        "resident in hospital or care",
        "kind not known",
    ],
)
def test_whether_the_liable_person_lives_there_is_worked_out(
    desk: SourceDesk, cells: dict[str, str], answer: str
) -> None:
    states(desk, line(**cells))
    assert desk.accepted("lives_there") == [answer]


def test_landlords_firms_and_estates_are_never_linked(desk: SourceDesk) -> None:
    states(
        desk,
        line(),
        line(names="Sentinel Lettings Ltd"),
        line(names="Executors of R Sentinelson"),
        line(names="", exemption="B"),
        line(kind="Landlord"),
    )
    assert desk.accepted("party") == ["person", "other", "other", "nobody", "person"]
    assert desk.accepted(f"({desk.layout.gives.linked})") == [True, False, False, False, False]


def test_dwellings_are_counted_once_by_what_is_in_force_on_the_day(desk: SourceDesk) -> None:
    desk.receive(
        "council_tax",
        "account_lines",
        HEAD
        + line(account="1", end="30/11/2025")
        + line(account="2", start="01/12/2025", discount="SPD")
        + line(account="2", start="01/12/2025", disregard="Student")
        + line(account="3", uprn="2", ref="P2", postcode="", exemption="M", names="Sentinel College")
        + line(account="4", uprn="", ref="P3", postcode="FS1 3AA", prescribed="B")
        + line(account="5", uprn="", ref="P4", postcode="", start="05/12/2025")
        + line(account="6", uprn="", ref="P5", postcode="")
        + line(account="7", start="01/12/2025", end="29/11/2025"),
    )
    assert desk.refused() == {9: "was_in_force"}
    counts = desk.counts()
    assert counts["E01999001", "2025-12-01", "all"] == 1
    assert counts["E01999001", "2025-12-01", "discount_one_countable_adult"] == 1
    assert counts["E01999002", "2025-12-01", "state_occupied_exempt"] == 1
    assert counts["E01999003", "2025-12-01", "state_second_home"] == 1
    assert counts[PLACE, "2025-12-01", "all"] == 1


def test_the_receipt_tells_what_is_set_aside_and_what_has_no_uprn(desk: SourceDesk) -> None:
    receipt = desk.receive(
        "council_tax",
        "account_lines",
        HEAD + line() + line(uprn="") + line(start="01/12/2025", end="29/11/2025"),
    )
    assert (receipt.accepted, receipt.refused, receipt.set_aside) == (2, 1, 1)
    assert "has no UPRN. It is placed by its postcode (rows 3)" in " ".join(receipt.notes)


@pytest.mark.parametrize(("nation", "rule"), [("england", "band_is_known"), ("wales", "")])
def test_band_i_is_of_wales(desk: SourceDesk, nation: str, rule: str) -> None:
    states(desk, line(band="I"), nation=nation)
    assert desk.refused() == ({2: rule} if rule else {})


def test_a_reduced_band_a_tells_nothing_of_a_disability(desk: SourceDesk) -> None:
    states(desk, line(band="A-"))
    assert desk.accepted("band") == ["a"]


def test_benefits_debts_and_notes_never_enter(desk: SourceDesk) -> None:
    head = HEAD.replace("Disregard Reason", "NINO,HB Claim Ref,Recovery Stage,Balance,Notes,CTR Amount")
    receipt = desk.receive("council_tax", "account_lines", head + line(disregard="QQ123456C,9,2,10.00,ill,5"))
    why = {dropped.column: dropped.reason for dropped in receipt.dropped}
    assert "s. 123" in why["HB Claim Ref"]
    assert all("never enters" in why[column] for column in ("NINO", "Recovery Stage", "Balance", "Notes"))
    assert "does not name it" in why["CTR Amount"]


def test_an_account_becomes_a_pseudonym_and_dates_are_read_as_systems_write_them(desk: SourceDesk) -> None:
    states(desk, line(start="01-APR-2024"), line(start="20240401"), line(start="1st of April"))
    assert desk.refused() == {4: "liability_start_is_a_date"}
    assert len(set(desk.accepted("account_reference"))) == 1
    assert "5501" not in desk.accepted("account_reference")


VALUATION = """\
Council Tax Valuation List
Extract 01/12/2025

BA Ref,UARN,Address,Post Code,Band,Effective From,Composite,Date Deleted
000100010001,7001,"1 West Road, Foursquare",FS1 1AA,B,01/04/1993,,
000100010002,7002,"3 East Road, Foursquare",FS1 2AA,C,01/04/1993,C,
000100010003,7003,"5 South Road, Foursquare",FS1 3AA,D,01/04/1993,,01/10/2025
000100010004,7004,"7 South Road, Foursquare",FS1 3AA,Z,01/04/1993,,
000100010001,7001,"1 West Road, Foursquare",FS1 1AA,B,01/04/1993,,
"""


def test_the_valuation_list_counts_dwellings_by_band(desk: SourceDesk) -> None:
    receipt = desk.receive("council_tax", "valuation_list", VALUATION)
    assert desk.refused() == {8: "band_is_known", 9: "key_is_not_repeated"}
    assert receipt.accepted == 3
    counts = desk.counts()
    assert counts["E01999001", "2025-12-01", "band_b"] == 1
    assert counts["E01999002", "2025-12-01", "part_business"] == 1
    assert ("E01999003", "2025-12-01", "all") not in {key: v for key, v in counts.items() if v}


def test_dwellings_may_come_one_a_row_without_names(desk: SourceDesk) -> None:
    receipt = desk.receive(
        "council_tax",
        "dwellings_by_uprn",
        "UPRN,Postcode,CT Band,Occupied,Adults,Discount\n"
        "1,FS1 1AA,B,Yes,2,\n"
        "2,FS1 2AA,A,Yes,3,Single person discount\n"
        "3,FS1 3AA,C,Empty,2,\n"
        "4,FS1 4AA,C,Second home,,\n",
        nation="wales",
    )
    assert desk.refused() == {4: "empty_homes_have_no_adults"}
    assert "others are disregarded" in " ".join(receipt.notes)
    counts = desk.counts()
    assert counts["E01999001", "2025-12-01", "adults"] == 2
    assert counts["E01999002", "2025-12-01", "discount_one_countable_adult"] == 1
    assert counts["E01999004", "2025-12-01", "state_second_home"] == 1


def test_dwellings_may_come_as_counts_by_state_and_band(desk: SourceDesk) -> None:
    desk.receive(
        "council_tax",
        "dwellings_by_state",
        "LSOA,As at,Status,Band,Dwellings\n"
        "E01999001,06/10/2025,Occupied,A,100\n"
        "E01999001,06/10/2025,Occupied,B,50\n"
        "E01999001,06/10/2025,Empty,A,7\n"
        "E01999002,06/10/2025,Occupied exempt,C,12\n"
        "E01999002,06/10/2025,Demolished,C,1\n",
    )
    assert desk.refused() == {6: "state_is_known"}
    counts = desk.counts()
    assert counts["E01999001", "2025-10-06", "occupied_countable_band_a"] == 100
    assert counts["E01999001", "2025-10-06", "state_occupied_countable"] == 150
    assert counts["E01999001", "2025-10-06", "band_a"] == 107
    assert counts["E01999001", "2025-10-06", "all"] == 157


def test_liable_people_may_come_under_keys(desk: SourceDesk) -> None:
    desk.receive(
        "council_tax",
        "keyed_accounts",
        "Key,UPRN,State,Resident,Liability Start,Liability End,Liable Names\n"
        "k-1,1,Occupied,Yes,01/04/2024,,x\n"
        "k-2,1,Occupied,Yes,01/04/2024,,x\n"
        "k-3,2,Occupied,No,01/04/2024,,x\n"
        "k-4,2,Occupied,Yes,01/04/2020,31/03/2024,x\n",
    )
    assert desk.accepted(f"({desk.layout.gives.linked})") == [True, True, False, True]
    counts = desk.counts()
    assert counts["E01999001", "2025-12-01", "all"] == 1
    assert counts["E01999002", "2025-12-01", "all"] == 1


def test_names_need_a_power_a_legal_note_an_assessment_and_a_notice(desk: SourceDesk) -> None:
    desk.grounds = GROUNDS.__class__(
        named_power="Localism Act 2011, s. 1", dpia="DPIA-1", privacy_notice="https://x.example"
    )
    with pytest.raises(NotPermitted, match="legal note"):
        desk.receive("council_tax", "account_lines", HEAD + line())
    assert desk.receive("council_tax", "dwellings_by_uprn", "UPRN,Occupied\n1,Yes\n").accepted == 1
    desk.grounds = GROUNDS.__class__()
    with pytest.raises(NotPermitted, match="statutory power"):
        desk.receive("council_tax", "dwellings_by_uprn", "UPRN,Occupied\n1,Yes\n")
    with pytest.raises(NotPermitted, match="held by a council"):
        desk.receive("council_tax", "dwellings_by_uprn", "UPRN,Occupied\n1,Yes\n", held_by="police")
