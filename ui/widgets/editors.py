"""Which editor a field type gets on the screen."""

from collections.abc import Mapping
from importlib import import_module

from diagnosis.fieldtypes import NumberType, TextType
from diagnosis.questionnaire import Question
from ui.widgets.editor import Editor
from ui.widgets.offered import few

TYPED, LINES, AMOUNT, FEW = (
    "text_editors.LineEditor",
    "text_editors.TextEditor",
    "amount_editor.AmountEditor",
    "choice_editors.SegmentEditor",
)
LISTED, COMBO = "tags_editor.TagsEditor", "choice_editors.ComboEditor"
_BY_KIND: Mapping[str, str] = {
    "flag": FEW,
    "score": FEW,
    "rating": FEW,
    "choices": LISTED,
    "names": LISTED,
    "choice": COMBO,
    "answer": COMBO,
    "money": AMOUNT,
    "date": "date_editor.DateEditor",
    "region": "region_editor.RegionEditor",
}


def make_editor(question: Question) -> Editor:
    """The editor for a question; its module is loaded when there is one to be made."""
    module, _, name = _editor(question).partition(".")
    made: Editor = getattr(import_module(f"ui.widgets.{module}"), name)(question)
    return made


def _editor(question: Question) -> str:
    if question.varies:
        return AMOUNT
    if few(question):
        return FEW
    if isinstance(question.type, TextType) and question.type.lines:
        return LINES
    return _BY_KIND.get(question.kind, TYPED)


def is_short(question: Question) -> bool:
    """Whether what is typed is short, so that its line is, too."""
    return isinstance(question.type, NumberType)
