"""Parameters by date: what held on a day, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources

from pydantic import FiniteFloat, RootModel, field_validator, model_validator

from denizen.documents import Document, nearest, parse_document
from denizen.errors import BadDocument, NotFound


class Parameter(Document):
    """One quantity. `values` maps the day from which a value holds to the value."""

    unit: str
    source: str
    meaning: str
    values: Mapping[str, FiniteFloat]

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


class KnownParameter(Parameter):
    """One that the package reads, and what an area may make of it."""

    minimum: float | None = None
    only_upwards: bool = False
    """It protects people: an area may set it higher than the package does, never lower."""

    @model_validator(mode="after")
    def _not_below(self) -> KnownParameter:
        low = min(self.values.values())
        if self.minimum is not None and low < self.minimum:
            raise ValueError(f"{low:g} is below {self.minimum:g}, the least that this can be")
        return self


class _File(RootModel[dict[str, KnownParameter]]):
    pass


@dataclass(frozen=True, slots=True)
class Parameters:
    """All parameters as they stand on one day."""

    day: date
    known: Mapping[str, KnownParameter]

    def __getitem__(self, name: str) -> float:
        return self.known[name].on(self.day)

    def in_force(self) -> dict[str, float]:
        """Every value on that day, for the ledger."""
        return {name: parameter.on(self.day) for name, parameter in sorted(self.known.items())}


def load_parameters(day: date, changes: Mapping[str, Parameter] | None = None) -> Parameters:
    """The package's parameters, with those that an area sets for itself in their place.

    Raises:  BadDocument, when a change has no known name, no possible value, or protects less than the package does.
    """
    text = resources.files("denizen.parameters").joinpath("parameters.yaml").read_text("utf-8")
    known = parse_document(text, "parameters.yaml", _File).root
    changed = {name: _changed(name, change, known, day) for name, change in (changes or {}).items()}
    parameters = Parameters(day, {**known, **changed})
    if changed:
        _check_few_is_never_none(parameters)
    return parameters


def _changed(name: str, change: Parameter, known: Mapping[str, KnownParameter], day: date) -> KnownParameter:
    if name not in known:
        raise BadDocument(f"`{name}` is not a parameter.", where="denizen.yaml, parameters", mend=nearest(name, known))
    own = known[name]
    low = min(change.values.values())
    if own.minimum is not None and low < own.minimum:
        raise _refused(name, f"{low:g} is below {own.minimum:g}, the least that this can be", f"{own.minimum:g}")
    if own.only_upwards and change.on(day) < own.on(day):
        raise _refused(
            name,
            f"{change.on(day):g} protects less than {own.on(day):g}, which holds on {day}, and an area may only protect more",
            f"{own.on(day):g}",
        )
    return own.model_copy(update={key: getattr(change, key) for key in Parameter.model_fields})


def _refused(name: str, why: str, least: str) -> BadDocument:
    return BadDocument(
        f"`{name}`: {why}.",
        where=f"denizen.yaml, parameters: {name}",
        mend=f"write {least} or more, or leave the parameter out",
    )


def _check_few_is_never_none(parameters: Parameters) -> None:
    """The smallest count that is shown must not be rounded down to none."""
    base, up_to = parameters["incident_rounding_base"], parameters["incident_withheld_up_to"]
    if base > 2 * up_to + 1:
        raise BadDocument(
            f"A count of {up_to + 1:g} is shown, and to the nearest {base:g} it could be shown as none.",
            where="denizen.yaml, parameters: incident_rounding_base",
            mend=f"write {2 * up_to + 1:g} or less, or withhold more (incident_withheld_up_to)",
        )
