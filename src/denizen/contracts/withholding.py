"""Figures that the supplier withheld: a sign stands where a count was too small to give. It is unknown, and never none."""

from __future__ import annotations

from denizen.contracts.contract import Field, Layout

_SIGNS = r"^([*]{1,3}|\[?[cx]\]?|[.]{2,3}|-{1,2}|–|[<≤]\s*[0-9]{1,2})$"
"""what suppliers write in place of such a count; a stroke may mean none, but nobody can tell"""
_SHAPES = ("area_counts", "places")
"""shapes of lists whose rows are counts that somebody made before"""


def figures_of(layout: Layout) -> tuple[Field, ...]:
    """The columns of a list of counts whose cells may be withheld one by one: numbers that tell no place, time or key."""
    gives = layout.gives
    if gives.shape not in _SHAPES:
        return ()
    said = {*layout.key, gives.area, gives.postcode}
    return tuple(
        field
        for field in layout.fields
        if field.type in ("integer", "number") and not field.codes and field.name not in said
        if "{" + field.name + "}" not in gives.period
    )


def holds_a_sign(field: Field) -> str:
    """SQL over the landed text, never NULL: whether a cell holds such a sign."""
    return f"COALESCE(REGEXP_MATCHES(raw_{field.name}, '{_SIGNS}', 'i'), FALSE)"


def withheld_flag(column: str) -> str:
    """What accepted rows call the flag that says whether a figure was withheld."""
    return f"is_withheld_{column}"
