"""The name that stands beside one's changes when copies are merged."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.dots import person
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session

WIDTH, LONGEST = 460, 60


class NameDialog(Dialog):
    """``named`` (str): the name, blank for the system's."""

    topic = "moving"

    named = Signal(str)

    def __init__(self, session: Session, parent: QWidget, who: str) -> None:
        """``who``: the name so far."""
        super().__init__(session, parent)
        words = session.words
        self.setWindowTitle(words("name.title"))
        self.setMinimumWidth(WIDTH)
        self.name = QLineEdit(who)
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText(person())
        label = theme.label("muted", words("name.label"))
        label.setBuddy(self.name)
        self.name.setAccessibleName(words("name.label"))
        self.do, self.cancel = theme.button("primary", words("name.do")), theme.button("", words("dialog.cancel"))
        self.do.setDefault(True)
        column, line, row = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        for layout in (line, row):
            theme.tight(layout)
        line.addWidget(label)
        line.addWidget(self.name, 1)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.do)
        column.addWidget(theme.label("muted", words("name.text", user=person() or "—"), wrap=True))
        column.addLayout(line)
        column.addStretch(1)
        column.addLayout(row)
        self.do.clicked.connect(self._done)
        self.cancel.clicked.connect(self.reject)
        theme.fit_height(self, WIDTH)
        self.name.setFocus()

    def _done(self) -> None:
        self.named.emit(" ".join(self.name.text().split()))
        self.accept()
