"""Templates: what they print, what they refuse and where they say it stands."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import jinja2
import pytest
from docx import Document
from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup

from rrdocs.documents import house_templates
from rrdocs.documents.templates.render import Properties, render
from rrdocs.documents.templates.template_files import Library, TemplateError, fields_used

Make = Callable[..., Library]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes templates, each a list of paragraphs, tables (lists of rows) or paragraphs of several
    runs (tuples).
    """

    def write(name: str, *content: Any, header: tuple[str, ...] = ()) -> Library:
        document = Document()
        for item in content:
            match item:
                case str():
                    document.add_paragraph(item)
                case tuple():
                    paragraph = document.add_paragraph()
                    for run in item:
                        paragraph.add_run(run).bold = len(paragraph.runs) % 2 == 0
                case list():
                    table = document.add_table(len(item), len(item[0]))
                    for row, texts in zip(table.rows, item, strict=True):
                        for cell, text in zip(row.cells, texts, strict=True):
                            cell.text = text
        for text in header:
            document.sections[0].header.add_paragraph(text)
        path = tmp_path / f"{name}.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        document.save(str(path))
        return Library([tmp_path])

    return write


def read(docx: bytes) -> list[str]:
    """The paragraphs of a document's body, tables left out."""
    return [paragraph.text for paragraph in Document(BytesIO(docx)).paragraphs]


def said(library: Library, context: dict[str, object], name: str = "notice") -> str:
    """What is said of a template that cannot be rendered with these fields."""
    with pytest.raises(TemplateError) as caught:
        render(library.template(name), context)
    return str(caught.value)


def refused(library: Library, name: str = "notice") -> str:
    """What is said of a template that cannot be compiled."""
    with pytest.raises(TemplateError) as caught:
        library.template(name)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "Smith & Co <LLP>",
        "{{ name }} {% if %} {# #}",
        "</w:t></w:r></w:p>",
        "שלום עולם — مرحبا",
        "x" * 800,
        "“quoted” ‘text’ \N{NO-BREAK SPACE}…",
        "  spaces kept  ",
        "&amp; &lt;",
    ],
)
def test_a_field_is_printed_as_it_is(make: Make, text: str) -> None:
    template = make("notice", "Dear {{ name }}:").template("notice")
    assert read(render(template, {"name": text})) == [f"Dear {text}:"]


def test_line_breaks_and_tabs_become_words_own(make: Make) -> None:
    template = make("notice", "To {{ address }}.").template("notice")
    assert read(render(template, {"address": "One\r\nTwo\nThree\tFour & <Five>"})) == [
        "To One\nTwo\nThree\tFour & <Five>."
    ]


def test_a_tag_split_over_runs_is_mended(make: Make) -> None:
    template = make("notice", ("Dear {", "{ na", "me }", "} and {{ o", "ther }}.")).template(
        "notice"
    )
    assert read(render(template, {"name": "A", "other": "B"})) == ["Dear A and B."]


def test_paragraph_tags_take_their_paragraphs_away(make: Make) -> None:
    template = make(
        "notice", "{%p for x in xs %}", "{{ loop.index }}. {{ x }}", "{%p endfor %}", "End"
    ).template("notice")
    assert read(render(template, {"xs": ["a", "b"]})) == ["1. a", "2. b", "End"]
    assert read(render(template, {"xs": []})) == ["End"]


def test_two_thousand_rows(make: Make) -> None:
    rows = [
        ["{%tr for row in rows %}", ""],
        ["{{ row.holder }}", "{{ row.shares }}"],
        ["{%tr endfor %}", ""],
    ]
    template = make("notice", rows).template("notice")
    data = [{"holder": f"Holder {number} & Co", "shares": number} for number in range(2000)]
    table = zipfile.ZipFile(BytesIO(render(template, {"rows": data}))).read("word/document.xml")
    texts = [node.text for node in etree.fromstring(table).iter("{*}t")]
    assert texts == [text for row in data for text in (row["holder"], str(row["shares"]))]


def test_columns_may_come_and_go(make: Make) -> None:
    library = make("notice", [["{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"]])
    document = Document(BytesIO(render(library.template("notice"), {"xs": ["a", "b", "c", "d"]})))
    assert len(document.tables[0].columns) == 4


def test_blocks_stand_in_the_body_and_in_the_header(make: Make) -> None:
    make("blocks/letterhead", "{{ issuer }}", [["One", "{{ city }}"]], '{%p include "rule" %}')
    make("blocks/rule", "* * *")
    include = '{%p include "letterhead" %}'
    library = make("notice", "Before", include, "After {{ issuer }}", header=(include, "Page"))
    template = library.template("notice")
    assert fields_used(template) == {"issuer", "city"}
    document = Document(BytesIO(render(template, {"issuer": "SAVVIS & Co", "city": "Reston"})))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "Before",
        "SAVVIS & Co",
        "* * *",
        "After SAVVIS & Co",
    ]
    assert document.tables[0].cell(0, 1).text == "Reston"
    header = document.sections[0].header
    assert [paragraph.text for paragraph in header.paragraphs][-3:] == [
        "SAVVIS & Co",
        "* * *",
        "Page",
    ]
    assert header.tables[0].cell(0, 1).text == "Reston"


