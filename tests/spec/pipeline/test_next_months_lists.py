"""`denizen link --earlier-lists FOLDER`: what changed since last month is linked, the rest stays as it was, and it is said."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from math import comb
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from denizen.cli import app
from denizen.errors import BadInput, DenizenError, UnreadableFile, WrongLayout
from denizen.pipeline.carrying_on import model_beside
from denizen.pipeline.linking_lists import LinkedLists, link_lists, report_beside
from odd_lists import FIELDS, HEADERS, as_csv, person

Rows = list[list[object]]
PEOPLE = [person(n) for n in range(40)]
"""40 people unlike one another, each on both lists"""


class Months:
    """A folder a month with lists `a` and `b`, the map of all, and the links made of each."""

    def __init__(self, folder: Path, within: str = "") -> None:
        self.folder, self.map = folder, folder / "map.yaml"
        fields = f"{FIELDS}, within: '{within}'"
        self.map.write_text(f"sources:\n  a: {{file: a.csv, {fields}}}\n  b: {{file: b.csv, {fields}}}\n")

    def write(self, month: str, a: Rows, b: Rows) -> None:
        (self.folder / month).mkdir(exist_ok=True)
        for name, rows in {"a": a, "b": b}.items():
            (self.folder / month / f"{name}.csv").write_text(as_csv(HEADERS, rows))

    def links(self, month: str) -> Path:
        return self.folder / f"{month}.csv"

    def link(self, month: str, earlier: str = "", **more: float) -> LinkedLists:
        before = {"earlier": self.links(earlier), "earlier_lists": self.folder / earlier} if earlier else {}
        found = link_lists(self.folder / month, self.map, self.links(month), **before, **more)
        given = {row["cluster_id"] for row in self.rows(month)}
        assert found.groups == len(given), "a group has one id, and an id one group"
        return found

    def rows(self, month: str) -> list[dict[str, str]]:
        with self.links(month).open(newline="") as file:
            return list(csv.DictReader(file))

    def ids(self, month: str) -> dict[str, str]:
        """`a r1` -> id."""
        return {f"{row['source']} {row['record_id']}": row["cluster_id"] for row in self.rows(month)}

    def groups(self, month: str) -> set[frozenset[str]]:
        found = defaultdict(set)
        for record, held in self.ids(month).items():
            found[held].add(record)
        return {frozenset(records) for records in found.values()}


@pytest.fixture
def months(tmp_path: Path) -> Months:
    """May, linked."""
    found = Months(tmp_path)
    found.write("may", PEOPLE, PEOPLE)
    found.link("may")
    return found


def test_where_nothing_changed_the_file_is_the_same_to_the_byte(months: Months) -> None:
    months.write("june", PEOPLE, PEOPLE)
    found = months.link("june", "may")
    assert months.links("june").read_bytes() == months.links("may").read_bytes()
    assert found.since.startswith("Of 80 records 0 are new or changed, and 0 are gone; 0 were looked at")
    assert found.since in report_beside(months.links("june")).read_text()


def test_a_new_record_joins_the_person_who_was_there_and_nobody_else_is_touched(months: Months) -> None:
    months.write("june", [*PEOPLE, person(7, id="new")], PEOPLE)
    found = months.link("june", "may")
    before, after = months.ids("may"), months.ids("june")
    assert after["a new"] == before["a r7"]
    assert {record: after[record] for record in before} == before
    assert "Of 81 records 1 are new or changed, and 0 are gone; 3 were looked at" in found.since


def test_a_new_person_gets_an_id_that_nobody_had(months: Months) -> None:
    months.write("june", [*PEOPLE, person(55)], PEOPLE)
    months.link("june", "may")
    assert months.ids("june")["a r55"] not in months.ids("may").values()


def test_an_id_made_of_a_record_that_was_gone_and_comes_again_is_not_given_twice(months: Months) -> None:
    """The id of r7 was made of `a r7`, and stays with `b r7` when that is gone; another person then comes under its number."""
    months.write("june", PEOPLE[:7] + PEOPLE[8:], PEOPLE)
    months.link("june", "may")
    months.write("july", [*PEOPLE[:7], person(60, id="r7"), *PEOPLE[8:]], PEOPLE)
    months.link("july", "june")
    july = months.ids("july")
    assert july["b r7"] == months.ids("may")["a r7"]
    assert july["a r7"] != july["b r7"]


def test_a_new_record_bridges_two_groups(tmp_path: Path) -> None:
    """One record has the birth date, another the second address and name; the new one has all of it."""
    months = Months(tmp_path)
    born = person(7, id="x", name="Mena Corvale", born="1971-04-05")
    moved = person(19, id="y", name="Mena Tarrow", born="", sex="")
    bridge = person(19, id="z", name="Mena Corvale Tarrow", born="1971-04-05", sex="")
    months.write("may", [*PEOPLE, born], [*PEOPLE, moved])
    months.link("may")
    months.write("june", [*PEOPLE, born, bridge], [*PEOPLE, moved])
    months.link("june", "may")
    before, after = months.ids("may"), months.ids("june")
    assert before["a x"] != before["b y"]
    assert after["a x"] == after["a z"] == after["b y"]
    assert after["a x"] in {before["a x"], before["b y"]}


def test_links_are_counted_alike_whether_they_are_made_anew_or_carried_on(tmp_path: Path) -> None:
    """Two records that nothing brings together are in one group by a third, which is like either."""
    months = Months(tmp_path)
    born = person(7, id="x", name="Mena Corvale", born="1971-04-05")
    moved = person(19, id="y", name="Mena Tarrow", born="", sex="")
    bridge = person(19, id="z", name="Mena Corvale Tarrow", born="1971-04-05", sex="")
    for month in ("may", "june"):
        months.write(month, [*PEOPLE, born, bridge], [*PEOPLE, moved])
    anew, again = months.link("may"), months.link("june", "may")
    assert frozenset({"a x", "a z", "b y"}) in months.groups("may")
    assert anew.overall.pairs_linked < anew.links
    assert anew.links == again.links == sum(comb(len(group), 2) for group in months.groups("june"))
    said = {report_beside(months.links(month)).read_text().splitlines()[3] for month in ("may", "june")}
    assert said == {f"Links        {anew.links:>12,}   pairs of records in one group"}


def test_where_one_is_seen_to_have_moved_who_moved_along_is_looked_at(tmp_path: Path) -> None:
    """Her name, which others have, is no proof by itself; in June the new home's list names him, with his birth date."""
    months = Months(tmp_path)
    others = [person(310 + n, id=f"n{n}", name="Adaline Quillfeather", sex="F") for n in range(4)]
    old, new = {"address": "3 Old Row", "pc": "FS1 1AA"}, {"address": "9 New Street", "pc": "FS9 9ZZ"}
    he = {"name": "Thaddeus Quillfeather", "born": "1971-03-02", "sex": "M"}
    she = {"name": "Adaline Quillfeather", "born": "1973-05-06", "sex": "F"}
    before = [*PEOPLE, *others, person(300, id="he", **he, **old), person(301, id="she", **she, **old)]
    after = [*PEOPLE, *others, person(301, id="Mrs", **{**she, "born": "", "sex": ""}, **new)]
    months.write("may", before, after)
    months.link("may")
    months.write("june", before, [*after, person(300, id="Mr", **he, **new)])
    months.link("june", "may")
    assert months.ids("may")["a she"] != months.ids("may")["b Mrs"]
    assert months.ids("june")["a she"] == months.ids("june")["b Mrs"]


