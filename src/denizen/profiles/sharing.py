"""What one agreement says of sharing, in its vocabulary: who with whom, what, on what ground, how long, how safely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from denizen.agreements import Agreement
from denizen.agreements.code import Code
from denizen.agreements.flows import Flow
from denizen.agreements.law_data import Basis, load_law
from denizen.agreements.papers import words_of
from denizen.agreements.safeguards import Keeping
from denizen.agreements.vocabulary import Term, Vocabulary, load_vocabulary
from denizen.contracts import Contract
from denizen.terms.areas import Place

EVERYBODY = "the_public"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground or power, as it stands in a sentence, and the law that gives it."""

    label: str
    source: str


def words_for(texts: Iterable[Code | Agreement], place: Place) -> Vocabulary:
    """The vocabulary with the parties and areas of these texts, and the place by its name."""
    words, _ = words_of({text.id: text for text in texts}, load_vocabulary())
    return words.grown("area", [Term(id=place.code, label=place.name, parent=place.nation)])


def handed_over(agreement: Agreement) -> tuple[Flow, ...]:
    """Flows that go from one body to another; what is published, or stays in one house, is none."""
    return tuple(flow for flow in agreement.flows if flow.from_ != flow.to and flow.to != EVERYBODY)


def ways(agreement: Agreement, words: Vocabulary, run_by: str) -> tuple[tuple[str, str], ...]:
    """From whom to whom: by the flows, or where there is none, from who answers for the data to who runs denizen.

    The receiver is '' where nobody says who that is, and the sender itself where a list is its own.
    """
    flows = handed_over(agreement) or agreement.flows
    found = [(words.label("recipient", flow.from_), words.label("recipient", flow.to)) for flow in flows]
    return tuple(dict.fromkeys(found or [(agreement.controller, words.label("recipient", run_by))]))


def items_of(flows: Iterable[Flow], words: Vocabulary) -> tuple[str, ...]:
    """The items of data in flows, each once."""
    return tuple(dict.fromkeys(words.label("item", item) for flow in flows for item in flow.items))


def grounds_of(agreement: Agreement) -> tuple[Ground, ...]:
    """Grounds, conditions and powers that the agreement names by the vocabulary, in the order of the law."""
    return tuple(Ground(basis.label, basis.source) for basis in _bases(agreement))


def grounds_for(agreement: Agreement, party: str, words: Vocabulary) -> tuple[Ground, ...]:
    """Those of them that one party can rest on; an agreement names the grounds of all its parties together."""
    tree = words.tree("recipient")
    if party not in tree:
        return grounds_of(agreement)
    kinds = {party, *tree.above(party)}
    return tuple(
        Ground(basis.label, basis.source)
        for basis in _bases(agreement)
        if not kinds & set(basis.refused_to)
        and all(not named or kinds & set(named) for named in (basis.only_for, basis.held_by))
    )


def _bases(agreement: Agreement) -> tuple[Basis, ...]:
    named = agreement.lawfulness.named()
    return tuple(basis for basis in load_law().bases.values() if basis.id in named)


def has_people(agreement: Agreement, flows: Iterable[Flow], words: Vocabulary) -> bool:
    """Whether what is shared tells of people one by one: by the items of these flows, or where there is none, by its figures."""
    said = {item.item: item.category for item in agreement.items}
    items = [item for flow in flows for item in flow.items]
    if not items:
        return agreement.outputs.protection != "as_published"
    return any((said.get(item) or words.category(item)) != "non_personal" for item in items)


def kept(agreement: Agreement) -> tuple[Keeping, ...]:
    """How long what is kept: by its periods, or the one period for all."""
    if agreement.retention.periods or agreement.retention_days is None:
        return agreement.retention.periods
    return (Keeping(days=agreement.retention_days),)


def safeguards_of(agreement: Agreement) -> tuple[tuple[str, str], ...]:
    """Kind of safeguard, and what the agreement says of it."""
    said = {
        "in_transit": "; ".join(dict.fromkeys(flow.transport for flow in handed_over(agreement) if flow.transport))
        or agreement.security.in_transit,
        "at_rest": agreement.security.at_rest,
        "access": agreement.security.access,
        "keys": agreement.security.keys,
        "place": agreement.security.place,
        "audit": agreement.governance.audit,
    }
    return tuple((kind, text) for kind, text in said.items() if text)


def longest_kept(agreement: Agreement, contracts: Mapping[str, Contract]) -> int | None:
    """Days after which nothing of a delivery is there any more: as the agreement says, else as the contracts of its lists say."""
    if periods := kept(agreement):
        return max(period.days for period in periods)
    days = [contracts[source].retention_days if source in contracts else None for source in agreement.sources]
    known = [told for told in days if told is not None]
    return max(known) if len(known) == len(days) else None


def is_coded(flows: Iterable[Flow]) -> bool:
    """Whether whoever sends turns all identifiers into keyed pseudonyms before anything leaves."""
    told = tuple(flows)
    return bool(told) and all(flow.pseudonymised_by == flow.from_ for flow in told)
