"""The firms of returns as rows of one roster, so that they are matched, compared and decided about as those of a roster are."""

from collections.abc import Iterator, Sequence

from diagnosis.credit_code import credit_code_is_sound
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from diagnosis.returns.filled import FIRMS, Return, Wrong
from diagnosis.roster.header import Header
from diagnosis.roster.layout import Layout
from diagnosis.roster.mapping import Column
from diagnosis.roster.names import plain
from diagnosis.roster.reading import Problem, Reading
from diagnosis.roster.sheet import Sheet
from diagnosis.roster.words import Target
from diagnosis.text import fold


def places(returns: Sequence[Return]) -> Iterator[tuple[int, int]]:
    """The rows of that roster: which return, and which of its firms."""
    return ((number, row) for number, found in enumerate(returns) for row in range(len(found.firms)))


def roster_of(returns: Sequence[Return], source: str) -> Reading:
    """A roster of all the firms. ``source``: what the file or folder is called."""
    questions = questionnaire().parts[FIRMS].questions
    at = list(places(returns))
    answers: dict[str, list[Value]] = {question.id: [returns[n].firms[row].get(question.id) for n, row in at] for question in questions}
    columns = tuple(
        Column(place=place, header=Header(question.label.zh, ()), target=Target(question.id)) for place, question in enumerate(questions)
    )
    where = {question.id: place for place, question in enumerate(questions)}
    return Reading(
        sheet=Sheet(file=source, name="", columns=[]),
        layout=Layout(top=0, first=0, headers=()),
        columns=columns,
        rows=range(len(at)),
        answers=answers,
        keys=[plain(name) if isinstance(name, str) else "" for name in answers["name"]],
        codes=[_code(code) for code in answers["uscc"]],
        problems={place: found for place, (n, row) in enumerate(at) if (found := _problems(returns[n].faults(FIRMS, row), where))},
        left_out={},
        serials={},
        blanks={},
        names=[_called(returns[n], row) for n, row in at],
    )


def _code(code: Value) -> str | None:
    folded = fold(code).upper() if isinstance(code, str) else ""
    return folded if credit_code_is_sound(folded) else None


def _problems(faults: Sequence[Wrong], where: dict[str, int]) -> list[Problem]:
    return [Problem(where[each.field], each.text, each.why, taken=each.taken, place=each.place) for each in faults]


def _called(found: Return, row: int) -> str:
    """By the return; by its number there where it names several firms."""
    return found.name if len(found.firms) == 1 else f"{found.name} #{row + 1}"
