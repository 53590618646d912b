"""The page on agreements is followed to the letter by a new officer, and ends in a folder in which nothing is found."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from denizen.agreements.findings import KINDS
from denizen.agreements.rules import Rule
from denizen.cli import app

PAGE = Path(__file__).parents[2] / "docs" / "agreements.md"
TEXT = PAGE.read_text("utf-8")


def run(line: str) -> str:
    words = shlex.split(line)
    assert words[0] == "denizen"
    result = CliRunner().invoke(app, words[1:])
    assert result.exit_code == 0, result.output
    return result.output


def set_at(data: object, path: str, value: object) -> None:
    *above, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in above:
        data = data[step]
    assert not data[last], f"{path} is filled in already"
    data[last] = value


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The page's commands, in a folder with its answers in it."""
    monkeypatch.chdir(tmp_path)
    for name, content in re.findall(r"```yaml file=(\S+)\n(.*?)```", TEXT, re.S):
        Path(name).write_text(content, "utf-8")
    return [line for block in re.findall(r"```console\n(.*?)```", TEXT, re.S) for line in block.splitlines()]


def test_what_the_page_fills_in_is_all_that_the_drafts_ask_for_and_then_nothing_is_found(commands: list[str]) -> None:
    drafts = [line for line in commands if "agreements new" in line]
    told = "".join(run(line) for line in drafts)
    filled = re.findall(r"```yaml filled=(\S+)\n(.*?)```", TEXT, re.S)
    assert told.count(" is not filled in") == sum(len(yaml.safe_load(values)) for _, values in filled)
    for name, values in filled:
        draft = yaml.safe_load(Path(name).read_text("utf-8"))
        for path, value in yaml.safe_load(values).items():
            set_at(draft, path, value)
        draft["status"] = "in_force"
        Path(name).write_text(yaml.safe_dump(draft, sort_keys=False), "utf-8")
    (check,) = [line for line in commands if "agreements check" in line]
    assert "Nothing was found." in run(check)
    for line in commands:
        if "agreements page" in line or "agreements schema" in line:
            run(line)
    assert "Foursquare Homes may pass on counts by area about tenants" in Path("homes.html").read_text("utf-8")


def test_the_rule_on_the_page_is_one() -> None:
    (block,) = re.findall(r"```yaml\n(- id: .*?)```", TEXT, re.S)
    assert [Rule.model_validate(rule).kind for rule in yaml.safe_load(block)] == ["permit"]


def test_every_kind_of_finding_is_on_the_page() -> None:
    table = TEXT.split("| finding | what it means |")[1].split("\n\n")[0]
    assert [kind for kind in KINDS if kind not in table] == []
