"""A figure as it goes into a document: a picture, or Word charts with their data. Both know their height in a given width."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.native.book import book
from reports.native.spec import Spec
from reports.native.xml import DATA, Fonts, chart_xml
from reports.wordxml import DPI, EMU, POINTS, chart, picture

if TYPE_CHECKING:
    from docx.document import Document

PAGE = 6.14  # inches: the width of the text that the heights of charts are meant for


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart: PNG bytes, their size in pixels, and the same as SVG where there is one."""

    png: bytes
    width: int
    height: int
    svg: bytes = b""

    @classmethod
    def of(cls, png: bytes, svg: bytes = b"") -> "Picture":
        """With the size that the PNG's header gives."""
        return cls(png, int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big"), svg)

    def height_in(self, room: float) -> float:
        """Its height in points where there is this much room for its width."""
        return self._width(room) * self.height / self.width

    def _width(self, room: float) -> float:
        return min(room, self.width / DPI * POINTS)

    def xml(self, parts: "Parts", numbers: Iterator[int], words: tuple[str, str], room: float, scale: float) -> str:
        """The drawing; ``words``: name and alternative text; ``room``: width of the text in points; ``scale``: of its size."""
        size = (emu(scale * self._width(room)), emu(scale * self.height_in(room)))
        return picture(parts.image(self.png), parts.vector(self.svg) if self.svg else "", next(numbers), *words, size)


@dataclass(frozen=True, slots=True)
class Native:
    """Word charts, one after another in a line of text, in as many lines as they need."""

    charts: tuple[Spec, ...]
    fonts: Fonts

    def height_in(self, room: float) -> float:
        """Their height in points, whatever the width of the text."""
        del room
        return POINTS * sum(max(spec.height for spec in line) for line in self._lines())

    def _lines(self) -> list[list[Spec]]:
        lines: list[list[Spec]] = [[]]
        for spec in self.charts:
            if sum(each.width for each in lines[-1]) + spec.width > 1.01:
                lines.append([])
            lines[-1].append(spec)
        return lines

    def xml(self, parts: "Parts", numbers: Iterator[int], words: tuple[str, str], room: float, scale: float) -> str:
        """The drawings; the first of several tells what all show, each of the others its own title. Smaller, they keep their width."""
        name, alt = words
        found = []
        for place, spec in enumerate(self.charts):
            size = (emu(min(room, PAGE * POINTS) * spec.width) - 1, emu(scale * spec.height * POINTS))
            told = "; ".join((spec.title, *(words for series in spec.series for words in series.labels.values())))
            own = (name, alt) if not place else (f"{name} ({place + 1})", told)
            found.append(chart(parts.chart(spec, self.fonts), next(numbers), *own, size))
        return "".join(found)


Drawn = Picture | Native


def emu(points: float) -> int:
    """Points in the unit of drawings."""
    return round(points / POINTS * EMU)


class Parts:
    """Adds pictures, charts and workbooks to a document as parts of their own, and gives the relations to them."""

    def __init__(self, document: "Document") -> None:
        self.document = document.part
        self.taken = {str(part.partname) for part in self.document.package.iter_parts()}

    def image(self, png: bytes) -> str:
        """A PNG; the same bytes are kept once."""
        return str(self.document.get_or_add_image(io.BytesIO(png))[0])

    def vector(self, svg: bytes) -> str:
        """An SVG."""
        return self._add("/word/media/drawing{}.svg", "image/svg+xml", svg, "image")[0]

    def chart(self, spec: Spec, fonts: Fonts) -> str:
        """A chart, and its workbook as a part of it."""
        relation, part = self._add(
            "/word/charts/chart{}.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", chart_xml(spec, fonts), "chart"
        )
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        made, _ = self._add("/word/embeddings/chart{}.xlsx", kind, book(spec), "package", of=part)
        assert made == DATA
        return relation

    def _add(self, name: str, kind: str, content: bytes, relation: str, of: object = None) -> tuple[str, object]:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        number = 1
        while name.format(number) in self.taken:
            number += 1
        self.taken.add(name.format(number))
        part = Part(PackURI(name.format(number)), kind, content, self.document.package)
        owner = of if isinstance(of, Part) else self.document
        return owner.relate_to(part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation}"), part
