"""Choosing files to attach, and where attached ones are to be saved; each time from the folder used last."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from db.filenames import safe_name
from ui.dialogs.files import FileDialog, keep_folder, last_folder
from ui.session import Session

KIND = "evidence"


def choose_to_attach(session: Session, parent: QWidget, chosen: Callable[[Sequence[Path]], None]) -> QFileDialog:
    """Ask for files, several at once."""
    dialog = _dialog(session, parent, "evidence.choose")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.open()
    return dialog


def choose_target(session: Session, parent: QWidget, name: str, chosen: Callable[[Path], None]) -> QFileDialog:
    """Ask where to write a file of this name."""
    dialog = _dialog(session, parent, "evidence.save-as")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(safe_name(name) or "file")
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog


def choose_folder(session: Session, parent: QWidget, chosen: Callable[[Path], None]) -> QFileDialog:
    """Ask for a folder to write several files to."""
    dialog = _dialog(session, parent, "evidence.save-into")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog


def _dialog(session: Session, parent: QWidget, title: str) -> QFileDialog:
    dialog = FileDialog(session, parent, session.words(title), "evidence")
    dialog.setDirectory(str(last_folder(session, KIND)))
    dialog.accepted.connect(lambda: keep_folder(session, KIND, dialog))
    return dialog
