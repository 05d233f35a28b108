"""What the menus do with workspaces and files."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from db import places
from db.history import Change
from db.holding import is_now
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.text import Text, listed
from ui import dialogs, theme
from ui.session import Session
from ui.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from db.conflicts import Conflict


class Commands(QObject):
    """Each command asks what it needs in a dialog, then queues its work. ``dialog``: the one that is open.

    What a command alone needs is imported when it is given: the window is there sooner.
    """

    tour_wanted = Signal()

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        """Dialogs open over ``window``."""
        super().__init__(window)
        self.session, self.settings, self.window = session, settings, window
        session.sign(settings.who)
        self.dialog: QDialog | None = None

    # ---- workspaces

    def open_path(self, path: Path, *, failed: Callable[[Exception], object] | None = None, done: Callable[[], None] | None = None) -> None:
        """Open this workspace."""

        def opened() -> None:
            self.settings.remember(path)
            if done is not None:
                done()

        def refused(error: Exception) -> None:
            if not path.exists():
                self.settings.forget(path)
            (failed or partial(self._refused, path, partial(self.open_path, path, done=done)))(error)

        if self.session.path is not None and is_now(self.session.path, path):
            self.session.save_as(path, opened, copied=False)  # nothing is left behind
            return
        self._leave(lambda: self.session.open_workspace(path, Workspace.open, opened, refused))

    def _refused(self, path: Path, again: Callable[[], object], error: Exception) -> None:
        from ui import keeping

        keeping.refused(self, path, again, error, left=self.session.none_opened.emit)

    def _leave(self, then: Callable[[], None]) -> None:
        """Ask first when something is not stored, and would be lost with the workspace that is open."""
        self.session.settle(lambda left: self.confirm_loss("leave-unsaved", left, then) if left else then())

    def confirm_loss(self, key: str, left: tuple[Text, ...], then: Callable[[], None]) -> None:
        """Say what is not stored, and why; ``then`` follows if it may be lost."""
        why = (self.session.trouble or UserError("still-reading" if self.session.under_way else "workspace-none")).text()
        dialog = dialogs.ConfirmDialog(self.session, self.window, key, {"names": listed(left), "why": why}, cancel=f"{key}.cancel")
        dialog.accepted.connect(then)
        self.show_dialog(dialog)

    def confirm_stop(self, then: Callable[[], None]) -> "QDialog":
        """Say that a report is still being made; ``then`` follows if it need not be. Who leaves it waits for it."""
        dialog = dialogs.ConfirmDialog(self.session, self.window, "close-export", {}, cancel="close-export.cancel")
        dialog.accepted.connect(then)
        self.show_dialog(dialog)
        return dialog

    def open_samples(self) -> None:
        """The sample workspace, made when it is not there."""
        path = places.sample_workspace()
        opened, refused = partial(self.settings.remember, path), partial(self._refused, path, self.open_samples)
        self._leave(lambda: self.session.open_workspace(path, _open_or_make_samples, opened, refused))

    def open_workspace(self) -> None:
        """Ask which."""
        self.dialog = dialogs.choose_file(self.session, self.window, "workspace", self.open_path)

    def new_workspace(self) -> None:
        """Ask where: the first one is proposed in the program's own folder, further ones in the documents."""
        default = places.default_workspace()
        proposed = Path(self.session.words("files.new-workspace")) if default.exists() else default
        self.dialog = dialogs.choose_file(self.session, self.window, "workspace", self.create_path, save=proposed)

    def create_path(self, path: Path) -> None:
        """Make a workspace there."""
        self._leave(lambda: self.session.open_workspace(path, Workspace.create, lambda: self.settings.remember(path)))

    def save_as(self) -> None:
        """Ask where to go on with a copy of the workspace."""
        if self.session.path is not None:
            self.dialog = dialogs.choose_file(self.session, self.window, "copy", self.save_as_path, save=Path(self.session.path.name))

    def save_as_path(self, path: Path) -> None:
        """Copy the workspace there, and go on in the copy."""

        def done() -> None:
            self.settings.remember(path)
            self.session.note("files.copied", file=path)

        self.session.save_as(path, done)

    # ---- files

    def import_survey(self) -> None:
        """Ask for a survey file."""
        self.dialog = dialogs.choose_file(self.session, self.window, "survey", self.import_path)

    def import_path(self, path: Path) -> None:
        """Import this survey file, and show its round."""

        def work(ws: Workspace) -> Change:
            from db.importing import import_survey
            from db.survey_files import read_survey

            return import_survey(ws, read_survey(path))

        def done(change: Change) -> None:
            key = "files.imported" if change.parts else "files.imported-nothing"
            self.session.note(key, file=path.name)

        def failed(error: Exception) -> None:
            if isinstance(error, UserError) and (error.others or len(error.places) > 1):
                self.show_dialog(dialogs.RefusedDialog(self.session, self.window, path.name, error))
            else:
                self.session.tell(error)

        self.session.change(work, done=done, failed=failed)

    def merge(self) -> None:
        """Ask for a colleague's workspace or package."""
        if self.session.path is not None:
            self.dialog = dialogs.choose_file(self.session, self.window, "merge", self.merge_path)

    def merge_path(self, path: Path) -> None:
        """Bring a colleague's copy in, and show what both wrote differently."""
        from ui.exchange import merge

        merge(self, path)

    def differences(self) -> None:
        """Show what colleagues wrote differently and nobody has chosen yet."""
        from db.conflicts import Conflict, conflicts

        def show(found: tuple[Conflict, ...]) -> None:
            if found:
                self.show_differences(found)
            else:
                self.session.note("differences.none")

        self.session.run(conflicts, show)

    def show_differences(self, found: "Sequence[Conflict]") -> "QDialog":
        """For a choice between them."""
        dialog = dialogs.DifferencesDialog(self.session, self.window, found)
        self.show_dialog(dialog)
        return dialog

    def import_roster(self, path: Path | None = None) -> None:
        """Import this roster of firms into the open round, step by step; ask for one where none is named."""
        if self.session.round_id is None:
            return
        if path is None:
            self.dialog = dialogs.choose_file(self.session, self.window, "roster", self.import_roster)
        else:
            self.show_dialog(dialogs.RosterDialog(self.session, self.window, path))

    def collect(self, paths: Sequence[Path]) -> None:
        """Read these returned forms into the open round."""
        from ui.exchange import collect

        collect(self, paths)

    def export_survey(self) -> None:
        """Ask where to write the survey file of the open round."""
        if self.session.round_id is not None:
            from ui.exchange import export_survey

            self._save("survey", partial(export_survey, self))

    def export_package(self) -> None:
        """Ask where to write a workspace with this cluster only."""
        if self.session.cluster_id is not None:
            self._save("package", self._export_package)

    def export_package_with(self, password: str) -> None:
        """Ask where to write it, encrypted with this password."""
        self._save("package", partial(self._export_package, password=password))

    def _export_package(self, path: Path, *, password: str | None = None) -> None:
        cluster_id = self.session.cluster_id
        if cluster_id is not None:
            from db.files import export_package

            work: Callable[[Workspace], None] = lambda ws: export_package(ws, cluster_id, path, password)  # noqa: E731
            self.session.run(work, lambda _none: self.session.note("files.written", file=path))

    def _save(self, kind: str, write: Callable[[Path], None]) -> None:
        from db.filenames import safe_name

        entry = self.session.cluster
        survey = self.session.survey
        label = survey.round.label if survey is not None and kind == "survey" else None
        words = [entry.cluster.name(self.session.lang) if entry else "", label or ""]
        proposed = Path(safe_name(" ".join(word for word in words if word)))
        self.dialog = dialogs.choose_file(self.session, self.window, kind, write, save=proposed)

    # ---- the program

    def set_mode(self, mode: theme.Mode) -> None:
        """Light or dark colours, or those of the system; at once, and at the next start."""
        self.settings.mode = mode
        self.show_mode()

    def show_mode(self) -> None:
        """Put on the colours that are set, or that the system now has."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, self.settings.mode)

    def help(self) -> None:
        """On what has the focus."""
        self.session.help_wanted.emit("")

    def tour(self) -> None:
        """On the samples, which are opened for it."""
        self.tour_wanted.emit()

    def update(self) -> None:
        """Bring the program up to date from a file."""
        used = dict.fromkeys((*([self.session.path] if self.session.path else []), *self.settings.recent))
        self.show_dialog(dialogs.UpdateDialog(self.session, self.window, [path for path in used if path.is_file()]))

    def about(self) -> None:
        """Version, method and licences."""
        self.show_dialog(dialogs.AboutDialog(self.session, self.window))

    def quit(self) -> None:
        """Close the window."""
        self.window.close()

    def show_dialog(self, dialog: "QDialog") -> None:
        self.dialog = dialog
        dialog.finished.connect(self._let_go)
        dialog.open()

    def _let_go(self, _result: int) -> None:
        """Of the dialog, unless it has opened another one: it may hold a roster of some hundred megabytes."""
        if self.dialog is not None and self.dialog.isHidden():
            self.dialog = None


def _open_or_make_samples(path: Path) -> Workspace:
    """On the worker; the samples are made at the first start."""
    if not path.exists():
        from db.samples import make_samples

        make_samples(path)
    return Workspace.open(path)