def test_a_blocks_name_may_be_computed(make: Make) -> None:
    make("blocks/person", "{{ signer.name }}")
    make("blocks/company", "By: {{ signer.name }}")
    library = make(
        "page", "{%p for signer in signers %}", "{%p include signer.kind %}", "{%p endfor %}"
    )
    template = library.template("page")
    assert fields_used(template) == {"signers"}
    signers = [{"kind": "company", "name": "A"}, {"kind": "person", "name": "B"}]
    assert read(render(template, {"signers": signers})) == ["By: A", "B"]
    assert "there is no block “ghost”" in said(library, {"signers": [{"kind": "ghost"}]}, "page")


def test_fields_of_a_block_named_and_computed(make: Make) -> None:
    make("blocks/person", "{{ city }} {{ x }}")
    library = make(
        "page", "{%p for x in xs %}", "{%p include x %}", '{%p include "person" %}', "{%p endfor %}"
    )
    assert fields_used(library.template("page")) == {"xs", "city"}


def test_the_first_folder_wins_and_the_digest_follows(tmp_path: Path, make: Make) -> None:
    make("house/notice", '{%p include "end" %}')
    make("house/blocks/end", "house")
    house = Library([tmp_path / "house"])
    before = house.digest("notice")
    make("deal/blocks/end", "deal")
    deal = Library([tmp_path / "deal", tmp_path / "house"])
    assert read(render(deal.template("notice"), {})) == ["deal"]
    assert deal.names() == ["notice"]
    assert deal.blocks() == ["end"]
    assert deal.digest("notice") != before == Library([tmp_path / "house"]).digest("notice")


def test_the_same_fields_make_the_same_bytes(make: Make) -> None:
    properties = Properties("Notice & more", "Savvis", "3(a)", date(2001, 6, 6))
    runs = [
        render(make("notice", "{{ a }}").template("notice"), {"a": "x"}, properties)
        for _ in range(2)
    ]
    with zipfile.ZipFile(BytesIO(runs[0])) as package:
        assert package.testzip() is None
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert runs[0] == runs[1]


def test_a_document_says_what_it_is(make: Make) -> None:
    properties = Properties("Notice & more", "Savvis", "3(a)", date(2001, 6, 6))
    template = make("notice", "{{ a }}").template("notice")
    core = Document(BytesIO(render(template, {"a": "x"}, properties))).core_properties
    assert (core.title, core.author, core.subject, core.language) == (
        "Notice & more",
        "Savvis",
        "3(a)",
        "en-US",
    )
    assert core.created is not None
    assert core.created.date() == date(2001, 6, 6) == (core.modified and core.modified.date())


