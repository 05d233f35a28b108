"""Brings the program up to date from a signed file, and goes back to the version before."""

from collections.abc import Generator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from db import updating
from db.update_files import Update, read_update
from db.updating import Installed
from diagnosis import __version__
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.dialogs.files import choose_file
from ui.session import Session
from ui.tasks import Task

WIDTH = 560


class UpdateDialog(Dialog):
    """Choose a file, see what it is, install it. The first button does what comes next."""

    topic = "files"

    def __init__(self, session: Session, parent: QWidget, workspaces: Sequence[Path]) -> None:
        """``workspaces``: those that are backed up before anything is installed."""
        super().__init__(session, parent)
        self.workspaces = list(workspaces)
        self.update_file: Update | None = None
        self.installed: Installed | None = None
        self._task: Task | None = None
        words = session.words
        self.setWindowTitle(words("update.title"))
        self.setMinimumWidth(WIDTH)
        self.facts, self.bar = theme.label(wrap=True), QProgressBar()
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(words("update.title"))
        before = updating.before()
        self.back = theme.button("", words("update.back", version=before) if before else words("update.back-first"))
        self.do, self.close_button = theme.button("primary"), theme.button("", words("dialog.close"))
        self._lay_out()
        self.bar.hide()
        self.back.setVisible(before is not None)
        self._offer("")
        self.do.clicked.connect(self._go_on)
        self.back.clicked.connect(self._go_back)
        self.close_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        words = self.session.words
        column, row = QVBoxLayout(self), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        theme.tight(row)
        column.addWidget(theme.label("title", words("update.title")))
        column.addWidget(theme.label("muted", words("update.now", version=__version__), wrap=True))
        column.addWidget(self.facts)
        column.addWidget(self.bar)
        column.addStretch(1)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.do)
        column.addLayout(row)

    def _offer(self, text: str, *, role: str = "") -> None:
        """Say something, and name the button after what it does next."""
        words, update, done = self.session.words, self.update_file, self.installed
        theme.set_role(self.facts, role)
        self.facts.setText(text)
        self.facts.setVisible(bool(text))
        at_work = self._task is not None
        self.bar.setVisible(at_work)
        if done is not None:
            self.do.setText(words("update.open"))
        else:
            self.do.setText(words("update.do", version=update.version) if update is not None else words("update.choose"))
        self.do.setVisible(done is None or done.hand_over is not None)
        self.do.setEnabled(not at_work)
        self.back.setEnabled(not at_work)
        self.close_button.setText(words("dialog.cancel" if at_work else "dialog.close"))
        theme.fit_height(self, WIDTH)
        (self.do if self.do.isEnabled() and not self.do.isHidden() else self.close_button).setFocus()

    # ---- what the button does

    def _go_on(self) -> None:
        if self.installed is not None and self.installed.hand_over is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.installed.hand_over)))
            self._offer(self.session.words("update.opened", file=self.installed.hand_over))
        elif self.update_file is None:
            choose_file(self.session, self, "update", self.check)
        else:
            self._install(self.update_file)

    def check(self, path: Path) -> None:
        """Look at this file: who signed it, and whether it fits."""
        self._offer(self.session.words("update.checking", file=path.name), role="muted")

        def work() -> Update:
            update = read_update(path)
            updating.refuse_unfit(update)
            return update

        self.session.runner.submit(work, self._good, self._refuse)

    def _good(self, update: Update) -> None:
        self.update_file = update
        key = "update.good" if update.kind == "folder" else "update.good-package"
        self._offer(self.session.words(key, version=update.version))

    def _install(self, update: Update) -> None:
        found: list[Installed] = []

        def steps() -> Generator[Progress]:
            found.append((yield from updating.install(update, self.workspaces)))

        self._task = task = self.session.start(steps())
        task.progressed.connect(self._progressed)
        task.finished.connect(lambda: self._done(found[0]))
        task.stopped.connect(lambda: self._ended(self.session.words("update.stopped")))
        task.failed.connect(self._refuse)
        self._offer(" ")

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, 1000)  # bytes would not fit into it
        self.bar.setValue(1000 * progress.done // max(progress.total, 1))
        self.facts.setText(progress.text.to(self.session.lang))

    def _done(self, installed: Installed) -> None:
        self.installed = installed
        key = "update.opened" if installed.hand_over is not None else "update.done"
        self._ended(self.session.words(key, version=installed.version, file=installed.hand_over))

    def _ended(self, text: str, *, role: str = "") -> None:
        self._task = None
        self._offer(text, role=role)

    def _refuse(self, error: Exception) -> None:
        self.update_file = None
        if isinstance(error, UserError):
            self._ended(error.sentence().to(self.session.lang), role="error")
        else:
            self._ended("")
            self.session.tell(error)

    def _go_back(self) -> None:
        try:
            updating.go_back()
        except UserError as error:
            self._ended(error.sentence().to(self.session.lang), role="error")
            return
        self.back.hide()
        self._offer(self.session.words("update.went-back"))

    def reject(self) -> None:
        """While it installs: stop that; otherwise close."""
        if self._task is not None:
            self._task.cancel()
        else:
            super().reject()
