"""What a process spent, told by itself: for scripts that run in environments of their own and know nothing of denizen."""

from __future__ import annotations

import json
import re
import resource
from pathlib import Path
from time import process_time

_STATUS = Path("/proc/self/status")


def spent() -> dict[str, float]:
    """Seconds of processors and the peak of memory in MB since the process began.

    Where the system keeps it, the peak is that of this program alone (VmHWM): the one in `resource` may be that of whoever
    started it.
    """
    found = re.search(r"VmHWM:\s+(\d+)", _STATUS.read_text()) if _STATUS.exists() else None
    peak_kb = int(found.group(1)) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"cpu_seconds": process_time(), "peak_mb": peak_kb / 1024}


def tell(answer: dict[str, object]) -> None:
    """Print an answer and what it cost, as one line of JSON: the last that the process writes."""
    print(json.dumps({**answer, **spent()}))
