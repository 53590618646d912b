import csv
import gzip
from pathlib import Path

import pytest
from typer.testing import CliRunner

from denizen.cli import app
from denizen.errors import BadDocument, BadInput, CannotWrite, UnreadableFile, WrongLayout
from denizen.pipeline.matching_addresses import match_addresses
from denizen.shapes import Statement
from denizen.store import Store

REGISTER = "uprn,flat,number,street,postcode\n1001,,14,HIGH STREET,ZT1 2AB\n1002,Flat 2,16,HIGH STREET,ZT1 2AB\n"
GAZETTEER = (
    "gazetteer: {file: reg.csv, uprn: uprn, sub_building: flat, building_number: number, street: street, "
    "postcode: postcode}\n"
)
LIST = "id,line1,line2,pc\na,14 High St,Anytown,ZT1 2AB\nb,Flat 2,16 High Street,ZT12AB\nc,Nowhere,,\n"
SOURCES = "sources:\n  people: {file: people.csv, id: id, address: [line1, line2], postcode: pc}\n"


@pytest.fixture
def desk(tmp_path):
    return AddressDesk(tmp_path)


class AddressDesk:
    """A folder with a list and a register, and a map beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.map, self.out = folder / "lists", folder / "map.yaml", folder / "matches.csv"
        self.folder.mkdir()
        self.write("people.csv", LIST)
        self.write("reg.csv", REGISTER)
        self.map.write_text(SOURCES + GAZETTEER)

    def write(self, name: str, text: str, encoding: str = "utf-8") -> None:
        (self.folder / name).write_bytes(text.encode(encoding))

    def matches(self) -> list[tuple[str, ...]]:
        match_addresses(self.folder, self.map, self.out)
        with self.out.open(newline="") as file:
            return [tuple(row)[:4] for row in csv.reader(file)]


MATCHES = [
    ("source", "record_id", "uprn", "reason"),
    ("people", "a", "1001", "exact"),
    ("people", "b", "1002", "exact"),
]


def test_a_map_and_a_register_are_all_that_is_needed(desk):
    said = CliRunner().invoke(
        app, ["match-addresses", str(desk.folder), "--map", str(desk.map), "--out", str(desk.out)]
    )
    assert "people: 3 records, 2 matched (exact 2)" in said.output
    with desk.out.open(newline="") as file:
        assert [tuple(row)[:4] for row in csv.reader(file)] == MATCHES


def test_lists_come_as_csv_packed_or_not_or_as_parquet_in_the_encodings_that_systems_write(desk, tmp_path):
    for encoding in ("utf-8-sig", "utf-16", "latin-1"):
        desk.write("people.csv", LIST.replace("Anytown", "Trefân"), encoding)
        assert desk.matches() == MATCHES, encoding
    (desk.folder / "people.csv").write_bytes(gzip.compress(LIST.encode()))
    (desk.folder / "people.csv").rename(desk.folder / "people.csv.gz")
    desk.map.write_text(SOURCES.replace("people.csv", "people.csv.gz") + GAZETTEER)
    assert desk.matches() == MATCHES
    with Store.apart(tmp_path / "spill", desk.folder) as store:
        store.take_file("people", desk.folder / "people.csv.gz", "people", ["id", "line1", "line2", "pc"])
        store.make(Statement("written", "SELECT id, line1, line2, pc FROM people", {}))
        store.rows(f"COPY written TO '{desk.folder / 'people.parquet'}'")
    desk.map.write_text(SOURCES.replace("people.csv", "people.parquet") + GAZETTEER)
    assert desk.matches() == MATCHES


def test_a_column_may_bear_any_name_that_the_engine_has_itself(desk):
    desk.write("people.csv", LIST.replace("id,line1", "rowid,line1"))
    desk.map.write_text(SOURCES.replace("id: id", "id: rowid") + GAZETTEER)
    assert desk.matches() == MATCHES
    desk.write("people.csv", LIST.replace("id,line1", '"{0}",line1'))
    desk.map.write_text(SOURCES.replace("id: id", "id: '{0}'") + GAZETTEER)
    assert desk.matches() == MATCHES


def test_blanks_of_every_kind_are_no_part_of_an_id(desk):
    desk.write("people.csv", LIST.replace("\na,", "\n\u00a0a\u00a0,").replace("\nb,", "\n b ,") + "\u00a0,\u00a0,,\n")
    assert desk.matches() == MATCHES


def test_the_same_lists_give_the_same_bytes(desk):
    desk.matches()
    first = desk.out.read_bytes()
    desk.matches()
    assert desk.out.read_bytes() == first


REGISTERS = {
    "BS 7666": (
        "UPRN,SAO_TEXT,SAO_START_NUMBER,PAO_TEXT,PAO_START_NUMBER,PAO_START_SUFFIX,PAO_END_NUMBER,STREET_DESCRIPTOR,TOWN_NAME,POSTCODE\n"
        "1001,,,,14,A,,HIGH STREET,ANYTOWN,ZT1 2AB\n1002,,2,ELM COURT,16,,18,HIGH STREET,ANYTOWN,ZT1 2AB\n"
    ),
    "AddressBase": (
        "UPRN,SUB_BUILDING_NAME,BUILDING_NAME,BUILDING_NUMBER,THOROUGHFARE,POST_TOWN,POSTCODE\n"
        "1001,,14A,,HIGH STREET,ANYTOWN,ZT1 2AB\n1002,FLAT 2,ELM COURT 16-18,,HIGH STREET,ANYTOWN,ZT1 2AB\n"
    ),
    "one line": (
        "UPRN,SINGLE_LINE_ADDRESS,POSTCODE\n"
        "1001,14A HIGH STREET ANYTOWN,ZT1 2AB\n1002,FLAT 2 ELM COURT 16-18 HIGH STREET,ZT1 2AB\n"
    ),
}


@pytest.mark.parametrize("kind", REGISTERS)
def test_a_register_with_known_headers_needs_no_map_of_its_own(desk, kind):
    desk.write("reg.csv", REGISTERS[kind])
    desk.write(
        "people.csv", "id,line1,line2,pc\na,14A High St,Anytown,ZT1 2AB\nb,Flat 2 Elm Ct,16-18 High Street,ZT12AB\n"
    )
    desk.map.write_text(SOURCES + "gazetteer: {file: reg.csv}\n")
    assert [row[1:3] for row in desk.matches()[1:]] == [("a", "1001"), ("b", "1002")]


def test_candidates_may_belong_to_one_record_each(desk):
    desk.write("people.csv", "id,line1,line2,pc\na,14 High St,,ZT1 2AB\nb,14 High St,,ZT1 2AB\n")
    desk.write("reg.csv", "uprn,whom,address,postcode\n1,a,14 HIGH STREET,ZT1 2AB\n2,b,14 HIGH STREET,ZT1 2AB\n")
    desk.map.write_text(
        SOURCES + "gazetteer: {file: reg.csv, uprn: uprn, address: address, postcode: postcode, candidates_for: whom}\n"
    )
    assert [row[1:3] for row in desk.matches()[1:]] == [("a", "1"), ("b", "2")]


SLIPS = {
    "a key that is none": (SOURCES.replace("postcode:", "postcod:") + GAZETTEER, BadDocument, "line 2"),
    "no register": (SOURCES, BadInput, "names no address register"),
    "a column that is none": (SOURCES.replace("line2", "line3") + GAZETTEER, WrongLayout, "no column `line3`"),
    "a file that is none": (SOURCES.replace("people.csv", "peple.csv") + GAZETTEER, UnreadableFile, "did you mean"),
    "a file of another folder": (
        SOURCES.replace("people.csv", "../map.yaml") + GAZETTEER,
        BadDocument,
        "in the folder",
    ),
    "a register without columns": (SOURCES + "gazetteer: {file: people.csv}\n", WrongLayout, "BS 7666"),
    "a register by halves": (SOURCES + "gazetteer: {file: reg.csv, street: street}\n", BadDocument, "needs `uprn`"),
    "an age without a day": (SOURCES.replace("id: id", "id: id, age: id") + GAZETTEER, BadDocument, "age_at"),
    "a source with a word of SQL": (SOURCES.replace("people:", "select:") + GAZETTEER, BadDocument, "word of SQL"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_the_map_is_told_with_how_to_mend_it(desk, slip):
    text, kind, told = SLIPS[slip]
    desk.map.write_text(text)
    with pytest.raises(kind) as raised:
        desk.matches()
    assert told in str(raised.value) and raised.value.mend


def test_nothing_is_written_where_it_cannot_be(desk):
    desk.out = desk.folder / "no such folder" / "matches.csv"
    with pytest.raises(CannotWrite):
        desk.matches()
