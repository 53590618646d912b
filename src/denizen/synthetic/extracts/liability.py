"""Who is liable for council tax on each dwelling, by accounts as the revenues service came to know them; and discounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.holders import Holdings, holdings
from denizen.synthetic.extracts.written_dates import NO_DATE, day_within
from denizen.synthetic.extracts.written_names import write_names
from denizen.synthetic.town import NEVER, NOBODY, Dates, Flags, Floats, Ints, Texts

FIRMS = (
    "Sentinel Lettings Ltd", "Keystone Properties Ltd", "Harbour Homes Ltd", "Northgate Estates LLP", "The Owner",
    "Brightdoor Lettings Limited", "Executors of the late owner",
)  # fmt: skip
"""invented landlords"""
STUDENT_AGES = (18, 22)


@dataclass(frozen=True)
class Accounts:
    """One row per account. Months [from_month, to_month) are those of liability; it is known in [known_from, known_to).

    `first` and `second` are the liable people, NOBODY where it is a firm or somebody from elsewhere.
    """

    dwelling: Ints
    first: Ints
    second: Ints
    from_month: Ints
    to_month: Ints
    known_from: Ints
    known_to: Ints
    kept_months: int
    names: Texts
    liability: Texts
    bills_to: Texts
    is_landlord: Flags
    lot: Floats

    def shown(self, month: int) -> Ints:
        """Accounts of an extract: those that run as far as is known, and those that ended within the months kept."""
        return np.flatnonzero((self.known_from <= month) & (self.known_to + self.kept_months > month))

    def days(self, ground: Ground, rows: Ints, month: int) -> tuple[Dates, Dates]:
        """First and last day of liability; no last day where the service does not know yet that it ended."""
        calendar = ground.town.calendar
        begins = day_within(calendar, np.maximum(self.from_month[rows], -390), self.lot[rows])
        last = day_within(calendar, np.minimum(self.to_month[rows], 2400), self.lot[rows])
        return begins, np.where(self.known_to[rows] <= month, np.maximum(last, begins), NO_DATE)


def accounts_of(ground: Ground) -> Accounts:
    """The accounts of every dwelling: of its holders, of landlords of shared houses, of those who answer for homes and halls."""
    said, homes, dice = ground.settings.council_tax, ground.town.dwellings, ground.dice("council tax")
    let = homes.kind.is_("shared_house", "hall", "care_home", "refuge")
    held = holdings(ground, ~let, said.partner_liable, dice)
    bare, empty_from, empty_to = _without_residents(ground, held, let)
    dwelling = np.concatenate([held.dwelling, bare])
    nobody = np.full(len(bare), NOBODY)
    landlord = _landlords(ground, bare, dice)
    first, second = np.concatenate([held.first, landlord]), np.concatenate([held.second, nobody])
    begins, ends = np.concatenate([held.from_month, empty_from]), np.concatenate([held.to_month, empty_to])
    size = len(dwelling)
    lag = np.floor(dice.exponential(said.lag_months, size)).astype(np.int64)
    listed = happens(dice, np.concatenate([_listed(ground, held), np.ones(len(bare))]))
    keep = np.flatnonzero(listed | (begins < 0))
    is_landlord = np.arange(size) >= len(held)
    names, liability = _names(ground, first, second, begins, is_landlord, dwelling)
    return Accounts(
        dwelling=dwelling[keep],
        first=first[keep],
        second=second[keep],
        from_month=begins[keep],
        to_month=ends[keep],
        known_from=(begins + lag)[keep],
        known_to=_known_end(ground, ends, dice)[keep],
        kept_months=said.closed_kept_months,
        names=names[keep],
        liability=liability[keep],
        bills_to=_bills(ground, first, dwelling, is_landlord, dice)[keep],
        is_landlord=is_landlord[keep],
        lot=dice.random(size)[keep],
    )


def _without_residents(ground: Ground, held: Holdings, let: Flags) -> tuple[Ints, Ints, Ints]:
    """Months in which the owner answers for a dwelling: always for those that are let by the room, else while it is empty."""
    homes = ground.town.dwellings
    last = np.append(held.dwelling[1:] != held.dwelling[:-1], True)
    until = np.where(last, homes.last_month[held.dwelling], np.append(held.from_month[1:], NEVER))
    gap = np.flatnonzero(until > held.to_month)
    never = np.flatnonzero(let | ~np.isin(np.arange(len(homes.uprn)), held.dwelling))
    begins = np.maximum(homes.first_month[never], -360)
    return (
        np.concatenate([held.dwelling[gap], never]),
        np.concatenate([held.to_month[gap], begins]),
        np.concatenate([until[gap], homes.last_month[never]]),
    )


def _listed(ground: Ground, held: Holdings) -> Floats:
    homes = ground.town.dwellings
    chances = [ground.settings.council_tax.by_tenure.get(word, 0.9) for word in homes.tenure.words]
    return np.array(chances)[homes.tenure.codes[held.dwelling]]


def _known_end(ground: Ground, ends: Ints, dice: Dice) -> Ints:
    """When the service knows that an account ended: as it lingers, or when the next comes; a few run on beside it."""
    said = ground.settings.council_tax
    half = said.half_life_months["moved"]
    lingers = np.floor(dice.exponential(half / np.log(2), len(ends))).astype(np.int64)
    known = np.where(ends >= NEVER, NEVER, ends + lingers)
    overlaps = happens(dice, said.overlap, len(ends))
    return np.where(overlaps & (ends < NEVER), ends + 2 + 3 * lingers, known)


def _landlords(ground: Ground, dwelling: Ints, dice: Dice) -> Ints:
    """A landlord for each shared house: a resident of the town who owns a home, or nobody of the town."""
    homes, stays = ground.town.dwellings, ground.town.life.stays
    owners = homes.tenure.is_("owned_outright", "owned_mortgage")[stays.dwelling] & (stays.to_month >= NEVER)
    grown = ground.town.people.birth_month[stays.person] < -30 * 12
    candidates = np.unique(stays.person[owners & grown])
    chosen = candidates[dice.integers(0, len(candidates), len(dwelling))]
    in_town = happens(dice, ground.settings.council_tax.landlord_in_town, len(dwelling))
    return np.where(homes.kind.is_("shared_house")[dwelling] & in_town, chosen, NOBODY)


def _names(
    ground: Ground, first: Ints, second: Ints, begins: Ints, is_landlord: Flags, dwelling: Ints
) -> tuple[Texts, Texts]:
    """All liable parties in one string, and by what they are liable."""
    homes, said, dice = ground.town.dwellings, ground.settings.council_tax, ground.dice("names on bills")
    one = write_names(ground.town, np.maximum(first, 0), begins, said.names, dice)
    two = write_names(ground.town, np.maximum(second, 0), begins, said.names, dice)
    given = [
        " ".join(filter(None, parts)) for parts in zip(one.title, one.forename, one.middle, one.surname, strict=True)
    ]
    other = [" ".join(filter(None, parts)) for parts in zip(two.title, two.forename, two.surname, strict=True)]
    both = [f"{a} & {b}" if with_them else a for a, b, with_them in zip(given, other, second != NOBODY, strict=True)]
    firms = np.array(FIRMS, dtype=object)[dice.integers(0, len(FIRMS), len(first))]
    names = np.where(first == NOBODY, firms, np.array(both, dtype=object))
    words = {"owned_outright": "Owner occupier", "owned_mortgage": "Owner occupier", "social_rented": "Secure tenant"}
    kinds = np.array([words.get(word, "Tenant") for word in homes.tenure.words], dtype=object)[
        homes.tenure.codes[dwelling]
    ]
    return names.astype(object), np.where(is_landlord, "Non-resident owner", kinds).astype(object)


def _bills(ground: Ground, first: Ints, dwelling: Ints, is_landlord: Flags, dice: Dice) -> Texts:
    """Where bills go when not to the dwelling: a landlord's own home, an office, now and then a relative's."""
    lines = ground.addresses.lines[0, 1]
    home = ground.homes.dwelling(np.maximum(first, 0), ground.last)
    relative = happens(dice, 0.01, len(first))
    written = np.full(len(first), "", dtype=object)
    for row in np.flatnonzero(is_landlord | relative):
        at = home[row] if first[row] != NOBODY else NOBODY
        if at == NOBODY or at == dwelling[row]:
            written[row] = f"{int(dice.integers(1, 200))} Sentinel Way, Nowhere, ZZ9 9ZZ"
        else:
            written[row] = ", ".join([*filter(None, lines[at]), ground.town.dwellings.postcode[at]])
    return written


@dataclass(frozen=True)
class Use:
    """How each dwelling is used as the service sees it at the end of a month: one row per dwelling."""

    state: Texts
    discount: Texts
    exemption: Texts
    known_adults: Ints


def discount_of(ground: Ground, month: int) -> Use:
    """State, discount and exemption of each dwelling, from who truly lives there and who claims what."""
    said, homes = ground.settings.council_tax, ground.town.dwellings
    size = len(homes.uprn)
    adults, students = _adults(ground, month)
    lots = ground.dice("discounts").random((size, 3))
    claimed, wrongly, empty_kind = (
        lots[:, 0] < said.single_discount_claimed,
        lots[:, 1] < said.single_discount_false,
        lots[:, 2],
    )
    all_students = (adults > 0) & (students == adults) & (lots[:, 0] < said.student_exemption_claimed)
    is_empty = adults == 0
    communal = homes.kind.is_("hall", "care_home", "refuge", "shared_house")
    hall = homes.kind.is_("hall")
    state = np.where(is_empty & ~communal, np.where(empty_kind < 0.3, "second_home", "empty"), "occupied")
    state = np.where(hall | (all_students & ~communal), "exempt", state)
    single = (state == "occupied") & ~communal & (((adults == 1) & claimed) | ((adults > 1) & wrongly))
    probate = is_empty & ~communal & (state == "empty") & (empty_kind > 0.85)
    exemption = np.where(hall, "M", np.where(state == "exempt", "N", np.where(probate, "F", "")))
    discount = np.where(single, "SPD", np.where((state == "empty") & ~probate, "Empty", ""))
    return Use(state.astype(object), discount.astype(object), exemption.astype(object), np.where(single, 1, adults))


def _adults(ground: Ground, month: int) -> tuple[Ints, Ints]:
    """Adults who live in each dwelling, and those of them who look like students: young, in no work, among sharers."""
    stays, people = ground.town.life.stays, ground.town.people
    here = np.flatnonzero((stays.from_month <= month) & (month < stays.to_month) & ~stays.is_second)
    person = stays.person[here]
    age = people.age_at(month)[person]
    adult = age >= 18
    student = (
        adult & (age <= STUDENT_AGES[1]) & people.sector.is_("none")[person] & stays.role.is_("hall", "sharer")[here]
    )
    size = len(ground.town.dwellings.uprn)
    return np.bincount(stays.dwelling[here][adult], minlength=size), np.bincount(
        stays.dwelling[here][student], minlength=size
    )
