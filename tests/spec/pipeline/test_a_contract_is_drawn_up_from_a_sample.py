"""A list that nobody foresaw: a contract drawn up from a sample of it, an agreement, and its figures are in the book."""

from __future__ import annotations

import pytest

from denizen.contracts import load_contract
from denizen.errors import BadInput, WrongLayout
from denizen.pipeline.drawing_up import DrawnUp, draw_up
from denizen.pipeline.run import run_area
from small_area import AGREEMENT, POSTCODES, TODAY, SmallArea, as_csv
from source_desk import ENVIRON

CLASSES = as_csv(
    ("Learner name", "Date of birth", "Post code", "First language", "Course", "Enrolled on", "Mobile phone", "Hours"),
    [
        (
            f"Learner Sentinelson{n}",
            f"1/0{1 + n % 9}/1990".zfill(10),
            POSTCODES[n % 4],
            ("Polish", "Farsi/Dari")[n % 2],
            ("Entry 1", "Entry 2")[n % 2],
            "2025-09-01",
            "07700 900123",
            20 + n,
        )
        for n in range(48)
    ],
)
MEALS = as_csv(
    ("Ward code", "Month", "Meals", "Volunteers"),
    [(ward, f"2025-0{month}", 100 + month, 10 + month) for ward in ("E05999001", "E05999002") for month in range(1, 7)],
)


def drawn(area: SmallArea, text: str, source: str) -> DrawnUp:
    return draw_up(area.write(f"data/{source}.csv", text), source, area.folder / "contracts", TODAY)


def test_what_a_column_is_is_guessed_and_no_value_of_a_person_is_written(small_area: SmallArea):
    found = drawn(small_area, CLASSES, "language_classes")
    text = found.path.read_text("utf-8")
    layout = load_contract(text, "language_classes.yaml").layout("sample")
    assert {field.name: field.role for field in layout.fields if field.role} == {
        "learner_name": "full_name",
        "date_of_birth": "birth_date",
        "post_code": "postcode",
        "first_language": "language",
    }
    assert set(layout.field("course").codes) == {"Entry 1", "Entry 2"}
    assert [field.name for field in layout.fields if field.is_personal] == [
        "learner_name",
        "date_of_birth",
        "post_code",
    ]
    assert found.never == ("Mobile phone",)
    assert "Sentinelson" not in text
    assert "07700" not in text


def test_the_list_works_with_no_code(small_area: SmallArea):
    drawn(small_area, CLASSES, "language_classes")
    agreement = AGREEMENT.format(id="COLLEGE", sources="language_classes", protection="people_counts")
    small_area.write("agreements/COLLEGE.yaml", agreement)
    files = "  - source: language_classes\n    files: [{layout: sample, file: data/language_classes.csv}]\n"
    small_area.write("denizen.yaml", small_area.read("denizen.yaml") + files)
    small_area.write(
        "catalogue/classes.yaml",
        """\
theme: {id: own, order: 9, title: Our own, summary: What we count ourselves.}
indicators:
  - id: learners
    kind: count
    title: Learners
    definition: People on a language course.
    unit: people
    numerator: {tables: [language_classes.sample]}
""",
    )
    report = run_area(small_area.folder, TODAY, small_area.listener, environ=ENVIRON)
    assert not report.left_out
    receipt = next(receipt for receipt in report.receipts if receipt.source == "language_classes")
    assert (receipt.accepted, receipt.refused) == (48, 0)
    everything = next(content for name, content in small_area.book().items() if name.endswith("data/all.csv")).decode()
    learners = [line for line in everything.splitlines() if line.startswith("learners,all,E06999999")]
    assert learners and ",50," in learners[0]  # 48, to the nearest five


def test_a_list_of_areas_and_months_gives_sums(small_area: SmallArea):
    layout = load_contract(drawn(small_area, MEALS, "meals").path.read_text("utf-8"), "meals.yaml").layout("sample")
    assert (layout.gives.shape, layout.gives.area, layout.gives.period) == ("area_counts", "ward_code", "{month}")
    assert dict(layout.gives.categories) == {"meals": "meals", "volunteers": "volunteers"}


def test_without_a_place_there_is_nothing_to_count(small_area: SmallArea):
    with pytest.raises(WrongLayout, match="where a row belongs"):
        drawn(small_area, as_csv(("Colour", "Number"), [("red", 1)] * 9), "colours")


def test_a_contract_that_is_there_is_left_alone(small_area: SmallArea):
    drawn(small_area, MEALS, "meals")
    with pytest.raises(BadInput, match="There is a contract"):
        drawn(small_area, MEALS, "meals")
