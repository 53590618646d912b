"""Two lists alone that have each person once: records alike in every word are one person, and nobody else is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.linkage.keys import kinds_of
from denizen.linkage.looked_for import AT_SIGHT, LOOKED_FOR, can_settle
from denizen.pipeline.explaining_links import explain_link
from denizen.pipeline.link_in_words import in_words
from denizen.pipeline.linking import search
from denizen.pipeline.linking_lists import link_lists
from denizen.pipeline.lists_from_map import read_map
from denizen.pipeline.lists_linked import link_taken, take_in
from denizen.store import Store

HEAD = "id,surname,forename,born,sex,postcode\n"
HERE = "1,Quillfeather,Adaline,1971-03-02,F,FS1 1AA\n"
"""the record for which the other list is looked through"""
CASES = [
    # the other list                                       settled  why
    ("a,QUILLFEATHER,adaline,1971-03-02,F,FS1 1AA\n",       True,   "alike in every word, however it is written"),
    ("a,Quillfeather,Adaline,1971-03-02,F,FS9 9ZZ\n",       False,  "another postcode"),
    ("a,Quillfeather,Adaline,1971-02-03,F,FS1 1AA\n",       False,  "another day"),
    ("a,Quillfeather,Adaline,1971-03-02,M,FS1 1AA\n",       False,  "another sex"),
    ("a,Quillfeather,Adaline,1971-03-02,,FS1 1AA\n",        False,  "a sex that one list alone tells"),
    ("a,Quillfeather,Adeline,1971-03-02,F,FS1 1AA\n",       False,  "a forename that is only alike"),
    ("a,Quillfeather,Adaline,1971-03-02,F,FS1 1AA\n"
     "b,Quillfeather,Adaline,1971-03-02,F,FS1 1AA\n",       False,  "two of them on the other list"),
]  # fmt: skip
OTHERS = "".join(f"x{n},Nobody{n},Z,19{n + 10}-01-02,F,FS{n} 7XY\n" for n in range(9))
MAP = "sources:\n" + "".join(
    f"  {name}: {{file: {name}.csv, id: id, surname: surname, forename: forename, birth_date: born, sex: sex, "
    "postcode: postcode, within: unique}\n"
    for name in ("here", "there")
)


def write(folder: Path, here: str, there: str) -> Path:
    for name, rows in (("here", here), ("there", there)):
        (folder / f"{name}.csv").write_text(HEAD + rows)
    (folder / "map.yaml").write_text(MAP)
    return folder / "map.yaml"


def settled(folder: Path, here: str, there: str, once: list[str]) -> tuple[int, int]:
    """How many pairs are settled, and how many records are left to look for."""
    lists = read_map(write(folder, here, there))
    with Store.apart(folder / "spill", folder) as store:
        take_in(store, folder, lists, "map.yaml")
        link_taken(store, lists, -1.5)
        search(store, kinds_of([], []), [], once, 2)
        return tuple(store.value(f"SELECT COUNT(*) FROM {table}") for table in (AT_SIGHT, LOOKED_FOR))  # type: ignore[return-value]


@pytest.mark.parametrize(("there", "is_settled"), [case[:2] for case in CASES], ids=[case[2] for case in CASES])
def test_a_pair_is_settled_when_all_that_is_said_agrees_and_nobody_else_is_like_them(
    tmp_path: Path, there: str, is_settled: bool
) -> None:
    (tmp_path / "spill").mkdir()
    records = 1 + there.count("\n") + 2 * 9
    found = settled(
        tmp_path, HERE + OTHERS.replace("x", "y").replace("Nobody", "Somebody"), there + OTHERS, ["here", "there"]
    )
    assert found == ((1, records - 2) if is_settled else (0, records))


@pytest.mark.parametrize(
    ("record", "lacks"),
    [
        ("1,Quillfeather,Adaline,,F,FS1 1AA\n", "a day of birth"),
        ("1,Quillfeather,A,1971-03-02,F,FS1 1AA\n", "a forename"),
        ("1,,Adaline,1971-03-02,F,FS1 1AA\n", "a family name"),
        ("1,Quillfeather,Adaline,1971-03-02,F,\n", "a place"),
    ],
    ids=lambda said: said if "," not in said else "",
)
def test_a_record_that_lacks_anything_is_looked_for(tmp_path: Path, record: str, lacks: str) -> None:
    (tmp_path / "spill").mkdir()
    assert settled(tmp_path, record, record, ["here", "there"]) == (0, 2), f"without {lacks}"


def test_a_list_that_may_have_a_person_twice_settles_nothing_beside_one_that_is_empty(tmp_path: Path) -> None:
    """Two lists have rows, and two have each person once: they are not the same two."""
    (tmp_path / "none.csv").write_text(HEAD)
    map_file = write(
        tmp_path, HERE + OTHERS, HERE.replace("1,", "a,", 1) + HERE.replace("1,", "b,", 1).replace("Ada", "Ade")
    )
    fields = "id: id, surname: surname, forename: forename, birth_date: born, sex: sex, postcode: postcode"
    map_file.write_text(
        f"sources:\n  none: {{file: none.csv, {fields}, within: unique}}\n  here: {{file: here.csv, {fields}, within: unique}}\n"
        f"  there: {{file: there.csv, {fields}}}\n"
    )
    lists = read_map(map_file)
    (tmp_path / "spill").mkdir()
    with Store.apart(tmp_path / "spill", tmp_path) as store:
        take_in(store, tmp_path, lists, "map.yaml")
        link_taken(store, lists, -1.5)
        search(store, kinds_of([], []), [], ["here", "none"], 2)
        assert store.value(f"SELECT COUNT(*) FROM {AT_SIGHT}") == 0


def test_one_that_was_settled_with_another_is_explained_so(tmp_path: Path) -> None:
    map_file = write(
        tmp_path, HERE + OTHERS, HERE.replace("1,", "a,", 1) + HERE.replace("1,", "b,", 1).replace("Ada", "Ade")
    )
    said = " ".join(" ".join(in_words(explain_link(tmp_path, "here:1", "there:b", map_file))).split())
    assert "alike in every word to a record of the other list: nobody else was looked for" in said


@pytest.mark.parametrize(
    ("lists", "once", "can"),
    [(2, ["a", "b"], True), (2, ["a"], False), (3, ["a", "b", "c"], False), (3, ["a", "b"], False), (1, ["a"], False)],
)
def test_only_two_lists_alone_that_have_each_person_once_leave_nothing_to_look_for(
    lists: int, once: list[str], can: bool
) -> None:
    assert can_settle(lists, once) is can


def test_a_pair_that_is_settled_is_compared_linked_and_explained_like_any_other(tmp_path: Path) -> None:
    map_file = write(tmp_path, HERE + OTHERS, HERE.replace("1,", "a,", 1))
    found = link_lists(tmp_path, map_file, tmp_path / "out.csv")
    assert found.overall.pairs_linked == 1
    explained = explain_link(tmp_path, "here:1", "there:a", map_file)
    assert explained.is_linked
    assert [(key.says, key.brought) for key in explained.keys] == [("all that both lists say of them", True)]
