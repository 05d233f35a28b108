"""The interviews: the list of them at the left, the one being noted at the right, with its files below the notes."""

import datetime as dt
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db import browse, operations
from db.attachments import Owner
from db.browse import Entry, View
from db.operations import Change
from db.workspace import Workspace
from diagnosis.findings import Place
from ui import icons, theme
from ui.pages.page import Page
from ui.session import Session
from ui.shortcuts import listen, tip
from ui.typed_ahead import TypedAhead
from ui.widgets import table_blocks
from ui.widgets.empty_state import EmptyState
from ui.widgets.evidence_strip import PART as ATTACHMENTS
from ui.widgets.evidence_strip import EvidenceStrip
from ui.widgets.interview_list import InterviewList, Line
from ui.widgets.list_pane import SEARCH_AFTER_MS
from ui.widgets.notes_form import NotesForm
from ui.widgets.page_frame import PageHead, page_column
from ui.widgets.record_form import RecordForm
from ui.widgets.search_line import SearchLine
from ui.widgets.table_blocks import Pasted, Target

PART, NOTES = "interviews", "notes"
LIST_WIDTH, SEARCH_WIDTH = 232, 240
LABEL_WIDTHS = {"zh": (48, 32), "en": (48, 84)}  # of the names at the left, and of those at the right
FORM_WIDTH = 216
ROOM_FOR_FILES = 720  # pixels of the page from which two lines of files leave the notes enough
LONGEST_TITLE = 60  # characters of the notes, where nobody is named
Found = tuple[list[tuple[int, Entry]], int]  # the interviews shown, and how many there are in all


