"""What is left of the result when its panel is folded: a strip with type and firmness, which opens it again."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui import icons, theme
from ui.tones import tone
from ui.widgets.marks import plain
from ui.widgets.painted_button import PaintedButton

TOP = 12


class ResultStrip(PaintedButton):
    """Its text runs downwards beside the page."""

    def __init__(self) -> None:
        """Says nothing until ``say``."""
        super().__init__()
        self._alarm = False
        self.setFixedWidth(theme.STRIP_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def say(self, name: str, text: str, *, alarm: bool) -> None:
        """``name``: what pressing does; ``text``: the result in a line; ``alarm``: it is not firm."""
        self._alarm = alarm
        self.setText(text)
        self.setToolTip(f"{name}\n{text}")
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.STRIP_WIDTH, 200)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tone.accent_soft if self.underMouse() else tone.panel))
        self.paint_focus(painter)
        place = QRect(QPoint((theme.STRIP_WIDTH - icons.SIZE) // 2, TOP), QSize(icons.SIZE, icons.SIZE))
        icons.icon("left", "muted").paint(painter, place)
        painter.translate(theme.STRIP_WIDTH, TOP + icons.SIZE + theme.SPACE)
        painter.rotate(90)
        painter.setFont(plain())
        painter.setPen(QColor(tone.caution if self._alarm else tone.ink))
        room = self.height() - TOP - icons.SIZE - 2 * theme.SPACE
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(0, 0, room, theme.STRIP_WIDTH), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
