"""The ground of a town's area folder: the example's outlines and lookups, cut to the small areas that the town uses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from denizen.synthetic.example import Example, rows_of
from denizen.synthetic.town import Place

MSOA = "msoa"


def write_ground(folder: Path, example: Example, place: Place) -> dict[str, Any]:
    """Write the files of geography that the example names, but for its postcodes; return what denizen.yaml says of them."""
    said = {key: value for key, value in example.document["geography"].items() if key != "postcodes"}
    used = {str(code) for code in place.lsoa_code}
    for layer in [said["base"], *said.get("sets", [])]:
        _write_outlines(folder, example, layer, _codes_used(example, layer, place, used))
        if layer.get("names"):
            _write_bytes(folder / layer["names"], (example.folder / layer["names"]).read_bytes())
        if layer.get("lookup"):
            write_rows_of(folder, example, layer["lookup"]["file"], layer["lookup"]["base"], used)
    if said.get("older"):
        write_rows_of(folder, example, said["older"]["file"], said["older"]["newer"], used)
    return said


def write_rows_of(folder: Path, example: Example, file: str, column: str, used: set[str]) -> None:
    """Write the rows of a table whose cell in a column is one of the codes."""
    rows = [row for row in rows_of(example.folder / file) if row[column] in used]
    held = io.StringIO(newline="")
    writer = csv.DictWriter(held, rows[0].keys() if rows else [column], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    _write_bytes(folder / file, held.getvalue().encode())


def _codes_used(example: Example, layer: dict[str, Any], place: Place, used: set[str]) -> set[str]:
    """The codes of a layer that hold a small area of the town; none, when it is not said which small areas it holds."""
    if layer is example.document["geography"]["base"]:
        return used
    if layer.get("lookup"):
        said = layer["lookup"]
        return {row[said["area"]] for row in rows_of(example.folder / said["file"]) if row[said["base"]] in used}
    return {str(code) for code in place.msoa_code} - {""} if layer["geography"] == MSOA else set()


def _write_outlines(folder: Path, example: Example, layer: dict[str, Any], codes: set[str]) -> None:
    """The features of the codes, or all of them where the codes are unknown."""
    content = json.loads((example.folder / layer["boundaries"]).read_text("utf-8"))
    if codes:
        content["features"] = [one for one in content["features"] if str(one["properties"][layer["code"]]) in codes]
    _write_bytes(folder / layer["boundaries"], (json.dumps(content, ensure_ascii=False) + "\n").encode())


def _write_bytes(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
