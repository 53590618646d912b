"""The declared flows of agreements, drawn: senders on the left, receivers on the right, and a key below that tells each flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from denizen.agreements.agreement import Agreement
from denizen.agreements.dpia_draft import flow_in_words
from denizen.agreements.flows import Flow

_WIDE, _BOX, _ROW, _TOP, _LINE = 1000, 290, 52, 20, 17
"""widths of the drawing and of a box; heights of a row of boxes, of the edge, of a line of the key"""
_KEY_LETTERS = 190
"""letters of a line of the key"""

Pair = tuple[str, str, bool]
"""sender, receiver, and whether what goes is coded or counts alone"""


def flow_map(agreements: Sequence[Agreement]) -> str:
    """The map as SVG: one arrow for each pair of bodies, with the numbers of its flows.

    A dashed arrow carries coded identifiers or counts alone; a full one carries rows as they are.
    """
    names = {party.id: party.name for one in agreements for party in one.parties}
    flows = [flow for one in agreements for flow in one.flows if flow.from_ != flow.to]
    pairs: dict[Pair, list[int]] = {}
    for number, flow in enumerate(flows, 1):
        pairs.setdefault((flow.from_, flow.to, _is_coded(flow)), []).append(number)
    senders, receivers = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    drawn = max(len(senders), len(receivers), 1) * _ROW
    left, right = _places(senders, drawn), _places(receivers, drawn)
    key = [
        f"{number}  {told if len(told) <= _KEY_LETTERS else told[: _KEY_LETTERS - 3] + '...'}"
        for number, flow in enumerate(flows, 1)
        if (told := f"{flow.id.replace('_', ' ')}: {flow_in_words(flow)}")
    ]
    high = _TOP * 3 + drawn + (len(key) + 1) * _LINE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high}" role="img" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{len(flows)} declared flows between {len(set(senders) | set(receivers))} bodies</title>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#1d70b8"/></marker></defs>',
        f'<rect width="{_WIDE}" height="{high}" fill="#ffffff"/>',
        *(_arrow(pair, left, right) for pair in pairs),
        *(_numbers(pair, told, left, right, senders[pair[0]] <= receivers[pair[1]]) for pair, told in pairs.items()),
        *(_box(10, y, _name(body, names)) for body, y in left.items()),
        *(_box(_WIDE - _BOX, y, _name(body, names)) for body, y in right.items()),
    ]
    below = _TOP * 2 + drawn
    parts.append(_text(10, below, "Full line: rows as they are. Dashed: coded identifiers, or counts alone."))
    parts += [_text(10, below + _LINE * place, told, 10) for place, told in enumerate(key, 1)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _is_coded(flow: Flow) -> bool:
    return bool(flow.pseudonymised_by) or set(flow.items) <= {"counts", "about_place"}


def _places(bodies: Counter[str], high: int) -> dict[str, float]:
    """Body -> how far down it stands; whoever has the most arrows stands in the middle, so that few of them cross."""
    ordered = [body for body, _ in sorted(bodies.items(), key=lambda item: item[1])]
    column = [*ordered[::2], *reversed(ordered[1::2])]
    return {body: _TOP + (place + 0.5) * high / len(column) for place, body in enumerate(column)}


def _ends(pair: Pair, left: Mapping[str, float], right: Mapping[str, float]) -> tuple[float, float]:
    """How far down an arrow starts and ends: a dashed one a little below a full one between the same two."""
    below = 8 if pair[2] else -4
    return left[pair[0]] + below, right[pair[1]] + below


def _arrow(pair: Pair, left: Mapping[str, float], right: Mapping[str, float]) -> str:
    dash = ' stroke-dasharray="6 4"' if pair[2] else ""
    start, end = _ends(pair, left, right)
    return (
        f'<line x1="{_BOX}" y1="{start:.0f}" x2="{_WIDE - _BOX}" y2="{end:.0f}" stroke="#1d70b8" '
        f'stroke-width="1.5"{dash} marker-end="url(#tip)"/>'
    )


def _numbers(
    pair: Pair, numbers: Sequence[int], left: Mapping[str, float], right: Mapping[str, float], by_sender: bool
) -> str:
    """The numbers of the flows of an arrow, at the end where fewer arrows meet."""
    share = (0.2 if by_sender else 0.8) - (0 if pair[2] else 0.08)
    start, end = _ends(pair, left, right)
    x, y = _BOX + (_WIDE - 2 * _BOX) * share, start + (end - start) * share
    told = ", ".join(map(str, numbers))
    return (
        f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" paint-order="stroke" stroke="#ffffff" stroke-width="5">'
        f"{told}</text>"
    )


def _box(x: float, y: float, name: str) -> str:
    return (
        f'<rect x="{x:.0f}" y="{y - 14:.0f}" width="{_BOX - 10}" height="28" rx="3" fill="#f3f2f1" stroke="#505a5f"/>'
        + _text(x + 8, y + 4, name)
    )


def _text(x: float, y: float, told: str, size: int = 12) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}">{escape(told)}</text>'


def _name(body: str, names: Mapping[str, str]) -> str:
    return names.get(body, body.replace("_", " ").capitalize())
