"""What each field of a record means: the text that stands below the field in its class.

    shares: Positive
    \"\"\"The number of shares it asks to include. Example: `100000`.\"\"\"

Schemas, the help of commands and the reference pages are made from these texts. They are read from
the source only when somebody asks, so that they cost nothing otherwise.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel


@dataclass(frozen=True)
class Description:
    """What a field means, and an example of its value as a data file has it."""

    text: str
    example: str


@cache
def described(record: type[BaseModel]) -> Mapping[str, Description]:
    """The fields of a record, those of its bases included, by their names in Python."""
    found: dict[str, Description] = {}
    for base in reversed(record.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            found |= _of_module(Path(inspect.getfile(base))).get(base.__name__, {})
    return found


@cache
def _of_module(path: Path) -> dict[str, dict[str, Description]]:
    classes: dict[str, dict[str, Description]] = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if not isinstance(node, ast.ClassDef):
            continue
        below = classes.setdefault(node.name, {})
        for field, text in zip(node.body, node.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(text, ast.Expr)
                and isinstance(text.value, ast.Constant)
                and isinstance(text.value.value, str)
            ):
                below[field.target.id] = _read(text.value.value)
    return classes


def example_of(text: str) -> object:
    """An example as a data file's value: a text, null, or a list or mapping of them."""
    return _nulls(yaml.load(text, yaml.BaseLoader))


def _nulls(value: object) -> object:
    match value:
        case "null":
            return None
        case dict():
            return {key: _nulls(item) for key, item in value.items()}
        case list():
            return [_nulls(item) for item in value]
    return value


def _read(text: str) -> Description:
    plain = " ".join(text.split())
    match = re.fullmatch(r"(?P<text>.*?)(?: Example: `(?P<example>.*)`\.)?", plain)
    assert match is not None  # the pattern takes any text of one line
    return Description(match["text"], match["example"] or "")
