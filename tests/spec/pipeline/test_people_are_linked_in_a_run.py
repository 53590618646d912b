"""A run links who is on several lists: ids stay, names do not, and what is told of it is counts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from denizen.pipeline.linking_people import LINK_STEP
from denizen.pipeline.run import RunReport
from listed_people import KEYED, LISTS, SURNAMES, deliver, links, run, store_of, tenants
from small_area import SmallArea

TABLES_OF_NAMES = {
    "listed",
    "all_listed",
    "names",
    "name_words",
    "people",
    "described",
    "addressed",
    "link_keys",
    "link_pairs",
}


@pytest.fixture
def area(small_area: SmallArea) -> SmallArea:
    deliver(small_area, list(range(48)), sources=list(LISTS))
    return small_area


def step(report: RunReport) -> str:
    """What became of the step of linkage: done, skipped, or not there."""
    found = [done for done in report.steps if done.name == LINK_STEP]
    return "not there" if not found else "skipped" if found[0].was_skipped else "done"


def test_a_person_on_three_lists_is_one_person(area: SmallArea) -> None:
    run(area)
    found = links(area)
    assert Counter(source for source, _ in found) == dict.fromkeys(LISTS, 48)
    assert Counter(Counter(found.values()).values()) == {3: 48}


def test_a_person_with_one_key_on_two_lists_is_one_person_without_a_name(small_area: SmallArea) -> None:
    deliver(small_area, list(range(48)), sources=list(KEYED), by=KEYED)
    run(small_area)
    found = links(small_area)
    assert Counter(source for source, _ in found) == dict.fromkeys(KEYED, 48)
    assert Counter(Counter(found.values()).values()) == {2: 48}


def test_rows_by_which_a_list_knows_one_person_are_one_person(area: SmallArea) -> None:
    """A tenancy twice in the file, the second time at another home: its person reference says that it is the same person."""
    area.write(
        "data/social_housing.csv",
        tenants([*range(48)]) + "T9,PER3,Zuzanna,Newname,01/01/1999,F,Main tenant,Current,House,9 Far Road,FS1 4AA\n",
    )
    run(area)
    with store_of(area) as store:
        rows = store.rows(
            "SELECT record, COUNT(*), COUNT(DISTINCT person) FROM person_links GROUP BY record HAVING COUNT(*) > 1"
        )
    assert [(row[1], row[2]) for row in rows] == [(2, 1)]


def test_what_stays_is_pseudonyms_and_no_name_is_in_any_table(area: SmallArea) -> None:
    run(area)
    with store_of(area) as store:
        assert not TABLES_OF_NAMES & set(store.tables())
        told = {table: str(store.rows(f'SELECT * FROM "{table}"')) for table in store.tables()}
        columns = store.columns("person_links")
    assert columns == ["source", "layout", "row_number", "record", "person", "probability"]
    assert [table for table, text in told.items() if any(surname in text for surname in SURNAMES)] == []


def test_no_name_lies_readable_on_the_disk(area: SmallArea) -> None:
    run(area)
    made = [path for path in area.folder.rglob("*") if path.is_file() and "data" not in path.parts]
    content = {path.name: path.read_bytes().lower() for path in made}
    assert "denizen.duckdb" in content
    assert [name for name, whole in content.items() if any(word.lower().encode() in whole for word in SURNAMES)] == []


def test_ids_stay_when_next_months_files_come(area: SmallArea) -> None:
    run(area)
    before = links(area)
    deliver(area, list(range(4, 56)), sources=list(LISTS))
    assert step(run(area)) == "done"
    after = links(area)
    both = before.keys() & after.keys()
    assert len(both) == 3 * 44
    assert {record: before[record] for record in both} == {record: after[record] for record in both}
    assert len(set(after.values())) == 52


def test_ids_stay_when_a_list_is_not_there_for_a_month(area: SmallArea) -> None:
    """All that was derived goes with the list that is taken out; the ids come of the records themselves again."""
    run(area)
    before = links(area)
    deliver(area, list(range(48)), sources=["electoral_register", "council_tax"])
    run(area)
    after = links(area)
    assert {source for source, _ in after} == {"electoral_register", "council_tax"}
    assert {record: before[record] for record in after} == after


def test_the_step_stands_until_a_list_changes(area: SmallArea) -> None:
    assert step(run(area)) == "done"
    assert step(run(area)) == "skipped"
    area.mend("data/electoral_register.csv", "Quillfeather", "Quillfeathers")
    assert step(run(area)) == "done"


def test_links_go_with_a_list_that_no_agreement_allows_any_longer(area: SmallArea) -> None:
    run(area)
    area.mend("agreements/social_housing.yaml", "status: in_force", "status: ended")
    area.mend("agreements/council_tax.yaml", "status: in_force", "status: ended")
    assert step(run(area)) == "not there"
    assert links(area) == {}


def test_one_list_alone_is_not_linked(small_area: SmallArea) -> None:
    deliver(small_area, list(range(48)), sources=["electoral_register"])
    assert step(run(small_area)) == "not there"


def test_the_page_of_methods_tells_how_good_the_links_are(area: SmallArea) -> None:
    run(area)
    page = area.book()["methods.html"].decode("utf-8")
    assert "Who is on several lists" in page
    assert "50 people, 145 links between their records" in page
    assert "Let by the council" in page
    assert not any(surname in page for surname in SURNAMES)


def test_groups_of_fewer_than_ten_people_are_not_told_apart(area: SmallArea) -> None:
    run(area)
    page = area.book()["methods.html"].decode("utf-8")
    part = page[page.index('id="fairness"') : page.index('id="never"')]
    assert "Women and girls" in part
    counts = [int(cell) for cell in _cells(part)[0::4]]
    assert counts and min(counts) >= 10


def _cells(table: str) -> list[str]:
    return [piece.partition("</td>")[0] for piece in table.split('govuk-table__cell--numeric">')[1:]]


def test_no_list_of_people_no_word_of_links(small_area: SmallArea) -> None:
    small_area.run()
    assert "Who is on several lists" not in small_area.book()["methods.html"].decode("utf-8")
    assert not (Path(small_area.folder) / "store" / "vault.json").exists()
