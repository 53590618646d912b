"""A landlord's tenancies, with garages and leaseholders among them, and the log of lettings that England keeps."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.said_of_people import in_words
from denizen.synthetic.extracts.sheets import Book, Cells, Sheet, Who, numbers_text, texts
from denizen.synthetic.extracts.social_housing import Housing, references
from denizen.synthetic.extracts.written_addresses import write_addresses
from denizen.synthetic.extracts.written_dates import ISO, SLASHES, dates_text, day_within
from denizen.synthetic.town import Ints, Texts


def draw_tenancies(ground: Ground, kept: Housing, book: Book) -> None:
    """Tenancies of two years; in England the lettings of each of them."""
    for month in ground.named_months():
        book.add(_tenancies(ground, kept, month))
        if ground.town.place.nation == "england":
            book.add(_lettings(ground, kept, month))


def _tenancies(ground: Ground, kept: Housing, month: int) -> Sheet:
    held, said, calendar = kept.tenancies, ground.settings.social_housing, ground.town.calendar
    shown = np.flatnonzero((held.from_month <= month) & (held.to_month > month - said.former_kept_months))
    others = shown[happens(ground.dice("garages"), said.other_lettings, len(held.first))[shown]]
    rows = np.concatenate([shown, others])
    is_other = np.arange(len(rows)) >= len(shown)
    dwelling = held.dwelling[rows]
    address = write_addresses(
        ground.addresses, dwelling, said.addresses, ground.dice(f"tenancy addresses {month}"), clerks=True
    )
    begins, lot = day_within(calendar, np.maximum(held.from_month[rows], -400), _lots(rows)), _lots(rows)
    ends = np.maximum(day_within(calendar, np.minimum(held.to_month[rows], 2400), lot), begins)
    is_over = held.to_month[rows] <= month
    status = np.where(is_other, "Leaseholder", np.where(is_over, "Former tenant", "Current tenant"))
    columns: dict[str, Cells] = {
        "Ten Ref": references("T", np.where(is_other, rows + 50_000_000, rows)),
        "Prop Ref": references("", dwelling),
        "Property UPRN": np.where(is_other, "", address.uprn).astype(object),
        "Full Address": address.one_line(with_postcode=False),
        "Post Code": address.postcode,
        "Agreement Type": np.where(is_other, "Leasehold", np.where(lot < 0.8, "Secure", "Introductory")).astype(object),
        "Tenant Status": status.astype(object),
        "Stock Type": np.where(is_other, np.where(lot < 0.5, "Garage", "Leasehold"), kept.kind.text()[dwelling]).astype(
            object
        ),
        "Commencement Date": dates_text(begins, SLASHES),
        "Termination Date": dates_text(ends, SLASHES, ~is_over),
    }
    who = Who(np.arange(len(rows)), held.first[rows], dwelling)
    return Sheet("social_housing", "tenancies", "T2", ground.last_day(month), month, columns, who)


def _lots(rows: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A number in [0, 1) of each tenancy, the same in every file."""
    return np.asarray((rows * 48_271 + 7) % 9_973 / 9_973)


def _lettings(ground: Ground, kept: Housing, month: int) -> Sheet:
    """New lettings of twelve months, one row for each."""
    held, people, place = kept.tenancies, ground.town.people, ground.town.place
    rows = np.flatnonzero((held.from_month > max(month - 12, 0)) & (held.from_month <= month))
    lead, dwelling = held.first[rows], held.dwelling[rows]
    at_home = np.bincount(kept.entries.dwelling[kept.entries.at(month)], minlength=len(ground.town.dwellings.uprn))[
        dwelling
    ]
    supported = kept.kind.is_("Supported housing")[dwelling]
    begins = day_within(ground.town.calendar, held.from_month[rows], _lots(rows))
    columns: dict[str, Cells] = {
        "Log ID": numbers_text(200_000 + (rows * 7_919) % 799_999),
        "Log Status": texts(len(rows), "completed"),
        "Tenancy start date": dates_text(begins, ISO),
        "renewal": np.where(_lots(rows) < 0.04, "Yes", "No").astype(object),
        "needstype_label": np.where(supported, "Supported housing", "General needs").astype(object),
        "LA code": texts(len(rows), place.area_code),
        "LLPG UPRN": numbers_text(ground.town.dwellings.uprn[dwelling]),
        "Full postcode": ground.town.dwellings.postcode[dwelling],
        "Household members": np.clip(at_home, 1, 8),
        "Lead tenant's age": np.maximum(ground.age(lead, month), 16),
        "Lead tenant's sex": _sexes(ground, lead),
        "national": in_words(people.nationality, "nationalities", lead),
    }
    who = Who(np.arange(len(rows)), lead, dwelling)
    return Sheet("social_housing", "core_lettings", "T2", ground.last_day(month), month, columns, who)


def _sexes(ground: Ground, person: Ints) -> Texts:
    return np.where(ground.town.people.sex.is_("female")[person], "F", "M").astype(object)
