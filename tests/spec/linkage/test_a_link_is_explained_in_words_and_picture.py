"""What decided is said in a sentence; the picture can be read without colour and says in words what it draws."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree

import pytest

from denizen.linkage.comparisons import SEX
from denizen.linkage.explained import Bond, Step, Waterfall
from denizen.linkage.shared_keys import SharedKey
from denizen.pipeline.link_explained import LinkExplained, Partner, RecordName
from denizen.pipeline.link_in_words import chance, in_words
from denizen.pipeline.link_picture import drawn


def told(**changed: object) -> LinkExplained:
    """A link of two records alone that weigh 3 bits, but for what is changed."""
    first, second = RecordName("here", "1"), RecordName("there", "2")
    fall = Waterfall(-2.0, (Step(SEX, "the sex agrees", 6.0), Step(SEX, "again", -1.0)), ())
    link = LinkExplained(
        (first, second), True, -1.5, fall, 3.0, Bond((0,), (1,), 3.0, 0), (), (SharedKey("the address", 2, True),), (None, None)
    )  # fmt: skip
    return dataclasses.replace(link, **changed)  # type: ignore[arg-type]


GROUPS = (0, 2), (1, 3)
DECIDED = {
    "the pair by itself": (
        {},
        "the pair's weight is 3.0 bits, 4.5 above the threshold of -1.5.",
    ),
    "a pair that falls short": (
        {"is_linked": False, "counted": -4.0, "bond": Bond((0,), (1,), -4.0, 0)},
        "the pair's weight is -4.0 bits, 2.5 below the threshold of -1.5.",
    ),
    "a pair that is for, and groups that are against": (
        {"is_linked": False, "bond": Bond(*GROUPS, -3.5, 0)},
        "the mean of 4 pairs is -3.5 bits, 2.0 below the threshold of -1.5. The pair by itself, with 3.0 bits, is for "
        "linking them, 4.5 above the threshold; the other pairs outweigh it.",
    ),
    "a pair that is against, and groups that are for": (
        {"counted": -2.5, "bond": Bond(*GROUPS, 2.0, 1)},
        "(2 records around the first, 2 around the second) the mean of 4 pairs was 2.0 bits, 3.5 above the threshold of "
        "-1.5. 1 of these, as good as never brought together, counted -3 bits each. The pair by itself, with -2.5 bits, is "
        "against linking them, 1.0 below the threshold; the other pairs outweigh it.",
    ),
    "groups that both hold a record of a list with each person once": (
        {"is_linked": False, "bond": Bond(*GROUPS, 2.0, 0), "bars": ("there",)},
        "their groups both hold a record of there, which has each person once (`within: unique`). But for that they would be "
        "joined: between their groups (2 records around the first, 2 around the second) the mean of 4 pairs is 2.0 bits",
    ),
    "a pair that weighs so little that it is as good as unseen": (
        {"is_linked": False, "counted": None, "bond": Bond((0,), (1,), -3.0, 1)},
        "the pair counts -3 bits, 1.5 below the threshold of -1.5. A weight below -14 bits counts as a pair that no key "
        "brought together.",
    ),
    "a pair whose weight is beyond what counts": (
        {"counted": 2.0, "bond": Bond((0,), (1,), 2.0, 0)},
        "Where groups are joined, no pair counts more than 2.0 bits.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DECIDED)
def test_what_decided_is_told(case: str) -> None:
    changed, says = DECIDED[case]
    assert says in " ".join(" ".join(in_words(told(**changed))).split())


def test_a_weight_is_told_as_a_probability() -> None:
    assert [chance(bits) for bits in (-2000, -10, 0, 1.585, 9, 60)] == [
        "below 0.01 %", "0.10 %", "50.0 %", "75.0 %", "99.81 %", "above 99.99 %",
    ]  # fmt: skip


def test_the_picture_says_in_words_what_it_draws() -> None:
    svg = ElementTree.fromstring(drawn(told()))
    at = {"svg": "http://www.w3.org/2000/svg"}
    assert svg.findtext("svg:title", namespaces=at) == "here:1 and there:2: linked"
    description = svg.findtext("svg:desc", namespaces=at) or ""
    for words in (
        "before anything is compared",
        "the sex agrees: +6.0 bits",
        "again: −1.0 bits",
        "+3.0 bits",
        "88.9 %",
    ):
        assert words in description
    written = [text.text for text in svg.iterfind("svg:text", at)]
    assert {"−2.0", "+6.0", "−1.0", "+3.0", "threshold −1.5", "even"} <= set(written)


def test_bars_for_and_against_differ_without_colour() -> None:
    """One is filled and points to the right, one is hatched and points to the left."""
    svg = drawn(told())
    assert ".against { fill: url(#hatched)" in svg
    bars = ElementTree.fromstring(svg).iterfind("{http://www.w3.org/2000/svg}path")
    points = {
        bar.get("class"): bar.get("d", "").replace("L", "H").split("H") for bar in bars if "Z" in bar.get("d", "")
    }
    begin = {kind: float(path[0].split()[0].lstrip("M")) for kind, path in points.items()}
    tip = {kind: float(path[2].split()[0]) for kind, path in points.items()}
    assert tip["for"] > begin["for"]
    assert tip["against"] < begin["against"]


def test_an_id_is_only_text_wherever_it_is_told() -> None:
    name = RecordName("here", '<script>"&\x1b[31m\x00\u202e')
    link = told(names=(name, RecordName("there", "x" * 300)), runners_up=(Partner(name, 1.0, False), None))
    svg = drawn(link)
    assert "<script" not in svg
    assert 'here:<script>"&?[31m??' in (ElementTree.fromstring(svg)[0].text or "")
    assert not [sign for sign in "".join(in_words(link)) if not sign.isprintable()]
