"""Until the store is encrypted, a column that is classified as personal or special is not let in."""

from __future__ import annotations

import pytest

from denizen.errors import NotPermitted
from visits_list import ROW, Desk, lines


@pytest.mark.parametrize("kind", ["personal", "special"])
def test_a_list_with_such_a_column_is_not_received(desk: Desk, kind: str) -> None:
    changes = [("name: worker", f"classification: {kind}, name: worker")]
    with pytest.raises(NotPermitted, match="personal or special") as error:
        desk.receive(lines(ROW), changes=changes)
    assert "worker" in error.value.what
    assert error.value.where == "agreement OPEN: columns"
    assert "leave these columns out" in error.value.mend
    assert not desk.store.has(desk.extract.accepted_table)


def test_it_is_received_without_the_column(desk: Desk) -> None:
    desk.columns = frozenset({"lsoa", "day", "kind", "visitors", "spend", "postcode", "month"})
    changes = [("name: worker", "classification: personal, name: worker")]
    assert desk.receive(lines(ROW), changes=changes).accepted == 1
