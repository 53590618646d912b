"""The one way in which a value is written where it is hashed or signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def canonical(value: Mapping[str, Any]) -> bytes:
    """A value as canonical JSON: sorted keys, no spaces, UTF-8.

    Raises:  ValueError, for NaN, infinity and text that is not Unicode; TypeError, for what JSON has no word for.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode("utf-8")
