"""The rules about single rows (``row_rules``) as the check before export tells them: of which row, and of very many only the first."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from diagnosis.findings import Place
from diagnosis.questionnaire import Part, questionnaire
from diagnosis.result import Diagnosis
from diagnosis.row_rules import ROW_RULES, Around, Facts, RowRule, row_called
from diagnosis.survey import RECORDS
from diagnosis.text import Text

Found = tuple[Place, Facts]
Rule = Callable[[Diagnosis], Iterator[Found]]
SHOWN = 20  # findings of one kind about single rows; a roster of thousands must not bury the rest
STEP = 200  # rows
OF = "of"  # the fact that names the row


@dataclass(slots=True)
class _Rule:
    """A rule at work, and what it has found so far."""

    rule: RowRule
    found: list[Found] = field(default_factory=list)
    seen: set[frozenset[tuple[str, object]]] = field(default_factory=set)
    more: int = 0
    next: tuple[Part, Place, Text] | None = None  # the first that is only counted: its part and place, and what its row is called

    def look(self, part: Part, index: int, row: object, around: Around) -> None:
        """At one row of a list; where there is enough, what it finds is counted."""
        for name, facts in self.rule.find(row, around):
            if self.rule.once and (key := frozenset(facts.items())) in self.seen:
                continue
            self.seen |= {key} if self.rule.once else set()
            place = Place(step=part.step, part=part.id, row=index, field=name)
            if len(self.found) < SHOWN:
                self.found.append((place, {**facts, OF: row_called(part, index, row)}))
                continue
            self.more += 1
            self.next = self.next or (part, place, row_called(part, index, row))

    def told(self) -> Iterator[tuple[str, Found]]:
        """What it found, each with the code of its sentence; last how much it did not list."""
        yield from ((self.rule.code, each) for each in self.found)
        if self.next is not None:
            part, place, called = self.next
            yield "more-rows", (place, {"part": part.name, "count": self.more, "row": called})


def rows_found(diagnosis: Diagnosis) -> Generator[None, None, Mapping[str, Sequence[tuple[str, Found]]]]:
    """Code of a rule -> what it tells of single rows. Every list is read once for all its rules, in steps of some rows."""
    around = Around(diagnosis.survey, diagnosis.framework)
    rules = [_Rule(rule) for rule in ROW_RULES]
    for part_id in dict.fromkeys(each.rule.part for each in rules):
        part, own = questionnaire().parts[part_id], [each for each in rules if each.rule.part == part_id]
        content = getattr(diagnosis.survey, part_id)
        if part_id in RECORDS:
            place = partial(Place, step=part.step, part=part.id)
            for each in own:
                each.found += [(place(field=name), facts) for name, facts in each.rule.find(content, around)]
            continue
        for index, row in enumerate(content):
            for each in own:
                each.look(part, index, row, around)
            if index % STEP == 0:
                yield
    return {each.rule.code: tuple(each.told()) for each in rules}
