"""Plots made of boxes: the heat map of the items and the roadmap of the actions."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt

from reports.chart import HeatMap, Roadmap
from ui.charts.canvas import CENTRE, GAP, LINE, MIDDLE, RIGHT, Canvas, Legend, Rows, on, widest
from ui.tones import tone

CELL_HEIGHT, CELL_LEAST, MARK = 42.0, 127.0, 14.0
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Heat:
    """Every item in its element's row, the hardest first, with its level as colour and as number."""

    chart: HeatMap

    def _left(self, width: float) -> float:
        return min(widest(name for name, _ in self.chart.rows) + GAP, 0.2 * width)

    def _columns(self, width: float) -> int:
        return max(1, int((width - self._left(width)) // CELL_LEAST))

    @property
    def _legend(self) -> Legend:
        return Legend([words for *_, words in self.chart.legend], 22)

    def height(self, width: float) -> float:
        """Rows of cells, and the legend."""
        columns = self._columns(width)
        lines = sum(-(-len(cells) // columns) for _, cells in self.chart.rows)
        return lines * CELL_HEIGHT + 6 * len(self.chart.rows) + self._legend.height(width)

    def _cells(self, width: float) -> Iterator[tuple[QRectF, str, tuple[str, int | None, str]]]:
        left, columns, top = self._left(width), self._columns(width), 0.0
        wide = (width - left) / columns
        for name, cells in self.chart.rows:
            for place, cell in enumerate(cells):
                row, column = divmod(place, columns)
                yield QRectF(left + column * wide, top + row * CELL_HEIGHT, wide - 3, CELL_HEIGHT - 3), name, cell
            top += -(-len(cells) // columns) * CELL_HEIGHT + 6

    def paint(self, canvas: Canvas) -> None:
        """A level that is not known is hatched."""
        named: set[str] = set()
        levels = {(level, mark): words for level, mark, words in self.chart.legend}
        for box, element, (words, level, mark) in self._cells(canvas.width):
            if element not in named:
                named.add(element)
                canvas.text(QRectF(0, box.top(), self._left(canvas.width) - 8, box.height()), element, tone.ink)
            ink = _paint_level(canvas, box, level, mark)
            canvas.text(box.adjusted(6, 1, -MARK - 4, -1), words, ink)
            canvas.word(box.adjusted(box.width() - MARK - 4, 0, -6, 0), mark, ink, RIGHT | MIDDLE, bold=True)
            canvas.mark(box, f"{element} · {words}: {levels[level, mark]}")
        self._legend.paint(
            canvas, self.height(canvas.width) - self._legend.height(canvas.width), lambda place, box: self._key(canvas, place, box)
        )

    def _key(self, canvas: Canvas, place: int, box: QRectF) -> None:
        level, mark, _ = self.chart.legend[place]
        canvas.word(box, mark, _paint_level(canvas, box, level, mark))


def _paint_level(canvas: Canvas, box: QRectF, level: int | None, mark: str) -> str:
    """The box in the colour of its level; the ink that reads on it."""
    if level is None:
        canvas.box(box, tone.border, tone.panel, hatch=Qt.BrushStyle.BDiagPattern if mark == UNKNOWN else None)
        if mark == UNKNOWN:
            canvas.fill(box.adjusted(3, 3, -3, -3), tone.panel)
        return tone.muted
    fill = tone.level_fill[level]
    canvas.fill(box, fill)
    return on(fill)


@dataclass(frozen=True, slots=True)
class Road:
    """A bar an action over its years, with its score at the end; the horizon shows in the hatching."""

    chart: Roadmap

    @property
    def _rows(self) -> Rows:
        return Rows(tuple(row[0] for row in self.chart.rows), tuple(row[3] for row in self.chart.rows), 30.0, top=LINE + 4)

    @property
    def _legend(self) -> Legend:
        return Legend([words for _, words in self.chart.legend], 28)

    def height(self, width: float) -> float:
        """Years, rows, legend."""
        return LINE + 4 + self._rows.height(width) + self._legend.height(width)

    def paint(self, canvas: Canvas) -> None:
        """The years stand above."""
        rows, names = self._rows, dict(self.chart.legend)
        rows.paint(canvas)
        first, last = self.chart.ticks[0][0] - 0.5, self.chart.ticks[-1][0] + 0.5
        ticks = dict(self.chart.ticks)
        left, right, bottom = rows.left(canvas.width), rows.right(canvas.width), rows.top + rows.height(canvas.width)

        def x(year: float) -> float:
            return left + (year - first) / (last - first) * (right - left)

        for at, words in self.chart.ticks:
            canvas.line(QPointF(x(at), rows.top), QPointF(x(at), bottom), tone.hairline)
            canvas.word(QRectF(x(at) - 60, 0, 120, LINE), words, tone.muted, CENTRE)
        for (name, start, end, words, horizon), row in zip(self.chart.rows, rows.areas(canvas.width), strict=True):
            bar = QRectF(x(start - 0.4), row.center().y() - 8, x(end + 0.4) - x(start - 0.4), 16)
            _paint_horizon(canvas, bar, horizon)
            span = ticks.get(start, f"{start:.0f}") if start == end else f"{start:.0f}–{end:.0f}"
            canvas.mark(row, f"{name} · {names[horizon]} {span}: {words}")
        self._legend.paint(canvas, bottom, lambda place, box: _paint_horizon(canvas, box, self.chart.legend[place][0]))


def _paint_horizon(canvas: Canvas, box: QRectF, horizon: int) -> None:
    """Near is filled, mid is hatched, long is only outlined."""
    hatch = {1: Qt.BrushStyle.BDiagPattern}.get(horizon)
    canvas.box(box, tone.accent, tone.accent if horizon == 0 else tone.panel, hatch=hatch)
