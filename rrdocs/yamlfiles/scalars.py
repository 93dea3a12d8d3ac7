"""The types of fields: from the text of a file to a value.

A value of the right type is taken as it is, so that a record can also be made in code. A text that
does not fit is a ValueError whose words go on from "it": `rrdocs.yamlfiles.records.build` puts the
field and its value before them. Each type has a JSON Schema for editors, which read a number
without quotes as a number.
"""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from rrdocs.yamlfiles.nodes import UNPRINTABLE


def _flag(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _count(value: object) -> object:
    if not isinstance(value, str):
        return value
    if re.fullmatch("[0-9]{1,15}", value):
        return int(value)
    digits = re.sub("[,_' ]", "", value)
    hint = ""
    if re.fullmatch("[0-9]+", digits):
        hint = f", without separators: {digits}" if len(digits) <= 15 else ", of at most 15 digits"
    elif re.fullmatch("-[0-9]+", digits):
        hint = ", not less than 0"
    raise ValueError(f"must be a whole number{hint}")


def _money(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,2})?", value):
        return Decimal(value)
    amount = re.sub(r"[$,_' ]|USD?", "", value)
    hint = (
        f": {amount}"
        if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,2})?", amount)
        else " such as 1250000 or 12.50"
    )
    raise ValueError(f"must be dollars without a sign or separators{hint}")


def _name(value: str) -> str:
    if not value.strip():
        raise ValueError("must be some text")
    if len(value) > 1000:
        raise ValueError("must be at most 1000 characters long")
    if re.search(r"[\t\n\r]", value) or UNPRINTABLE.search(value):
        raise ValueError("must be text in one line, without control characters")
    return value


_ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"


def _id(value: str) -> str:
    if not re.fullmatch(_ID[1:-1], value):
        raise ValueError(
            "must be letters, digits, `_`, `.` or `-`, beginning with a letter or a digit"
        )
    return value


_POSITIVE = {
    "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^0*[1-9][0-9]*$"}]
}
_COUNT = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]+$"}]}
_MONEY = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,2})?$"},
    ]
}

YesNo = Annotated[
    bool, Field(strict=True), BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})
]
WholeNumber = Annotated[
    int, Field(strict=True, ge=0), BeforeValidator(_count), WithJsonSchema(_COUNT)
]
Positive = Annotated[
    int, Field(strict=True, ge=1), BeforeValidator(_count), WithJsonSchema(_POSITIVE)
]
Money = Annotated[
    Decimal,
    Field(strict=True, ge=0, decimal_places=2),
    BeforeValidator(_money),
    WithJsonSchema(_MONEY),
]
Name = Annotated[
    str,
    AfterValidator(_name),
    WithJsonSchema({"type": ["string", "number", "boolean"], "minLength": 1}),
]
Id = Annotated[
    str, AfterValidator(_id), WithJsonSchema({"type": ["string", "number"], "pattern": _ID})
]
