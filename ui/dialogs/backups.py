"""The backups of a workspace: each looked through, compared with the present, and put in its place."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from db.copies import copies
from db.restoring import Backup, PartDifference, compare, looked_at, restore
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.text import Text
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.tones import tone

SIZE = QSize(640, 460)
COLUMNS = ("backups.at", "backups.why", "backups.size", "backups.state")
WHY, AMOUNT = 1, 2  # columns: the longest words, and a number
STATES = {True: "backups.sound", False: "backups.damaged", None: "backups.locked"}


class BackupsDialog(Dialog):
    """A list, what restoring the chosen one would change, and the button that does it."""

    topic = "backups"

    def __init__(self, session: Session, parent: QWidget, path: Path) -> None:
        """The look begins at once, one backup after the other, on the workspace's thread."""
        super().__init__(session, parent)
        self.path = path
        self.found: list[Backup] = []
        words = session.words
        self.setWindowTitle(words("backups.title"))
        self.list = self._made_list()
        self.facts = theme.label("", words("backups.working"), wrap=True)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.do, self.close_button = theme.button("danger", words("backups.restore")), theme.button("", words("dialog.close"))
        column, row = QVBoxLayout(self), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        theme.tight(row)
        column.addWidget(theme.label("title", words("backups.title")))
        column.addWidget(theme.label("muted", words("backups.text"), wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.facts)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.do)
        column.addLayout(row)
        self.do.setEnabled(False)
        self.do.clicked.connect(self._restore)
        self.close_button.clicked.connect(self.reject)
        self.list.itemSelectionChanged.connect(self._compare)
        self.resize(SIZE)
        task = session.start(self._steps())
        task.progressed.connect(lambda _progress: self._show())
        task.finished.connect(self._looked)
        task.failed.connect(self._refuse)
        self.finished.connect(task.cancel)
        self._closed = False
        self.finished.connect(self._close)

    def _made_list(self) -> QTableWidget:
        words = self.session.words
        made = QTableWidget(0, len(COLUMNS))
        made.setHorizontalHeaderLabels([words(key) for key in COLUMNS])
        made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        size = made.horizontalHeaderItem(AMOUNT)
        if size is not None:
            size.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        made.setAccessibleName(words("backups.title"))
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setTabKeyNavigation(False)
        made.setShowGrid(False)
        made.verticalHeader().hide()
        made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for place in set(range(len(COLUMNS))) - {WHY}:
            made.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        made.horizontalHeader().setHighlightSections(False)
        return made

    def _close(self) -> None:
        self._closed = True  # what is still on its way finds nobody

    # ---- looking

    def _steps(self) -> Iterator[Progress]:
        """On the worker."""
        all_copies = copies(self.path)
        for number, copy in enumerate(all_copies, 1):
            self.found.append(looked_at(copy))
            yield Progress(number, len(all_copies), Text(copy.name, copy.name))

    def _show(self) -> None:
        words = self.session.words
        for number in range(self.list.rowCount(), len(self.found)):
            each = self.found[number]
            self.list.insertRow(number)
            size = f"{each.size / 2**20:.1f} MB"
            texts = (f"{each.at:%Y-%m-%d %H:%M}", each.why.to(self.session.lang), size, words(STATES[each.sound]))
            for place, item in enumerate(map(QTableWidgetItem, texts)):
                if place == AMOUNT:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(each.name)
                if not each.sound:
                    item.setForeground(QColor(tone.danger if each.sound is False else tone.muted))
                self.list.setItem(number, place, item)

    def _looked(self) -> None:
        self._show()
        if self.found:
            self.list.selectRow(0)
            self.list.setFocus()
        else:
            self.facts.setText(self.session.words("backups.none"))

    # ---- one of them

    @property
    def chosen(self) -> Backup | None:
        """The backup that is selected."""
        rows = self.list.selectionModel().selectedRows()
        return self.found[rows[0].row()] if rows else None

    def _compare(self) -> None:
        backup, words = self.chosen, self.session.words
        self.do.setEnabled(backup is not None and backup.sound is True)
        if backup is None or backup.sound is not True:
            self.facts.setText("" if backup is None else words(STATES[backup.sound]))
            return
        self.facts.setText(words("backups.comparing"))

        def shown(found: tuple[PartDifference, ...]) -> None:
            if not self._closed and self.chosen is backup:
                lines = "\n".join(each.told().to(self.session.lang) for each in found)
                self.do.setEnabled(bool(found))
                self.facts.setText(f"{words('backups.would')}\n{lines}" if found else words("backups.same"))

        def failed(error: Exception) -> None:
            if self._closed:
                return
            if isinstance(error, UserError):  # a damaged workspace can be restored and not be compared
                self.facts.setText(error.sentence().to(self.session.lang))
            else:
                self._refuse(error)

        self.session.runner.submit(lambda: compare(self.path, backup.path), shown, failed)

    def _restore(self) -> None:
        backup = self.chosen
        if backup is None:
            return
        self.setEnabled(False)

        def done(lines: tuple[Text, ...]) -> None:
            self.session.message.emit(Text("".join(line.zh for line in lines), " ".join(line.en for line in lines)))
            self.accept()

        self.session.apart(self.path, lambda path: restore(path, backup.path), done, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.setEnabled(True)
        if isinstance(error, UserError):
            self.facts.setText(error.sentence().to(self.session.lang))
        else:
            self.session.tell(error)
            self.reject()
