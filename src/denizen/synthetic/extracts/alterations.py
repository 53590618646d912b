"""The monthly notices of what changed on the register of electors: added, deleted, amended."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.extracts.electoral_register import Register, letters_at, numbered
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.sheets import Book, Sheet, Who, texts
from denizen.synthetic.extracts.written_dates import SLASHES, dates_text, day_text
from denizen.synthetic.town import Ints

MONTHS_WITHOUT = (10, 11)
"""October and November: the canvass goes into the register of 1 December, and no notice is given"""
AMENDED = 0.0006
"""assumed; share of entries that are amended in a month"""


def draw_alterations(ground: Ground, kept: Register, book: Book) -> None:
    """The notices of the last twelve months."""
    for month in range(max(ground.last - 11, 1), ground.last + 1):
        if ground.town.calendar.year_and_month(month)[1] not in MONTHS_WITHOUT:
            book.add(_notice(ground, kept, month))


def _notice(ground: Ground, kept: Register, month: int) -> Sheet:
    entries = kept.entries
    before, after = kept.at(ground, month - 1), kept.at(ground, month)
    stayed = after[np.isin(after, before)]
    amended = stayed[ground.dice(f"amended electors {month}").random(len(stayed)) < AMENDED]
    changed = np.unique(np.concatenate([np.setdiff1d(before, after), np.setdiff1d(after, before), amended]))
    changed = changed[~kept.is_anonymous[changed] & ~kept.without_address[changed]]
    rows, number, suffix = numbered(kept, changed, _register_of(ground, kept, month))
    kind = np.where(np.isin(rows, amended), "M", np.where(np.isin(rows, before), "D", "A")).astype(object)
    day = ground.last_day(month - 1) + np.timedelta64(1, "D")
    reference = [f"{a}-{b}/{c}" for a, b, c in zip(kept.district[rows], number, suffix, strict=True)]
    names = zip(kept.names.surname[rows], kept.names.forename[rows], kept.names.middle[rows], strict=True)
    columns = {
        "Full Elector Number": np.array(reference, dtype=object),
        "ChangeType": kind,
        "Notice Date": texts(len(rows), day_text(day)),
        "MarkersRegisterText": letters_at(ground, kept, rows, month),
        "DateOfAttainment": dates_text(kept.attains[rows], SLASHES, kept.attains[rows] <= ground.last_day(month)),
        "ElectorName": np.array([f"{a} {b} {c}".strip() for a, b, c in names], dtype=object),
        "RegisteredPostcode": kept.addresses.postcode[rows],
        **{f"RegisteredAddress{line}": kept.addresses.line(line)[rows] for line in range(1, 6)},
    }
    who = Who(np.arange(len(rows)), entries.person[rows], entries.dwelling[rows])
    return Sheet("electoral_register", "monthly_alterations", "T3", ground.last_day(month), month, columns, who)


def _register_of(ground: Ground, kept: Register, month: int) -> Ints:
    """The rows of the last whole register before a month, which gives the numbers."""
    found = [one for one in range(1, month) if ground.town.calendar.year_and_month(one)[1] == 11]
    return kept.at(ground, found[-1] if found else 0)
