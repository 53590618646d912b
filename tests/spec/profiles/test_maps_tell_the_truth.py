"""Five classes at most, edges that are round, and withheld never drawn like missing."""

from __future__ import annotations

import re

import pytest
from profile_figures import SHARED, drawn_figure

from denizen.profiles.map import legend, scale_for, shared_scale, style_of
from denizen.terms.measures import Status

SCALE = scale_for([float(n) for n in range(10, 90)], 0)
WORDS = {"range": "{low} to {high}", "withheld": "Withheld", "missing": "Not available", "doubtful": "Dotted"}


def test_withheld_missing_and_shown_are_painted_differently():
    shown = drawn_figure("a", 30.0)
    withheld = drawn_figure("a", None, status=Status.WITHHELD)
    missing = drawn_figure("a", None, status=Status.NOT_AVAILABLE)
    assert style_of(withheld, SCALE) == "withheld"
    assert style_of(missing, SCALE) == style_of(None, SCALE) == "missing"
    assert style_of(shown, SCALE) == "q1"


def test_there_are_never_more_classes_than_distinct_values():
    assert scale_for([], 0) is None
    assert len(scale_for([3.0], 0).lows) == 1
    assert len(scale_for([0.0] * 50 + [5.0] * 2, 0).lows) == 2
    assert len(SCALE.lows) == 5


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_every_class_has_an_area_and_every_value_lies_in_the_range_of_its_label(decimals):
    values = [((n * 7919) % 1000) ** 2 / 1700 for n in range(152)]
    scale = scale_for(values, decimals)
    held = {scale.class_of(value) for value in values}
    assert held == set(range(len(scale.lows)))
    for value in values:
        low, high = scale.ranges()[scale.class_of(value)]
        assert low <= round(value, decimals) + 0.6 * 10**-decimals
        assert high >= round(value, decimals) - 0.6 * 10**-decimals


def test_a_heavy_tail_does_not_swallow_the_classes():
    values = [float(5 * (2 + n % 12)) for n in range(120)] + [580.0]
    assert len(scale_for(values, 0).lows) == 5


def test_one_scale_for_several_groups_parts_the_small_ones_too():
    scale = shared_scale([0.1, 0.4, 1.2, 3.0, 9.0, 22.0, 41.0, 56.0], 0)
    assert scale.lows == (0.0, 2.0, 9.0, 20.0, 35.0) or len(scale.lows) == 5
    assert scale.class_of(0.4) < scale.class_of(3.0) < scale.class_of(22.0) < scale.class_of(56.0)


def test_the_legend_counts_every_area_once():
    figures = [drawn_figure("a", float(n)) for n in range(10, 90)]
    figures += [drawn_figure("a", None, status=Status.WITHHELD), None]
    keys = legend(figures, SCALE, "%", WORDS)
    assert sum(key.areas for key in keys) == len(figures)
    assert [key.style for key in keys][-2:] == ["withheld", "missing"]


def test_a_map_has_an_area_for_each_boundary_and_a_figure_with_interval_and_status_in_words(book):
    page = book.files["indicators/antisocial_behaviour_rate.html"].decode()
    areas = re.findall(r'<a href="#(E01\d{6})"(?: class="unsure")?><title>([^<]*)</title><path class="(\w+)"', page)
    assert len(areas) == 152
    for code, words, style in areas:
        assert f'id="{code}"' in page, "an area leads to its row"
        if style == "withheld":
            assert words.endswith(": withheld, too few to show")
        else:
            assert re.search(r": [\d,.]+ \([\d,.]+ to [\d,.]+\)(, low reliability)?$", words), words
    assert sum(style == "withheld" for _, _, style in areas) == 9
    unsure = re.findall(r'<a [^>]*class="unsure"><title>[^<]*</title><path class="q." d="([^"]*)"/></a>', page)
    dotted = re.findall(r'<path class="doubtful" d="([^"]*)"/>', page)
    assert len(unsure) == 8
    assert dotted == ["".join(unsure)], "the dots lie over these areas and no others"


def test_the_areas_of_a_table_stand_by_name_and_not_by_value(book):
    page = book.files["indicators/antisocial_behaviour_rate.html"].decode()
    for body in re.findall(r'<table class="govuk-table areas-table".*?</table>', page, re.S):
        names = [re.sub("<[^>]+>", "", cell) for cell in re.findall(r'<th scope="row"[^>]*>(.*?)</th>', body)]
        assert names == sorted(names)
        assert len(names) > 10


def test_shares_keep_their_interval_in_every_table(book):
    page = book.files["indicators/homes_owned.html"].decode()
    rows = re.findall(r'<tr class="govuk-table__row"[^>]*><th scope="row".*?</tr>', page)
    assert len(rows) > 152
    assert all(re.search(r"\d to \d", row) for row in rows if "%</td>" in row)


def test_a_share_is_written_with_its_sign(edition):
    assert edition.phrases(SHARED).whole(drawn_figure("a", 12.34, 11.0, 13.96)) == "12.3% (11.0 to 14.0)"


def test_intervals_are_spoken_of_only_where_there_are_any(book):
    counts, rates = (book.files[f"indicators/{i}.html"].decode() for i in ("residents", "antisocial_behaviour_rate"))
    assert "intervals that overlap" in rates and "intervals that overlap" not in counts
    groups = re.findall(r'<table class="govuk-table bars">.*?</thead>', counts, re.S)
    assert groups and not [head for head in groups if "95% interval" in head]
