"""Steps that are lists: one list fills the page, several have a tab each."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import browse
from db.browse import Entry
from db.workspace import Workspace
from diagnosis.findings import Place
from ui import icons, theme
from ui.pages.page import Page
from ui.session import Session
from ui.shortcuts import tip
from ui.widgets.evidence_strip import PART as ATTACHMENTS
from ui.widgets.list_pane import ListPane
from ui.widgets.page_frame import PageHead, Section, page_column
from ui.widgets.record_form import RecordForm
from ui.widgets.scrolling import Scrolling
from ui.widgets.tabs import Tabs

ROSTERS = {".xlsx", ".xls", ".csv", ".txt"}
RETURNED = {".zip"}  # what forms come back in besides
COMPLETE = "complete"  # declared beside each list, not on a tab of its own


class ListsPage(Page):
    """The lists and records of a step."""

    def __init__(self, session: Session) -> None:
        """Reads when it is shown."""
        super().__init__(session)
        parts = [part for part in session.questionnaire.on(self.step) if part.id != COMPLETE]
        self.parts |= {COMPLETE, ATTACHMENTS}
        self._head = PageHead(session, self.step)
        self.tabs = Tabs(self._tab_name, {part.id: partial(self._make, part.id) for part in parts})
        self.tabs.bar.setVisible(len(parts) > 1)
        self._sections: list[Section] = []
        page_column(self, self._head, self.tabs)
        self.retranslate()
        self.tabs.start()  # what is in them is made with its texts
        self.tabs.opened.connect(lambda _part: self._refresh_part())

    def _tab_name(self, part_id: str) -> str:
        return self.session.questionnaire.parts[part_id].name.to(self.session.lang)

    def _make(self, part_id: str) -> QWidget:
        part = self.session.questionnaire.parts[part_id]
        if part.kind == "list":
            pane = ListPane(self.session, part)
            pane.counted.connect(lambda count: self.tabs.show_count(part_id, str(count)))
            pane.retranslate()
            return pane
        form = RecordForm(self.session, part, columns=2)
        section = Section(self.session, part, form, named=False)
        form.helped.connect(section.say)
        form.retranslate()
        section.retranslate()
        self._sections.append(section)
        whole = QWidget()
        column = QVBoxLayout(whole)
        theme.tight(column)
        column.addWidget(section)
        column.addStretch(1)
        return Scrolling(whole)

    def pane(self, part_id: str) -> ListPane | RecordForm:
        """The table or the form of a part, its tab opened."""
        content = self.tabs.open(part_id)
        if isinstance(content, ListPane):
            return content
        form = content.findChild(RecordForm)
        assert isinstance(form, RecordForm)
        return form

    def refresh(self) -> None:
        self._refresh_part()
        round_id = self.session.round_id
        others = list(self.parts - {self.tabs.part, COMPLETE, ATTACHMENTS})
        if round_id is None or not others:
            return

        def count(ws: Workspace) -> dict[str, str]:
            return {part: self._count(ws, round_id, part) for part in others}

        self.session.run(count, self._show_counts)

    def _count(self, ws: Workspace, round_id: int, part_id: str) -> str:
        part = self.session.questionnaire.parts[part_id]
        if part.kind == "list":
            return str(browse.count(ws, round_id, part_id))
        return _answered(browse.record(ws, round_id, part_id), len(part.questions))

    def _show_counts(self, counts: dict[str, str]) -> None:
        for part, count in counts.items():
            self.tabs.show_count(part, count)

    def _refresh_part(self) -> None:
        shown = self.pane(self.tabs.part)
        if isinstance(shown, ListPane):
            shown.refresh()
        else:
            shown.load()

    def retranslate(self) -> None:
        self._head.retranslate()
        self.tabs.bar.setAccessibleName(self._head.name)
        self.tabs.retranslate()
        for section in self._sections:
            section.retranslate()
        for content in self.tabs.made.values():
            shown = content if isinstance(content, ListPane) else content.findChild(RecordForm)
            if isinstance(shown, ListPane | RecordForm):
                shown.retranslate()

    def go_to(self, place: Place) -> None:
        part = place.field if place.part == COMPLETE else place.part
        if part is None or part not in self.parts - {COMPLETE, ATTACHMENTS}:
            return
        shown = self.pane(part)
        if place.part == COMPLETE and isinstance(shown, ListPane):
            shown.complete.setFocus()
            return
        if isinstance(shown, ListPane):
            shown.go_to(place.row, place.field)
        else:
            shown.focus_field(place.field)


def _answered(entry: Entry, asked: int) -> str:
    return f"{len(entry.answers)}/{asked}"


class EnterprisesPage(ListsPage):
    """The firms; a roster of them can be imported, and dropped onto the page."""

    step = "enterprises"

    def __init__(self, session: Session) -> None:
        """The button stands beside the title."""
        self.roster = theme.button()
        super().__init__(session)
        self._head.put_beside(self.roster)
        self.roster.clicked.connect(lambda: session.roster_wanted.emit(None))
        self.setAcceptDrops(True)

    def refresh(self) -> None:
        super().refresh()
        self.roster.setEnabled(self.session.round_id is not None)

    def retranslate(self) -> None:
        super().retranslate()
        self.roster.setText(self.session.words("table.roster"))
        self.roster.setIcon(icons.icon("import"))
        self.roster.setToolTip(tip(self.session.words("table.roster-tip"), "menu.import-roster", self.session.lang))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files_in(event) and self.session.round_id is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """One file is a roster; several, or a folder of them, are forms that have come back."""
        paths = _files_in(event)
        if paths:
            event.acceptProposedAction()
            is_roster = len(paths) == 1 and not paths[0].is_dir() and paths[0].suffix.lower() in ROSTERS
            (self.session.roster_wanted.emit(paths[0]) if is_roster else self.session.returns_wanted.emit(paths))


def _files_in(event: QDropEvent) -> list[Path]:
    """What is dropped, if all of it may hold firms."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    fits = len(paths) == len(urls) and all(path.suffix.lower() in ROSTERS | RETURNED or path.is_dir() for path in paths)
    return paths if fits else []


class ActorsPage(ListsPage):
    """Institutions, platforms, organisations and public services."""

    step = "actors"
