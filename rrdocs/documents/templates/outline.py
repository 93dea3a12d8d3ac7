"""Templates as text that can be compared and written.

Each paragraph is a line that begins with the name of its style:

    [Body Text] A paragraph, with **bold words** and a tab → or a line break ↵ in it.
    {%p if held %}                              a paragraph that is only a tag
    <table Ruled Table 5400 2806 total>         a table: its style, and the width of each column
                                                in twentieths of a point
    ¦^ Holder ¦ [Table Heading Right] Shares    its heading row, repeated on each page
    ¦= {%tr for row in rows %}                  a row of one cell
    ¦ {{ row.name }} ¦ [Table Figure] {{ row.shares }}
    </table>
    <section>                                   pages of another kind follow

`total` sets the last row apart, and `indent 402` moves the table in. The paragraphs of a cell are
separated by ¶, and ⍽ is a non-breaking space.
"""

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from lxml import etree

from rrdocs.documents.templates.ooxml import W

TEXT_PARTS = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml")
WIDTH = 8208
"""Of the text, in twentieths of a point."""

_TABLE = re.compile(
    r"<table (?P<style>\D+?)(?P<widths>(?: \d+)+)(?: indent (?P<indent>\d+))?(?P<total> total)?>"
)
_STYLED = re.compile(r"\[([A-Za-z][\w ()-]*)\] ?(.*)", re.DOTALL)
_RUNS = re.compile(r"(\*\*.*?\*\*|‹(?:PAGE|NUMPAGES)›|‹[A-Z][\w ]*›.*?‹/›)")


class OutlineError(ValueError):
    """A line of an outline that cannot be understood."""


# ---- reading


def outline_of(package: Mapping[str, bytes]) -> str:
    """The text of a template, part by part: the body first, then headers, footers and notes."""
    names = styles(package["word/styles.xml"]) if "word/styles.xml" in package else {}
    ids = {style: name for name, style in names.items()}
    parts = sorted(
        (name for name in package if TEXT_PARTS.fullmatch(name)),
        key=lambda name: (not name.startswith("word/document"), name),
    )
    found: list[str] = []
    for part in parts:
        root = etree.fromstring(package[part])
        body = root.find(f"{W}body")
        lines = list(_blocks(root if body is None else body, ids))
        if any(line.strip() for line in lines):
            found += [f"--- {part.removeprefix('word/').removesuffix('.xml')}", *lines]
    return "\n".join(found).replace("\u00a0", "⍽") + "\n"


def styles(xml: bytes) -> dict[str, str]:
    """The id of each style by its name."""
    found = {}
    for style in etree.fromstring(xml).iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            found[str(name.get(f"{W}val"))] = str(style.get(f"{W}styleId"))
    return found


def _blocks(parent: "etree._Element", ids: Mapping[str, str]) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{W}p":
            ends = element.find(f"{W}pPr/{W}sectPr") is not None
            if not ends or any(element.iter(f"{W}t")):
                yield _paragraph(element, ids)
            if ends:
                yield "<section>"
        elif element.tag == f"{W}tbl":
            yield from _table(element, ids)


def _paragraph(element: "etree._Element", ids: Mapping[str, str]) -> str:
    style = element.find(f"{W}pPr/{W}pStyle")
    name = (
        ids.get(str(style.get(f"{W}val")), str(style.get(f"{W}val")))
        if style is not None
        else "Normal"
    )
    text = "".join(_run(run, ids) for run in element.iter(f"{W}r")).replace("****", "")
    if name == "Normal" and re.fullmatch(r"\s*\{%p .*%\}\s*", text):
        return text.strip()
    return f"[{name}] {text}".rstrip()


_MARKS = {f"{W}tab": "→", f"{W}br": "↵"}


