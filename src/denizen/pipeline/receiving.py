"""Receive every file that may be read: what tells of persons into an encrypted file of its own, the rest into the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from denizen.errors import DenizenError
from denizen.intake import Conditions, Extract, receive
from denizen.pipeline.asking import LeftOut, Permitted
from denizen.pipeline.frame import within
from denizen.pipeline.given import Given, Taken, sha256_of
from denizen.pipeline.keeping import Keeping
from denizen.pipeline.receipts import receipt_from, receipt_parts
from denizen.pipeline.steps import Steps
from denizen.store import Store

ADDRESS_LISTS = ("gazetteer", "suppressed")
"""shapes of lists that other lists are placed by: they are received first"""


def receive_step(item: Permitted) -> str:
    return f"receive {item.layout.id} {item.number}"


def receive_all(
    permitted: Sequence[Permitted], given: Given, keys: Mapping[str, str], store: Store, steps: Steps, keeping: Keeping
) -> tuple[list[Taken], list[LeftOut]]:
    """Receive files in their order; one that cannot be is left out, whole and named.

    Args:  what may be read; what the run is given; the keys of the steps that rows are placed by (`areas`, `addresses`);
           the store, the steps, and where deliveries of persons are kept.
    """
    taken: list[Taken] = []
    left_out: list[LeftOut] = []
    for item in permitted:
        try:
            taken.append(_receive(item, given, keys, store, steps, keeping))
        except DenizenError as error:
            left_out.append(LeftOut(item.layout.source, item.layout.name, item.file.file, error))
    return taken, left_out


def _receive(
    item: Permitted, given: Given, keys: Mapping[str, str], store: Store, steps: Steps, keeping: Keeping
) -> Taken:
    name, layout = item.file.file, item.layout
    path = within(given.area, name)
    extract = Extract(
        path, name, item.contract, layout, item.number, item.file.snapshot, item.file.controls_given(path)
    )
    fingerprint = sha256_of(given, name)
    keeping.check_may_be_kept(fingerprint, name)
    parts = {
        "name": name,
        "file": fingerprint,
        "contract": repr((layout, item.contract.never, item.contract.limits)),
        "permit": [item.permit.agreement, sorted(item.permit.columns), repr(item.permit.grounds)],
        "limits": repr(given.limits),
        "delivery": repr((extract.snapshot, extract.controls, given.setting.nation, given.setting.held_by)),
        "areas": keys["areas"],
    }
    if layout.gives.shape == "records":
        parts |= {"addresses": keys["addresses"]}
    sealed = layout.is_of_people and keeping.is_sealed
    if sealed:
        parts |= {"key of pseudonyms": keeping.fingerprint_of_key()}
    conditions = Conditions(given.limits, given.setting, keeping.pseudonym_key())

    def take_in() -> dict[str, Any]:
        if not sealed:
            return receipt_parts(receive(extract, item.permit, store, conditions))
        with keeping.delivery(item, fingerprint) as delivery:
            receipt = receive(extract, item.permit, store, conditions)
            delivery.rows = receipt.received
        return {**receipt_parts(receipt), DELIVERY: delivery.name}

    step = receive_step(item)
    lost = sealed and keeping.is_lost((steps.result(step) or {}).get(DELIVERY, ""))
    done = steps.run(step, parts, take_in, "its delivery is no longer held" if lost else "")
    result = {key: value for key, value in steps.result(step).items() if key != DELIVERY}
    return Taken(item, extract, receipt_from(result), done.key, not done.was_skipped)


DELIVERY = "delivery"
"""the member of a receive step's result that names the encrypted file; it is no part of the receipt"""


def deliveries_in_use(steps: Steps) -> dict[str, str]:
    """Step -> the delivery that it took in, of every receive step that stands."""
    names = sorted(name for name in steps.names if name.startswith("receive "))
    found = {name: (steps.result(name) or {}).get(DELIVERY, "") for name in names}
    return {name: delivery for name, delivery in found.items() if delivery}
