"""Three lists of people who do not exist, in the four-square town: a register, tenancies and council tax bills."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product

from denizen.pipeline.run import RunReport, run_area
from denizen.store import Store, Vault
from denizen.store.custody import find_master_key
from small_area import AGREEMENT, POSTCODES, TODAY, SmallArea, as_csv
from source_desk import ENVIRON

SURNAMES = (
    "Sentinelson",
    "Quillfeather",
    "Marrowbone",
    "Thistlewood",
    "Okonjowale",
    "Rahmanzai",
    "Kowalczykowa",
    "Banerjeesen",
)
FORENAMES = ("Adalind", "Bertrand", "Clothilde", "Dorothea", "Emerentia", "Ferdinand", "Gwendolen", "Hildegard")
PEOPLE = [f"{forename} {surname}" for surname, forename in product(SURNAMES, FORENAMES)]
"""64 people who do not exist, eight to a family, two families to a square"""
AGREED = """\
dpia: DPIA-1
privacy_notice: https://foursquare.example/notice
power: Localism Act 2011, section 1
legal_note: LN-1
"""


Writes = Callable[[list[int]], str]
"""a list as CSV, of people by their numbers"""


def home(person: int) -> tuple[str, str]:
    """The first line of the address, and the postcode: two to a home, in the order of families."""
    return f"{person // 2 + 1} High Street", POSTCODES[person // 16]


def electors(people: list[int]) -> str:
    head = (
        "Elector Number Prefix",
        "Elector Number",
        "Elector Markers",
        "Elector Name",
        "PostCode",
        "Address1",
        "Address2",
    )
    rows = [
        ("AA", n + 1, "", f"{PEOPLE[n].split()[1]}, {PEOPLE[n].split()[0]}", home(n)[1], home(n)[0], "Foursquare")
        for n in people
    ]
    return as_csv(head, rows)


def tenants(people: list[int]) -> str:
    head = (
        "Tenancy Ref", "Party Ref", "Forename", "Surname", "DOB", "Gender", "Relationship to Tenant", "Tenancy Status",
        "Property Type", "Addr 1", "Post Code",
    )  # fmt: skip
    rows = [
        (f"T{n // 2}", f"PER{n}", *PEOPLE[n].split(), f"{n % 28 + 1:02}/03/{1940 + n}", "F" if n % 2 else "M", "Main tenant",
         "Current", "House", *home(n))
        for n in people
    ]  # fmt: skip
    return as_csv(head, rows)


def bills(people: list[int]) -> str:
    head = (
        "Prop Ref", "Account No", "CT Band", "Start Date", "End Date", "Liable Parties", "Liability Category",
        "Property Address", "Property Postcode",
    )  # fmt: skip
    rows = [
        (f"P{n}", f"55{n}", "B", "01/04/2024", "", f"Mx {PEOPLE[n]} & Mx {PEOPLE[n + 1]}", "Tenant", f"{home(n)[0]}, Foursquare",
         home(n)[1])
        for n in people if n % 2 == 0
    ]  # fmt: skip
    return as_csv(head, rows)


def keyed_bills(people: list[int]) -> str:
    head = ("Key", "UPRN", "State", "Resident", "Liability Start", "Liability End")
    return as_csv(head, [(f"k{n}", n // 2 + 1, "Occupied", "Yes", "01/04/2024", "") for n in people])


def keyed_tenants(people: list[int]) -> str:
    head = ("Key", "Tenancy key", "YOB", "Sex", "UPRN", "Property Type")
    return as_csv(
        head, [(f"k{n}", f"t{n // 2}", 1940 + n, "Female" if n % 2 else "Male", n // 2 + 1, "House") for n in people]
    )


LISTS = {
    "electoral_register": ("register_full", electors),
    "social_housing": ("persons", tenants),
    "council_tax": ("account_lines", bills),
}


KEYED = {"council_tax": ("keyed_accounts", keyed_bills), "social_housing": ("keyed_persons", keyed_tenants)}
"""the same lists by a key that the council makes for both, without names"""


def deliver(
    area: SmallArea, people: list[int], *, sources: list[str], by: dict[str, tuple[str, Writes]] = LISTS
) -> None:
    """Write the newest delivery of each list into the folder, and name it in denizen.yaml."""
    listed = ""
    for source in sources:
        layout, write = by[source]
        area.write(f"data/{source}.csv", write(people))
        listed += f"  - source: {source}\n    agreement: {source.upper()}\n    files:\n"
        listed += f"      - layout: {layout}\n        file: data/{source}.csv\n        snapshot: 2025-12-01\n"
        text = AGREEMENT.format(id=source.upper(), sources=source, protection="people_counts") + AGREED
        text = text.replace("kind: open_licence", "kind: dda")
        area.write(f"agreements/{source}.yaml", text.replace(f"The keeper of {source.upper()}", "The council"))
    kept = area.read("denizen.yaml").partition("  - source: electoral_register")[0]
    area.write("denizen.yaml", kept + listed)


def run(area: SmallArea, today: date = TODAY) -> RunReport:
    return run_area(area.folder, today, area.listener, environ=ENVIRON)


def vault_of(area: SmallArea) -> Vault:
    return Vault.open(area.folder / "store", find_master_key(ENVIRON, area.folder, None))


@contextmanager
def store_of(area: SmallArea) -> Iterator[Store]:
    with Store.open(area.folder / "store", vault_of(area).main_key()) as store:
        yield store


def links(area: SmallArea) -> dict[tuple[str, str], str]:
    """(source, record) -> person."""
    with store_of(area) as store:
        if not store.has("person_links"):
            return {}
        return {(row[0], row[1]): row[2] for row in store.rows("SELECT source, record, person FROM person_links")}
