"""The states of a code or agreement and the moves between them, as the Welsh accord on sharing names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

State = Literal["draft", "assured", "signed", "in_force", "suspended", "review_due", "ended"]

MEANS: Mapping[State, str] = {
    "draft": "being written; nothing may be read under it",
    "assured": "looked through by the quality assurance group; not signed yet",
    "signed": "signed by every party; not begun yet",
    "in_force": "it governs what is read",
    "suspended": "stopped for now; nothing may be read under it",
    "review_due": "stopped until it has been looked at again",
    "ended": "over; what was received under it is deleted as it says",
}

MOVES: Mapping[State, tuple[State, ...]] = {
    "draft": ("assured", "ended"),
    "assured": ("draft", "signed", "ended"),
    "signed": ("draft", "in_force", "ended"),
    "in_force": ("suspended", "review_due", "ended"),
    "suspended": ("in_force", "review_due", "ended"),
    "review_due": ("draft", "in_force", "ended"),
    "ended": (),
}
"""From each state, those that can follow. A text that changes goes back to draft and is signed anew."""

BOUND: tuple[State, ...] = ("signed", "in_force", "review_due")
"""states in which a text says that its parties are bound, so that it has to be whole and signed"""
FORBIDDING: tuple[State, ...] = ("in_force", "suspended", "review_due")
"""states in which the prohibitions and duties of a code hold: one that is stopped lets nothing through, and forbids on"""


def can_move(before: State, after: State) -> bool:
    """Whether one state can follow another."""
    return after in MOVES[before]
