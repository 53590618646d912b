"""The model as it is kept beside links, so that it serves again when the next lists come. It tells of shares alone, of nobody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydantic import model_validator

from denizen.documents import Document
from denizen.linkage.comparisons import CLASSES, Comparison
from denizen.linkage.linked import Linked
from denizen.linkage.model import Fitted
from denizen.linkage.quality import Quality, people, quality


class Estimated(Document):
    """What was said of the links when all were made: how right they are, and how many people a group stands for."""

    precision: float
    recall: float
    people_per_group: float


class KeptModel(Document):
    """A fitted model, and what it is a model of."""

    denizen: str
    """the release by which the links were made"""
    shape: str
    """a hash of the map's words: which columns are compared as what"""
    address_register: str = ""
    """a digest of its file, '' where there was none"""
    threshold: float
    comparisons: dict[str, tuple[str, ...]]
    """comparison, and what it is about -> its levels"""
    classes: dict[str, float]
    """class -> its share of all pairs"""
    levels: dict[str, dict[str, tuple[float, ...]]]
    """class -> comparison -> share of each level"""
    estimated: Estimated
    carried_on: int = 0
    """how many times links were carried on since all were made"""

    @model_validator(mode="after")
    def _has_a_share_for_each_level(self) -> KeptModel:
        told = {of: {name: len(shares) for name, shares in levels.items()} for of, levels in self.levels.items()}
        wanted = {name: len(levels) for name, levels in self.comparisons.items()}
        if set(self.classes) != set(CLASSES) or told != dict.fromkeys(CLASSES, wanted):
            raise ValueError("a model has a share for each class, and in each class one for each level")
        return self

    def quality(self, pairs_linked: int) -> Quality:
        """What was estimated of the links, said of so many."""
        return Quality(pairs_linked, self.estimated.precision, self.estimated.recall)

    def is_of(self, comparisons: Sequence[Comparison]) -> bool:
        """Whether these, in this order, are the comparisons that it is a model of."""
        return list(self.comparisons.items()) == list(_named(comparisons).items())

    def fitted(self) -> Fitted:
        """The model as it was fitted."""
        levels = tuple(tuple(np.array(self.levels[of][name]) for name in self.comparisons) for of in CLASSES)
        return Fitted(np.array([self.classes[of] for of in CLASSES]), levels, 0, 0.0)


def kept(linked: Linked, threshold: float, denizen: str, shape: str, register: str) -> KeptModel:
    """What is kept of links of all records.

    Args:  the links; the bits above which groups were joined; the release by which they were made; a hash of the map; a digest
           of the address register.
    """
    names = list(_named(linked.comparisons))
    of_all = quality(linked)
    return KeptModel(
        denizen=denizen,
        shape=shape,
        address_register=register,
        threshold=threshold,
        comparisons=_named(linked.comparisons),
        classes=dict(zip(CLASSES, linked.fitted.shares.tolist(), strict=True)),
        levels={
            of: dict(zip(names, (tuple(shares.tolist()) for shares in levels), strict=True))
            for of, levels in zip(CLASSES, linked.fitted.levels, strict=True)
        },
        estimated=Estimated(
            precision=of_all.precision, recall=of_all.recall, people_per_group=people(linked) / linked.people
        ),
    )


def _named(comparisons: Sequence[Comparison]) -> dict[str, tuple[str, ...]]:
    return {
        f"{comparison.name}: {comparison.says}": tuple(level.name for level in comparison.levels)
        for comparison in comparisons
    }
