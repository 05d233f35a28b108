"""The first step: what the cluster is, and the round of the survey."""

from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from diagnosis.findings import Place
from ui import theme
from ui.later import CHANGES, Later, loading
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.page_frame import BOTTOM, PageHead, Section, page_column
from ui.widgets.record_form import RecordForm
from ui.widgets.scrolling import Scrolling

if TYPE_CHECKING:
    from ui.widgets.evidence_strip import EvidenceStrip
    from ui.widgets.shares_pane import SharesPane

ORDER = ("cluster", "fields", "round", "features")
SHARES_NEED = (
    *CHANGES,
    "diagnosis.roster.header",
    "ui.widgets.cell_paint",
    "ui.widgets.table_blocks",
    "ui.widgets.table_view",
    "ui.widgets.shares_pane",
)
EVIDENCE_NEEDS = ("ui.widgets.evidence_list", "ui.widgets.evidence_work", "ui.widgets.evidence_strip")


class OverviewPage(Page):
    """Three forms, the table of the fields and the files about the round as a whole, one below the other.

    The first form is made with the page, everything below it once that has been painted, or when it is asked for.
    """

    step = "overview"

    def __init__(self, session: Session) -> None:
        """Reads when it is shown."""
        super().__init__(session)
        self._sections: dict[str, Section] = {}
        self._contents: dict[str, RecordForm | SharesPane] = {}
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, theme.SPACE, BOTTOM)
        self._column.setSpacing(2 * theme.SPACE)
        self._column.addWidget(theme.hairline())
        self._column.addStretch(1)
        self._head, self._area = PageHead(session, self.step), Scrolling(whole)
        page_column(self, self._head, self._area, scrolls=True)
        self._make_next()
        self._head.retranslate()
        later = Later.of(self, session.runner)
        last = partial(later.add, *loading(*EVIDENCE_NEEDS), lambda: self.evidence)  # behind what the window makes: it is below the screen
        later.add(*loading(*SHARES_NEED), *[self._make_next] * (len(ORDER) - 1), last)

    # ---- what it is made of

    def _make_next(self) -> None:
        """Make the next section, if there is one left, and show what is known."""
        part = next((part for part in ORDER if part not in self._sections), None)
        if part is None:
            return
        asked, content = self.session.questionnaire.parts[part], self._content(part)
        made = self._sections[part] = Section(self.session, asked, content)
        self._contents[part] = content
        if isinstance(content, RecordForm):
            content.helped.connect(made.say)
        self._column.insertWidget(len(self._contents) - 1, made)
        for each in (made, content):
            each.retranslate()
        if not self._must_refresh:
            content.load()

    def _content(self, part: str) -> "RecordForm | SharesPane":
        if part != "fields":
            return RecordForm(self.session, self.session.questionnaire.parts[part], columns=2)
        from ui.widgets.shares_pane import SharesPane

        return SharesPane(self.session)

    def _make_all(self) -> None:
        """What stands above a place must be there, or the place would move."""
        if len(self._sections) < len(ORDER):
            for _part in ORDER:
                self._make_next()
            theme.lay_out_now()

    @property
    def forms(self) -> Mapping[str, RecordForm]:
        """All of them, by part."""
        self._make_all()
        return {part: content for part, content in self._contents.items() if isinstance(content, RecordForm)}

    @property
    def shares(self) -> "SharesPane":
        """The table of the fields, and what their shares add up to."""
        self._make_all()
        found = self._contents["fields"]
        assert not isinstance(found, RecordForm)
        return found

    @cached_property
    def evidence(self) -> "EvidenceStrip":
        """The files about the round as a whole; below what a screen shows at first."""
        from ui.widgets.evidence_strip import EvidenceStrip

        self._make_all()
        made = EvidenceStrip(self.session, "evidence.hint-round")
        self._column.insertWidget(self._column.count() - 1, made)  # the stretch stays the last
        made.retranslate()
        made.show_round()
        return made

    # ---- as every page

    def start(self) -> QWidget | None:
        """The first field without an answer: a name that is there is not to be typed over."""
        fields = [field for form in self.forms.values() for field in form.fields.values() if field.isVisible()]
        return next((field for field in fields if field.value is None), None)

    def refresh(self) -> None:
        for content in self._contents.values():
            content.load()
        if "evidence" in vars(self):
            self.evidence.show_round()

    def retranslate(self) -> None:
        self._head.retranslate()
        for each in (*self._sections.values(), *self._contents.values()):
            each.retranslate()
        if "evidence" in vars(self):
            self.evidence.retranslate()

    def go_to(self, place: Place) -> None:
        self._make_all()
        if place.part not in self._sections:
            return
        if place.part == "fields":
            self.shares.pane.go_to(place.row, place.field)
        else:
            self.forms[place.part].focus_field(place.field)
        self._area.ensureWidgetVisible(self._sections[place.part])
