"""The first step: what the cluster is, and the round of the survey."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.attachments import ROUND
from diagnosis.findings import Place, Severity
from ui import theme
from ui.checking import Checking
from ui.later import Later
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.list_pane import ListPane
from ui.widgets.page_frame import PageHead, Section, page_column, scrolling
from ui.widgets.record_form import RecordForm

if TYPE_CHECKING:
    from ui.widgets.evidence_strip import EvidenceStrip

FORMS = ("cluster", "round", "features")
ORDER = ("cluster", "fields", "round", "features")
FITTED_ROWS = 8
LOOKS: Mapping[Severity, str] = {"error": "error", "warning": "advice", "note": "small"}


class OverviewPage(Page):
    """Three forms, the table of the fields and the files about the round as a whole, one below the other."""

    step = "overview"

    def __init__(self, session: Session) -> None:
        """Reads when it is shown."""
        super().__init__(session)
        parts = session.questionnaire.parts
        self.forms = {part: RecordForm(session, parts[part], columns=2) for part in FORMS}
        self.fields = ListPane(session, parts["fields"], bare=True, fit=FITTED_ROWS)
        self.shares, self._checking = theme.label("error", wrap=True), Checking.of(session)
        self._checking.checked.connect(self._show_shares)
        contents: dict[str, QWidget] = {**self.forms, "fields": self._with_shares()}
        self._sections = {part: Section(session, parts[part], contents[part]) for part in ORDER}
        for part, form in self.forms.items():
            form.helped.connect(self._sections[part].say)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, theme.SPACE, 0)
        column.setSpacing(2 * theme.SPACE)
        for section in self._sections.values():
            column.addWidget(section)
        column.addWidget(theme.hairline())
        column.addStretch(1)
        self._column = column
        self._head, self._area = PageHead(session, self.step), scrolling(whole)
        page_column(self, self._head, self._area)
        self.retranslate()
        Later(self, session.runner, lambda: self.evidence)

    @cached_property
    def evidence(self) -> "EvidenceStrip":
        """The files about the round as a whole; below what a screen shows at first."""
        from ui.widgets.evidence_strip import EvidenceStrip

        made = EvidenceStrip(self.session, "evidence.hint-round")
        self._column.insertWidget(self._column.count() - 1, made)  # the stretch stays the last
        made.retranslate()
        made.show_owner(ROUND)
        return made

    def _with_shares(self) -> QWidget:
        """The table of the fields, and below it what their shares add up to."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        theme.tight(column, 4)
        column.addWidget(self.fields)
        column.addWidget(self.shares)
        return whole

    def _show_shares(self) -> None:
        found = [finding for finding in self._checking.findings or () if finding.place.part == "fields"]
        self.shares.setText("\n".join(finding.text.to(self.session.lang) for finding in found))
        self.shares.setVisible(bool(found))
        if found:
            theme.set_role(self.shares, LOOKS[found[0].severity])

    def start(self) -> QWidget | None:
        """The first field without an answer: a name that is there is not to be typed over."""
        fields = [field for form in self.forms.values() for field in form.fields.values() if field.isVisible()]
        return next((field for field in fields if field.value is None), None)

    def refresh(self) -> None:
        for form in self.forms.values():
            form.load()
        self.fields.refresh()
        if "evidence" in vars(self):
            self.evidence.show_owner(ROUND)

    def retranslate(self) -> None:
        self._head.retranslate()
        self.fields.retranslate()
        if "evidence" in vars(self):
            self.evidence.retranslate()
        for section in self._sections.values():
            section.retranslate()
        for form in self.forms.values():
            form.retranslate()
        self._show_shares()

    def go_to(self, place: Place) -> None:
        if place.part in self.forms:
            self.forms[place.part].focus_field(place.field)
        elif place.part == "fields":
            self.fields.go_to(place.row, place.field)
        if place.part in self._sections:
            self._area.ensureWidgetVisible(self._sections[place.part])
