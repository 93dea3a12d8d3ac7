"""The JSON Schemas of the data files, from which editors complete and check them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from rrdocs.agreement.interpretations import TABLE
from rrdocs.agreement.parties import Roster
from rrdocs.agreement.terms import Agreement
from rrdocs.deal.events import EVENT_TYPES, Event
from rrdocs.yamlfiles.descriptions import described, example_of
from rrdocs.yamlfiles.records import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Iterator[tuple[str, str]]:
    """Each schema as (name of its file, text)."""
    agreement = _described(Agreement.model_json_schema(), Agreement)
    readings = {
        name: {
            "anyOf": [{"enum": list(row.values)}, {"$ref": "#/$defs/Choice"}],
            "description": f"{row.number}: {row.question}",
        }
        for name, row in TABLE.items()
    }
    agreement["properties"]["readings"] = {
        "type": "object",
        "properties": readings,
        "additionalProperties": False,
    }
    yield "agreement.json", _text(agreement)
    yield "parties.json", _text(_described(Roster.model_json_schema(), Roster))
    yield "events.json", _text(_events())


def _events() -> dict[str, Any]:
    models = [(kind, "validation") for kind in EVENT_TYPES.values()]
    places, definitions = models_json_schema(
        models,  # type: ignore[arg-type]  # a list of subclasses is one of classes here
        by_alias=True,
        schema_generator=GenerateJsonSchema,
    )
    known = {
        "properties": {"type": {"enum": sorted(EVENT_TYPES)}},
        "required": ["id", "type", "date"],
    }
    choices = [
        {
            "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
            "then": places[kind, "validation"],
        }
        for name, kind in sorted(EVENT_TYPES.items())
    ]
    _describe(definitions["$defs"], Event)
    return {"type": "array", "items": {"type": "object", **known, "allOf": choices}, **definitions}


def _described(schema: dict[str, Any], root: type[Record]) -> dict[str, Any]:
    """A schema with the descriptions of the fields of its root and of all records below it."""
    _describe({root.__name__: schema} | schema.get("$defs", {}), root)
    return schema


def _describe(definitions: dict[str, Any], base: type[Record]) -> None:
    ours = (each for each in _below(Record) if each.__module__.startswith("rrdocs."))
    known = {record.__name__: record for record in (*ours, *_below(base))}
    for name, schema in definitions.items():
        record = known[name]
        schema["description"] = " ".join((record.__doc__ or "").split())
        for field, found in described(record).items():
            shown = record.model_fields[field].alias or field
            schema["properties"][shown]["description"] = found.text
            if found.example:
                schema["properties"][shown]["examples"] = [example_of(found.example)]


def _below(base: type[Record]) -> Iterator[type[Record]]:
    for record in base.__subclasses__():
        yield record
        yield from _below(record)


def _plain(value: Any) -> Any:
    """Without the titles, which only repeat the names of fields, and without defaults of null."""
    match value:
        case dict():
            kept = {
                key: item
                for key, item in value.items()
                if not (key == "title" and isinstance(item, str))
            }
            return {
                key: _plain(item) for key, item in kept.items() if (key, item) != ("default", None)
            }
        case list():
            return [_plain(item) for item in value]
    return value


def _text(schema: dict[str, Any]) -> str:
    return (
        json.dumps(
            {"$schema": DIALECT, **_plain(schema)}, indent=1, ensure_ascii=False, sort_keys=True
        )
        + "\n"
    )
