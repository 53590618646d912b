"""What the sentences say, and what they never say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from denizen.profiles import BookMatter, compose
from denizen.profiles.area_story import area_story
from denizen.profiles.edition import Drawing, Edition
from denizen.profiles.messages import Messages
from denizen.profiles.phrasing import about
from denizen.profiles.story import place_story
from denizen.shapes import SafeTable
from denizen.terms.areas import Geography
from denizen.terms.measures import Status
from drawing import rows_of


def _edition(matter: BookMatter) -> Edition:
    return Edition(Drawing.of(matter, {}), Messages("en"), "")


def test_the_story_of_the_place_is_five_to_eight_sentences(edition):
    assert 5 <= len(place_story(edition)) <= 8


def test_a_rule_without_figures_says_nothing(matter):
    kept = tuple(f for f in matter.table.figures if f.indicator != "religion")
    story = place_story(_edition(replace(matter, table=SafeTable(kept, ()))))
    assert not any("religion" in sentence.text for sentence in story)


def test_a_change_that_chance_makes_is_not_called_growth(matter):
    small = {"2020-06-30": 5009.0, "2022-06-30": 4907.0}
    kept = [f for f in matter.table.figures if f.indicator != "mid_year_population"]
    like = next(f for f in matter.table.figures if f.indicator == "mid_year_population")
    few = (replace(like, period=day, value=people, basis="revised") for day, people in small.items())
    story = place_story(_edition(replace(matter, table=SafeTable((*kept, *few), ()))))
    assert "had 5,009 residents in mid-2020 and 4,907 in mid-2022: no clear change." in story[1].text


def test_a_withheld_figure_is_not_told(matter):
    def hide(figure):
        return replace(figure, value=None, status=Status.WITHHELD) if figure.indicator == "children" else figure

    story = place_story(_edition(replace(matter, table=SafeTable(tuple(map(hide, matter.table.figures)), ()))))
    assert not any("children" in sentence.text for sentence in story)


def test_safety_is_told_of_the_place_with_its_caveat(edition):
    told = [sentence.text for sentence in place_story(edition) if "police" in sentence.text]
    assert len(told) == 1
    assert "do not tell how safe a neighbourhood is" in told[0]


def test_no_sentence_of_the_place_names_a_neighbourhood(edition):
    names = {a.name for a in edition.matter.areas if a.geography in (Geography.WARD, Geography.MSOA)}
    said = " ".join(sentence.text for sentence in place_story(edition))
    assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", said)]


def test_no_sentence_about_a_small_area_tells_a_need_or_a_harm(edition):
    harms = [i.title for i in edition.matter.indicators if i.asset is False]
    for area in edition.matter.areas:
        if edition.has_page(area):
            said = " ".join(sentence.text for sentence in area_story(edition, area))
            assert not [title for title in harms if title in said]


def test_every_area_is_told_a_strength(edition):
    for area in edition.areas_of(Geography.WARD):
        assert any(sentence.text.startswith("A strength:") for sentence in area_story(edition, area))


def test_a_story_says_higher_only_as_the_bounds_allow(edition):
    for area in edition.areas_of(Geography.WARD):
        sentence = next(s.text for s in area_story(edition, area) if "children under 15" in s.text)
        own = edition.index.latest("children", area.code)
        whole = edition.index.of_place("children")
        if "larger share than in" in sentence.split(";")[0]:
            assert own.lower > whole.upper
        elif "smaller share than in" in sentence.split(";")[0]:
            assert own.upper < whole.lower
        else:
            assert own.lower <= whole.upper and own.upper >= whole.lower


WORDS = """
    share | said
    ------+------------------------------
    0.50  | about half of residents
    0.456 | nearly half of residents
    0.25  | about a quarter of residents
    0.223 | between a fifth and a quarter of residents
    0.20  | about one in five residents
    0.164 | about one in six residents
    0.29  | about three in ten residents
    0.33  | about a third of residents
    0.59  | about three fifths of residents
    0.90  | about nine in ten residents
    0.97  | nearly all residents
    0.0   | almost none of residents
"""


@pytest.mark.parametrize("row", rows_of(WORDS), ids=str)
def test_shares_in_everyday_words(row):
    assert about(row["share"], "residents", Messages("en")) == row["said"]


def test_the_counts_stand_by_date_with_the_reasons_why_they_differ(book):
    page = book.files["index.html"].decode()
    table = page[page.index('<table class="govuk-table counts') :]
    people = re.findall(r'class="govuk-table__cell govuk-table__cell--numeric value"[^>]*>([\d,]+)<', table)
    assert people[:6] == ["256,814", "298,223", "261,351", "261,401", "263,620", "274,149"]
    assert "from 261,351 to 261,401, 50 apart" in page
    assert "wherever they live" in page
    assert "41,409 people, or 16% of the lowest, lie between them" in page
    assert "What nobody knows yet" in page


def test_figures_of_a_larger_area_are_shown_as_its_own(book):
    page = book.files["indicators/hate_crime.html"].decode()
    assert "These figures belong to Derbyshire. They cannot be divided, so they are not figures of Derby." in page
    assert "in Derbyshire</h1>" in page
    assert "For Derbyshire, not Derby alone." in book.files["indicators/index.html"].decode()


def test_the_findings_are_three_to_six_plain_sentences(book):
    assert 3 <= len(book.findings) <= 6
    assert all(finding.endswith(".") and "<" not in finding for finding in book.findings)


def test_a_matter_without_boundaries_or_figures_still_makes_a_book(matter):
    bare = replace(
        matter,
        areas=tuple(replace(area, shape=()) for area in matter.areas[:1]),
        table=SafeTable((), ()),
        fits=(),
        members={},
        breaks=(),
        gaps=(),
        receipts=(),
    )
    assert b"Who lives in Derby?" in compose(bare).files["index.html"]


def test_the_whole_of_a_breakdown_is_not_called_by_the_name_of_its_groups(book):
    """Of 261,351 residents in the table of religion, none need have one."""
    page = book.files["index.html"].decode()
    assert "All residents in the table “Religion”, 21 March 2021" in page
    assert ">Religion, 21 March 2021" not in page
