"""What there is to choose from, and how it is found by typing: the same in forms and in the cells of tables."""

from collections.abc import Sequence

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import ChoiceType, NumberType, ScoreType, Value
from diagnosis.matching import Name, comparable, rank, words
from diagnosis.questionnaire import Question
from diagnosis.text import DASH, LANGS, Lang, Text, phrase
from ui.widgets.suggestions import Offer

MOST_SEGMENTS = 4
SEGMENT_CHARACTERS = 18  # all names together, in Chinese; longer lists become a combo box


class Choices:
    """Found by any part of a name in either language, by its initials, or by what else it is called; the dash takes the answer away."""

    def __init__(self, question: Question, lang: Lang) -> None:
        """``offers``: the dash and then everything, called by its name in ``lang``."""
        kind, choices = question.type, offered(question)
        also = kind.also if isinstance(kind, ChoiceType) else {}
        self._question = question
        self.offers: list[Offer] = [(None, DASH), *((value, name.to(lang)) for value, name in choices)]
        self._names = [
            Name.of([name.to(each) for each in LANGS], comparable(" ".join(also.get(str(value), ())))) for value, name in choices
        ]

    def found(self, typed: str) -> Sequence[Offer]:
        """Everything until something is typed; then what it finds, the best first."""
        wanted = words(typed)
        if not wanted:
            return self.offers
        ranks = [(found, place) for place, name in enumerate(self._names, 1) if (found := rank(name, wanted)) is not None]
        return [self.offers[place] for _, place in sorted(ranks)]

    def place_of(self, value: object) -> int:
        """Where it stands among the offers; the dash for what is none of them."""
        return next((place for place, (each, _) in enumerate(self.offers) if each == value), 0)

    def name(self, value: Value) -> str:
        """What it is called; nothing without an answer."""
        return self.offers[place][1] if (place := self.place_of(value)) else ""

    def called(self, typed: str) -> Value:
        """The one of exactly this name; ``None``: none is."""
        named = comparable(typed)
        return next((value for value, name in self.offers[1:] if comparable(name) == named), None)  # type: ignore[return-value]  # offers hold anything

    def read(self, typed: str) -> Value:
        """What is named wholly, or by a part that no other name has; raises ``Invalid`` when none is."""
        value = self.called(typed)
        if value is not None:
            return value
        try:
            return self._question.type.parse("" if typed == DASH else typed)
        except Invalid:
            found = self.found(typed)
            if len(found) == 1 and found[0][0] is not None:
                return found[0][0]  # type: ignore[return-value]  # offers hold anything
            raise


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
