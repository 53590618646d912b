"""Free text of front-line staff: what may lead to a person is covered before it is stored, rather too much than too little."""

from __future__ import annotations

import pytest

from denizen.intake.screening import screened


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Staff heard that Mohammed Sentinelson is selling from home.", "Staff heard that [name] is selling from home."),
        ("Ahmed was shouted at.", "[name] was shouted at."),
        ("It was said by her neighbour (Ahmed) again.", "It was said by her neighbour ([name]) again."),
        ("Mrs Sentinelson called", "[name] called"),
        ("mr sentinelson called", "[name] called"),
        ("a boy named tomasz", "a boy named [name]"),
        ("Dywedodd Siân Sentinelson", "[name]"),
        ("JOHN SENTINELSON SEEN", "[name]"),
        ("Fight outside 14 High Street", "Fight outside [address]"),
        ("noise from flat 2b", "noise from [address]"),
        ("bins at DE1 2FS again", "bins at [address] again"),
        ("12 Heol Sentinel", "[address]"),
        ("ring 07700 900123 or +44 7700 900 123", "ring [phone] or [phone]"),
        ("write to ann@x.org", "write to [e-mail]"),
        ("his number is QQ123456C", "his number is [number]"),
    ],
)  # fmt: skip
def test_what_may_lead_to_a_person_is_covered(written: str, stored: str) -> None:
    assert screened(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        "Three Polish families asked about classes.",
        "Graffiti near the park. The Roma community is upset since Tuesday in March.",
        "Rumours that the library closes",
        "There were 40 people and 3 dogs",
    ],
)
def test_what_leads_to_nobody_stays(written: str) -> None:
    assert screened(written) == written


def test_screening_once_is_screening_twice() -> None:
    once = screened("Mr Sentinelson of 14 High Street, 07700 900123")
    assert screened(once) == once
