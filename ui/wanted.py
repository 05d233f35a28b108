"""A change that is asked for: what to do with the workspace, who is told, what it is called, and what came of it."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from db.history import Change
from db.workspace import Names
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.questionnaire import Questionnaire, questionnaire
from diagnosis.text import Text, phrase
from ui.tasks import Failed, Watch

if TYPE_CHECKING:
    from diagnosis.framework import Framework

Operation = Callable[..., Change | Generator[Progress, None, Change] | None]


@cache
def operations() -> Any:
    """The module of all changes, which no start needs; to ask for it at each change takes as long as some of its SQL."""
    from db import operations as found

    return found


def is_kept(operation: Operation) -> bool:
    """Whether it holds what somebody typed, and is kept until it is stored: to do so once more does no harm."""
    return operation in _kept()


@cache
def _kept() -> tuple[Operation, ...]:
    of = operations()
    return of.set_answer, of.set_cells, of.set_draft, of.set_typed, of.write_text


@dataclass(slots=True, eq=False, repr=False)
class Wanted:
    """A change that is asked for: what to call with the workspace, who is told, and what it is about."""

    operation: Operation
    args: tuple[object, ...]
    kept: bool
    done: Callable[[Change], None] | None = None
    failed: Failed | None = None
    round_id: int | None = None  # the round that was open when it was asked for
    watch: Watch | None = None
    tell: Callable[[Progress], object] | None = None  # on the worker: how far it is
    visit: object | None = None  # what is typed on one visit to a field is one step of undo

    @property
    def name(self) -> Text:
        """What it is about: found only for one that could not be stored."""
        from diagnosis.framework_files import load_framework

        return _name_of(self.args, questionnaire(), load_framework())

    @property
    def row(self) -> int | None:
        """The row of a list that it is about: behind the round and the part."""
        return self.args[2] if len(self.args) > 2 and isinstance(self.args[2], int) else None


def counted(names: Iterable[Text]) -> list[Text]:
    """Each name once, with how often it is there: five firms' revenues are five things that somebody has typed."""
    found = Counter(names)
    return [name if count == 1 else phrase("ui", "trouble.times", name=name, count=count) for name, count in found.items()]


Taken = tuple[Wanted, Change | UserError | None]  # the change, the refusal of it, or nothing: it was not made


class Stored(NamedTuple):
    """What came of storing. ``trouble``: why the workspace takes none now. ``met``: what of it met another program's answers; both stay."""

    taken: tuple[Taken, ...] = ()
    trouble: UserError | None = None
    left: tuple[Text, ...] = ()
    names: Names | None = None
    foreign: bool = False
    met: int = 0


def _name_of(args: tuple[object, ...], asked: Questionnaire, framework: "Framework") -> Text:
    """What a change is about: the part of the survey or the checklist's item, and the field if it is one."""
    from db.years import YearCell

    years = {(cell.indicator, cell.year) for each in args if isinstance(each, list | tuple) for cell in each if isinstance(cell, YearCell)}
    if len(years) == 1:
        ((indicator, year),) = years
        return phrase("ui", "trouble.year", name=framework.indicators[indicator].short, year=year)
    if years:
        return asked.parts["indicators"].name
    strings = [each for each in args if isinstance(each, str)]
    cells = next((list(each) for each in args if isinstance(each, Mapping)), strings[1:2])
    first = strings[0] if strings else ""
    if first in framework.items:
        part, owner = asked.parts["ratings"], framework.items[first].short
    elif first in asked.parts:
        part, owner = asked.parts[first], asked.parts[first].name
    else:
        return phrase("ui", "trouble.change")
    found = next((question.label for question in part.questions if [question.id] == cells[:1]), None)
    return owner if found is None else phrase("ui", "trouble.field", part=owner, field=found)
