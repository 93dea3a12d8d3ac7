"""Scans read: the codes on the pages of a PDF that came back, however skewed or noisy.

Needs the extra `collate` (zxing-cpp, pypdfium2, pillow). Three passes a page: as it is; through a
median filter; blurred and enlarged.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from rrdocs.documents.wording.signature_blocks import CODE
from rrdocs.errors import MissingToolError, RrdocsError

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 150


class ReaderMissingError(MissingToolError):
    """The libraries that read codes are not installed."""


class UnreadableScanError(RrdocsError):
    """A file that is no PDF, or one that is damaged or locked."""


def codes(pdf: bytes) -> Iterator[str | None]:
    """The code on each page of a PDF, in order; None where none of ours can be read. Raises
    ReaderMissingError, UnreadableScanError.
    """
    try:
        import pypdfium2 as pdfium  # noqa: PLC0415 - only where scans are read
        import zxingcpp  # noqa: F401, PLC0415
        from PIL import Image  # noqa: F401, PLC0415
    except ImportError as error:
        raise ReaderMissingError(
            "reading scans needs zxing-cpp, pypdfium2 and pillow: pip install 'rrdocs[collate]'"
        ) from error
    try:
        document = pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError as error:
        raise UnreadableScanError("is not a PDF that can be read") from error
    try:
        for page in document:
            yield _code(page.render(scale=DPI / 72, grayscale=True).to_pil())
    finally:
        document.close()


def pictures(pdf: bytes, dpi: int = 100) -> Iterator[bytes]:
    """Each page of a PDF as a PNG. Raises ReaderMissingError."""
    try:
        import PIL  # noqa: F401, PLC0415 - only where pictures are wanted
        import pypdfium2 as pdfium  # noqa: PLC0415
    except ImportError as error:
        raise ReaderMissingError(
            "pictures of pages need pypdfium2 and pillow: pip install 'rrdocs[collate]'"
        ) from error
    document = pdfium.PdfDocument(pdf)
    for page in document:
        out = BytesIO()
        page.render(scale=dpi / 72).to_pil().save(out, "PNG")
        yield out.getvalue()
    document.close()


def _code(image: Image) -> str | None:
    """The code on one page, from the first pass that finds it."""
    from PIL import Image as Images  # noqa: PLC0415
    from PIL import ImageFilter  # noqa: PLC0415
    from zxingcpp import BarcodeFormat, read_barcodes  # noqa: PLC0415

    def blurred(picture: Image) -> Image:
        soft = picture.filter(ImageFilter.GaussianBlur(1))
        return soft.resize((picture.width * 2, picture.height * 2), Images.Resampling.BICUBIC)

    passes = (
        lambda picture: picture,
        lambda picture: picture.filter(ImageFilter.MedianFilter(3)),
        blurred,
    )
    for prepare in passes:
        # one format will do, though the types ask for a list
        kinds: Any = BarcodeFormat.QRCode
        for found in read_barcodes(prepare(image), formats=kinds):
            if found.text.startswith(f"{CODE}:"):
                return str(found.text)
    return None
