"""Documentation is held to the code: generated pages equal what the code gives, examples run, links lead somewhere."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from denizen import errors
from denizen.cli import app
from denizen.contracts import load_contracts
from denizen.indicators.catalogue import load_catalogue
from denizen.parameters.dated import load_parameters

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
WRITTEN = [page for page in PAGES if page.parent.name not in ("sources", "reference")]


def names(pages):
    return [page.relative_to(ROOT).as_posix() for page in pages]


def page(name):
    return (ROOT / "docs" / name).read_text("utf-8")


def test_generated_pages_are_what_the_code_gives():
    done = subprocess.run([sys.executable, ROOT / "tools" / "build_docs.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_the_code_no_longer_gives_is_noticed_and_removed(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    import build_docs

    build_docs.write(
        tmp_path, {"docs/sources/old.md": build_docs.MARK + "old\n", "docs/reference/a.md": build_docs.MARK}
    )
    (tmp_path / "docs" / "sources" / "by_hand.md").write_text("# Kept\n", "utf-8")
    wanted = {"docs/reference/a.md": build_docs.MARK + "new\n"}
    assert build_docs.not_current(tmp_path, wanted) == ["docs/reference/a.md", "docs/sources/old.md"]
    build_docs.write(tmp_path, wanted)
    assert build_docs.not_current(tmp_path, wanted) == []
    assert sorted(file.name for file in tmp_path.rglob("*.md")) == ["a.md", "by_hand.md"]


def test_every_source_has_a_page_and_every_layout_a_section():
    for source, contract in load_contracts().items():
        text = page(f"sources/{source}.md")
        assert all(f"\n### {layout.name}\n" in text for layout in contract.layouts), source
        assert f"({source}.md)" in page("sources/README.md")


def test_every_indicator_has_an_entry():
    text = page("reference/indicators.md")
    assert [i.id for i in load_catalogue().indicators if f"| `{i.id}` |" not in text] == []


def test_every_parameter_has_an_entry():
    from datetime import date

    assert [
        name for name in load_parameters(date.max).known if f"| `{name}` |" not in page("reference/parameters.md")
    ] == []


def test_every_error_has_an_entry_and_stands_in_the_drawn_tree():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.DenizenError)]
    for kind in kinds:
        assert kind.__name__ in errors.__doc__
        assert kind is errors.DenizenError or f"| `{kind.__name__}` | {kind.exit_code} |" in page("reference/errors.md")


def commands():
    def walk(prefix, command):
        inner = getattr(command, "commands", None)
        if inner is None:
            yield prefix, command
        else:
            for name, child in inner.items():
                yield from walk((*prefix, name), child)

    return dict(walk((), typer.main.get_command(app)))


def test_every_command_has_an_entry_that_names_its_parameters():
    text = page("reference/commands.md")
    for words, command in commands().items():
        assert command.help, words
        section = text.split(f"\n## denizen {' '.join(words)}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            assert parameter.name == "help" or parameter.help in section, (words, parameter.name)


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", names(PAGES))
def test_console_examples_name_commands_and_options_that_exist(name):
    text = (ROOT / name).read_text("utf-8")
    for block in [*blocks(text, "console"), *blocks(text, "sh"), *blocks(text, "powershell")]:
        for line in block.splitlines():
            found = re.match(r"(?:[$>] )?(?:\S*[/\\])?denizen\s+(.*)", line)
            if found:
                check_command(shlex.split(found[1].partition("  #")[0], posix=False), line)


def check_command(words, line):
    known = commands()
    named = next((known[tuple(words[:n])] for n in (3, 2, 1) if tuple(words[:n]) in known), None)
    assert named is not None or words[0] == "--help", line
    if named is not None:
        options = {option for parameter in named.params for option in getattr(parameter, "opts", ())} | {"--help"}
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options, line


@pytest.mark.parametrize("name", names(PAGES))
def test_make_examples_name_targets_that_exist(name):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = (ROOT / name).read_text("utf-8")
    used = {
        word for block in blocks(text, "console") for word in re.findall(r"^(?:\$ )?make ([a-z]+)", block, re.MULTILINE)
    }
    assert used | set(re.findall(r"`make ([a-z]+)`", text)) <= targets


@pytest.mark.parametrize("name", names(PAGES))
def test_python_examples_run(name):
    text = (ROOT / name).read_text("utf-8")
    for number, block in enumerate(blocks(text, "python")):
        if ">>>" in block:
            example = doctest.DocTestParser().get_doctest(block, {}, f"{name} block {number}", name, 0)
            assert doctest.DocTestRunner(verbose=False).run(example).failed == 0
        else:
            compile(block, f"{name} block {number}", "exec")


@pytest.mark.parametrize("name", names(PAGES))
def test_links_lead_somewhere(name):
    text = re.sub(r"^```.*?^```", "", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "x", text)):
        if not target.startswith(("http:", "https:", "mailto:")):
            path, _, anchor = target.partition("#")
            file = ((ROOT / name).parent / path) if path else ROOT / name
            assert file.exists(), target
            if anchor and file.suffix == ".md":
                assert anchor in anchors(file.read_text("utf-8")), target


def anchors(text):
    """Anchors of headings, as the usual renderers make them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", names(WRITTEN))
def test_pages_written_by_hand_have_one_title(name):
    text = re.sub(r"^```.*?^```", "", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def test_the_glossary_defines_each_term_once_and_in_order():
    terms = re.findall(r"^\*\*(.+?)\*\*", page("GLOSSARY.md"), re.MULTILINE)
    assert len(terms) > 60
    assert terms == sorted(set(terms), key=str.casefold)


def test_decisions_say_what_was_faced_what_was_chosen_and_what_it_costs():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(file.name[:4]) for file in decisions] == list(range(1, len(decisions) + 1))
    for file in decisions:
        text = file.read_text("utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["What we faced", "What we chose", "What it costs"], (
            file.name
        )
        assert len(text.split()) < 600, file.name
