"""The rules about single rows (``row_rules``) as the check before export tells them: of which row, and of very many only the first."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from diagnosis.findings import Place
from diagnosis.questionnaire import Part, questionnaire
from diagnosis.result import Diagnosis
from diagnosis.row_rules import ROW_RULES, Around, Facts, RowRule, row_called
from diagnosis.survey import RECORDS

Found = tuple[Place, Mapping[str, object]]
Rule = Callable[[Diagnosis], Iterator[Found]]
SHOWN = 20  # findings of one kind about single rows; a roster of thousands must not bury the rest
STEP = 200  # rows
OF = "of"  # the fact that names the row


@dataclass(slots=True)
class _Rule:
    """A rule at work, and what it has found so far."""

    rule: RowRule
    found: list[Found] = field(default_factory=list)
    seen: list[Facts] = field(default_factory=list)

    def look(self, part: Part, index: int, row: object, around: Around) -> None:
        """At one row of a list, unless there is enough."""
        for name, facts in self.rule.find(row, around) if len(self.found) < SHOWN else ():
            if not self.rule.once or facts not in self.seen:
                self.seen += [facts] if self.rule.once else []
                place = Place(step=part.step, part=part.id, row=index, field=name)
                self.found.append((place, {**facts, OF: row_called(part, index, row)}))


def rows_found(diagnosis: Diagnosis) -> Generator[None, None, Mapping[str, Sequence[Found]]]:
    """Code -> what the rules about single rows find. Every list is read once for all its rules, in steps of some rows."""
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
    return {each.rule.code: each.found[:SHOWN] for each in rules}
