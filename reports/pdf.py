"""A PDF as it came from an office program, by PDFium: where its named destinations are, and its pages as pictures."""

import ctypes
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.offices.program import Spot
from reports.wordxml import POINTS

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A page as a picture: rows of blue, green and red bytes, each of ``stride`` bytes."""

    width: int
    height: int
    stride: int
    data: bytes


@contextmanager
def _opened(pdf: bytes) -> "Iterator[PdfDocument | None]":
    """The document; ``None`` for what PDFium cannot read."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(pdf)
    except PdfiumError:
        yield None
        return
    with document:
        yield document


def destinations(pdf: bytes) -> Mapping[str, Spot]:
    """Name -> where it leads; nothing for what is no PDF."""
    with _opened(pdf) as document:
        return {} if document is None else dict(_named(document))


def _named(document: "PdfDocument") -> Iterator[tuple[str, Spot]]:
    from pypdfium2 import raw

    heights: dict[int, float] = {}
    for number in range(raw.FPDF_CountNamedDests(document)):
        length = ctypes.c_long()
        raw.FPDF_GetNamedDest(document, number, None, length)
        if length.value <= 0:
            continue
        name = ctypes.create_string_buffer(length.value)
        found = raw.FPDF_GetNamedDest(document, number, name, length)
        page = raw.FPDFDest_GetDestPageIndex(document, found) if found else -1
        if page >= 0:
            height = heights.setdefault(page, document.get_page_size(page)[1])
            yield name.raw.decode("utf-16-le").rstrip("\0"), Spot(page + 1, _top(found, height))


def _top(destination: object, height: float) -> float:
    """How far below the upper edge it leads; to the edge where it does not say."""
    from pypdfium2 import raw

    has_x, has_y, has_zoom = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    x, y, zoom = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFDest_GetLocationInPage(destination, has_x, has_y, has_zoom, x, y, zoom)
    return min(max(height - y.value, 0.0), height) if has_y.value else 0.0


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in points; nothing for what is no PDF."""
    with _opened(pdf) as document:
        return () if document is None else tuple(document.get_page_size(number) for number in range(len(document)))


def bitmaps(pdf: bytes, wanted: Mapping[int, float]) -> "Iterator[tuple[int, Bitmap]]":
    """(page, its picture) one after another, of the pages that can be drawn; ``wanted``: page (from 0) -> pixels for each inch."""
    from pypdfium2 import PdfiumError

    with _opened(pdf) as document:
        if document is None:
            return
        for number, dpi in wanted.items():
            with suppress(PdfiumError), closing(document[number]) as page, closing(page.render(scale=dpi / POINTS)) as bitmap:
                yield number, Bitmap(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
