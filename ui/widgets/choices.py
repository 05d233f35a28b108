"""What there is to choose from, and how it is found by typing: the same in forms and in the cells of tables."""

from collections.abc import Sequence

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import ChoiceType, Value
from diagnosis.matching import Name, comparable, rank, words
from diagnosis.questionnaire import Question
from diagnosis.text import DASH, LANGS, Lang
from ui.widgets.offered import offered
from ui.widgets.suggestions import Offer


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
