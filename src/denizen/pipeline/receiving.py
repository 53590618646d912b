"""Receive every file that may be read: what tells of persons into an encrypted file of its own, the rest into the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from denizen.errors import DenizenError, NotFound
from denizen.intake import Conditions, Extract, receive
from denizen.intake.decode import fingerprint_of
from denizen.pipeline.asking import LeftOut, Permitted
from denizen.pipeline.frame import within
from denizen.pipeline.given import Given, Taken
from denizen.pipeline.keeping import Keeping
from denizen.pipeline.receipts import receipt_from, receipt_parts
from denizen.pipeline.received import ReceivedFile
from denizen.pipeline.steps import Steps
from denizen.store import Store
from denizen.terms.receipts import Receipt

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
    readings: dict[tuple[str, str], set[str]] = {}
    for item in permitted:
        readings.setdefault((item.layout.source, item.file.file), set()).add(item.layout.name)
    for item in permitted:
        also = readings[(item.layout.source, item.file.file)] - {item.layout.name}
        try:
            taken.append(_receive(_extract(item, given, also), item, given, keys, store, steps, keeping))
        except DenizenError as error:
            left_out.append(LeftOut(item.layout.source, item.layout.name, item.file.file, error))
    return taken, left_out


def _extract(item: Permitted, given: Given, also: Collection[str]) -> Extract:
    path = item.path or within(given.area, item.file.file)
    controls = item.file.controls_given(path)
    name = item.held.sent_as if item.held else item.file.file
    return Extract(path, name, item.contract, item.layout, item.number, item.file.snapshot, controls, frozenset(also))


def _receive(
    extract: Extract,
    item: Permitted,
    given: Given,
    keys: Mapping[str, str],
    store: Store,
    steps: Steps,
    keeping: Keeping,
) -> Taken:
    name, layout = extract.name, extract.layout
    if item.held and item.held.is_sealed and not item.path:
        return _still_held(extract, item, item.held, keys["addresses"], steps, keeping)
    fingerprint = fingerprint_of(extract.path, name, given.limits)
    keeping.check_may_be_kept(fingerprint, name)
    parts = {
        "name": name,
        "file": fingerprint,
        "contract": repr((layout, item.contract.never, item.contract.limits)),
        "permit": [
            item.permit.agreement,
            sorted(item.permit.columns),
            repr(item.permit.grounds),
            sorted(item.permit.without),
        ],
        "limits": repr(given.limits),
        "delivery": repr((extract.snapshot, extract.controls, given.setting.nation, given.setting.held_by)),
        "also": sorted(extract.also),
        "areas": keys["areas"],
    }
    if layout.gives.shape == "records":
        parts |= {"addresses": keys["addresses"]}
    sealed = layout.is_of_people and keeping.is_sealed
    if sealed:
        parts |= {"key of pseudonyms": keeping.fingerprint_of_key()}
    if sealed and (left_out := keeping.objections.fingerprint(layout.source)):
        parts |= {"people left out by objection": left_out}
    objected = keeping.objections.of(layout.source, extract.snapshot)
    conditions = Conditions(given.limits, given.setting, keeping.pseudonym_key(), objected)

    def take_in() -> dict[str, Any]:
        if not sealed:
            return receipt_parts(receive(extract, item.permit, store, conditions))
        with keeping.delivery(item, fingerprint) as delivery:
            receipt = receive(extract, item.permit, store, conditions)
            delivery.rows, parts = receipt.received, receipt_parts(receipt)
            keeping.note(extract, parts)
        return {**parts, DELIVERY: delivery.name}

    step = receive_step(item)
    lost = sealed and not keeping.holds((steps.result(step) or {}).get(DELIVERY, ""))
    done = steps.run(step, parts, take_in, "its delivery is no longer held" if lost else "")
    return Taken(item, extract, _receipt(step, steps), done.key, not done.was_skipped)


def _still_held(
    extract: Extract, item: Permitted, held: ReceivedFile, addresses: str, steps: Steps, keeping: Keeping
) -> Taken:
    """What was taken into the vault when the file was received; the file itself is not asked for.

    Lists of suppressed addresses that came since are applied to it.

    Raises:  NotFound, when it is held no longer.
    """
    delivery = keeping.found(held)
    if not delivery:
        raise NotFound(
            f"{item.layout.id} of {item.file.file} is no longer held.",
            where=f"received.yaml: {item.file.file}",
            mend="receive the file again, or take its line out of received.yaml",
        )
    step = receive_step(item)

    def open_again() -> dict[str, Any]:
        keeping.hide_again(extract, delivery)
        return {**keeping.noted(extract), DELIVERY: delivery}

    done = steps.run(step, {"delivery": delivery, "addresses": addresses}, open_again)
    return Taken(item, extract, _receipt(step, steps), done.key, is_new=False)


def _receipt(step: str, steps: Steps) -> Receipt:
    return receipt_from({key: value for key, value in steps.result(step).items() if key != DELIVERY})


DELIVERY = "delivery"
"""the member of a receive step's result that names the encrypted file; it is no part of the receipt"""


def deliveries_in_use(steps: Steps) -> dict[str, str]:
    """Step -> the delivery that it took in, of every receive step that stands."""
    names = sorted(name for name in steps.names if name.startswith("receive "))
    found = {name: (steps.result(name) or {}).get(DELIVERY, "") for name in names}
    return {name: delivery for name, delivery in found.items() if delivery}
