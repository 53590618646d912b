"""A receipt as one page that can be mailed: it needs no other file, and holds no value of any row."""

from __future__ import annotations

from denizen.profiles.render import environment
from denizen.terms.areas import Place
from denizen.terms.receipts import Receipt


def receipt_page(receipt: Receipt, title: str, place: Place) -> str:
    """One receipt in HTML.

    Args:  the receipt; the title of its source; the place that it was received for.
    """
    return environment().get_template("receipt.html.j2").render(receipt=receipt, title=title, place=place)
