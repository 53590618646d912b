"""A file received one by one has one receipt: under the name that it was mailed by, and with its supplier's own file name."""

from __future__ import annotations

from datetime import date

import pytest

from denizen.pipeline.receive_one import Answer, Sent, receive_one
from good_files import as_csv, good_rows, layout_of
from small_area import AGREEMENT, BASE, TODAY, SmallArea

STREET = "        file: data/street.csv"
LAYOUT = layout_of("libraries.members_by_lsoa")


@pytest.fixture
def town(small_area: SmallArea) -> SmallArea:
    small_area.write("agreements/LIB.yaml", AGREEMENT.format(id="LIB", sources="libraries", protection="people_counts"))
    return small_area


def receive(town: SmallArea, day: str) -> Answer:
    """A file of members as the library sends it each quarter, always under the same name."""
    head, *rows = good_rows(LAYOUT)
    at = head.index(LAYOUT.field(LAYOUT.gives.area).header)
    here = [[*row[:at], BASE[n % len(BASE)], *row[at + 1 :]] for n, row in enumerate(rows)]
    town.write(f"sent/{day}/members.csv", as_csv([head, *here, [day]]).decode())
    file = town.folder / "sent" / day / "members.csv"
    sent = Sent(file, "libraries", "LIB", LAYOUT.name, date.fromisoformat(day))
    return receive_one(town.folder, sent, TODAY, town.listener, {})


def test_a_run_keeps_the_receipts_that_were_mailed(town: SmallArea) -> None:
    answers = [receive(town, "2025-09-01"), receive(town, "2025-12-01")]
    mailed = {answer.text.name: answer.receipt.sha256 for answer in answers}
    assert sorted(mailed) == ["libraries-members_by_lsoa-1001.txt", "libraries-members_by_lsoa-1002.txt"]
    town.run()
    kept = {file.name for file in (town.folder / "receipts").glob("libraries-*.txt")}
    assert kept == set(mailed)
    for name, fingerprint in mailed.items():
        assert fingerprint in town.read(f"receipts/{name}")


def test_the_receipt_names_the_file_as_its_supplier_did(town: SmallArea) -> None:
    answer = receive(town, "2025-12-01")
    assert answer.receipt.file == "members.csv"
    assert "data/received" not in answer.text.read_text("utf-8")
    assert "members.csv" in {receipt.file for receipt in town.run().receipts}


def test_a_file_named_in_denizen_yaml_has_a_receipt_without_a_number(town: SmallArea) -> None:
    town.run()
    assert (town.folder / "receipts" / "census-age_by_lsoa.txt").is_file()


def test_a_note_about_several_deliveries_says_so(town: SmallArea) -> None:
    town.write("data/more.csv", "\n".join(town.read("data/street.csv").splitlines()[:40]) + "\n")
    town.mend("denizen.yaml", STREET, f"{STREET}\n      - layout: street_level\n        file: data/more.csv")
    notes = [note for receipt in town.run().receipts for note in receipt.notes if "were placed" in note]
    assert notes
    assert all(note.startswith("All 2 deliveries of this list together: rows were placed") for note in notes)
