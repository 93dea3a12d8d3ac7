"""Returned scans are matched with the papers that they belong to; none is dropped, none is taken
for another.
"""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from PIL import Image, ImageChops, ImageDraw
from pypdf import PdfReader

from rrdocs.cli import main
from rrdocs.documents.pdf.packet import Piece, concatenate
from rrdocs.documents.signing.collation import Collation, Scan, collate_pages, expected
from rrdocs.documents.signing.pages import PageToSign
from rrdocs.documents.wording.signature_blocks import code, page_id, version_id

PACKETS = ("demand-2", "s1-2001")
CHANCE = random.Random(60)


def sheets(folder: Path) -> dict[str, bytes]:
    """Each page to sign of a packet as its signer gets it, by its code."""
    found: dict[str, bytes] = {}
    wanted = expected(folder)
    for path in sorted((folder / "signatures").glob("*.pdf")):
        own = [
            page
            for page in wanted
            if path.stem == page.signer.casefold().replace(".", "").replace(" ", "-")
        ]
        first = len(PdfReader(path).pages) - len(own)
        found |= {
            page.code: concatenate([Piece(path, [first + number])], title="page")
            for number, page in enumerate(own)
        }
    return found


def picture(pdf: bytes) -> Image.Image:
    """A page as a scanner sees it, at 150 dots an inch."""
    document = pdfium.PdfDocument(pdf)
    image: Image.Image = document[0].render(scale=150 / 72, grayscale=True).to_pil()
    document.close()
    return image


def scanned(pdf: bytes) -> Image.Image:
    """The page skewed by up to three degrees, turned on its head now and then, and noisy."""
    image = picture(pdf).rotate(
        CHANCE.uniform(-3, 3), fillcolor=245, resample=Image.Resampling.BICUBIC
    )
    if CHANCE.random() < 0.1:
        image = image.rotate(180)
    noise = Image.effect_noise(image.size, 60)
    image = ImageChops.add(image, noise, scale=1, offset=-128)
    drawing = ImageDraw.Draw(image)
    for _ in range(400):
        x, y = CHANCE.randrange(image.width), CHANCE.randrange(image.height)
        drawing.point((x, y), fill=CHANCE.choice((0, 255)))
    return image


def together(images: list[Image.Image], path: Path) -> Path:
    """One PDF of several pages, as a scanner saves them."""
    images[0].save(path, "PDF", resolution=150, save_all=True, append_images=images[1:], quality=60)
    return path


@pytest.fixture(scope="module")
def pages(packets: Path) -> list[PageToSign]:
    return [page for name in PACKETS for page in expected(packets / name)][:60]


@pytest.fixture(scope="module")
def sent(packets: Path) -> dict[str, bytes]:
    return {code: pdf for name in PACKETS for code, pdf in sheets(packets / name).items()}


