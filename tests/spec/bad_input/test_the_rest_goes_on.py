"""One wrong file is left out and named; every other list goes into the book, and the exit code says what was wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from denizen.errors import DenizenError, NotPermitted, UnreadableFile, WrongLayout
from small_area import BASE, TODAY, SmallArea, age_csv, street_csv, street_row
from visits_list import contract_text, day, lines

WRONG = {
    "missing.csv": None,
    "empty.csv": b"",
    "header_only.csv": lines().encode(),
    "other_headers.csv": b"a,b,c\n1,2,3\n",
    "two_of_one_header.csv": lines(
        day(1) + ",1", header="lsoa,day,kind,visitors,spend,postcode,month,worker,day"
    ).encode(),
    "a_workbook.csv": b"PK\x03\x04" + b"\x00" * 100,
    "cut.csv.gz": b"\x1f\x8b\x08\x00" + b"\x00" * 20,
    "../outside.csv": None,
    "/etc/hostname": None,
}


def with_visits(area: SmallArea, *files: str) -> None:
    """Add the list of visits to the area, in these files."""
    listed = "".join(f"      - layout: daily\n        file: {name}\n" for name in files)
    area.mend("denizen.yaml", "sources:\n", f"sources:\n  - source: visits\n    files:\n{listed}")
    area.mend("agreements/OPEN.yaml", "sources: [census", "sources: [visits, census")
    area.write("contracts/visits.yaml", contract_text())


def test_every_wrong_file_is_named_and_the_right_ones_are_in_the_book(small_area: SmallArea) -> None:
    for name, content in WRONG.items():
        if content is not None:
            small_area.write(name, content)
    small_area.write("right.csv", lines(day(1), day(2)))
    with_visits(small_area, *WRONG, "right.csv")
    report = small_area.run()
    assert {item.file for item in report.left_out} == set(WRONG)
    assert all(item.error.exit_code == 4 and item.error.mend for item in report.left_out)
    assert {receipt.file for receipt in report.receipts} == {
        *("right.csv", "data/age.csv", "data/street.csv", "data/employers.csv")
    }
    kinds = {item.file: type(item.error) for item in report.left_out}
    assert kinds["other_headers.csv"] is kinds["two_of_one_header.csv"] is WrongLayout
    assert kinds["missing.csv"] is kinds["../outside.csv"] is UnreadableFile


def test_rows_received_are_rows_accepted_and_refused_whatever_stands_in_them(small_area: SmallArea) -> None:
    small_area.write(
        "data/age.csv",
        age_csv().replace("2000", '"2,000"') + "Elsewhere,E01000009" + ",1" * 19 + "\n" + '"Total,,10000\n',
    )
    no_place = street_row("2024-05", 0, "Burglary", "f" * 64)
    no_place = (*no_place[:4], "", "", "No location", "", "", *no_place[9:])
    small_area.write("data/street.csv", street_csv() + ",".join(map(str, no_place)) + "\n")
    report = small_area.run()
    counts = {r.source: (r.received, r.accepted, r.refused) for r in report.receipts}
    assert counts["census"] == (6, 4, 2)
    assert counts["antisocial_behaviour"] == (433, 432, 1)
    street = next(r for r in report.receipts if r.source == "antisocial_behaviour")
    assert [(refusal.rule, refusal.rows) for refusal in street.refusals] == [("has_a_place", (434,))]
    assert "residents,all,E06999999,Foursquare,lad" in (small_area.folder / "book/data/all.csv").read_text("utf-8")


def test_a_list_with_no_row_left_still_gets_a_receipt_and_the_book_is_written(small_area: SmallArea) -> None:
    text = small_area.read("data/employers.csv")
    small_area.write("data/employers.csv", text.replace("FS1", "ZZ1"))
    report = small_area.run()
    employers = next(r for r in report.receipts if r.source == "major_employers")
    assert (employers.received, employers.accepted, employers.refused) == (4, 0, 4)
    assert report.book.is_file()


def test_an_area_without_any_list_left_is_a_book_that_says_so(small_area: SmallArea) -> None:
    for name in ("data/age.csv", "data/street.csv", "data/employers.csv"):
        small_area.write(name, "")
    report = small_area.run()
    assert len(report.left_out) == 3
    assert report.book.is_file()


def test_a_list_whose_agreement_ended_yesterday_is_left_out_and_named(small_area: SmallArea) -> None:
    small_area.run()
    small_area.mend("agreements/POLICE.yaml", "ends_on: 2030-12-31", "ends_on: 2026-01-04")
    (item,) = small_area.run(TODAY).left_out
    assert isinstance(item.error, NotPermitted)
    assert item.error.what == "POLICE with The keeper of POLICE is not in force on 2026-01-05."
    assert b"antisocial_behaviour,all" not in small_area.book()["data/all.csv"]


def test_boundaries_in_metres_stop_the_run_with_their_place(small_area: SmallArea) -> None:
    small_area.mend("geography/base.geojson", "-1.5, 52.92", "434286, 336586")
    with pytest.raises(WrongLayout, match="metres") as error:
        small_area.run()
    assert error.value.where == "geography/base.geojson feature 1"


@pytest.mark.parametrize("name", ["../base.geojson", "/etc/passwd"])
def test_boundaries_from_outside_the_folder_are_refused(small_area: SmallArea, name: str) -> None:
    small_area.mend("denizen.yaml", "geography/base.geojson", name)
    with pytest.raises(UnreadableFile, match="leads out of the area folder"):
        small_area.run()


def denizen(*words: str | Path, today: str = "") -> subprocess.CompletedProcess[str]:
    """The command line, as a person runs it."""
    return subprocess.run(
        [sys.executable, "-m", "denizen", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1"},
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("break_it", "code", "told"),
    [
        (lambda area: (area.folder / "data/age.csv").unlink(), 4, ["census.age_by_lsoa", "data/age.csv", "not there"]),
        (lambda area: area.write("data/age.csv", ""), 4, ["The file is empty", "The profile:"]),
        (
            lambda area: area.mend("agreements/OPEN.yaml", "sources: [census, ", "sources: ["),
            3,
            ["OPEN", "The profile:"],
        ),
        (lambda area: area.mend("denizen.yaml", "nests:", "nets:"), 4, ["line 20", "did you mean `nests`?"]),
        (lambda area: area.write("geography/base.geojson", "{"), 4, ["not GeoJSON", "geography/base.geojson"]),
    ],
)
def test_the_command_line_says_what_where_and_how_to_mend(
    small_area: SmallArea, break_it: object, code: int, told: list[str]
) -> None:
    assert callable(break_it)
    break_it(small_area)
    done = denizen("run", small_area.folder)
    said = done.stdout + done.stderr
    assert done.returncode == code
    assert "mend:" in said
    assert "Traceback" not in said
    assert all(words in said for words in told), said


def test_no_error_names_an_area_by_a_row(small_area: SmallArea) -> None:
    """An error of any kind is a DenizenError, so that the command line can put it in words."""
    small_area.write("data/age.csv", "\n".join(BASE))
    assert all(isinstance(item.error, DenizenError) for item in small_area.run().left_out)
