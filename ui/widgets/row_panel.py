"""The form below a table: all fields of the row chosen, with the help of the field that has the focus."""

from functools import cached_property

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.attachments import Owner
from db.browse import Entry
from diagnosis.questionnaire import Part
from ui import icons, theme
from ui.session import Session
from ui.widgets.elided import ElidedLabel
from ui.widgets.evidence_strip import EvidenceStrip
from ui.widgets.record_form import RecordForm
from ui.widgets.scrolling import Scrolling

WITH_EVIDENCE = ("enterprises", "institutions", "platforms", "organisations")  # the lists whose rows have files of their own

NAME_WIDTH = 420  # of a row's name; what helps with a field stands beside it


class RowPanel(QWidget):
    """A row's name, a place for help, and its form, which scrolls."""

    def __init__(self, session: Session, part: Part) -> None:
        """Rests until a row is shown."""
        super().__init__()
        self.session, self._part = session, part
        self._row_id: int | None = None
        self._entry: Entry | None = None
        self.evidence = EvidenceStrip(session) if part.id in WITH_EVIDENCE else None
        self._files = theme.tool_button()
        self._files.setIcon(icons.icon("clip"))
        self._files.setProperty("role", "link")
        self._files.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if self.evidence is None:  # else it is shown anyway; showing it before it has a parent would open a window
            self._files.hide()
        self.wanted_field: str | None = None
        self._name_field = next((question.id for question in part.questions if question.wide), part.questions[0].id)
        self._name = ElidedLabel("heading")
        self._name.setMaximumWidth(NAME_WIDTH)
        self._help = theme.label("small", wrap=True)
        self._help.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        theme.tight(head, 2 * theme.SPACE)
        head.addWidget(self._name)
        head.addWidget(self._help, 1)
        head.addWidget(self._files)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(head)
        self._area = Scrolling(self._content())
        column.addWidget(self._area, 1)
        self.setMinimumHeight(132)

    @cached_property
    def form(self) -> RecordForm:
        """All fields of the row. Made for the first row that is seen: it takes as long as all else of a page."""
        made = RecordForm(self.session, self._part)
        made.helped.connect(self._help.setText)
        self._place.addWidget(made)
        made.retranslate()
        made.show_row(self._row_id, self._entry)
        return made

    @property
    def _has_form(self) -> bool:
        return "form" in self.__dict__

    def _content(self) -> QWidget:
        """Where the form comes; below it the files of evidence, one line while there are none, and above it the way there."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        theme.tight(column)
        place = QWidget()  # Tab comes to what is in it before it comes to the files
        self._place = QVBoxLayout(place)
        theme.tight(self._place)
        column.addWidget(place)
        if self.evidence is not None:
            column.addWidget(theme.hairline())
            column.addWidget(self.evidence)
            self.evidence.counted.connect(self._say_files)
            self.evidence.take_drops_on(self)
            self._files.clicked.connect(self._go_to_files)
        return whole

    def _go_to_files(self) -> None:
        if self.evidence is not None:
            self.evidence.take_focus()
            self._area.verticalScrollBar().setValue(self.evidence.y())

    def _say_files(self, count: int) -> None:
        self._files.setText(str(count) if count else "")

    def show_row(self, row_id: int | None, entry: Entry | None = None) -> None:
        """Show this row, or none."""
        self._row_id, self._entry = row_id, entry if row_id is not None else None
        if self._has_form:
            self.form.show_row(row_id, entry)
        elif row_id is not None:
            QTimer.singleShot(0, self, self._show_form)
        if self.evidence is not None:
            self.evidence.show_owner(None if row_id is None else Owner(self._part.id, row_id))
        self._files.setEnabled(row_id is not None)
        self._say_name()
        if self.wanted_field is not None and entry is not None:
            self.form.focus_field(self.wanted_field)
            self.wanted_field = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_form)  # once the page is painted

    def _show_form(self) -> None:
        if self._row_id is not None and self.isVisible():
            self.form.show()

    @property
    def help(self) -> str:
        """The help shown."""
        return self._help.text()

    def _say_name(self) -> None:
        question = self._part.question(self._name_field)
        entry = self._entry
        name = question.type.show(entry.answers.get(question.id), self.session.lang) if entry is not None else ""
        nothing = "table.unnamed" if self._row_id is not None else "table.no-row"
        self._name.setText(name.split("\n")[0] or self.session.words(nothing))

    def retranslate(self) -> None:
        """Every text in the session's language."""
        if self._has_form:
            self.form.retranslate()
        self._help.clear()
        self._say_name()
        self._files.setToolTip(self.session.words("evidence.title"))
        self._files.setAccessibleName(self._files.toolTip())
        if self.evidence is not None:
            self.evidence.retranslate()
