"""What is shown beside or below the text of a section: preview, pages, changes, versions, comments."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from diagnosis.authored import Version
from diagnosis.text import Lang
from reports.authoring.arranging import Part
from reports.authoring.composing import text_blocks
from reports.authoring.markup import Line
from reports.blocks import Block
from reports.paged import Look
from ui.authoring import html
from ui.authoring.document import set_font
from ui.authoring.lower import Browser, RemarksView, VersionsView, changes_html
from ui.authoring.pages_pane import PagesPane
from ui.authoring.work import Work
from ui.session import Session
from ui.widgets.tabs import Tabs

VIEWS = ("preview", "pages", "changes", "versions", "remarks")
SHARES = {"pages": 0.6, "changes": 0.45, "versions": 0.45, "remarks": 0.35}  # of the room that each has at least
PREVIEW_AFTER_MS = 100  # a burst of keys is previewed once


class SectionViews(Tabs):
    """``wants_versions``: the versions are looked at, and are to be read."""

    wants_versions = Signal()

    def __init__(self, session: Session, look: Callable[[], Look], markup: Callable[[], str]) -> None:
        """``look``: how the report is to look on its pages; ``markup``: the text that stands in the editor."""
        preview, pages, changes = Browser(), PagesPane(session, look), Browser()
        versions, remarks = VersionsView(session.words), RemarksView(session.words)
        views: dict[str, QWidget] = dict(zip(VIEWS, (preview, pages, changes, versions, remarks), strict=True))
        super().__init__(lambda name: session.words(f"authoring.{name}"), {name: partial(views.__getitem__, name) for name in VIEWS})
        self.preview, self.pages, self.changes, self.versions, self.remarks = preview, pages, changes, versions, remarks
        self._session, self._markup = session, markup
        self._work: Work | None = None
        self._part: Part | None = None
        self._section = ""
        self._soon = QTimer(self, singleShot=True, interval=PREVIEW_AFTER_MS)
        self._soon.timeout.connect(self._follow)
        self.opened.connect(self._opened)

    @property
    def share(self) -> float:
        """Of the room for text and views, that the open view has at least."""
        return SHARES.get(self.part, 0.0)

    def show_part(self, work: Work, part: Part | None, section: str) -> None:
        """Show another section, or another state of it; without a part the report does not have it."""
        self._work, self._part, self._section = work, part, section
        self.show_now()

    def follow_soon(self) -> None:
        """Somebody types."""
        self._soon.start()

    def forget(self) -> None:
        """Nothing of another round is shown."""
        self._work = self._part = None
        self.pages.show_work(None, "")
        self.versions.forget()

    def _opened(self, name: str) -> None:
        if name != "pages":
            self.pages.shrink()

    def _follow(self) -> None:
        if self.part in ("preview", "changes"):
            self.show_now()

    def write_in(self, lang: Lang) -> None:
        """The language of the text."""
        for view in (self.preview, self.changes, self.versions.text):
            set_font(view.document(), lang)

    def show_now(self) -> None:
        """Show in the open view what stands in the text."""
        work, part, name = self._work, self._part, self.part
        if work is None or part is None:
            self.preview.show_made(str)
            self.changes.show_made(str)
        elif name == "preview":
            self.preview.show_made(lambda: html.preview(work, self._blocks(work, part), part.title if part.section.heading else ""))
        elif name == "changes":
            self.changes.show_made(lambda: changes_html(work, part, self._markup(), self._session.words))
        if name == "versions" and work is not None:
            self.wants_versions.emit()
        self.pages.show_work(work, self._section)
        if work is not None:
            self.remarks.show_remarks(work.authored.of(self._section).remarks)

    def _blocks(self, work: Work, part: Part) -> list[Block]:
        """The blocks of the text that stands in the editor."""
        stock = {getattr(block, "key", ""): block for block in work.composed.report.blocks}
        found, markup = [], self._markup()
        for each in text_blocks(part, work.facts.reads, None if markup == part.section.draft else markup):
            block = stock.get(each.key) if isinstance(each, Line) else each
            if block is not None:
                found.append(block)
        return found

    def show_versions(self, found: tuple[Version, ...]) -> None:
        """The versions of the section that is shown."""
        if self._work is not None:
            self.versions.show_versions(self._work, found, self._markup())

    def retranslate(self) -> None:
        """Every text in the session's language."""
        super().retranslate()
        words = self._session.words
        for name, view in (("preview", self.preview), ("changes", self.changes)):
            view.setAccessibleName(words(f"authoring.{name}"))
        self.pages.retranslate()
        self.versions.retranslate()
        self.remarks.retranslate()
        self.bar.setAccessibleName(words("authoring.below"))
