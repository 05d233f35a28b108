"""One indicator: what counts for it at present and why, what it is compared with, its years as a line, and the rows entered for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.framework import Indicator
from diagnosis.ranges import implausible, indicator_type
from diagnosis.result import Figure
from reports.numbers import number
from ui import icons, theme
from ui.session import Session
from ui.widgets.list_pane import ListPane
from ui.widgets.scrolling import Scrolling
from ui.widgets.trend import TrendChart
from ui.widgets.wording import Words
from ui.widgets.year_faces import FULL, remark
from ui.widgets.year_model import YearModel

PART, COLUMNS = "indicators", ("year", "value", "source", "note")
WIDTHS = (56, 76, 96, 72)
HEIGHT = 172  # in a window of the smallest size


class IndicatorPanel(QWidget):
    """``folded`` (bool): only its head is to be seen, or all of it."""

    folded = Signal(bool)

    def __init__(self, session: Session, years: YearModel) -> None:
        """Shows nothing until ``show_cell``."""
        super().__init__()
        self.session, self._years = session, years
        self._shown: tuple[Indicator, int | None] | None = None
        part = session.questionnaire.parts[PART]
        self.pane = ListPane(session, part, [part.question(name) for name in COLUMNS], only=("id", ""), bare=True)
        self.pane.copy_button.hide()
        for column, width in enumerate(WIDTHS):
            self.pane.table.setColumnWidth(column, width)
        self.name, self.value = theme.label("heading", wrap=True), theme.label("", wrap=True)
        self.remark, self.facts, self.chart = theme.label("small", wrap=True), theme.label("small", wrap=True), TrendChart()
        self.fold = theme.tool_button()
        self.fold.setCheckable(True)
        self.fold.setFixedSize(28, 26)
        self.fold.clicked.connect(self._fold)
        self._lay_out()

    def _lay_out(self) -> None:
        head, inside, about = QHBoxLayout(), QWidget(), QVBoxLayout()
        theme.tight(head)
        theme.tight(about, 2)
        head.addWidget(self.name, 1)
        head.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        facts = QVBoxLayout(inside)
        theme.tight(facts)
        facts.addWidget(self.facts)
        facts.addStretch(1)
        self.body = QWidget()
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.body)
        theme.tight(self._below, 2 * theme.SPACE)
        self._below.addWidget(Scrolling(inside), 5)
        self._below.addWidget(self.chart, 4)
        about.addLayout(head)
        for widget, stretch in ((self.value, 0), (self.remark, 0), (self.body, 1)):
            about.addWidget(widget, stretch)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        theme.tight(self._across, 2 * theme.SPACE)
        self._across.setContentsMargins(0, theme.SPACE, 0, 0)
        self._across.addLayout(about, 8)
        self._across.addWidget(self.pane, 7)

    def stand(self, beside: bool) -> None:
        """Beside the grid its parts stand one above the other; below it, side by side."""
        directions = QBoxLayout.Direction
        for layout in (self._across, self._below):
            layout.setDirection(directions.TopToBottom if beside else directions.LeftToRight)
        self._across.setContentsMargins(2 * theme.SPACE if beside else 0, 0 if beside else theme.SPACE, 0, 0)

    def _fold(self, folded: bool) -> None:
        self.show_folded(folded)
        self.folded.emit(folded)

    def show_folded(self, folded: bool) -> None:
        """Show the head only, or all."""
        self.fold.setChecked(folded)
        self.body.setVisible(not folded)
        self.pane.setVisible(not folded)
        self.fold.setIcon(icons.icon("chevron-up" if folded else "chevron-down"))
        words = self.session.words("indicators.unfold" if folded else "indicators.fold")
        self.fold.setToolTip(words)
        self.fold.setAccessibleName(words)

    # ---- showing

    def show_cell(self, indicator_id: str, year: int | None) -> None:
        """Show this indicator, and what is to be said about its value of a year."""
        indicator = self.session.framework.indicators[indicator_id]
        if self._shown is None or self._shown[0] != indicator:
            self.pane.model.questions = tuple(
                question._replace(type=indicator_type(indicator)) if question.id == "value" else question
                for question in self.pane.model.questions
            )
            self.pane.show_only(("id", indicator_id))
        self._shown = indicator, year
        self.show_again()

    @property
    def indicator(self) -> Indicator | None:
        """The indicator shown."""
        return self._shown[0] if self._shown is not None else None

    def show_again(self) -> None:
        """The same with the values of the moment."""
        if self._shown is None:
            return
        indicator, year = self._shown
        said, figure = Words(self.session.framework, self.session.lang), self._years.figure(indicator)
        self.name.setText(said.dotted((said.of(indicator.name), said.of(indicator.unit_text))))
        self.value.setText(_present(said, indicator, figure, self.session))
        text, role = remark(said, indicator, self._years.held(indicator.id, year)) if year is not None else ("", "small")
        theme.set_role(self.remark, role if text else "advice")
        self.remark.setText(f"{year}: {text}" if text else _advice(said, indicator, figure))
        self.facts.setText(_facts(said, indicator, figure, self.session))
        trend = self._years.trend(indicator)
        norm = said.say("years.norm-line", norm=said.norm(indicator)) if trend.norm is not None else ""
        decimals = indicator.decimals if indicator.kind == "rated" else FULL
        values = [number(value, decimals, said.lang) for _, value in trend.points]
        self.chart.show_trend(trend, values, norm, said.of(indicator.name))
        self.chart.setVisible(len(trend.points) > 1)  # one value is no trend, and the words need the room

    def go_to_rows(self, year: int) -> None:
        """Edit the rows of a year one by one."""
        if self._shown is not None:
            self.show_folded(False)
            self.pane.go_to(self._years.held(self._shown[0].id, year).first, "value")

    def retranslate(self) -> None:
        """Every text in the session's language."""
        self.pane.retranslate()
        self.show_folded(self.fold.isChecked())
        self.show_again()


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


def _facts(said: Words, indicator: Indicator, figure: Figure | None, session: Session) -> str:
    """The norm with its basis, source and note, the formula, how to read it, and where the value is to be had."""
    lines, norm = [], indicator.norm
    if norm is not None:
        basis = said.say("years.background" if norm.background else f"years.basis.{norm.basis}")
        lines.append(session.words("indicators.norm-fact", norm=said.norm(indicator), basis=basis, source=norm.source))
        lines += [said.of(norm.note)] if norm.note is not None else []
    if indicator.formula is not None:
        lines.append(session.words("indicators.formula-fact", formula=indicator.formula))
    if indicator.note is not None:
        lines.append(said.of(indicator.note))
    if figure is not None:
        lines.append(session.words("indicators.ask-fact", ask=indicator.ask))
    return "\n".join(lines)
