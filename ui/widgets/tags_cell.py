"""Tags in the cell of a table."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from diagnosis.questionnaire import Question
from diagnosis.text import Lang
from ui.widgets.suggestions import ENTER
from ui.widgets.tags_editor import TagsEditor

TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
WIDTH = 280  # a cell is narrower than several tags
STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)  # the focus comes back


class TagsCell(TagsEditor):
    """Larger than its cell where the tags need it. ``changed``: there is something to store; ``left``: the focus has gone."""

    changed = Signal()
    left = Signal()

    def __init__(self, question: Question, lang: Lang, parent: QWidget) -> None:
        """Keys that end the editing of a cell go to its delegate, as from any other editor."""
        super().__init__(question)
        self.setParent(parent)
        self._table = parent
        self.setAutoFillBackground(True)
        self.retranslate(lang)
        self.is_changed = False
        self._cell = QRect()
        self.line.installEventFilter(self)
        self.edited.connect(self._note)
        self.finished.connect(self.changed)

    def _note(self) -> None:
        self.is_changed = True
        self.fit(self._cell)

    def fit(self, cell: QRect) -> None:
        """Cover the cell, and as much more as the tags need, within the table."""
        self._cell = QRect(cell)  # the option that it is part of does not last
        room = self._table.rect()
        width = min(max(self._cell.width(), WIDTH), room.width())
        height = max(self.box.heightForWidth(width), cell.height())
        corner = QPoint(min(cell.left(), room.right() + 1 - width), min(cell.top(), max(room.bottom() + 1 - height, 0)))
        self.setGeometry(QRect(corner, QRect(0, 0, width, height).size()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self.claims(event):
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self.press(event):
                return True
            if event.key() in {*ENTER, *TAB, Qt.Key.Key_Escape}:
                return QApplication.sendEvent(self, event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in STAYS:
            self.left.emit()
        return super().eventFilter(watched, event)
