"""A button that shows what is chosen and opens a menu; long texts are cut with an ellipsis, and stand in the tooltip."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyleOptionButton

from ui import icons, theme
from ui.tones import tone

LEFT, RIGHT = theme.SPACE, 28  # beside the text; the arrow stands in the right one


class Chooser(QPushButton):
    """``role``: chooser, or brand for the program's name."""

    def __init__(self, role: str, menu: QMenu | None = None, usual: int = 0) -> None:
        """The menu may come later. ``usual``: as wide as that, or narrower where there is no room; else as wide as its text."""
        super().__init__()
        self._usual = usual
        if usual:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setProperty("role", role)
        self.setAutoDefault(False)
        if menu is not None:
            self.setMenu(menu)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width = self._usual or self.fontMetrics().horizontalAdvance(self.text()) + LEFT + RIGHT + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(self._usual // 2 or hint.width(), hint.height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """The style draws the button alone: the text and the arrow are ours."""
        super().initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined]  # the stub forgets the option's members
        option.features = QStyleOptionButton.ButtonFeature.None_  # type: ignore[attr-defined]

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        room = self.rect().adjusted(LEFT, 0, -RIGHT, 0)
        painter.setPen(QColor(self._ink()))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        arrow = QRect(self.width() - RIGHT + 8, (self.height() - icons.SIZE) // 2, icons.SIZE, icons.SIZE)
        icons.icon("chevron-down", "muted").paint(painter, arrow)
        painter.end()

    def _ink(self) -> str:
        if not self.isEnabled():
            return tone.faint
        return tone.accent if self.property("role") == "brand" else tone.ink
