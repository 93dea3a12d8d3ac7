"""The `template` commands: list, check, show, new, preview."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.cli import _common as common
from rrdocs.cli._common import FOLDER, engine_option, refuse

if TYPE_CHECKING:
    from rrdocs.documents.templates.template_files import Library

deal_option = click.option(
    "--deal",
    type=FOLDER,
    help="Look at this deal's own templates too, which stand before the house's.",
)


@click.group()
def template() -> None:
    """The templates: Word files that lawyers own. A deal's own stand before the house's, one by
    one.
    """


def _library(deal: Path | None) -> Library:
    from rrdocs.documents import house_templates
    from rrdocs.documents.templates.template_files import Library
    from rrdocs.pipeline.packets import deal_library

    return deal_library(deal) if deal else Library([house_templates()])


def _sample(name: str) -> dict[str, object]:
    """The fields of a document, with sample values; none for templates that the program fills by
    itself.
    """
    from rrdocs.pipeline.sample_deal import sample_drafts

    found: dict[str, object] = {}
    for draft in reversed(sample_drafts().get(name, ())):
        found |= draft.context
    return found


@template.command("list")
@deal_option
@click.option(
    "--fields", "with_fields", is_flag=True, help="Add the fields that each template uses."
)
def list_templates(deal: Path | None, with_fields: bool) -> None:
    """Every template: its document, whose it is, and how many fields it uses."""
    from rrdocs.agreement.document_types import DOCUMENT_TYPES
    from rrdocs.documents.templates.template_files import TemplateError, fields_used

    library = _library(deal)
    for name in library.names():
        kind, own = (
            DOCUMENT_TYPES.get(name),
            deal is not None and library.path(name).is_relative_to(deal),
        )
        title = f"{kind.number} {kind.title}" if kind else "made with every packet"
        try:
            used = sorted(fields_used(library.template(name)))
        except TemplateError as error:
            click.echo(f"{name}: {error}", err=True)
            continue
        click.echo(f"{name:<40} {title}{' (of this deal)' if own else ''}, {len(used)} fields")
        if with_fields:
            click.echo(f"    {' '.join(used)}")


@template.command("check")
@click.argument("names", nargs=-1)
@deal_option
def check_templates(names: tuple[str, ...], deal: Path | None) -> None:
    """Look through templates (all, or those named): broken tags, unknown or missing fields, styles
    that the house has not.
    """
    from rrdocs.documents.templates.checking import problems
    from rrdocs.yamlfiles.records import near

    library = _library(deal)
    known = library.names()
    if not known:
        refuse("there are no templates to check: rrdocs is not installed whole")
    for name in names:
        if name not in known:
            refuse(f"`{name}` is no template{near(name, known)}")
    bad = 0
    for name in names or known:
        found = problems(library, name, _sample(name))
        for words in found:
            click.echo(words, err=True)
        bad += bool(found)
    if not bad:
        click.echo(f"{len(names or known)} templates: all is well")
    sys.exit(1 if bad else 0)


@template.command()
@click.argument("name")
@deal_option
def show(name: str, deal: Path | None) -> None:
    """The text of a template, by its NAME or the path of a file, a line for each paragraph; made
    for comparing.

    For git, once: git config diff.docx.textconv "rrdocs template show". After that git diff
    compares templates as text.
    """
    from rrdocs.documents.templates.checking import text_of
    from rrdocs.documents.templates.template_files import TemplateError

    try:
        path = Path(name) if Path(name).is_file() else _library(deal).path(name)
        click.echo(text_of(path), nl=False)
    except TemplateError as error:
        refuse(str(error))


@template.command("new")
@click.argument("name")
@deal_option
@click.option(
    "--shape",
    type=click.Choice(["letter", "form", "record"]),
    help="What it looks like; as the house's, if left out.",
)
def new_template(name: str, deal: Path | None, shape: str | None) -> None:
    """Write a new template for the document NAME, in the house style, with every field that the
    document has.

    It goes to the deal's own templates where a deal is given, otherwise to the current folder. A
    file that is there is kept.
    """
    from rrdocs.agreement.document_types import DOCUMENT_TYPES
    from rrdocs.documents.templates.checking import fresh, shape_of
    from rrdocs.yamlfiles.records import near

    if name not in DOCUMENT_TYPES:
        refuse(f"`{name}` is no known document{near(name, DOCUMENT_TYPES)}")
    library = _library(deal)
    folder = deal / "templates" if deal else Path()
    path = folder / f"{name}.docx"
    if path.exists():
        refuse(f"{path.as_posix()}: is there already")
    data = fresh(library, shape or shape_of(library, name), _sample(name))
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    click.echo(path.as_posix())


@template.command()
@click.argument("name")
@deal_option
@engine_option
@click.option(
    "--out",
    type=FOLDER,
    default=Path("preview"),
    show_default=True,
    help="Where the preview is written.",
)
def preview(name: str, deal: Path | None, pdf_engine: str, out: Path) -> None:
    """Render the template NAME with the sample data, to Word, PDF and a picture of each page."""
    from rrdocs.documents.pdf.engines import ConversionError
    from rrdocs.documents.signing.scans import ReaderMissingError, pictures
    from rrdocs.documents.templates.render import render
    from rrdocs.documents.templates.template_files import TemplateError
    from rrdocs.pipeline.sample_deal import sample_drafts
    from rrdocs.yamlfiles.records import near

    library, drafts = _library(deal), sample_drafts()
    if name not in drafts:
        refuse(f"`{name}` is no template with sample data{near(name, drafts)}")
    engine = common.engine(pdf_engine)
    try:
        document = render(library.template(name), drafts[name][0].context)
        pdf = engine.convert([document])[0] if engine else None
    except (TemplateError, ConversionError) as error:
        refuse(str(error))
    out.mkdir(parents=True, exist_ok=True)
    made = {out / f"{name}.docx": document} | ({out / f"{name}.pdf": pdf} if pdf else {})
    try:
        if pdf:
            made |= {
                out / f"{name}-{number}.png": image for number, image in enumerate(pictures(pdf), 1)
            }
    except ReaderMissingError as error:
        click.echo(f"no pictures: {error}", err=True)
    for path, data in made.items():
        path.write_bytes(data)
        click.echo(path.as_posix())
