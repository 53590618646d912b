"""Reference pages: indicators, parameters, shapes, errors, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import typer
from markdown import bullets, code, paragraphs, table

from denizen import errors, shapes
from denizen.cli import app
from denizen.indicators.catalogue import Catalogue, load_catalogue
from denizen.parameters import load_parameters
from denizen.terms.measures import Indicator, Ingredient, Kind

_KINDS = {
    Kind.COUNT: "a full count; no interval",
    Kind.SHARE: "a share; Wilson's interval, 95 %",
    Kind.RATE: "a rate; Byar's interval, 95 %",
    Kind.RATIO: "one amount over another; no interval",
    Kind.PUBLISHED: "as its publisher gives it; no interval, never summed over areas",
}


def reference_pages() -> dict[str, str]:
    return {
        "docs/reference/indicators.md": indicators_page(load_catalogue()),
        "docs/reference/parameters.md": parameters_page(),
        "docs/reference/shapes.md": shapes_page(),
        "docs/reference/errors.md": errors_page(),
        "docs/reference/commands.md": commands_page(),
    }


def indicators_page(catalogue: Catalogue) -> str:
    parts = [
        "# Indicators",
        f"The catalogue: {len(catalogue.indicators)} indicators in {len(catalogue.themes)} themes. An area measures those "
        "whose sources it has, and may add its own in `catalogue/` of its folder.",
    ]
    for theme in catalogue.themes:
        parts += [f"## {theme.title}", theme.summary]
        parts += [_indicator(indicator) for indicator in catalogue.indicators if indicator.theme == theme.id]
    return paragraphs(*parts)


def _indicator(indicator: Indicator) -> str:
    facts = [
        ("Id", code(indicator.id)),
        ("Unit", indicator.unit),
        ("Worked out as", _KINDS[indicator.kind]),
        ("Numerator", _ingredient(indicator.numerator)),
        ("Denominator", _ingredient(indicator.denominator) if indicator.denominator else ""),
        ("Smallest area", code(indicator.smallest.value)),
        ("Stands for", {True: "a strength", False: "a need or a harm", None: ""}[indicator.asset]),
        ("Categories", ", ".join(f"{label} ({code(name)})" for name, label in indicator.categories)),
        ("Whom it counts", indicator.counts_people),
        ("Meant to hold only", indicator.counts_only),
        ("Bounded by", code(indicator.bounded_by) if indicator.bounded_by else ""),
        ("Mind", indicator.caveat),
    ]
    return paragraphs(
        f"### {indicator.title}",
        indicator.definition,
        table(("", "This indicator"), [(f"**{label}**", text) for label, text in facts if text]),
    )


def _ingredient(ingredient: Ingredient) -> str:
    tables = ", ".join(f"[`{name}`](../sources/{name.partition('.')[0]}.md)" for name in ingredient.tables)
    categories = f"; categories {', '.join(map(code, ingredient.categories))}" if ingredient.categories else ""
    months = (
        f"; over {ingredient.months} months" if ingredient.months > 1 else "; by month" if ingredient.months else ""
    )
    return tables + categories + months


def parameters_page() -> str:
    rows = [
        (
            code(name),
            parameter.meaning,
            parameter.unit,
            "; ".join(f"{value:,.10g} from {day}" for day, value in parameter.values.items()),
            parameter.source,
        )
        for name, parameter in sorted(load_parameters(date.max).known.items())
    ]
    return paragraphs(
        "# Parameters",
        "What thresholds hold from which day, and who says so. An area sets its own in `denizen.yaml` under `parameters`; "
        "those in force on the reference date go into the ledger with every run.",
        table(("Parameter", "What it decides", "Unit", "Values", "Source"), rows),
    )


def shapes_page() -> str:
    held = [value for _, value in sorted(vars(shapes).items()) if isinstance(value, shapes.Shape)]
    parts = [
        "# Shapes",
        "The tables that cross a border between rooms. No other table leaves the room that made it.",
    ]
    for shape in held:
        key = "Key: " + ", ".join(map(code, shape.key)) + "." if shape.key else "No key: rows may repeat."
        rows = [(code(column.name), column.type, column.meaning) for column in shape.columns]
        parts += [f"## {shape.name}", key, table(("Column", "Type", "Meaning"), rows)]
    return paragraphs(*parts)


def errors_page() -> str:
    drawn = dict(_drawn_meanings())
    rows = [
        (code(kind.__name__), str(kind.exit_code), code(kind.__mro__[1].__name__), drawn[kind.__name__])
        for kind in _family(errors.DenizenError)
    ]
    return paragraphs(
        "# Errors",
        "Every error that denizen raises on purpose. A message says what, where and how to mend it; it gives columns, "
        "counts and row numbers, never a person's values. The exit code tells a script which family it was.",
        "Besides these: 0, all went well; 1, a fault of denizen's own; 2, the command was written wrongly; 130, stopped by "
        "the keyboard.",
        table(("Error", "Exit code", "Kind of", "When"), rows),
    )


def _family(kind: type[errors.DenizenError]) -> Iterator[type[errors.DenizenError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _family(child)


def _drawn_meanings() -> Iterator[tuple[str, str]]:
    """(error, when it is raised), as the tree in the docstring of `denizen.errors` tells it."""
    for line in (errors.__doc__ or "").splitlines():
        if found := re.search(r"[|`]-- (\w+)\s+(?:\d+\s+)?(.+)", line):
            yield found[1], found[2]


def commands_page() -> str:
    parts = ["# Commands", "What `denizen --help` tells, in one place."]
    for name, command in _commands("denizen", typer.main.get_command(app)):
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
        usage = " ".join([name, *(_argument(p) for p in arguments), *(["[OPTIONS]"] if options else [])])
        parts += [f"## {name}", command.help or "", f"```\n{usage}\n```"]
        lines = [f"`{p.name.upper()}`: {p.help}" for p in arguments]
        lines += [f"`{', '.join(p.opts)}`: {p.help}{_otherwise(p)}" for p in options]
        parts.append(bullets(lines))
    return paragraphs(*parts)


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for child in inner:
        yield from _commands(f"{name} {child}", inner[child])


def _argument(parameter: Any) -> str:
    name = parameter.name.upper()
    return name if parameter.required else f"[{name}]"


def _otherwise(parameter: Any) -> str:
    if parameter.required:
        return " (needed)"
    is_told = parameter.default is None or "default" in (parameter.help or "")
    return "" if is_told else f" (default: {parameter.default})"
