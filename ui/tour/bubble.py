"""The bubble of the tour, and the ring around what it points at. Both lie over the window and move with it."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import icons, theme
from ui.tones import tone

WIDTH, GAP, EDGE = 336, 12, 8  # of the bubble; from what it points at; from the window's edge
RING, RADIUS = 3, 6


class Ring(QWidget):
    """Lets the mouse through."""

    def __init__(self, window: QWidget) -> None:
        """Hidden until ``put_around``."""
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def put_around(self, area: QRect) -> None:
        """Show what is meant."""
        self.setGeometry(area.adjusted(-RING, -RING, RING, RING))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone.accent), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), RADIUS, RADIUS)
        painter.end()


class Bubble(QFrame):
    """``back``, ``on`` and ``ended``: a button was pressed."""

    back = Signal()
    on = Signal()
    ended = Signal()

    def __init__(self, window: QWidget) -> None:
        """Hidden until ``point_at``."""
        super().__init__(window)
        self._window = window
        self.setObjectName("bubble")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.count, self.title, self.text = theme.label("small"), theme.label("heading", wrap=True), theme.label(wrap=True)
        self.try_it, self.mark, self.done = theme.label("small", wrap=True), icons.Picture("check", "accent"), theme.label("", wrap=True)
        self.end_button, self.back_button, self.on_button = theme.button("link"), theme.button(), theme.button("primary")
        self._lay_out()
        for button, signal in ((self.end_button, self.ended), (self.back_button, self.back), (self.on_button, self.on)):
            button.setAutoDefault(True)  # Enter presses the one with the focus
            button.clicked.connect(signal)
        self.hide()

    def _lay_out(self) -> None:
        head, told, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for line in (head, told, foot):
            theme.tight(line)
        head.addWidget(self.title, 1)
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self.done, 1)
        foot.addWidget(self.end_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.on_button)
        column = QVBoxLayout(self)
        theme.tight(column, theme.SPACE, 2 * theme.SPACE)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addWidget(self.try_it)
        column.addLayout(told)
        column.addSpacing(4)
        column.addLayout(foot)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Tab goes round its buttons; F6 and the mouse lead out of it."""
        stops = [each for each in (self.on_button, self.end_button, self.back_button) if each.isEnabled() and not each.isHidden()]
        here = self.focusWidget()
        place = stops.index(here) if here in stops else -1
        stops[(place + (1 if next else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def say_done(self, text: str) -> None:
        """What the user has just done, or nothing yet."""
        self.done.setText(text)
        for widget in (self.mark, self.done):
            widget.setVisible(bool(text))
        self.try_it.setVisible(bool(self.try_it.text()) and not text)

    def point_at(self, area: QRect) -> None:
        """Stand beside this part of the window, where there is room."""
        layout = self.layout()
        assert layout is not None
        size = QSize(WIDTH, layout.totalHeightForWidth(WIDTH))
        self.setGeometry(QRect(_place(size, area, self._window.rect()), size))
        self.show()
        self.raise_()


def _place(size: QSize, area: QRect, window: QRect) -> QPoint:
    """The corner of the bubble: right of what it points at, left, below, above; over its lower right corner where there is room nowhere."""
    inside = window.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    corners = (
        QPoint(area.right() + GAP, area.top()),
        QPoint(area.left() - GAP - size.width(), area.top()),
        QPoint(area.left(), area.bottom() + GAP),
        QPoint(area.left(), area.top() - GAP - size.height()),
    )
    for corner in corners:
        moved = _kept_inside(QRect(corner, size), inside)
        if inside.contains(moved) and not moved.intersects(area):
            return moved.topLeft()
    return _kept_inside(QRect(area.bottomRight() - QPoint(size.width(), size.height()) - QPoint(GAP, GAP), size), inside).topLeft()


def _kept_inside(area: QRect, window: QRect) -> QRect:
    """The same area moved so that it lies in the window."""
    left = max(window.left(), min(area.left(), window.right() - area.width() + 1))
    top = max(window.top(), min(area.top(), window.bottom() - area.height() + 1))
    return QRect(QPoint(left, top), area.size())
