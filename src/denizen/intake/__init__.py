"""Where extracts arrive: with a permit, checked row by row, answered with a receipt."""

from denizen.intake.decode import Limits
from denizen.intake.fitting import layouts_that_fit, why_none_fits
from denizen.intake.lawful import HeldBy, Setting
from denizen.intake.receive import Conditions, Extract, receive

__all__ = ["Conditions", "Extract", "HeldBy", "Limits", "Setting", "layouts_that_fit", "receive", "why_none_fits"]
