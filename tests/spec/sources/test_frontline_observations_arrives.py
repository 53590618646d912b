"""Observations of staff: counted by theme, words screened as they enter, three themes turned away at the door."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from denizen.contracts import load_contracts
from denizen.errors import WrongLayout
from sheets import workbook
from source_desk import PLACE, SourceDesk, open_source_desk

FORM = """\
ID,Completion time,Email,Name,Date observed,Ward Code,What is it about?,Affected community,Who is to blame?,\
EEP,How serious is it?,How do you know about it?,Might it be a rumour?,What did you do?,Handling code,\
What did you see or hear?,Street
1,05/11/2025 10:02,a@council.example,Ann Sentinelson,03/11/2025,E05999001,Community relations,Muslim; Eastern European,\
A family,Evidenced,Medium,Told by someone I trust,No,Shared with police,P,\
"Leaflets through doors; ask Ben Sentinelova on 07700 900123, 4 Mill Lane",Mill Lane
2,06/11/2025 09:00,,,,,New arrivals,Everyone,,Experienced,Low,Seen or heard myself,No,None,P,The library has new readers,
3,06/11/2025 09:30,,,,E05999002,Radicalisation,,,Potential,High,Hearsay,Yes,,C,A word about Ben Sentinelova,
4,07/11/2025 09:30,,,,E05999002,Child protection,,,Experienced,High,Hearsay,,,,,
5,07/11/2025 09:30,,,08/11/2025,,Rumour,Everyone,,Potential,Low,Hearsay,Yes,None,P,,
6,07/11/2025 09:30,,,,,Parking,Everyone,,Potential,Low,Hearsay,Yes,None,P,,
7,07/11/2025 09:30,,,,,Rumour,The tall,,Probably,Low,Hearsay,Yes,None,P,,
"""
_THEMES = ("online_form", "log_workbook")


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


def test_observations_are_counted_by_theme_and_ground(desk: SourceDesk) -> None:
    receipt = desk.receive("frontline_observations", "online_form", FORM)
    assert receipt.accepted == 2
    assert desk.accepted("theme, basis_of_view, severity, reliability, handling") == [
        ("community_relations", "evidenced", "medium", "untested", "open"),
        ("new_arrivals", "experienced", "low", "reliable", "open"),
    ]
    assert desk.accepted("community_affected") == ["muslim;eastern_european", "all_residents"]
    assert desk.counts() == {
        (PLACE, "2025-12-31", "all"): 2,
        (PLACE, "2025-12-31", "theme_community_relations"): 1,
        (PLACE, "2025-12-31", "theme_new_arrivals"): 1,
        (PLACE, "2025-12-31", "basis_of_view_evidenced"): 1,
        (PLACE, "2025-12-31", "basis_of_view_experienced"): 1,
        (PLACE, "2025-12-31", "severity_medium"): 1,
        (PLACE, "2025-12-31", "severity_low"): 1,
    }


def test_prevent_and_safeguarding_are_turned_away_at_the_door(desk: SourceDesk) -> None:
    receipt = desk.receive("frontline_observations", "online_form", FORM)
    assert desk.refused() == {
        4: "theme_belongs_here",
        5: "theme_belongs_here",
        6: "told_after_it_was_seen",
        7: "theme_is_known",
        8: "basis_of_view_is_known",
    }
    turned_away = next(refusal for refusal in receipt.refusals if refusal.rule == "theme_belongs_here")
    assert turned_away.mend.startswith("refer it today")


@pytest.mark.parametrize("theme", ["Counter-terrorism", "CT", "Prevent referral", "Channel", "Safeguarding", "FGM"])
def test_each_of_their_names_is_known(desk: SourceDesk, theme: str) -> None:
    desk.receive(
        "frontline_observations",
        "online_form",
        "ID,Submitted on,What is it about?,EEP,How serious is it?\n"
        f"1,06/11/2025,{theme},Potential,Low\n2,06/11/2025,Housing,Potential,Low\n",
    )
    assert desk.refused() == {2: "theme_belongs_here"}


def test_nothing_of_an_observation_that_was_turned_away_is_kept(desk: SourceDesk) -> None:
    desk.receive("frontline_observations", "online_form", FORM)
    kept = desk.store.rows(f'SELECT theme FROM "{desk.extracts[-1].unread_table}"')
    assert not {theme for (theme,) in kept} & {"prevent", "safeguarding", "counter_terrorism"}


def test_words_are_screened_for_names_and_numbers_as_they_enter(desk: SourceDesk) -> None:
    receipt = desk.receive("frontline_observations", "online_form", FORM)
    words = " ".join(desk.accepted("what_was_seen"))
    assert "Leaflets through doors" in words
    for secret in ("Ben", "Sentinelova", "07700", "Mill Lane"):
        assert secret not in words
        assert secret not in str(receipt)
    assert any("covered before the text was stored" in note for note in receipt.notes)


def test_who_wrote_it_whom_they_blame_and_where_exactly_never_enters(desk: SourceDesk) -> None:
    receipt = desk.receive("frontline_observations", "online_form", FORM)
    never = {dropped.column for dropped in receipt.dropped if dropped.reason.startswith("it never enters")}
    assert never == {"Email", "Name", "Who is to blame?", "Street"}


def test_a_log_that_a_team_keeps_is_read_below_its_title(desk: SourceDesk) -> None:
    book = workbook(
        [
            ["Foursquare tension log 2025/26", "", ""],
            ["OFFICIAL - SENSITIVE", "", ""],
            [],
            [
                "Ref",
                "Date Logged",
                "Event Date",
                "Ward",
                "Theme",
                "Community Affected",
                "Alleged community",
                "E/E/P",
                "RAG",
                "Observation",
            ],
            [
                1,
                date(2025, 11, 5),
                date(2025, 11, 4),
                "West",
                "Protest",
                "Everyone",
                "Sentinelsons",
                "E2",
                "Amber",
                "stickers on lamp posts",
            ],
            [2, date(2025, 11, 6), "last week", "West", "Protest", "Everyone", "", "P", "Green", ""],
            ["Total", 2],
        ],
        sheet="Log",
    )
    receipt = desk.receive("frontline_observations", "log_workbook", book)
    assert desk.refused() == {6: "observed_on_is_a_date"}
    assert {dropped.column for dropped in receipt.dropped} == {"Alleged community", "Ward"}
    assert desk.accepted("theme, severity, what_was_seen") == [("protest", "medium", "stickers on lamp posts")]


def test_wards_are_read_without_the_community(desk: SourceDesk) -> None:
    desk.receive("frontline_observations", "observations_by_ward", FORM)
    assert desk.counts() == {("E05999001", "2025-12-31", "all"): 1}
    wards = load_contracts()["frontline_observations"].layout("observations_by_ward")
    assert "community_affected" not in {field.name for field in wards.fields}


def test_words_are_kept_for_ninety_days_at_most() -> None:
    contract = load_contracts()["frontline_observations"]
    assert contract.retention_days == 90
    for name in _THEMES:
        assert contract.layout(name).field("what_was_seen").type == "free_text"
        assert contract.layout(name).is_of_people


def test_a_safeguarding_export_is_another_list(desk: SourceDesk) -> None:
    with pytest.raises(WrongLayout):
        desk.receive("frontline_observations", "online_form", "LCS ID,Child,Allocated worker\n1,Sentinelson,Someone\n")
