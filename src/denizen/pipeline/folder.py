"""The area folder: `denizen.yaml`, its agreements, its files. Read once, checked, and then a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from denizen.agreements import Agreement, Purpose, load_agreement
from denizen.agreements.code import Code, load_code
from denizen.agreements.signatures import content_hash
from denizen.documents import Document, parse_document, plain_document
from denizen.errors import BadDocument, UnreadableFile
from denizen.intake import HeldBy
from denizen.parameters import Parameter
from denizen.pipeline.received import ReceivedFile, read_received
from denizen.terms.areas import Geography, Place
from denizen.terms.controls import Controls

STORE, LEDGER = "store", "ledger"
"""folders that denizen makes within an area folder"""


class _Area(Document):
    code: str
    name: str
    name_cy: str = ""
    nation: Literal["england", "wales"]
    invented: bool = False
    """an invented town: every page says that nobody in it lives"""


class Lookup(Document):
    """A CSV that says which base area belongs to which area of a set."""

    file: str
    base: str
    """column with the base area's code"""
    area: str
    """column with the area's code"""


class AreaSet(Document):
    """One set of areas with its boundaries (GeoJSON, WGS84). `lookup` is a published fit; without one it is worked out."""

    geography: Geography
    vintage: str
    boundaries: str
    code: str
    """property that holds the code"""
    name: str
    """property that holds the name"""
    name_cy: str = ""
    names: str = ""
    """optional CSV with columns `code,name` (and `name_cy`): better names than the boundaries carry"""
    lookup: Lookup | None = None
    nests: bool = False
    """The base areas nest in it exactly."""
    pages: bool = False
    """Each area has a page of its own in the book."""


class OlderBase(Document):
    """How totals on the older vintage of the base areas come over to the present one (exact-fit lookup)."""

    vintage: str
    file: str
    older: str
    newer: str
    change: str


class Postcodes(Document):
    """A postcode file: where each postcode lies on the British National Grid."""

    file: str
    postcode: str
    easting: str
    northing: str


class LargerArea(Document):
    """An area beyond the place, shown beside it and never attributed to it: a police force's, a country."""

    code: str
    name: str
    geography: Geography


class Geographies(Document):
    base: AreaSet
    sets: tuple[AreaSet, ...] = ()
    older: OlderBase | None = None
    postcodes: Postcodes | None = None
    larger: tuple[LargerArea, ...] = ()


class ControlsFile(Document):
    """What the supplier counted before sending: beside the file in denizen.yaml, or in `<file>.controls.yaml`."""

    rows: int | None = None
    run_on: date | None = None
    sums: Mapping[str, float] = {}

    def value(self) -> Controls:
        return Controls(self.rows, self.run_on, dict(self.sums))


class File(Document):
    """One extract: which layout of the source it is in, where it lies in the folder, and what comes with it."""

    layout: str
    file: str
    snapshot: date | None = None
    """the day that the rows describe, where no column tells it"""
    controls: ControlsFile | None = None

    def controls_given(self, path: Path) -> Controls | None:
        """The controls named here, or else those in the file beside it.

        Raises:  BadDocument, UnreadableFile.
        """
        if self.controls:
            return self.controls.value()
        beside = path.with_name(path.name + ".controls.yaml")
        if not beside.is_file():
            return None
        return parse_document(_text(beside, path.parent), beside.name, ControlsFile).value()


class SourceFiles(Document):
    source: str
    agreement: str = ""
    """the agreement to use; the first that covers the source when none is named"""
    purpose: Purpose | None = None
    """what this list is asked for, where that differs from the purpose of the rest: the law ties some lists to one"""
    files: tuple[File, ...] = Field(min_length=1)


class Publish(Document):
    indicators: tuple[str, ...] = ()
    """indicator ids; none named means every one that can be measured"""
    contact: str = ""


