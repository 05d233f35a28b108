"""Writing in the report: the outline at the left, the section at the right; what is done becomes named changes of the workspace."""

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from db import operations
from db.dots import person
from db.operations import Change
from db.versions import versions
from diagnosis.authored import OWN, TOP, Remark, Version
from diagnosis.text import Lang, phrase
from reports.authoring.arranging import Part
from reports.paged import Look
from ui import theme
from ui.authoring.outline import Outline, rows_of
from ui.authoring.pane import SectionPane
from ui.authoring.section_menu import can
from ui.authoring.work import Reading, Wanted, Work
from ui.session import Session
from ui.shortcuts import tip
from ui.tasks import Task
from ui.widgets.page_frame import BOTTOM
from ui.widgets.segments import Segments
from ui.widgets.sheet import show_text

OUTLINE_WIDTH = 264
ANYWHERE = ("write", "add", "make-own", "keep", "take")  # what does not depend on what a section is
TABLE = "authored"


class AuthoringTab(QWidget):
    """``read``: what is shown is what the workspace has. ``edited_file``: an edited report is to be read back."""

    read = Signal()
    edited_file = Signal()

    def __init__(self, session: Session, earlier: Callable[[], int | None], look: Callable[[], Look]) -> None:
        """``earlier``: the round that the report is compared with; ``look``: how it is to look."""
        super().__init__()
        self.session, self._earlier = session, earlier
        self.work: Work | None = None
        self._picked: Lang | None = None
        self._wanted = ""  # the section to be shown as soon as it is there
        self._left = ""  # the one that was current when the report in the other language began to be read
        self._reading = Reading()
        self._task: Task | None = None
        self.languages = Segments([(lang, phrase("pages", f"report.{lang}")) for lang in ("zh", "en")], clearable=False)
        self.outline, self.pane = Outline(), SectionPane(session, look)
        self.add, self.readback, self.state = theme.button(), theme.button("link"), theme.label("muted")
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        left = QWidget()
        column, row = QVBoxLayout(left), QHBoxLayout()
        theme.tight(column)
        theme.tight(row)
        row.addWidget(self.add)
        row.addStretch(1)
        row.addWidget(self.readback)
        column.addWidget(self.languages)
        column.addWidget(self.outline, 1)
        column.addLayout(row)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(left)
        self.split.addWidget(self.pane)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([OUTLINE_WIDTH, 600])
        self.split.setHandleWidth(1)
        column.setContentsMargins(0, 0, theme.SPACE, 0)
        self.split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        theme.tight(whole)
        whole.setContentsMargins(0, 0, 0, BOTTOM)
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole.addWidget(self.state)
        whole.addWidget(self.split, 1)
        self.split.hide()

    def _connect(self) -> None:
        self.languages.picked.connect(self._pick_language)
        self.outline.chosen.connect(self._choose)
        self.outline.asked.connect(self.do)
        self.pane.asked.connect(self.do)
        self.pane.stored.connect(self._store)
        self.pane.renamed.connect(self._rename)
        self.pane.wants_versions.connect(self._read_versions)
        self.pane.views.versions.taken.connect(self._take_version)
        self.pane.views.remarks.added.connect(self._add_remark)
        self.pane.views.remarks.removed.connect(lambda remark: self._remark(Remark(remark.id, remark.who, remark.at, "")))
        self.add.clicked.connect(lambda: self.do("add"))
        self.readback.clicked.connect(self.edited_file)
        self.pane.picked.connect(self.outline.select)
        self.pane.left.connect(self.outline.setFocus)
        self.session.leaving.connect(self.pane.editor.rest)
        self.session.round_opened.connect(self._forget)

    # ---- reading

    @property
    def lang(self) -> Lang:
        """The language of the report that is written: the one chosen, else the window's."""
        return self._picked or self.session.lang

    @property
    def round_id(self) -> int:
        """The open round."""
        return self.session.round_id or 0

    def _forget(self) -> None:
        """Another round: nothing of the one before is shown."""
        self._ask()
        self._reading = Reading()
        self.work = None
        self.pane.forget()
        self.split.hide()
        self.state.show()

    def refresh(self) -> None:
        """Read the report anew: data or texts are others."""
        diagnosis = self.session.diagnosis
        if diagnosis is None or self.session.round_id is None:
            return
        wanted = Wanted(self.session.round_id, self._earlier(), self.lang, self.session.framework)
        self._ask()
        if self.work is not None and self.work.lang != self.lang:
            self._wait()
        reading = self._reading
        task = self._task = self.session.read(lambda workspace: reading.steps(workspace, wanted, diagnosis))
        task.finished.connect(partial(self._came, task, wanted))
        task.failed.connect(self.session.tell)

    def reword(self) -> None:
        """Reports are written in other words from now on: the drafts are others."""
        self._ask()
        self._reading = Reading()
        self.refresh()

    def _wait(self) -> None:
        """The outline of a report in another language is none to work with; what stands in the editor still belongs to that one."""
        self._left = self.outline.current or self._left
        self.outline.wait(self.session.words("authoring.composing"))

    def _ask(self) -> None:
        """What is being read is out of date."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _came(self, task: Task, wanted: Wanted) -> None:
        if task is self._task and (wanted.round_id, wanted.lang) == (self.session.round_id, self.lang):
            self._task = None
            self._show(task.result)

    def _show(self, work: Work) -> None:
        self.work = work
        current = self._wanted or self.outline.current or self._left or "summary"
        self.outline.show_rows(rows_of(work, work.numbers, self.session.words), current)
        if self.outline.current == self._wanted:
            self._wanted = ""
        self.state.hide()
        self.split.show()
        if self.outline.current:
            show_text(self.pane.head.number, self.outline.line.number if self.outline.line is not None else "")
            self.pane.show_section(work, self.outline.current)
        self.read.emit()

    def _choose(self, section: str) -> None:
        if self.work is not None and section:
            show_text(self.pane.head.number, self.outline.line.number if self.outline.line is not None else "")
            self.pane.show_section(self.work, section)

    @property
    def stale(self) -> tuple[str, ...]:
        """The sections of the report whose text was written over other data."""
        return tuple(self.work.stale) if self.work is not None else ()

    def go_to(self, section: str, lang: Lang | None = None) -> None:
        """Show a section, now or as soon as it is read; ``lang``: of the report in that language."""
        if lang not in (None, self.lang):
            self._wanted = section
            self._pick_language(lang)
            self.languages.show_value(self.lang)
        elif not self.outline.select(section):
            self._wanted = section
        self.outline.setFocus()

    def _pick_language(self, lang: Lang) -> None:
        self.pane.editor.rest()
        self._picked = lang
        self.refresh()

    # ---- changes

    def change(self, operation: Callable[..., Change], *args: object) -> None:
        """A change of the report that is shown."""
        self.session.change(operation, self.round_id, self.work.lang if self.work is not None else self.lang, *args)

    def _store(self, section: str, markup: str) -> None:
        """A text was written in the report that the pane shows; one that says what the draft says is none."""
        work = self.pane.work
        part = work.part(section) if work is not None else None
        if part is None or work is None or (part.written.text is None and markup == part.section.draft):
            return
        self._ask()
        args = (self.round_id, work.lang, section, markup, work.base(part, markup))
        refused = partial(self._refused, section, markup)
        self.session.change(operations.write_text, *args, visit=self.pane.editor.visit, failed=refused)

    def _refused(self, section: str, markup: str, error: Exception) -> None:
        """A text cannot be stored, now or later: it stays under the cursor, beside what the workspace has."""
        self.session.tell(error)
        if section == self.pane.section:
            self.pane.editor.not_stored(markup)
        self.refresh()

    def _rename(self, title: str) -> None:
        part = self.pane.part
        if part is not None and title != part.title and (title or not part.added):
            self.change(operations.rename_section, part.section.id, None if title in ("", part.section.title) and not part.added else title)

    def do(self, name: str) -> None:
        """One of the things that can be done with the current section."""
        self.pane.editor.rest()
        part, work = self.work.part(self.outline.current) if self.work is not None else None, self.work
        if work is None or not self.outline.current or not (name in ANYWHERE or can(name, part, homeless=part is None)):
            return
        does: dict[str, Callable[[], object]] = {
            "write": self.pane.editor.setFocus,
            "rename": self.pane.begin_rename,
            "add": partial(self._add, part),
            "make-own": self._make_own,
            "delete": lambda: self.change(operations.delete_section, self.outline.current, self.pane.head.title.text()),
            "move-up": partial(self._move, part, -1),
            "move-down": partial(self._move, part, 1),
        }
        if part is not None:
            does |= {
                "leave-out": lambda: self.change(operations.leave_out, part.section.id, part.title, not part.left_out),
                "reset": lambda: self.change(operations.reset_section, part.section.id, part.title),
            }
        if part is not None and part.section.id in work.stale:
            does |= {
                "take": lambda: self.change(operations.reset_section, part.section.id, part.title),
                "keep": lambda: self.change(operations.keep_text, part.section.id, work.fresh(part, self.pane.editor.markup)),
            }
        does.get(name, lambda: None)()

    def _siblings(self, part: Part) -> tuple[str, list[str]]:
        """The chapter a section stands in (or the report), and its neighbours in their order."""
        chapters = self.work.composed.arranged.chapters if self.work is not None else ()
        for chapter in chapters:
            inside = [each.section.id for each in chapter.parts]
            if part.section.id in inside:
                return chapter.section.id, inside
        return TOP, [chapter.section.id for chapter in chapters if chapter.section.movable]

    def _move(self, part: Part | None, step: int) -> None:
        if part is None:
            return
        parent, order = self._siblings(part)
        at = order.index(part.section.id)
        if 0 <= at + step < len(order):
            order.insert(at + step, order.pop(at))
            self.change(operations.order_sections, parent, order, part.title)

    def _add(self, part: Part | None) -> None:
        """A section behind the current one; in a chapter, its first."""
        if part is None or self.work is None:
            return
        if part.section.level == 3:
            part = next(each for each in self.work.composed.arranged.each() if part.section.id in each.told)
        parent, order = self._siblings(part)
        if parent == TOP:
            parent, order = part.section.id, [each.section.id for each in part.parts]
            at = 0
        else:
            at = order.index(part.section.id) + 1
        self._put(parent, [*order[:at], "", *order[at:]], self.session.words("authoring.new-title"))

    def _put(self, parent: str, order: Sequence[str], title: str) -> None:
        name = f"{OWN}{secrets.token_hex(4)}"
        self._wanted = name
        self.change(operations.add_section, name, parent, title, [each or name for each in order])

    def _make_own(self) -> None:
        """A text that has no section any more becomes one of its own, at the end of the gaps."""
        if self.work is None:
            return
        section = self.outline.current
        written = self.work.authored.of(section)
        chapter = next((each for each in self.work.composed.arranged.chapters if each.section.id == "gaps"), None)
        if chapter is None:
            return
        title, order = written.title or written.base.title, [each.section.id for each in chapter.parts]
        self._wanted = section
        self.change(operations.adopt_section, section, chapter.section.id, title, [*order, section])

    # ---- versions and comments

    def _read_versions(self) -> None:
        work, round_id, section = self.pane.work, self.round_id, self.pane.section
        if work is None:
            return

        def show(found: tuple[Version, ...]) -> None:
            shown = self.pane.work
            if shown is not None and (round_id, work.lang, section) == (self.round_id, shown.lang, self.pane.section):
                self.pane.show_versions(found)

        self.session.run(lambda workspace: versions(workspace, round_id, work.lang, section), show)

    def _take_version(self, version: Version) -> None:
        self.change(operations.write_text, self.pane.section, version.text, version.base)

    def _add_remark(self, text: str) -> None:
        self._remark(Remark(secrets.token_hex(4), person(), dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), text))

    def _remark(self, remark: Remark) -> None:
        self.change(operations.set_remark, self.pane.section, remark)

    # ---- words

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words, lang = self.session.words, self.session.lang
        self.languages.retranslate(lang)
        self.languages.show_value(self.lang)
        self.languages.describe(words("authoring.language"), "")
        self.state.setText(words("authoring.reading"))
        self.add.setText(words("authoring.add"))
        self.add.setToolTip(tip(words("authoring.add"), "authoring.add", lang))
        self.readback.setText(words("authoring.readback"))
        self.outline.setAccessibleName(words("authoring.outline-name"))
        self.pane.retranslate()
        if self.work is not None and self.work.lang != self.lang:
            QTimer.singleShot(0, self, self.refresh)
        elif self.work is not None:
            self.outline.show_rows(rows_of(self.work, self.work.numbers, words), self.outline.current)
