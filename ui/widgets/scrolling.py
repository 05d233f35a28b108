"""An area that scrolls its content up and down, and keeps what is typed into in view."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget
from shiboken6 import isValid

from ui import theme


class Scrolling(QScrollArea):
    """The widget with the focus stays in view, however the content grows above it, until somebody scrolls.

    Qt itself scrolls to it for the Tab key only; a field that one jumps to stood out of sight once the rows above it had their notes.
    """

    def __init__(self, content: QWidget) -> None:
        """Without a frame."""
        super().__init__()
        self._kept: QWidget | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content.setMaximumWidth(theme.MOST_WIDTH)
        self.setWidget(content)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().actionTriggered.connect(self.let_go)
        self._again = QTimer(self, singleShot=True, interval=0)  # when all has its place
        self._again.timeout.connect(self._show_kept)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focused)

    def keep(self, widget: QWidget) -> None:
        """Show this widget, and go on showing it until somebody scrolls."""
        self._kept = widget
        self._again.start()

    def _focused(self, old: QWidget | None, now: QWidget | None) -> None:
        """Not by a click, whose widget must stay under the pointer; a window that goes and comes again changes nothing."""
        if now is None or old is None:
            return
        if self.isAncestorOf(now) and QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.keep(now)
        else:
            self.let_go()

    def _show_kept(self) -> None:
        """The whole of it where there is room; Qt's own way shows no more of a line than the cursor."""
        kept, content = self._kept, self.widget()
        if kept is None or not isValid(kept) or not content.isAncestorOf(kept):
            return
        if kept.height() > self.viewport().height():
            self.ensureWidgetVisible(kept, 0, theme.SPACE)
        else:
            middle = kept.mapTo(content, kept.rect().center())
            self.ensureVisible(0, middle.y(), 0, kept.height() // 2 + theme.SPACE)

    def let_go(self, _action: int = 0) -> None:
        """Somebody looks elsewhere."""
        self._kept = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls wants to look elsewhere."""
        self.let_go()
        super().wheelEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content has got higher or lower."""
        done = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize and self._kept is not None:
            self._again.start()
        return done


def keep_in_view(widget: QWidget) -> None:
    """Have the area around a widget show it and go on showing it."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, Scrolling):
        around = around.parentWidget()
    if around is not None:
        around.keep(widget)
