"""The pack for reviewers: the assessment in draft, the map of flows, the retention schedule, the access matrix.

All of it is made from the agreements of a folder, and says where they are silent.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from denizen.agreements.agreement import Agreement, load_agreement
from denizen.agreements.dpia_draft import RISKS_AT, StepDrafted, dpia_steps
from denizen.documents import plain_document
from denizen.errors import CannotWrite, NotFound
from denizen.pipeline.flow_map import flow_map
from denizen.pipeline.settings_shown import settings_shown
from denizen.pipeline.signing import documents_in

GAP = "**GAP**"


@dataclass(frozen=True, slots=True)
class Pack:
    """The files of a pack by name, and how many gaps the draft shows."""

    files: Mapping[str, str]
    gaps: int
    agreements: int


def pack_of(place: Path, today: date) -> Pack:
    """Make the pack from the agreements of a folder.

    Raises:  NotFound, when there is none but open licences; BadDocument.
    """
    agreements = _agreements(place)
    steps = dpia_steps(agreements)
    files = {
        "dpia.md": _draft(steps, agreements, settings_shown(place, today), today),
        "data-flow-map.svg": flow_map(agreements),
        "retention-schedule.csv": _retention(agreements),
        "access-matrix.csv": _access(agreements),
    }
    return Pack(files, sum(step.gaps for step in steps), len(agreements))


def write_pack(pack: Pack, out: Path) -> None:
    """Write the files into a folder that is new or empty.

    Raises:  CannotWrite.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise CannotWrite(
                "The folder for the pack is not empty.",
                where=str(out),
                mend="name a new one: what was filled in would be lost",
            )
        for name, text in pack.files.items():
            (out / name).write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise CannotWrite(
            f"The pack cannot be written ({error.strerror or type(error).__name__}).",
            where=str(out),
            mend="name a folder that you may write to",
        ) from None


def _agreements(place: Path) -> list[Agreement]:
    found = []
    for file in documents_in(place):
        text = file.read_text("utf-8-sig")
        if plain_document(text, file.name).get("kind") not in ("code", "open_licence"):
            found.append(load_agreement(text, file.name))
    if not found:
        raise NotFound(
            "There is no agreement here but open licences: nothing is to be assessed.",
            where=str(place),
            mend="name the folder that holds the agreements",
        )
    return found


def _draft(steps: Sequence[StepDrafted], agreements: Sequence[Agreement], settings: Sequence[str], today: date) -> str:
    gaps = sum(step.gaps for step in steps)
    made_from = ", ".join(f"{one.id} ({one.status.replace('_', ' ')})" for one in agreements)
    lines = [
        "# Data protection impact assessment: draft",
        "",
        f"Made on {today} from {made_from}. "
        f"It has {gaps} gaps; each is marked {GAP}. Nobody has signed it: a person fills the gaps, judges the risks and signs.",
        "",
        "Beside it: `data-flow-map.svg`, `retention-schedule.csv`, `access-matrix.csv`.",
    ]
    for step in steps:
        lines += ["", f"## Step {step.number}. {step.title}", "", step.ask, ""]
        lines += _answers(step)
        if settings and step.number == RISKS_AT + 1:
            lines += ["- What this installation shows by itself", *(f"    - {fact}" for fact in settings)]
        if step.risks:
            lines += [
                "| Risk to people | Brought by | How likely | How severe | What stands against it |",
                "|---|---|---|---|---|",
            ]
            lines += [
                f"| {_cell(one.risk)} | {', '.join(one.brought_by)} | {GAP} | {GAP} | {_cell(one.measures)} |"
                for one in step.risks
            ]
    return "\n".join(lines) + "\n"


def _answers(step: StepDrafted) -> list[str]:
    """The answers of a step: for each question, what every agreement says."""
    lines: list[str] = []
    for label in dict.fromkeys(line.label for line in step.lines):
        lines.append(f"- {label[:1].upper()}{label[1:]}")
        for line in step.lines:
            if line.label == label:
                of = f"{line.agreement}: " if line.agreement else ""
                lines += [f"    - {of}{words}" for words in line.words or (GAP,)]
    return lines


def _retention(agreements: Sequence[Agreement]) -> str:
    rows = [
        [one.id, period.item, period.days, period.from_event, period.then, period.legal_duty, period.suppliers_rule]
        for one in agreements
        for period in one.retention.periods
    ]
    silent = [one for one in agreements if not one.retention.periods]
    rows += [[one.id, "any_item", one.retention_days or "GAP", "receipt", "delete", "", ""] for one in silent]
    header = ["agreement", "item", "days", "counted from", "then", "law that obliges", "rule of the supplier"]
    return _csv([header, *rows])


def _access(agreements: Sequence[Agreement]) -> str:
    """One row per item of an agreement, one column per role: yes where the agreement names the role."""
    roles = sorted({role for one in agreements for item in one.items for role in item.seen_by})
    roles += sorted({role for one in agreements for role in one.people.roles} - set(roles))
    header = ["agreement", "item", "category", *roles, "nobody is named"]
    rows = [
        [
            one.id,
            item.item,
            item.category,
            *("yes" if role in item.seen_by else "" for role in roles),
            "" if item.seen_by else "GAP",
        ]
        for one in agreements
        for item in one.items
    ]
    return _csv([header, *rows])


def _csv(rows: Sequence[Sequence[object]]) -> str:
    """CSV that a spreadsheet reads as text: nothing in it begins like a formula."""
    text = io.StringIO()
    told = [[f"'{cell}" if str(cell)[:1] in ("=", "+", "-", "@", "\t") else cell for cell in row] for row in rows]
    csv.writer(text, lineterminator="\n").writerows(told)
    return text.getvalue()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
