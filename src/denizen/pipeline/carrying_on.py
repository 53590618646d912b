"""Whether last month's links can be carried on, or all has to be linked anew; and the model beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from denizen import __version__
from denizen.linkage.again import Before
from denizen.linkage.kept_model import KeptModel, kept
from denizen.linkage.linked import Linked
from denizen.linkage.patterns import comparisons_of
from denizen.pipeline.last_month import LastMonth, compare, take_last_month
from denizen.pipeline.linking import lists_without_births
from denizen.pipeline.lists_from_map import ListsMap
from denizen.pipeline.lists_linked import extras_of, identifiers_of
from denizen.pipeline.rows_out import written_whole
from denizen.store import Store

MOST_CHANGED = 0.05
"""share of the records, as many as may be new, changed or gone: with more, looking at them and around them costs as much as all
anew"""

MOST_TIMES = 12
"""in a row that links may be carried on: by then other names may be common, and the model would be fitted otherwise. With
lists that come each month, all is linked anew once a year"""


@dataclass(frozen=True, slots=True)
class Way:
    """In which way links are made: links made in another are not carried on."""

    lists: ListsMap
    threshold: float
    register: str
    """a digest of the address register's file, '' where there is none"""


@dataclass(frozen=True, slots=True)
class Anew:
    """All has to be linked anew, and why, as the rest of a sentence; '' where nothing was to be carried on."""

    because: str = ""


@dataclass(frozen=True, slots=True)
class CarriedOn:
    """Links are carried on: what is known of each record from before, and the model that was fitted then."""

    before: Before
    model: KeptModel


def model_beside(links: Path) -> Path:
    """Where the model of the links in a file is kept."""
    return links.with_name((links.stem or "links") + ".model.json")


def keep_model(links: Path, model: KeptModel) -> None:
    """Write the model beside the links.

    Raises:  CannotWrite.
    """
    with written_whole(model_beside(links), "The model") as file:
        file.write(model.model_dump_json(indent=1) + "\n")


def way_of(folder: Path, lists: ListsMap, threshold: float) -> Way:
    """The way in which links of the lists in a folder are asked for."""
    return Way(lists, threshold, _digest(folder / lists.gazetteer.file) if lists.gazetteer else "")


def model_of(linked: Linked, way: Way) -> KeptModel:
    """The model of links of all records, as it is kept."""
    return kept(linked, way.threshold, __version__, _shape(way.lists), way.register)


def model_that_serves(links: Path, way: Way) -> KeptModel | Anew:
    """The model beside last month's links, where it was made in the way that is asked for now, and not too long ago."""
    file = model_beside(links)
    try:
        model = KeptModel.model_validate_json(file.read_text("utf-8"))
    except FileNotFoundError:
        return Anew(f"there is no {file.name} beside the earlier links")
    except (OSError, UnicodeDecodeError, ValidationError):
        return Anew(f"{file.name} cannot be read")
    if model.denizen != __version__:
        return Anew(f"the earlier links were made by denizen {model.denizen}")
    if model.threshold != way.threshold:
        return Anew(f"the earlier links were made at a threshold of {model.threshold:g} bits")
    if model.shape != _shape(way.lists):
        return Anew("the map is not that of the earlier links")
    if model.address_register != way.register:
        return Anew("the address register is not that of the earlier links")
    if model.carried_on >= MOST_TIMES:
        return Anew(f"the earlier links were carried on {model.carried_on:,} times in a row")
    return model


def take_before(store: Store, last: LastMonth, way: Way) -> KeptModel | Anew:
    """Read what is needed of last month, before this month's lists are read; nothing, where it cannot serve.

    Raises:  UnreadableFile; WrongLayout; BadInput.
    """
    model = model_that_serves(last.links, way)
    if isinstance(model, KeptModel):
        take_last_month(store, last, way.lists)
    return model


def carried_on(store: Store, lists: ListsMap, model: KeptModel | Anew) -> CarriedOn | Anew:
    """What is carried on, once this month's lists are read.

    Reads:  listed, described, and what `take_before` made.
    """
    if isinstance(model, Anew):
        return model
    sources = int(store.value("SELECT COUNT(DISTINCT source) FROM listed"))
    if not model.is_of(comparisons_of(identifiers_of(lists), extras_of(lists), sources, lists_without_births(store))):
        return Anew("other things are compared than in the earlier links")
    before = compare(store, lists)
    if before.new_or_changed + before.gone > MOST_CHANGED * len(before.person):
        return Anew(what_changed(before))
    return CarriedOn(before, model)


def what_changed(before: Before) -> str:
    """How many records are new, changed or gone: a part of a sentence."""
    return (
        f"of {len(before.person):,} records {before.new_or_changed:,} are new or changed, and {before.gone:,} are gone"
    )


def _digest(file: Path) -> str:
    """SHA-256 of a file; '' where it cannot be read, which is told when its table is."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def _shape(lists: ListsMap) -> str:
    """A hash of the map: it holds names of columns, and nothing of a list."""
    return hashlib.sha256(lists.model_dump_json().encode()).hexdigest()
