"""Attached files side by side: pictures small, others by what they are, each with its caption. Keys do all that the mouse does."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPainterPath, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from db.attachments import Attachment
from db.filenames import split_suffix
from db.media import is_picture
from diagnosis.text import Lang, phrase
from ui import theme
from ui.shortcuts import pressed
from ui.tones import tone
from ui.widgets.field import SAVE_AFTER_MS
from ui.widgets.marks import edge_of, plain
from ui.widgets.thumbnails import BOX, Thumbnails

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
FILE_ROLE = int(Role.UserRole)
NOBODY = QModelIndex()
MARGIN, LINE = 4, 18
CELL = QSize(BOX.width() + 2 * MARGIN, BOX.height() + 2 * LINE + 2 * MARGIN)
GAP = 4
MOST_LINES = 2  # of cells; more of them scroll


def size_text(size: int) -> str:
    """Bytes as people read them: 830 kB, 4.2 MB."""
    if size < 2**20:
        return f"{max(1, round(size / 2**10)):,} kB"
    return f"{size / 2**20:,.1f} MB"


class EvidenceModel(QAbstractListModel):
    """The files of one owner. ``captioned`` and ``renamed`` (id, text): somebody has typed in place."""

    captioned = Signal(object, str)
    renamed = Signal(object, str)

    def __init__(self, lang: Lang, thumbnails: Thumbnails, parent: QObject) -> None:
        """No files."""
        super().__init__(parent)
        self.lang: Lang = lang
        self.files: tuple[Attachment, ...] = ()
        self.renaming = False  # what is typed in place is the name, and not the caption
        self._thumbnails = thumbnails
        thumbnails.came.connect(self._came)

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Show these; what is typed in place stays where files only come or change."""
        before, ids = self.files, [file.id for file in files]
        if ids[: len(before)] != [file.id for file in before]:
            self.beginResetModel()
            self.files = tuple(files)
            self.endResetModel()
            return
        self.files = tuple(files[: len(before)])
        if len(ids) > len(before):
            self.beginInsertRows(NOBODY, len(before), len(ids) - 1)
            self.files = tuple(files)
            self.endInsertRows()
        self.tell_changed()

    def tell_changed(self) -> None:
        """Everything is to be shown anew."""
        if self.files:
            self.dataChanged.emit(self.index(0), self.index(len(self.files) - 1))

    def picture(self, file: Attachment) -> QPixmap | None:
        """The file as a picture, if it is one and has come."""
        found = self._thumbnails.get(file.hash) if is_picture(file.kind) else None
        return None if found is None or found.isNull() else found

    def _came(self, hash_: str) -> None:
        for place, file in enumerate(self.files):
            if file.hash == hash_:
                self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(self.files)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        file = self.files[index.row()]
        texts = {
            Role.DisplayRole: file.caption or file.name,
            Role.EditRole: split_suffix(file.name)[0] if self.renaming else file.caption or "",
            Role.ToolTipRole: "\n".join(text for text in (file.caption, file.name, size_text(file.size)) if text),
            Role.AccessibleTextRole: self._spoken(file),
        }
        return file if role == FILE_ROLE else texts.get(Role(role))

    def _spoken(self, file: Attachment) -> str:
        key = "evidence.picture" if is_picture(file.kind) else "evidence.file"
        name = f"{file.caption}, {file.name}" if file.caption else file.name
        return phrase("ui", key, name=name, size=size_text(file.size)).to(self.lang)

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """What was typed in place goes to whoever stores it; the list shows it when it has been stored."""
        if role != Role.EditRole:
            return False
        (self.renamed if self.renaming else self.captioned).emit(self.files[index.row()].id, str(value))
        return True


