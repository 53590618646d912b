"""YAML documents from outside, read once into typed models. A slip names its line and the nearest right key.

Names that end up in statements, file names and addresses are `Identifier` or `Code`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from denizen.errors import BadDocument


class Document(BaseModel):
    """What every model of a document shares: frozen, and no key that is not named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def identifier(name: str) -> str:
    """A name that can stand in a statement as it is. Two underscores in a row are kept for joining names.

    Raises:  ValueError, with the reason as a sentence.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise ValueError(
            "a name here has small letters and digits, with single underscores between them, and starts with a letter"
        )
    if name in WORDS_OF_SQL:
        raise ValueError("this is a word of SQL; take another name, and keep the file's header in `physicalName`")
    return name


def code(text: str) -> str:
    """A category's code: letters, digits and underscores.

    Raises:  ValueError, with the reason as a sentence.
    """
    if not re.fullmatch(r"[A-Za-z0-9_]+", text):
        raise ValueError("a code has letters, digits and underscores only")
    return text


def folded(text: str) -> str:
    """Letters and digits alone, small and without accents: what two spellings of one label or header share."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _MARKS.sub("", text.casefold())


_MARKS = re.compile(r"[\W_]+")

WORDS_OF_SQL = frozenset(
    """
    all analyse analyze and anti any array as asc asof asymmetric at authorization between binary both by case cast
    check collate collation column columns concurrently constraint create cross default deferrable delete desc describe
    distinct do else end except exists false fetch for foreign freeze from full generated glob grant group having ilike
    in initially inner insert intersect into is isnull join lambda lateral leading left like limit map natural not
    notnull null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary
    qualify references returning right select semi set show similar some struct summarize symmetric table tablesample
    then to trailing true try_cast union unique unpack unpivot update user using values variadic verbose when where
    window with
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""what cannot be the name of a column in a statement"""

Identifier = Annotated[str, AfterValidator(identifier)]
Code = Annotated[str, AfterValidator(code)]


def nearest(name: str, known: Iterable[str], alike: float = 0.5) -> str:
    """How to mend a name that is not known: the nearest one that is, or all of them.

    Args:  how much of both names has to be the same (0 to 1) for the one to be taken for a slip of the other.
    """
    listed = sorted(known)
    near = difflib.get_close_matches(name, listed, n=1, cutoff=alike)
    return f"did you mean `{near[0]}`?" if near else f"use one of: {', '.join(listed) or 'none is known'}"


Model = TypeVar("Model", bound=BaseModel)


def parse_document(text: str, name: str, model: type[Model]) -> Model:
    """Read one YAML text into `model`.

    Args:     the text; the name to give in errors (a file within the area folder); the model.
    Raises:   BadDocument, with the line, the key, and the nearest right key where one is close.
    """
    root = _compose(text, name)
    data = _keys_and_values(root, name)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _said_plainly(error, root, name, model) from None


def plain_document(text: str, name: str) -> dict[str, Any]:
    """What one YAML text says, with no model laid over it: what is signed is taken from here.

    Raises:   BadDocument.
    """
    return _keys_and_values(_compose(text, name), name)


def _keys_and_values(root: yaml.Node | None, name: str) -> dict[str, Any]:
    _check_no_key_twice(root, name)
    data = _values(root, name)
    if not isinstance(data, dict):
        raise BadDocument("The file is empty or not a list of keys.", where=name, mend="write it as `key: value` lines")
    return data


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Dates stay text, so that `2024-02-30` is told as a date that cannot be, with its line."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _compose(text: str, name: str) -> yaml.Node | None:
    try:
        _check_is_shallow(text, name)
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, name) from None
    except (yaml.YAMLError, UnicodeEncodeError):
        raise BadDocument(
            "This is not YAML: it holds a character that YAML does not allow.",
            where=name,
            mend="save it as plain text in UTF-8",
        ) from None


