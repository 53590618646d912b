"""A second run does only what has to be done again, says why, and ends with the same book."""

from __future__ import annotations

from datetime import date
from importlib import resources

from denizen.pipeline import steps
from denizen.pipeline.steps import code_version
from denizen.store import Store
from small_area import SmallArea, draw_small_area


def done(report) -> set[str]:
    return {step.name.split()[0] for step in report.steps if not step.was_skipped}


def test_nothing_changed_nothing_done(small_area: SmallArea):
    first = small_area.run()
    second = small_area.run()
    assert done(first) == {
        *("areas", "addresses", "receive", "standardise", "residents", "look", "count", "protect", "book")
    }
    assert done(second) == set()
    assert second.findings == first.findings


def test_two_folders_give_the_same_book_byte_for_byte(small_area: SmallArea, tmp_path):
    other = draw_small_area(tmp_path / "a folder with spaces" / "other")
    small_area.run()
    other.run(today=date(2026, 2, 1))
    assert small_area.book() == other.book()


def test_a_new_delivery_reruns_only_what_depends_on_it(small_area: SmallArea):
    small_area.run()
    small_area.write(
        "data/street.csv",
        small_area.read("data/street.csv") + small_area.read("data/street.csv").splitlines()[1] + "\n",
    )
    again = [step for step in small_area.run().steps if not step.was_skipped]
    assert [step.name for step in again] == [
        "receive antisocial_behaviour.street_level 1",
        "standardise antisocial_behaviour.street_level",
        "look antisocial_behaviour.street_level",
        "count",
        "protect and measure",
        "book",
    ]
    assert again[0].because == "changed: file"


def test_a_book_that_was_deleted_is_written_again(small_area: SmallArea):
    small_area.run()
    before = small_area.book()
    (small_area.folder / "book" / "index.html").unlink()
    assert done(small_area.run()) == {"book"}
    assert small_area.book() == before


def test_a_file_of_the_book_or_a_receipt_that_was_deleted_comes_back(small_area: SmallArea):
    small_area.run()
    before = small_area.book()
    receipt = next((small_area.folder / "receipts").iterdir())
    told = receipt.read_bytes()
    for gone in (small_area.folder / "book" / "data" / "all.csv", receipt):
        gone.unlink()
        again = small_area.run().steps[-1]
        assert (again.name, again.was_skipped) == ("book", False)
        assert again.because == "a file of the book or a receipt was gone or changed"
    assert small_area.book() == before
    assert receipt.read_bytes() == told


def test_a_file_by_another_name_is_another_input(small_area: SmallArea):
    small_area.run()
    (small_area.folder / "data" / "age.csv").rename(small_area.folder / "data" / "people.csv")
    small_area.mend("denizen.yaml", "data/age.csv", "data/people.csv")
    again = small_area.run()
    assert "changed: name" in {step.because for step in again.steps}
    assert {receipt.file for receipt in again.receipts} == {"data/people.csv", "data/street.csv", "data/employers.csv"}


def test_who_lives_where_is_told_anew_when_its_list_is_taken_out(small_area: SmallArea):
    small_area.run()
    census = (
        "  - source: census\n    agreement: OPEN\n    files:\n      - layout: age_by_lsoa\n        file: data/age.csv\n"
    )
    small_area.mend("denizen.yaml", census, "")
    small_area.run()
    with Store.open(small_area.folder / "store") as store:
        assert store.rows("SELECT * FROM base_residents") == []


def test_a_text_of_a_contract_of_one_s_own_is_part_of_the_book(small_area: SmallArea):
    text = (resources.files("denizen.contracts") / "sources" / "major_employers.yaml").read_text("utf-8")
    small_area.write("contracts/major_employers.yaml", text)
    small_area.run()
    (line,) = (line for line in text.splitlines() if line.strip().startswith("kept_by:"))
    small_area.mend("contracts/major_employers.yaml", line, f"{line.split(':')[0]}: the office on the hill")
    again = small_area.run().steps[-1]
    assert (again.name, again.because) == ("book", "changed: contracts")
    assert b"the office on the hill" in b"".join(small_area.book().values())


def test_the_code_s_fingerprint_knows_the_engine_and_no_hidden_folder(monkeypatch, tmp_path):
    package = tmp_path / "package"
    (package / ".cache").mkdir(parents=True)
    (package / "stage.py").write_text("pass")
    monkeypatch.setattr(steps.resources, "files", lambda _: package)
    code = code_version.__wrapped__()
    (package / ".cache" / "found.json").write_text("{}")
    assert code_version.__wrapped__() == code
    monkeypatch.setattr(steps, "engine_version", lambda: "0.0.1")
    assert code_version.__wrapped__() != code
