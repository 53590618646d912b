"""Write the pages of docs/ that are generated from code; with --check, compare them and say which are not current."""

from __future__ import annotations

import sys
from pathlib import Path

from reference_pages import reference_pages
from source_pages import source_pages

ROOT = Path(__file__).resolve().parent.parent
MARK = "<!-- Generated from code: change the code, then run `make docs`. -->\n\n"


def pages() -> dict[str, str]:
    """Every generated page, by its path within the repository."""
    made = {**source_pages(), **reference_pages()}
    return {name: MARK + text.rstrip() + "\n" if name.endswith(".md") else text for name, text in made.items()}


def not_current(root: Path, wanted: dict[str, str]) -> list[str]:
    """Pages that differ from the code, and pages that the code no longer gives."""
    stale = [name for name in _generated(root) if name not in wanted]
    return sorted(stale + [name for name, text in wanted.items() if _read(root / name) != text])


def write(root: Path, wanted: dict[str, str]) -> list[str]:
    """Bring the pages up to date: the names of those that changed."""
    changed = not_current(root, wanted)
    for name in changed:
        if name in wanted:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(wanted[name], "utf-8", newline="\n")
        else:
            (root / name).unlink()
    return changed


def _generated(root: Path) -> list[str]:
    files = [file for folder in ("docs/sources", "docs/reference") for file in sorted((root / folder).rglob("*.*"))]
    made = (file for file in files if file.suffix == ".csv" or _read(file).startswith(MARK))
    return [file.relative_to(root).as_posix() for file in made]


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: python tools/build_docs.py [--check]")
        return 2
    wanted = pages()
    if not arguments:
        for name in write(ROOT, wanted):
            print(f"written: {name}")
        return 0
    found = not_current(ROOT, wanted)
    for name in found:
        print(f"not current: {name}")
    if found:
        print("These pages are generated from code. Run `make docs` and commit what it writes.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
