"""The page on signing, heads and requests is followed to the letter, command by command."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from denizen.cli import app
from electors_town import as_elector_town, electors, receive
from small_area import SmallArea
from source_desk import ENVIRON

PAGE = (Path(__file__).parents[2] / "docs" / "accountability.md").read_text("utf-8")


@pytest.fixture
def area(small_area: SmallArea, monkeypatch) -> Path:
    """An area folder named `area` with a register in its vault, where the reader of the page sits."""
    as_elector_town(small_area)
    small_area.mend("agreements/POLICE.yaml", "kind: open_licence", "kind: dda")
    receive(small_area, electors(40))
    small_area.folder.rename(small_area.folder.with_name("area"))
    monkeypatch.chdir(small_area.folder.parent)
    return small_area.folder.with_name("area")


def followed(command: str) -> str:
    typed = "AB-101/0\n" if "request access" in command else ""
    said = CliRunner().invoke(app, shlex.split(command)[1:], input=typed, env=ENVIRON)
    if said.exception and not isinstance(said.exception, SystemExit):
        raise said.exception
    assert said.exit_code == 0, f"{command}\n{said.output}"
    return said.output


def test_every_command_of_the_page_ends_well_in_its_order(area: Path):
    commands = [line for block in re.findall(r"```console\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
    assert len(commands) > 12
    said = {}
    for command in commands:
        if "denizen release" in command:
            said["sign ERO"] = [
                followed(f"denizen agreements sign area/agreements/ERO.yaml --key {k}.pem")
                for k in ("chief", "director")
            ]
        year = re.search(r"REQ-(\d{4})", " ".join(map(str, said.values())))
        said[command] = followed(command.replace("REQ-2026", f"REQ-{year[1]}") if year else command)
    assert "asked what we hold about you" in " ".join((area.parent / "letter.txt").read_text("utf-8").split())
    for line in re.findall(r"^python (check_ledger\.py .*)$", PAGE, re.MULTILINE):
        done = subprocess.run([sys.executable, "-I", *shlex.split(line)], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