def test_a_couple_seen_to_have_moved_stays_together_when_their_lodger_is_looked_at(tmp_path: Path) -> None:
    """Her two records are one person by his, who moved with her; in June only their lodger's record says less than it did."""
    months = Months(tmp_path)
    old, new = {"address": "3 Old Row", "pc": "FS1 1AA"}, {"address": "9 New Street", "pc": "FS9 9ZZ"}
    third = {"address": "5 Third Lane", "pc": "FS5 5ZZ"}
    others = [person(310 + n, id=f"n{n}", name="Adaline Quillfeather", sex="F") for n in range(4)]
    he = {"name": "Thaddeus Quillfeather", "born": "1971-03-02", "sex": "M"}
    she = {"name": "Adaline Quillfeather", "born": "1973-05-06", "sex": "F"}
    lodger = {"name": "Marmaduke Jellicoe", "born": "1981-09-16", "sex": "M"}
    couple = [person(300, id="he", **he, **old), person(301, id="she", **she, **old)]
    here = [*PEOPLE, *others, *couple, person(302, id="lodger", **lodger, **old)]
    moved = [person(300, id="Mr", **he, **new), person(301, id="Mrs", **{**she, "born": "", "sex": ""}, **new)]
    there = [*PEOPLE, *others, *moved]
    months.write("may", here, [*there, person(302, id="lodger", **lodger, **third)])
    months.write("june", here, [*there, person(302, id="lodger", **{**lodger, "sex": ""}, **third)])
    months.link("may")
    found = months.link("june", "may")
    assert "1 are new or changed" in found.since
    assert months.ids("may")["a she"] == months.ids("may")["b Mrs"]
    assert months.ids("june") == months.ids("may")