def _check_is_shallow(text: str, name: str) -> None:
    """YAML's reader in C calls itself for every bracket, and takes Python down with it where they go deep."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _unfit(name)


_DEEPEST = 100


def _values(root: yaml.Node | None, name: str) -> Any:
    """What the nodes stand for. YAML's readers raise whatever they stumble over where a value does not fit its tag."""
    try:
        return _Loader("").construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:  # its words quote the tag
        raise _unfit(f"{name}{_line_in(error)}") from None
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        raise _unfit(name) from None


def _not_yaml(error: yaml.MarkedYAMLError, name: str) -> BadDocument:
    return BadDocument(
        f"This is not YAML: {error.problem or error.context}.",
        where=f"{name}{_line_in(error)}",
        mend="look at this line and the one above: a missing colon, a tab, a quote that is not closed",
    )


def _line_in(error: yaml.MarkedYAMLError) -> str:
    return f" line {error.problem_mark.line + 1}" if error.problem_mark else ""


def _unfit(where: str) -> BadDocument:
    return BadDocument(
        "This is not YAML that can be read: a value does not fit its tag, or brackets stand too deep in each other.",
        where=where,
        mend="take out tags (words that start with `!`), and put odd values in quotes",
    )


def _check_no_key_twice(root: yaml.Node | None, name: str) -> None:
    """YAML's readers take the last of two values without a word; here the second one is refused."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        if isinstance(node, yaml.MappingNode):
            lines: dict[str, int] = {}
            for key, value in node.value:
                line = key.start_mark.line + 1
                if isinstance(key, yaml.ScalarNode) and key.value in lines:
                    raise BadDocument(
                        f"`{key.value}` stands twice, and it is not said which one counts.",
                        where=f"{name} line {line}",
                        mend=f"keep one of them; the first is on line {lines[key.value]}",
                    )
                if isinstance(key, yaml.ScalarNode):
                    lines[key.value] = line
                waiting.append(value)


def _said_plainly(error: ValidationError, root: yaml.Node | None, name: str, model: type[BaseModel]) -> BadDocument:
    """The first slip in words. A misspelt key is told before the key that is missing because of it."""
    slips = error.errors(include_url=False, include_input=False)
    first = next((slip for slip in slips if slip["type"] == "extra_forbidden"), slips[0])
    path = [part for part in first["loc"] if not str(part).startswith("function-")]
    key = ".".join(str(part) for part in path)
    where = f"{name} line {_line_of(root, path)}"
    if first["type"] == "extra_forbidden":
        mend = nearest(str(path[-1]), _keys_at(model, path[:-1]))
        return BadDocument(f"`{key}` is not a key that can stand here.", where=where, mend=mend)
    if first["type"] == "missing":
        return BadDocument(f"`{key}` is missing.", where=where, mend=f"add a line `{path[-1]}: ...`")
    reason = first["msg"].removeprefix("Value error, ").removesuffix(".")
    return BadDocument(f"`{key}`: {reason[:1].lower()}{reason[1:]}.", where=where, mend=_how_to_write(first["type"]))


def _how_to_write(slip: str) -> str:
    if slip == "string_type":
        return 'put the value in quotes, as in "2021"'
    if slip.startswith("date"):
        return "write the date as 2024-03-31"
    return "correct the value on this line"


def _line_of(node: yaml.Node | None, path: list[Any]) -> int:
    """The line (from 1) of the deepest key on the path that the document has."""
    line = 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    line, node = key.start_mark.line + 1, value
                    break
            else:
                return line
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _keys_at(model: type[BaseModel], path: list[Any]) -> list[str]:
    current: Any = model
    for part in path:
        if isinstance(part, int):
            continue
        field = _fields(current).get(str(part))
        if field is None:
            continue
        current = _inner_model(field.annotation)
    return sorted(_fields(current)) if current is not None else []


def _fields(model: Any) -> dict[str, Any]:
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return {}
    return {(field.alias or key): field for key, field in model.model_fields.items()}


@lru_cache(maxsize=256)
def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _inner_model(inner)
        if found is not None:
            return found
    return None
