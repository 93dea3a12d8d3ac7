"""The JSON Schemas of the data files, from which editors complete and check them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from rrdocs.events import EVENT_TYPES
from rrdocs.parties import Roster
from rrdocs.readings import TABLE
from rrdocs.terms import Agreement

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Iterator[tuple[str, str]]:
    """Each schema as (name of its file, text)."""
    agreement = Agreement.model_json_schema()
    readings = {
        name: {"anyOf": [{"enum": list(row.values)}, {"$ref": "#/$defs/Choice"}], "description": f"{row.number}: {row.question}"}
        for name, row in TABLE.items()
    }
    agreement["properties"]["readings"] = {"type": "object", "properties": readings, "additionalProperties": False}
    yield "agreement.json", _text(agreement)
    yield "parties.json", _text(Roster.model_json_schema())
    yield "events.json", _text(_events())


def _events() -> dict[str, Any]:
    models = [(kind, "validation") for kind in EVENT_TYPES.values()]
    places, definitions = models_json_schema(models, by_alias=True, schema_generator=GenerateJsonSchema)  # type: ignore[arg-type]
    known = {"properties": {"type": {"enum": sorted(EVENT_TYPES)}}, "required": ["id", "type", "date"]}
    choices = [
        {"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": places[kind, "validation"]}
        for name, kind in sorted(EVENT_TYPES.items())
    ]
    return {"type": "array", "items": {"type": "object", **known, "allOf": choices}, **definitions}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps({"$schema": DIALECT, **schema}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
