"""Why a file was not imported, where that is more than one thing: a list of all places to mend, to go through or to hand on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from diagnosis.errors import UserError
from diagnosis.interchange import place_of
from diagnosis.text import Text, phrase
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session

WIDTH, HEIGHT = 640, 460


class RefusedDialog(Dialog):
    """Each thing as the window calls its place, why it is not taken, and the JSON path."""

    topic = "moving"

    def __init__(self, session: Session, parent: QWidget, name: str, error: UserError) -> None:
        """``name``: of the file; ``error``: the first thing, with its ``others``."""
        super().__init__(session, parent)
        self._name, self._count = name, 1 + len(error.others) + error.unsaid
        self._told = (error, *error.others)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.head, self.text = theme.label("heading", wrap=True), theme.label("muted", wrap=True)
        self.list = QListWidget()
        self.list.setObjectName("suggestions")
        self.list.setWordWrap(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.copy, self.close_button = theme.button(), theme.button("primary")
        self.close_button.setDefault(True)
        column, row = QVBoxLayout(self), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        theme.tight(row)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.close_button)
        for widget in (self.head, self.text):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.copy.clicked.connect(self._copy)
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
            QListWidgetItem(_line(each).to(self.session.lang), self.list)
        self.list.setCurrentRow(row)
        self.copy.setText(words("refused.copy"))
        self.close_button.setText(words("dialog.close"))

    def _copy(self) -> None:
        lines = (each.to(self.session.lang) for each in self._told)
        QGuiApplication.clipboard().setText("\n".join([self.head.text(), *lines]))


def _line(error: UserError) -> Text:
    path = str(error.facts["path"])
    return phrase("ui", "refused.line", place=place_of(path), path=path, reason=error.facts["reason"])
