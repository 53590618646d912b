"""The words that rules of sharing are written in: nine dimensions, each with its terms, as dated data with sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from importlib import resources

from denizen.agreements.boxes import Box, box_of
from denizen.agreements.numbering import Days, Interval, Scale, Tree, tree_of
from denizen.documents import Document, nearest, parse_document
from denizen.errors import BadDocument

DIMENSIONS: tuple[str, ...] = (
    "purpose",
    "item",
    "recipient",
    "source",
    "subjects",
    "action",
    "grain",
    "area",
    "period",
)
"""what a case says, in the order in which its numbers stand in a box"""
TREES: tuple[str, ...] = tuple(name for name in DIMENSIONS if name not in ("grain", "period"))

SLIP = 0.7
"""share of two words that has to be alike for the one to be taken for a slip of the other: a wild guess misleads"""
_FEW = 15
"""terms up to which all are told"""
Dimension = Tree | Scale | Days


class Term(Document):
    """One word of a vocabulary."""

    id: str
    label: str
    """as it stands in a sentence"""
    meaning: str = ""
    parent: str = ""
    source: str = ""
    """law or standard that it comes from"""
    dated: date | None = None
    """day from which it holds"""
    same_as: str = ""
    """the same thing in the Data Privacy Vocabulary of the W3C group, where one is sure"""
    askable: bool = True
    """False: it may stand in a prohibition, never in a permit or a request"""
    category: str = ""
    """of an item: what data protection law calls it"""
    is_party: bool = False
    """True: a body of the folder, hung below its kind"""


class TermList(Document):
    """One file of a vocabulary."""

    dimension: str
    version: str
    ordered: bool = False
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All dimensions, numbered. Parties and areas of a folder are grown onto it before cases are placed."""

    version: str
    terms: Mapping[str, Mapping[str, Term]]
    """dimension to id to term; the period has none"""
    dimensions: tuple[Dimension, ...]
    """in the order of DIMENSIONS"""

    def tree(self, dimension: str) -> Tree:
        found = self[dimension]
        if not isinstance(found, Tree):
            raise TypeError(f"{dimension} is ordered")
        return found

    @property
    def grains(self) -> Scale:
        found = self["grain"]
        if not isinstance(found, Scale):
            raise TypeError("grain is a tree")
        return found

    def __getitem__(self, dimension: str) -> Dimension:
        return self.dimensions[DIMENSIONS.index(dimension)]

    @property
    def whole(self) -> tuple[Interval, ...]:
        """Everything that can be said, dimension by dimension."""
        return tuple(dimension.whole for dimension in self.dimensions)

    def label(self, dimension: str, name: str) -> str:
        """A term as it stands in a sentence."""
        term = self.terms.get(dimension, {}).get(name)
        return term.label if term else name

    def is_askable(self, dimension: str, name: str) -> bool:
        """Whether a term may be permitted or asked for: not where it, or what it hangs below, is never askable."""
        return name not in self._never_askable.get(dimension, ())

    @cached_property
    def parties(self) -> frozenset[str]:
        """The bodies of the folder, by id."""
        return frozenset(name for name, term in self.terms["recipient"].items() if term.is_party)

    @cached_property
    def _never_askable(self) -> Mapping[str, frozenset[str]]:
        return {
            dimension: frozenset(
                below
                for name, term in self.terms[dimension].items()
                if not term.askable
                for below in tree.ids[tree.spans[name][0] : tree.spans[name][1] + 1]
            )
            for dimension in TREES
            for tree in [self.tree(dimension)]
        }

    @cached_property
    def never_asked(self) -> tuple[Box, ...]:
        """All cases in which a term that is never askable stands."""
        return tuple(
            box_of((*self.whole[:place], tree.interval(name), *self.whole[place + 1 :]))
            for place, dimension in enumerate(DIMENSIONS)
            if dimension in TREES
            for tree in [self.tree(dimension)]
            for name, term in self.terms[dimension].items()
            if not term.askable and self.is_askable(dimension, term.parent)
        )

    def category(self, item: str) -> str:
        """What data protection law calls an item; one that says nothing has its parent's."""
        known = self.terms["item"]
        path = (item, *self.tree("item").above(item))
        return next((known[name].category for name in path if known[name].category), "ordinary")

    def nearest(self, dimension: str, word: str) -> str:
        """How to mend a word that is not known: the term that it is a slip of, else the terms that others lie below."""
        known = self.terms.get(dimension, {})
        found = nearest(word, known, SLIP)
        if found.startswith("did you mean") or len(known) <= _FEW:
            return found
        heads = {term.id for term in known.values() if term.parent and not known[term.parent].parent}
        return f"no term is like it; use one below {', '.join(f'`{one}`' for one in sorted(heads))}"

    def from_day(self, day: date) -> Vocabulary:
        """The same vocabulary, of the days from this one on."""
        return replace(self, dimensions=(*self.dimensions[:-1], Days(day)))

    def grown(self, dimension: str, terms: Iterable[Term]) -> Vocabulary:
        """The same vocabulary with more terms in one tree: the parties of a folder, areas that documents declare.

        Raises:  BadDocument, when a parent is missing or the parents go round in a circle.
        """
        more = {term.id: term for term in terms if term.id not in self.tree(dimension)}
        if not more:
            return self
        tree = self.tree(dimension).grown({term.id: term.parent for term in more.values()})
        place = DIMENSIONS.index(dimension)
        return Vocabulary(
            self.version,
            {**self.terms, dimension: {**self.terms[dimension], **more}},
            (*self.dimensions[:place], tree, *self.dimensions[place + 1 :]),
        )


def vocabulary_of(lists: Iterable[TermList]) -> Vocabulary:
    """Number the term lists of all dimensions.

    Raises:  BadDocument, when a dimension is missing or a tree is misshapen.
    """
    by_dimension = {one.dimension: one for one in lists}
    if lacking := [name for name in DIMENSIONS if name != "period" and name not in by_dimension]:
        raise BadDocument(
            f"There is no vocabulary of {lacking[0]}.", where="vocabulary", mend=f"add the terms of {lacking[0]}"
        )
    return Vocabulary(
        max(one.version for one in by_dimension.values()),
        {name: {term.id: term for term in one.terms} for name, one in by_dimension.items()},
        tuple(_numbered(name, by_dimension.get(name)) for name in DIMENSIONS),
    )


def _numbered(dimension: str, terms: TermList | None) -> Dimension:
    if terms is None:
        return Days()
    if terms.ordered:
        return Scale(dimension, tuple(term.id for term in terms.terms))
    return tree_of(dimension, {term.id: term.parent for term in terms.terms})


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of the package.

    Raises:  BadDocument, on a slip in one of its files.
    """
    folder = resources.files("denizen.agreements") / "vocabulary"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return vocabulary_of(parse_document(file.read_text("utf-8"), file.name, TermList) for file in files)
