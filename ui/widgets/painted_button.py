"""Buttons that paint themselves."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from ui.tones import tone


class PaintedButton(QAbstractButton):
    """Enter presses it, as the space bar does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paint_focus(self, painter: QPainter) -> None:
        """The frame of what has the focus."""
        if self.hasFocus():
            painter.setPen(QPen(QColor(tone.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
