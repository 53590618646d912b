"""A link explained in words: whether and why, what each comparison says, the keys, and who else there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import wrap

from denizen.linkage.closing import UNSEEN
from denizen.linkage.explained import Waterfall
from denizen.linkage.linked import BY_TWO_NAMES, MOVED_TOGETHER
from denizen.linkage.moved_together import MOVED
from denizen.linkage.shared_keys import SETTLED_OTHERWISE, SharedKey
from denizen.linkage.weights import LEAST_WEIGHT
from denizen.pipeline.link_explained import WHICH, LinkExplained, Partner

_WIDE = 110


def in_words(link: LinkExplained) -> list[str]:
    """Lines of text, of at most 110 signs where no id is longer."""
    one, other = link.names
    decided = "are linked: taken for one person" if link.is_linked else "are not linked: taken for two people"
    return [
        *wrap(f"{one} and {other} {decided}.", _WIDE, break_on_hyphens=False),
        "",
        *_paragraph("Why:", [*_why(link), *_own_part(link), *_not_counted(link)]),
        "",
        *_steps(link.waterfall),
        "",
        *_keys(link.keys),
        "",
        *(
            line
            for which, partner in zip(WHICH, link.runners_up, strict=True)
            for line in _paragraph(f"The {which} record's best other partner:", [_partner(partner, link)])
        ),
    ]


def chance(bits: float) -> str:
    """The probability that a weight stands for."""
    share = 1 / (1 + 2**-bits) if bits > -1000 else 0.0
    if share < 0.0001:
        return "below 0.01 %"
    if share > 0.9999:
        return "above 99.99 %"
    return f"{100 * share:.{1 if 0.01 <= share <= 0.99 else 2}f} %"


def _paragraph(title: str, sentences: Sequence[str]) -> list[str]:
    return wrap(" ".join([title, *sentences]), _WIDE, subsequent_indent="  ", break_on_hyphens=False)


def _why(link: LinkExplained) -> list[str]:
    """What decided: a bar, the pair itself, or the mean of the groups."""
    if link.bars:
        lists = " and ".join(link.bars)
        both = (
            "both stand on"
            if link.names[0].source == link.names[1].source and link.bond.pairs == 1
            else "their groups both hold a record of"
        )
        over = link.bond.mean > link.threshold
        without = "But for that they would be joined:" if over else "Without that they would not be joined either:"
        return [f"{both} {lists}, which has each person once (`within: unique`). {without}", *_mean(link)]
    return _mean(link)


def _mean(link: LinkExplained) -> list[str]:
    bond = link.bond
    against = f"{_side(bond.mean - link.threshold)} the threshold of {link.threshold:.1f}"
    if bond.pairs == 1:
        if link.counted is None:
            return [f"the pair counts {UNSEEN:.0f} bits, {against}."]
        return [f"the pair's weight is {link.counted:.1f} bits, {against}."]
    when, was = ("when their groups were joined", "was") if link.is_linked else ("between their groups", "is")
    sizes = f"{_many(len(bond.around_a), 'record')} around the first, {len(bond.around_b)} around the second"
    said = [f"{when} ({sizes}) the mean of {bond.pairs:,} pairs {was} {bond.mean:.1f} bits, {against}."]
    if bond.unseen:
        said.append(f"{bond.unseen:,} of these, as good as never brought together, counted {UNSEEN:.0f} bits each.")
    return said


def _own_part(link: LinkExplained) -> list[str]:
    """Whether the pair by itself says what its groups say, and by how much it does not."""
    if link.bond.pairs == 1:
        return []
    own = UNSEEN if link.counted is None else link.counted
    over = own - link.threshold
    said = f"The pair by itself, with {own:.1f} bits, is {'for' if over > 0 else 'against'} linking them"
    if (over > 0) == (link.bond.mean > link.threshold):
        return [f"{said} too."]
    return [f"{said}, {_side(over)} the threshold; the other pairs outweigh it."]


def _not_counted(link: LinkExplained) -> list[str]:
    weight = link.waterfall.weight
    if link.counted is None:
        if not any(key.brought for key in link.keys):
            return [f"No key brought these two together; compared now, they come to {weight:.1f} bits."]
        return [f"A weight below {LEAST_WEIGHT:.0f} bits counts as a pair that no key brought together."]
    if link.raised == BY_TWO_NAMES:
        return [
            "A third record of this name and home bears both forenames, so that it is not held against them that they differ."
        ]
    if link.raised == MOVED_TOGETHER:
        return [
            f"Others stand at both of these homes too, as when people move together: that counts {MOVED:.0f} bits more."
        ]
    if abs(weight - link.counted) > 0.05:
        return [f"Where groups are joined, no pair counts more than {abs(link.counted):.1f} bits."]
    return []


def _side(bits: float) -> str:
    return f"{abs(bits):.1f} {'above' if bits > 0 else 'below'}"


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _steps(fall: Waterfall) -> list[str]:
    """The waterfall as a table: what is added, the sum so far, and what says so."""
    added = [fall.start, *(step.bits for step in fall.steps)]
    says = [before_anything(fall.start), *(f"{step.comparison.says}: {step.says}" for step in fall.steps)]
    lines = [
        "What each comparison adds, in bits (above nought for one person, below for two), the largest first:",
        f"  {'adds':>7}{'so far':>9}",
        *(f"  {bits:>+7.1f}{so_far:>9.1f}  {text}" for bits, so_far, text in zip(added, fall.sums, says, strict=True)),
        f"  {'together':>7}{fall.weight:>8.1f}  probability of one person: {chance(fall.weight)}",
    ]
    if fall.silent:
        unknown = "; ".join(comparison.says for comparison in fall.silent)
        lines += _paragraph("Nothing is said, and nothing added, by:", [f"{unknown}."])
    return lines


def before_anything(start: float) -> str:
    """What the weight says from which the waterfall starts."""
    return f"before anything is compared: of all pairs that keys bring together, {chance(start)} are one person"


def _keys(keys: Sequence[SharedKey]) -> list[str]:
    brought, idle = ([key for key in keys if key.brought is wanted] for wanted in (True, False))
    lines = ["Brought together by what both share:" if brought else "No key brought them together."]
    lines += [
        f"  {says}{f', {times} times' if times > 1 else ''}"
        for says, times in Counter(key.says for key in brought).items()
    ]
    if SETTLED_OTHERWISE in idle:
        return [f"{SETTLED_OTHERWISE.says[0].upper()}{SETTLED_OTHERWISE.says[1:]}."]
    if idle:
        lines.append("Shared too, but by more records than may share a key, so that it brings no pair together:")
        lines += [f"  {key.says} ({key.records:,} records)" for key in idle]
    return lines


def _partner(partner: Partner | None, link: LinkExplained) -> str:
    """The runner-up by its id, how far it is behind, and whether it is linked to the record too."""
    if partner is None:
        return f"none came to {LEAST_WEIGHT:.0f} bits."
    behind = (link.waterfall.weight if link.counted is None else link.counted) - partner.weight
    than = f"{abs(behind):.1f} {'less' if behind >= 0 else 'more'} than this pair"
    return f"{partner.name}, {partner.weight:.1f} bits ({than}), {'linked' if partner.is_together else 'not linked'}."
