"""Which fields of which records the program reads, as mypy infers the types of what is read.

Looking for `.name` in the text of a module cannot tell the field of one record from that of
another; the type of what stands before the dot can.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from mypy.build import build
from mypy.modulefinder import BuildSource
from mypy.nodes import MemberExpr, TypeInfo
from mypy.options import Options
from mypy.types import Instance, Type, TypeVarType, UnionType, get_proper_type

REPOSITORY = Path(__file__).parents[2]

Read = tuple[str, str]
"""The name of a class and of one of its attributes."""


def fields_read(instead: Mapping[str, str]) -> set[Read]:
    """What the modules of rrdocs read, each attribute with the class that declares it.

    ``instead``: texts that take the place of modules, by their dotted names; an empty one leaves a
    module out.
    """
    sources = list(_sources(instead))
    kinds = build(sources, _options()).types
    found = {read for source in sources for read in _patterns(source)}
    for expression in kinds:
        if isinstance(expression, MemberExpr) and expression.expr in kinds:
            for info in _classes(kinds[expression.expr]):
                if owner := info.get_containing_type_info(expression.name):
                    found.add((owner.name, expression.name))
    return found


def _options() -> Options:
    options = Options()
    options.export_types = True
    options.preserve_asts = True
    options.incremental = False
    options.follow_imports = "skip"  # the types of other libraries say nothing of our records
    options.ignore_missing_imports = True
    return options


def modules() -> dict[str, Path]:
    """The modules of rrdocs by their dotted names."""
    paths = {path.relative_to(REPOSITORY): path for path in (REPOSITORY / "rrdocs").rglob("*.py")}
    return {
        name.with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"): path
        for name, path in sorted(paths.items())
    }


def _sources(instead: Mapping[str, str]) -> Iterator[BuildSource]:
    for name, path in modules().items():
        yield BuildSource(str(path), name, instead.get(name))


def _classes(kind: Type) -> Iterator[TypeInfo]:
    """The classes that a value of a type may have."""
    proper = get_proper_type(kind)
    if isinstance(proper, UnionType):
        for member in proper.items:
            yield from _classes(member)
    elif isinstance(proper, TypeVarType):
        yield from _classes(proper.upper_bound)
    elif isinstance(proper, Instance):
        yield proper.type


def _patterns(source: BuildSource) -> Iterator[Read]:
    """What `case Name(field=...)` reads."""
    assert source.path is not None
    text = Path(source.path).read_text("utf-8") if source.text is None else source.text
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.MatchClass):
            name = ast.unparse(node.cls).rpartition(".")[2]
            yield from ((name, field) for field in node.kwd_attrs)
