"""Markdown as the generated pages need it: a table whose cells cannot break it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; empty, when it has no rows."""
    held = [list(row) for row in rows]
    if not held:
        return ""
    lines = [headers, ["---"] * len(headers), *held]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def code(text: str) -> str:
    """Text as it is written in a file: a code span, or nothing for nothing."""
    return f"`{text}`" if text else ""


def paragraphs(*parts: str) -> str:
    """Blocks with an empty line between them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
