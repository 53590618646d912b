"""When a list may be read, as a table: the agreement's status, dates, purpose, sources and layouts, one slip each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from denizen.agreements import Agreement, Purpose, load_agreement, permit
from denizen.errors import BadDocument, NotPermitted

DAY = date(2026, 1, 5)
TEXT = """\
id: DSA-1
title: Visits
kind: isp
status: in_force
controller: Riverside Council
attribution: Source - Riverside Council.
in_force_from: 2025-01-06
ends_on: 2026-01-05
purposes: [population_statistics]
sources: [visits]
layouts: [daily]
outputs: {protection: as_published}
summary: Counts of visitors.
"""


def agreement(old: str = "", new: str = "") -> Agreement:
    return load_agreement(TEXT.replace(old, new, 1) if old else TEXT, "agreements/DSA-1.yaml")


def ask(
    *agreements: Agreement, day: date = DAY, purpose: Purpose = Purpose.POPULATION_STATISTICS, named: str = ""
) -> str:
    return permit(agreements, "visits", "daily", purpose, day, named=named).agreement


@pytest.mark.parametrize("day", [date(2025, 1, 6), date(2025, 6, 30), DAY])
def test_an_agreement_allows_from_its_first_day_to_its_last(day: date) -> None:
    assert ask(agreement(), day=day) == "DSA-1"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("ends_on: 2026-01-05", "ends_on: 2026-01-04", "is not in force on 2026-01-05"),
        ("in_force_from: 2025-01-06", "in_force_from: 2026-01-05\nreview_due: 2026-01-05", ""),
        ("status: in_force", "status: draft", "is draft, not in force"),
        ("status: in_force", "status: assured", "is assured, not in force"),
        ("status: in_force", "status: signed", "is signed, not in force"),
        ("status: in_force", "status: review_due", "is review due, not in force"),
        ("status: in_force", "status: suspended", "is suspended, not in force"),
        ("status: in_force", "status: ended", "is ended, not in force"),
        ("[population_statistics]", "[community_cohesion]", "does not allow the purpose population statistics"),
        ("sources: [visits]", "sources: [council_tax]", "No agreement covers visits.daily"),
        ("layouts: [daily]", "layouts: [yearly]", "No agreement covers visits.daily"),
        ("layouts: [daily]", "layouts: []", ""),
        ("ends_on: 2026-01-05", "ends_on: null", ""),
    ],
)
def test_what_an_agreement_must_say(old: str, new: str, reason: str) -> None:
    given = agreement(old, new)
    if not reason:
        assert ask(given) == "DSA-1"
        return
    with pytest.raises(NotPermitted, match=reason) as error:
        ask(given)
    assert error.value.exit_code == 3
    assert error.value.mend


def test_an_agreement_that_begins_tomorrow_allows_nothing_today() -> None:
    with pytest.raises(NotPermitted, match="not in force"):
        ask(agreement(), day=date(2025, 1, 6) - timedelta(days=1))


def test_without_an_agreement_nothing_is_read() -> None:
    with pytest.raises(NotPermitted, match="No agreement covers"):
        ask()


def test_an_agreement_that_is_named_and_absent_is_told_beside_those_there_are() -> None:
    with pytest.raises(NotPermitted, match="no agreement DSA-2") as error:
        ask(agreement(), named="DSA-2")
    assert "DSA-1" in error.value.mend


def test_a_second_agreement_may_allow_what_the_first_no_longer_does() -> None:
    ended = agreement("ends_on: 2026-01-05", "ends_on: 2025-12-31")
    renewed = agreement("id: DSA-1", "id: DSA-2")
    assert ask(ended, renewed) == "DSA-2"


@pytest.mark.parametrize(
    ("old", "new", "what", "line", "mend"),
    [
        ("purposes:", "purpose:", "`purpose` is not a key", 9, "did you mean `purposes`?"),
        (
            "ends_on: 2026-01-05",
            "ends_on: 2025-02-30",
            "`ends_on`: input should be a valid date",
            8,
            "write the date as",
        ),
        ("ends_on: 2026-01-05", "ends_on: 2024-01-05", "`ends_on`: it ends before it starts", 8, "correct"),
        ("status: in_force", "status: in force", "`status`: input should be 'draft', 'assured'", 4, "correct"),
        ("outputs: {protection: as_published}", "outputs: {}", "`outputs.protection` is missing", 12, "add a line"),
        ("title: Visits", "title: Visits\ntitle: Other", "`title` stands twice", 3, "the first is on line 2"),
    ],
)
def test_a_slip_in_an_agreement_names_its_line(old: str, new: str, what: str, line: int, mend: str) -> None:
    with pytest.raises(BadDocument) as error:
        agreement(old, new)
    assert what in error.value.what
    assert error.value.where == f"agreements/DSA-1.yaml line {line}"
    assert mend in error.value.mend


def test_a_refusal_says_whom_to_ask() -> None:
    with pytest.raises(NotPermitted) as refused:
        ask(agreement(), day=date(2026, 2, 1))
    assert "the data controller, Riverside Council" in refused.value.mend
    party = "parties: [{id: riverside, name: Riverside Council, kind: council, contact_post: Information Manager}]\nsummary:"
    with pytest.raises(NotPermitted) as refused:
        ask(agreement("summary:", party), day=date(2026, 2, 1))
    assert "Information Manager (Riverside Council)" in refused.value.mend


@pytest.mark.parametrize(
    ("old", "new", "helps"),
    [
        ("status: in_force", "status: draft", "have the agreement signed and put in force"),
        ("status: in_force", "status: suspended", "renew the agreement"),
        ("ends_on: 2026-01-05", "ends_on: 2026-01-04", "renew the agreement"),
        ("[population_statistics]", "[community_cohesion]", "have the purpose written into the agreement"),
    ],
)
def test_a_refusal_says_what_helps(old: str, new: str, helps: str) -> None:
    with pytest.raises(NotPermitted) as refused:
        ask(agreement(old, new))
    assert refused.value.mend.startswith(helps)
