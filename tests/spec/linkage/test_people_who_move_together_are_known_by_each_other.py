"""Where others of a home stand at both of two addresses, one more who stands at both is likely one person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from denizen.linkage.linked import MOVED_TOGETHER
from denizen.linkage.moved_together import MOST_HOMES, moved_together
from denizen.pipeline.explaining_links import explain_link
from denizen.pipeline.link_in_words import in_words

# records 0 to 5: three people, each once at an old home (7) and once at a new one (8)
HOMES = [7, 7, 7, 8, 8, 8]


@pytest.mark.parametrize(
    ("groups", "homes", "pair", "raised", "why"),
    [
        ([0, 1, 2, 0, 4, 5], HOMES, (1, 4), True, "another group lies across both homes"),
        ([0, 1, 2, 3, 4, 5], HOMES, (1, 4), False, "nobody lies across them"),
        ([0, 1, 2, 3, 1, 5], HOMES, (1, 4), False, "they alone lie across them"),
        ([0, 1, 2, 1, 4, 5], HOMES, (1, 4), False, "the group of one of the two alone lies across them"),
        ([0, 1, 2, 0, 4, 5], [7, 7, 7, 8, 9, 8], (1, 4), False, "another home than the one that the others went to"),
        ([0, 1, 2, 0, 4, 5], [7, -1, 7, 8, 8, 8], (1, 4), False, "the home of one is not known"),
        ([0, 1, 2, 0, 4, 5], [7, 7, 7, 8, 7, 8], (1, 4), False, "both stand at one home"),
        ([0, 1, 2, 0, 4, 0], HOMES, (1, 4), True, "a group of three records lies across them"),
    ],
)
def test_a_pair_is_raised_by_others_who_lie_across_the_same_homes(groups, homes, pair, raised, why) -> None:
    a, b = (np.array([side]) for side in pair)
    found = moved_together(np.array(groups), np.array(homes), a, b, np.array([True]))
    assert found.tolist() == [raised], why


def test_whoever_may_not_have_moved_is_not_raised() -> None:
    found = moved_together(
        np.array([0, 1, 2, 0, 4, 5]), np.array(HOMES), np.array([1]), np.array([4]), np.array([False])
    )
    assert found.tolist() == [False]


def test_where_there_is_nobody_nobody_moved() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert moved_together(none, none, none, none, np.zeros(0, dtype=bool)).tolist() == []


def test_a_group_at_very_many_homes_says_nothing_of_a_move() -> None:
    many = MOST_HOMES + 1
    groups = np.array([0] * many + [many, many + 1])
    homes = np.array([*range(many), 0, 1])
    found = moved_together(groups, homes, np.array([many]), np.array([many + 1]), np.array([True]))
    assert found.tolist() == [False]


def test_a_family_that_moved_is_explained_so(tmp_path: Path) -> None:
    """The father is known by his birth date; the mother's name alone, on a list without births, would not be enough."""
    crowd = "".join(f"x{n},Nobody{n},Zed,19{n + 10}-01-02,{n} Far Lane,FS{n} 2ZZ\n" for n in range(40))
    (tmp_path / "patients.csv").write_text(
        "id,surname,forename,born,address,postcode\n1,Quillfeather,Thaddeus,1971-03-02,3 Old Row,FS1 1AA\n"
        "2,Quillfeather,Adaline,1973-05-06,3 Old Row,FS1 1AA\n" + crowd
    )
    (tmp_path / "tenants.csv").write_text(
        "id,surname,forename,born,address,postcode\na,Quillfeather,Thaddeus,1971-03-02,9 New Street,FS9 9ZZ\n"
        "b,Quillfeather,Adaline,,9 New Street,FS9 9ZZ\n" + crowd.replace("x", "y")
    )
    columns = "id: id, surname: surname, forename: forename, birth_date: born, address: address, postcode: postcode"
    (tmp_path / "map.yaml").write_text(
        "sources:\n" + "".join(f"  {n}: {{file: {n}.csv, {columns}}}\n" for n in ("patients", "tenants"))
    )
    explained = explain_link(tmp_path, "patients:2", "tenants:b", tmp_path / "map.yaml")
    assert explained.raised == MOVED_TOGETHER
    assert explained.counted is not None
    assert explained.counted == pytest.approx(explained.waterfall.weight + 6, abs=0.1)
    assert "as when people move together: that counts 6 bits more" in " ".join(" ".join(in_words(explained)).split())