def test_sixty_pages_shuffled_skewed_and_noisy_are_all_matched_or_set_aside(
    packets: Path, pages: list[PageToSign], sent: dict[str, bytes], tmp_path: Path
) -> None:
    assert len(pages) == 60
    missing, doubled = pages[7:9], pages[20]
    other = next(iter(sheets(packets / "demand-1").values()))
    from rrdocs.documents.pdf.engines import finish  # noqa: PLC0415
    from rrdocs.documents.signing.codes import drawing  # noqa: PLC0415

    old = code(pages[30].code.split(":")[1], version_id("an earlier draft"))
    superseded = finish(sent[pages[30].code], title="page", stamps={0: drawing(old)})
    covered = picture(sent[pages[40].code])
    ImageDraw.Draw(covered).rectangle((1000, 1400, 1275, 1650), fill=255)
    images = [
        (page.code, scanned(sent[page.code]))
        for page in pages
        if page not in missing and page != pages[40]
    ]
    images += [
        ("twice", scanned(sent[doubled.code])),
        ("foreign", scanned(other)),
        ("changed", scanned(superseded)),
    ]
    images.append(("unreadable", covered))
    CHANCE.shuffle(images)
    files = [
        together([image for _, image in images[start : start + 13]], tmp_path / f"scan-{start}.pdf")
        for start in range(0, 61, 13)
    ]

    found = collate_pages(pages, files)

    where = {
        name: Scan(files[number // 13], number % 13 + 1) for number, (name, _) in enumerate(images)
    }
    placed = {page.code for page in pages} - {page.code for page in missing} - {pages[40].code}
    assert found.signed.keys() == placed
    twin = {where[doubled.code], where["twice"]}
    for name, scan in found.signed.items():
        assert scan == where[name] or (name == doubled.code and scan in twin)
    assert sorted(why for _, why in found.aside) == ["changed", "foreign", "twice", "unreadable"]
    aside = {why: scan for scan, why in found.aside}
    assert (aside["foreign"], aside["changed"], aside["unreadable"]) == (
        where["foreign"],
        where["changed"],
        where["unreadable"],
    )
    assert aside["twice"] in twin
    assert found.missing == [*missing, pages[40]]


def test_the_executed_papers_hold_the_signed_pages_in_place(packets: Path, tmp_path: Path) -> None:
    folder, out = packets / "join-lee", tmp_path / "done"
    own = sheets(folder)
    assert own
    path = together([scanned(pdf) for pdf in own.values()], tmp_path / "back.pdf")
    done = CliRunner().invoke(main, ["collate", str(folder), str(path), "--out", str(out)])
    assert done.exit_code == 0, done.output
    for page in expected(folder):
        before = PdfReader(folder / page.file)
        after = PdfReader(out / page.file.replace("documents/", "executed/"))
        assert len(before.pages) == len(after.pages)
        assert "Jonathan M. Rather" in before.pages[page.page].extract_text()
        assert after.pages[page.page].extract_text().strip() == ""  # a picture stands there now
        assert after.pages[0].extract_text() == before.pages[0].extract_text()
    assert json.loads((out / "collation.json").read_text())["missing"] == []


def test_what_is_set_aside_is_kept_by_name_and_said(packets: Path, tmp_path: Path) -> None:
    folder, out = packets / "join-lee", tmp_path / "done"
    (tmp_path / "notes.pdf").write_bytes(b"not a PDF")
    blank = together([Image.new("L", (1275, 1650), 255)], tmp_path / "blank.pdf")
    foreign = together(
        [scanned(next(iter(sheets(packets / "demand-1").values())))], tmp_path / "other.pdf"
    )
    done = CliRunner().invoke(
        main,
        [
            "collate",
            str(folder),
            *map(str, (blank, foreign, tmp_path / "notes.pdf")),
            "--out",
            str(out),
        ],
    )
    assert done.exit_code == 1
    assert "0 of 1 pages are signed" in done.output
    assert (
        "missing: Jonathan M. Rather, attorney-in-fact of Eric J. Lee:"
        " documents/selling_holder_questionnaire/lee.pdf" in done.output
    )
    assert sorted(path.name for path in (out / "aside").iterdir()) == [
        "blank-page-1-unreadable.pdf",
        "notes.pdf",
        "other-page-1-foreign.pdf",
    ]


def test_a_folder_without_pages_to_sign_is_refused(tmp_path: Path) -> None:
    scan = together([Image.new("L", (10, 10))], tmp_path / "x.pdf")
    done = CliRunner().invoke(main, ["collate", str(tmp_path), str(scan)])
    assert (done.exit_code, "no packet with pages to sign" in done.output) == (1, True)


def test_a_changed_word_makes_another_code_and_the_same_page(packets: Path) -> None:
    first = expected(packets / "demand-2")[0]
    _, page, version = first.code.split(":")
    assert code(page, version) == first.code
    assert version != version_id("another key")
    assert page_id("a", "b") != page_id("ab", "")
    assert Collation().refused is False
    assert shutil.which("qpdf") is None or first.page < 0
