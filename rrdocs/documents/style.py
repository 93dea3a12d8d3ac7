"""The house style: one set of Word styles that stands once and that every template follows, style by style, by name.

A template keeps its own ids, which its paragraphs use, and any style of its own that the house does not know. So a template that
Word or LibreOffice has saved anew still looks like the others, and a change of the house style changes every document.
"""

from lxml import etree

from rrdocs.documents.word import W

NAME = "house_style"
"""The document beside the templates whose styles are the house's."""
STYLES = "word/styles.xml"
_LOOK = tuple(f"{W}{tag}" for tag in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr"))
_REFERS = tuple(f"{W}{tag}" for tag in ("basedOn", "next", "link"))
_ID, _NAME, _VALUE = f"{W}styleId", f"{W}name", f"{W}val"


def followed(own: bytes, house: bytes) -> bytes:
    """The styles of a template with the look of the house's styles of the same names, and those that it has not."""
    if own == house:
        return own
    mine, theirs = etree.fromstring(own), etree.fromstring(house)
    named = {_key(style): style for style in mine.iter(f"{W}style")}
    taken = {str(style.get(_ID)) for style in mine.iter(f"{W}style")}
    ids: dict[str, str] = {}
    fresh = []
    for style in theirs.iter(f"{W}style"):
        before = str(style.get(_ID))
        if (same := named.get(_key(style))) is not None:
            ids[before] = str(same.get(_ID))
        else:
            fresh.append(style)
            ids[before] = before if before not in taken else f"House{before}"
    for style in theirs.iter(f"{W}style"):
        for refers in style.iterchildren(*_REFERS):
            refers.set(_VALUE, ids.get(str(refers.get(_VALUE)), str(refers.get(_VALUE))))
        if (same := named.get(_key(style))) is not None:
            _take(same, style)
    for style in fresh:
        style.set(_ID, ids[str(style.get(_ID))])
        mine.append(style)
    defaults, own_defaults = theirs.find(f"{W}docDefaults"), mine.find(f"{W}docDefaults")
    if defaults is not None and own_defaults is not None:
        mine.replace(own_defaults, defaults)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + etree.tostring(mine)


def _key(style: "etree._Element") -> tuple[str, str]:
    name = style.find(_NAME)
    return str(style.get(f"{W}type")), str(name.get(_VALUE)).casefold() if name is not None else ""


def _take(own: "etree._Element", house: "etree._Element") -> None:
    """Give a style the look of another, with what it is based on."""
    based = own.find(f"{W}basedOn")
    wanted = house.find(f"{W}basedOn")
    if based is not None and wanted is not None:
        based.set(_VALUE, str(wanted.get(_VALUE)))
    elif based is not None:
        own.remove(based)
    elif wanted is not None:
        name = own.find(_NAME)
        assert name is not None  # styles are matched by their names
        name.addnext(wanted)
    for part in own.findall("*"):
        if part.tag in _LOOK:
            own.remove(part)
    own.extend(part for part in house.findall("*") if part.tag in _LOOK)
