"""Choropleth maps as inline SVG: five classes at most, withheld never drawn like missing, low reliability marked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from denizen.profiles.geometry import WIDTH, Sheet
from denizen.profiles.phrasing import number, rounded
from denizen.terms.measures import Figure, Status

MOST_CLASSES = 5

WITHHELD, MISSING = "withheld", "missing"


@dataclass(frozen=True)
class Scale:
    """Class edges on the values as shown, so that a legend and a table never disagree."""

    lows: tuple[float, ...]
    """the lowest value of each class, rising"""
    highest: float
    decimals: int

    def class_of(self, value: float) -> int:
        """0 for the lightest class."""
        shown = rounded(value, self.decimals)
        return max(i for i, low in enumerate(self.lows) if shown >= low or i == 0)

    def ranges(self) -> list[tuple[float, float]]:
        """Lowest and highest value of each class."""
        step = 10.0**-self.decimals
        highs = [rounded(low - step, self.decimals) for low in self.lows[1:]] + [self.highest]
        return list(zip(self.lows, highs, strict=True))

    @property
    def shades(self) -> list[int]:
        """Which of the five shades each class takes: few classes are spread over the ramp."""
        spread = {1: [2], 2: [1, 3], 3: [0, 2, 4], 4: [0, 1, 3, 4]}
        return spread.get(len(self.lows), [0, 1, 2, 3, 4])


def scale_for(values: Sequence[float], decimals: int) -> Scale | None:
    """About equal numbers of areas in each class, at edges that are round numbers; never more classes than values."""
    shown = sorted(rounded(value, decimals) for value in values)
    if not shown:
        return None
    distinct = sorted(set(shown))
    if len(distinct) <= MOST_CLASSES:
        return Scale(tuple(distinct), distinct[-1], decimals)
    steps = _round_steps((distinct[-1] - distinct[0]) / 15, decimals)
    edges = max((_edges(shown, step, decimals) for step in steps), key=len)
    return Scale(tuple(edges), distinct[-1], decimals)


def _edges(shown: Sequence[float], step: float, decimals: int) -> list[float]:
    """Lowest values of the classes: quantiles moved to the nearest round number, no class without a value."""
    edges = [shown[0]]
    for part in range(1, MOST_CLASSES):
        wanted = shown[len(shown) * part // MOST_CLASSES]
        edge = rounded(round(wanted / step) * step, decimals)
        if edge > edges[-1] and any(edges[-1] <= value < edge for value in shown) and shown[-1] >= edge:
            edges.append(edge)
    return edges


def _round_steps(widest: float, decimals: int) -> list[float]:
    """Round steps from the widest down to the last decimal shown; coarser ones are tried first."""
    finest = 10.0**-decimals
    powers = [10.0**n for n in range(math.ceil(math.log10(max(widest, finest))), -decimals - 1, -1)]
    steps = [power * n for power in powers for n in (5, 2, 1)]
    return [step for step in steps if finest * 0.999 <= step <= max(widest * 2, finest)] or [finest]


def shared_scale(values: Sequence[float], decimals: int) -> Scale | None:
    """One scale for several groups of very different size: edges grow as squares do, so that small groups show too."""
    shown = sorted(rounded(value, decimals) for value in values)
    if len(set(shown)) <= MOST_CLASSES:
        return scale_for(values, decimals)
    edges = [min(shown[0], 0.0)]
    for part in range(1, MOST_CLASSES):
        wanted = shown[-1] * (part / MOST_CLASSES) ** 2
        step = next(s for s in (10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.0) if wanted >= 2 * s)
        edge = rounded(round(wanted / step) * step if step else wanted, decimals)
        if edge > edges[-1]:
            edges.append(edge)
    return Scale(tuple(edges), shown[-1], decimals)


@dataclass(frozen=True)
class Key:
    """One line of a legend."""

    style: str
    """CSS class of its swatch"""
    label: str
    areas: int


@dataclass(frozen=True)
class Drawn:
    svg: Markup
    keys: tuple[Key, ...]


def style_of(figure: Figure | None, scale: Scale | None) -> str:
    """How an area is painted: its class, or `withheld`, or `missing`."""
    if figure is not None and figure.status is Status.WITHHELD:
        return WITHHELD
    if figure is None or figure.value is None or scale is None:
        return MISSING
    return f"q{scale.shades[scale.class_of(figure.value)]}"


def is_doubtful(figure: Figure | None) -> bool:
    return figure is not None and figure.status is Status.UNRELIABLE and figure.value is not None


def draw_map(
    sheet: Sheet,
    figures: Mapping[str, Figure],
    scale: Scale | None,
    texts: Mapping[str, str],
    *,
    label: str,
    links: Mapping[str, str],
    kind: str = "map",
) -> Markup:
    """One map. Each area is a link (`links`: area code -> where to) that carries its figure in words (`texts`)."""
    parts = [
        f'<svg class="{kind}" viewBox="0 0 {WIDTH:.0f} {sheet.height:.1f}" role="group" aria-label="{escape(label)}"'
        f' data-areas="{len(sheet.outlines)}">'
    ]
    for outline in sheet.outlines:
        figure = figures.get(outline.code)
        style = style_of(figure, scale)
        shape = f'<path class="{style}" d="{outline.path}"/>'
        title = f"<title>{escape(texts[outline.code])}</title>"
        unsure = ' class="unsure"' if is_doubtful(figure) else ""
        parts.append(f'<a href="{escape(links[outline.code])}"{unsure}>{title}{shape}</a>')
    parts.append(_dotted([outline.path for outline in sheet.outlines if is_doubtful(figures.get(outline.code))]))
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704 - every text above is escaped


def _dotted(paths: Sequence[str]) -> str:
    """Dots over every area of low reliability, as one shape: a pattern for each makes a print of many megabytes."""
    return f'<path class="doubtful" d="{"".join(paths)}"/>' if paths else ""


def draw_small_map(sheet: Sheet, figures: Mapping[str, Figure], scale: Scale | None, *, label: str, ids: str) -> Markup:
    """One of a row of small maps: outlines are drawn once per page (`shared_outlines`) and used by each."""
    parts = []
    for i, outline in enumerate(sheet.outlines):
        figure = figures.get(outline.code)
        parts.append(f'<use href="#{ids}{i}" class="{style_of(figure, scale)}"/>')
        if is_doubtful(figure):
            parts.append(f'<use href="#{ids}{i}" class="doubtful"/>')
    uses = "".join(parts)
    return Markup(  # noqa: S704 - the label is escaped
        f'<svg class="map small" viewBox="0 0 {WIDTH:.0f} {sheet.height:.1f}" role="img" aria-label="{escape(label)}"'
        f' data-areas="{len(sheet.outlines)}">{uses}</svg>'
    )


def shared_outlines(sheet: Sheet, ids: str) -> Markup:
    paths = "".join(f'<path id="{ids}{i}" d="{outline.path}"/>' for i, outline in enumerate(sheet.outlines))
    return Markup(f'<svg class="defs" width="0" height="0" aria-hidden="true"><defs>{paths}</defs></svg>')  # noqa: S704


PATTERNS = Markup(
    '<svg class="defs" width="0" height="0" aria-hidden="true"><defs>'
    '<pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="#fff"/><rect width="3" height="8" fill="#6f777b"/></pattern>'
    '<pattern id="dots" width="12" height="12" patternUnits="userSpaceOnUse">'
    '<circle cx="6" cy="6" r="1.9" fill="#fff" stroke="#0b0c0c" stroke-width="0.7"/></pattern>'
    "</defs></svg>"
)
"""What fills withheld areas (hatched) and marks figures of low reliability (dotted); once on each page with a map."""


def legend(
    figures: Sequence[Figure | None], scale: Scale | None, sign: str, words: Mapping[str, str]
) -> tuple[Key, ...]:
    """The classes in words, each with how many areas it holds, then what is not a class."""
    keys: list[Key] = []
    if scale is not None:
        counts = [0] * len(scale.lows)
        for figure in figures:
            if figure is not None and figure.value is not None:
                counts[scale.class_of(figure.value)] += 1
        for i, (low, high) in enumerate(scale.ranges()):
            first, last = number(low, scale.decimals), number(high, scale.decimals)
            label = f"{first}{sign}" if first == last else words["range"].format(low=first + sign, high=last + sign)
            keys.append(Key(f"q{scale.shades[i]}", label, counts[i]))
    withheld = sum(figure is not None and figure.status is Status.WITHHELD for figure in figures)
    missing = sum(style_of(figure, scale) == MISSING for figure in figures)
    doubtful = sum(is_doubtful(figure) for figure in figures)
    extra = ((WITHHELD, withheld), (MISSING, missing), ("doubtful", doubtful))
    return (*keys, *(Key(style, words[style], n) for style, n in extra if n))


def draw_locator(sheet: Sheet, code: str, links: Mapping[str, str], *, label: str) -> Markup:
    """Where an area lies among its neighbours: itself dark, the others links."""
    parts = [
        f'<svg class="map locator" viewBox="0 0 {WIDTH:.0f} {sheet.height:.1f}" role="group"'
        f' aria-label="{escape(label)}">'
    ]
    for outline in sheet.outlines:
        title = f"<title>{escape(outline.name)}</title>"
        if outline.code == code:
            parts.append(f'<g>{title}<path class="here" d="{outline.path}"/></g>')
        else:
            href = escape(links[outline.code])
            parts.append(f'<a href="{href}">{title}<path class="there" d="{outline.path}"/></a>')
    return Markup("".join((*parts, "</svg>")))  # noqa: S704 - names and links are escaped
