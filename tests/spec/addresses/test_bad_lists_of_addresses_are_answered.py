import csv
from time import process_time

import pytest

from denizen.errors import BadInput, UnreadableFile
from denizen.pipeline.matching_addresses import match_addresses

SENTINEL = "Zorblax Quennevieve"
REGISTER = "UPRN,PAO_START_NUMBER,STREET_DESCRIPTOR,POSTCODE\n1001,14,HIGH STREET,ZT1 2AB\n"
MAP = "sources: {people: {file: people.csv, id: id, address: [address], postcode: pc}}\ngazetteer: {file: reg.csv}\n"


@pytest.fixture
def answered(tmp_path):
    def matched(people: str, register: str = REGISTER):
        (tmp_path / "people.csv").write_text(people, "utf-8")
        (tmp_path / "reg.csv").write_text(register, "utf-8")
        (tmp_path / "map.yaml").write_text(MAP)
        told = match_addresses(tmp_path, tmp_path / "map.yaml", tmp_path / "out.csv")
        with (tmp_path / "out.csv").open(newline="") as file:
            return told, [(row["record_id"], row["uprn"]) for row in csv.DictReader(file)]

    return matched


def test_rows_that_share_an_id_are_each_answered_and_that_is_told(answered):
    told, rows = answered("id,address,pc\na,14 High St,ZT1 2AB\na,14 High Street,ZT1 2AB\n")
    assert rows == [("a", "1001"), ("a", "1001")]
    assert told.notes == ("people: 1 rows repeat an id of people.csv; each is answered by itself",)


def test_a_row_without_an_id_is_an_error_that_quotes_no_row(answered):
    with pytest.raises(BadInput) as raised:
        answered(f"id,address,pc\na,14 High St,ZT1 2AB\n,{SENTINEL} House,ZT1 2AB\n")
    assert "first in row 2" in str(raised.value) and SENTINEL not in str(raised.value)


@pytest.mark.parametrize("people", ["", "id,address,pc\n", "id,address,pc\n,,\n"])
def test_a_list_with_nothing_in_it_is_an_error(answered, people):
    with pytest.raises((BadInput, UnreadableFile)):
        answered(people)


def test_a_register_without_entries_is_an_error(answered):
    with pytest.raises(BadInput, match="no entry"):
        answered("id,address,pc\na,14 High St,ZT1 2AB\n", REGISTER.split("\n")[0] + "\n")


def test_addresses_of_any_script_and_length_are_answered(answered):
    people = [
        ("a", "улица Ленина 14"),
        ("b", "شارع النيل 7"),
        ("c", "東京都港区 3"),
        ("d", "high " * 5000),
        ("e", "'; --"),
        ("f", "14 High St ✂"),
    ]
    lines = "".join(f'{record},"{address}",ZT1 2AB\n' for record, address in people)
    _, rows = answered("id,address,pc\n" + lines)
    assert rows == [("f", "1001")]


def test_two_hundred_thousand_records_at_one_address_are_one_address(answered):
    began = process_time()
    _, rows = answered("id,address,pc\n" + "".join(f"{n},14 High Street,ZT1 2AB\n" for n in range(200_000)))
    assert len(rows) == 200_000 and process_time() - began < 20


def test_as_many_homes_in_one_postcode_as_nobody_has_take_no_longer_than_elsewhere(answered):
    register = REGISTER + "".join(f"{n + 2000},{n},MILL LANE,ZT1 3CD\n" for n in range(1, 5_000))
    people = "id,address,pc\n" + "".join(f"{n},{n} Mil Lane,ZT1 3CD\n" for n in range(1, 5_000))
    began = process_time()
    _, rows = answered(people, register)
    assert rows == [(str(n), str(n + 2000)) for n in range(1, 5_000)] and process_time() - began < 20


def test_nothing_can_be_read_by_a_map_but_the_folder(tmp_path):
    (tmp_path / "lists").mkdir()
    (tmp_path / "secret.csv").write_text("id,address,pc\n1,x,y\n")
    (tmp_path / "lists" / "people.csv").symlink_to(tmp_path / "secret.csv")
    (tmp_path / "lists" / "reg.csv").write_text(REGISTER)
    (tmp_path / "map.yaml").write_text(MAP)
    with pytest.raises(UnreadableFile, match="outside the folder"):
        match_addresses(tmp_path / "lists", tmp_path / "map.yaml", tmp_path / "out.csv")
