"""Makes docs/documents.md: every paper of the catalogue, when it is drafted, what it says, and
where its template says it.

python tools/documents.py > docs/documents.md
"""

from __future__ import annotations

from rrdocs.agreement.document_types import KINDS
from rrdocs.documents import house_templates
from rrdocs.documents.fields import FORMS, MAKERS
from rrdocs.documents.packets.on_request import COMPANIONS, OCCASIONS
from rrdocs.documents.templates import ooxml as word
from rrdocs.documents.templates import outline
from rrdocs.documents.templates.library import Library, fields_used
from rrdocs.documents.templates.required_content import ITEMS

HEAD = """# The papers

Every paper of the catalogue: when it is drafted, what it must say (**must**) and what it
customarily says, and where its template says it: a `field` that the data fill, or “fixed words”.
Made by `tools/documents.py`; a test keeps it true to the templates, and `rrdocs template check`
reports a template that leaves out a field that is asked for here.
"""


def when(document: str) -> str:
    """When a paper is drafted."""
    with_form = sorted(KINDS[name].title for name, (form, _) in FORMS.items() if form == document)
    with_paper = sorted(
        KINDS[name].title for name, found in COMPANIONS.items() if found.document == document
    )
    said = []
    if document == "counsel_memo":
        said.append("with every packet")
    if with_form or with_paper:
        said.append(f"with a {' or a '.join([*with_form, *with_paper])}")
    if document in OCCASIONS:
        kinds = [
            kind.model_fields["type"].annotation.__args__[0] for kind in OCCASIONS[document].about
        ]
        said.append(
            "on request"
            + (
                f", about {', '.join(f'`{name}`' for name in kinds)}"
                if kinds
                else ", about any event"
            )
        )
    elif document in MAKERS:
        said.insert(0, "when the rules call for it")
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
    return "".join(outline.shown(word.read(path)) for path in paths)


def missing(library: Library, document: str) -> list[str]:
    """What a template does not say of what its paper says."""
    asked, text = (
        fields_used(library.template(document)),
        words_of(library, document).replace("⍽", " ").replace("**", "").replace("→", " "),
    )
    found = []
    for item in ITEMS[document]:
        found += [f"{{{name}}}" for name in item.fields if name not in asked]
        found += [words for words in item.words if words not in text]
    return found


def page() -> str:
    """The page."""
    lines = [HEAD]
    for name, kind in KINDS.items():
        lines += [
            f"## {kind.number} {kind.title} (`{name}`)",
            "",
            f"{kind.class_}; drafted {when(name)}.",
            "",
        ]
        if name not in ITEMS:
            continue
        lines += ["| | it says | where |", "|---|---|---|"]
        for item in ITEMS[name]:
            where = [f"`{field}`" for field in item.fields] + [f"“{words}”" for words in item.words]
            lines.append(
                f"| {'**must**' if item.must else ''} | {item.says} | {', '.join(where)} |"
            )
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(page(), end="")