def test_a_record_that_is_gone_leaves_its_person_the_id(months: Months) -> None:
    months.write("june", PEOPLE[:7] + PEOPLE[8:], PEOPLE)
    found = months.link("june", "may")
    before = months.ids("may")
    assert months.ids("june") == {record: before[record] for record in before if record != "a r7"}
    assert found.since.startswith("Of 79 records 0 are new or changed, and 1 are gone; 1 were looked at,")


def test_a_record_that_is_somebody_else_now_leaves_and_joins_them(months: Months) -> None:
    months.write("june", [*PEOPLE[:7], person(8, id="r7"), *PEOPLE[8:]], PEOPLE)
    months.link("june", "may")
    before, after = months.ids("may"), months.ids("june")
    assert after["a r7"] == before["a r8"]
    assert after["b r7"] == before["b r7"]


def test_of_a_group_that_falls_apart_the_larger_part_keeps_the_id(tmp_path: Path) -> None:
    months = Months(tmp_path)
    months.write("may", [*PEOPLE, person(7, id="again")], PEOPLE)
    months.link("may")
    assert len({months.ids("may")[record] for record in ("a r7", "a again", "b r7")}) == 1
    months.write("june", [*PEOPLE[:7], person(70, id="r7"), *PEOPLE[8:], person(7, id="again")], PEOPLE)
    months.link("june", "may")
    june = months.ids("june")
    assert june["a again"] == june["b r7"] == months.ids("may")["b r7"]
    assert june["a r7"] not in months.ids("may").values()


def test_ids_that_stand_on_several_rows_are_looked_at_each_month_and_are_not_gone(tmp_path: Path) -> None:
    months = Months(tmp_path)
    months.write("may", [*PEOPLE, person(50, id="twice"), person(51, id="twice")], PEOPLE)
    months.link("may")
    months.write("june", [*PEOPLE, person(50, id="twice"), person(51, id="twice")], PEOPLE)
    since = months.link("june", "may").since
    assert since.startswith("Of 82 records 2 are new or changed, and 0 are gone; 2 were looked at,")


def test_a_record_of_the_links_that_is_in_no_list_counts_as_gone(months: Months) -> None:
    text = months.links("may").read_text()
    months.links("may").write_text(text + f"b,ghost,{months.ids('may')['a r7']},0.9\n")
    months.write("june", PEOPLE, PEOPLE)
    found = months.link("june", "may")
    assert found.since.startswith("Of 80 records 0 are new or changed, and 1 are gone; 2 were looked at,")
    assert "b ghost" not in months.ids("june")


def test_a_record_that_the_links_leave_out_counts_as_new(months: Months) -> None:
    lines = months.links("may").read_text().splitlines(keepends=True)
    months.links("may").write_text("".join(line for line in lines if not line.startswith("a,r7,")))
    months.write("june", PEOPLE, PEOPLE)
    assert "1 are new or changed" in months.link("june", "may").since
    assert months.ids("june")["a r7"] == months.ids("june")["b r7"]


def test_a_list_of_three_that_is_empty_is_too_much_to_carry_on(tmp_path: Path) -> None:
    months = Months(tmp_path)
    months.map.write_text(f"{months.map.read_text()}  c: {{file: c.csv, {FIELDS}}}\n")
    for month, third in (("may", PEOPLE), ("june", [])):
        months.write(month, PEOPLE, PEOPLE)
        (tmp_path / month / "c.csv").write_text(as_csv(HEADERS, third))
    months.link("may")
    since = months.link("june", "may").since
    assert since == "All records were linked anew: of 80 records 0 are new or changed, and 40 are gone."


def without_model(months: Months) -> dict[str, float]:
    model_beside(months.links("may")).unlink()
    return {}


def damaged_model(months: Months) -> dict[str, float]:
    model_beside(months.links("may")).write_text('{"denizen": 1')
    return {}


