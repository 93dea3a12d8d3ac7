"""Terms with one of them changed: `demand.response` set to `45 days`.

A path names a term, a field of it and, where that field holds several, what is below. The value is
written as in agreement.yaml; a list has its items separated by commas.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from rrdocs.agreement.terms import Terms
from rrdocs.dates.deadlines import Deadline
from rrdocs.dates.moments import Period
from rrdocs.yamlfiles.records import Record, near

R = TypeVar("R", bound=Record)


def amended(terms: Terms, sets: Mapping[str, str]) -> Terms:
    """The terms with each path set to its value. Raises ValueError, in words, for a path or value
    that cannot stand.
    """
    for path, value in sets.items():
        terms = _set(terms, path, path.split("."), value)
    return terms


def _counted(value: object) -> bool:
    """Whether a period or deadline has a last day."""
    length = value.length if isinstance(value, Deadline) else value
    return isinstance(length, Period) and length.unit != "word"


def _set(record: R, path: str, steps: list[str], value: str) -> R:
    field, *below = steps
    fields = type(record).model_fields
    if field not in fields:
        raise ValueError(f"`{field}` of `{path}` is not known there{near(field, fields)}")
    old = getattr(record, field)
    match old, below:
        case None, [_, *_]:
            raise ValueError(f"`{path}` cannot be set: the agreement has no `{field}`")
        case Record(), [_, *_]:
            new: Any = _set(old, path, below, value)
        case dict(), [key]:
            new = {**old, key: value}
        case dict(), [str(key), *rest] if isinstance(old.get(key), Record):
            new = {**old, key: _set(old[key], path, rest, value)}
        case Record(), []:
            raise ValueError(
                f"`{path}` must name a field of the term, such as"
                f" `{path}.{list(type(old).model_fields)[-1]}`"
            )
        case tuple(), []:
            new = tuple(item.strip() for item in value.split(","))
        case _, []:
            new = value
        case _:
            raise ValueError(f"`{path}` goes on below `{field}`, which has no parts")
    kept = {name: getattr(record, name) for name in fields}
    try:
        made = type(record).model_validate({**kept, field: new})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        words = str(
            fault.get("ctx", {}).get("error") or fault["msg"].replace("Input should be", "must be")
        )
        raise ValueError(f"`{path}` cannot be `{value}`: it {words}") from None
    if _counted(old) and not _counted(getattr(made, field)):
        raise ValueError(
            f"`{path}` cannot be `{value}`: it must be a number of days, weeks, months or years"
        )
    return record.model_copy(update={field: getattr(made, field)})
