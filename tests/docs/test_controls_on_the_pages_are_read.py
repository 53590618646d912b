"""The controls that a page of a source shows are controls that are read, of columns that the layout can sum."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from denizen.contracts import load_contracts
from denizen.documents import folded, parse_document
from denizen.pipeline.folder import ControlsFile

PAGES = sorted((Path(__file__).parents[2] / "docs" / "sources").glob("[a-z]*.md"))
SHOWN = re.compile(r"^### (?P<layout>\w+)$|^Controls: .*?\n\n```yaml\n(?P<controls>.*?)```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_the_controls_of_each_layout(page: Path) -> None:
    contract, layout = load_contracts()[page.stem], ""
    for found in SHOWN.finditer(page.read_text("utf-8")):
        layout = found["layout"] or layout
        if not found["controls"]:
            continue
        controls = parse_document(found["controls"], page.name, ControlsFile).value()
        assert controls.rows
        fields = contract.layout(layout).read_fields
        numbers = {folded(field.header) for field in fields if field.type in ("integer", "number") and not field.codes}
        assert {folded(name) for name in controls.sums} <= numbers
