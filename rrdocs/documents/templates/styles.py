"""The house style: one set of Word styles that stands once and that every template follows, style
by style, by name.

A template keeps any style of its own that the house does not know. So a template that Word or
LibreOffice has saved anew, with other ids for the same styles and without those that it does not
use, still looks like the others; and a change of the house style changes every document.
"""

import re
from collections.abc import Mapping

from lxml import etree

from rrdocs.documents.templates.ooxml import W

HOUSE_STYLE = "house_style"
"""The document beside the templates whose styles are the house's."""
STYLES = "word/styles.xml"
_USES = re.compile(
    rb'(<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link|styleLink|numStyleLink) w:val=")([^"]*)(")'
)
_ID, _NAME, _VALUE = f"{W}styleId", f"{W}name", f"{W}val"


def followed(package: Mapping[str, bytes], house: bytes) -> dict[str, bytes]:
    """A template's files with the house's styles: their ids, their look, and those that the
    template has not.

    Blocks name styles by the house's ids, whatever the template they stand in calls them.
    """
    if package[STYLES] == house:
        return dict(package)
    ids = _ids(package[STYLES], house)

    def use(match: re.Match[bytes]) -> bytes:
        return match[1] + ids.get(match[2].decode(), match[2].decode()).encode() + match[3]

    found = {
        name: _USES.sub(use, data) if re.fullmatch(r"word/\w+\.xml", name) else data
        for name, data in package.items()
    }
    found[STYLES] = _styled(found[STYLES], house, ids)
    return found


def _ids(own: bytes, house: bytes) -> dict[str, str]:
    """What each of a template's ids becomes: the house's for the same style; another where the
    house uses it for one of its own.
    """
    theirs = {
        _key(style): str(style.get(_ID)) for style in etree.fromstring(house).iter(f"{W}style")
    }
    found = {}
    for style in etree.fromstring(own).iter(f"{W}style"):
        before = str(style.get(_ID))
        found[before] = theirs.get(_key(style)) or (
            f"Own{before}" if before in theirs.values() else before
        )
    return found


def _styled(own: bytes, house: bytes, ids: Mapping[str, str]) -> bytes:
    mine, theirs = etree.fromstring(own), etree.fromstring(house)
    for style in mine.iter(f"{W}style"):
        style.set(_ID, ids[str(style.get(_ID))])
    named = {_key(style): style for style in mine.iter(f"{W}style")}
    for style in theirs.findall(f"{W}style"):
        if (same := named.get(_key(style))) is not None:
            mine.replace(same, style)
        else:
            mine.append(style)
    defaults, own_defaults = theirs.find(f"{W}docDefaults"), mine.find(f"{W}docDefaults")
    if defaults is not None and own_defaults is not None:
        mine.replace(own_defaults, defaults)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + etree.tostring(mine)


def _key(style: "etree._Element") -> tuple[str, str]:
    name = style.find(_NAME)
    return str(style.get(f"{W}type")), str(name.get(_VALUE)).casefold() if name is not None else ""
