"""Makes docs/documents.md: every document of the catalogue, when it is drafted, what it says, and
where its template says it.

python tools/documents.py > docs/documents.md
"""

from __future__ import annotations

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.document_types.entry import DocumentType
from rrdocs.documents import house_templates
from rrdocs.documents.templates import ooxml as word
from rrdocs.documents.templates import outline
from rrdocs.documents.templates.template_files import Library, fields_used

HEAD = """# The documents

Every document of the catalogue: what its clause requires (words in italics stand for the
agreement's own terms and periods), when it is drafted, what it must say (**must**) and what it
customarily says, and where its template says it: a `field` that the data fill, or “fixed words”.
Made by `tools/documents.py`; a test keeps it true to the templates, and `rrdocs template check`
reports a template that does not use a field that is named here.
"""


def listed(names: list[str]) -> str:
    """Titles with their articles: a Demand Notice or an Amendment."""
    return " or ".join(f"{'an' if name[0] in 'AEIOU' else 'a'} {name}" for name in sorted(names))


def when(entry: DocumentType) -> str:
    """When a document is drafted."""
    enclosing = [
        other.title
        for other in DOCUMENT_TYPES.values()
        if other.form == entry.name or (other.companion and other.companion.document == entry.name)
    ]
    said = []
    if entry.requires:
        said.append("when the rules call for it")
    if entry.name == "counsel_memo":
        said.append("with every packet")
    if enclosing:
        said.append(f"with {listed(enclosing)}")
    if entry.on_request:
        about = ", ".join(f"`{name}`" for name in entry.on_request.about)
        said.append(f"on request, about {about or 'any event'}")
    return "; ".join(said) or "by the service commands"


def words_of(library: Library, name: str) -> str:
    """The words of a template with those of the blocks that it includes: where fixed words are
    looked for.
    """
    paths = [
        library.path(name),
        *(
            house_templates() / "blocks" / f"{block}.docx"
            for block in sorted(library.template(name).blocks)
        ),
    ]
    return "".join(outline.outline_of(word.read_package(path)) for path in paths)


def missing(library: Library, document: str) -> list[str]:
    """What a template leaves out of what its document says."""
    asked, text = (
        fields_used(library.template(document)),
        words_of(library, document).replace("⍽", " ").replace("**", "").replace("→", " "),
    )
    found = []
    for item in DOCUMENT_TYPES[document].content:
        found += [f"{{{name}}}" for name in item.fields if name not in asked]
        found += [words for words in item.words if words not in text]
    return found


def page() -> str:
    """The page."""
    lines = [HEAD]
    for name, entry in DOCUMENT_TYPES.items():
        lines += [f"## {entry.number} {entry.title} (`{name}`)", ""]
        if entry.requires:
            requires = entry.requires.replace("{a_", "a {").replace("{A_", "A {")
            lines += [requires.replace("{", "*").replace("}", "*").replace("_", " "), ""]
        lines += [f"{entry.class_}; drafted {when(entry)}.", ""]
        if not entry.content:
            continue
        lines += ["| | it says | where |", "|---|---|---|"]
        for item in entry.content:
            where = [f"`{field}`" for field in item.fields] + [f"“{words}”" for words in item.words]
            lines.append(
                f"| {'**must**' if item.must else ''} | {item.says} | {', '.join(where)} |"
            )
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(page(), end="")
