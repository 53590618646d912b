"""Parameters by date: what held on a day, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources

from pydantic import RootModel, field_validator

from denizen.documents import Document, parse_document
from denizen.errors import NotFound


class Parameter(Document):
    """One quantity. `values` maps the day from which a value holds to the value."""

    unit: str
    source: str
    meaning: str
    values: Mapping[str, float]

    @field_validator("values")
    @classmethod
    def _days(cls, values: Mapping[str, float]) -> Mapping[str, float]:
        for day in values:
            date.fromisoformat(day)
        if not values:
            raise ValueError("at least one dated value is needed")
        return dict(sorted(values.items()))

    def on(self, day: date) -> float:
        """The value in force on a day.

        Raises:  NotFound, before the first dated value.
        """
        held = [value for start, value in self.values.items() if date.fromisoformat(start) <= day]
        if not held:
            raise NotFound(
                f"No value was in force on {day} (first: {next(iter(self.values))}).",
                where="parameters",
                mend="add a dated value, or choose a later reference date",
            )
        return held[-1]


class _File(RootModel[dict[str, Parameter]]):
    pass


@dataclass(frozen=True, slots=True)
class Parameters:
    """All parameters as they stand on one day."""

    day: date
    known: Mapping[str, Parameter]

    def __getitem__(self, name: str) -> float:
        return self.known[name].on(self.day)

    def in_force(self) -> dict[str, float]:
        """Every value on that day, for the ledger."""
        return {name: parameter.on(self.day) for name, parameter in sorted(self.known.items())}


def load_parameters(day: date, changes: Mapping[str, Parameter] | None = None) -> Parameters:
    """The package's parameters, with those that an area sets for itself in their place."""
    text = resources.files("denizen.parameters").joinpath("parameters.yaml").read_text("utf-8")
    return Parameters(day, {**parse_document(text, "parameters.yaml", _File).root, **(changes or {})})
