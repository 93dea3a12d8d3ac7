"""How answers are read: each reader takes what was typed and returns what goes into the data, or
raises ValueError with the reason in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from rrdocs.agreement.covenants import Method
from rrdocs.yamlfiles.records import near

Parse = Callable[[str], Any]


def text(answer: str) -> str:
    """Some words. Raises ValueError where there are none."""
    if not answer.strip():
        raise ValueError("must be some words")
    return answer.strip()


def maybe(parse: Parse) -> Parse:
    """An answer that may be left out, by no words or by a dash."""
    return lambda answer: parse(answer) if answer.strip() not in ("", "-") else None


def choice(*values: str) -> Parse:
    """One of several words."""

    def read(answer: str) -> str:
        if answer.strip() not in values:
            raise ValueError(f"must be one of {', '.join(values)}{near(answer.strip(), values)}")
        return answer.strip()

    return read


def listed(parse: Parse) -> Parse:
    """Several answers, separated by commas."""
    return lambda answer: [parse(each) for each in answer.split(",") if each.strip()]


def reads(annotation: Any) -> Parse:
    """What a type of a field takes. Raises ValueError in the words of its own check; the text
    itself is kept.
    """
    adapter = TypeAdapter(annotation)
    dollars = Decimal in (annotation, *get_args(annotation))

    def read(answer: str) -> str:
        answer = re.sub(r"[$,](?=\d)", "", answer) if dollars else answer
        try:
            adapter.validate_python(answer.strip())
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            words = str(
                fault.get("ctx", {}).get("error")
                or fault["msg"].replace("Input should be", "must be")
            )
            raise ValueError(words) from None
        return answer.strip()

    return read


def reader(info: FieldInfo) -> Parse:
    """How the answer for a field of a provision is read: one value, or a list of them; nothing
    where it may be left out.
    """
    annotation = info.annotation
    metadata = tuple(info.metadata)
    parts = (
        [part for part in get_args(annotation) if part is not type(None)]
        if get_origin(annotation) in (Union, UnionType)
        else []
    )
    optional = bool(parts) or not info.is_required()
    inner: Any = parts[0] if parts else annotation
    if get_origin(inner) is tuple:
        each = get_args(inner)[0]
        parse = listed(choice(*get_args(each)) if get_origin(each) is Literal else reads(each))
    elif get_origin(inner) is Literal:
        parse = choice(*get_args(inner))
    else:
        parse = reads(Annotated[inner, *metadata] if metadata else inner)
    return maybe(parse) if optional else lambda answer: parse(text(answer))


def whole_number(answer: str) -> str:
    """A whole number, with or without commas. Raises ValueError."""
    if not re.fullmatch(r"\d{1,3}(,?\d{3})*", answer.strip()):
        raise ValueError("must be a whole number, such as 1,500,000")
    return answer.replace(",", "").strip()


def period_after(answer: str) -> str:
    """The days after which a delivery counts as received. Raises ValueError."""
    parse = reads(Method.model_fields["after"].rebuild_annotation())
    if not re.match(r"\d", answer.strip()):
        raise ValueError("must be a number of days, such as 5 business days")
    return str(parse(answer))
