"""A page per source, from its contract: for the partner who exports the file, and for whoever reads its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import get_args

from markdown import bullets, code, paragraphs, table
from sending import TIERS, for_the_sender, how_to_send, templates

from denizen.contracts import Contract, Field, Layout, load_contracts, rules_of
from denizen.contracts.codes import CodeList, CodeListName, code_list

_FORMATS = {
    "csv": "CSV. The separator, quotes and line ends are found out; every cell is read as text.",
    "workbook": "A workbook: XLSX, XLS or ODS, not protected by a password.",
    "json": "JSON: one object a row, its members named by their path, as `recipientOrganization.0.postalCode`.",
}
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "date": "date, as 2024-03-31 or 31/03/2024",
    "month": "month, as 2024-03",
    "code": "one of a list",
    "postcode": "postcode",
    "uprn": "UPRN",
    "identifier": "identifier: a keyed pseudonym stands for it from the door on",
    "free_text": "free text: names, telephone numbers, e-mail and other addresses in it are covered at the door",
}
_GROUNDS = {
    "named_power": "the power it is shared under",
    "legal_note": "a legal note",
    "dpia": "a data protection impact assessment",
    "privacy_notice": "a privacy notice that is published",
}
SHARED = get_args(CodeListName)
_CONSEQUENCES = {
    "error": "the row is refused",
    "set_aside": "the row is set aside: nothing is wrong with it, it is not for this profile",
    "note": "the row is accepted, and the receipt tells how many there are",
}


def source_pages() -> dict[str, str]:
    contracts = [contract for _, contract in sorted(load_contracts().items())]
    pages = {f"docs/sources/{contract.source}.md": source_page(contract) for contract in contracts}
    lists = {f"docs/sources/codes/{name}.md": code_page(code_list(name)) for name in SHARED}
    return {**pages, **lists, **templates(contracts), "docs/sources/README.md": index_page(contracts)}


def code_page(listed: CodeList) -> str:
    rows = [(code(key), names[0], ", ".join(names[1:])) for key, names in listed.codes.items()]
    return paragraphs(
        f"# {listed.title}",
        f"Codes of {listed.standard}. {listed.source}",
        "Spellings are compared by their letters and digits alone: capitals, spaces, accents and marks do not count.",
        table(("Code", "Label", "Other spellings that are read"), rows),
    )


def index_page(contracts: list[Contract]) -> str:
    rows = [
        (f"[{c.title}]({c.source}.md)", code(c.source), c.kept_by, c.row_is, str(len(c.layouts))) for c in contracts
    ]
    return paragraphs(
        "# Sources",
        "Each list that denizen reads has a contract. It says what a file must look like, whom the list covers, whom it "
        "misses, how late it is and what it must not be used for. These pages are those contracts in words.",
        table(("List", "Id", "Kept by", "A row is", "Layouts"), rows),
        "A list of your own needs a contract file and no code: put it into `contracts/` of your area folder. "
        "Begin with a copy of the nearest one in `src/denizen/contracts/sources/`.",
    )


def source_page(contract: Contract) -> str:
    about = [
        ("Kept by", contract.kept_by),
        ("A row is", contract.row_is),
        ("What it tells", contract.tells),
        ("Whom it covers", contract.covers),
        ("Whom it misses", contract.misses),
        ("Whom it keeps too long", contract.keeps_too_long),
        ("How late it is", contract.lag),
        ("How long it is kept", contract.retention),
    ]
    if contract.retention_days:
        about.append(
            ("A delivery is destroyed after", f"{contract.retention_days} days, or sooner where the agreement says so")
        )
    return paragraphs(
        f"# {contract.title}",
        f"Source `{contract.source}`, contract version {contract.version}.",
        table(("", "This list"), [(f"**{label}**", text) for label, text in about]),
        *for_the_sender(contract),
        *_never(contract),
        "## What it must not be used for",
        bullets(contract.not_for),
        *_law(contract),
        "## Layouts",
        bullets(f"[`{layout.name}`](#{layout.name}): {layout.title}" for layout in contract.layouts),
        *(_layout(layout) for layout in contract.layouts),
    )


def _law(contract: Contract) -> list[str]:
    """The limits that hold whatever an agreement says."""
    if not contract.limits:
        return []
    rows = [
        (
            ", ".join(nation.title() for nation in limit.nations),
            ", ".join((*limit.tiers, *limit.layouts)) or "all",
            f"from {limit.from_}" + (f" to {limit.until}" if limit.until else ""),
            limit.power,
            ", ".join(word.replace("_", " ") for word in limit.recipients) or "not said",
            ", ".join(word.replace("_", " ") for word in limit.purposes) or "not said",
            " ".join(filter(None, (limit.may_not, limit.offence))),
            ", ".join(_GROUNDS[ground] for ground in limit.requires),
            limit.cite,
        )
        for limit in contract.limits
    ]
    heads = (
        "Nation",
        "Binds",
        "When",
        "What the law lets",
        "Who may hold it",
        "For",
        "What it forbids",
        "An agreement has to name",
        "Source",
    )
    return ["## What the law says", "These limits hold even where an agreement allows more.", table(heads, rows)]


def _never(contract: Contract) -> list[str]:
    if not contract.never:
        return []
    rows = [(", ".join(code(header) for header in item.headers), item.why) for item in contract.never]
    return [
        "## Columns that never enter",
        "They are dropped at the door, whatever an agreement says. A `*` stands for whatever follows.",
        table(("Headers", "Why"), rows),
    ]


def _layout(layout: Layout) -> str:
    lists = [field for field in layout.fields if field.codes]
    tier = f"Delivery tier **{layout.tier}**: {TIERS[layout.tier]}." if layout.tier else ""
    return paragraphs(
        f"### {layout.name}",
        layout.title + ".",
        tier,
        how_to_send(layout),
        f"Defined by: {layout.defined_by}" if layout.defined_by else "",
        _delivery(layout),
        "#### Columns",
        "In any order. A header is found whatever its capitals, spaces and order of words, and in the usual short forms (`No`, "
        "`Ref`, `Addr`, `Dt`). A column that is not named here does not enter.",
        table(
            ("Header", "Other headers read", "Type", "Has to be filled", "Meaning", "Example", "Empty means"),
            [_column(family) for family in _families(layout.fields)],
        ),
        *(_code_list(field) for field in lists),
        "#### Rules",
        "Every row is checked by every rule. A row that breaks one costs that row, never the file.",
        table(("Column", "What is wrong", "What happens", "How to mend it"), _rules(layout)),
    )


def _delivery(layout: Layout) -> str:
    reading, gives = layout.reading, layout.gives
    lines = [_FORMATS[reading.format]]
    if reading.format == "csv":
        lines.append(f"UTF-8 or UTF-16; anything else is read as {reading.encoding}.")
    if reading.header == "none":
        lines.append("There is no header row: columns are told by their number, from 1.")
    else:
        lines.append("The header row may stand below a title block.")
    if reading.sheet:
        lines.append(f"The sheet `{reading.sheet}` is read.")
    if reading.end_at:
        lines.append(f"The list ends before the row that starts with `{reading.end_at}`.")
    key = ", ".join(code(layout.field(name).header) for name in layout.key)
    lines.append(
        f"No two rows may share {key}."
        if key
        else "The list has no key: rows that look alike are kept and counted each."
    )
    if gives.shape in ("gazetteer", "suppressed"):
        lines.append("It gives no figure: other lists are placed by it.")
    elif gives.shape == "records":
        lines.append(f"Its rows are counted, as {gives.unit}, and never shown.")
    else:
        lines.append(f"Its figures are {gives.unit}, by `{gives.geography.value}` of {gives.vintage}.")
    if "snapshot" in gives.period:
        lines.append(
            "No column tells which day it describes: `snapshot` in denizen.yaml does, or `receive --snapshot`."
        )
    return paragraphs("#### How it is delivered", bullets(lines))


def _families(fields: Sequence[Field]) -> list[list[Field]]:
    """Neighbours that differ in their numbers alone (`Aged 5 to 9`, `Aged 10 to 14`) are one line of the page."""

    def likeness(field: Field) -> tuple[object, ...]:
        words = (re.sub(r"\d+", "0", text) for text in (field.header, field.meaning))
        return (*words, field.type, field.required, field.is_special, field.empty_means, tuple(field.codes))

    together = [list(family) for _, family in groupby(fields, likeness)]
    return [part for family in together for part in ([family] if len(family) > 2 else [[field] for field in family])]


def _column(family: Sequence[Field]) -> tuple[str, ...]:
    field = family[0]
    special = " **Special category data.**" if field.is_special else ""
    special += " It is worked out, and stands in no file." if field.derived else ""
    others = f"; and so on, {len(family)} columns" if len(family) > 1 else ""
    return (
        _from_to([one.header for one in family]),
        ", ".join(code(name) for name in (*field.synonyms, *field.otherwise)),
        _TYPES[field.type],
        "yes" if field.required else "no",
        field.meaning + others + special,
        code(field.example),
        "" if field.required else field.empty_means,
    )


def _from_to(names: Sequence[str]) -> str:
    """Names listed, or from the first to the last where they are many."""
    if len(names) <= 6:
        return ", ".join(code(name) for name in names)
    return f"{code(names[0])} to {code(names[-1])} ({len(names)} columns)"


def _code_list(field: Field) -> str:
    if field.is_folded:
        name = next(name for name in SHARED if code_list(name).by_spelling() == field.codes)
        return f"What `{field.header}` may say: [{code_list(name).title}](codes/{name}.md)."
    return paragraphs(
        f"What `{field.header}` may say, and what it is read as:",
        table(("In the file", "Read as"), [(code(label), code(common)) for label, common in field.codes.items()]),
    )


def _rules(layout: Layout) -> list[tuple[str, ...]]:
    """Rules that say the same of several columns stand together."""
    columns: dict[tuple[str, str, str], list[str]] = {}
    for rule in rules_of(layout):
        said = (rule.sentence, _CONSEQUENCES[rule.severity], rule.mend)
        columns.setdefault(said, []).append(rule.column)
    return [(_from_to([name for name in names if name]) or "whole row", *said) for said, names in columns.items()]
