"""`denizen explain-link` tells why two records are linked or are not and repeats nothing of a person."""

from __future__ import annotations

import csv
import tempfile
from itertools import combinations
from pathlib import Path

import pytest
import sqlglot
from typer.testing import CliRunner

from denizen.cli import app
from denizen.errors import BadInput, CannotWrite, DenizenError, NotFound
from denizen.linkage.keys import BLOCKS_OF, kinds_of
from denizen.linkage.shared_keys import shared_keys
from denizen.pipeline.explaining_links import _keys, _levels, explain_link
from denizen.pipeline.link_explained import LinkExplained
from denizen.pipeline.link_in_words import in_words
from denizen.pipeline.linking_lists import link_lists
from denizen.pipeline.lists_from_map import read_map
from denizen.pipeline.lists_linked import extras_of, identifiers_of, link_taken, take_in
from denizen.store import Store

PATIENTS = """\
id,surname,forename,born,sex,address,postcode,number
1,Quillfeather,Adaline,1971-03-02,F,"4 Sorrel Row",FS1 1AA,9001
2,Quillfeather,Bertram,1969-11-20,M,"4 Sorrel Row",FS1 1AA,9002
3,Marrowby,Clementina,1988-07-14,F,"11 Tansy Way",FS1 1AB,9003
4,Dovetree,Osric,1950-01-30,M,"2 Yarrow Mews",FS1 1AC,9004
5,Pennyroyal,Isolde,2001-05-05,F,"9 Burdock Hill",FS1 1AD,9005
6,Pennyroyal,Isolde,2001-05-05,F,"9 Burdock Hill",FS1 1AD,9005
7,Loosestrife,Corin,1944-12-09,M,"1 Campion Court",FS1 1AE,
7,Loosestrife,Corin,1944-12-09,M,"1 Campion Court",FS1 1AE,
"""
ELECTORS = """\
id,name,address,postcode
a,"Quillfeather, Adaline","4 Sorrel Row",FS1 1AA
b,"Quillfeather, Bertram","4 Sorrel Row",FS1 1AA
c,"Marrowby, Clementine","11 Tansy Way",FS1 1AB
d,"Dovetree, Osric","77 Elsewhere Lane",FS9 9ZZ
e,"Pennyroyal, Isolde","9 Burdock Hill",FS1 1AD
"""
MAP = """\
sources:
  patients: {file: patients.csv, id: id, surname: surname, forename: forename, birth_date: born, sex: sex, address: address,
             postcode: postcode, identifiers: {patient_number: number}, within: unique}
  electors: {file: electors.csv, id: id, name: name, address: address, postcode: postcode}
"""
SECRETS = (
    "Quillfeather",
    "Adaline",
    "Bertram",
    "Pennyroyal",
    "Isolde",
    "Sorrel",
    "Burdock",
    "FS1",
    "1971",
    "2001",
    "900",
)


