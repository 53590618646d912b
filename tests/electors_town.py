"""The four-square town with an electoral register in the vault: forty electors in each square, and nobody of them lives.

Elector n of square s is known as `AB-{100 * s + n}/0`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from denizen.pipeline.receive_one import Answer, Sent, receive_one
from denizen.pipeline.run import RunReport, run_area
from denizen.store import Vault
from denizen.store.custody import find_master_key
from denizen.store.ledger import Entry, Ledger
from small_area import AGREEMENT, POSTCODES, TODAY, Silent, SmallArea, as_csv
from source_desk import ENVIRON

SURNAME = "Sentinelson"
HEADER = (
    *("Elector Number Prefix", "Elector Number", "Elector Markers", "Elector Name", "PostCode"),
    *("Address1", "Address2"),
)
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


def as_elector_town(area: SmallArea) -> SmallArea:
    """The area with the agreement for the register, and an indicator that counts it."""
    text = AGREEMENT.format(id="ERO", sources="electoral_register", protection="people_counts").replace(
        "kind: open_licence",
        "kind: dda\npower: RPR 2001 reg. 107\ndpia: DPIA-1\nprivacy_notice: https://foursquare.example/notice",
    )
    area.write("agreements/ERO.yaml", text)
    area.write("catalogue/own.yaml", CATALOGUE)
    return area


def electors(each: int = 40) -> str:
    rows: list[tuple[object, ...]] = [
        ("AB", 100 * place + n, "", f"{SURNAME}, Ada{n}", postcode, f"{n + 1} High Street", "Foursquare")
        for place, postcode in enumerate(POSTCODES, 1)
        for n in range(each)
    ]
    return as_csv(HEADER, rows)


def receive(town: SmallArea, content: str, name: str = "register.csv", today: date = TODAY) -> Answer:
    """Receive a register, and delete its file."""
    outside = town.folder.parent / "from the registration officer"
    outside.mkdir(exist_ok=True)
    file = outside / name
    file.write_text(content, "utf-8")
    sent = Sent(file, "electoral_register", "ERO", "register_full", today.replace(day=1))
    answer = receive_one(town.folder, sent, today, Silent(), ENVIRON)
    file.unlink()
    return answer


def run(town: SmallArea, today: date = TODAY) -> RunReport:
    return run_area(town.folder, today, town.listener, environ=ENVIRON)


def counted(town: SmallArea) -> dict[str, str]:
    """Area -> electors, as the book's data has them."""
    name = next(name for name in town.book() if name.endswith("data/all.csv"))
    header, *lines = [line.split(",") for line in town.book()[name].decode("utf-8-sig").splitlines()]
    at = {column: header.index(column) for column in ("indicator", "category", "area_code", "value")}
    return {
        line[at["area_code"]]: line[at["value"]]
        for line in lines
        if (line[at["indicator"]], line[at["category"]]) == ("on_the_roll", "all")
    }


def vault_of(town: SmallArea) -> Vault:
    return Vault.open(town.folder / "store", find_master_key(ENVIRON, town.folder))


def on_record(town: SmallArea, kind: str = "") -> list[Entry]:
    entries = Ledger.open(town.folder / "ledger").entries()
    return [entry for entry in entries if kind in ("", entry.kind)]


def every_byte_in_clear(folder: Path) -> bytes:
    return b"\0".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
