"""Lists with nobody in common, and records of which no more than a home is told: nobody is linked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from denizen.pipeline.linking_lists import link_lists

GIVEN = [a + b for a in ("Al", "Be", "Ca", "Do", "El", "Fi", "Ga", "Ha") for b in ("ban", "des", "lira", "roty", "nun")]
FAMILY = [
    a + b
    for a in ("Mar", "Bel", "Cor", "Dun", "Est", "For", "Gar", "Hol")
    for b in ("ton", "well", "ford", "by", "ner")
]
MAP = """\
sources:
  here: {file: here.csv, id: id, surname: surname, forename: forename, birth_date: born, sex: sex, postcode: postcode}
  there: {file: there.csv, id: id, surname: surname, forename: forename, birth_date: born, sex: sex, postcode: postcode}
"""


def write_strangers(folder: Path, people: int, both: int) -> None:
    """Two lists of people drawn by chance, of whom so many are on both."""
    chance = np.random.default_rng(17)

    def drawn(number: int) -> str:
        born = np.datetime64("1935-01-01") + chance.integers(0, 30_000)
        names = f"{FAMILY[chance.integers(len(FAMILY))]},{GIVEN[chance.integers(len(GIVEN))]}"
        return f"{number},{names},{born},{'MF'[chance.integers(2)]},AB{chance.integers(1, 30)} {chance.integers(1, 10)}AA\n"

    shared = [drawn(number) for number in range(both)]
    for name in ("here", "there"):
        lines = shared + [drawn(number) for number in range(both, people)]
        (folder / f"{name}.csv").write_text("id,surname,forename,born,sex,postcode\n" + "".join(lines))
    (folder / "map.yaml").write_text(MAP)


@pytest.mark.parametrize(("both", "fewest", "most"), [(0, 0, 0), (400, 380, 450)], ids=["nobody", "one in ten"])
def test_as_many_are_linked_as_are_on_both(tmp_path: Path, both: int, fewest: int, most: int) -> None:
    """4,000 people a list with 40 forenames and 40 family names: by chance, many pairs are nearly alike."""
    write_strangers(tmp_path, 4_000, both)
    found = link_lists(tmp_path, tmp_path / "map.yaml", tmp_path / "out.csv")
    assert fewest <= found.overall.pairs_linked <= most
    assert found.people <= 8_000


def test_a_home_is_not_a_person(tmp_path: Path) -> None:
    homes = "id,sex,uprn\n" + "".join(f"{n},{'MF'[n % 2]},{n // 4}\n" for n in range(400))
    for name in ("here", "there"):
        (tmp_path / f"{name}.csv").write_text(homes)
    (tmp_path / "map.yaml").write_text(
        "sources:\n" + "".join(f"  {n}: {{file: {n}.csv, id: id, sex: sex, uprn: uprn}}\n" for n in ("here", "there"))
    )
    assert link_lists(tmp_path, tmp_path / "map.yaml", tmp_path / "out.csv").overall.pairs_linked == 0
