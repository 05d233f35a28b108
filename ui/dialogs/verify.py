"""Looks through a workspace file, says what was found, and restores the newest backup of a damaged one."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.copies import copies
from db.verify import VerifyReport, verify
from diagnosis.errors import UserError
from ui import theme
from ui.session import Session

WIDTH = 560


class VerifyDialog(QDialog):
    """``repaired`` (Path): the newest backup has taken the place of the file."""

    repaired = Signal(object)

    def __init__(self, session: Session, parent: QWidget, path: Path) -> None:
        """The look begins at once, on the workspace's thread."""
        super().__init__(parent)
        self.session, self.path = session, path
        self.setWindowTitle(session.words("verify.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.lines = theme.label(wrap=True)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.repair, self.close_button = (
            theme.button("primary", session.words("verify.repair")),
            theme.button("", session.words("dialog.close")),
        )
        column, row = QVBoxLayout(self), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        theme.tight(row)
        column.addWidget(theme.label("heading", session.words("verify.title")))
        column.addWidget(self.lines)
        column.addStretch(1)
        row.addStretch(1)
        for button in (self.repair, self.close_button):
            row.addWidget(button)
        column.addLayout(row)
        self.repair.clicked.connect(self._repair)
        self.close_button.clicked.connect(self.accept)
        self._say(session.words("verify.working", file=path))
        session.runner.submit(lambda: verify(path), self._show, self._refuse)

    def _say(self, text: str, *, repairable: bool = False) -> None:
        self.lines.setText(text)
        self.repair.setVisible(repairable)
        self.close_button.setFocus()
        theme.fit_height(self, WIDTH)

    def _show(self, report: VerifyReport) -> None:
        repairable = not report.sound and bool(copies(self.path))
        self._say("\n".join(line.to(self.session.lang) for line in report.lines), repairable=repairable)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._say(error.to(self.session.lang))
        else:
            self.session.tell(error)
            self.accept()

    def _repair(self) -> None:
        self.repair.setEnabled(False)
        self.session.repair(self.path, self._repaired, self._refuse)

    def _repaired(self, report: VerifyReport) -> None:
        self._show(report)
        self.repaired.emit(self.path)
