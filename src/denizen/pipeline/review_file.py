"""The file of a review: which pairs were drawn and how, and what each reviewer said of them. It holds keys and no name.

It lies in the vault under a key of its own, beside the deliveries that it speaks of, and is due when the first of them is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from denizen.linkage.linked import Linked
from denizen.linkage.quality import missed
from denizen.linkage.reviewed import reviewed
from denizen.linkage.sampling import Drawn, Stratum
from denizen.pipeline.keeping import Keeping
from denizen.store import Store
from denizen.terms.linkage import ReviewedLinks

SAME, DIFFERENT, CANNOT_SAY, CONFLICT = "same", "different", "cannot_say", "conflict"
ANSWERS = (SAME, DIFFERENT, CANNOT_SAY)
"""what a reviewer can say of a pair; by a conflict of interest nothing is said of it"""
LOOKS = 3
"""reviewers of one sample: two look at every pair, a third at those on which they differ"""

Known = tuple[str, str]
"""source.layout, and the pseudonym by which it knows a person: the same from one delivery to the next"""


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as it was drawn, by its number in the sample."""

    number: int
    one: Known
    other: Known
    stratum: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer, known by a pseudonym, said of a pair; `order` counts all that was said of the sample."""

    order: int
    pair: int
    reviewer: str
    said: str


class ReviewFile:
    """One sample and its decisions, in an open store."""

    def __init__(self, name: str, store: Store) -> None:
        self.name = name
        self._store = store
        self._table = {
            part: f"{part}__{name.rpartition('__')[2]}" for part in ("pairs", "strata", "decisions", "drawn")
        }

    @classmethod
    def begin(
        cls, keeping: Keeping, store: Store, deliveries: Sequence[str], linked: Linked, known: Sequence[Known],
        drawn: Drawn, seed: int, today: date,
    ) -> ReviewFile:  # fmt: skip
        """Put a sample that was just drawn into a file of its own.

        Args:  where it is kept, and the deliveries whose records are in it; the links that it was drawn from, by what each of
               their records is known; the sample, the seed of its chance, and the day.
        """
        with keeping.review(deliveries) as file:
            found = cls(file.name, store)
            found._take(linked, known, drawn, seed, today)
            file.rows = len(drawn.pairs)
        return found

    def _take(self, linked: Linked, known: Sequence[Known], drawn: Drawn, seed: int, today: date) -> None:
        pairs = drawn.pairs.tolist()
        ends = [(known[linked.a[pair]], known[linked.b[pair]]) for pair in pairs]
        columns: dict[str, Sequence[Any]] = {
            "number": list(range(1, len(pairs) + 1)),
            "one_layout": [one[0] for one, _ in ends],
            "one_record": [one[1] for one, _ in ends],
            "other_layout": [other[0] for _, other in ends],
            "other_record": [other[1] for _, other in ends],
            "stratum": drawn.stratum.tolist(),
            "weight": linked.weight[drawn.pairs].tolist(),
            "inclusion": drawn.inclusion().tolist(),
        }
        self._store.take(self._table["pairs"], columns, _PAIRS)
        strata: dict[str, Sequence[Any]] = {
            name: [getattr(stratum, name) for stratum in drawn.strata] for name in _STRATA
        }
        self._store.take(self._table["strata"], strata, _STRATA)
        self._store.take(self._table["decisions"], {name: [] for name in _DECISIONS}, _DECISIONS)
        about: dict[str, Sequence[Any]] = {
            "seed": [str(seed)],
            "day": [today],
            "unseen": [missed(linked)],
        }
        self._store.take(self._table["drawn"], about, {"seed": "VARCHAR", "day": "DATE", "unseen": "DOUBLE"})

    def pairs(self) -> dict[int, Pair]:
        told = "number, one_layout, one_record, other_layout, other_record, stratum"
        rows = self._store.rows(f'SELECT {told} FROM "{self._table["pairs"]}" ORDER BY number')
        return {row[0]: Pair(row[0], (row[1], row[2]), (row[3], row[4]), row[5]) for row in rows}

    def decisions(self) -> list[Decision]:
        """All that was said and not taken back, in its order."""
        told = ", ".join(_DECISIONS_OF)
        rows = self._store.rows(f'SELECT {told} FROM "{self._table["decisions"]}" ORDER BY said_as')
        return [Decision(*row) for row in rows]

    def decide(self, pair: int, reviewer: str, said: str, today: date) -> None:
        """Keep one decision; it is on the disk before this returns."""
        order = max((decision.order for decision in self.decisions()), default=0) + 1
        look = self.look_of(reviewer)
        values = {"order": order, "pair": pair, "reviewer": reviewer, "look": look, "said": said, "day": today}
        with self._store.into(self.name):
            sql = f'INSERT INTO "{self._table["decisions"]}" VALUES ($order, $pair, $reviewer, $look, $said, $day)'
            self._store.rows(sql, values)

    def take_back(self, reviewer: str, pair: int | None) -> Decision | None:
        """Take back what a reviewer said last, or of a pair that is named; None where there is no such decision."""
        own = [one for one in self.decisions() if one.reviewer == reviewer and pair in (None, one.pair)]
        if not own:
            return None
        with self._store.into(self.name):
            self._store.rows(
                f'DELETE FROM "{self._table["decisions"]}" WHERE said_as = $order', {"order": own[-1].order}
            )
        return own[-1]

    def look_of(self, reviewer: str) -> int:
        """Whether a reviewer is the first, second, third... to look at this sample."""
        seen = list(dict.fromkeys(decision.reviewer for decision in self.decisions()))
        return (seen.index(reviewer) if reviewer in seen else len(seen)) + 1

    def left_for(self, reviewer: str) -> list[int]:
        """The pairs that a reviewer has still to look at, in an order that is the reviewer's own."""
        look, said = self.look_of(reviewer), self.decisions()
        own = {one.pair for one in said if one.reviewer == reviewer}
        wanted = set(self.pairs()) if look < LOOKS else self.differing() if look == LOOKS else set()
        seed = self._store.value(f'SELECT seed FROM "{self._table["drawn"]}"')
        return sorted(wanted - own, key=lambda pair: sha256(f"{seed} {reviewer} {pair}".encode()).digest())

    def both(self) -> dict[int, tuple[str, str]]:
        """Pair -> what the first two reviewers answered, where both did."""
        seen = list(dict.fromkeys(decision.reviewer for decision in self.decisions()))[:2]
        said = {(one.pair, one.reviewer): one.said for one in self.decisions() if one.said in ANSWERS}
        if len(seen) < 2:
            return {}
        return {
            pair: (said[pair, seen[0]], said[pair, seen[1]])
            for pair in self.pairs()
            if (pair, seen[0]) in said and (pair, seen[1]) in said
        }

    def differing(self) -> set[int]:
        """Pairs of which the first two said different things."""
        return {pair for pair, (one, other) in self.both().items() if one != other}

    def settled(self) -> dict[tuple[Known, Known], bool]:
        """Pairs of which two reviewers said the same, and that no third outweighs -> whether they are one person."""
        pairs = self.pairs()
        return {
            (pairs[pair].one, pairs[pair].other): said == SAME
            for pair, answers in self._answers().items()
            if (said := _majority(answers, fewest=2))
        }

    def estimated(self) -> ReviewedLinks | None:
        """Precision and recall by what was answered; None before half of the pairs were.

        A pair that only one has looked at yet counts as that one said.
        """
        pairs = self.pairs()
        answered: dict[int, list[bool]] = defaultdict(list)
        for pair, answers in self._answers().items():
            if said := _majority(answers, fewest=1):
                answered[pairs[pair].stratum].append(said == SAME)
        if 2 * sum(map(len, answered.values())) < len(pairs):
            return None
        unseen = self._store.value(f'SELECT unseen FROM "{self._table["drawn"]}"')
        return reviewed(self._strata(), answered, unseen)

    def _answers(self) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for one in self.decisions():
            if one.said in (SAME, DIFFERENT):
                found[one.pair].append(one.said)
        return found

    def _strata(self) -> list[Stratum]:
        rows = self._store.rows(f'SELECT {", ".join(_STRATA)} FROM "{self._table["strata"]}" ORDER BY number')
        return [Stratum(*row) for row in rows]


def _majority(answers: Sequence[str], *, fewest: int) -> str:
    """What more of them said than not, and at least so many; '' where there is no such answer."""
    same = answers.count(SAME)
    different = len(answers) - same
    if max(same, different) < fewest or same == different:
        return ""
    return SAME if same > different else DIFFERENT


_PAIRS = {
    "number": "BIGINT", "one_layout": "VARCHAR", "one_record": "VARCHAR", "other_layout": "VARCHAR",
    "other_record": "VARCHAR", "stratum": "BIGINT", "weight": "DOUBLE", "inclusion": "DOUBLE",
}  # fmt: skip
_STRATA = {"number": "BIGINT", "pairs": "BIGINT", "drawn": "BIGINT", "is_linked": "BOOLEAN", "chance": "DOUBLE"}
_DECISIONS = {
    "said_as": "BIGINT", "pair": "BIGINT", "reviewer": "VARCHAR", "look": "BIGINT", "said": "VARCHAR", "day": "DATE",
}  # fmt: skip
_DECISIONS_OF = ("said_as", "pair", "reviewer", "said")
