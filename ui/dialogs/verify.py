"""Looks through a workspace file, says what was found, and restores the newest backup of a damaged one."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.copies import copies
from db.salvaging import Salvaged, salvage
from db.verify import VerifyReport, repair, verify
from diagnosis.errors import UserError
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.dialogs.files import choose_file
from ui.session import Session

WIDTH = 560


class VerifyDialog(Dialog):
    """``repaired`` (Path): the newest backup has taken the place of the file; ``salvaged`` (Path): open what was saved of it."""

    topic = "backups"

    repaired = Signal(object)
    salvaged = Signal(object)

    def __init__(self, session: Session, parent: QWidget, path: Path) -> None:
        """The look begins at once, on the workspace's thread."""
        super().__init__(session, parent)
        self.path = path
        self.setWindowTitle(session.words("verify.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.lines = theme.label(wrap=True)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.repair, self.salvage, self.close_button = (
            theme.button("primary", session.words("verify.repair")),
            theme.button("", session.words("verify.salvage")),
            theme.button("", session.words("dialog.close")),
        )
        column, row = QVBoxLayout(self), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        theme.tight(row)
        column.addWidget(theme.label("heading", session.words("verify.title")))
        column.addWidget(self.lines)
        column.addStretch(1)
        row.addStretch(1)
        for button in (self.salvage, self.repair, self.close_button):
            row.addWidget(button)
        column.addLayout(row)
        self.repair.clicked.connect(self._repair)
        self.salvage.clicked.connect(self._ask_target)
        self.close_button.clicked.connect(self.accept)
        self._say(session.words("verify.working", file=path))
        session.runner.submit(lambda: verify(path), self._show, self._refuse)

    def _say(self, text: str, *, repairable: bool = False, damaged: bool = False) -> None:
        self.lines.setText(text)
        self.repair.setVisible(repairable)
        self.salvage.setVisible(damaged)
        self.close_button.setFocus()
        theme.fit_height(self, WIDTH)

    def _show(self, report: VerifyReport) -> None:
        repairable = not report.sound and bool(copies(self.path))
        self._say("\n".join(line.to(self.session.lang) for line in report.lines), repairable=repairable, damaged=not report.sound)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._say(error.to(self.session.lang))
        else:
            self.session.tell(error)
            self.accept()

    def _repair(self) -> None:
        self.repair.setEnabled(False)
        self.session.apart(self.path, repair, self._repaired, self._refuse)

    def _ask_target(self) -> None:
        proposed = self.path.with_name(self.session.words("verify.salvaged-name", name=self.path.stem))
        choose_file(self.session, self, "copy", self.salvage_to, save=proposed)

    def salvage_to(self, target: Path) -> None:
        """Save what can be read to this file, and say what came through."""
        self.salvage.setEnabled(False)
        self.session.runner.submit(lambda: salvage(self.path, target), lambda found: self._salvaged(target, found), self._refuse)

    def _salvaged(self, target: Path, found: tuple[Salvaged, ...]) -> None:
        lines = [each.told().to(self.session.lang) for each in found if each.rows or each.lost or each.unread]
        self._say("\n".join([*lines, self.session.words("verify.salvaged", file=target)]))
        self.salvaged.emit(target)

    def _repaired(self, report: VerifyReport) -> None:
        self._show(report)
        self.repaired.emit(self.path)
