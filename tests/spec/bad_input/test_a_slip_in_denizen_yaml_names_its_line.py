"""A slip in `denizen.yaml` is told with its line and the nearest right key, before anything is read."""

import pytest

from denizen.errors import BadInput, UnreadableFile
from denizen.pipeline.folder import open_folder
from small_area import SETTINGS, SmallArea


def slip(area: SmallArea, old: str, new: str) -> BadInput:
    area.mend("denizen.yaml", old, new)
    with pytest.raises(BadInput) as error:
        open_folder(area.folder)
    assert error.value.exit_code == 4
    return error.value


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(SETTINGS.splitlines(), 1) if text in line)


@pytest.mark.parametrize(
    ("old", "new", "what", "mend"),
    [
        ("reference_date:", "referense_date:", "`referense_date` is not a key", "did you mean `reference_date`?"),
        ("  name: Foursquare", "  nam: Foursquare", "`area.nam` is not a key", "did you mean `name`?"),
        (
            "        file: data/age.csv",
            "        fiel: data/age.csv",
            "`sources.0.files.0.fiel`",
            "did you mean `file`?",
        ),
        ("      nests: true", "      nest: true", "`geography.sets.0.nest`", "did you mean `nests`?"),
        ("reference_date: 2025-12-31", "reference_date: 2025-02-30", "valid date", "write the date as 2024-03-31"),
        ("reference_date: 2025-12-31", "reference_date: 31/12/2025", "valid date", "write the date as 2024-03-31"),
        ("nation: england", "nation: britain", "'england' or 'wales'", "correct the value"),
        ('vintage: "2021"', "vintage: 2021", "valid string", 'put the value in quotes, as in "2021"'),
        ("purpose: population_statistics", "purpose: enforcement", "'population_statistics'", "correct the value"),
        ("      pages: true", "      pages: true\n      pages: false", "`pages` stands twice", "the first is on line"),
    ],
)
def test_the_line_and_how_to_mend_it(small_area: SmallArea, old: str, new: str, what: str, mend: str) -> None:
    error = slip(small_area, old, new)
    assert what in error.what
    assert mend in error.mend
    line = line_of(old.strip()) + (1 if "twice" in what else 0)
    assert error.where == f"denizen.yaml line {line}"


def test_a_key_that_stands_twice_on_one_line_is_told(small_area: SmallArea) -> None:
    old = "      - layout: age_by_lsoa\n        file: data/age.csv"
    error = slip(small_area, old, "      - {layout: age_by_lsoa, file: data/age.csv, file: data/old.csv}")
    assert "`file` stands twice" in error.what
    assert error.where == f"denizen.yaml line {line_of('- layout: age_by_lsoa')}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  code: E06999999", "   code: E06999999"),
        ("  code: E06999999", "\tcode: E06999999"),
        ("name: Foursquare", "name: Four: square"),
        ("name: Foursquare", 'name: "Foursquare'),
        ("sources:", "sources: [unclosed"),
        ("name: Foursquare", "name: *nobody"),
    ],
)
def test_what_is_not_yaml_is_told_with_its_line(small_area: SmallArea, old: str, new: str) -> None:
    error = slip(small_area, old, new)
    assert error.what.startswith("This is not YAML")
    assert error.where.startswith("denizen.yaml line ")


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "- a\n- b\n", "just words\n"])
def test_a_file_without_keys_is_told(small_area: SmallArea, content: str) -> None:
    error = slip(small_area, SETTINGS, content)
    assert error.where == "denizen.yaml"


def test_a_folder_without_denizen_yaml_is_told(small_area: SmallArea) -> None:
    (small_area.folder / "denizen.yaml").unlink()
    with pytest.raises(UnreadableFile, match="There is no denizen"):
        open_folder(small_area.folder)


def test_a_file_in_another_encoding_is_told(small_area: SmallArea) -> None:
    small_area.write("denizen.yaml", SETTINGS.replace("Foursquare", "Ynys Môn").encode("cp1252"))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        open_folder(small_area.folder)


def test_two_agreements_with_one_id_are_told(small_area: SmallArea) -> None:
    small_area.write("agreements/OPEN_older.yaml", small_area.read("agreements/OPEN.yaml"))
    with pytest.raises(BadInput, match="Two agreements have the id OPEN"):
        open_folder(small_area.folder)


def test_a_slip_leaves_the_book_as_it_was(small_area: SmallArea) -> None:
    small_area.run()
    book = small_area.book()
    small_area.mend("denizen.yaml", "reference_date", "referense_date")
    with pytest.raises(BadInput):
        small_area.run()
    assert small_area.book() == book
