"""Progress, for whoever waits: a line that moves at a terminal, and nothing where no one looks."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.status import Status

from denizen.pipeline.steps import StepDone


class Teller:
    """Tells of steps as they go. Use it as a context."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._status: Status | None = None

    def __enter__(self) -> Teller:
        if self._console.is_terminal:
            self._status = self._console.status("Starting")
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()

    def starts(self, name: str) -> None:
        if self._status:
            self._status.update(name[:1].upper() + name[1:])

    def ends(self, step: StepDone) -> None:
        if self._status and not step.was_skipped:
            self._console.print(f"  {step.name} [dim]{step.seconds:.1f} s[/dim]")
