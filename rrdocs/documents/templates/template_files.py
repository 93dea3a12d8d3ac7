"""Templates: Word files with Jinja tags, found in folders and compiled once.

A template is `<folder>/<name>.docx`. A paragraph that holds only `{%p include "letterhead" %}` is
replaced by the paragraphs and tables of `<folder>/blocks/letterhead.docx`; the name may be
computed. A block takes its styles and numbering from the document that includes it.

The tags are docxtpl's: `{{ }}` and `{% %}`; `{%p %}`, `{%tr %}`, `{%tc %}` and `{%r %}` stand for
the whole paragraph, row, cell or run around them. Everything printed is text: a field holds words
or a whole number, ready to be read.
"""

import hashlib
import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
from jinja2 import meta, nodes

from rrdocs.documents.templates import ooxml as word
from rrdocs.documents.templates import styles as style
from rrdocs.documents.templates import tags
from rrdocs.errors import DocumentError

PROPERTIES = "docProps/core.xml"

_RENDERED = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml")
_BODY = re.compile(r"word/document\d*\.xml")
_HALF = re.compile(r"\{\{|\{%|\}\}|%\}")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_RESHAPES = re.compile(r"\{%tc |\{%\s*(?:colspan|hm)\b")


class TemplateError(DocumentError):
    """A template that cannot be compiled, or cannot be rendered with the fields given.

    `template` is its name (`blocks/<name>` for a block) and `part` the file inside it;
    `paragraph_number` counts from 1 over that part, table cells included, and is 0 where no
    paragraph is to blame.
    """

    def __init__(
        self, template: str, part: str, paragraph_number: int, paragraph_text: str, words: str
    ) -> None:
        super().__init__(template, part, paragraph_number, paragraph_text, words)
        self.template = template
        self.part = part
        self.paragraph_number = paragraph_number
        self.paragraph_text = paragraph_text
        self.words = words

    def __str__(self) -> str:
        text = self.paragraph_text
        where = [f"template {self.template}"]
        if self.part and not _BODY.fullmatch(self.part):
            where.append(Path(self.part).stem)
        if self.paragraph_number:
            where.append(
                f"paragraph {self.paragraph_number}"
                f" “{text if len(text) <= 80 else text[:79] + '…'}”"
            )
        return f"{', '.join(where)}: {self.words}"


@dataclass(frozen=True)
class CompiledUnit:
    """What Jinja compiles as one: a part of a template, or a block."""

    template: str
    part: str
    source: word.Source

    @property
    def reshapes(self) -> bool:
        """Whether a tag in it changes the columns of a table."""
        return any(map(_RESHAPES.search, self.source.paragraphs))

    def error(self, words: str, line: int = 0) -> TemplateError:
        """The error `words`; about the tag on `line`, if one is given (the first tag stands on
        line 2).
        """
        if not line or not self.source.tags:
            return TemplateError(self.template, self.part, 0, "", words)
        tag, number = self.source.tags[max(0, min(line - 2, len(self.source.tags) - 1))]
        return TemplateError(
            self.template, self.part, number, self.source.paragraphs[number - 1], f"{tag} {words}"
        )


@dataclass(frozen=True)
class TemplatePart:
    """A part that is rendered for each document; `reshapes` if its tables may change their
    columns.
    """

    name: str
    jinja: jinja2.Template
    reshapes: bool


@dataclass(frozen=True)
class Template:
    """A compiled template: its parts in the order of the package, those without a tag deflated
    already.
    """

    name: str
    members: Sequence[word.Member | TemplatePart]
    fields: frozenset[str]
    blocks: frozenset[str]
    digest: str
    home: "Library" = field(repr=False, compare=False)


