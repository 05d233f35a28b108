"""How many items stand at each level: signs, word and number, each a step from its list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui import theme
from ui.tones import tone
from ui.widgets.marks import DOTS_WIDTH, Level, ink_of, paint_dots
from ui.widgets.painted_button import PaintedButton

HEIGHT = 24


@dataclass(frozen=True, slots=True)
class Count:
    """So many items at one level, in the words of the moment."""

    level: Level
    word: str
    count: int


class LevelCounts(QWidget):
    """Two in a line where they fit, else one. ``pressed`` gives the level."""

    pressed = Signal(object)

    def __init__(self, room: int) -> None:
        """``room``: how wide it may be, in pixels."""
        super().__init__()
        self._room = room
        self.buttons: dict[Level, _CountButton] = {}
        self._grid = QGridLayout(self)
        theme.tight(self._grid, 0)
        self._grid.setHorizontalSpacing(2 * theme.SPACE)

    def show_counts(self, counts: Sequence[Count]) -> None:
        """These, in this order."""
        for count in counts:
            if count.level not in self.buttons:
                button = self.buttons[count.level] = _CountButton()
                button.clicked.connect(lambda _on=False, level=count.level: self.pressed.emit(level))
            self.buttons[count.level].show_count(count)
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        columns = 2 if 2 * (widest + theme.SPACE) <= self._room else 1
        for place, button in enumerate(self.buttons.values()):
            self._grid.addWidget(button, *divmod(place, columns))


class _CountButton(PaintedButton):
    def __init__(self) -> None:
        super().__init__()
        self._count = Count(None, "", 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: Count) -> None:
        """Another number, or another language."""
        if count != self._count:
            self._count = count
            self.setText(f"{count.word} {count.count}")
            self.setAccessibleName(self.text())
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(DOTS_WIDTH) + theme.SPACE + QFontMetrics(self.font()).horizontalAdvance(self.text()) + 12, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(tone.accent_soft))
        self.paint_focus(painter)
        none = self._count.count == 0
        paint_dots(painter, 2, self.height() / 2, self._count.level)
        left = 2 + DOTS_WIDTH + theme.SPACE
        painter.setPen(QColor(tone.muted) if none else ink_of(self._count.level))
        area = QRectF(left, 0, self.width() - left - 4, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._count.word)
        painter.setFont(theme.emphasis())
        painter.setPen(QColor(tone.muted if none else tone.ink))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), str(self._count.count))
        painter.end()
