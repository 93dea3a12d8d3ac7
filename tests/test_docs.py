"""What the documentation and the schemas say is what the program does."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pypdf import PdfReader

import rrdocs
from rrdocs.agreement.interpretations import TABLE
from rrdocs.agreement.terms import Agreement, Terms
from rrdocs.deal.events import EVENT_TYPES
from rrdocs.deal.json_schema import schemas
from rrdocs.docket.decisions import Decision

REPOSITORY = Path(__file__).parents[1]
DATA = sorted(
    [*(REPOSITORY / "data").rglob("*.yaml"), *(REPOSITORY / "tests" / "deals").rglob("*.yaml")]
)
BAD = sorted((REPOSITORY / "tests" / "bad").glob("*/*.yaml"))
SCHEMAS = {name: json.loads(text) for name, text in schemas()}


# ---- docs/


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    page = runpy.run_path(str(REPOSITORY / "tools" / "commands.py"))["page"]()
    assert (REPOSITORY / "docs" / "commands.md").read_text("utf-8") == page, (
        "python tools/commands.py > docs/commands.md"
    )


def test_the_page_of_the_library_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (REPOSITORY / "docs" / "library.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "data").symlink_to(REPOSITORY / "data")
    monkeypatch.chdir(tmp_path)
    here: dict[str, Any] = {}
    exec(compile(code, "docs/library.md", "exec"), here)
    assert here["problems"] == []
    assert {decision.document for decision in here["due"]} >= {"demand_further_notice"}
    assert len(here["letters"]) > 10
    assert len(PdfReader(here["bound"]).pages) > len(here["letters"])


def test_the_page_of_the_library_names_what_there_is() -> None:
    text = (REPOSITORY / "docs" / "library.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == ["load", "decide", "draft", "bind"]
    assert sorted(rrdocs.__all__) == ["bind", "decide", "draft", "load"]
    assert all(callable(getattr(rrdocs, name)) for name in rrdocs.__all__)
    fields = re.findall(r"`(\w+)`", text.partition("the fields of a decision:")[2])
    assert len(fields) > 10
    assert [
        name
        for name in fields
        if name not in Decision.__annotations__ and not hasattr(Decision, name)
    ] == []


def test_what_is_not_in_the_library_is_not_there() -> None:
    with pytest.raises(AttributeError, match="'rrdocs' has no attribute 'undo'"):
        rrdocs.undo  # noqa: B018 - asking is the test


# ---- schemas/


def test_the_schemas_are_what_the_program_says() -> None:
    written = {path.name: path.read_text("utf-8") for path in (REPOSITORY / "schemas").iterdir()}
    assert written == dict(schemas()), "rrdocs schema"


def test_the_schemas_know_every_type_of_event_every_term_and_every_reading() -> None:
    events = SCHEMAS["events.json"]["items"]
    assert events["properties"]["type"]["enum"] == sorted(EVENT_TYPES)
    assert [each["if"]["properties"]["type"]["const"] for each in events["allOf"]] == sorted(
        EVENT_TYPES
    )
    agreement = SCHEMAS["agreement.json"]
    assert agreement["properties"].keys() == Agreement.model_fields.keys()
    assert agreement["$defs"]["Terms"]["properties"].keys() == Terms.model_fields.keys()
    assert agreement["properties"]["readings"]["properties"].keys() == TABLE.keys()


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_a_schema_is_one(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether an editor finds nothing wrong with a value under a schema."""
    return bool(Draft202012Validator(schema).is_valid(value))


class Core(yaml.SafeLoader):
    """YAML as an editor reads it: its core schema, in which `NO` and a date are texts."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"|~|null|Null|NULL", ["", "~", "n", "N"]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), first)
Core.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


def schema_of(path: Path) -> Any:
    return SCHEMAS[f"{path.stem}.json" if path.stem in {"agreement", "parties"} else "events.json"]


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_an_editor_finds_nothing_wrong_with_the_data(path: Path) -> None:
    schema = schema_of(path)
    assert fits(yaml.load(path.read_text("utf-8"), Loader=Core), schema)


@pytest.mark.parametrize(
    "path",
    [p for p in DATA if p.is_relative_to(REPOSITORY / "data")],
    ids=lambda path: str(path.name),
)
def test_a_file_of_data_names_its_schema(path: Path) -> None:
    first = path.read_text("utf-8").partition("\n")[0]
    name = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / name).resolve() == (
        REPOSITORY / "schemas" / name.rpartition("/")[2]
    ).resolve()
    assert json.loads((path.parent / name).read_text("utf-8")) == schema_of(path)


SHAPES = {  # bad cases that an editor sees too: what is wrong is wrong in one record
    "events": """
        missing-keys no-type not-a-list not-one-of-the-choices null-for-a-text numbers ratio
        strange-id unknown-key unknown-type yes-is-no-flag
    """,
    "agreement": """
        a-list no-governing-law periods-and-shares unknown-reading unknown-term
        unknown-value-of-a-reading without-a-clause
    """,
    "parties": "address-as-text no-parties unknown-kind-and-role",
}


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in SHAPES.items() for name in names.split()]
)
def test_an_editor_sees_what_is_wrong_with_a_record(kind: str, name: str) -> None:
    schema = SCHEMAS[f"{kind}.json"]
    found = yaml.load(
        (REPOSITORY / "tests" / "bad" / kind / f"{name}.yaml").read_text("utf-8"), Loader=Core
    )
    assert not fits(found, schema)
