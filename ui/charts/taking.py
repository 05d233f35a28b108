"""Taking a chart along: onto the clipboard as picture and table, or into a file. Pictures are made on the other thread."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from db.filenames import safe_name
from reports.blocks import Figure
from reports.chart_files import FileKind, write_chart
from reports.chart_table import chart_table, table_texts
from reports.drawing import draw
from ui.dialogs.files import beside_workspace, choose_file
from ui.session import Session
from ui.settings import Settings
from ui.widgets.clipboard import text_of

FOLDER = "charts/folder"


class Taking:
    """For all charts of a page. ``dialog``: the one that was opened last."""

    def __init__(self, session: Session, settings: Settings) -> None:
        """The folder of the last chart saved is remembered."""
        self._session, self._settings = session, settings
        self.dialog: QFileDialog | None = None

    def copy(self, figure: Figure) -> None:
        """Put the picture of the report and the data on the clipboard, in one entry: each program takes what it can use."""
        lang = self._session.lang

        def done(data: bytes) -> None:
            entry = QMimeData()
            entry.setImageData(QImage.fromData(data))
            entry.setText(text_of(table_texts(chart_table(figure.chart, lang))))
            QGuiApplication.clipboard().setMimeData(entry)
            self._session.note("chart.copied", caption=figure.caption)

        self._session.runner.submit(partial(draw, figure.chart), done)

    def save(self, figure: Figure, kind: FileKind, parent: QWidget) -> None:
        """Ask where to, and write the file."""
        entry = self._session.cluster
        name = safe_name(" ".join((entry.cluster.name(self._session.lang) if entry else "", figure.caption)).strip())
        folder = self._settings.path(FOLDER)
        proposed = (folder if folder is not None and folder.is_dir() else beside_workspace(self._session)) / f"{name}.{kind}"
        self.dialog = choose_file(self._session, parent, kind, partial(self._write, figure, kind), save=proposed)

    def _write(self, figure: Figure, kind: FileKind, path: Path) -> None:
        self._settings.set_path(FOLDER, path.parent)
        work = partial(write_chart, figure.chart, kind, self._session.lang, path)
        self._session.runner.submit(work, lambda _none: self._session.note("files.written", file=path))
