"""A list of people is received with a vault key, kept encrypted, counted by area, and gone on its day."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from denizen.errors import NotFound, NotPermitted
from denizen.pipeline.receive_one import Answer, Sent, receive_one
from denizen.pipeline.run import RunReport, run_area
from denizen.store.ledger import Ledger
from denizen.terms.controls import Controls
from small_area import AGREEMENT, POSTCODES, TODAY, Silent, SmallArea, as_csv
from source_desk import ENVIRON

SENTINEL = "Sentinelson"
HEADER = (
    "Elector Number Prefix",
    "Elector Number",
    "Elector Markers",
    "Elector Name",
    "PostCode",
    "Address1",
    "Address2",
)


def electors(each: int, surname: str = SENTINEL) -> str:
    """So many electors in each of the four squares, and one without name and address at the end."""
    rows: list[tuple[object, ...]] = [
        (
            "AB",
            100 * place + n,
            "G" if n == 0 else "",
            f"{surname}, Ada{n}",
            postcode,
            f"{n + 1} High Street",
            "Foursquare",
        )
        for place, postcode in enumerate(POSTCODES, 1)
        for n in range(each)
    ]
    return as_csv(HEADER, [*rows, ("AB", 990, "", "", "", "", "")])


CATALOGUE = """\
theme: {id: own, order: 9, title: Our own, summary: What we count ourselves.}
indicators:
  - id: on_the_roll
    kind: count
    title: On the roll
    definition: Everyone on the electoral register.
    unit: electors
    numerator: {tables: [electoral_register.register_full]}
"""


@pytest.fixture
def town(small_area: SmallArea) -> SmallArea:
    text = AGREEMENT.format(id="ERO", sources="electoral_register", protection="people_counts").replace(
        "kind: open_licence",
        "kind: dda\npower: RPR 2001 reg. 107\ndpia: DPIA-1\nprivacy_notice: https://foursquare.example/notice",
    )
    small_area.write("agreements/ERO.yaml", text)
    small_area.write("catalogue/own.yaml", CATALOGUE)
    return small_area


def sent(town: SmallArea, content: str, *, snapshot: str = "2025-12-01", name: str = "register.csv") -> Sent:
    outside = town.folder.parent / "from the registration officer"
    outside.mkdir(exist_ok=True)
    file = outside / name
    file.write_text(content, "utf-8")
    return Sent(file, "electoral_register", "ERO", "register_full", date.fromisoformat(snapshot))


def receive(town: SmallArea, what: Sent, today: date = TODAY) -> Answer:
    return receive_one(town.folder, what, today, Silent(), ENVIRON)


def run(town: SmallArea, today: date = TODAY) -> RunReport:
    return run_area(town.folder, today, town.listener, environ=ENVIRON)


def electors_in(town: SmallArea) -> dict[str, str]:
    """Area -> electors, as the book's data has them."""
    name = next(name for name in town.book() if name.endswith("data/all.csv"))
    lines = [line.split(",") for line in town.book()[name].decode("utf-8-sig").splitlines()]
    header = lines[0]
    place = {column: header.index(column) for column in ("indicator", "category", "area_code", "value")}
    return {
        line[place["area_code"]]: line[place["value"]]
        for line in lines[1:]
        if line[place["indicator"]] == "on_the_roll" and line[place["category"]] == "all"
    }


def every_byte(folder: Path) -> bytes:
    """All that lies in a folder, packed files unpacked."""
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            found.append(content)
            if content[:2] == b"\x1f\x8b":
                found.append(gzip.decompress(content))
            if content[:2] == b"PK":
                with zipfile.ZipFile(BytesIO(content)) as package:
                    found += [package.read(name) for name in package.namelist()]
    return b"\0".join(found)


def test_the_next_run_counts_it_and_the_file_is_not_needed(town: SmallArea):
    what = sent(town, electors(40))
    answer = receive(town, what)
    assert answer.is_sealed
    assert (answer.receipt.received, answer.receipt.accepted) == (161, 161)
    what.file.unlink()
    report = run(town)
    assert not report.left_out
    counted = electors_in(town)
    assert counted["E01999001"] == "40"
    assert (
        counted["E06999999"] == "160"
    )  # 161, to the nearest five: the one without an address counts in the whole place


def test_an_address_that_is_suppressed_later_is_hidden_in_what_is_held(town: SmallArea):
    """The file is long gone; the delivery is looked through again, and the electors there count for the whole place."""
    what = sent(town, electors(40))
    receive(town, what)
    what.file.unlink()
    run(town)
    agreement = AGREEMENT.format(id="HIDE", sources="suppressed_addresses", protection="people_counts")
    personal = (
        "kind: dda\npower: Localism Act 2011, s. 1\ndpia: DPIA-2\nprivacy_notice: https://foursquare.example/notice"
    )
    town.write("agreements/HIDE.yaml", agreement.replace("kind: open_licence", personal))
    lines = "".join(f"{n + 1} High Street,Foursquare,{POSTCODES[0]}\n" for n in range(30))
    town.write("data/hidden.csv", "Address Line 1,Address Line 2,Post Code\n" + lines)
    source = "  - source: suppressed_addresses\n    agreement: HIDE\n    files:\n"
    source += "      - {layout: by_address, file: data/hidden.csv, snapshot: 2025-12-15}\n"
    town.write("denizen.yaml", town.read("denizen.yaml") + source)
    report = run(town)
    assert not report.left_out
    counted = electors_in(town)
    assert (counted["E01999001"], counted["E01999002"]) == ("10", "40")
    assert counted["E06999999"] == "160"


