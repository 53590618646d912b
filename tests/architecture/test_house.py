"""What holds the house together: who may make what, who may know what. Read from the code itself."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "denizen"
FILES = sorted(SOURCE.rglob("*.py"))
EDGES = (
    "intake",
    "store",
    "pipeline",
    "synthetic",
    "cli.py",
    "cli_addresses.py",
    "cli_agreement_documents.py",
    "cli_agreements.py",
    "cli_ledger.py",
    "cli_request.py",
    "cli_signing.py",
    "cli_link.py",
    "cli_review.py",
    "cli_vault.py",
    "telling.py",
    "__main__.py",
)
"""Where reading, writing, clocks and randomness live."""


def name_of(file):
    return file.relative_to(SOURCE).as_posix()


def is_in(file, *rooms):
    return name_of(file).split("/")[0] in rooms


@cache
def tree_of(file):
    return ast.parse(file.read_text("utf-8"))


def called(node):
    """The last name of what a call calls: `Permit` in `Permit(...)`, in `permit.Permit(...)` and in `Permit.make(...)`."""
    function = node.func
    if isinstance(function, ast.Name):
        return {function.id}
    if isinstance(function, ast.Attribute):
        inner = function.value
        return {function.attr, inner.id if isinstance(inner, ast.Name) else getattr(inner, "attr", "")}
    return set()


def makers_of(name):
    return {
        name_of(file)
        for file in FILES
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and name in called(node)
    }


def copied_in(name):
    """Files that could make one by other means: `replace` on it, or `object.__new__`."""
    return {
        name_of(file)
        for file in FILES
        if re.search(rf"__new__\(\s*{name}\b|\b{name}\.__new__|deepcopy", file.read_text("utf-8"))
    }


def test_only_disclosure_makes_a_safe_table():
    assert {name.split("/")[0] for name in makers_of("SafeTable")} == {"disclosure"}
    assert not copied_in("SafeTable")


def test_only_permit_makes_a_permit():
    assert makers_of("Permit") == {"agreements/permit.py"}
    assert not copied_in("Permit")


def test_permits_and_safe_tables_are_frozen():
    for file, name in (("agreements/permit.py", "Permit"), ("shapes.py", "SafeTable")):
        (kind,) = [n for n in ast.walk(tree_of(SOURCE / file)) if isinstance(n, ast.ClassDef) and n.name == name]
        assert "frozen=True" in ast.unparse(kind.decorator_list[0])


def imports(file):
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_only_the_store_knows_the_engine():
    knowing = {name_of(file) for file in FILES if any(name.split(".")[0] == "duckdb" for name in imports(file))}
    assert {name.split("/")[0] for name in knowing} == {"store"}


def test_nothing_reaches_for_the_network():
    network = {
        "socket",
        "ssl",
        "http",
        "urllib.request",
        "ftplib",
        "smtplib",
        "requests",
        "httpx",
        "aiohttp",
        "urllib3",
    }
    found = {
        (name_of(file), name)
        for file in FILES
        for name in imports(file)
        if name in network or name.split(".")[0] in network or name.startswith("http.")
    }
    assert not found


@pytest.mark.parametrize("file", [f for f in FILES if not is_in(f, *EDGES)], ids=name_of)
def test_between_the_edges_there_is_no_clock_and_no_chance(file):
    assert not {"random", "secrets", "time", "uuid"} & set(imports(file))
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in ("now", "utcnow", "today"), f"line {node.lineno}"
            assert ast.unparse(node.func) not in ("np.random.default_rng", "numpy.random.default_rng", "os.urandom")


def test_no_place_is_named_in_the_code():
    places = re.compile(r"\b(derby|derbyshire|wrexham|wrecsam|barnet|hammersmith|fulham)\b", re.IGNORECASE)
    allowed = {("cli.py", "derby")}
    """`denizen demo` and `denizen init` name the example that they start from when none is given."""
    found = set()
    for file in FILES:
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {(name_of(file), word.lower()) for word in places.findall(node.value)}
            elif isinstance(node, ast.Name) and places.search(node.id.replace("_", " ")):
                found.add((name_of(file), node.id))
    told = {("pipeline/folder.py", "derby"), ("pipeline/starting.py", "derby")}
    """Messages that tell a reader to begin with an example."""
    assert found <= allowed | told


def test_published_pages_load_nothing_from_outside():
    loads = re.compile(
        r"""(?:src|srcset|action|poster)\s*=\s*["']https?:|url\(\s*["']?https?:|@import|<link[^>]+https?:|fetch\("""
    )
    found = [
        name_of(file)
        for file in sorted(SOURCE.rglob("*"))
        if file.suffix in (".html", ".jinja", ".j2", ".css", ".js", ".py") and loads.search(file.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_file_is_one_idea_that_fits_in_the_head(file):
    assert len(file.read_text("utf-8").splitlines()) < 400


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_function_fits_on_a_screen(file):
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 60
    ]
    assert long == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_every_file_says_what_it_is(file):
    assert not file.read_text("utf-8").strip() or ast.get_docstring(tree_of(file))


def test_there_is_no_room_without_a_subject():
    assert not [name_of(f) for f in FILES if re.search(r"(util|helper|misc|common)", f.stem)]


def test_every_error_raised_on_purpose_says_where_and_how_to_mend_it():
    kinds = {
        node.name
        for node in ast.walk(tree_of(SOURCE / "errors.py"))
        if isinstance(node, ast.ClassDef) and node.name != "DenizenError"
    }
    lacking = [
        f"{name_of(file)} line {node.lineno}"
        for file in FILES
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in kinds
        and not {"where", "mend"} <= {keyword.arg for keyword in node.keywords}
        and not any(keyword.arg is None for keyword in node.keywords)
    ]
    assert lacking == []
