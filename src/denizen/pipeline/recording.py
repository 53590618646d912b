"""What the ledger keeps of a run: every permit and receipt as soon as a file is in, then the run itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from denizen.agreements import Agreement, Permit
from denizen.agreements.decisions import Decision
from denizen.pipeline.accounting import clauses_of
from denizen.pipeline.asking import LeftOut
from denizen.pipeline.given import Taken
from denizen.pipeline.steps import Steps, code_version, fingerprint
from denizen.store.ledger import Entry, Ledger

_What = tuple[str, str, str]
"""source, layout and file ('' for the files of geography)"""


class Record:
    """The ledger, as a run writes to it: an act that is on record as it was done is not written twice."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def newest(self, kind: str) -> Entry | None:
        """The last entry of a kind."""
        return next((entry for entry in reversed(self._ledger.entries()) if entry.kind == kind), None)

    def entries(self) -> list[Entry]:
        """All that is on record, the oldest first."""
        return self._ledger.entries()

    def append(self, kind: str, **body: Any) -> int:
        return self._ledger.append(kind, **body)

    def geography(self, permits: Sequence[Permit]) -> None:
        """The permits for boundaries, lookups and postcodes, where they are others than those on record."""
        held = self._newest_by_file("permit")
        self._ledger.append_many(
            ("permit", _permit(permit, "") | {"day": permit.day.isoformat()})
            for permit in permits
            if not _is_on_record(_permit(permit, ""), held.get((permit.source, permit.layout, "")))
        )

    def received(self, received: Sequence[Taken]) -> None:
        """Permit and receipt of every file that was read by this run, or by one that died before it wrote them down."""
        held = self._newest_by_file("receipt")
        entries: list[tuple[str, dict[str, Any]]] = []
        for item in received:
            permit, receipt = item.permitted.permit, _receipt(item)
            if not item.is_new and _is_on_record(receipt, held.get(_what(receipt))):
                continue
            entries += [("permit", _permit(permit, item.permitted.file.file) | {"day": permit.day.isoformat()})]
            entries += [("receipt", receipt)]
        self._ledger.append_many(entries)

    def run(
        self,
        taken: Sequence[Taken],
        left_out: Sequence[LeftOut],
        agreements: Sequence[Agreement],
        steps: Steps,
        **rest: Any,
    ) -> None:
        """The run itself: what the book is made from, each file by the number of its receipt in the ledger."""
        receipts = self._newest_by_file("receipt")
        self._ledger.append(
            "run",
            inputs={item.permitted.file.file: item.receipt.sha256 for item in taken},
            receipts=sorted(receipts[_what(_receipt(item))].seq for item in taken),
            agreements={a.id: fingerprint(a.model_dump(mode="json")) for a in agreements},
            code=code_version(),
            steps_done=sorted(step.name for step in steps.done if not step.was_skipped),
            left_out=[_left_out(item) for item in left_out],
            **rest,
        )

    def _newest_by_file(self, kind: str) -> dict[_What, Entry]:
        return {_what(entry.body): entry for entry in self._ledger.entries() if entry.kind == kind}


def _left_out(item: LeftOut) -> str:
    """A list that took no part, by the kind of error; of a refusal also the clauses."""
    clauses = clauses_of(item)
    return f"{item.source}.{item.layout}: {type(item.error).__name__}" + (f" ({clauses})" if clauses else "")


def _what(body: Mapping[str, Any]) -> _What:
    return body["source"], body["layout"], body.get("file", "")


def _is_on_record(body: Mapping[str, Any], entry: Entry | None) -> bool:
    return entry is not None and body.items() <= entry.body.items()


def _permit(permit: Permit, file: str) -> dict[str, Any]:
    return (
        {
            "source": permit.source,
            "layout": permit.layout,
            "agreement": permit.agreement,
            "purpose": permit.purpose.value,
            "columns": sorted(permit.columns),
        }
        | ({"file": file} if file else {})
        | _ruling(permit)
    )


def _ruling(permit: Permit) -> dict[str, Any]:
    """What the rules said, where there are any: the decisions, those that are alike together; what stays out; and the texts
    that spoke, as they were."""
    ruling = permit.ruling
    if not ruling.decisions:
        return {}
    alike: dict[tuple[Any, ...], list[Decision]] = {}
    for one in ruling.decisions:
        said = (one.use.action, one.use.recipient, one.use.grain, one.verdict, one.spoke, tuple(one.duties.items()))
        alike.setdefault(said, []).append(one)
    return {
        "decisions": [_decided(decisions) for decisions in alike.values()],
        "without": dict(ruling.without),
        "texts": dict(ruling.texts),
    }


def _decided(alike: Sequence[Decision]) -> dict[str, Any]:
    """Decisions that differ in their item alone, as one."""
    first = alike[0]
    return {
        "action": first.use.action,
        "recipient": first.use.recipient,
        "grain": first.use.grain,
        "items": [one.use.item for one in alike],
        "verdict": first.verdict,
        "spoke": list(first.spoke),
        "duties": {what: list(interval) for what, interval in first.duties.items()},
    }


def _receipt(item: Taken) -> dict[str, Any]:
    permit, receipt = item.permitted.permit, item.receipt
    return {
        "source": permit.source,
        "layout": permit.layout,
        "agreement": permit.agreement,
        "received": receipt.received,
        "accepted": receipt.accepted,
        "refused": receipt.refused,
        "file": item.permitted.file.file,
        "sha256": receipt.sha256,
        "step": item.key,
    }
