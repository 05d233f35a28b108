"""What has changed since a section was written, and what may be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reports.authoring.arranging import Part
from ui import theme
from ui.authoring.work import Work
from ui.session import Session

KINDS = ("facts", "new", "gone")  # of what has changed


class SectionNotice(QWidget):
    """``asked`` (what): ``keep``, ``take`` or ``make-own``. ``wants_changes``: to see them."""

    asked = Signal(str)
    wants_changes = Signal()

    def __init__(self, session: Session) -> None:
        """Nothing has changed."""
        super().__init__()
        self._session = session
        self.said = theme.label("advice", wrap=True)
        self.look, self.keep, self.take, self.make_own = (theme.button() for _ in range(4))
        column, row = QVBoxLayout(self), QHBoxLayout()
        theme.tight(column)
        theme.tight(row)
        for button in (self.look, self.keep, self.take, self.make_own):
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self.said)
        column.addLayout(row)
        self.look.clicked.connect(self.wants_changes)
        self.keep.clicked.connect(lambda: self.asked.emit("keep"))
        self.take.clicked.connect(lambda: self.asked.emit("take"))
        self.make_own.clicked.connect(lambda: self.asked.emit("make-own"))

    def show_part(self, work: Work, part: Part | None, section: str) -> None:
        """Say what is to be said of a section; without a part the report does not have it."""
        words = self._session.words
        found = work.stale.get(section)
        text = words("authoring.homeless-note") if part is None else ""
        if found is not None:
            told = [words(f"authoring.stale-{kind}", count=len(what)) for kind in KINDS if (what := getattr(found, kind))]
            text = words("authoring.stale", told=words("authoring.join").join(told))
        elif part is not None:
            missing = [key for where, key in work.composed.missing if where == section]
            text = words("authoring.missing", names=words("authoring.join").join(missing)) if missing else ""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        for button in (self.look, self.keep, self.take):
            button.setVisible(found is not None)
        self.make_own.setVisible(part is None)
        self.setVisible(bool(text))

    def retranslate(self) -> None:
        """The buttons; what is said follows with ``show_part``."""
        words = self._session.words
        for name, button in (("look", self.look), ("keep", self.keep), ("take", self.take)):
            button.setText(words(f"authoring.stale-{name}"))
        self.make_own.setText(words("authoring.make-own"))
