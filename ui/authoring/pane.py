"""A section: its heading, what can be done to it, what has changed, its text, and below it preview, changes, versions, comments."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from diagnosis.authored import Version
from reports.authoring.arranging import Part
from reports.authoring.composing import text_blocks
from reports.authoring.markup import Line
from reports.blocks import Block
from reports.paged import Look
from ui import theme
from ui.authoring import html
from ui.authoring.editor import SectionEditor
from ui.authoring.lower import Browser, RemarksView, VersionsView, changes_html
from ui.authoring.pages_pane import PagesPane
from ui.authoring.picker import Choice, Picker
from ui.authoring.work import Work
from ui.icons import icon
from ui.session import Session
from ui.shortcuts import listen, tip
from ui.widgets.page_frame import Tabs
from ui.widgets.popup import rect_of
from ui.widgets.text_editors import Line as TitleLine

TABS = ("preview", "pages", "changes", "versions", "remarks")
SHARES = {"pages": 0.6, "changes": 0.45, "versions": 0.45, "remarks": 0.35}  # of the room that each has at least, below the text
WIDE = 860  # pixels: from here on the views stand beside the text
TALL = theme.CONTROL_HEIGHT + 3  # the row of tools
PREVIEW_AFTER_MS = 100  # a burst of keys is previewed once
PLACED = ("table-", "figure-")  # how the keys begin of what can stand in a text
TOOLS = ("bold", "bullets", "numbers", "heading", "fact", "reference")
DOES = ("leave-out", "reset", "rename", "move-up", "move-down", "delete")


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
        self.title, self.number, self.rename = theme.label("heading", wrap=True), theme.label("muted"), TitleLine()
        self.tools = {name: theme.tool_button() for name in TOOLS}
        self.more = theme.button("icon")
        self.notice, self.look = theme.label("advice", wrap=True), theme.button()
        self.keep, self.take, self.make_own = theme.button(), theme.button(), theme.button()
        self.editor = SectionEditor(self._reads, self._tells)
        self.preview, self.changes, self.pages = Browser(), Browser(), PagesPane(session, look)
        self.versions, self.remarks = VersionsView(session.words), RemarksView(session.words)
        views: dict[str, QWidget] = dict(zip(TABS, (self.preview, self.pages, self.changes, self.versions, self.remarks), strict=True))
        self.below = Tabs(lambda name: session.words(f"authoring.{name}"), {name: partial(views.__getitem__, name) for name in TABS})
        self._lay_out()
        self._connect()
        self.below.start()
        self.retranslate()

    def _lay_out(self) -> None:
        head, tools, notice = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (head, tools, notice):
            theme.tight(row, 4 if row is tools else theme.SPACE)
        head.addWidget(self.number)
        head.addWidget(self.title, 1)
        head.addWidget(self.rename, 1)
        self.rename.hide()
        for name, tool in self.tools.items():
            if name == "fact":
                tools.addSpacing(theme.SPACE)
            tool.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            tools.addWidget(tool, 0, Qt.AlignmentFlag.AlignTop)
        tools.addStretch(1)
        tools.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        tools.addStrut(TALL)
        self.more.setIcon(icon("menu"))
        for button in (self.look, self.keep, self.take, self.make_own):
            notice.addWidget(button)
        notice.addStretch(1)
        self._upper = QWidget()
        column = QVBoxLayout(self._upper)
        theme.tight(column)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(self.notice)
        column.addLayout(notice)
        column.addWidget(self.editor, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self._upper)
        self.split.addWidget(self.below)
        self.split.setSizes([520, 200])
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        column.setContentsMargins(theme.SPACE, 0, 0, theme.SPACE)
        self.below.setContentsMargins(theme.SPACE, 0, 0, 0)
        self.editor.setMinimumHeight(96)
        self.below.setMinimumHeight(120)
        whole = QVBoxLayout(self)
        theme.tight(whole, 0)
        whole.addWidget(self.split)

    def _connect(self) -> None:
        bold = QFont(theme.FAMILY)
        bold.setBold(True)
        self.tools["bold"].setFont(bold)
        for name, tool in self.tools.items():
            if name in ("fact", "reference"):
                tool.setIcon(icon("plus"))
                tool.setIconSize(QSize(12, 12))
                tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.tools["bold"].clicked.connect(self.editor.toggle_bold)
        for name, kind in (("bullets", "bullet"), ("numbers", "number"), ("heading", "heading")):
            self.tools[name].clicked.connect(partial(self._toggle, kind))
        self.tools["fact"].clicked.connect(self.pick_fact)
        self.tools["reference"].clicked.connect(self.pick_reference)
        listen(self, "authoring.fact", self.pick_fact, within=True)
        listen(self, "authoring.reference", self.pick_reference, within=True)
        listen(self, "authoring.outline", self._escape, within=True)
        listen(self, "pages.show", lambda: self.below.open("pages"), within=True)
        self.pages.picked.connect(self.picked)
        self.pages.entered.connect(self._enter)
        self.pages.other.connect(lambda: self.below.open("preview"))
        self.pages.enlarged.connect(lambda large: self._upper.setVisible(not large))
        self.editor.rested.connect(self._rested)
        self._soon = QTimer(self, singleShot=True, interval=PREVIEW_AFTER_MS)
        self._soon.timeout.connect(self._show_preview)
        self.editor.changed.connect(self._soon.start)
        self.look.clicked.connect(lambda: self.below.open("changes"))
        self.keep.clicked.connect(lambda: self.asked.emit("keep"))
        self.take.clicked.connect(lambda: self.asked.emit("take"))
        self.make_own.clicked.connect(lambda: self.asked.emit("make-own"))
        self.rename.editingFinished.connect(self._renamed)
        self.below.opened.connect(self._opened)

    def _opened(self, name: str) -> None:
        if name != "pages":
            self.pages.shrink()
        self._make_room()
        self._show_below()

    def _enter(self) -> None:
        """From a page into the text that makes it."""
        self.pages.shrink()
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
        wanted = round(SHARES.get(self.below.part, 0.0) * whole)
        if self.split.orientation() == Qt.Orientation.Vertical and lower < wanted:
            self.split.setSizes([whole - wanted, wanted])

    # ---- what is shown

    def show_section(self, work: Work, section: str) -> None:
        """Show a section; a text that is being written stays under the cursor."""
        about = (work.lang, section)
        if about != self._edited:
            self.editor.rest()  # what was typed belongs to the section, and the language, before
            self.rename.hide()
            self.title.show()
            self.versions.forget()
        self.work, self.part = work, work.part(section)
        self.homeless = "" if self.part is not None else section
        if about != self._edited or not self.editor.pending:
            self.editor.show_markup(self.markup_of(section))
        self._edited = about
        self.editor.show_facts()
        self._show_all()

    def forget(self) -> None:
        """Nothing of another round may be stored in this one."""
        self.work, self.part, self.homeless, self._edited = None, None, "", ("", "")
        self.pages.show_work(None, "")
        self.versions.forget()
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
        work, part, words = self.work, self.part, self.session.words
        if work is None:
            return
        title = part.title if part is not None else work.authored.of(self.homeless).base.title or self.homeless
        self.title.setText(title)
        self.editor.setReadOnly(part is None or part.left_out)
        self.editor.setAccessibleName(words("authoring.editor-name", title=title))
        for tool in self.tools.values():
            tool.setEnabled(not self.editor.isReadOnly())
        self._show_notice()
        self._make_menu()
        self._show_below()

    def _show_notice(self) -> None:
        work, part, words = self.work, self.part, self.session.words
        found = work.stale.get(self.section) if work is not None else None
        text = words("authoring.homeless-note") if part is None else ""
        if found is not None:
            told = [words(f"authoring.stale-{key}", count=len(what)) for key, what in _parts(found) if what]
            text = words("authoring.stale", told=words("authoring.join").join(told))
        elif part is not None and work is not None:
            missing = [key for section, key in work.composed.missing if section == self.section]
            text = words("authoring.missing", names=words("authoring.join").join(missing)) if missing else ""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))
        for button in (self.look, self.keep, self.take):
            button.setVisible(found is not None)
        self.make_own.setVisible(part is None)

    def _make_menu(self) -> None:
        menu, words, part = QMenu(self.more), self.session.words, self.part
        told = self.part is not None and self.part.section.heading is None
        for name in DOES:
            key = "put-back" if name == "leave-out" and part is not None and part.left_out else name
            action = menu.addAction(words(f"authoring.{key}").replace("&", "&&"))
            action.setData(name)
            action.triggered.connect(partial(self.asked.emit, name))
            action.setEnabled(can(name, part, homeless=bool(self.homeless)) and not (told and name in ("rename", "move-up", "move-down")))
        old = self.more.menu()
        self.more.setMenu(menu)
        if old is not None:
            old.deleteLater()

    def _show_preview(self) -> None:
        if self.below.part in ("preview", "changes"):
            self._show_below()

    def _show_below(self) -> None:
        work, part, name = self.work, self.part, self.below.part
        if work is None or part is None:
            self.preview.show_made(str)
            self.changes.show_made(str)
        elif name == "preview":
            self.preview.show_made(lambda: html.preview(work, self._blocks(work, part), part.title if part.section.heading else ""))
        elif name == "changes":
            self.changes.show_made(lambda: changes_html(work, part, self.editor.markup, self.session.words))
        if name == "versions" and work is not None:
            self.wants_versions.emit()
        self.pages.show_work(work, self.section)
        if work is not None:
            self.remarks.show_remarks(work.authored.of(self.section).remarks)

    def _blocks(self, work: Work, part: Part) -> list[Block]:
        """The blocks of the text that stands in the editor."""
        stock = {getattr(block, "key", ""): block for block in work.composed.report.blocks}
        found = []
        for each in text_blocks(part, work.facts.reads, None if self.editor.markup == part.section.draft else self.editor.markup):
            block = stock.get(each.key) if isinstance(each, Line) else each
            if block is not None:
                found.append(block)
        return found

    def show_versions(self, found: tuple[Version, ...]) -> None:
        """The versions of the section that is shown."""
        if self.work is not None:
            self.versions.show_versions(self.work, found, self.editor.markup)

    # ---- writing

    def _rested(self, markup: str) -> None:
        if self.part is not None:
            self.stored.emit(self.part.section.id, markup)

    def _toggle(self, kind: str) -> None:
        self.editor.toggle(kind)
        self.editor.setFocus()

    def begin_rename(self) -> None:
        """Edit the heading."""
        if self.part is not None and self.part.section.heading is not None:
            self.rename.setText(self.part.title)
            self.title.hide()
            self.rename.show()
            self.rename.setFocus()
            self.rename.selectAll()

    def _escape(self) -> None:
        """Out of the section; a heading that is being changed stays as it was."""
        self.rename.hide()
        self.title.show()
        self.left.emit()

    def _renamed(self) -> None:
        if self.rename.isVisible():
            entered = self.rename.hasFocus()
            self.rename.hide()
            self.title.show()
            if entered:  # one goes on writing: hiding the line has handed the keys to the button after it
                self.editor.setFocus()
            self.renamed.emit(self.rename.text().strip())

    def pick_fact(self) -> None:
        """Choose a fact to insert."""
        if self.work is not None and not self.editor.isReadOnly():
            found = [Choice(fact.key, fact.name, fact.value) for fact in self.work.facts.of.values()]
            self._pick("fact", found).picked.connect(lambda key, _placed: self.editor.put("fact", key))

    def pick_reference(self) -> None:
        """Choose a table, a chart or a section."""
        if self.work is not None and not self.editor.isReadOnly():
            found = [Choice(key, self._pair(label, title), placed=key.startswith(PLACED)) for key, label, title in self.work.places]
            self._pick("reference", found).picked.connect(lambda key, placed: self.editor.put("place" if placed else "ref", key))

    def _pick(self, name: str, found: list[Choice]) -> Picker:
        picker = self.picker = Picker(self.editor, found, self.session.words, f"authoring.pick-{name}")
        picker.open_below(rect_of(self.tools[name]))
        return picker

    def _reads(self, kind: str, key: str) -> str:
        if self.work is None:
            return key
        if kind == "fact":
            return self.work.facts.reads(key)
        title = self.work.composed.titles.get(key, "")
        return self._pair(self.work.label(key), title) if kind == "place" else self.work.label(key)

    def _pair(self, label: str, title: str) -> str:
        return self.session.words("authoring.pair", label=label, title=title)

    def _tells(self, kind: str, key: str) -> str:
        if self.work is None:
            return ""
        return self.work.facts.name(key) if kind == "fact" else self.work.composed.titles.get(key, key)

    # ---- words

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words, lang = self.session.words, self.session.lang
        for name, tool in self.tools.items():
            told = words(f"authoring.{name}")
            tool.setText(words(f"authoring.tool-{name}"))
            tool.setAccessibleName(told)
            tool.setToolTip(tip(told, f"authoring.{name}", lang))
        self.more.setToolTip(words("authoring.more"))
        self.more.setAccessibleName(words("authoring.more"))
        for name, button in (("look", self.look), ("keep", self.keep), ("take", self.take)):
            button.setText(words(f"authoring.stale-{name}"))
        self.make_own.setText(words("authoring.make-own"))
        self.rename.setAccessibleName(words("authoring.title-name"))
        self.editor.setAccessibleDescription(words("authoring.editor-hint"))
        self.editor.setPlaceholderText(words("authoring.no-text"))
        for name, view in (("preview", self.preview), ("changes", self.changes)):
            view.setAccessibleName(words(f"authoring.{name}"))
        self.pages.retranslate()
        self.versions.retranslate()
        self.remarks.retranslate()
        self.below.retranslate()
        self.below.bar.setAccessibleName(words("authoring.below"))
        self._show_all()


def can(name: str, part: Part | None, *, homeless: bool) -> bool:
    """Whether something can be done with a section."""
    if part is None:
        return homeless and name == "delete"
    own = {"delete": part.added, "reset": part.edited and not part.added}
    moved = part.section.movable and part.section.level < 3
    return own.get(name, moved if name.startswith("move") else part.section.heading is not None if name == "rename" else True)


def _parts(found: object) -> tuple[tuple[str, tuple[object, ...]], ...]:
    return tuple((key, getattr(found, key)) for key in ("facts", "new", "gone"))