def _run(run: "etree._Element", ids: Mapping[str, str]) -> str:
    parent = run.getparent()
    if parent is not None and parent.tag == f"{W}fldSimple":
        return f"‹{str(parent.get(f'{W}instr')).strip()}›"
    text = "".join(
        _MARKS.get(str(node.tag), node.text or "")
        for node in run.iterchildren()
        if node.tag in {f"{W}t", *_MARKS}
    )
    style = run.find(f"{W}rPr/{W}rStyle")
    name = ids.get(str(style.get(f"{W}val")), "") if style is not None else ""
    bold = run.find(f"{W}rPr/{W}b")
    if not text.strip():
        return text
    if name == "Strong" or (bold is not None and bold.get(f"{W}val") not in {"0", "false"}):
        return f"**{text}**"
    return f"‹{name}›{text}‹/›" if name else text


def _table(element: "etree._Element", ids: Mapping[str, str]) -> Iterator[str]:
    style, indent = element.find(f"{W}tblPr/{W}tblStyle"), element.find(f"{W}tblPr/{W}tblInd")
    look = element.find(f"{W}tblPr/{W}tblLook")
    words = [ids.get(str(style.get(f"{W}val")), "") if style is not None else ""]
    words += [str(column.get(f"{W}w")) for column in element.iterfind(f"{W}tblGrid/{W}gridCol")]
    columns = len(words) - 1
    if indent is not None and indent.get(f"{W}w") not in {None, "0"}:
        words.append(f"indent {indent.get(f'{W}w')}")
    if look is not None and look.get(f"{W}lastRow") == "1":
        words.append("total")
    yield f"<table {' '.join(words)}>"
    for row in element.iterfind(f"{W}tr"):
        cells = [
            " ¶ ".join(_cell(block, ids) for block in cell if block.tag == f"{W}p")
            for cell in row.iterfind(f"{W}tc")
        ]
        heading = row.find(f"{W}trPr/{W}tblHeader") is not None
        mark = f"¦{'^' if heading else ''}{'=' if len(cells) < columns else ''}"
        yield f"{mark} {' ¦ '.join(cells)}".rstrip()
    yield "</table>"


def _cell(element: "etree._Element", ids: Mapping[str, str]) -> str:
    return _paragraph(element, ids).removeprefix("[Table Text] ")


# ---- writing


def body_of(outline: str, names: Mapping[str, str], sections: list[str]) -> str:
    """The XML of a body that says what an outline says.

    ``names`` gives the id of each style; ``sections`` are the properties of the pages, one for each
    section. Raises OutlineError.
    """
    out: list[str] = []
    lines = iter(outline.replace("⍽", "\u00a0").strip().splitlines())
    rest = iter(sections)
    for line in lines:
        if match := _TABLE.fullmatch(line.strip()):
            out.append(_write_table(match, lines, names))
        elif line.strip() == "<section>":
            out.append(
                "<w:p><w:pPr><w:pStyle"
                f' w:val="{_id(names, "End of Signature")}"/>{next(rest)}</w:pPr></w:p>'
            )
        elif line.strip():
            out.append(_write_paragraph(line.strip(), names, "Normal"))
    return "".join(out) + next(rest)


def _id(names: Mapping[str, str], name: str) -> str:
    if name not in names:
        raise OutlineError(f"there is no style “{name}”")
    return names[name]


def _write_paragraph(line: str, names: Mapping[str, str], style: str, properties: str = "") -> str:
    if match := _STYLED.fullmatch(line):
        style, line = match[1], match[2]
    runs = "".join(_write_run(piece, names) for piece in _RUNS.split(line) if piece)
    name = "" if style == "Normal" else f'<w:pStyle w:val="{_id(names, style)}"/>'
    head = f"<w:pPr>{name}{properties}</w:pPr>" if name or properties else ""
    return f"<w:p>{head}{runs}</w:p>"


