"""Where extracts arrive: with a permit, checked row by row, answered with a receipt."""

from denizen.intake.decode import Limits
from denizen.intake.lawful import HeldBy, Setting
from denizen.intake.receive import Conditions, Extract, receive

__all__ = ["Conditions", "Extract", "HeldBy", "Limits", "Setting", "receive"]