def model_of_fewer_levels(months: Months) -> dict[str, float]:
    model = json.loads(model_beside(months.links("may")).read_text())
    model["levels"]["strangers"]["sex: the sex"].pop()
    model_beside(months.links("may")).write_text(json.dumps(model))
    return {}


def another_release(months: Months) -> dict[str, float]:
    model = json.loads(model_beside(months.links("may")).read_text())
    model_beside(months.links("may")).write_text(json.dumps(model | {"denizen": "0.0.1"}))
    return {}


def another_threshold(months: Months) -> dict[str, float]:
    return {"threshold": 2.0}


def another_map(months: Months) -> dict[str, float]:
    months.map.write_text(months.map.read_text().replace(", sex: sex", "", 1))
    return {}


def carried_on_for_a_year(months: Months) -> dict[str, float]:
    model = json.loads(model_beside(months.links("may")).read_text())
    model_beside(months.links("may")).write_text(json.dumps(model | {"carried_on": 12}))
    return {}


def most_of_the_list_is_new(months: Months) -> dict[str, float]:
    months.write("june", PEOPLE, [*PEOPLE, *(person(n) for n in range(100, 150))])
    return {}


def some_of_a_list_are_gone(months: Months) -> dict[str, float]:
    months.write("june", PEOPLE, PEOPLE[4:])
    return {}


def one_list_is_empty(months: Months) -> dict[str, float]:
    months.write("june", PEOPLE, [])
    return {}


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (without_model, "there is no may.model.json beside the earlier links"),
        (damaged_model, "may.model.json cannot be read"),
        (model_of_fewer_levels, "may.model.json cannot be read"),
        (another_release, "the earlier links were made by denizen 0.0.1"),
        (another_threshold, "the earlier links were made at a threshold of -2 bits"),
        (another_map, "the map is not that of the earlier links"),
        (carried_on_for_a_year, "the earlier links were carried on 12 times in a row"),
        (most_of_the_list_is_new, "of 130 records 50 are new or changed, and 0 are gone"),
        (some_of_a_list_are_gone, "of 76 records 0 are new or changed, and 4 are gone"),
        (one_list_is_empty, "other things are compared than in the earlier links"),
    ],
    ids=lambda what: what.__name__.replace("_", " ") if callable(what) else "",
)
def test_what_cannot_be_carried_on_is_linked_anew_with_the_same_ids_and_it_is_said(
    months: Months, happens, said
) -> None:
    months.write("june", PEOPLE, PEOPLE)
    found = months.link("june", "may", **happens(months))
    assert found.since == f"All records were linked anew: {said}."
    assert found.since in report_beside(months.links("june")).read_text()
    before = months.ids("may")
    assert {
        record: person for record, person in months.ids("june").items() if record in before
    }.items() <= before.items()
    assert json.loads(model_beside(months.links("june")).read_text())["carried_on"] == 0


def test_another_address_register_is_noticed_and_the_same_is_not(tmp_path: Path) -> None:
    months = Months(tmp_path)
    columns = {"uprn": "uprn", "address": "address", "postcode": "pc"}
    told = ", ".join(f"{field}: {column}" for field, column in columns.items())
    months.map.write_text(f"{months.map.read_text()}gazetteer: {{file: register.csv, {told}}}\n")
    for month, first in (("may", 100), ("june", 100), ("july", 900)):
        months.write(month, PEOPLE, PEOPLE)
        homes = [[first + place, *row[4:]] for place, row in enumerate(PEOPLE)]
        (tmp_path / month / "register.csv").write_text(as_csv(columns.values(), homes))
    months.link("may")
    assert months.link("june", "may").since.startswith("Of 80 records 0 are new or changed")
    since = months.link("july", "june").since
    assert since == "All records were linked anew: the address register is not that of the earlier links."


def test_links_carried_on_are_carried_on_again_by_the_same_model(months: Months) -> None:
    months.write("june", [*PEOPLE, person(7, id="new")], PEOPLE)
    months.link("june", "may")
    months.write("july", [*PEOPLE, person(7, id="new")], [*PEOPLE, person(9, id="newer")])
    found = months.link("july", "june")
    assert "1 are new or changed" in found.since
    assert "carried on 2 times" in found.since
    assert months.ids("july")["b newer"] == months.ids("may")["a r9"]
    may, july = (json.loads(model_beside(months.links(month)).read_text()) for month in ("may", "july"))
    assert july == may | {"carried_on": 2}


