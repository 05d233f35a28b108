"""What is shown when the program has a defect: the work goes on, and a report to copy that holds no survey value."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from db import log
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session


class CrashDialog(Dialog):
    """Says that it was not the user's fault, and offers the report."""

    topic = "trouble"

    def __init__(self, session: Session, parent: QWidget | None, error: BaseException, place: Path | str) -> None:
        """``place``: the file that the defect is written down in, or why it could not be."""
        super().__init__(session, parent)
        words = session.words
        self.setWindowTitle(words("crash.title"))
        self.setMinimumSize(600, 400)
        self.report = QPlainTextEdit(log.describe(error))
        self.report.setReadOnly(True)
        self.report.setAccessibleName(words("crash.report"))
        self.copy = theme.button("", words("crash.copy"))
        self.close_button = theme.button("primary", words("crash.go-on"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        self.close_button.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        column.addWidget(theme.label("title", words("crash.title"), wrap=True))
        column.addWidget(theme.label("", words("crash.text", log=place), wrap=True))
        column.addWidget(self.report, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.close_button)
        column.addLayout(row)
