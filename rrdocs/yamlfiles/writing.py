"""Records out as YAML: the one writer, of new events and of a new deal's files.

Numbers, dates, ids and simple words stand plain, as people write them; every other text stands in
quotation marks. What is written here is read by `rrdocs.yamlfiles.nodes` as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

Value = str | None | Sequence["Value"] | Mapping[str, "Value"]
"""What can be written: texts, null, and lists and mappings of them."""
Notes = Mapping[tuple[str, ...], str]
"""Comments, by the path of keys to the entry above which each stands."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./+-]*(:[A-Za-z0-9_./+-]+)*( [A-Za-z0-9_./+()-]+)*")
_WORDS = {"null", "yes", "no", "on", "off", "true", "false"}
_WIDTH = 100


def flow(value: Value) -> str:
    """A value in one line: a scalar, `[a, b]` or `{a: b}`."""
    match value:
        case None:
            return "null"
        case "true" | "false":
            return value
        case str():
            is_plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
            return value if is_plain else json.dumps(value, ensure_ascii=False)
        case Mapping():
            return (
                "{" + ", ".join(f"{flow(key)}: {flow(item)}" for key, item in value.items()) + "}"
            )
        case _:
            return "[" + ", ".join(map(flow, value)) + "]"


def item(record: Mapping[str, Value]) -> str:
    """A record as an item of a list that is a whole file: a line for each field."""
    return "- " + "\n  ".join(f"{name}: {flow(value)}" for name, value in record.items()) + "\n"


def block_style(
    data: Mapping[str, Value], notes: Notes, path: tuple[str, ...] = ()
) -> Iterator[str]:
    """The lines of a mapping, the mappings below it indented, with the comments of its entries.

    ``path``: the keys to this mapping from the top of the file.
    """
    pad = "  " * len(path)
    for key, value in data.items():
        here = (*path, key)
        for line in wrap(notes.get(here, ""), _WIDTH - 2 - len(pad)):
            yield f"{pad}# {line}\n"
        if isinstance(value, Mapping) and value:
            yield f"{pad}{flow(key)}:\n"
            yield from block_style(value, notes, here)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{pad}{flow(key)}:\n"
            yield from (f"{pad}  - {flow(each)}\n" for each in value)
        else:
            yield f"{pad}{flow(key)}: {flow(value)}\n"