def test_what_is_kept_beside_the_links_tells_of_nobody(months: Months) -> None:
    kept = model_beside(months.links("may")).read_text()
    for row in PEOPLE:
        for value in (*str(row[1]).split(), row[2], row[4], row[5]):
            assert str(value) not in kept
    beside = {path.name for path in months.folder.iterdir() if path.is_file()}
    assert beside == {"map.yaml", "may.csv", "may.quality.txt", "may.model.json"}


def lists_of_another_map(months: Months) -> type[DenizenError]:
    (months.folder / "may" / "b.csv").write_text("key,whole\n1,Somebody\n")
    return WrongLayout


def no_lists(months: Months) -> type[DenizenError]:
    (months.folder / "may" / "b.csv").unlink()
    return UnreadableFile


def links_without_ids(months: Months) -> type[DenizenError]:
    months.links("may").write_text("source,record\na,1\n")
    return WrongLayout


def links_without_probability(months: Months) -> type[DenizenError]:
    months.links("may").write_text("source,record_id,cluster_id\na,r1,p1\n")
    return WrongLayout


@pytest.mark.parametrize(
    "happens",
    [lists_of_another_map, no_lists, links_without_ids, links_without_probability],
    ids=lambda what: what.__name__.replace("_", " "),
)
def test_what_is_not_last_months_is_told_with_its_place(months: Months, happens) -> None:
    months.write("june", PEOPLE, PEOPLE)
    with pytest.raises(happens(months)) as told:
        months.link("june", "may")
    assert str(months.folder / "may") in told.value.where
    assert not months.links("june").exists()


def test_lists_without_the_links_made_of_them_are_of_no_use(months: Months) -> None:
    with pytest.raises(BadInput, match="not the links"):
        link_lists(months.folder / "may", months.map, months.links("june"), earlier_lists=months.folder / "may")


@pytest.mark.parametrize("read", ["may/a.csv", "may/b.csv"])
def test_no_list_of_last_month_is_written_over(months: Months, read: str) -> None:
    months.write("june", PEOPLE, PEOPLE)
    with pytest.raises(DenizenError, match="written over"):
        link_lists(
            months.folder / "june",
            months.map,
            months.folder / read,
            earlier=months.links("may"),
            earlier_lists=months.folder / "may",
        )


def test_the_command_says_what_was_looked_at(months: Months) -> None:
    months.write("june", [*PEOPLE, person(7, id="new")], PEOPLE)
    order = ["link", str(months.folder / "june"), "--map", str(months.map), "--out", str(months.links("june"))]
    order += ["--earlier", str(months.links("may")), "--earlier-lists", str(months.folder / "may")]
    result = CliRunner().invoke(app, order, catch_exceptions=False)
    assert result.exit_code == 0
    assert "Of 81 records 1 are new or changed" in result.output


CHANGES = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.integers(0, 39)),
    st.sampled_from(["gone", "moved", "renamed", "anew"]),
    max_size=5,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES, within=st.sampled_from(["", "unique"]))
def test_whatever_little_changes_groups_of_people_untouched_never_do(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[tuple[str, int], str], within: str
) -> None:
    months = Months(tmp_path_factory.mktemp("months"), within)
    months.write("may", PEOPLE, PEOPLE)
    months.link("may")
    months.write("june", *(changed(name, changes) for name in "ab"))
    months.link("june", "may")
    touched = {n for _, n in changes}
    before, after = months.ids("may"), months.ids("june")
    still = {record: person for record, person in before.items() if int(record[3:]) not in touched}
    assert {record: after[record] for record in still} == still
    assert {group for group in months.groups("may") if group <= set(still)} <= months.groups("june")


def changed(name: str, changes: dict[tuple[str, int], str]) -> Rows:
    """A list in which what is told happened to some of its records."""
    rows = []
    for n, row in enumerate(PEOPLE):
        what = changes.get((name, n))
        if what == "moved":
            rows.append(person(n, address=f"{n + 3} Elsewhere Street", pc="QX9 9AB"))
        elif what == "renamed":
            rows.append(person(n, name=f"{str(row[1]).split()[0]} Newlywedson"))
        elif what == "anew":
            rows.append(person(n + 200, id=f"r{n}"))
        elif what is None:
            rows.append(row)
    return rows
