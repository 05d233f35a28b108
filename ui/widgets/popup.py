"""A small panel that opens below what it belongs to, and closes when one looks elsewhere."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QHideEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from ui import theme


class Popup(QFrame):
    """Escape closes it; the focus goes back to where it was."""

    def __init__(self, owner: QWidget, width: int = 0) -> None:
        """``owner``: gets the focus afterwards. ``width``: at least so many pixels."""
        super().__init__(owner, Qt.WindowType.Popup)
        self._owner, self._anchor = owner, QRect()
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width)
        self.body = QVBoxLayout(self)
        theme.tight(self.body, theme.SPACE, theme.SPACE + 4)

    def open_below(self, anchor: QRect) -> None:
        """Show it below this rectangle of the screen, or above where there is no room."""
        self._anchor = anchor
        self.fit()
        self.show()

    def fit(self) -> None:
        """Be as large as what is in it."""
        self.adjustSize()
        anchor = self._anchor
        room, size = self.screen().availableGeometry(), self.sizeHint().expandedTo(self.minimumSize())
        left = max(room.left(), min(anchor.left(), room.right() - size.width()))
        below = anchor.bottom() + size.height() <= room.bottom()
        self.move(QPoint(left, anchor.bottom() + 1 if below else max(room.top(), anchor.top() - size.height())))

    def event(self, event: QEvent) -> bool:
        """The keys of what is behind it rest."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._owner.setFocus(Qt.FocusReason.PopupFocusReason)


def rect_of(widget: QWidget) -> QRect:
    """Where a widget is on the screen."""
    return QRect(widget.mapToGlobal(QPoint()), widget.size())


def pop_up(menu: QMenu, event: QContextMenuEvent) -> None:
    """Open a menu of the moment where it was asked for; it goes when it is closed."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(event.globalPos())
