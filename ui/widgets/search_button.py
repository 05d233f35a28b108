"""The field in the header that opens the search: it looks like a line to type in, and shrinks to its icon where there is no room."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui import icons, theme
from ui.session import Session
from ui.shortcuts import keys_of, tip
from ui.tones import tone

WIDTH, LEAST, PAD = 280, 34, 8
NAME = "search.open"


class SearchButton(QPushButton):
    """A button; the palette that it opens is where one types."""

    def __init__(self, session: Session) -> None:
        """Speaks the session's language."""
        super().__init__()
        self._session = session
        self.setAutoDefault(False)
        self.setProperty("role", "field")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words = self._session.words
        self.setAccessibleName(words(NAME))
        self.setToolTip(tip(words(NAME), NAME, self._session.lang))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.icon("search", "muted").paint(painter, QRect(PAD + 1, (self.height() - icons.SIZE) // 2, icons.SIZE, icons.SIZE))
        room = self.rect().adjusted(PAD + icons.SIZE + PAD, 0, -PAD - 2, 0)
        keys, metrics = keys_of(NAME), painter.fontMetrics()
        painter.setPen(QColor(tone.muted))
        if room.width() >= metrics.horizontalAdvance(keys):
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)
            room.adjust(0, 0, -metrics.horizontalAdvance(keys) - theme.SPACE, 0)
            text = metrics.elidedText(self._session.words("search.field"), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
