"""The line above files of evidence: what they are, how many, what can be done with them, and how far something is that takes a moment."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QVBoxLayout, QWidget

from diagnosis.progress import Progress
from ui import icons, theme
from ui.session import Session
from ui.shortcuts import tip

BUTTONS = {"open": "open", "save": "export", "shrink": "shrink", "delete": "trash"}  # what is done with files -> icon
BAR_WIDTH = 160


class EvidenceHead(QWidget):
    """``wanted`` (str): this is to be done, ``add``, ``cancel`` or a key of ``BUTTONS``."""

    wanted = Signal(str)

    def __init__(self, session: Session, hint: str) -> None:
        """Nothing is there, and nothing under way. ``hint``: the phrase that says what belongs here."""
        super().__init__()
        self._session, self._hint = session, hint
        self._title, self._note = theme.label("heading"), theme.label("muted", wrap=True)
        self.add, self.cancel = theme.button(), theme.button()
        self.buttons: dict[str, QToolButton] = {key: theme.tool_button() for key in BUTTONS}
        self._bar, self._doing, self._working = QProgressBar(), theme.label("muted"), QWidget()
        self._lay_out()
        self.show_progress(None)

    def _lay_out(self) -> None:
        line, working, column = QHBoxLayout(), QHBoxLayout(self._working), QVBoxLayout(self)
        for layout in (line, working, column):
            theme.tight(layout)
        line.addWidget(icons.Picture("clip", "muted"))
        line.addWidget(self._title)
        line.addWidget(self._note, 1)
        for key, button in self.buttons.items():
            button.setIcon(icons.icon(BUTTONS[key]))
            button.setFixedHeight(theme.CONTROL_HEIGHT)
            button.clicked.connect(lambda _on=False, key=key: self.wanted.emit(key))
            line.addWidget(button)
        self.add.setFixedHeight(theme.CONTROL_HEIGHT)
        self.add.setIcon(icons.icon("plus"))
        self.add.clicked.connect(lambda: self.wanted.emit("add"))
        line.addWidget(self.add)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_WIDTH)
        self.cancel.clicked.connect(lambda: self.wanted.emit("cancel"))
        for part in (self._bar, self._doing, self.cancel):
            working.addWidget(part)
        working.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._working)

    def show_files(self, count: int, size: str, ready: dict[str, bool]) -> None:
        """How many files there are, how large they are, and what can be done with them now."""
        for key, button in self.buttons.items():
            button.setVisible(count > 0)
            button.setEnabled(ready[key])
        words = self._session.words
        self._note.setText(words("evidence.count", count=count, size=size) if count else words(self._hint))

    def show_progress(self, progress: Progress | None) -> None:
        """How far something is; ``None``: nothing is under way."""
        self._working.setVisible(progress is not None)
        if progress is not None:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
            self._doing.setText(progress.text.to(self._session.lang))

    @property
    def note(self) -> str:
        """What is said beside the title."""
        return self._note.text()

    def retranslate(self) -> None:
        """Every text in the session's language but the note, which ``show_files`` sets."""
        words, lang = self._session.words, self._session.lang
        self._title.setText(words("evidence.title"))
        self.add.setText(words("evidence.add"))
        self.add.setToolTip(words(self._hint))
        self.add.setAccessibleDescription(words(self._hint))
        self.cancel.setText(words("dialog.cancel"))
        for key, button in self.buttons.items():
            button.setAccessibleName(words(f"evidence.{key}"))
            button.setToolTip(words("evidence.shrink-tip") if key == "shrink" else tip(button.accessibleName(), f"evidence.{key}", lang))
