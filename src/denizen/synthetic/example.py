"""An area folder as the model of a town: where its files are, read without any of the stages' code."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from denizen.errors import BadDocument, NotFound, UnreadableFile, WrongLayout

Row = dict[str, str]


@dataclass(frozen=True)
class Example:
    """An area folder and what its denizen.yaml says."""

    folder: Path
    document: dict[str, Any]

    def area(self, key: str) -> str:
        return str(self.document["area"][key])

    def files(self, source: str, layout: str) -> list[Path]:
        """The files of one layout of one source; none when the area does not have it."""
        return [
            self.folder / entry["file"]
            for item in self.document.get("sources", [])
            if item["source"] == source
            for entry in item["files"]
            if entry["layout"] == layout
        ]

    def margin(self, layout: str) -> list[Row]:
        """The rows of a census table.

        Raises:  NotFound, when the area folder does not have the table.
        """
        for path in self.files("census", layout):
            return list(rows_of(path))
        raise NotFound(
            f"The area to be like has no census table `{layout}`.",
            where=str(self.folder / "denizen.yaml"),
            mend="take an area folder that has it, such as one made by `denizen init`",
        )

    def outlines(self, geography: str) -> list[dict[str, Any]]:
        """The features of a boundary file: `base`, or a set such as msoa."""
        layer = self.layer(geography)
        try:
            features = json.loads(_text(self.folder / layer["boundaries"]))["features"]
        except (ValueError, KeyError):
            raise UnreadableFile(
                "This is not a file of boundaries.", where=layer["boundaries"], mend="give boundaries as GeoJSON"
            ) from None
        return list(features)

    def layer(self, geography: str) -> dict[str, Any]:
        """What denizen.yaml says of one geography; empty when it has none."""
        said = self.document["geography"]
        if geography == "base":
            return dict(said["base"])
        return next((dict(layer) for layer in said.get("sets", []) if layer["geography"] == geography), {})


def open_example(folder: Path) -> Example:
    """Read the denizen.yaml of the area folder that a town is to be like.

    Raises:  NotFound, when the folder has none; BadDocument, when it lacks area, geography or sources.
    """
    path = folder / "denizen.yaml"
    if not path.is_file():
        raise NotFound(
            "The area that the town is to be like was not found.",
            where=str(folder),
            mend="name an area folder, which holds denizen.yaml: `denizen init FOLDER` makes one",
        )
    try:
        document = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError:
        document = None
    if not isinstance(document, dict) or not {"area", "geography", "sources"} <= set(document):
        raise BadDocument(
            "This denizen.yaml does not name area, geography and sources.",
            where=str(path),
            mend="look at the denizen.yaml that `denizen init` makes",
        )
    return Example(folder, document)


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a CSV file by header, below any title lines; a gzip file is unpacked."""
    lines = _text(path).lstrip("\ufeff").splitlines(keepends=True)
    titles = 0
    while titles < len(lines) and len(next(csv.reader([lines[titles]]), [])) < 3:
        titles += 1
    if titles == len(lines):
        raise WrongLayout("The file has no header line.", where=str(path), mend="give it as it was published")
    for row in csv.DictReader(io.StringIO("".join(lines[titles:]))):
        if row and None not in row.values():
            yield row


def _text(path: Path) -> str:
    try:
        return (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UnreadableFile(
            "The file cannot be read.", where=str(path), mend="put the file of the example back in its place"
        ) from None
