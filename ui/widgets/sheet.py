"""A page's column: a head that stays, and below it a sheet that scrolls."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.session import Session
from ui.widgets.help_button import help_button
from ui.widgets.scrolling import Scrolling
from ui.widgets.wording import Words

MARGIN, SCROLL_BAR = 24, 12


class Sheet(QWidget):
    """``head`` and ``body`` take the page's widgets; the step's name, ``note`` and hint stand above them."""

    def __init__(self) -> None:
        """Empty but for the title line."""
        super().__init__()
        self.title, self.note, self.hint = theme.label("title"), theme.label("muted"), theme.label("muted", wrap=True)
        self.line = QHBoxLayout()
        theme.tight(self.line)
        self.line.addWidget(self.title)
        self.line.addWidget(self.note)
        self.line.addStretch(1)
        self.line.addStrut(theme.HEAD_HEIGHT)
        top = self._top = QWidget()
        self.head, self.body = QVBoxLayout(top), QVBoxLayout()
        theme.tight(self.head)
        self.head.setContentsMargins(MARGIN, 16, MARGIN + SCROLL_BAR, theme.SPACE)
        named = QVBoxLayout()
        theme.tight(named, 2)
        named.addLayout(self.line)
        named.addWidget(self.hint)
        self.head.addLayout(named)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(MARGIN, theme.SPACE, MARGIN, MARGIN)
        column.addLayout(self.body)
        column.addStretch(1)
        theme.tight(self.body)
        self.area = Scrolling(self._inside)
        outer = QVBoxLayout(self)
        theme.tight(outer, 0)
        outer.addWidget(top)
        outer.addWidget(self.area, 1)

    def bare(self) -> None:
        """Without the title, and at the page's own margin: the page has a head of its own."""
        self._top.hide()
        layout = self._inside.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, MARGIN - SCROLL_BAR, 2 * theme.SPACE)

    def add_help(self, session: Session, step: str) -> None:
        """A question mark beside the title."""
        self.line.insertWidget(self.line.indexOf(self.title) + 1, help_button(session, step))

    def retranslate(self, said: Words, step: str) -> None:
        """The step's name and what belongs on its page."""
        self.title.setText(said.page(step))
        self.hint.setText(said.hint(step))

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that ``widget`` begins at the top, where that is possible, once everything has its place."""
        QTimer.singleShot(0, widget, lambda: self._scroll_to(widget))

    def _scroll_to(self, widget: QWidget) -> None:
        self.area.let_go()
        top = widget.mapTo(self._inside, widget.rect().topLeft()).y()
        self.area.verticalScrollBar().setValue(top - theme.SPACE)


def section(layout: QVBoxLayout, heading: QLabel) -> None:
    """A heading with a hairline above it."""
    if layout.count():
        layout.addSpacing(theme.SPACE)
        layout.addWidget(theme.hairline())
        layout.addSpacing(4)
    layout.addWidget(heading)


def show_text(label: QLabel, text: str) -> None:
    """A label without a text takes no room."""
    label.setText(text)
    label.setVisible(bool(text))
