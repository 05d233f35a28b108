"""Choosing files, in a dialog of our own look on every system; it is opened, and calls back."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QIdentityProxyModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QStandardPaths,
    Qt,
    QUrl,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFileSystemModel,
    QHeaderView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QWidget,
)

from db.places import home
from ui.icons import SIZE as SIDE
from ui.icons import icon
from ui.session import Session
from ui.settings import Settings
from ui.shortcuts import listen

Index = QModelIndex | QPersistentModelIndex
NAME, SIZE, TYPE, DAY = 0, 1, 2, 3  # columns of Qt's model of files
MEGABYTE = 2**20
FIRST_SIZE = QSize(760, 460)  # in Qt's own there is no room for the time of a file
PLACES_WIDTH = 128  # of the list at the left, which is else given up to long names
BUTTONS = {"backButton": "left", "forwardButton": "right", "toParentButton": "up", "newFolderButton": "folder-new"}  # of Qt's: our icon
LAST = "folder-of-files"  # of the session: the folder that was chosen last, of whatever kind
KINDS: Mapping[str, tuple[str, str]] = {  # what their names end in, any of these, and their page of the help
    "workspace": ("jizhen", "files"),
    "survey": ("json,xlsx", "moving"),
    "merge": ("jizhen", "moving"),
    "package": ("jizhen", "moving"),
    "copy": ("jizhen", "files"),
    "report": ("docx,pdf", "step/report"),
    "edited": ("docx", "writing"),
    "template": ("docx,dotx", "template"),
    "phrases": ("toml", "template"),
    "png": ("png", "step/diagnosis"),
    "svg": ("svg", "step/diagnosis"),
    "csv": ("csv", "step/diagnosis"),
    "results": ("xlsx,csv", "moving"),
    "returns": ("xlsx,xls,csv,zip", "returns"),
    "form": ("xlsx", "returns"),
    "form-paper": ("docx", "returns"),
    "roster": ("xlsx,xls,csv,txt", "roster"),
    "rejects": ("xlsx", "roster"),
    "faults": ("xlsx", "moving"),
    "update": ("jzupdate", "files"),
}


class _Described(QIdentityProxyModel):
    """Columns, types and days as one calls them: Qt has no Chinese for "Folder", and writes days as the system does."""

    def __init__(self, session: Session, parent: QObject) -> None:
        """``parent``: the dialog whose files it describes."""
        super().__init__(parent)
        self._words = session.words

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and section in {NAME, SIZE, TYPE, DAY}:
            return self._words(f"files.head-{section}")
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        model = self.sourceModel()
        if role == Qt.ItemDataRole.DecorationRole and index.column() == NAME and isinstance(model, QFileSystemModel):
            return icon("folder" if model.isDir(self.mapToSource(index)) else "file", "muted")
        if role != Qt.ItemDataRole.DisplayRole or index.column() not in {SIZE, TYPE, DAY} or not isinstance(model, QFileSystemModel):
            return super().data(index, role)
        info = model.fileInfo(self.mapToSource(index))
        if index.column() == SIZE:
            return "" if info.isDir() else _size(info.size())
        if index.column() == DAY:
            return info.lastModified().toString("yyyy-MM-dd HH:mm")
        return self._words("files.is-folder") if info.isDir() else self._words("files.is-file", suffix=info.suffix().upper()).strip()


def _size(count: int) -> str:
    """As one reads it at a glance, which Qt's own "247.00 KiB" is not."""
    exact = int(count >= MEGABYTE)
    return QLocale.c().formattedDataSize(count, exact, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


class _Place(QStyledItemDelegate):
    """A folder of the list at the left has our icon."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.icon = icon("folder", "muted")  # type: ignore[attr-defined]  # the stub forgets the option's members


class FileDialog(QFileDialog):
    """In our own look on every system; F1 opens the help as it does in any other dialog."""

    def __init__(self, session: Session, parent: QWidget, title: str, topic: str) -> None:
        """``topic``: its page of the help."""
        super().__init__(parent, title)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.resize(FIRST_SIZE)
        self.setProxyModel(_Described(session, self))
        self._share_room()
        self.setSidebarUrls(list(dict.fromkeys([*self.sidebarUrls(), *_places()])))
        for name, picture in BUTTONS.items():
            button = self.findChild(QToolButton, name)
            assert button is not None
            button.setIcon(icon(picture))
        self.finished.connect(self.deleteLater)
        listen(self, "help.open", lambda: session.help_wanted.emit(topic))  # the line of the name keeps every key to itself

    def _share_room(self) -> None:
        """Size, type and day as wide as what stands in them, and the names have all the rest."""
        places, files = self.findChild(QListView, "sidebar"), self.findChild(QTreeView, "treeView")
        assert places is not None
        assert files is not None
        places.setMinimumWidth(PLACES_WIDTH)
        places.setIconSize(QSize(SIDE, SIDE))
        places.setItemDelegate(_Place(self))
        header = files.header()
        header.setResizeContentsPrecision(0)  # by the rows that are seen: a folder may have thousands
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:  # Qt's own words may come after the dialog; its places keep theirs
            self.setSidebarUrls(self.sidebarUrls())


class _KindDialog(FileDialog):
    """What is saved gets an ending of its kind, whatever dots its name has, and takes the place of no file that it did not ask about."""

    kind = ""

    def accept(self) -> None:
        own = KINDS[self.kind][0].split(",")
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
    dialog = FileDialog(session, parent, session.words(f"files.folder-{kind}"), KINDS[kind][1])
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setDirectory(str(start))
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()
    return dialog


def choose_file(session: Session, parent: QWidget, kind: str, chosen: Callable[[Path], None], *, save: Path | None = None) -> QFileDialog:
    """Ask for a file of ``kind`` (a key of ``KINDS``): one to open, or, with ``save``, one to write with that name proposed."""
    suffix, topic = KINDS[kind]
    dialog = _KindDialog(session, parent, session.words(f"files.{'save' if save else 'open'}-{kind}"), topic)
    dialog.kind = kind
    endings = " ".join(f"*.{each}" for each in suffix.split(","))
    dialog.setNameFilters([f"{session.words(f'files.{kind}')} ({endings})", session.words("files.all") + " (*)"])
    dialog.setDirectory(str(save.parent if save is not None and save.is_absolute() else last_folder(session, kind)))
    if save is not None:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix.split(",")[0])
        dialog.selectFile(save.name)
        # a new workspace never takes the place of another one: asking whether it may would be asking in vain
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, kind == "workspace")
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.accepted.connect(lambda: keep_folder(session, kind, dialog))
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()
    return dialog


def last_folder(session: Session, kind: str) -> Path:
    """The folder that files of this kind were in last, else the one chosen last since the start, else that of the open workspace."""
    last = session.property(LAST)
    for folder in (Settings().path(f"folder/{kind}"), Path(last) if isinstance(last, str) else None):
        if folder is not None and folder.is_dir():
            return folder
    return beside_workspace(session)


def keep_folder(session: Session, kind: str, dialog: QFileDialog) -> None:
    """Begin there the next time, after another start, too."""
    names = dialog.selectedFiles()  # a name may have been typed with its folder, another than the one that is shown
    whole = dialog.fileMode() == QFileDialog.FileMode.Directory
    folder = names[0] if names and whole else str(Path(names[0]).parent) if names else dialog.directory().absolutePath()
    session.setProperty(LAST, folder)
    Settings().set_path(f"folder/{kind}", Path(folder))


def beside_workspace(session: Session) -> Path:
    """The folder of the open workspace; the documents where that is the program's own, in which nobody looks for files."""
    if session.path is None or session.path.parent == home() or not session.path.parent.is_dir():
        return documents()
    return session.path.parent


def _places() -> list[QUrl]:
    """Where files usually are, for the list at the left: the desktop and the documents."""
    places = (QStandardPaths.StandardLocation.DesktopLocation, QStandardPaths.StandardLocation.DocumentsLocation)
    folders = [QStandardPaths.writableLocation(each) for each in places]
    return [QUrl.fromLocalFile(each) for each in folders if Path(each).is_dir()]


def documents() -> Path:
    """The user's documents, wherever the system keeps them; the home folder where it has none."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return folder if folder.is_dir() else Path.home()
