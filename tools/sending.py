"""What a partner's clerk has to know to send a list: which layout, what to leave out, the template, the controls."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from markdown import paragraphs, table

from denizen.contracts import Contract, Field, Layout

TIERS = {
    "": "",
    "T0": "counts of areas",
    "T1": "one row per UPRN, without names",
    "T2": "one row per person, without names; keys that the supplier makes, or a reference of the supplier's own",
    "T3": "names",
}
_ENDINGS = {"csv": "csv", "workbook": "xlsx", "json": "json"}


def for_the_sender(contract: Contract) -> list[str]:
    """The part of a page for whoever exports the file."""
    if contract.retention_days is None:
        return [
            "## If you fetch this list",
            "It is published. Save it as its publisher gives it: do not open it in a spreadsheet and save it again, do not "
            "take rows or columns out. Each layout below says which file it is.",
        ]
    return [
        "## If you send this list",
        "1. **Agree which layout you send.** The agreement between you and the partnership names it. Send the least that "
        "serves: counts before rows, rows without names before names.",
        table(("Layout", "What it is", "What it tells of people", "Template"), [_choice(x) for x in contract.layouts]),
        "2. **Export it from your system as it comes**, every row of the list on one day, as CSV or as a workbook. Keep your "
        "own headers and codes: those in the tables below are found, and other words for them too; the receipt says what was "
        "read as what. Do not open the CSV in a spreadsheet and save it again: it drops noughts at the beginning of numbers "
        "and turns codes into dates.",
        "3. **Or fill in the template**, where your system has no such export. Its first row holds the headers; the second is "
        "an example with invented values: delete it. Fill every column that says `yes` under *Has to be filled*; leave a "
        "cell empty where you do not know, and read under *Empty means* how that is taken.",
        f"4. **Leave out what is not asked for.** {_not_asked(contract)}",
        "5. **Count before you send**, in the system and not in the file, and put what you counted beside the file, as each "
        "layout shows. The receipt sets it against what arrived: a file that was cut short is found the same day.",
        "6. **Send it the way the agreement says**, never as an attachment to an open e-mail. You get a receipt: how many rows "
        "were taken and refused, which row numbers and why, never what a row says. Mend those rows in your system, "
        "and send the whole file again.",
    ]


def _choice(layout: Layout) -> tuple[str, str, str, str]:
    tells = f"{layout.tier}: {TIERS[layout.tier]}" if layout.tier else _without_tier(layout)
    template = f"[template]({template_path(layout)})" if has_template(layout) else "as its publisher gives it"
    return f"[`{layout.name}`](#{layout.name})", layout.title, tells, template


def _without_tier(layout: Layout) -> str:
    return "rows in which somebody could be known" if layout.is_of_people else "nothing of a single person"


def _not_asked(contract: Contract) -> str:
    if not contract.never:
        return "A column that is not in the tables below does not enter."
    return (
        "A column that is not in the tables below does not enter. Some must not even travel: they are listed under "
        "[columns that never enter](#columns-that-never-enter). If your export always has them, delete them before you send it."
    )


def how_to_send(layout: Layout) -> str:
    """Of one layout: its template, and its controls as they would be written."""
    if not has_template(layout):
        return ""
    name = f"{layout.name}.{_ENDINGS[layout.reading.format]}"
    numbers = [field for field in layout.read_fields if _can_be_summed(field)][:3]
    sums = [f"sums: {{{', '.join(f'{field.header}: {_example_sum(field)}' for field in numbers)}}}"] if numbers else []
    return paragraphs(
        f"[A template to fill in]({template_path(layout)}); delete its second row, which is an example.",
        f"Controls: beside `{name}` lies `{name}.controls.yaml`, with what you counted in the system itself"
        + (", and the sum of any of its numbers:" if numbers else ":"),
        "\n".join(["```yaml", "rows: 1204", "run_on: 2025-12-01", *sums, "```"]),
    )


def _can_be_summed(field: Field) -> bool:
    of_one_person = field.role in ("birth_year", "age", "easting", "northing")
    return field.type in ("integer", "number") and not field.codes and not of_one_person and "{" not in field.header


def _example_sum(field: Field) -> str:
    return "5310" if field.type == "integer" else "5310.5"


def template_path(layout: Layout) -> str:
    return f"templates/{layout.source}-{layout.name}.csv"


def templates(contracts: Sequence[Contract]) -> dict[str, str]:
    """Per layout that is a table with headers, a file to fill in: the headers, and an example that the door knows."""
    return {
        f"docs/sources/{template_path(layout)}": _template(layout)
        for contract in contracts
        for layout in contract.layouts
        if has_template(layout)
    }


def has_template(layout: Layout) -> bool:
    """Whether somebody can fill it in by hand: a table, and not one that a publisher makes."""
    is_a_list = layout.gives.shape in ("records", "gazetteer", "suppressed") or layout.tier == "T0"
    return is_a_list and layout.reading.format != "json"


def _template(layout: Layout) -> str:
    text = io.StringIO()
    fields = [field for field in layout.read_fields if field.kept_if != "FALSE"]
    csv.writer(text, lineterminator="\n").writerows([[f.header for f in fields], [f.example for f in fields]])
    return text.getvalue()
