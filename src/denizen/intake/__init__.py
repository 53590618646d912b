"""Where extracts arrive: with a permit, checked row by row, answered with a receipt."""

from denizen.intake.decode import Limits
from denizen.intake.receive import Extract, receive

__all__ = ["Extract", "Limits", "receive"]
