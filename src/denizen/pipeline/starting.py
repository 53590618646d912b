"""Start an area folder from an example of the package."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from denizen.errors import CannotWrite, NotFound
from denizen.store.custody import KEY, KEY_FILE, make_key_file


@dataclass(frozen=True, slots=True)
class Started:
    """An area folder made from an example: how many files were copied, and which of the folder's own differ and stay."""

    folder: Path
    copied: int
    kept: tuple[str, ...]


def example_names() -> list[str]:
    return sorted(path.name for path in _examples().iterdir() if (path / "denizen.yaml").is_file())


def start_from_example(name: str, folder: Path) -> Started:
    """Copy an example into a folder. Files that are there already and differ are left as they are, and named.

    Raises:  NotFound, when there is no such example; CannotWrite.
    """
    if name not in example_names():
        raise NotFound(
            f"There is no example `{name}`.", where="denizen init", mend=f"use one of: {', '.join(example_names())}"
        )
    source = _examples() / name
    copied, kept = 0, []
    try:
        for file in _files(source):
            relative = file.relative_to(source)
            target = folder / relative
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
                copied += 1
            elif target.stat().st_size != file.stat().st_size or target.read_bytes() != file.read_bytes():
                kept.append(relative.as_posix())
    except OSError as error:
        raise CannotWrite(
            f"The example could not be copied ({error.strerror or type(error).__name__}).",
            where=str(folder),
            mend="choose a folder that you may write to and that has room",
        ) from None
    return Started(folder, copied, tuple(kept))


@dataclass(frozen=True, slots=True)
class TownKey:
    """The vault key of the demonstration: its file beside the folder, whether it was made just now, and how to name it."""

    file: Path
    is_new: bool
    environ: Mapping[str, str]


def key_for_town(folder: Path, environ: Mapping[str, str]) -> TownKey:
    """The vault key for an invented town: the one that is named, or else one made beside the town's folder.

    It lies on the disk of the data, as no real one should: nobody in the town exists.
    Raises:  CannotWrite.
    """
    file = folder.resolve().with_name(folder.name + ".vault-key")
    if environ.get(KEY) or environ.get(KEY_FILE):
        return TownKey(file, False, environ)
    is_new = not file.exists()
    if is_new:
        make_key_file(file)
    return TownKey(file, is_new, {**environ, KEY_FILE: str(file)})


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _examples() -> Path:
    """Inside the installed package, or beside its sources in a checkout."""
    package = Path(str(resources.files("denizen")))
    installed = package / "examples"
    return installed if installed.is_dir() else package.parent.parent / "examples"
