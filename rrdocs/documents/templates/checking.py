"""Templates looked through: what a lawyer who has edited one should know before it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.documents.templates import ooxml as word
from rrdocs.documents.templates import outline
from rrdocs.documents.templates import styles as style
from rrdocs.documents.templates.ooxml import W
from rrdocs.documents.templates.template_files import Library, TemplateError, fields_used


def problems(library: Library, name: str, offered: Iterable[str]) -> list[str]:
    """What is wrong with a template: a broken tag, a field that is not there, one that must be, a
    style of its own.

    ``offered``: the fields that its document has. The text of each problem names the template, and
    the paragraph where one is to blame.
    """
    known = set(offered)
    try:
        template = library.template(name)
    except TemplateError as error:
        return [str(error)]
    found = []
    asked = fields_used(template)
    if known:
        found += [
            f"template {name}: there is no field `{field}`{_near(field, known)}"
            for field in sorted(asked - known)
        ]
    entry = DOCUMENT_TYPES.get(name)
    for item in entry.content if entry else ():
        missing = [field for field in item.fields if field not in asked]
        if missing and item.must:
            words = ", ".join(f"`{field}`" for field in missing)
            found.append(
                f"template {name}: the law requires {item.says}, and the template does not use"
                f" {words}"
            )
    return [*found, *foreign_styles(library, name)]


def foreign_styles(library: Library, name: str) -> list[str]:
    """Paragraphs in a style that the house does not know, and looks set by hand, each with its
    number and text.
    """
    house = library.house()
    if house is None:
        return []
    known = {key.casefold() for key in outline.styles(house[style.STYLES])}
    package = word.read_package(library.path(name))
    ids = (
        {value: key for key, value in outline.styles(package[style.STYLES]).items()}
        if style.STYLES in package
        else {}
    )
    found = []
    for number, paragraph in enumerate(
        etree.fromstring(package["word/document.xml"]).iter(f"{W}p"), 1
    ):
        used = paragraph.find(f"{W}pPr/{W}pStyle")
        own = (
            ids.get(str(used.get(f"{W}val")), str(used.get(f"{W}val")))
            if used is not None
            else "Normal"
        )
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t")).strip()
        if own.casefold() not in known and text:
            found.append(
                f"template {name}, paragraph {number} “{text[:60]}”: the house has no style “{own}”"
            )
    return found


def _near(name: str, known: Iterable[str]) -> str:
    from rrdocs.yamlfiles.records import near  # noqa: PLC0415 - only where something is wrong

    return near(name, known)


# ---- a new template

SHAPES = {
    "letter": "opinion_request",
    "form": "joining_request",
    "record": "signature_instructions",
}
"""The template whose pages, headers and styles a new one of a shape takes over."""

_HEADS = {
    "letter": [
        "{%p set caption = document_title %}",
        *(f'{{%p include "{block}" %}}' for block in ("letterhead", "addressee", "reference")),
    ],
    "form": ['{%p include "form_head" %}'],
    "record": ["{%p set privileged = true %}", '{%p include "record_head" %}'],
}  # fmt: skip
_FEET = {
    "letter": ['{%p include "reserved" %}', '{%p include "closing" %}'],
    "form": ['{%p include "form_return" %}', "<section>", '{%p include "signature_pages" %}'],
    "record": [],
}  # fmt: skip


def shape_of(library: Library, name: str) -> str:
    """The shape of a document: as its own template has it; a record where it has none."""
    if name not in library.names():
        return "record"
    blocks = library.template(name).blocks
    return "letter" if "letterhead" in blocks else "form" if "form_head" in blocks else "record"


def fresh(library: Library, shape: str, sample: Mapping[str, object]) -> bytes:
    """A new template in the house style: the blocks of its shape, and every field of its document
    on a line of its own.
    """
    head = list(_HEADS[shape])
    lines = [*head, "[Heading 1] Fields" if shape == "record" else "[Lead-in] **Fields.**"]
    for name, value in sorted(sample.items()):
        match value:
            case list() | tuple() if value and isinstance(value[0], Mapping):
                inner = ", ".join(
                    f"{{{{ item.{key} }}}}"
                    for key, text in value[0].items()
                    if isinstance(text, str | int)
                )
                lines += [
                    f"{{%p for item in {name} %}}",
                    f"[Dash] {name}: {inner}",
                    "{%p endfor %}",
                ]
            case list() | tuple():
                lines.append(f'[Dash] {name}: {{{{ {name} | join(", ") }}}}')
            case bool():
                lines.append(f"[Dash] {{% if {name} %}}{name}{{% else %}}not {name}{{% endif %}}")
            case _:
                lines.append(f"[Dash] {name}: {{{{ {name} }}}}")
    package = library.package(SHAPES[shape])
    styles = outline.styles(package[style.STYLES])
    text = "\n".join([*lines, *_FEET[shape]]).replace(
        "[Heading 1]", f"[{'heading 1' if 'heading 1' in styles else 'Heading 1'}]"
    )
    return packed(outline.replaced(package, text))


def packed(package: Mapping[str, bytes]) -> bytes:
    """A package as the bytes of a Word file, content types first."""
    names = sorted(package, key=lambda name: (name != "[Content_Types].xml", name))
    return word.archive(word.deflate(name, package[name]) for name in names)


def text_of(path: Path) -> str:
    """The text of a template as lines that can be compared. Raises TemplateError for a file that
    is none.
    """
    try:
        return outline.outline_of(word.read_package(path))
    except ValueError as error:
        raise TemplateError(path.name, "", 0, "", str(error)) from error
