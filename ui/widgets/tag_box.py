"""Tags in a frame, with a line behind them into which the next one is typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from diagnosis.text import Lang, phrase
from ui import icons, theme
from ui.widgets.text_editors import Line

LEAST = 48  # width of the line behind the tags
MARGIN, GAP = 3, 4  # inside the frame; between tags and rows
Tag = tuple[str, str]  # what it stands for, and how it is called


class TagBox(QFrame):
    """Tags beside one another, in as many lines as they need. ``removed`` (str): the cross of a tag was clicked."""

    removed = Signal(str)

    def __init__(self) -> None:
        """No tags."""
        super().__init__()
        self.setProperty("role", "tags")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._tags: list[tuple[Tag, QWidget]] = []
        self._lang: Lang = "zh"
        self.line = Line(self)
        self.line.setFrame(False)
        self.line.setProperty("role", "bare")
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)

    @property
    def names(self) -> list[str]:
        """How the tags are called."""
        return [name for (_, name), _ in self._tags]

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Show these tags, in their order."""
        if [tag for tag, _ in self._tags] == list(tags):
            return
        for _, made in self._tags:
            made.hide()
            made.deleteLater()
        self._tags = [(tag, self._make(tag)) for tag in tags]
        for _, made in self._tags:
            made.show()
        self._arrange(self.width(), move=True)
        self.updateGeometry()

    # ---- where everything stands

    def _arrange(self, width: int, *, move: bool) -> int:
        """Place tags and line, as wide as the frame is; the height they need. The line takes the rest of its row, or a row of its own."""
        right, high = width - MARGIN, theme.CONTROL_HEIGHT - 2 * MARGIN
        x = y = MARGIN
        for widget in [*(made for _, made in self._tags), self.line]:
            needed = LEAST if widget is self.line else min(widget.sizeHint().width(), right - MARGIN)
            if x > MARGIN and x + needed > right:
                x, y = MARGIN, y + high + GAP
            if move:
                widget.setGeometry(x, y, right - x if widget is self.line else needed, high)
            x += needed + GAP
        return y + high + MARGIN

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        return QSize(3 * LEAST, theme.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)

    # ---- a tag

    def _make(self, tag: Tag) -> QWidget:
        key, name = tag
        made = QFrame(self)
        made.setProperty("role", "tag")
        cross = theme.tool_button()
        cross.setProperty("role", "cross")
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keyboard: Backspace
        cross.setIcon(icons.icon("close", "muted"))
        cross.setToolTip(phrase("ui", "field.remove-tag", tag=name).to(self._lang))
        cross.setAccessibleName(cross.toolTip())
        cross.clicked.connect(lambda: self.removed.emit(key))
        row = QHBoxLayout(made)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(theme.label("", name))
        row.addWidget(cross)
        return made

    def set_language(self, lang: Lang) -> None:
        """The language of the tooltips of tags shown from now on."""
        self._lang = lang

    def mark(self, wrong: bool) -> None:
        """Whether what stands there cannot be stored."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            theme.restyle(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the tags is meant for the line."""
        super().mousePressEvent(event)
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The frame shows that the line in it has the focus."""
        if isinstance(event, QFocusEvent):
            self.setProperty("focused", event.gotFocus())
            theme.restyle(self)
        return False
