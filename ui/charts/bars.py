"""Plots made of rows of bars and dots."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPolygonF

from reports.chart import Change, NormDots, PairedBars, ScoreBars, StackedBars
from reports.numbers import fixed
from ui.charts.canvas import AXIS, CENTRE, GAP, LEFT, LINE, MIDDLE, Canvas, Legend, Rows, paint_grid, widest
from ui.tones import tone

PITCH, BAR = 30.0, 16.0
SCORES = ((0.0, "0"), (0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, "100"))
HATCH = Qt.BrushStyle.BDiagPattern


def _bar(area: QRectF, share: float) -> QRectF:
    """A bar from the left edge of a row's room."""
    return QRectF(area.left(), area.center().y() - BAR / 2, max(area.width() * share, 1.0), BAR)


def _rows(rows: Sequence[tuple[str, object, object, str]]) -> Rows:
    """Names at the left, what is told of each at the right."""
    return Rows(tuple(row[0] for row in rows), tuple(row[3] for row in rows), PITCH)


def _grid_area(rows: Rows, width: float) -> QRectF:
    return QRectF(rows.left(width), rows.top, rows.right(width) - rows.left(width), rows.height(width))


@dataclass(frozen=True, slots=True)
class Stacked:
    """Numbered pieces in alternating tones; the numbers are explained below."""

    chart: StackedBars

    @property
    def _rows(self) -> Rows:
        names = tuple(name for name, _ in self.chart.rows)
        return Rows(names, tuple(fixed(sum(value for _, value in parts), 2) for _, parts in self.chart.rows), PITCH)

    @property
    def _legend(self) -> Legend:
        return Legend([f"{number}  {words}" for number, words in self.chart.legend])

    def height(self, width: float) -> float:
        """Rows, axis, explanations."""
        return self._rows.height(width) + AXIS + self._legend.height(width)

    def paint(self, canvas: Canvas) -> None:
        """The bar that leads stands out."""
        rows, names = self._rows, dict(self.chart.legend)
        area = _grid_area(rows, canvas.width)
        paint_grid(canvas, area, [(share, fixed(share, 2).rstrip("0").rstrip(".")) for share in (0, 0.25, 0.5, 0.75, 1)])
        rows.paint(canvas, self.chart.lead)
        for (name, parts), row in zip(self.chart.rows, rows.areas(canvas.width), strict=True):
            left = row.left()
            for number, value in parts:
                piece = QRectF(left, row.center().y() - BAR / 2, max(row.width() * value - 1, 1.0), BAR)
                canvas.fill(piece, tone.pieces[number % 2])
                if piece.width() > widest([str(number)]) + 4:
                    canvas.word(piece, str(number), tone.panel)
                canvas.mark(piece, f"{name} · {names[number]}: {fixed(value, 3)}")
                left += row.width() * value
        self._legend.paint(canvas, area.bottom() + AXIS)


@dataclass(frozen=True, slots=True)
class Scores:
    """Bars of 0..100; a hatched outline rests on less than half of the evidence."""

    chart: ScoreBars

    @property
    def _rows(self) -> Rows:
        return _rows(self.chart.rows)

    @property
    def _legend(self) -> Legend:
        hollow = any(hollow and score is not None for _, score, hollow, _ in self.chart.rows)
        return Legend([self.chart.hollow_label] if hollow else [], 28)

    def height(self, width: float) -> float:
        """Rows, axis, and what the hatching means."""
        return self._rows.height(width) + AXIS + self._legend.height(width)

    def paint(self, canvas: Canvas) -> None:
        """No bar for no score."""
        rows = self._rows
        area = _grid_area(rows, canvas.width)
        paint_grid(canvas, area, SCORES)
        rows.paint(canvas)
        for (name, score, hollow, words), row in zip(self.chart.rows, rows.areas(canvas.width), strict=True):
            if score is not None:
                canvas.box(_bar(row, score / 100), tone.accent, tone.panel if hollow else tone.accent, hatch=HATCH if hollow else None)
            canvas.mark(row, f"{name}: {words}")
        self._legend.paint(canvas, area.bottom() + AXIS, lambda _place, box: canvas.box(box, tone.accent, tone.panel, hatch=HATCH))


@dataclass(frozen=True, slots=True)
class Paired:
    """Two panels over the same rows, each on its own scale."""

    chart: PairedBars

    @property
    def _rows(self) -> Rows:
        return Rows(tuple(name for name, *_ in self.chart.rows), (), PITCH, top=LINE + 4)

    def height(self, width: float) -> float:
        """Heads and rows."""
        return self._rows.height(width) + LINE + 8

    def paint(self, canvas: Canvas) -> None:
        """Words stand at the ends of the bars."""
        rows = self._rows
        rows.paint(canvas)
        left, half = rows.left(canvas.width), (rows.right(canvas.width) - rows.left(canvas.width) - 2 * GAP) / 2
        for side, head in enumerate(self.chart.heads):
            values = [second if side else first for _, first, second in self.chart.rows]
            most, beside = max((value for value, _ in values), default=0.0) or 1.0, widest(words for _, words in values) + GAP
            start = left + side * (half + 2 * GAP)
            canvas.text(QRectF(start, 0, half, LINE), head, tone.muted)
            for (name, *_), (value, words), row in zip(self.chart.rows, values, rows.areas(canvas.width), strict=True):
                bar = QRectF(start, row.center().y() - BAR / 2, max((half - beside) * value / most, 1.0), BAR)
                canvas.fill(bar, tone.pieces[side])
                canvas.text(QRectF(bar.right() + 6, row.top(), beside, row.height()), words, tone.ink, LEFT | MIDDLE)
                canvas.mark(QRectF(start, row.top(), half, row.height()), f"{name} · {head}: {words}")


