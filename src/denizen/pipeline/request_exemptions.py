"""Grounds on which a request may be refused: data with their source. They are offered to a person, and never used in silence."""

from __future__ import annotations

from datetime import date
from importlib import resources

from denizen.documents import Document, nearest, parse_document
from denizen.errors import BadInput
from denizen.pipeline.request_clock import Right


class Exemption(Document):
    """One ground: for which rights, by which law, since when; what the letter says, and what has to be shown."""

    id: str
    rights: tuple[Right, ...]
    law: str
    dated: date
    says: str
    needs: str


class _Exemptions(Document):
    exemptions: tuple[Exemption, ...]


def exemptions_for(right: Right, day: date) -> tuple[Exemption, ...]:
    """The grounds that may be relied on against a request of this kind, on this day."""
    name = "request_exemptions.yaml"
    text = resources.files("denizen.pipeline").joinpath(name).read_text("utf-8")
    known = parse_document(text, name, _Exemptions).exemptions
    return tuple(item for item in known if right in item.rights and item.dated <= day)


def chosen_exemption(name: str, reason: str, right: Right, day: date) -> Exemption:
    """The ground that is relied on.

    Raises:  BadInput, when it is not one for this right, or no reason is given.
    """
    known = {item.id: item for item in exemptions_for(right, day)}
    if name not in known:
        raise BadInput(
            f"`{name}` is no ground on which this request can be refused.",
            where="--exemption",
            mend=nearest(name, known),
        )
    if len(reason.split()) < 3:
        raise BadInput(f"It is not said why {known[name].law} applies here.", where="--reason", mend=known[name].needs)
    return known[name]
