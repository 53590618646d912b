"""What a letter tells of a list: its agreements, what it is counted in, whether it is linked, what was published."""

from __future__ import annotations

from collections.abc import Collection

from denizen.agreements import Purpose, permit
from denizen.contracts import Contract, Layout
from denizen.errors import DenizenError
from denizen.pipeline.given import Given
from denizen.pipeline.lists_of_people import MAY_LINK
from denizen.pipeline.request_letters import About
from denizen.pipeline.request_search import Found
from denizen.pipeline.rules_in_force import load_of, rules_in_force
from denizen.standardise.persons import NAMES
from denizen.store.ledger import Ledger
from denizen.store.register import Holding


def about(given: Given, ledger: Ledger, contract: Contract, found: Collection[Found]) -> About:
    """What the letter about a list says, where so much was found in it."""
    area = given.area
    used = {item.holding.agreement for item in found} or {a.id for a in area.agreements if contract.source in a.sources}
    layouts = {item.layout.id for item in found if item.rows}
    return About(
        place=area.file.area.name,
        contract=contract,
        agreements={agreement.id: agreement for agreement in area.agreements if agreement.id in used},
        figures=[i.title for i in given.catalogue.indicators if layouts & set(i.numerator.tables)],
        releases=sum(entry.kind == "released" for entry in ledger.entries()),
        contact=area.file.publish.contact,
        today=given.today,
        is_linked=any(_is_linked(given, contract, item.layout, item.holding) for item in found if item.rows),
    )


def _is_linked(given: Given, contract: Contract, layout: Layout, holding: Holding) -> bool:
    """Whether rows of the delivery are compared with those of other lists: as its kind, its purpose and every rule have it."""
    gives, purpose = layout.gives, _purpose(given, holding)
    is_of_persons = gives.shape == "records" and gives.subject == "people" and gives.linked.strip().upper() != "FALSE"
    if not is_of_persons or purpose not in MAY_LINK or not layout.with_role(*NAMES, "supplier_key"):
        return False
    try:
        granted = permit(
            given.area.agreements, contract.source, layout.name, purpose, given.today,
            named=holding.agreement, rules=rules_in_force(given.area, given.today), load=load_of(given.area, contract, layout),
        )  # fmt: skip
    except DenizenError:
        return False
    return granted.ruling.may_link


def _purpose(given: Given, holding: Holding) -> Purpose:
    """What the delivery was asked for: as it was received, else as denizen.yaml says of its source, else of the area."""
    area = given.area
    kept = [
        one.purpose
        for one in area.received
        if (one.source, one.sha256) == (holding.source, holding.sha256) and one.purpose
    ]
    said = [one.purpose for one in area.file.sources if one.source == holding.source and one.purpose]
    return next(iter((*kept, *said)), area.file.purpose)
