"""All lists of people and dwellings, drawn one after another, and the truth of whom each row is about."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.extracts.address_audit import Listed, draw_address_audit
from denizen.synthetic.extracts.address_register import draw_address_register, draw_suppressed_addresses
from denizen.synthetic.extracts.alterations import draw_alterations
from denizen.synthetic.extracts.births_deaths import draw_births_deaths
from denizen.synthetic.extracts.council_tax import draw_council_tax
from denizen.synthetic.extracts.delivery import Delivery, Desk
from denizen.synthetic.extracts.electoral_register import draw_electoral_register
from denizen.synthetic.extracts.gp_register import draw_gp_register
from denizen.synthetic.extracts.ground import ground_of
from denizen.synthetic.extracts.liability import Accounts
from denizen.synthetic.extracts.libraries import draw_libraries
from denizen.synthetic.extracts.registering import Entries
from denizen.synthetic.extracts.school_census import draw_school_census
from denizen.synthetic.extracts.sheets import Book
from denizen.synthetic.extracts.social_housing import draw_social_housing
from denizen.synthetic.extracts.tenancies import draw_tenancies
from denizen.synthetic.making import TRUTH, Made

AUDIT_BEFORE_END = 2
"""months before the end when the audit is held"""


def write_people_lists(made: Made, desk: Desk) -> list[Delivery]:
    """Write every list of people and dwellings below the desk's folder, and `records` into the truth beside it.

    Raises:  CannotWrite; BadInput, when the town is larger than the NHS numbers that are kept for tests.
    """
    ground = ground_of(made.town, made.settings, made.seed)
    book = Book(desk, ground.homes, made.town.dwellings)
    draw_address_register(ground, book)
    draw_suppressed_addresses(ground, book)
    electors = draw_electoral_register(ground, book)
    draw_alterations(ground, electors, book)
    accounts = draw_council_tax(ground, book)
    patients = draw_gp_register(ground, book)
    housing = draw_social_housing(ground, book)
    draw_tenancies(ground, housing, book)
    pupils = draw_school_census(ground, book)
    members = draw_libraries(ground, book)
    draw_births_deaths(ground, book, desk)
    month = max(ground.last - AUDIT_BEFORE_END, 1)
    lists = {
        "electoral register": _listed(electors.entries, month),
        "gp register": _listed(patients.entries, month),
        "council tax": _liable(accounts, month),
        "social housing": _listed(housing.entries, month),
        "libraries": _listed(members.entries, month),
        "school census": _listed(pupils.entries, month),
    }
    draw_address_audit(ground, lists, month, book)
    book.write_truth(desk.folder.parent / TRUTH / "records.csv.gz")
    return book.deliveries


def _listed(entries: Entries, month: int) -> Listed:
    rows = entries.at(month)
    return Listed(entries.person[rows], entries.dwelling[rows])


def _liable(accounts: Accounts, month: int) -> Listed:
    """People whom the service takes for residents."""
    rows = accounts.shown(month)
    rows = rows[~accounts.is_landlord[rows] & (accounts.known_to[rows] > month)]
    person = np.concatenate([accounts.first[rows], accounts.second[rows]])
    return Listed(person, np.tile(accounts.dwelling[rows], 2))