class Library:
    """The templates and blocks of some folders; where a name stands in several, the first folder's
    is taken.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._units: dict[str, CompiledUnit] = {}
        self._templates: dict[str, Template] = {}
        self._jinja = tags.environment(self._load)

    def names(self) -> list[str]:
        """The names of all templates."""
        return [name for name in _stems(self._folders) if name != style.HOUSE_STYLE]

    def blocks(self) -> list[str]:
        """The names of all blocks."""
        return _stems([folder / "blocks" for folder in self._folders])

    def digest(self, name: str) -> str:
        """SHA-256 over a template and every block that it may include. Raises TemplateError."""
        return self.template(name).digest

    def template(self, name: str) -> Template:
        """The template called `name`, compiled. Raises TemplateError, for the blocks that it
        includes too.
        """
        if name not in self._templates:
            self._templates[name] = self._compile(name)
        return self._templates[name]

    def path(self, name: str) -> Path:
        """Where the template called `name` stands. Raises TemplateError."""
        path = self._find(f"{name}.docx")
        if path is None:
            raise TemplateError(
                name, "", 0, "", f"is not among the templates: {', '.join(self.names())}"
            )
        return path

    def package(self, name: str) -> dict[str, bytes]:
        """The files inside a template, with the styles of the house. Raises TemplateError."""
        found, house = _read(self.path(name), name), self.house()
        return (
            style.followed(found, house[style.STYLES]) if house and style.STYLES in found else found
        )

    def house(self) -> dict[str, bytes] | None:
        """The files inside the document whose styles are the house's, if there is one."""
        path = self._find(f"{style.HOUSE_STYLE}.docx")
        return _read(path, style.HOUSE_STYLE) if path else None

    def located(self, error: Exception, name: str) -> TemplateError:
        """What went wrong in the template called `name` or its blocks, and in which paragraph."""
        if isinstance(error, TemplateError):
            return error
        if isinstance(error, jinja2.TemplateSyntaxError):
            unit, line = self._units[error.name or ""], error.lineno
            if "Unexpected end of template" in str(error):
                opened = tags.unclosed(tag for tag, _ in unit.source.tags)
                return unit.error("is never closed", line if opened is None else opened + 2)
            return unit.error(error.message or "is not understood", line)
        found = TemplateError(name, "", 0, "", tags.words(error))
        for frame, line in traceback.walk_tb(error.__traceback__):
            if place := self._units.get(frame.f_code.co_filename):
                found = place.error(tags.words(error), line)
        return found

    def _compile(self, name: str) -> Template:
        members: list[word.Member | TemplatePart] = []
        fields: set[str] = set()
        used: set[str] = set()
        for part, content in self.package(name).items():
            unit = _unit(name, part, content) if _RENDERED.fullmatch(part) else None
            if unit is None or not unit.source.tags:
                members.append(word.deflate(part, content))
                continue
            key = f"{name}:{part}"
            self._units[key] = unit
            try:
                jinja = self._jinja.get_template(key)
                included: set[str] = set()
                self._reach(key, included)
                fields |= self._expected(key)
            except jinja2.TemplateError as error:
                raise self.located(error, name) from error
            used |= included
            reshapes = any(self._units[each].reshapes for each in (key, *included))
            members.append(TemplatePart(part, jinja, reshapes))
        digest = self._digest(self.path(name), used)
        return Template(
            name, tuple(members), frozenset(fields) - tags.BUILT_IN, frozenset(used), digest, self
        )

    def _expected(self, key: str, within: frozenset[str] = frozenset()) -> set[str]:
        """The names that a unit, and the blocks that it includes by name, expect of the context."""
        tree = self._tree(key)
        names: set[str] = set(meta.find_undeclared_variables(tree))
        # What a loop or a set names reaches the block as well.
        own = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
        for include in tree.find_all(nodes.Include):
            if (block := _constant(include)) and block not in within:
                names |= self._expected(block, within | {block}) - own
        return names

    def _reach(self, key: str, reached: set[str]) -> None:
        """Adds to `reached` every block that a unit may include: a computed name may be any
        block's that begins as it does.
        """
        for include in self._tree(key).find_all(nodes.Include):
            block, begins = _constant(include), _beginning(include)
            for each in (
                {block} if block else {name for name in self.blocks() if name.startswith(begins)}
            ):
                if each not in reached:
                    try:
                        self._jinja.get_template(each)
                    except jinja2.TemplateNotFound as error:
                        raise self._units[key].error(tags.words(error), include.lineno) from error
                    reached.add(each)
                    self._reach(each, reached)

    def _tree(self, key: str) -> nodes.Template:
        return self._jinja.parse(self._units[key].source.text, key)

    def _digest(self, path: Path, blocks: set[str]) -> str:
        shared = [f"blocks/{name}.docx" for name in sorted(blocks)] + [f"{style.HOUSE_STYLE}.docx"]
        paths = [path, *(found for name in shared if (found := self._find(name)))]
        return hashlib.sha256(
            b"".join(hashlib.sha256(each.read_bytes()).digest() for each in paths)
        ).hexdigest()

    def _find(self, relative: str) -> Path | None:
        return next(
            (path for folder in self._folders if (path := folder / relative).is_file()), None
        )

    def _load(self, key: str) -> tuple[str, str, None] | None:
        """Jinja's loader: the source of a part that was read already, or of a block."""
        if key not in self._units:
            path = self._find(f"blocks/{key}.docx") if Path(key).name == key else None
            if path is None:
                return None
            for part, content in _read(path, f"blocks/{key}").items():
                if _BODY.fullmatch(part):
                    self._units[key] = _unit(f"blocks/{key}", part, content, block=True)
        return self._units[key].source.text, key, None


def fields_used(template: Template) -> set[str]:
    """All names that `template` expects of its context: body, headers, footers, notes, and blocks
    included by name.
    """
    return set(template.fields)


def _constant(include: nodes.Include) -> str | None:
    """The name of the block that `include` names, unless it is computed."""
    name = include.template.value if isinstance(include.template, nodes.Const) else None
    return name if isinstance(name, str) else None


def _beginning(include: nodes.Include) -> str:
    """The fixed words with which a computed name begins, as in "signature_" ~ block.kind."""
    first = include.template.nodes[0] if isinstance(include.template, nodes.Concat) else None
    return first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else ""


def _stems(folders: Sequence[Path]) -> list[str]:
    # Word keeps "~$name.docx" beside a document that is open.
    return sorted(
        {
            path.stem
            for folder in folders
            for path in folder.glob("*.docx")
            if not path.name.startswith("~$")
        }
    )


def _read(path: Path, name: str) -> dict[str, bytes]:
    try:
        return word.read_package(path)
    except ValueError as error:
        raise TemplateError(name, "", 0, "", str(error)) from error


def _unit(name: str, part: str, content: bytes, *, block: bool = False) -> CompiledUnit:
    """Reads a part. Raises TemplateError if it, or a tag in it, is broken."""
    try:
        unit = CompiledUnit(name, part, word.source(content, block=block))
    except ValueError as error:
        raise TemplateError(name, part, 0, "", str(error)) from error
    for number, text in enumerate(unit.source.paragraphs, 1):
        if half := _HALF.search(_TAG.sub("", text)):
            words = f"there is a “{half[0]}” without its other half in this paragraph"
            raise TemplateError(name, part, number, text, words)
    return unit
