"""The files of evidence of one firm, item, interview or round: one line while there are none, else pictures and files side by side."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from db import attachments, operations
from db.attachments import ROUND, Attachment, Owner
from db.media import is_picture
from db.operations import Change
from diagnosis.errors import UserError
from ui import dialogs, theme
from ui.opening import can_open, open_copy
from ui.session import Session
from ui.shortcuts import keys_of, pressed, spoken
from ui.widgets.evidence_head import EvidenceHead
from ui.widgets.evidence_list import EvidenceList, EvidenceModel, size_text
from ui.widgets.evidence_mime import brings, brought, cut_of
from ui.widgets.evidence_work import EvidenceWork
from ui.widgets.popup import pop_up
from ui.widgets.thumbnails import thumbnails_of

PART = "attachments"  # what a change of them is called
WORTH = 400 * 2**10  # bytes from which making a picture smaller is offered


class EvidenceStrip(QWidget):
    """Files come by the button, by dropping them on it, and by Ctrl+V. ``counted`` (int): how many there are is known anew."""

    counted = Signal(int)

    def __init__(self, session: Session, hint: str = "evidence.hint") -> None:
        """Shows nothing until ``show_owner``. ``hint``: the phrase that says what belongs here."""
        super().__init__()
        self.session = session
        self.owner: Owner | None = None
        self._round_id: int | None = None
        self._choose_new = False
        self.model = EvidenceModel(session.lang, thumbnails_of(session), self)
        self.head, self.list, self.work = EvidenceHead(session, hint), EvidenceList(self.model), EvidenceWork(session, self)
        column = QVBoxLayout(self)
        theme.tight(column)
        column.addWidget(self.head)
        column.addWidget(self.list)
        self.list.hide()
        self.setAcceptDrops(True)
        self._do: dict[str, Callable[[], object]] = {
            "add": self.add,
            "cancel": self.work.cancel,
            "open": self.open,
            "save": self.save,
            "caption-do": partial(self.list.edit_in_place, name=False),
            "rename": partial(self.list.edit_in_place, name=True),
            "cut-do": self.cut,
            "paste": self.paste,
            "shrink": self.shrink,
            "delete": self.delete,
        }
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.head.wanted.connect(lambda key: self._do[key]())
        self.list.opened.connect(self.open)
        self.list.deleted.connect(self.delete)
        self.list.moved.connect(self._move)
        self.list.selectionModel().selectionChanged.connect(lambda _now, _before: self._say())
        self.model.captioned.connect(partial(self._change, operations.set_caption))
        self.model.renamed.connect(partial(self._change, operations.rename))
        self.work.progressed.connect(self.head.show_progress)
        self.work.ended.connect(partial(self.head.show_progress, None))
        self.work.attached.connect(self._expect_new)
        self.session.changed.connect(self._changed)
        self.session.leaving.connect(self.list.flush)

    # ---- what is shown

    def show_owner(self, owner: Owner | None) -> None:
        """Show the files of this owner in the open round; ``None``: of nothing."""
        if (owner, self.session.round_id) != (self.owner, self._round_id):
            self.list.flush()
            self.owner, self._round_id = owner, self.session.round_id
            self._choose_new = False
            self._show((owner, self._round_id), ())
        self.setEnabled(owner is not None and self._round_id is not None)
        self.refresh()

    def show_round(self) -> None:
        """Show those about the open round as a whole."""
        self.show_owner(ROUND)

    def refresh(self) -> None:
        """Read them again."""
        owner, round_id = self.owner, self._round_id
        if owner is not None and round_id is not None:
            self.session.run(lambda ws: attachments.attached(ws, round_id, owner), partial(self._show, (owner, round_id)))

    def _changed(self, change: Change) -> None:
        if PART in change.parts:
            self.refresh()

    def _expect_new(self) -> None:
        self._choose_new = True
        self.refresh()

    def _show(self, key: tuple[Owner | None, int | None], files: Sequence[Attachment]) -> None:
        if key != (self.owner, self._round_id):
            return
        before, chosen = {file.id for file in self.model.files}, {file.id for file in self.list.chosen}
        place, focused = self.list.currentIndex().row(), self.list.hasFocus()
        self.model.show_files(files)
        self.list.setVisible(bool(files))
        new = {file.id for file in files} - before
        if self._choose_new and new:
            self._choose_new = False
            self._choose(new)
        elif chosen:  # what is still there, else the neighbour of what was deleted
            here = chosen & {file.id for file in files}
            self.list.choose(here or {file.id for file in files[max(0, place) :][:1] or files[-1:]})
        if focused and not files:
            self.head.add.setFocus()
        self._say()
        self.counted.emit(len(files))

    def _choose(self, new: Collection[int]) -> None:
        """Go to what has come; it took a while, and who writes notes or a caption meanwhile goes on writing."""
        focus = cast(QWidget | None, self.window().focusWidget()) or self.list
        if not self.list.isAncestorOf(focus):
            self.list.choose(new)
        if focus is self.list or self.head.isAncestorOf(focus):
            self.list.setFocus()
            QTimer.singleShot(0, self, self._scroll_here)  # when the list is as high as its files need

    def _scroll_here(self) -> None:
        """Scroll the page to the files that have come."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            theme.lay_out_now()
            around.ensureWidgetVisible(self.list, 0, theme.SPACE)

    def _say(self) -> None:
        """What there is, and what can be done with it."""
        chosen = bool(self.list.chosen)
        ready = {"open": chosen, "save": chosen, "delete": chosen, "shrink": bool(self._to_shrink())}
        self.head.show_files(len(self.model.files), size_text(sum(file.size for file in self.model.files)), ready)

    def take_focus(self) -> None:
        """To the files, or to the button that adds some."""
        (self.list if self.model.files else self.head.add).setFocus()

    # ---- files come

    def add(self) -> None:
        """Ask for files."""
        if self.owner is not None:
            dialogs.choose_to_attach(self.session, self, partial(self.work.add_files, self.owner))

    def paste(self) -> None:
        """Attach what is on the clipboard: files, a picture, or files cut elsewhere."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, mime: QMimeData) -> None:
        """Attach what is in it, or say that there is nothing."""
        found, owner = brought(mime, self._place), self.owner
        if owner is None or self._round_id is None:
            return
        if found is None:
            self.session.message.emit(UserError("evidence-no-picture"))
        elif found.ids:
            self._change(operations.move_files, found.ids, owner, done=lambda _change: self._expect_new())
        elif found.image is not None:
            self.work.add_picture(owner, found.image)
        else:
            self.work.add_files(owner, found.paths)

    @property
    def _place(self) -> tuple[object, object]:
        return self.session.path, self._round_id

    # ---- what is done with them

    def cut(self) -> None:
        """Take the chosen files to another place: they go there when they are pasted."""
        if self.list.chosen:
            QGuiApplication.clipboard().setMimeData(cut_of([file.id for file in self.list.chosen], self._place))
            self.session.note("evidence.cut", count=len(self.list.chosen))

    def open(self) -> None:
        """Show the chosen files in the system's viewers; what is none for them can be saved."""
        for file in self.list.chosen:
            if can_open(file):
                open_copy(self.session, file)
            else:
                self.session.message.emit(UserError("evidence-not-opened", file=file.name))

    def save(self) -> None:
        """Ask where to write the chosen files."""
        chosen = self.list.chosen
        if len(chosen) == 1:
            dialogs.choose_target(self.session, self, chosen[0].name, partial(self.work.save, chosen[0]))
        elif chosen:
            dialogs.choose_folder(self.session, self, partial(self.work.save_all, chosen))

    def _to_shrink(self) -> list[Attachment]:
        """The pictures that are worth it, of those chosen, or of all."""
        return [file for file in self.list.chosen or self.model.files if is_picture(file.kind) and file.size > WORTH]

    def shrink(self) -> None:
        """Make large pictures smaller: those chosen, or all."""
        self.work.shrink(self._to_shrink())

    def delete(self) -> None:
        """Take the chosen files away; undo brings them back."""
        if self.list.chosen:
            self._change(operations.detach, [file.id for file in self.list.chosen])

    def _move(self, step: int) -> None:
        """The current file before or behind its neighbour."""
        place = self.list.currentIndex().row()
        if self.owner is not None and place >= 0 and 0 <= place + step < len(self.model.files):
            self._change(operations.move_files, [self.model.files[place].id], self.owner, place + step)

    def _change(self, operation: Callable[..., Change], *args: object, done: Callable[[Change], None] | None = None) -> None:
        if self._round_id is not None:
            self.session.change(operation, self._round_id, *args, done=done)

    # ---- keys, drops, menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for key in ("cut-do", "paste", "save"):
            if pressed(event, f"evidence.{key}"):
                self._do[key]()
                return
        super().keyPressEvent(event)

    def take_drops_on(self, widget: QWidget) -> None:
        """What is dropped on this widget, too, is attached."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def take_from(self, lines: QPlainTextEdit) -> None:
        """What is dropped or pasted into a text is attached, if it is no text."""
        self.take_drops_on(lines.viewport())
        lines.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and self.isEnabled() and brings(event.mimeData(), beside_text=False):
            self._drop(event)
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and pressed(event, "evidence.paste"):
            mime = QGuiApplication.clipboard().mimeData()
            if brings(mime, beside_text=False):
                self.take(mime)
                return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drop(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drop(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop(event)

    def _drop(self, event: QDropEvent) -> None:
        """All three kinds of it: what is let in, and what is let go."""
        if not brings(event.mimeData()):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.take(event.mimeData())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        pop_up(self.make_menu(), event)

    def make_menu(self) -> QMenu:
        """All that can be done here, with its keys."""
        menu, count = QMenu(self), len(self.list.chosen)
        ready = {"caption-do": count == 1, "rename": count == 1, "paste": True, "shrink": bool(self._to_shrink())}
        for key in ("open", "save", "caption-do", "rename", "cut-do", "paste", "shrink", "delete"):
            action = menu.addAction("\t".join(filter(None, (self.session.words(f"evidence.{key}"), keys_of(f"evidence.{key}")))))
            action.setData(key)
            action.setEnabled(ready.get(key, count > 0))
            action.triggered.connect(lambda _on=False, do=self._do[key]: do())
        return menu

    def retranslate(self) -> None:
        """Every text in the session's language."""
        self.model.lang = self.session.lang
        self.list.setAccessibleName(self.session.words("evidence.title"))
        self.list.setAccessibleDescription(spoken("evidence", lang=self.session.lang))
        self.head.retranslate()
        self.model.tell_changed()
        self._say()
