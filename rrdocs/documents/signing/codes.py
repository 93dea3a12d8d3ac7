"""The code on a page to sign, which says which page of which packet it is and of which version.

A QR code of level M, 25 mm wide with a quiet zone of four modules, in the margin at the foot of the
page.
"""

from __future__ import annotations

from dataclasses import dataclass

MILLIMETRE = 72 / 25.4
SIDE = 25 * MILLIMETRE
RIGHT = 612 - 18
"""The right edge of the code in points: as far out as printers print."""
BOTTOM = 36
QUIET = 4
MASK = 3
"""One of the eight patterns for all codes: to try them all takes six times as long as the rest,
and readers take any.
"""


@dataclass(frozen=True)
class Marks:
    """What pages to sign bear: a code for matching scans, and anchor text for services for
    electronic signing.
    """

    codes: bool = True
    anchors: bool = True

    @property
    def name(self) -> str:
        """For the record of how a folder was made."""
        return f"codes={self.codes} anchors={self.anchors}"


MARKED = Marks()
"""What pages to sign bear unless it is switched off."""


def drawing(text: str) -> bytes:
    """The operators that draw the code of a text on a letter-size page, as an artifact that
    readers aloud pass over.
    """
    import segno  # noqa: PLC0415 - only where pages are marked

    matrix = [
        list(row) for row in segno.make_qr(text, error="m", boost_error=False, mask=MASK).matrix
    ]
    unit = SIDE / len(matrix)
    left, top = RIGHT - SIDE, BOTTOM + SIDE
    room = QUIET * unit
    out = [
        "/Artifact BMC q",
        "1 g",
        f"{left - room:.3f} {BOTTOM - room:.3f} {SIDE + 2 * room:.3f} {SIDE + 2 * room:.3f} re f",
        "0 g",
    ]
    for down, row in enumerate(matrix):
        start: int | None = None
        for across, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                out.append(
                    f"{left + start * unit:.3f} {top - (down + 1) * unit:.3f}"
                    f" {(across - start) * unit:.3f} {unit:.3f} re"
                )
                start = None
    return "\n".join([*out, "f", "Q EMC", ""]).encode()
