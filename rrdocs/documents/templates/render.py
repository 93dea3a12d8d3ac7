"""Rendering: a template and its fields in, the bytes of a Word document out; the same bytes each
time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from xml.parsers import expat
from xml.sax.saxutils import escape

from rrdocs.documents.templates import ooxml as word
from rrdocs.documents.templates import tags
from rrdocs.documents.templates.template_files import (
    PROPERTIES,
    Template,
    TemplateError,
    TemplatePart,
)
from rrdocs.documents.wording.phrases import glued

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Documents are many and short: this level costs a third of the default's time for a few per cent of
# size.
_LEVEL = 3
# A name or an hour that ends in a full stop, at the end of a sentence; bold may end between the
# two, a line may not.
_SECOND = re.compile(r"[>.]\.(?=[\s<”’)\]])")
_FIRST = re.compile(r"(?<!\.)\.(?:<(?!/?w:(?:p|tc|br|tab)\b)[^>]*>)*\Z")
_BETWEEN = 400
"""Characters of tags between the two stops, at most."""


@dataclass(frozen=True)
class Properties:
    """What a document says about itself; `made` is a day of the deal, never the clock's."""

    title: str
    author: str
    subject: str
    made: date
    language: str = "en-US"


def render(
    template: Template, context: Mapping[str, object], properties: Properties | None = None
) -> bytes:
    """The .docx that `template` makes of the fields in `context`.

    Without `properties` the document keeps the template's. Raises TemplateError, which names the
    paragraph, when a field is missing or cannot be printed.
    """
    return word.archive(_members(template, context, properties))


def _members(
    template: Template, context: Mapping[str, object], properties: Properties | None
) -> Iterator[word.Member]:
    for member in template.members:
        if isinstance(member, TemplatePart):
            yield word.deflate(member.name, _DECLARATION + _xml(template, member, context), _LEVEL)
        elif properties and member.name == PROPERTIES.encode():
            yield word.deflate(PROPERTIES, _core(properties))
        else:
            yield member


def _xml(template: Template, part: TemplatePart, context: Mapping[str, object]) -> bytes:
    try:
        text = part.jinja.render({"number": tags.Numbers(), **context})
    except Exception as error:  # whatever a field or a tag does, its paragraph is named
        raise template.home.located(error, template.name) from error
    # The line feeds are those that tell tags apart: a line break in a field is an element by now.
    text = _stopped(glued(text.replace("\n", "")))
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as error:
        near = re.sub(r"<[^>]*>", " ", text[: error.offset]).strip()[-60:]
        words = (
            "an {% if %} or {% for %} begins in one place and ends in another: use {%p %} or {%tr"
            " %} for both"
        )
        raise TemplateError(template.name, part.name, 0, "", f"near “{near}” {words}") from error
    return (word.regrid(text) if part.reshapes else text).encode()


def _stopped(text: str) -> str:
    """Sentences that end in one full stop, whatever ends them."""

    def one(found: re.Match[str]) -> str:
        second = found.end() - 1
        return found[0][:-1] if _FIRST.search(text, max(0, second - _BETWEEN), second) else found[0]

    return _SECOND.sub(one, text) if ">." in text or ".." in text else text


def _core(properties: Properties) -> bytes:
    made = f'xsi:type="dcterms:W3CDTF">{properties.made:%Y-%m-%d}T00:00:00Z'
    return (
        _DECLARATION
        + (
            "<cp:coreProperties"
            ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(properties.title)}</dc:title>"
            f"<dc:subject>{escape(properties.subject)}</dc:subject>"
            f"<dc:creator>{escape(properties.author)}</dc:creator>"
            f"<dc:language>{escape(properties.language)}</dc:language><dcterms:created"
            f" {made}</dcterms:created><dcterms:modified"
            f" {made}</dcterms:modified></cp:coreProperties>"
        ).encode()
    )