class InterviewsPage(Page):
    """Ctrl+N begins an interview of today; what is searched for is marked in the notes, and F3 goes from one place to the next."""

    step = PART

    def __init__(self, session: Session) -> None:
        """Reads when it is shown."""
        super().__init__(session)
        self.parts |= {ATTACHMENTS}
        self._part = session.questionnaire.parts[PART]
        self._entries: dict[int, Entry] = {}
        self._total = 0
        self._ahead = TypedAhead(self, session)
        self._wanted: tuple[int, str] | None = None  # the row that is to be shown once it is there, and the field for the focus
        self.head, self.list = PageHead(session, self.step), InterviewList()
        asked = [question for question in self._part.questions if question.id != NOTES]
        self.forms = {question.id: RecordForm(session, self._part, [question], columns=1) for question in asked}
        self.notes, self.evidence = NotesForm(session, self._part, NOTES), EvidenceStrip(session, "evidence.hint-interview")
        self.empty = EmptyState([self.add, self.paste, session.import_wanted.emit], self.paste)
        self.add_button, self.delete_button, self.now = (theme.button() for _ in range(3))
        self.search, self.count, self.notes_name = SearchLine(), theme.label("muted"), theme.label("heading")
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._lay_out()
        self._connect()
        self.retranslate()

    # ---- building

    def _lay_out(self) -> None:
        bar, columns, right, named = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for layout in (bar, right, named):
            theme.tight(layout)
        theme.tight(columns, 2 * theme.SPACE)
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.search.setFixedHeight(theme.CONTROL_HEIGHT)
        for button, name in ((self.add_button, "plus"), (self.delete_button, "trash")):
            button.setIcon(icons.icon(name))
        for part in (self.add_button, self.delete_button, self.search, self.count):
            bar.addWidget(part)
        bar.addStretch(1)
        named.addWidget(self.notes_name)
        named.addStretch(1)
        named.addWidget(self.now)
        right.addLayout(self._about())
        right.addLayout(named)
        right.addWidget(self.notes, 1)
        right.addWidget(self.evidence)
        self.list.setFixedWidth(LIST_WIDTH)
        columns.addWidget(self.list)
        columns.addLayout(right, 1)
        both, whole = QWidget(), QWidget()
        both.setLayout(columns)
        self.stack = QStackedWidget()
        self.stack.addWidget(both)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(whole)
        theme.tight(column)
        column.addLayout(bar)
        column.addWidget(self.stack, 1)
        page_column(self, self.head, whole)

    def _about(self) -> QGridLayout:
        """Date and organisation above person and position."""
        about = QGridLayout()
        theme.tight(about)
        about.setHorizontalSpacing(2 * theme.SPACE)
        for place, form in enumerate(self.forms.values()):
            about.addWidget(form, *divmod(place, 2))
            form.setMinimumWidth(FORM_WIDTH)
        about.setColumnStretch(1, 1)
        return about

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _row: self._show_current())
        self.list.itemActivated.connect(lambda _item: self.notes.lines.setFocus())
        self.add_button.clicked.connect(self.add)
        self.delete_button.clicked.connect(self.delete)
        self.now.clicked.connect(self.notes.note_time)
        self._search_timer.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.search.returnPressed.connect(partial(self.seek, 1))
        self.search.installEventFilter(self)
        self.evidence.take_from(self.notes.lines)
        self.evidence.take_drops_on(self)
        for name, do in (
            ("table.add", self.add),
            ("table.delete", self.delete),
            ("table.search", self.search.setFocus),
            ("table.paste-rows", self.paste),
            ("interviews.now", self.notes.note_time),
            ("interviews.today", self._set_today),
            ("interviews.find-next", partial(self.seek, 1)),
            ("interviews.find-before", partial(self.seek, -1)),
        ):
            listen(self, name, do, within=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.evidence.list.allow(2 if event.size().height() >= ROOM_FOR_FILES else 1)

    # ---- reading

    def refresh(self) -> None:
        """Read the interviews that are searched for, the latest first."""
        round_id, search = self.session.round_id, self.search.text().strip()
        self._search_timer.stop()
        self.notes.show_words(search)
        if round_id is not None:
            self.session.run(lambda ws: _read(ws, round_id, search), partial(self._show, round_id))

    def _show(self, round_id: int, found: Found) -> None:
        if round_id != self.session.round_id:
            return
        rows, self._total = found
        self._entries = dict(rows)
        wanted = self._wanted[0] if self._wanted is not None else self.list.current
        self.list.show_lines([self._line(row_id, entry) for row_id, entry in rows], wanted)
        self.stack.setCurrentIndex(0 if self._total else 1)
        self._show_current()
        self._say_count()
        if self._wanted is not None and self._wanted[0] in self._entries:
            self._focus(self._wanted[1])
            self._wanted = None
            self._ahead.go_on()

    def _line(self, row_id: int, entry: Entry) -> Line:
        words, told = self.session.words, {name: self._told(entry, name) for name in self.forms}
        who = " ".join(text for text in (told["person"], told["position"]) if text)
        title = told["organisation"] or who or self._told(entry, NOTES)[:LONGEST_TITLE] or words("table.unnamed")
        below = " · ".join(text for text in (told["date"] or words("interviews.undated"), who if told["organisation"] else "") if text)
        spoken = f"{title}, {below}"
        return Line(
            row_id,
            title,
            below,
            entry.files,
            words("interviews.with-files", line=spoken, count=entry.files) if entry.files else spoken,
        )

    def _told(self, entry: Entry, name: str) -> str:
        answer = self._part.question(name).type.show(entry.answers.get(name), self.session.lang)
        return " ".join((entry.drafts.get(name) or answer).split())

    def _show_current(self) -> None:
        row_id = self.list.current
        entry = self._entries.get(row_id) if row_id is not None else None
        for form in (*self.forms.values(), self.notes):
            form.show_row(row_id, entry)
        self.evidence.show_owner(None if row_id is None else Owner(PART, row_id))
        for button in (self.delete_button, self.now):
            button.setEnabled(row_id is not None)

    # ---- doing

    def add(self) -> None:
        """An interview of today, ready to be typed into."""
        if self.session.round_id is not None and not self._ahead.put_off(self.add):
            done, failed, today = self._go_to_added, self._ahead.failing(self.session.tell), {"date": _today()}
            self._ahead.wait()
            self.session.change(operations.add_row, self.session.round_id, PART, today, done=done, failed=failed)

    def _go_to_added(self, change: Change) -> None:
        if change.row_id is not None:
            self._wanted = (change.row_id, "organisation")
            self.search.clear()  # a new interview would not be found by what is searched for
            self.refresh()

    def delete(self) -> None:
        """Delete the current interview; undo brings it back."""
        if self.list.current is not None and self.session.round_id is not None:
            self.session.change(operations.delete_rows, self.session.round_id, PART, [self.list.current])

    def paste(self) -> None:
        """Rows copied in a spreadsheet, in the order of the questions, as so many interviews."""
        round_id, text = self.session.round_id, QGuiApplication.clipboard().text()
        target = Target([], [question.id for question in self._part.questions], {})
        if round_id is None:
            return
        if text.strip():
            told = Pasted()

            def paste(ws: Workspace) -> Change:
                nonlocal told
                change, told = table_blocks.paste(ws, round_id, PART, text, target)
                return change

            self.session.change(paste, done=lambda _change: self.session.message.emit(told.told))
        else:
            self.session.note("table.paste-nothing")

    def _set_today(self) -> None:
        self.forms["date"].flush()
        if self.list.current is not None and self.session.round_id is not None:
            self.session.change(operations.set_cells, self.session.round_id, PART, self.list.current, {"date": _today()})

    def seek(self, step: int) -> None:
        """Go to the next (1) or the last (-1) place that is searched for: in these notes, then in those of the next interview."""
        if self._search_timer.isActive():
            self.refresh()
        if not self.notes.seek(step) and self.list.count() > 1 and self.search.text().strip():
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            self.notes.go_to_end(at_start=step > 0)
            self.notes.seek(step)
        self.notes.lines.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    # ---- words, places

    def _say_count(self) -> None:
        shown = len(self._entries)
        key = "interviews.count" if shown == self._total else "interviews.count-found" if shown else "interviews.nothing-found"
        self.count.setText(self.session.words(key, count=self._total, shown=shown, total=self._total))

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words, lang = self.session.words, self.session.lang
        self.head.retranslate()
        for form in (*self.forms.values(), self.notes):
            form.retranslate()
        self.evidence.retranslate()
        for place, form in enumerate(self.forms.values()):
            for field in form.fields.values():
                field.label.setFixedWidth(LABEL_WIDTHS[lang][place % 2])
        self.add_button.setText(words("interviews.add"))
        self.add_button.setToolTip(tip(words("interviews.add"), "table.add", lang))
        self.delete_button.setText(words("table.delete"))
        self.delete_button.setToolTip(tip(words("table.delete"), "table.delete", lang))
        self.now.setText(words("interviews.now"))
        self.now.setToolTip(tip(words("interviews.now-tip"), "interviews.now", lang))
        self.search.setPlaceholderText(words("interviews.search"))
        self.search.name_cross(words("field.clear-search"))
        self.search.setAccessibleName(words("interviews.search"))
        self.list.setAccessibleName(words("interviews.list"))
        self.notes_name.setText(self._part.question(NOTES).label.to(lang))
        ways = [words("interviews.add-first"), words("table.paste"), words("table.import")]
        self.empty.say(words("interviews.empty"), words("interviews.empty-text"), ways)
        self.list.show_lines([self._line(row_id, entry) for row_id, entry in self._entries.items()], self.list.current)
        self._say_count()

    def _focus(self, name: str) -> None:
        self.forms.get(name, self.notes).focus_field(name)

    def go_to(self, place: Place) -> None:
        """An interview by its place in the list as it was entered, and a field of it."""
        round_id, row = self.session.round_id, place.row
        if row is None or round_id is None:
            self.list.setFocus()
            return

        def came(ids: list[int]) -> None:
            if row < len(ids):
                self._wanted = (ids[row], place.field or "organisation")
                self.search.clear()
                self.refresh()

        self.session.run(lambda ws: browse.row_ids(ws, round_id, PART), came)


def _read(ws: Workspace, round_id: int, search: str) -> Found:
    with ws.reading():
        ids = browse.row_ids(ws, round_id, PART, View(sort="date", descending=True, search=search))
        found = browse.rows_by_id(ws, round_id, PART, ids)
        return [(row_id, found[row_id]) for row_id in ids], browse.count(ws, round_id, PART)


def _today() -> str:
    return dt.datetime.now().astimezone().date().isoformat()
