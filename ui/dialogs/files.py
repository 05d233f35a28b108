"""Choosing files, in a dialog of our own look on every system; it is opened, and calls back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.session import Session

SUFFIXES = {
    "workspace": "jizhen",
    "survey": "json,xlsx",
    "merge": "jizhen",
    "package": "jizhen",
    "copy": "jizhen",
    "report": "docx,pdf",
    "edited": "docx",
    "template": "docx,dotx",
    "phrases": "toml",
    "png": "png",
    "svg": "svg",
    "csv": "csv",
    "results": "xlsx,csv",
    "returns": "xlsx,xls,csv,zip",
    "form": "xlsx",
    "form-paper": "docx",
    "roster": "xlsx,xls,csv,txt",  # any of these
    "rejects": "xlsx",
    "update": "jzupdate",
}


class _FileDialog(QFileDialog):
    """What is saved gets an ending of its kind, whatever dots its name has, and takes the place of no file that it did not ask about."""

    kind = ""

    def accept(self) -> None:
        own = SUFFIXES[self.kind].split(",")
        names = self.selectedFiles()
        if self.acceptMode() == self.AcceptMode.AcceptSave and names and Path(names[0]).suffix.lower().removeprefix(".") not in own:
            self.selectFile(f"{names[0]}.{own[0]}")
        super().accept()


def choose_files(session: Session, parent: QWidget, kind: str, chosen: Callable[[list[Path]], None]) -> QFileDialog:
    """Ask for one or more files of ``kind`` to open."""
    dialog = choose_file(session, parent, kind, lambda _path: None)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    return dialog


def choose_folder(session: Session, parent: QWidget, kind: str, chosen: Callable[[Path], None], start: Path) -> QFileDialog:
    """Ask for a folder; ``kind``: of the title, ``start``: where to begin."""
    dialog = QFileDialog(parent, session.words(f"files.folder-{kind}"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setDirectory(str(start))
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def choose_file(session: Session, parent: QWidget, kind: str, chosen: Callable[[Path], None], *, save: Path | None = None) -> QFileDialog:
    """Ask for a file of ``kind`` (a key of ``SUFFIXES``): one to open, or, with ``save``, one to write with that name proposed."""
    suffix = SUFFIXES[kind]
    dialog = _FileDialog(parent, session.words(f"files.{'save' if save else 'open'}-{kind}"))
    dialog.kind = kind
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    endings = " ".join(f"*.{each}" for each in suffix.split(","))
    dialog.setNameFilters([f"{session.words(f'files.{kind}')} ({endings})", session.words("files.all") + " (*)"])
    dialog.setDirectory(str(_folder(save)))
    if save is not None:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix.split(",")[0])
        dialog.selectFile(save.name)
        # a new workspace never takes the place of another one: asking whether it may would be asking in vain
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, kind == "workspace")
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _folder(save: Path | None) -> Path:
    """Where the file is proposed to be: the folder named, else the documents."""
    if save is not None and save.is_absolute():
        return save.parent
    return documents()


def documents() -> Path:
    """The user's documents, wherever the system keeps them; the home folder where it has none."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return folder if folder.is_dir() else Path.home()
