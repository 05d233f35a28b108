"""The whole diagnosis on one page: type, profile, gaps, figures, actions, what is unknown. Every judgement opens its reasons."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.findings import Place
from diagnosis.result import Diagnosis
from ui import theme
from ui.pages.diagnosis_charts import ChartsSection
from ui.pages.diagnosis_section import Section
from ui.pages.diagnosis_sections import MISSING, SECTIONS
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.sheet import Sheet
from ui.widgets.wording import Words, words

WITH_TYPE = ("profile", "gaps", "actions", "unknown")  # what there is only once there is a type
CHARTS = "charts"
OF_PART = {"ratings": "gaps", "actions": "actions", "indicators": "figures", "criteria": "type", "elements": "profile"}


class DiagnosisPage(Page):
    """Read-only; links lead to where things are entered."""

    step = "diagnosis"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sheet = Sheet()
        self.sections: dict[str, Section] = {kind.key: kind(self._follow, self._later) for kind in SECTIONS}
        self.charts = ChartsSection(session)
        self.buttons = {key: theme.tool_button() for key in (*self.sections, CHARTS)}
        outer = QVBoxLayout(self)
        theme.tight(outer, 0)
        outer.addWidget(self.sheet)
        self.sheet.add_help(session, self.step)
        bar = QHBoxLayout()
        theme.tight(bar, 4)
        for key, button in self.buttons.items():
            bar.addWidget(button)
            button.clicked.connect(partial(self._reveal, key))
        bar.addStretch(1)
        self.sheet.head.addLayout(bar)
        self.sheet.body.setSpacing(16)
        for section in self.sections.values():
            self.sheet.body.addWidget(section)
        self.sheet.body.addWidget(self.charts)
        self.charts.shown.connect(lambda _count: self._count_charts())
        self.retranslate()

    def start(self) -> QWidget | None:
        """The first of the parts that one leaps to."""
        return next(iter(self.buttons.values()))

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Fill the sections; without a type only those that need none."""
        said = words(diagnosis, self.session.lang)
        for key, section in self.sections.items():
            shown = diagnosis.type is not None or key not in WITH_TYPE
            section.setVisible(shown)
            self.buttons[key].setVisible(shown)
            if shown:
                section.fill(diagnosis, said)
                count = section.count(diagnosis)
                self.buttons[key].setText(said.say(f"diagnosis.{key}") + ("" if count is None else f" {count}"))
        self.charts.show_diagnosis(diagnosis, said)
        self._count_charts()

    def _count_charts(self) -> None:
        name = Words(self.session.framework, self.session.lang).say("diagnosis.charts")
        self.buttons[CHARTS].setText(f"{name} {self.charts.count}" if self.charts.count else name)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        said = Words(self.session.framework, self.session.lang)
        self.sheet.retranslate(said, self.step)
        for key, button in self.buttons.items():
            button.setText(said.say(f"diagnosis.{key}"))
        if self.session.diagnosis is not None and not self._must_show:
            self.show_diagnosis(self.session.diagnosis)

    def _reveal(self, key: str, _checked: bool = False) -> None:
        self.sheet.reveal(self.charts if key == CHARTS else self.sections[key])

    def _later(self, work: Callable[[], object], show: Callable[[object], None]) -> None:
        self.session.run(lambda _workspace: work(), show)

    def _follow(self, place: Place) -> None:
        if place.step == self.step:
            self.go_to(place)
        else:
            self.session.jump.emit(place)

    def go_to(self, place: Place) -> None:
        """A section, or a row of it with its reasons opened."""
        if place.part == CHARTS:
            self._reveal(CHARTS)
        key = OF_PART.get(place.part or "")
        if key is None:
            return
        if key == "gaps" and place.field is not None and place.field not in self.sections[key].rows.keys:
            key = "unknown"
        section = self.sections[key]
        field = f"{place.part}:{place.field}" if key == "unknown" else place.field or ""
        if key == "figures" and field not in section.rows.keys:
            field = MISSING
        section.rows.open(field)
        self.sheet.reveal(section.rows.row(field) if field in section.rows.keys else section)