class EvidenceList(QListView):
    """Enter or a double click opens, F2 captions, Delete deletes, Ctrl+X takes files to another place, Alt and an arrow move one.

    ``opened``, ``deleted``: the files chosen are to be; ``moved``: the current one, by so many places.
    """

    opened = Signal()
    deleted = Signal()
    moved = Signal(int)

    def __init__(self, model: EvidenceModel) -> None:
        """As high as its files need, up to some lines."""
        super().__init__()
        self._model, self._cells, self._most = model, _Delegate(model, self), MOST_LINES
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(CELL + QSize(GAP, GAP))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        model.modelReset.connect(self.fit)
        model.rowsInserted.connect(lambda *_rows: self.fit())

    def fit(self) -> None:
        """As high as the files need at this width."""
        room = self.width() - 2 * self.frameWidth()
        across = max(1, room // self.gridSize().width())
        lines = min(self._most, -(-self._model.rowCount() // across)) or 1
        if lines * across < self._model.rowCount():  # the scroll bar takes some of the width
            across = max(1, (room - self.verticalScrollBar().sizeHint().width()) // self.gridSize().width())
        height = lines * self.gridSize().height() + 2 * self.frameWidth()
        if height != self.height():
            self.setFixedHeight(height)

    def allow(self, lines: int) -> None:
        """More lines of cells than so many scroll."""
        if lines != self._most:
            self._most = lines
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @property
    def chosen(self) -> list[Attachment]:
        """The files selected, in order."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.files[place] for place in places if place < len(self._model.files)]

    def choose(self, ids: Collection[int]) -> None:
        """Select these files; the first of them is the current one."""
        chosen = self.selectionModel()
        chosen.clearSelection()
        for place, file in reversed(list(enumerate(self._model.files))):
            if file.id in ids:
                chosen.setCurrentIndex(self._model.index(place), chosen.SelectionFlag.Select)
                self.scrollTo(self._model.index(place))

    def edit_in_place(self, *, name: bool) -> None:
        """Type a caption, or another name, where it stands."""
        self._model.renaming = name
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keyboard can open or delete a file at once."""
        super().focusInEvent(event)
        if not self.chosen and self._model.files:
            self.setCurrentIndex(self._model.index(max(0, self.currentIndex().row())))

    def flush(self) -> None:
        """Store now what is typed in place; the line stays open."""
        self._cells.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pressed(event, "evidence.open"):
            self.opened.emit()
        elif pressed(event, "evidence.caption-do"):
            self.edit_in_place(name=False)
        elif pressed(event, "evidence.delete"):
            self.deleted.emit()
        elif pressed(event, "evidence.move"):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif any(pressed(event, f"evidence.{key}") for key in ("cut-do", "paste", "save")):
            event.ignore()  # the strip takes it
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    """Paints the picture or the kind of the file, below it the caption and the size."""

    def __init__(self, model: EvidenceModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._line: QLineEdit | None = None
        self._before, self._stored = "", False
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)

    def flush(self) -> None:
        """Store now what is typed; the line stays open."""
        self._timer.stop()
        if self._line is not None:
            self.commitData.emit(self._line)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return CELL

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = self._line = QLineEdit(parent)
        self._before, self._stored = str(index.data(Role.EditRole)), False
        line.setText(self._before)
        line.selectAll()
        line.textEdited.connect(lambda _text: self._timer.isActive() or self._timer.start())
        key = "evidence.name" if self._model.renaming else "evidence.caption"
        line.setAccessibleName(phrase("ui", key).to(self._model.lang))
        line.setPlaceholderText(line.accessibleName())
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What is typed is newer than anything that comes."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Only what was typed: the caption may have become another one meanwhile."""
        if isinstance(editor, QLineEdit) and editor.isModified():
            editor.setModified(False)
            self._stored = True
            model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Escape brings back what was there when the line was opened, even if more was stored meanwhile."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        if pressed and isinstance(editor, QLineEdit):
            editor.setText(self._before)
            editor.setModified(self._stored)
            self.commitData.emit(editor)
        return super().eventFilter(editor, event)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self._line:
            self._timer.stop()
            self._line = None
        super().destroyEditor(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        cell = _cell(option)
        editor.setGeometry(QRect(cell.left(), cell.bottom() - 2 * LINE - MARGIN, cell.width(), theme.ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        file, cell = index.data(FILE_ROLE), _cell(option)
        state = option.state  # type: ignore[attr-defined]  # the stubs leave the option's fields out
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if chosen or focused:
            painter.setBrush(QColor(tone.accent_soft if chosen else tone.panel))
            painter.setPen(QPen(QColor(tone.accent if focused else tone.accent_soft)))
            painter.drawRoundedRect(edge_of(cell), 4, 4)
        room = QRect(cell.topLeft() + QPoint(MARGIN, MARGIN), BOX)
        picture = self._model.picture(file)
        if picture is None:
            _paint_kind(painter, room, file)
        else:
            _paint_picture(painter, room, picture)
        _paint_words(painter, QRect(room.left(), room.bottom() + 1, room.width(), 2 * LINE), file)
        painter.restore()


def _cell(option: QStyleOptionViewItem) -> QRect:
    return QRect(option.rect.topLeft(), CELL)  # type: ignore[attr-defined]


def _paint_picture(painter: QPainter, room: QRect, picture: QPixmap) -> None:
    shown = picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio).boundedTo(picture.size())
    area = QRect(room.topLeft() + QPoint((room.width() - shown.width()) // 2, (room.height() - shown.height()) // 2), shown)
    painter.drawPixmap(area, picture)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(tone.hairline))
    painter.drawRect(edge_of(area))


def _paint_kind(painter: QPainter, room: QRect, file: Attachment) -> None:
    """A sheet of paper with a folded corner, and the suffix on it."""
    sheet = QRect(room.center() - QPoint(28, 35), QSize(56, 70))
    fold = 14
    outline = QPainterPath(sheet.topLeft().toPointF())
    for x, y in ((sheet.right() - fold, sheet.top()), (sheet.right(), sheet.top() + fold), (sheet.right(), sheet.bottom())):
        outline.lineTo(x, y)
    outline.lineTo(sheet.left(), sheet.bottom())
    outline.closeSubpath()
    painter.setBrush(QColor(tone.panel))
    painter.setPen(QPen(QColor(tone.border), 1.2))
    painter.drawPath(outline)
    painter.drawLine(sheet.right() - fold, sheet.top(), sheet.right() - fold, sheet.top() + fold)
    painter.drawLine(sheet.right() - fold, sheet.top() + fold, sheet.right(), sheet.top() + fold)
    painter.setPen(QColor(tone.muted))
    painter.setFont(theme.emphasis(theme.SMALL_PX))
    painter.drawText(sheet.adjusted(0, fold, 0, 0), Qt.AlignmentFlag.AlignCenter, split_suffix(file.name)[1][1:6].upper() or "?")


def _paint_words(painter: QPainter, area: QRect, file: Attachment) -> None:
    for line, (words, ink, way) in enumerate(
        (
            (file.caption or file.name, tone.ink, Qt.TextElideMode.ElideRight if file.caption else Qt.TextElideMode.ElideMiddle),
            (size_text(file.size), tone.muted, Qt.TextElideMode.ElideRight),
        )
    ):
        painter.setFont(plain(theme.SMALL_PX))
        painter.setPen(QColor(ink))
        room = QRect(area.left(), area.top() + line * LINE, area.width(), LINE)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, painter.fontMetrics().elidedText(words, way, room.width()))