@dataclass(frozen=True, slots=True)
class Dots:
    """Each value as a part of its norm, from 0 to twice the norm and no further."""

    chart: NormDots

    @property
    def _rows(self) -> Rows:
        return Rows(tuple(row[0] for row in self.chart.rows), tuple(row[2] for row in self.chart.rows), 24.0, top=LINE)

    @property
    def _legend(self) -> Legend:
        return Legend([words for _, words in self.chart.legend], 12)

    def height(self, width: float) -> float:
        """The norm's name, rows, axis, legend."""
        return LINE + self._rows.height(width) + AXIS + self._legend.height(width)

    def paint(self, canvas: Canvas) -> None:
        """A line leads from the norm to the value."""
        rows = self._rows
        area = _grid_area(rows, canvas.width)
        paint_grid(canvas, area, ((0.0, "0"), (0.25, "50%"), (0.5, "100%"), (0.75, "150%"), (1.0, "≥200%")))
        rows.paint(canvas)
        norm = area.center().x()
        canvas.line(QPointF(norm, area.top()), QPointF(norm, area.bottom()), tone.muted, 1.4)
        canvas.text(QRectF(norm - 80, 0, 160, LINE), self.chart.norm_label, tone.muted, CENTRE | MIDDLE)
        sides = dict(self.chart.legend)
        for (name, ratio, words, side), row in zip(self.chart.rows, rows.areas(canvas.width), strict=True):
            at = QPointF(row.left() + min(max(ratio, 0.0), 2.0) / 2 * row.width(), row.center().y())
            canvas.line(QPointF(norm, at.y()), at, tone.border, 1.2)
            _dot(canvas, at, side)
            canvas.mark(row, f"{name}: {words} · {sides.get(side, '')}")
        self._legend.paint(canvas, area.bottom() + AXIS, lambda place, box: _dot(canvas, box.center(), self.chart.legend[place][0]))


def _dot(canvas: Canvas, at: QPointF, reached: bool | None) -> None:
    """A filled disc reaches the norm, an open triangle misses it, an open square is not judged."""
    if reached:
        with canvas.drawn(tone.accent, tone.accent) as painter:
            painter.drawEllipse(at, 4.5, 4.5)
    elif reached is False:
        with canvas.drawn(tone.danger, tone.ground, 1.5) as painter:
            painter.drawPolygon(QPolygonF([at + QPointF(-5, -4), at + QPointF(5, -4), at + QPointF(0, 5)]))
    else:
        canvas.box(QRectF(at.x() - 4, at.y() - 4, 8, 8), tone.muted, tone.ground, thick=1.3)


@dataclass(frozen=True, slots=True)
class Changes:
    """A line from the score before (open) to the score now (filled)."""

    chart: Change

    @property
    def _rows(self) -> Rows:
        return _rows(self.chart.rows)

    @property
    def _legend(self) -> Legend:
        return Legend([self.chart.before, self.chart.now], 12)

    def height(self, width: float) -> float:
        """Rows, axis, legend."""
        return self._rows.height(width) + AXIS + self._legend.height(width)

    def paint(self, canvas: Canvas) -> None:
        """A fall is drawn in the colour of danger, and its sign is written."""
        rows = self._rows
        area = _grid_area(rows, canvas.width)
        paint_grid(canvas, area, SCORES)
        rows.paint(canvas)
        for (name, before, now, words), row in zip(self.chart.rows, rows.areas(canvas.width), strict=True):
            then, here = (QPointF(row.left() + score / 100 * row.width(), row.center().y()) for score in (before, now))
            canvas.line(then, here, tone.accent if now >= before else tone.danger, 2.0)
            self._end(canvas, then, 0)
            self._end(canvas, here, 1)
            told = f"{self.chart.before} {fixed(before, 1)}, {self.chart.now} {fixed(now, 1)} ({words})"
            canvas.mark(row, f"{name}: {told}")
        self._legend.paint(canvas, area.bottom() + AXIS, lambda place, box: self._end(canvas, box.center(), place))

    @staticmethod
    def _end(canvas: Canvas, at: QPointF, which: int) -> None:
        if which:
            with canvas.drawn(tone.ink, tone.ink) as painter:
                painter.drawPolygon(QPolygonF([at + QPointF(0, -5), at + QPointF(5, 0), at + QPointF(0, 5), at + QPointF(-5, 0)]))
        else:
            with canvas.drawn(tone.muted, tone.ground, 1.4) as painter:
                painter.drawEllipse(at, 4.5, 4.5)
