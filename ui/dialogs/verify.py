"""Looks through a workspace file, says what was found and what its newest backup holds, and restores that where somebody wants it."""

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.refusals import PASSWORD
from db.repairing import Remedy, find_remedy, repair
from db.salvaging import Salvaged, salvage
from db.verify import VerifyReport, verify
from diagnosis.errors import UserError
from diagnosis.text import Text, sentence
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.dialogs.files import choose_file
from ui.session import Session

WIDTH = 640


class VerifyDialog(Dialog):
    """``repaired`` (Path): the newest backup has taken the place of the file; ``salvaged`` (Path): open what was saved of it."""

    topic = "backups"

    repaired = Signal(object)
    salvaged = Signal(object)

    def __init__(self, session: Session, parent: QWidget, path: Path) -> None:
        """The look begins at once, on the workspace's thread."""
        super().__init__(session, parent)
        self.path = path
        self.remedy: Remedy | None = None
        self._locked: Path | None = None  # what the password is missing of
        self._found = ""  # what is wrong
        self.setWindowTitle(session.words("verify.title"))
        self.setMinimumWidth(WIDTH)
        self.lines = theme.label(wrap=True)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button, self.unlock, self.salvage, self.repair = (
            theme.button("", session.words("dialog.close")),
            theme.button("", session.words("verify.unlock")),
            theme.button("", session.words("verify.salvage")),
            theme.button("primary", session.words("verify.repair")),
        )
        column, row = QVBoxLayout(self), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        theme.tight(row)
        column.addWidget(theme.label("title", session.words("verify.title")))
        column.addWidget(self.lines)
        column.addStretch(1)
        row.addStretch(1)
        for button in (self.close_button, self.unlock, self.salvage, self.repair):
            row.addWidget(button)
        column.addLayout(row)
        self.unlock.clicked.connect(self._ask_password)
        self.repair.clicked.connect(self._repair)
        self.salvage.clicked.connect(self._ask_target)
        self.close_button.clicked.connect(self.accept)
        self._look()

    def _look(self) -> None:
        self._say(self.session.words("verify.working", file=self.path))
        self.session.runner.submit(lambda: verify(self.path), self._show, self._refuse)

    def _say(self, text: str, *, repairable: bool = False, damaged: bool = False, locked: Path | None = None) -> None:
        self._locked = locked
        self.lines.setText(text)
        for button, shown in ((self.unlock, locked is not None), (self.repair, repairable), (self.salvage, damaged)):
            button.setEnabled(shown)
            button.setVisible(shown)
        self.close_button.setFocus()
        theme.fit_height(self, WIDTH)

    def _show(self, report: VerifyReport) -> None:
        if report.sound:
            self._say(self._told(report.lines))
            return
        self._found = self._told(report.problems)
        self._say(f"{self._found}\n\n{self.session.words('verify.comparing')}", damaged=True)
        self.session.runner.submit(lambda: find_remedy(self.path), self._offer, self._offer_none)

    def _offer(self, remedy: Remedy) -> None:
        """What would take the place of the file is said before anybody is asked whether it shall."""
        self.remedy = remedy
        self._say(f"{self._found}\n\n{self._told(remedy.lines)}", repairable=True, damaged=True, locked=remedy.locked)

    def _offer_none(self, error: Exception) -> None:
        if isinstance(error, UserError):
            locked = cast(Path, error.facts["file"]) if error.code == PASSWORD else None
            self._say(f"{self._found}\n\n{error.sentence().to(self.session.lang)}", damaged=True, locked=locked)
        else:
            self._refuse(error)

    def _told(self, lines: tuple[Text, ...]) -> str:
        return "\n".join(sentence(line).to(self.session.lang) for line in lines)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._say(error.sentence().to(self.session.lang), locked=cast(Path, error.facts["file"]) if error.code == PASSWORD else None)
        else:
            self.session.tell(error)
            self.accept()

    def _ask_password(self) -> None:
        from ui.dialogs.password import UnlockDialog

        if self._locked is not None:
            asked = UnlockDialog(self.session, self, self._locked)
            asked.accepted.connect(self._look)
            asked.open()

    def _repair(self) -> None:
        remedy = self.remedy
        self.repair.setEnabled(False)
        self.session.apart(self.path, lambda path: repair(path, remedy), self._repaired, self._refuse)

    def _ask_target(self) -> None:
        proposed = self.path.with_name(self.session.words("verify.salvaged-name", name=self.path.stem))
        choose_file(self.session, self, "copy", self.salvage_to, save=proposed)

    def salvage_to(self, target: Path) -> None:
        """Save what can be read to this file, and say what came through."""
        self.salvage.setEnabled(False)
        self.session.runner.submit(lambda: salvage(self.path, target), partial(self._salvaged, target), self._refuse)

    def _salvaged(self, target: Path, found: tuple[Salvaged, ...]) -> None:
        lines = [each.told().to(self.session.lang) for each in found if each.rows or each.lost or each.unread]
        self._say("\n".join([*lines, self.session.words("verify.salvaged", file=target)]))
        self.salvaged.emit(target)

    def _repaired(self, report: VerifyReport) -> None:
        self._say(self._told(report.lines))
        self.repaired.emit(self.path)
