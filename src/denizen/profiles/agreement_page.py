"""A code or an agreement as one page that can be mailed or printed: it needs no other file."""

from __future__ import annotations

from denizen.agreements.document_told import DocumentTold
from denizen.profiles.render import environment


def agreement_page(told: DocumentTold) -> str:
    """One document in HTML."""
    return environment().get_template("agreement_document.html.j2").render(told=told)
