"""All lists of people and dwellings, drawn one after another, and the truth of whom each row is about."""

from __future__ import annotations

from denizen.synthetic.extracts.address_register import draw_address_register, draw_suppressed_addresses
from denizen.synthetic.extracts.alterations import draw_alterations
from denizen.synthetic.extracts.council_tax import draw_council_tax
from denizen.synthetic.extracts.delivery import Delivery, Desk
from denizen.synthetic.extracts.electoral_register import draw_electoral_register
from denizen.synthetic.extracts.gp_register import draw_gp_register
from denizen.synthetic.extracts.ground import ground_of
from denizen.synthetic.extracts.sheets import Book
from denizen.synthetic.making import TRUTH, Made


def write_people_lists(made: Made, desk: Desk) -> list[Delivery]:
    """Write every list of people and dwellings below the desk's folder, and `records` into the truth beside it.

    Raises:  CannotWrite; BadInput, when the town is larger than the NHS numbers that are kept for tests.
    """
    ground = ground_of(made.town, made.settings, made.seed)
    book = Book(desk, ground.homes, made.town.dwellings)
    draw_address_register(ground, book)
    draw_suppressed_addresses(ground, book)
    register = draw_electoral_register(ground, book)
    draw_alterations(ground, register, book)
    draw_council_tax(ground, book)
    draw_gp_register(ground, book)
    book.write_truth(desk.folder.parent / TRUTH / "records.csv.gz")
    return book.deliveries
