"""What the cells of a table show of an answer: its text, its colour, its mark, and in words what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon

from db.records import Entry
from diagnosis.errors import Invalid
from diagnosis.fieldtypes import NumberType, ScoreType, TextType, Value
from diagnosis.questionnaire import Question
from diagnosis.text import DASH, Lang, Text, phrase
from ui.icons import icon
from ui.tones import tone

if TYPE_CHECKING:
    from ui.widgets.cell_paint import Face

Role = Qt.ItemDataRole
NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Beside = Sequence[Text]  # what an answer contradicts, as a form says it beside the field


def has_lines(question: Question) -> bool:
    """Whether the answer may have several lines, which are written in the form."""
    return isinstance(question.type, TextType) and question.type.lines


def is_number(question: Question) -> bool:
    """Whether it stands at the right."""
    return isinstance(question.type, NumberType | ScoreType)


def alignment(question: Question) -> Qt.AlignmentFlag:
    """Numbers at the right."""
    return NUMBERS if is_number(question) else WORDS


def _typed(question: Question, value: Value, draft: str | None, lang: Lang, _beside: Beside) -> str:
    return draft if draft is not None else question.type.show(value, lang)


def _display(question: Question, value: Value, draft: str | None, lang: Lang, beside: Beside) -> str:
    return " ".join(_typed(question, value, draft, lang, beside).split("\n")) or DASH


def _colour(question: Question, value: Value, draft: str | None, lang: Lang, beside: Beside) -> QColor | None:
    del lang
    if draft is not None:
        return QColor(tone.danger)
    if value is None and not beside:
        return QColor(tone.border)
    return QColor(tone.caution) if beside or question.type.advise(value) else None


def _tip(question: Question, value: Value, draft: str | None, lang: Lang, beside: Beside) -> str | None:
    if draft is None:
        advice = question.type.advise(value)
        told = [advice] if advice else beside
        return "\n".join(text.to(lang) for text in told) or question.type.show(value, lang) or None
    try:
        question.type.parse_pasted(draft)
    except Invalid as verdict:
        return phrase("ui", "field.refused", why=verdict.text()).to(lang)
    return phrase("ui", "field.not-taken").to(lang)


def shown_in_cell(question: Question, entry: Entry, role: int, lang: Lang, beside: Beside = ()) -> object:
    """What a row shows of its answer to a question: text, colour, tooltip or alignment. ``beside``: what it contradicts."""
    if role == Role.TextAlignmentRole:
        return alignment(question)
    show = _SHOWN.get(role)
    return None if show is None else show(question, entry.answers.get(question.id), entry.drafts.get(question.id), lang, beside)


_SHOWN: Mapping[int, Callable[[Question, Value, str | None, Lang, Beside], object]] = {
    Role.DisplayRole: _display,
    Role.EditRole: _typed,
    Role.ForegroundRole: _colour,
    Role.ToolTipRole: _tip,
    Role.AccessibleDescriptionRole: _tip,
}
TIPS = (Role.ToolTipRole, Role.AccessibleDescriptionRole)


class ShownRow:
    """A row as it is looked at. ``faces``: its cells as they are painted, once they have been."""

    __slots__ = ("_beside", "_lang", "_questions", "_stray", "entry", "faces")

    def __init__(
        self, questions: Sequence[Question], entry: Entry, lang: Lang, beside: Mapping[str, Beside], *, stray: bool = False
    ) -> None:
        """``beside``: what the answers contradict, by field; ``stray``: it no longer is what is searched for, and is shown muted."""
        self.entry, self._stray = entry, stray
        self._questions, self._lang, self._beside = questions, lang, beside
        self.faces: list[Face | None] = [None] * len(questions)

    def shown(self, column: int, role: int) -> object:
        """What the cell shows in this role."""
        question = self._questions[column]
        if role == Role.DecorationRole:
            return self._mark(question)
        found = shown_in_cell(question, self.entry, role, self._lang, self._beside.get(question.id, ()))
        if not self._stray:
            return found
        if role == Role.ForegroundRole:
            return found or QColor(tone.muted)
        told = phrase("ui", "table.stray").to(self._lang) if role in TIPS else ""
        return f"{found}\n{told}" if told and found else told or found

    def look(self, column: int) -> tuple[str, QColor | None, bool, QIcon | None]:
        """What is painted of a cell: its text, its colour (``None``: that of texts), whether it stands at the right, its mark."""
        question, entry = self._questions[column], self.entry
        value, draft, beside = entry.answers.get(question.id), entry.drafts.get(question.id), self._beside.get(question.id, ())
        facts = (question, value, draft, self._lang, beside)
        colour = _colour(*facts) or (QColor(tone.muted) if self._stray else None)
        return _display(*facts), colour, is_number(question), self._mark(question)

    def _mark(self, question: Question) -> QIcon | None:
        return icon("clip", "muted") if question.wide and self.entry.files else None
