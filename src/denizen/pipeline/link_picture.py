"""A link explained in a picture: the waterfall as one SVG that stands by itself.

What is for one person points to the right and is filled, what is against points to the left and is hatched: it can be read
without colour. Every number that is drawn is told in the description too.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

from markupsafe import escape

from denizen.pipeline.link_explained import LinkExplained
from denizen.pipeline.link_in_words import before_anything, chance
from denizen.profiles.chart import nice_ticks

_WIDTH, _TOP = 920, 140
_WORDS, _LEFT, _RIGHT = 28, 456, 838
"""where words begin, and between which places bars lie; the value of a bar may stand beyond"""
_BAR, _TIP, _LINE, _BETWEEN = 20, 8, 18, 14
_SIGNS = 46
_LEAST_SPAN = 5.0
"""bits to either side that are always shown, lest the scale make much of little"""
_SIZES = ((1e9, " bn"), (1e6, " m"))
_STYLE = """
text { font: 14px system-ui, "Segoe UI", Arial, sans-serif; fill: #1c1c1c }
.head { font-size: 19px; font-weight: 600 } .what { font-size: 12px; fill: #565656 }
.value { font-weight: 600; paint-order: stroke; stroke: #fff; stroke-width: 4px }
.for { fill: #1d5b96; stroke: #1d5b96 } .against { fill: url(#hatched); stroke: #a34a00 }
.first { fill: #8a8a8a; stroke: #5c5c5c } .all { fill: #1c1c1c; stroke: #1c1c1c }
.grid { stroke: #dedede } .even { stroke: #1c1c1c; stroke-width: 1.5 } .next { stroke: #8a8a8a; stroke-dasharray: 2 3 }
.threshold { stroke: #1c1c1c; stroke-dasharray: 6 4 } .rule { stroke: #1c1c1c }
"""
_HATCHED = (
    '<pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff"/><rect width="2.4" height="6" fill="#a34a00"/></pattern>'
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One bar: between which weights it lies, how it is filled, and what stands beside it."""

    begin: float
    end: float
    kind: str
    what: str
    says: str

    @property
    def lines(self) -> list[str]:
        return wrap(self.says, _SIGNS, break_on_hyphens=False)

    @property
    def height(self) -> int:
        return _LINE * (len(self.lines) + 1) + _BETWEEN


@dataclass(frozen=True, slots=True)
class _Scale:
    ticks: list[float]

    def x(self, bits: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return round(_LEFT + (bits - low) / (high - low) * (_RIGHT - _LEFT), 1)


def drawn(link: LinkExplained) -> str:
    """The picture, as the text of an SVG file."""
    rows = _rows(link)
    ends = [-_LEAST_SPAN, _LEAST_SPAN, link.threshold, *(row.end for row in rows)]
    scale = _Scale(nice_ticks(min(ends), max(ends)))
    bottom = _TOP + sum(row.height for row in rows)
    notes = _notes(link)
    height = bottom + 66 + _LINE * len(notes)
    one, other = link.names
    title = f"{one} and {other}: {'linked' if link.is_linked else 'not linked'}"
    body = [*_grid(scale, link.threshold, bottom), *_bars(rows, scale), *_head(link)]
    body += [_text(_WORDS, bottom + 66 + _LINE * place, note, "what") for place, note in enumerate(notes)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
        f' role="img" aria-labelledby="title desc" lang="en">\n<title id="title">{escape(title)}</title>\n'
        f'<desc id="desc">{escape(_description(link, rows))}</desc>\n<defs><style>{_STYLE}</style>{_HATCHED}</defs>\n'
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _rows(link: LinkExplained) -> list[_Row]:
    fall = link.waterfall
    rows = [_Row(0.0, fall.start, "first", "the start", before_anything(fall.start))]
    for step, begin, end in zip(fall.steps, fall.sums, fall.sums[1:], strict=False):
        rows.append(_Row(begin, end, "for" if step.bits > 0 else "against", step.comparison.says, step.says))
    told = f"probability of one person: {chance(fall.weight)}"
    return [*rows, _Row(0.0, fall.weight, "all", "together", told)]


def _description(link: LinkExplained, rows: list[_Row]) -> str:
    """The picture in words."""
    steps = "; ".join(f"{row.what}, {row.says}: {_signed(row.end - row.begin)} bits" for row in rows)
    return f"{_what_decided(link)} What each comparison adds to the weight: {steps}. {' '.join(_notes(link))}".rstrip()


def _notes(link: LinkExplained) -> list[str]:
    if not link.waterfall.silent:
        return []
    unknown = "; ".join(comparison.says for comparison in link.waterfall.silent)
    return wrap(f"Nothing is said, and nothing added, by: {unknown}.", 120)


def _head(link: LinkExplained) -> list[str]:
    one, other = link.names
    decided = "Linked: taken for one person" if link.is_linked else "Not linked: taken for two people"
    return [
        _text(_WORDS, 36, _short(f"{one} and {other}", 84), "head"),
        _text(_WORDS, 62, f"{decided}."),
        _text(_WORDS, 82, _what_decided(link)),
        f'<path class="for" d="{_arrow(_WORDS, _WORDS + 26, 95)}"/>',
        _text(_WORDS + 36, 110, "speaks for one person", "what"),
        f'<path class="against" d="{_arrow(_WORDS + 216, _WORDS + 190, 95)}"/>',
        _text(_WORDS + 226, 110, "speaks against it", "what"),
    ]


def _what_decided(link: LinkExplained) -> str:
    weight, bond = f"The pair weighs {_signed(link.waterfall.weight)} bits", link.bond
    if link.bars:
        return f"{weight}; {' and '.join(link.bars)} has each person once."
    if bond.pairs == 1:
        return f"{weight}."
    return f"{weight}; the mean of the {bond.pairs:,} pairs between their groups is {_signed(bond.mean)}, and decides."


def _grid(scale: _Scale, threshold: float, bottom: int) -> list[str]:
    """Lines of the scale, with bits and odds below; even odds and the threshold stand out."""
    marks = []
    for tick in scale.ticks:
        x = scale.x(tick)
        marks.append(f'<path class="{"grid" if tick else "even"}" d="M{x} {_TOP - 6}V{bottom}"/>')
        marks.append(_text(x, bottom + 18, _signed(tick, 1 if tick % 1 else 0) + " bits", anchor="middle"))
        marks.append(_text(x, bottom + 35, _odds(tick), "what", anchor="middle"))
    x = scale.x(threshold)
    marks.append(f'<path class="threshold" d="M{x} {_TOP - 6}V{bottom}"/>')
    marks.append(_text(x, _TOP - 12, f"threshold {_signed(threshold)}", "what", anchor="middle"))
    return marks


def _bars(rows: list[_Row], scale: _Scale) -> list[str]:
    marks, top = [], _TOP
    for place, row in enumerate(rows):
        middle = top + (row.height - _BETWEEN) // 2
        begin, end = scale.x(row.begin), scale.x(row.end)
        if row.kind == "all":
            marks.append(f'<path class="rule" d="M{_WORDS} {top - 6}H{_WIDTH - _WORDS}"/>')
        else:
            following = middle + (row.height + rows[place + 1].height) // 2
            marks.append(f'<path class="next" d="M{end} {middle + _BAR / 2}V{following - _BAR / 2}"/>')
        marks.append(f'<path class="{row.kind}" d="{_arrow(begin, end, middle - _BAR // 2)}"/>')
        beyond, anchor = (end + 7, "start") if end > begin else (end - 7, "end")
        marks.append(_text(beyond, middle + 5, _signed(row.end - row.begin), "value", anchor))
        marks.append(_text(_WORDS, top + 12, row.what, "what"))
        marks += [_text(_WORDS, top + 12 + _LINE * at, line) for at, line in enumerate(row.lines, 1)]
        top += row.height
    return marks


def _arrow(begin: float, end: float, top: float) -> str:
    """A bar that ends in a tip, where it is going to."""
    tip = min(_TIP, abs(end - begin)) * (1 if end > begin else -1)
    neck = round(end - tip, 1)
    return f"M{begin} {top}H{neck}L{end} {top + _BAR / 2}L{neck} {top + _BAR}H{begin}Z"


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{style} text-anchor="{anchor}">{escape(text)}</text>'


def _signed(bits: float, decimals: int = 1) -> str:
    text = f"{abs(bits):.{decimals}f}"
    return text if not float(text) else f"{'+' if bits > 0 else '−'}{text}"


def _odds(bits: float) -> str:
    """A weight as odds, to two figures: `33,000 to 1`."""
    if abs(bits) < 0.05:
        return "even"
    odds = float(f"{2 ** abs(bits):.2g}")
    size, name = next(((size, name) for size, name in _SIZES if odds >= size), (1.0, ""))
    told = f"{odds / size:,.0f}{name}"
    return f"{told} to 1" if bits > 0 else f"1 to {told}"


def _short(text: str, signs: int) -> str:
    return text if len(text) <= signs else text[: signs - 1] + "…"