def test_no_name_is_in_any_byte_of_the_folder(town: SmallArea):
    receive(town, sent(town, electors(40)))
    run(town)
    found = every_byte(town.folder).lower()
    assert b"foursquare" in found
    assert SENTINEL.lower().encode() not in found
    assert SENTINEL.lower().encode("utf-16-le") not in found


def test_without_a_key_the_list_is_refused_and_the_rest_goes_on(town: SmallArea):
    town.write("data/register.csv", electors(40))
    source = "  - source: electoral_register\n    agreement: ERO\n    files:\n"
    source += "      - {layout: register_full, file: data/register.csv, snapshot: 2025-12-01}\n"
    town.write("denizen.yaml", town.read("denizen.yaml") + source)
    report = town.run()
    assert [type(item.error) for item in report.left_out] == [NotPermitted]
    assert "vault key" in str(report.left_out[0].error)
    assert report.receipts


def test_the_law_is_asked_even_where_the_agreement_allows_it(town: SmallArea):
    town.mend("denizen.yaml", "purpose: population_statistics", "purpose: population_statistics\nheld_by: health_body")
    with pytest.raises(NotPermitted, match="not by a health body") as error:
        receive(town, sent(town, electors(40)))
    assert "reg" in error.value.where


@pytest.mark.parametrize(
    ("missing", "words"), [("dpia: DPIA-1\n", "impact assessment"), ("power: RPR 2001 reg. 107\n", "power")]
)
def test_names_are_not_taken_without_what_the_agreement_has_to_name(town: SmallArea, missing: str, words: str):
    town.mend("agreements/ERO.yaml", missing, "")
    with pytest.raises(NotPermitted, match=words):
        receive(town, sent(town, electors(40)))
    assert not (town.folder / "received.yaml").exists()


def test_a_delivery_is_destroyed_on_its_day_and_not_taken_again(town: SmallArea):
    town.mend("agreements/ERO.yaml", "dpia:", "retention_days: 30\ndpia:")
    what = sent(town, electors(40))
    receive(town, what)
    run(town)
    assert electors_in(town)
    later = TODAY + timedelta(days=31)
    report = run(town, later)
    assert any("its retention ended" in notice for notice in report.notices)
    assert [type(item.error) for item in report.left_out] == [NotFound]
    assert not electors_in(town)
    assert not list((town.folder / "store" / "deliveries").glob("electoral*"))
    with pytest.raises(NotPermitted, match="retention"):
        receive(town, what, later)


def test_what_is_due_is_destroyed_before_the_next_file_is_received(town: SmallArea):
    town.mend("agreements/ERO.yaml", "dpia:", "retention_days: 30\ndpia:")
    receive(town, sent(town, electors(40)))
    later = TODAY + timedelta(days=30)
    receive(town, sent(town, electors(41), snapshot="2026-01-20", name="later.csv"), later)
    destroyed = [entry.body for entry in Ledger.open(town.folder / "ledger").entries() if "destroyed" in entry.kind]
    assert [(entry["file"], entry["rows"], entry["destroyed"]) for entry in destroyed] == [
        ("register.csv", 161, later.isoformat())
    ]
    assert len(list((town.folder / "store" / "deliveries").glob("electoral*.duckdb"))) == 1


def test_a_delivery_that_halves_is_asked_about(town: SmallArea):
    receive(town, sent(town, electors(40)))
    run(town)
    answer = receive(town, sent(town, electors(15), snapshot="2026-01-01", name="register-january.csv"))
    assert any("half of the one before" in question for question in answer.receipt.questions)
    assert any("161 accepted rows" in line for line in answer.receipt.compared)


def test_the_same_file_sent_again_is_one_delivery(town: SmallArea):
    receive(town, sent(town, electors(40)))
    receive(town, sent(town, electors(40)))
    run(town)
    assert electors_in(town)["E01999001"] == "40"


def test_controls_are_set_beside_what_arrived(town: SmallArea):
    what = sent(town, electors(40))
    good = receive(town, Sent(what.file, what.source, what.agreement, what.layout, what.snapshot, Controls(161)))
    assert good.receipt.controls == ("rows: 161 sent, 161 arrived.",)
    short = receive(town, Sent(what.file, what.source, what.agreement, what.layout, what.snapshot, Controls(170)))
    assert any("170 for rows, and 161 arrived" in question for question in short.receipt.questions)


def test_controls_may_lie_beside_the_file(town: SmallArea):
    what = sent(town, electors(40))
    what.file.with_name("register.csv.controls.yaml").write_text("rows: 161\nrun_on: 2025-12-02\n", "utf-8")
    told = receive(town, what).receipt.controls
    assert told == ("The supplier ran the export on 2025-12-02.", "rows: 161 sent, 161 arrived.")


def test_a_receipt_is_a_page_and_a_text_without_a_value_of_any_row(town: SmallArea):
    answer = receive(town, sent(town, electors(40) + "AB,991,,Sentinelson Tom,XX9 9XX,1 Far Road,Elsewhere\n"))
    page, text = answer.page.read_text("utf-8"), answer.text.read_text("utf-8")
    for said in (page, text):
        assert SENTINEL not in said
        assert "XX9" not in said
        assert "162" in said
    assert answer.receipt.set_aside == 1
