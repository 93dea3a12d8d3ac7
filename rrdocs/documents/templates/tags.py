"""What tags may do and print: the Jinja that reads templates."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from rrdocs.documents.wording.phrases import NBSP

_SPECIAL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_CLOSED_BY = {
    "endif": "if",
    "endfor": "for",
    "endset": "set",
    "endwith": "with",
    "endfilter": "filter",
}


def printable(value: object) -> object:
    """What Jinja prints for a field's value: text as it is, line breaks and tabs as Word's.

    Raises jinja2.TemplateRuntimeError for what is not text or a number, and for characters that a
    document cannot hold.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        if not _SPECIAL.search(value):
            return str(value)
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        bad = next((found for found in _SPECIAL.findall(text) if found not in "\n\t"), None)
        if bad:
            raise jinja2.TemplateRuntimeError(
                f"holds the character U+{ord(bad):04X}, which cannot be printed"
            )
        return escape(text).replace("\n", _BREAK).replace("\t", _TAB)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    if isinstance(value, jinja2.Undefined):
        return str(value)
    kind = "is empty (None)" if value is None else f"is a {type(value).__name__}"
    raise jinja2.TemplateRuntimeError(f"{kind}, not text or a number")


def shares_filter(number: object) -> str:
    """A number in figures with its noun: 1 share; 1,200 shares."""
    return f"{number}{NBSP}share{'' if str(number) == '1' else 's'}"


def capital_filter(text: object) -> str:
    """Words that begin a sentence: the first letter large, the others as they are."""
    return str(text)[:1].upper() + str(text)[1:]


class Numbers:
    """The numbers of a document's paragraphs: `number.next()` prints the next one with its full
    stop and its gap.
    """

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        """The next number: 1., 2., 3."""
        self._last += 1
        return f"{self._last}.{NBSP * (4 if self._last < 10 else 2)}"


BUILT_IN = frozenset({"number"})
"""Names that every template may use and no context gives."""


def environment(
    load: Callable[[str], tuple[str, str, None] | None],
) -> ImmutableSandboxedEnvironment:
    """The Jinja that reads templates: sandboxed, strict about missing fields, and free of
    chance.
    """
    jinja = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=printable,
        loader=jinja2.FunctionLoader(load),
        auto_reload=False,
        cache_size=-1,
    )
    jinja.filters |= {"shares": shares_filter, "capital": capital_filter}
    # The same fields always make the same document, and nothing but a template's own XML is markup.
    for chance in ("random", "safe"):
        del jinja.filters[chance]
    del jinja.globals["lipsum"]
    return jinja


def unclosed(tags: Iterable[str]) -> int | None:
    """The index of the innermost tag that is opened and never closed; None if there is none."""
    opened: list[tuple[str, int]] = []
    for index, tag in enumerate(tags):
        keyword = re.match(r"\{%[-+]?\s*(\w+)", tag)
        if keyword is None:
            continue
        if keyword[1] in _CLOSED_BY.values() and not (keyword[1] == "set" and "=" in tag):
            opened.append((keyword[1], index))
        elif opened and _CLOSED_BY.get(keyword[1]) == opened[-1][0]:
            opened.pop()
    return opened[-1][1] if opened else None


def words(error: Exception) -> str:
    """What an error says, for the person who wrote the template."""
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no block “{error.name}”"
    if isinstance(error, RecursionError):
        return "a block includes itself"
    return str(error) or type(error).__name__
