"""A run may die at any moment: the book that stood stays whole, and the next run ends as if nothing had happened."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from denizen.errors import BadInput, CannotWrite
from denizen.store import Store
from small_area import SmallArea, draw_small_area, street_csv

NEWS = ("Anti-social behaviour", "Burglary")
"""what changes in the street-level file between the first run and the one that dies"""

KILLED_WHEN = {
    "a step starts": "Listener.starts = lambda self, name: die_if(name.startswith('receive anti'))",
    "a step was done": "Listener.ends = lambda self, step: die_if(step.name == 'count')",
    "a step is being kept": "after(Steps, '_keep', lambda self, name, *_: die_if(name == 'protect and measure'))",
    "the new book is half written": "after(Path, 'write_bytes', lambda self, *_: die_if(self.name == 'all.csv'))",
    "the old book is away": "after(Path, 'rename', lambda self, *_: die_if(self.name == 'book'))",
    "the new book stands": "after(Path, 'rename', lambda self, *_: die_if(self.name == 'book.new'))",
}

PROGRAM = """
import os, signal, sys
from datetime import date
from pathlib import Path
from denizen.pipeline.run import run_area
from denizen.pipeline.steps import Steps

class Listener:
    def starts(self, name): pass
    def ends(self, step): pass

def die_if(it_is_time):
    if it_is_time:
        os.kill(os.getpid(), signal.SIGKILL)

def after(kind, name, then):
    method = getattr(kind, name)
    def both(self, *arguments, **named):
        result = method(self, *arguments, **named)
        then(self, *arguments)
        return result
    setattr(kind, name, both)

{when}
run_area(Path(sys.argv[1]), date(2026, 1, 5), Listener())
"""


def tell_news(area: SmallArea) -> None:
    area.write("data/street.csv", street_csv().replace(*NEWS, 12))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A folder that has run once, its book, and the book of its second run if nothing disturbs it."""
    area = draw_small_area(tmp_path_factory.mktemp("undisturbed") / "foursquare")
    area.run()
    first = area.book()
    once = area.folder.with_name("once")
    shutil.copytree(area.folder, once)
    tell_news(area)
    area.run()
    return once, first, area.book()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("when", KILLED_WHEN.values(), ids=KILLED_WHEN.keys())
def test_a_run_killed_when(
    tmp_path: Path, undisturbed: tuple[Path, dict[str, bytes], dict[str, bytes]], when: str
) -> None:
    once, first, second = undisturbed
    area = SmallArea(tmp_path / "foursquare")
    shutil.copytree(once, area.folder)
    tell_news(area)
    program = PROGRAM.format(when=when)
    done = subprocess.run([sys.executable, "-c", program, str(area.folder)], check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    assert area.book() in (first, second, {})
    area.run()
    assert area.book() == second
    assert not list(area.folder.glob("book.*"))


def test_the_book_that_a_killed_run_had_taken_away_is_put_back_before_anything_else(small_area: SmallArea) -> None:
    small_area.run()
    book = small_area.book()
    (small_area.folder / "book").rename(small_area.folder / "book.old")
    small_area.write("geography/base.geojson", "nonsense")
    with pytest.raises(BadInput):
        small_area.run()
    assert small_area.book() == book


def test_a_full_disk_leaves_the_old_book_whole(small_area: SmallArea, monkeypatch: pytest.MonkeyPatch) -> None:
    small_area.run()
    book = small_area.book()
    tell_news(small_area)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", _full_after(20))
        with pytest.raises(CannotWrite, match="the disk is full") as error:
            small_area.run()
    assert error.value.exit_code == 8
    assert "free some space" in error.value.mend
    assert small_area.book() == book
    assert not list(small_area.folder.glob("book.*"))
    small_area.run()
    assert small_area.book() != book


def _full_after(files: int) -> object:
    written = 0
    real = Path.write_bytes

    def write_bytes(path: Path, content: bytes) -> int:
        nonlocal written
        written += 1
        if written > files:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, content)

    return write_bytes


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with three megabytes, where one can be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("no disk can be made here")
    yield folder
    subprocess.run(["umount", str(folder)], check=False, capture_output=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser makes disks")
def test_a_disk_that_is_truly_full_ends_in_a_clear_word(small_disk: Path) -> None:
    area = draw_small_area(small_disk / "foursquare")
    (small_disk / "ballast").write_bytes(b"\x00" * 2_500_000)
    with pytest.raises(CannotWrite) as error:
        area.run()
    assert error.value.mend


def test_two_runs_in_one_folder_do_not_meet(small_area: SmallArea) -> None:
    small_area.run()
    book = small_area.book()
    program = (
        "import sys; from pathlib import Path; from denizen.store import Store; "
        "store = Store.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(small_area.folder / "store")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"open"
        with pytest.raises(CannotWrite, match="Another run of denizen is using this area folder"):
            small_area.run()
        other.communicate(b"")
    assert small_area.book() == book
    small_area.run()


@pytest.mark.parametrize("damage", ["nonsense", "cut", "flipped"])
def test_a_damaged_store_is_told_and_can_be_thrown_away(small_area: SmallArea, damage: str) -> None:
    small_area.run()
    book = small_area.book()
    (path,) = (small_area.folder / "store").glob("*.duckdb")
    content = bytearray(path.read_bytes())
    if damage == "nonsense":
        content = bytearray(b"not a database " * 1_000)
    elif damage == "cut":
        content = content[: len(content) // 2]
    else:
        content[4096:8192] = bytes(byte ^ 0xFF for byte in content[4096:8192])
    path.write_bytes(content)
    with pytest.raises((BadInput, CannotWrite)) as error:
        small_area.run()
        with Store.open(small_area.folder / "store") as store:
            store.rows("SELECT COUNT(*) FROM figures")
    assert "store" in error.value.where
    assert small_area.book() == book
    path.unlink()
    small_area.run()
    assert small_area.book() == book
