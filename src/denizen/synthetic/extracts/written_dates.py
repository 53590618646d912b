"""Dates as a list has them, and days within the months in which things happened."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.settings_of_lists import BirthFaults
from denizen.synthetic.town import Calendar, Dates, Flags, Floats, Ints, Texts

NO_DATE = np.datetime64("NaT", "D")
STOPGAP = np.datetime64("1900-01-01", "D")
SLASHES, DASHES, WORDS, ISO = "%d/%m/%Y", "%d-%b-%Y", "%d %b %Y", "%Y-%m-%d"


def day_within(calendar: Calendar, month: Ints, lot: Floats) -> Dates:
    """A day in each month, by a lot in [0, 1)."""
    first = np.datetime64(f"{calendar.first:%Y-%m}", "M")
    months = first + np.clip(month, -1800, 3000).astype("timedelta64[M]")
    return np.asarray(months.astype("datetime64[D]") + np.floor(lot * 28).astype("timedelta64[D]"))


def last_day(calendar: Calendar, month: int) -> np.datetime64:
    """The last day of a month."""
    year, of_year = calendar.year_and_month(month + 1)
    return np.datetime64(date(year, of_year, 1) - timedelta(days=1), "D")


def day_text(day: np.datetime64, form: str = SLASHES) -> str:
    """One day in a form."""
    return str(dates_text(np.array([day], dtype="datetime64[D]"), form)[0])


def dates_text(days: Dates, form: str = SLASHES, hidden: Flags | None = None) -> Texts:
    """Dates in a form; no date, and what is hidden, is an empty text."""
    kept = days.copy() if hidden is None else np.where(hidden, NO_DATE, days)
    ones, place = np.unique(kept.astype("datetime64[D]").astype(np.int64), return_inverse=True)
    missing = NO_DATE.astype("datetime64[D]").astype(np.int64)
    words = ["" if one == missing else np.datetime64(int(one), "D").item().strftime(form) for one in ones]
    return np.array(words, dtype=object)[place]


def written_births(birth: Dates, said: BirthFaults, dice: Dice) -> Dates:
    """Birth dates with a list's faults: missing, the first of the year, a stopgap, day and month turned, a slip."""
    days = birth.astype("datetime64[D]").copy()
    months, size = days.astype("datetime64[M]"), len(days)
    day = (days - months).astype(np.int64)
    of_year = (months - days.astype("datetime64[Y]")).astype(np.int64)
    turns = happens(dice, said.day_and_month_turned, size) & (day < 12)
    turned = days.astype("datetime64[Y]").astype("datetime64[M]") + day.astype("timedelta64[M]")
    days = np.where(turns, turned.astype("datetime64[D]") + of_year.astype("timedelta64[D]"), days)
    slips = happens(dice, said.slip, size)
    steps = dice.choice(np.array([-1, 1, 10, -10, 365, -365, 3652, -31, 30]), size)
    days = np.where(slips, np.minimum(days + steps.astype("timedelta64[D]"), np.maximum(days, birth)), days)
    first = days.astype("datetime64[Y]").astype("datetime64[D]")
    days = np.where(happens(dice, said.first_of_january, size), first, days)
    days = np.where(happens(dice, said.stopgap, size), STOPGAP, days)
    return np.asarray(np.where(happens(dice, said.missing, size), NO_DATE, days))