def test_the_parts_are_those_of_plain_docxtpl(make: Make, tmp_path: Path) -> None:
    rows = [["{%tr for x in xs %}", ""], ["{{ x }}", "{{r name }}"], ["{%tr endfor %}", ""]]
    split = ("A {", "{ name }} b {% if xs %}", "yes", "{% else %}no{% endif %} ")
    library = make(
        "notice",
        "Dear {{ name }}:",
        rows,
        split,
        "{%p if xs %}",
        "In",
        "{%p endif %}",
        header=("{{ name }}",),
    )
    context: dict[str, object] = {"name": "Smith & Co <LLP>", "xs": ["a", "b"]}
    plain = DocxTemplate(str(tmp_path / "notice.docx"))
    plain.render(
        dict(context), jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    )
    stream = BytesIO()
    plain.save(stream)
    with (
        zipfile.ZipFile(stream) as theirs,
        zipfile.ZipFile(BytesIO(render(library.template("notice"), context))) as ours,
    ):
        for part in ("word/document.xml", "word/header1.xml"):
            assert etree.canonicalize(ours.read(part).decode()) == etree.canonicalize(
                theirs.read(part).decode()
            )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "is empty (None)"),
        (["a"], "is a list, not text"),
        (True, "is a bool, not text"),
        (1.5, "is a float, not text"),
        (Markup("<w:p/>"), "is a Markup, not text"),
        ("a\x07b", "the character U+0007"),
        ("a\x0cb", "the character U+000C"),
        ("a\x00b", "the character U+0000"),
        ("a\ud800b", "the character U+D800"),
        ("a\uffffb", "the character U+FFFF"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_place(
    make: Make, value: object, words: str
) -> None:
    library = make("notice", "First", "Dear {{ other }} and {{ name }}:")
    told = said(library, {"other": "x", "name": value})
    assert told.startswith(
        "template notice, paragraph 2 “Dear {{ other }} and {{ name }}:”: {{ name }} "
    )
    assert words in told


def test_a_missing_field_is_refused_with_its_place(make: Make) -> None:
    make("blocks/letterhead", "one", "{{ city }}")
    library = make(
        "notice",
        [["a", "b"], ["c", "{{ r.shares }}"]],
        '{%p include "letterhead" %}',
        header=("{{ page }}",),
    )
    place = "template notice, paragraph 4 “{{ r.shares }}”: {{ r.shares }} "
    assert (
        said(library, {"r": {}, "city": "", "page": ""})
        == f"{place}'dict object' has no attribute 'shares'"
    )
    full: dict[str, object] = {"r": {"shares": 1}, "city": "x", "page": "1"}
    assert said(library, full | {"r": {}}).startswith(place)
    without = {name: value for name, value in full.items() if name != "city"}
    assert said(library, without).startswith(
        "template blocks/letterhead, paragraph 2 “{{ city }}”: {{ city }} 'city' is"
    )
    without = {name: value for name, value in full.items() if name != "page"}
    assert "header1, paragraph 2 “{{ page }}”" in said(library, without)


@pytest.mark.parametrize(
    ("paragraphs", "place", "words"),
    [
        (["a", "{%p if x %}", "b"], "paragraph 2 “{%p if x %}”", "{% if x %} is never closed"),
        (
            ["{%p for x in xs %}", "{%p if x %}", "{%p endif %}"],
            "paragraph 1 “{%p for x in xs %}”",
            "is never closed",
        ),
        (["a", "b {% fi x %}"], "paragraph 2 “b {% fi x %}”", "unknown tag 'fi'"),
        (["a", "{{ x y }}"], "paragraph 2 “{{ x y }}”", "expected token"),
        (["a", "{{ x|shout }}"], "paragraph 2 “{{ x|shout }}”", "No filter named 'shout'"),
        (["a", "{{ x|safe }}"], "paragraph 2 “{{ x|safe }}”", "No filter named 'safe'"),
        (
            ["a", '{%p include "ghost" %}'],
            'paragraph 2 “{%p include "ghost" %}”',
            "there is no block “ghost”",
        ),
        (["a", "b {{ x", "c }}"], "paragraph 2 “b {{ x”", "“{{” without its other half"),
        (["a", "b x }}", "{{ c }}"], "paragraph 2 “b x }}”", "“}}” without its other half"),
    ],
)
def test_a_broken_template_is_refused_with_its_place(
    make: Make, paragraphs: list[str], place: str, words: str
) -> None:
    told = refused(make("notice", *paragraphs))
    assert told.startswith(f"template notice, {place}")
    assert words in told


def test_templates_cannot_reach_outside_their_fields(make: Make) -> None:
    library = make("notice", "{{ x.__class__.__mro__ }}")
    assert "unsafe" in said(library, {"x": "a"})


def test_a_condition_across_paragraphs_is_refused_where_it_would_break_the_document(
    make: Make,
) -> None:
    library = make("notice", "a {% if x %}b", [["c {% endif %}"]])
    assert "begins in one place and ends in another" in said(library, {"x": False})


def test_a_block_that_includes_itself_is_refused(make: Make) -> None:
    make("blocks/loop", '{%p include "loop" %}')
    assert "includes itself" in said(make("notice", '{%p include "loop" %}'), {})


def test_an_unknown_template_and_a_file_that_is_no_document(make: Make, tmp_path: Path) -> None:
    library = make("notice", "a")
    assert refused(library, "notce") == "template notce: is not among the templates: notice"
    (tmp_path / "bad.docx").write_text("hello")
    assert refused(library, "bad") == "template bad: is not a Word document (.docx)"


def test_the_houses_templates_stand_beside_the_package() -> None:
    assert house_templates().is_dir()


@pytest.mark.parametrize(
    ("content", "printed"),
    [
        ("It is sent to {{ name }}.", "It is sent to Sample Issuer, Inc."),
        (("It is sent to ", "{{ name }}", "."), "It is sent to Sample Issuer, Inc."),
        ("“Send it to {{ name }}.” Then wait.", "“Send it to Sample Issuer, Inc.” Then wait."),
        ("{{ name }}. {{ name }}", "Sample Issuer, Inc. Sample Issuer, Inc."),
        ("and so on...", "and so on..."),
        ("see ../notices", "see ../notices"),
    ],
)
def test_a_name_that_ends_in_a_full_stop_ends_a_sentence_with_one(
    make: Make, content: Any, printed: str
) -> None:
    library = make("notice", content)
    assert read(render(library.template("notice"), {"name": "Sample Issuer, Inc."})) == [printed]


def test_clauses_forms_days_hours_and_initials_do_not_break_over_lines(make: Make) -> None:
    library = make(
        "notice", "{{ words }} on Form S-1 at 9:00 a.m.", "Mr. Robert A. Minicucci, L.P. The end"
    )
    found = read(
        render(
            library.template("notice"),
            {"words": "Under Section 3(d) and Rule 144, May 1, 2001, in the Short Form Notice"},
        )
    )
    assert [text.replace("\u00a0", "~") for text in found] == [
        (
            "Under Section~3(d) and Rule~144, May~1, 2001, in the Short Form Notice on Form~S-1 at"
            " 9:00~a.m."
        ),
        "Mr.~Robert A.~Minicucci, L.P. The end",
    ]
