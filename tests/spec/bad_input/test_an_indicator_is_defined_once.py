"""Two files of the catalogue never define one thing twice, for it would be published twice."""

from __future__ import annotations

from importlib import resources

import pytest

from denizen.errors import BadDocument
from denizen.indicators import load_catalogue

FILE = """\
theme: {{id: {theme}, order: {order}, title: {title}, summary: Help with food.}}
indicators:
  - id: {id}
    kind: count
    title: Parcels
    definition: Parcels given out in a quarter.
    unit: parcels
    numerator: {{tables: [food.parcels]}}
"""


def own(id: str = "parcels", theme: str = "food", order: int = 70, title: str = "Food", more: str = "") -> str:
    return FILE.format(id=id, theme=theme, order=order, title=title) + more


def refused(**files: str) -> BadDocument:
    with pytest.raises(BadDocument) as error:
        load_catalogue({f"{name}.yaml": text for name, text in files.items()})
    return error.value


def test_an_id_that_the_package_has_is_refused_and_both_files_are_named() -> None:
    error = refused(own=own("residents"))
    assert error.what == "Two indicators have the id `residents`."
    assert error.where == "catalogue/people.yaml and catalogue/own.yaml"


def test_an_id_that_two_files_of_the_area_have_is_refused() -> None:
    assert refused(a=own(), b=own()).where == "catalogue/a.yaml and catalogue/b.yaml"


def test_a_theme_stands_in_one_place_under_one_title() -> None:
    for text in (own(theme="need", order=6), own(theme="need", title="Need")):
        error = refused(own=text)
        assert "The theme `need`" in error.what
        assert error.where == "catalogue/need.yaml and catalogue/own.yaml"


def test_a_file_of_the_area_may_add_to_a_theme() -> None:
    catalogue = load_catalogue({"own.yaml": own(theme="need", order=6, title="Need")})
    assert [theme.id for theme in catalogue.themes].count("need") == 1
    assert catalogue["parcels"].theme == "need"


def test_a_file_of_the_same_name_takes_the_place_of_the_package_s() -> None:
    packaged = resources.files("denizen.indicators").joinpath("catalogue/people.yaml").read_text("utf-8")
    catalogue = load_catalogue({"people.yaml": packaged.replace("Residents at the census", "Who lived here")})
    assert catalogue["residents"].title == "Who lived here"
    assert len(catalogue.indicators) == len(load_catalogue().indicators)


def test_what_stands_beside_is_an_indicator() -> None:
    error = refused(own=own(more="    beside: resident\n"))
    assert "`parcels` stands beside `resident`" in error.what
    assert (error.where, error.mend) == ("catalogue/own.yaml", "did you mean `residents`?")


@pytest.mark.parametrize(
    "text",
    [
        own("../parcels"),
        own("Parcels"),
        own("food__parcels"),
        own(theme="food bank"),
        own(more="    categories: {'a''b': Food}\n"),
        own().replace("[food.parcels]", "[food.parcels], categories: ['a b']"),
    ],
)
def test_ids_and_codes_are_plain(text: str) -> None:
    assert refused(own=text).where.startswith("catalogue/own.yaml line ")
