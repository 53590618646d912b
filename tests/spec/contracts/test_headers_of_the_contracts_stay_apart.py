"""Looser headers (`otherwise`) never take what belongs to another column, nor what never enters; all contracts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from denizen.contracts import Contract, Layout, load_contracts
from denizen.documents import folded

LAYOUTS = [(contract, layout) for contract in load_contracts().values() for layout in contract.layouts]


def looser(layout: Layout) -> Iterator[tuple[str, str]]:
    return ((field.name, header) for field in layout.read_fields for header in field.otherwise)


@pytest.mark.parametrize(("contract", "layout"), LAYOUTS, ids=[layout.id for _, layout in LAYOUTS])
def test_a_looser_header_is_no_columns_own_and_no_other_columns_looser_one(contract: Contract, layout: Layout) -> None:
    own = {folded(header): field.name for field in layout.read_fields for header in field.headers}
    assert [(name, header) for name, header in looser(layout) if folded(header) in own] == []
    claimed = [folded(header) for _, header in looser(layout)]
    assert sorted(set(claimed)) == sorted(claimed)


@pytest.mark.parametrize(("contract", "layout"), LAYOUTS, ids=[layout.id for _, layout in LAYOUTS])
def test_a_looser_header_is_none_that_never_enters(contract: Contract, layout: Layout) -> None:
    barred = [(name, h) for name, h in looser(layout) if any(never.bars(h) for never in contract.never)]
    assert barred == []
