"""The making of a file: the button that starts it, how far it is, the way to stop it, and the way to the result."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.text import Text, clauses, phrase
from ui import theme
from ui.session import Session
from ui.tasks import Task
from ui.widgets.sheet import show_text


class ExportRun(QWidget):
    """``wanted``: the button was pressed; answer it with ``prepare``, then ``follow`` (a task) or ``refuse``.

    ``busy``: something is being made, or no longer.
    """

    wanted = Signal()
    busy = Signal(bool)

    def __init__(self, session: Session) -> None:
        """Nothing has been exported yet."""
        super().__init__()
        self.session = session
        self.running = False
        self._cancelled = False
        self._task: Task | None = None
        self.path: Path | None = None
        self._said: Text | None = None
        self.start, self.cancel = theme.button("primary"), theme.button()
        self.open_file, self.open_folder = theme.button(), theme.button()
        self.bar, self.state = QProgressBar(), theme.label("muted", wrap=True)
        self.bar.setTextVisible(False)
        line = QHBoxLayout()
        theme.tight(line)
        for button in (self.start, self.cancel, self.open_file, self.open_folder):
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        theme.tight(column)
        column.addLayout(line)
        column.addWidget(self.bar)
        column.addWidget(self.state)
        self.start.clicked.connect(self.wanted)
        self.cancel.clicked.connect(self._cancel)
        self.open_file.clicked.connect(self._open_file)
        self.open_folder.clicked.connect(self._open_folder)
        self.rest()

    def rest(self) -> None:
        """Forget the last result, as for another round."""
        if not self.running:
            self._ended(None, None)

    def prepare(self) -> None:
        """It has begun: nothing else can be started, and it can be cancelled."""
        self.running, self._cancelled, self.path = True, False, None
        self.bar.setRange(0, 0)
        self._say(phrase("pages", "report.starting"))
        self._show_buttons()
        self.busy.emit(True)

    def follow(self, task: Task, path: Path) -> None:
        """Show how ``task`` comes along; it writes ``path``."""
        self._task = task
        task.progressed.connect(self._progressed)
        task.finished.connect(lambda: self._ended(_done(path, task.result or ()), path))
        task.stopped.connect(lambda: self._ended(phrase("pages", "report.cancelled"), None))
        task.failed.connect(self.refuse)
        if self._cancelled:
            task.cancel()

    def refuse(self, error: Exception) -> None:
        """What the world did wrong is told here in one line; a defect goes to the crash dialog."""
        if isinstance(error, UserError):
            self._ended(error.sentence(), None, role="error")
        else:
            self._ended(None, None)
            self.session.tell(error)

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self._say(phrase("pages", "report.working", text=progress.text, done=progress.done, total=progress.total))

    def _ended(self, said: Text | None, path: Path | None, role: str = "muted") -> None:
        ours = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.running, self._task, self.path = False, None, path
        self._say(said, role)
        self._show_buttons()
        if ours:  # who goes on writing elsewhere meanwhile is not interrupted
            (self.start if path is None else self.open_file).setFocus()
        self.busy.emit(False)

    def _cancel(self) -> None:
        self._cancelled = True
        if self._task is not None:
            self._task.cancel()

    def _open_file(self) -> None:
        if self.path is not None:
            self._open(self.path)

    def _open_folder(self) -> None:
        if self.path is not None:
            self._open(self.path.parent)

    def _open(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._say(phrase("pages", "report.no-opener", path=path), "error")

    def _say(self, text: Text | None, role: str = "muted") -> None:
        self._said = text
        theme.set_role(self.state, role)
        show_text(self.state, "" if text is None else " ".join(text.to(self.session.lang).split()))

    def _show_buttons(self) -> None:
        can_start = not self.running and self.session.round_id is not None
        old, new = (self.start, self.cancel) if self.running else (self.cancel, self.start)
        self.bar.setVisible(self.running)
        new.setVisible(True)
        new.setEnabled(self.running or can_start)  # the start only with a round to report on
        if old.hasFocus():  # left to Qt it would go to the findings below, and the page would scroll there
            new.setFocus()
        self.cancel.setVisible(self.running)
        self.start.setEnabled(can_start)
        for button in (self.open_file, self.open_folder):
            button.setVisible(self.path is not None)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        buttons = {"export": self.start, "cancel": self.cancel, "open-file": self.open_file, "open-folder": self.open_folder}
        for key, button in buttons.items():
            button.setText(phrase("pages", f"report.{key}").to(self.session.lang))
        self._say(self._said, self.state.property("role") or "muted")


def _done(path: Path, told: Sequence[Text]) -> Text:
    """Where the file is, and what is to be told of it."""
    return clauses((phrase("pages", "report.done", path=path), *told))
