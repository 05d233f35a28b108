"""Which editor a field type gets on the screen."""

from collections.abc import Callable, Mapping

from diagnosis.fieldtypes import NumberType, TextType
from diagnosis.questionnaire import Question
from ui.widgets.amount_editor import AmountEditor
from ui.widgets.choice_editors import ComboEditor, SegmentEditor
from ui.widgets.choices import few
from ui.widgets.date_editor import DateEditor
from ui.widgets.editor import Editor
from ui.widgets.region_editor import RegionEditor
from ui.widgets.tags_editor import TagsEditor
from ui.widgets.text_editors import LineEditor, TextEditor

_BY_KIND: Mapping[str, Callable[[Question], Editor]] = {
    "flag": SegmentEditor,
    "score": SegmentEditor,
    "rating": SegmentEditor,
    "choices": TagsEditor,
    "names": TagsEditor,
    "choice": ComboEditor,
    "answer": ComboEditor,
    "money": AmountEditor,
    "date": DateEditor,
    "region": RegionEditor,
}


def make_editor(question: Question) -> Editor:
    """The editor for a question."""
    if question.varies:
        return AmountEditor(question)
    if few(question):
        return SegmentEditor(question)
    if isinstance(question.type, TextType) and question.type.lines:
        return TextEditor(question)
    return _BY_KIND.get(question.kind, LineEditor)(question)


def is_short(question: Question) -> bool:
    """Whether what is typed is short, so that its line is, too."""
    return isinstance(question.type, NumberType)
