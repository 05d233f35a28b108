"""One indicator: what counts for it at present and why, what it is compared with, and the values entered for it."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.framework import Indicator
from diagnosis.ranges import implausible, indicator_type
from diagnosis.result import Diagnosis, Figure
from ui import theme
from ui.session import Session
from ui.widgets.list_pane import ListPane
from ui.widgets.wording import Words, words

PART, COLUMNS = "indicators", ("year", "value", "source", "note")
ROWS = 5  # seen at once


class IndicatorPanel(QWidget):
    """Facts on the left, the rows entered on the right."""

    def __init__(self, session: Session) -> None:
        """Shows nothing until ``show_indicator``."""
        super().__init__()
        self.session = session
        self._id: str | None = None
        part = session.questionnaire.parts[PART]
        self.pane = ListPane(session, part, [part.question(name) for name in COLUMNS], only=("id", ""), bare=True, fit=ROWS)
        self._name, self._value = theme.label("heading", wrap=True), theme.label("", wrap=True)
        self._advice = theme.label("advice", wrap=True)
        self._facts = theme.label("small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        theme.tight(head, 2 * theme.SPACE)
        head.addWidget(self._name, 2)
        head.addWidget(self._value, 3)
        column.addLayout(head)
        column.addWidget(self._advice)
        column.addWidget(self._facts)
        column.addSpacing(4)
        column.addWidget(self.pane)

    @property
    def indicator(self) -> Indicator | None:
        """The indicator shown."""
        return self.session.framework.indicators.get(self._id or "")

    def show_indicator(self, indicator_id: str) -> None:
        """Show this one."""
        if indicator_id != self._id:
            self._id = indicator_id
            indicator = self.session.framework.indicators[indicator_id]
            self.pane.model.questions = tuple(
                replace(question, type=indicator_type(indicator)) if question.id == "value" else question
                for question in self.pane.model.questions
            )
            self.pane.show_only(("id", indicator_id))
        if self.session.diagnosis is not None:
            self.show_diagnosis(self.session.diagnosis)

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Its present value."""
        indicator = self.indicator
        if indicator is None:
            return
        said, figure = words(diagnosis, self.session.lang), diagnosis.figures.get(indicator.id)
        self._name.setText(f"{said.of(indicator.name)} · {said.of(indicator.unit_text)}")
        self._value.setText(_present(said, indicator, figure, self.session))
        advice = _advice(said, indicator, figure)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self._facts.setText(_facts(said, indicator, self.session))

    def retranslate(self) -> None:
        """Every text in the session's language."""
        self.pane.retranslate()
        if self.session.diagnosis is not None:
            self.show_diagnosis(self.session.diagnosis)


def _present(said: Words, indicator: Indicator, figure: Figure | None, session: Session) -> str:
    """What counts: value, year, where it is from; and the computed value beside an entered one."""
    if figure is None:
        return session.words("indicators.no-value", ask=indicator.ask)
    shown = [said.amount(indicator, figure.value), said.origin(figure)]
    if figure.origin == "entered" and figure.computed is not None:
        shown.append(session.words("indicators.computed-beside", value=said.amount(indicator, figure.computed.value)))
    return said.dotted(shown)


def _advice(said: Words, indicator: Indicator, figure: Figure | None) -> str:
    """Why the figure does not count, that entered and computed differ, that it is beyond what is plausible."""
    if figure is None:
        return ""
    found = []
    if figure.why_not is not None:
        found.append(said.say("why.silent", reason=figure.why_not.text()))
    if figure.differs:
        found.append(said.say("why.differs"))
    if doubt := implausible(indicator, figure.value):
        found.append(said.of(doubt))
    return said.clauses(found)


def _facts(said: Words, indicator: Indicator, session: Session) -> str:
    """The norm with its source, the formula, how to read it."""
    lines = []
    if indicator.norm is not None:
        lines.append(session.words("indicators.norm-fact", norm=said.norm(indicator), source=indicator.norm.source))
    if indicator.formula is not None:
        lines.append(session.words("indicators.formula-fact", formula=indicator.formula))
    if indicator.note is not None:
        lines.append(said.of(indicator.note))
    return "\n".join(lines)
