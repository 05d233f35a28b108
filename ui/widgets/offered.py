"""What there is to choose from as the answer to a question."""

from diagnosis.fieldtypes import ChoiceType, NumberType, ScoreType, Value
from diagnosis.questionnaire import Question
from diagnosis.text import Text, phrase

MOST_SEGMENTS = 4
SEGMENT_CHARACTERS = 18  # all names together, in Chinese; longer lists become a combo box


def offered(question: Question) -> list[tuple[Value, Text]]:
    """What there is to choose from, value and name; nothing for what is typed. For an ``answer``: the types and each mix of two."""
    kind = question.type
    if question.kind == "flag":
        return [(True, phrase("ui", "field.yes")), (False, phrase("ui", "field.no"))]
    if isinstance(kind, ScoreType):
        digits: list[tuple[Value, Text]] = [(score, Text(str(score), str(score))) for score in range(5)]
        return digits + ([("na", phrase("values", "na"))] if kind.na else [])
    if isinstance(kind, ChoiceType):
        return [*kind.choices.items(), *(_mixes(question, list(kind.choices)) if question.kind == "answer" else [])]
    if isinstance(kind, NumberType) and few(question):
        return [(number, Text(str(number), str(number))) for number in range(int(kind.low or 0), int(kind.high or 0) + 1)]
    return []


def _mixes(question: Question, ids: list[str]) -> list[tuple[Value, Text]]:
    mixes = [f"mixed:{one}/{other}" for at, one in enumerate(ids) for other in ids[at + 1 :]]
    return [(mix, Text(question.type.show(mix, "zh"), question.type.show(mix, "en"))) for mix in mixes]


def few(question: Question) -> bool:
    """Whether there are so few choices that they stand side by side."""
    kind = question.type
    if isinstance(kind, ChoiceType):
        names = kind.choices.values()
        return question.kind == "choice" and len(names) <= MOST_SEGMENTS and sum(len(name.zh) for name in names) <= SEGMENT_CHARACTERS
    if not isinstance(kind, NumberType) or not kind.whole or kind.low is None or kind.high is None:
        return False
    return kind.high - kind.low < MOST_SEGMENTS
