"""Filters in words, as the chips above a table show them."""

from db.browse import View
from db.filters import Among, Between, Filter, Holding
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Part, Question
from diagnosis.text import Lang, Text, listed, phrase

MARK = "mark"  # the name of the filter by marks, beside the fields


def filters_in_words(part: Part, view: View) -> dict[str, Text]:
    """What each filter of a view lets through, by field id; ``MARK`` for marked rows."""
    found = {name: _named(part.question(name), wanted) for name, wanted in view.filters.items()}
    return found | ({MARK: phrase("ui", f"filter.{view.mark}")} if view.mark is not None else {})


def _named(question: Question, wanted: Filter) -> Text:
    return phrase("ui", "filter.chip", field=question.label, what=in_words(question, wanted))


def in_words(question: Question, wanted: Filter) -> Text:
    """What a filter lets through."""
    if isinstance(wanted, Among):
        order = [value for value in getattr(question.type, "choices", ()) if value in wanted.values]
        others = [value for value in wanted.values if value not in order]
        return listed(value_in_words(question, value) for value in [*order, *sorted(others, key=lambda value: (value is None, str(value)))])
    answered = _range(question, wanted) if isinstance(wanted, Between) else _holding(wanted)
    parts = [answered] if wanted.answered else []
    return listed([*parts, *([phrase("ui", "filter.blank")] if wanted.blank else [])])


def value_in_words(question: Question, value: Value) -> Text:
    """One answer; none at all is told, too."""
    if value is None:
        return phrase("ui", "filter.blank")
    shown = (value,) if isinstance(value, str) and question.kind == "choices" else value
    return Text(question.type.show(shown, "zh"), question.type.show(shown, "en"))


def _range(question: Question, wanted: Between) -> Text:
    low, high = (None if bound is None else _with_unit(question, bound) for bound in (wanted.low, wanted.high))
    if low is not None and high is not None:
        return phrase("ui", "filter.between", low=question.type.show(wanted.low, "zh"), high=high)
    if low is not None or high is not None:
        return phrase("ui", "filter.from" if low is not None else "filter.to", bound=low if low is not None else high)
    return phrase("ui", "filter.answered")


def _with_unit(question: Question, bound: Value) -> Text:
    unit = question.unit
    return Text(*(" ".join([question.type.show(bound, lang), *([unit.to(lang)] if unit else [])]) for lang in _LANGS))


def _holding(wanted: Holding) -> Text:
    return phrase("ui", "filter.holding", text=wanted.text) if wanted.text else phrase("ui", "filter.answered")


_LANGS: tuple[Lang, ...] = ("zh", "en")
