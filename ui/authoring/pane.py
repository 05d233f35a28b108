"""A section: its heading, what has changed, the text in its editor, and beside or below it the views of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from diagnosis.authored import Version
from reports.authoring.arranging import Part
from reports.paged import Look
from ui import theme
from ui.authoring.chip_words import ChipWords
from ui.authoring.editor import LONGEST, SectionEditor
from ui.authoring.section_head import SectionHead
from ui.authoring.section_menu import SectionMenu
from ui.authoring.section_notice import SectionNotice
from ui.authoring.section_tools import SectionTools
from ui.authoring.section_views import SectionViews
from ui.authoring.work import Work
from ui.session import Session
from ui.shortcuts import listen

WIDE = 860  # pixels: from here on the views stand beside the text


class SectionPane(QWidget):
    """``stored`` (id, markup): a text is to be stored. ``asked`` (what): of ``DOES``, ``keep``, ``take`` or ``make-own``.

    ``renamed`` (heading). ``wants_versions``: they are looked at. ``left``: back to the outline. ``picked`` (id): clicked on a page.
    """

    stored = Signal(str, str)
    picked = Signal(str)
    asked = Signal(str)
    renamed = Signal(str)
    wants_versions = Signal()
    left = Signal()

    def __init__(self, session: Session, look: Callable[[], Look]) -> None:
        """No section is shown yet. ``look``: how the report is to look on its pages."""
        super().__init__()
        self.session = session
        self.work: Work | None = None
        self.part: Part | None = None
        self.homeless = ""  # a section that the report does not have
        self._edited = ("", "")  # language and section of the text that stands in the editor
        self._chips = ChipWords(session)
        self.editor = SectionEditor(self._chips.reads, self._chips.tells)
        self.head, self.notice, self.more = SectionHead(), SectionNotice(session), SectionMenu(session)
        self.tools = SectionTools(session, self.editor, self._chips, self.more)
        self.views = SectionViews(session, look, lambda: self.editor.markup)
        self._lay_out()
        self._connect()
        self.views.start()
        self.retranslate()

    def _lay_out(self) -> None:
        self._upper = QWidget()
        column = QVBoxLayout(self._upper)
        theme.tight(column)
        for widget in (self.head, self.tools, self.notice):
            column.addWidget(widget)
        column.addWidget(self.editor, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self._upper)
        self.split.addWidget(self.views)
        self.split.setSizes([520, 200])
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        column.setContentsMargins(theme.SPACE, 0, 0, theme.SPACE)
        self.views.setContentsMargins(theme.SPACE, 0, 0, 0)
        self.editor.setMinimumHeight(96)
        self.views.setMinimumHeight(120)
        whole = QVBoxLayout(self)
        theme.tight(whole, 0)
        whole.addWidget(self.split)

    def _connect(self) -> None:
        listen(self, "authoring.fact", self.tools.pick_fact, within=True)
        listen(self, "authoring.reference", self.tools.pick_reference, within=True)
        listen(self, "authoring.outline", self._escape, within=True)
        listen(self, "pages.show", lambda: self.views.open("pages"), within=True)
        self.views.pages.picked.connect(self.picked)
        self.views.pages.entered.connect(self._enter)
        self.views.pages.other.connect(lambda: self.views.open("preview"))
        self.views.pages.enlarged.connect(lambda large: self._upper.setVisible(not large))
        self.views.wants_versions.connect(self.wants_versions)
        self.views.opened.connect(lambda _name: self._opened())
        self.editor.rested.connect(self._rested)
        self.editor.changed.connect(self.views.follow_soon)
        self.editor.overfull.connect(partial(self.session.note, "authoring.overfull", longest=f"{LONGEST:,}"))
        self.notice.wants_changes.connect(lambda: self.views.open("changes"))
        self.notice.asked.connect(self.asked)
        self.more.asked.connect(self.asked)
        self.head.written.connect(self.editor.setFocus)
        self.head.renamed.connect(self.renamed)

    def _opened(self) -> None:
        self._make_room()
        self.views.show_now()

    def _enter(self) -> None:
        """From a page into the text that makes it."""
        self.views.pages.shrink()
        self.editor.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = Qt.Orientation.Horizontal if event.size().width() >= WIDE else Qt.Orientation.Vertical
        if wanted != self.split.orientation():
            self.split.setOrientation(wanted)
            self.split.setSizes([500, 500] if wanted == Qt.Orientation.Horizontal else [520, 200])
            self._make_room()

    def _make_room(self) -> None:
        """A view that needs more room than there is gets it, and it stays: the tabs are not to move under the mouse each time."""
        whole, lower = sum(self.split.sizes()), self.split.sizes()[1]
        wanted = round(self.views.share * whole)
        if self.split.orientation() == Qt.Orientation.Vertical and lower < wanted:
            self.split.setSizes([whole - wanted, wanted])

    # ---- what is shown

    def show_section(self, work: Work, section: str) -> None:
        """Show a section; a text that is being written stays under the cursor."""
        about = (work.lang, section)
        if about != self._edited:
            self.editor.rest()  # what was typed belongs to the section, and the language, before
            self.head.rest()
            self.views.versions.forget()
        self.work, self.part = work, work.part(section)
        self.homeless = "" if self.part is not None else section
        self.editor.write_in(work.lang)
        self.views.write_in(work.lang)
        if about != self._edited or not self.editor.pending:
            self.editor.show_markup(self.markup_of(section))
        self._edited = about
        self._chips.work = work
        self.editor.show_facts()
        self._show_all()

    def forget(self) -> None:
        """Nothing of another round may be stored in this one."""
        self.work, self.part, self.homeless, self._edited = None, None, "", ("", "")
        self._chips.work = None
        self.views.forget()
        self.editor.show_markup("")

    @property
    def section(self) -> str:
        """The id of the section that is shown."""
        return self.part.section.id if self.part is not None else self.homeless

    def markup_of(self, section: str) -> str:
        """The text of a section as it stands in the workspace, or its draft."""
        part = self.work.part(section) if self.work is not None else None
        if part is not None:
            return part.written.text if part.written.text is not None else part.section.draft
        written = self.work.authored.of(section).text if self.work is not None else None
        return written or ""

    def _show_all(self) -> None:
        work, part = self.work, self.part
        if work is None:
            return
        title = part.title if part is not None else work.authored.of(self.homeless).base.title or self.homeless
        self.head.title.setText(title)
        self.editor.setReadOnly(part is None or part.left_out)
        self.editor.setAccessibleName(self.session.words("authoring.editor-name", title=title))
        self.tools.enable()
        self.notice.show_part(work, part, self.section)
        self.more.show_part(part, homeless=bool(self.homeless))
        self.views.show_part(work, part, self.section)

    def show_versions(self, found: tuple[Version, ...]) -> None:
        """The versions of the section that is shown."""
        self.views.show_versions(found)

    # ---- writing

    def _rested(self, markup: str) -> None:
        if self.part is not None:
            self.stored.emit(self.part.section.id, markup)

    def begin_rename(self) -> None:
        """Edit the heading."""
        if self.part is not None and self.part.section.heading is not None:
            self.head.begin(self.part.title)

    def _escape(self) -> None:
        """Out of the section; a heading that is being changed stays as it was."""
        self.head.rest()
        self.left.emit()

    # ---- words

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words = self.session.words
        for each in (self.tools, self.more, self.notice, self.views):
            each.retranslate()
        self.head.rename.setAccessibleName(words("authoring.title-name"))
        self.editor.setAccessibleDescription(words("authoring.editor-hint"))
        self.editor.setPlaceholderText(words("authoring.no-text"))
        self._show_all()
