"""`pip install .` alone gives a working denizen: the wheel holds examples, assets, catalogue, contracts, templates."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = out.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def files_below(folder):
    return {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".pyc"
    }


def tracked(folder):
    done = subprocess.run(["git", "-C", str(ROOT), "ls-files", folder], capture_output=True, text=True)
    return set(done.stdout.splitlines())


@pytest.mark.parametrize("folder", ["src/denizen"])
def test_every_file_of_the_package_is_in_it(held, folder):
    wanted = files_below(folder) & tracked(folder)
    assert {name.removeprefix("src/") for name in wanted} <= held


def test_every_file_of_every_example_is_in_it(held):
    assert "denizen/examples/derby/denizen.yaml" in held
    wanted = files_below("examples") & tracked("examples")
    assert {f"denizen/{name}" for name in wanted} <= held


@pytest.mark.parametrize(
    "folder",
    [
        "denizen/contracts/sources/",
        "denizen/indicators/catalogue/",
        "denizen/parameters/",
        "denizen/profiles/assets/",
        "denizen/profiles/messages/",
        "denizen/profiles/templates/",
    ],
)
def test_it_holds_more_than_code(held, folder):
    assert [name for name in held if name.startswith(folder) and not name.endswith(".py")]


def test_it_holds_the_program_and_the_licences(held):
    assert any(name.endswith(".dist-info/entry_points.txt") for name in held)
    assert any(name.endswith("LICENSE") and ".dist-info/" in name for name in held)


def test_it_holds_nothing_that_a_run_made(held):
    made = ("/book/", "/store/", "/ledger/", "/receipts/", "__pycache__")
    assert [name for name in held if any(part in name for part in made) and not name.endswith(".py")] == []
