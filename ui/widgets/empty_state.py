"""What stands where nothing is yet: what belongs here, and the ways to fill it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.shortcuts import pressed

TEXT_WIDTH = 440


class EmptyState(QWidget):
    """A title, a sentence, and buttons; the first one is the usual way."""

    def __init__(self, ways: Sequence[Callable[[], object]], paste: Callable[[], object] | None = None) -> None:
        """``ways``: what each button does; ``paste``: what the keys do that paste cells or rows, where there are none yet."""
        super().__init__()
        self._paste = paste
        self._title = theme.label("heading")
        self._text = theme.label("muted", wrap=True)
        self._text.setFixedWidth(TEXT_WIDTH)
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.buttons: list[QPushButton] = [theme.button("primary" if way is ways[0] else "") for way in ways]
        row = QHBoxLayout()
        row.addStretch(1)
        for made, way in zip(self.buttons, ways, strict=True):
            made.clicked.connect(lambda _on=False, way=way: way())
            row.addWidget(made)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE)
        column.addStretch(2)
        for part in (self._title, self._text):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.SPACE)
        column.addLayout(row)
        column.addStretch(3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that no button wants."""
        if self._paste is not None and (pressed(event, "table.paste-cells") or pressed(event, "table.paste-rows")):
            self._paste()
        else:
            super().keyPressEvent(event)

    def say(self, title: str, text: str, ways: Sequence[str]) -> None:
        """The texts, in the order of the buttons."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setMinimumHeight(self._text.heightForWidth(TEXT_WIDTH))
        for made, name in zip(self.buttons, ways, strict=True):
            made.setText(name.replace("&", "&&"))
