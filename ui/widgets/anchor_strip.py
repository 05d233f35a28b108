"""The scale of the item that is current in the checklist's table, a line for each score, so that one rates by its words."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from diagnosis.fieldtypes import Value
from diagnosis.framework import Item
from ui import theme
from ui.tones import tone
from ui.widgets.marks import plain
from ui.widgets.rating_scale import SCORES, meaning, name_of
from ui.widgets.wording import Words

LINE = 18
STEPS = SCORES[:-1]  # "not applicable" means the same for all items


class AnchorStrip(QWidget):
    """Painted, as five lines are cut at their ends and told whole in the tooltip."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._lines: list[tuple[str, str, str]] = []
        self._score: Value = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_item(self, item: Item, score: Value, said: Words) -> None:
        """The anchors of an item, the one of its rating in emphasis."""
        self._lines = [(str(step), name_of(step, said), meaning(item, step, said)) for step in STEPS]
        self._score = score
        told = "\n".join(" ".join(line) for line in self._lines)
        self.setToolTip(told)
        self.setAccessibleDescription(told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, LINE * len(STEPS))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        names = max((QFontMetrics(theme.emphasis(theme.SMALL_PX)).horizontalAdvance(name) for _, name, _ in self._lines), default=0)
        for place, (key, name, text) in enumerate(self._lines):
            chosen = key == str(self._score)
            painter.setFont(theme.emphasis(theme.SMALL_PX) if chosen else plain(theme.SMALL_PX))
            painter.setPen(QColor(tone.accent_dark if chosen else tone.muted))
            line = QRect(0, place * LINE, self.width(), LINE)
            painter.drawText(line.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, key)
            painter.drawText(line.adjusted(20, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
            room = line.adjusted(20 + names + theme.SPACE, 0, 0, 0)
            painter.setPen(QColor(tone.ink if chosen else tone.muted))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)
        painter.end()