class AreaFile(Document):
    """`denizen.yaml`."""

    area: _Area
    reference_date: date
    languages: tuple[Literal["en", "cy"], ...] = ("en",)
    purpose: Purpose = Purpose.POPULATION_STATISTICS
    held_by: HeldBy = "council"
    """what kind of body runs denizen: the law says for some lists who may hold them"""
    party: str = ""
    """the id of the body that runs denizen in its code of practice and in agreements, where there are codes or flows"""
    partners: tuple[str, ...] = ()
    geography: Geographies
    sources: tuple[SourceFiles, ...] = ()
    parameters: Mapping[str, Parameter] = {}
    publish: Publish = Publish()

    def place(self) -> Place:
        return Place(
            code=self.area.code,
            name=self.area.name,
            nation=self.area.nation,
            languages=self.languages,
            reference_date=self.reference_date.isoformat(),
            partners=self.partners,
            name_cy=self.area.name_cy,
            contact=self.publish.contact,
            is_invented=self.area.invented,
        )


@dataclass(frozen=True, slots=True)
class AreaFolder:
    """An area folder as found: the parsed denizen.yaml, the agreements by id, the area's own contracts and catalogue."""

    path: Path
    file: AreaFile
    agreements: tuple[Agreement, ...]
    contracts: Mapping[str, str]
    catalogue: Mapping[str, str]
    received: tuple[ReceivedFile, ...] = ()
    """files that were received one by one"""
    codes: tuple[Code, ...] = ()
    """the codes of practice of the parties"""
    files: Mapping[str, str] = field(default_factory=dict)
    """of each code and agreement, by id, the file that it stands in"""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """of each code and agreement, by id, the hash of what it says: that which its parties sign"""


def open_folder(path: Path) -> AreaFolder:
    """Read an area folder.

    Raises:  UnreadableFile, when there is no denizen.yaml; BadDocument, with line and nearest key.
    """
    settings = path / "denizen.yaml"
    if not settings.is_file():
        raise UnreadableFile(
            "There is no denizen.yaml here.",
            where=str(path),
            mend="give the folder that holds it, or start one with `denizen init --example derby FOLDER`",
        )
    file = parse_document(_text(settings, path), "denizen.yaml", AreaFile)
    papers = {
        f"{found.parent.name}/{found.name}": _text(found, path)
        for found in (*_yaml_files(path / "agreements"), *_yaml_files(path / "codes"))
    }
    agreements = tuple(load_agreement(text, name) for name, text in papers.items() if name.startswith("agreements/"))
    codes = tuple(load_code(text, name) for name, text in papers.items() if name.startswith("codes/"))
    _check_ids_differ((*agreements, *codes))
    said = {name: plain_document(text, name) for name, text in papers.items()}
    files = {str(paper["id"]): name for name, paper in said.items()}
    hashes = {str(paper["id"]): content_hash(paper) for paper in said.values()}
    contracts, catalogue = _texts(path, "contracts"), _texts(path, "catalogue")
    return AreaFolder(path, file, agreements, contracts, catalogue, read_received(path), codes, files, hashes)


def _check_ids_differ(papers: tuple[Agreement | Code, ...]) -> None:
    seen: set[str] = set()
    for paper in papers:
        if paper.id in seen:
            raise BadDocument(
                f"Two agreements have the id {paper.id}.",
                where="agreements/, codes/",
                mend="give each agreement and code an id of its own, or remove the older file",
            )
        seen.add(paper.id)


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(found for found in folder.glob("*") if found.suffix in (".yaml", ".yml"))


def _texts(path: Path, folder: str) -> dict[str, str]:
    return {found.name: _text(found, path) for found in _yaml_files(path / folder)}


def _text(file: Path, root: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"{file.name} cannot be read as UTF-8 text ({type(error).__name__}).",
            where=file.relative_to(root).as_posix(),
            mend="save it as plain text in UTF-8, and check that you may read it",
        ) from None
