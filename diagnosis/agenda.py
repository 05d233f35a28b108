"""All that is still to be found out, as a list to be sent to whoever knows: the bureau, the leading firms, an association."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.result import Diagnosis
from diagnosis.text import Lang, Text, phrase


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is open, in parts: the heading of each, and what is asked there, name and question."""

    title: Text
    parts: Sequence[tuple[Text, Sequence[tuple[Text, Text]]]]

    @property
    def count(self) -> int:
        """How many questions there are."""
        return sum(len(asked) for _, asked in self.parts)

    def text(self, lang: Lang) -> str:
        """Plain text, as messages and documents take it: a heading a part, a line a question."""
        blocks = [self.title.to(lang)]
        for head, asked in self.parts:
            lines = [
                phrase("summary", "agenda.line", number=number, name=name, question=question).to(lang)
                for number, (name, question) in enumerate(asked, 1)
            ]
            blocks.append("\n".join([phrase("summary", "agenda.head", name=head, count=len(asked)).to(lang), *lines]))
        return "\n\n".join(blocks) + "\n"


def agenda(diagnosis: Diagnosis) -> Agenda:
    """The criteria of the type that are open, the figures that are to be entered and have no value, the items that nothing speaks about."""
    survey, framework = diagnosis.survey, diagnosis.framework
    figures = [
        (phrase("summary", "agenda.figure", name=each.name, unit=each.unit_text), each.ask)
        for each in framework.indicators.values()
        if each.kind == "entered" and each.id not in diagnosis.figures
    ]
    parts = {
        "agenda.type": [(ask.name, ask.question) for ask in diagnosis.asks if ask.part != "ratings"],
        "agenda.figures": figures,
        "agenda.items": [(ask.name, ask.question) for ask in diagnosis.asks if ask.part == "ratings"],
    }
    names = Text(survey.cluster.name("zh"), survey.cluster.name("en"))
    title = phrase("summary", "agenda.title", cluster=names, round=survey.round.label or "")
    return Agenda(title, [(phrase("summary", key), asked) for key, asked in parts.items() if asked])