class Desk:
    """Two lists and their map in a folder, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.map = folder, folder / "map.yaml"
        for name, text in (("patients.csv", PATIENTS), ("electors.csv", ELECTORS), ("map.yaml", MAP)):
            (folder / name).write_text(text)

    def explain(self, one: str, other: str, picture: Path | None = None) -> LinkExplained:
        return explain_link(self.folder, one, other, self.map, picture=picture)

    def run(self, *asked: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["explain-link", str(self.folder), *asked, "--map", str(self.map)])
        return done.exit_code, done.output


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_link_is_told_in_words(desk: Desk) -> None:
    code, said = desk.run("patients:1", "electors:a")
    assert code == 0
    assert said.startswith("patients:1 and electors:a are linked: taken for one person.")
    assert "above the threshold of -2.0" in said
    assert "the address: the same address" in said
    assert "Nothing is said, and nothing added, by: second and later forenames; the date of birth;" in said
    assert "the address and the sound of a name" in said
    assert "The first record's best other partner: electors:b" in said
    assert "The second record's best other partner: patients:2" in said
    assert max(map(len, said.splitlines())) <= 110


def test_the_steps_that_are_told_add_up_to_the_weight_that_is_told(desk: Desk) -> None:
    link = desk.explain("patients:1", "electors:a")
    assert link.counted == pytest.approx(link.waterfall.weight, abs=1e-5)
    assert link.waterfall.sums[-1] == pytest.approx(link.waterfall.weight)


def test_what_is_explained_is_what_is_linked(desk: Desk) -> None:
    """Both by one code: the groups are those that `denizen link` writes."""
    link_lists(desk.folder, desk.map, desk.folder / "out.csv")
    with (desk.folder / "out.csv").open(newline="") as file:
        group = {f"{row['source']}:{row['record_id']}": row["cluster_id"] for row in csv.DictReader(file)}
    for one, other in combinations(["patients:1", "electors:a", "electors:b"], 2):
        assert desk.explain(one, other).is_linked == (group[one] == group[other]), (one, other)


MANY = BLOCKS_OF[0] + 5
"""records beyond what may share a key"""
CROWDS = {
    "nobody is in a crowd": "",
    "very many live at one address": "".join(
        f"x{n},Nobody{n},Z,19{n + 10}-01-02,,4 Sorrel Row,FS1 1AA,\n" for n in range(MANY)
    ),
    "very many have one name": "".join(
        f"x{n},Quillfeather,Adaline,19{n // 2 + 30}-01-02,,{n} Far Lane,FS{n} 2ZZ,\n" for n in range(MANY)
    ),
    "very many of one name were born in one month": "".join(
        f"x{n},Quillfeather,Adaline,1971-03-{n % 28 + 1:02},,{n} Far Lane,FS{n} 2ZZ,\n" for n in range(MANY)
    ),
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_keys_and_levels_are_those_by_which_the_pairs_were_found(desk: Desk, tmp_path: Path, crowd: str) -> None:
    (desk.folder / "patients.csv").write_text(PATIENTS + CROWDS[crowd])
    with tempfile.TemporaryDirectory() as spill, Store.apart(Path(spill), desk.folder) as store:
        lists = read_map(desk.map)
        take_in(store, desk.folder, lists, "map.yaml")
        linked = link_taken(store, lists, -1.5)
        pairs = list(zip(linked.a.tolist(), linked.b.tolist(), linked.pattern, strict=True))
        assert len(pairs) > 5
        for one, other, pattern in pairs[:: len(pairs) // 12 + 1]:
            assert any(key.brought for key in _keys(store, lists, other, one))
            assert _levels(store, linked.comparisons, other, one).tolist() == linked.patterns[pattern].tolist()


def test_a_key_that_very_many_share_is_told_as_one_that_brings_no_pair(desk: Desk) -> None:
    (desk.folder / "patients.csv").write_text(PATIENTS + CROWDS["very many live at one address"])
    _, said = desk.run("patients:1", "electors:a")
    assert "Shared too, but by more records than may share a key" in said
    assert f"  the address ({MANY + 4} records)" in said


def test_a_key_that_brings_pairs_by_a_further_field_is_told_with_it(desk: Desk) -> None:
    (desk.folder / "patients.csv").write_text(PATIENTS + CROWDS["very many of one name were born in one month"])
    says = {key.says: key.brought for key in desk.explain("patients:x1", "patients:x29").keys}
    assert says["the month of birth and the sound of a name"] is False
    assert says["the month of birth and the sound of a name, with the date of birth"] is True


def test_two_records_that_no_key_brought_together_are_compared_now(desk: Desk) -> None:
    link = desk.explain("patients:4", "electors:e")
    assert (link.is_linked, link.counted, link.keys) == (False, None, ())
    said = " ".join(" ".join(in_words(link)).split())
    assert f"No key brought these two together; compared now, they come to {link.waterfall.weight:.1f} bits." in said


def test_two_records_of_a_list_with_each_person_once_are_told_why_they_stay_apart(desk: Desk) -> None:
    link = desk.explain("patients:5", "patients:6")
    assert (link.is_linked, link.bars) == (False, ("patients",))
    said = " ".join(" ".join(in_words(link)).split())
    assert "patients, which has each person once (`within: unique`). But for that they would be joined:" in said
    (desk.map).write_text(MAP.replace(", within: unique", ""))
    assert desk.explain("patients:5", "patients:6").is_linked


def test_nothing_of_a_person_is_repeated(desk: Desk) -> None:
    picture = desk.folder / "link.svg"
    for pair in (("patients:1", "electors:a"), ("patients:5", "patients:6"), ("patients:4", "electors:d")):
        _, said = desk.run(*pair, "--picture", str(picture))
        told = (said.replace(str(desk.folder), "") + picture.read_text("utf-8")).lower()
        assert not [secret for secret in SECRETS if secret.lower() in told]


def test_nothing_is_left_on_the_disk_but_the_picture(desk: Desk) -> None:
    before = {file: file.read_bytes() for file in desk.folder.iterdir()}
    desk.explain("patients:1", "electors:a")
    assert {file: file.read_bytes() for file in desk.folder.iterdir()} == before
    desk.explain("patients:1", "electors:a", desk.folder / "link.svg")
    assert {file.name for file in desk.folder.iterdir()} - {file.name for file in before} == {"link.svg"}


REFUSED = {
    "a list that is not there": ("patient:1", "electors:a", NotFound, "did you mean patients?"),
    "a list that is like no other": ("zz:Isolde", "electors:a", NotFound, "The lists are: patients, electors"),
    "an id that is not there": ("electors:a", "patients:Isolde", NotFound, "patients has no record with the id of the second"),
    "a record without a list": ("Isolde", "electors:a", BadInput, "The first record is not named as source:record_id."),
    "a record without an id": ("patients:", "electors:a", BadInput, "The first record is not named as source:record_id."),
    "one record twice": ("patients:1", "patients: 1 ", BadInput, "The same record is named twice."),
    "an id on two rows": ("electors:a", "patients:7", BadInput, "The id of the second record stands on 2 rows of patients."),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_record_that_cannot_be_found_is_told_and_not_repeated(desk: Desk, case: str) -> None:
    one, other, kind, says = REFUSED[case]
    with pytest.raises(DenizenError) as refused:
        desk.explain(one, other)
    assert type(refused.value) is kind
    assert says in str(refused.value)
    assert "Isolde" not in str(refused.value)


def test_a_picture_is_svg_and_has_to_have_a_place(desk: Desk) -> None:
    with pytest.raises(BadInput, match="SVG alone"):
        desk.explain("patients:1", "electors:a", desk.folder / "link.png")
    with pytest.raises(CannotWrite):
        desk.explain("patients:1", "electors:a", desk.folder / "nowhere" / "link.svg")


def test_the_keys_of_two_records_render_for_spark() -> None:
    statement = shared_keys(kinds_of(["identifier_nhs_number"], ["extra_occupation"]), 40, 1, 2)
    assert sqlglot.transpile(statement.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


def test_identifiers_and_extras_of_a_map_are_told_apart(desk: Desk) -> None:
    (desk.map).write_text(MAP.replace("within: unique", "extra: {ward: address}"))
    lists = read_map(desk.map)
    assert (identifiers_of(lists), extras_of(lists)) == (["identifier_patient_number"], ["extra_ward"])