def _write_run(piece: str, names: Mapping[str, str]) -> str:
    style = ""
    if piece in {"‹PAGE›", "‹NUMPAGES›"}:
        return f'<w:fldSimple w:instr=" {piece[1:-1]} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    if piece.startswith("**"):
        style, piece = "Strong", piece[2:-2]
    elif match := re.fullmatch(r"‹([A-Z][\w ]*)›(.*?)‹/›", piece):
        style, piece = match[1], match[2]
    properties = f'<w:rPr><w:rStyle w:val="{_id(names, style)}"/></w:rPr>' if style else ""
    found = []
    for text in re.split("([→↵])", piece):
        if text in {"→", "↵"}:
            found.append("<w:tab/>" if text == "→" else "<w:br/>")
        elif text:
            found.append(f'<w:t xml:space="preserve">{escape(text)}</w:t>')
    return f"<w:r>{properties}{''.join(found)}</w:r>"


def _write_table(match: re.Match[str], lines: Iterator[str], names: Mapping[str, str]) -> str:
    widths = [int(width) for width in match["widths"].split()]
    indent = f'<w:tblInd w:w="{match["indent"]}" w:type="dxa"/>' if match["indent"] else ""
    rows: list[str] = []
    heading = False
    for line in lines:
        if line.strip() == "</table>":
            break
        row = line.strip()
        if not row.startswith("¦"):
            raise OutlineError(f"“{row}” is no row of a table")
        first = row.startswith("¦^")
        heading = heading or first
        rows.append(_write_row(row, widths, names, heading=first))
    else:
        raise OutlineError("a table is not closed")
    look = (0x0020 if heading else 0) | (0x0040 if match["total"] else 0) | 0x0600
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{_id(names, match["style"].strip())}"/><w:tblW'
        f' w:w="{sum(widths)}" w:type="dxa"/>{indent}<w:tblLayout w:type="fixed"/><w:tblLook'
        f' w:val="{look:04X}" w:firstRow="{int(heading)}" w:lastRow="{int(bool(match["total"]))}"'
        ' w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _write_row(row: str, widths: list[int], names: Mapping[str, str], *, heading: bool) -> str:
    whole, text = row.startswith(("¦=", "¦^=")), row.lstrip("¦^=")
    cells = [text.strip()] if whole else [cell.strip() for cell in text.split("¦")]
    if not whole and len(cells) != len(widths):
        raise OutlineError(f"“{row}” has {len(cells)} cells, and the table {len(widths)} columns")
    spans = (
        [(sum(widths), f'<w:gridSpan w:val="{len(widths)}"/>')]
        if whole and len(widths) > 1
        else [(width, "") for width in widths]
    )
    style = "Table Heading" if heading else "Table Text"
    found = []
    for cell, (width, span) in zip(cells, spans, strict=False):
        paragraphs = "".join(
            _write_paragraph(piece.strip(), names, style) for piece in cell.split("¶")
        )
        found.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>{paragraphs}</w:tc>'
        )
    tag_row = whole and "{%tr" in row
    kept = (
        "" if tag_row else f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>"
    )
    return f"<w:tr>{kept}{''.join(found)}</w:tr>"


_SECTION = re.compile(r"<w:sectPr\b.*?</w:sectPr>", re.DOTALL)


def replaced(package: Mapping[str, bytes], outline: str) -> dict[str, bytes]:
    """A template like ``package``, its pages, headers and styles kept, that says what an outline
    says. Raises OutlineError.
    """
    text = package["word/document.xml"].decode()
    sections = _SECTION.findall(text)
    wanted = outline.count("\n<section>") + 1
    if wanted != len(sections):
        raise OutlineError(
            f"the outline has {wanted} kinds of pages, and the template it is made like"
            f" {len(sections)}"
        )
    head = re.match(r".*?<w:body>", text, re.DOTALL)
    assert head is not None  # every body begins
    body = body_of(outline, styles(package["word/styles.xml"]), sections)
    return {**package, "word/document.xml": f"{head[0]}{body}</w:body></w:document>".encode()}
