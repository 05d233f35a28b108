"""The rules about single rows (``row_rules``) as the check before export tells them: of which row, and of very many only the first."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice

from diagnosis.findings import Place
from diagnosis.questionnaire import questionnaire
from diagnosis.result import Diagnosis
from diagnosis.row_rules import Around, RowRule, row_called
from diagnosis.survey import RECORDS

Found = tuple[Place, Mapping[str, object]]
Rule = Callable[[Diagnosis], Iterator[Found]]
SHOWN = 20  # findings of one kind about single rows; a roster of thousands must not bury the rest
OF = "of"  # the fact that names the row


def over_rows(rule: RowRule) -> Rule:
    """The rule over all rows of its part."""
    return lambda diagnosis: islice(_found(rule, diagnosis), SHOWN)


def _found(rule: RowRule, diagnosis: Diagnosis) -> Iterator[Found]:
    part, around = questionnaire().parts[rule.part], Around(diagnosis.survey, diagnosis.framework)
    content = getattr(diagnosis.survey, rule.part)
    place = partial(Place, step=part.step, part=part.id)
    if rule.part in RECORDS:
        yield from ((place(field=field), facts) for field, facts in rule.find(content, around))
        return
    seen: list[Mapping[str, object]] = []
    for index, row in enumerate(content):
        for field, facts in rule.find(row, around):
            if not rule.once or facts not in seen:
                seen += [facts] if rule.once else []
                yield place(row=index, field=field), {**facts, OF: row_called(part, index, row)}
