"""Tables drawn in a test: a header, a rule of dashes, one row a line, cells parted by bars."""

from __future__ import annotations

from denizen.store import Store

Cell = str | float | None


def rows_of(drawn: str) -> list[dict[str, Cell]]:
    """The rows of a drawn table. Numbers are read as numbers; a dot stands for nothing."""
    lines = [line for line in drawn.strip().splitlines() if set(line.strip()) - set("-+ ")]
    header = [cell.strip() for cell in lines[0].split("|")]
    return [dict(zip(header, (_cell(cell.strip()) for cell in line.split("|")), strict=True)) for line in lines[1:]]


def put(store: Store, name: str, drawn: str, **types: str) -> None:
    """Put a drawn table into a store; a column is text unless a type is given."""
    rows = rows_of(drawn)
    columns = [cell.strip() for cell in drawn.strip().splitlines()[0].split("|")]
    values = {
        column: [
            None
            if row[column] is None
            else row[column]
            if types.get(column, "") in ("DOUBLE", "BIGINT")
            else _text(row[column])
            for row in rows
        ]
        for column in columns
    }
    store.take(name, values, {column: types.get(column, "VARCHAR") for column in columns})


def _cell(text: str) -> Cell:
    if text in (".", ""):
        return None
    try:
        return float(text)
    except ValueError:
        return text


def _text(cell: Cell) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
