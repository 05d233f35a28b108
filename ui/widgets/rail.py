"""The steps down the left side, each with how far it has come."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from diagnosis.questionnaire import Step
from diagnosis.text import phrase
from ui import theme
from ui.session import Session
from ui.tones import tone
from ui.widgets.painted_button import PaintedButton

if TYPE_CHECKING:
    from diagnosis.result import Diagnosis
    from ui.completeness import Meter

HEIGHT, NUMBER_WIDTH = 44, 38


class StepButton(PaintedButton):
    """Number, name, count, and below them a line as long as the step is complete."""

    def __init__(self, number: int) -> None:
        """``number``: from 1, as the keys Ctrl+1 to Ctrl+0 count."""
        super().__init__()
        self._number = number
        self._meter: Meter | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_meter(self, meter: "Meter | None") -> None:
        """How far the step has come; ``None`` for a step where nothing is entered."""
        self._meter = meter
        self.update()

    @property
    def count(self) -> str:
        """The figure at the right."""
        if self._meter is None:
            return ""
        return str(self._meter.done) if self._meter.of is None else f"{self._meter.done}/{self._meter.of}"

    def sizeHint(self) -> QSize:
        return QSize(theme.RAIL_WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        chosen, area = self.isChecked(), self.rect()
        if chosen or self.underMouse():
            _fill(painter, area, tone.accent_soft if chosen else tone.hairline)
        if chosen:
            _fill(painter, QRect(0, 0, 3, area.height()), tone.accent)
        if self.hasFocus():
            painter.setPen(QColor(tone.accent))
            painter.drawRect(area.adjusted(3, 0, -1, -1))
        self._paint_words(painter, area.adjusted(16, 6, -16, -12))
        self._paint_line(painter, QRect(NUMBER_WIDTH, area.height() - 9, area.width() - NUMBER_WIDTH - 16, 2))
        painter.end()

    def _paint_words(self, painter: QPainter, area: QRect) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(tone.muted))
        painter.drawText(area, middle, str(self._number))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, self.count)
        room = area.adjusted(NUMBER_WIDTH - 16, 0, -painter.fontMetrics().horizontalAdvance(self.count) - 8, 0)
        painter.setPen(QColor(tone.accent if self.isChecked() else tone.ink))
        if self.isChecked():
            painter.setFont(theme.emphasis())
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, name)

    def _paint_line(self, painter: QPainter, line: QRect) -> None:
        share = None if self._meter is None else self._meter.share
        if share is None:
            return
        _fill(painter, line, tone.hairline)
        line.setWidth(round(line.width() * share))
        _fill(painter, line, tone.accent)


def _fill(painter: QPainter, area: QRect, colour: str) -> None:
    """As ``fillRect``, which has all of Qt's gradients wrapped when it is first called: 2 ms before the first paint."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRect(area)
    painter.restore()


class Rail(QWidget):
    """``chosen`` (step id): somebody wants another page. Up and Down move among the steps."""

    chosen = Signal(str)

    def __init__(self, session: Session, steps: Sequence[Step]) -> None:
        """Follows the session's diagnosis."""
        super().__init__()
        self._session = session
        self.setFixedWidth(theme.RAIL_WIDTH)
        self.buttons: Mapping[str, StepButton] = {step.id: StepButton(number) for number, step in enumerate(steps, 1)}
        self._steps = tuple(steps)
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        theme.tight(column, 0)
        column.addSpacing(theme.SPACE)
        for step, made in self.buttons.items():
            group.addButton(made)
            column.addWidget(made)
            made.clicked.connect(lambda _on=False, step=step: self.chosen.emit(step))
        column.addStretch(1)
        session.diagnosed.connect(self._show)
        session.round_opened.connect(self._clear)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def choose(self, step: str) -> None:
        """Mark the page that is shown."""
        self.buttons[step].setChecked(True)
        for other, made in self.buttons.items():  # one stop for Tab; the arrows move among the steps
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == step else Qt.FocusPolicy.ClickFocus)

    def _show(self, diagnosis: "Diagnosis") -> None:
        from ui.completeness import meters

        found = meters(diagnosis, self._session.questionnaire)
        for step, made in self.buttons.items():
            made.show_meter(found.get(step))
        self._describe()

    def _clear(self) -> None:
        for made in self.buttons.values():
            made.show_meter(None)
        self._describe()

    def retranslate(self) -> None:
        """Every text in the session's language."""
        for step in self._steps:
            self.buttons[step.id].setText(step.name.to(self._session.lang))
            self.buttons[step.id].setToolTip(step.hint.to(self._session.lang))
        self._describe()

    def _describe(self) -> None:
        for made in self.buttons.values():
            counted = phrase("ui", "rail.count", count=made.count).to(self._session.lang) if made.count else ""
            made.setAccessibleName(made.text())
            made.setAccessibleDescription(counted)
