"""Why a file was not imported, where that is more than one thing: a list of all places to mend, to go through or to hand on."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from db.lists import write_list
from diagnosis.errors import UserError, Wrong
from diagnosis.interchange import place_of
from diagnosis.text import Text, phrase
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.dialogs.files import choose_file
from ui.session import Session

WIDTH, HEIGHT = 640, 460
PLACE_WIDE, REASON_WIDE = 48, 80  # characters


class RefusedDialog(Dialog):
    """Each thing as the window calls its place, why it is not taken, and the JSON path."""

    topic = "moving"

    def __init__(self, session: Session, parent: QWidget, name: str, error: UserError) -> None:
        """``name``: of the file; ``error``: the first thing with its ``others``, or the line of all with their ``places``."""
        super().__init__(session, parent)
        self._told = tuple(map(_of_cell, error.places)) if error.places else tuple(map(_of_value, (error, *error.others)))
        self._name, self._count = name, len(self._told) + error.unsaid
        self.head, self.text = theme.label("heading", wrap=True), theme.label("muted", wrap=True)
        self.list = QListWidget()
        self.list.setObjectName("suggestions")
        self.list.setWordWrap(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.copy, self.save, self.close_button = theme.button(), theme.button(), theme.button("primary")
        self.said = theme.label("muted")
        self.dialog: QFileDialog | None = None
        self.close_button.setDefault(True)
        column, row = QVBoxLayout(self), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        theme.tight(row)
        row.addWidget(self.said, 1)
        for button in (self.save, self.copy, self.close_button):
            row.addWidget(button)
        for widget in (self.head, self.text):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._ask)
        self.close_button.clicked.connect(self.accept)
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self.resize(WIDTH, HEIGHT)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words = self.session.words
        self.setWindowTitle(words("refused.title"))
        self.head.setText(words("refused.count", file=self._name, count=f"{self._count:,}"))
        first = f"{len(self._told):,}"
        self.text.setText(words("refused.first", first=first) if self._count > len(self._told) else words("refused.all"))
        self.list.setAccessibleName(self.head.text())
        row = max(self.list.currentRow(), 0)
        self.list.clear()
        for each in self._told:
            QListWidgetItem(each.line.to(self.session.lang), self.list)
        self.list.setCurrentRow(row)
        self.copy.setText(words("refused.copy"))
        self.save.setText(words("refused.save"))
        self.close_button.setText(words("dialog.close"))

    def _copy(self) -> None:
        lines = (each.copied.to(self.session.lang) for each in self._told)
        QGuiApplication.clipboard().setText("\n".join([self.head.text(), *lines]))

    def _ask(self) -> None:
        name = self.session.words("refused.file", name=Path(self._name).stem)
        self.dialog = choose_file(self.session, self, "faults", self._save, save=Path(name))

    def _save(self, path: Path) -> None:
        lang, words = self.session.lang, self.session.words
        heads = [(words("refused.head-place"), PLACE_WIDE), (words("refused.head-reason"), REASON_WIDE)]
        rows = [(each.place.to(lang), each.reason.to(lang)) for each in self._told]
        self.session.runner.submit(
            lambda: write_list(path, heads, rows), lambda _count: self.said.setText(words("refused.saved", file=path.name)), self._failed
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.said.setText(error.sentence().to(self.session.lang))
        else:
            self.session.tell(error)


class _Told(NamedTuple):
    """One thing that is wrong, as a line of the list, as it is copied, and in two cells of a table."""

    line: Text
    copied: Text
    place: Text
    reason: Text


def _of_value(error: UserError) -> _Told:
    path, reason = str(error.facts["path"]), error.facts["reason"]
    assert isinstance(reason, Text)
    place = place_of(path)
    return _Told(phrase("ui", "refused.line", place=place, path=path, reason=reason), error.text(), place, reason)


def _of_cell(wrong: Wrong) -> _Told:
    line = phrase("ui", "refused.of-cell", place=wrong.where, reason=wrong.why)
    return _Told(line, line, wrong.where, wrong.why)
