"""The rule of the pre-export check about what was typed and not taken: it is kept, but no result rests on it."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from diagnosis.checks_rows import SHOWN, Found, Rule
from diagnosis.errors import Invalid
from diagnosis.findings import Draft, Place
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.result import Diagnosis
from diagnosis.text import Text, one_line, phrase

LONGEST = 30  # characters shown of what was typed


def draft_rule(drafts: Sequence[Draft]) -> Rule:
    """The rule that finds these drafts, in the order of the questionnaire; of very many only the first."""
    return partial(_drafts, drafts)


def _drafts(drafts: Sequence[Draft], diagnosis: Diagnosis) -> Iterator[Found]:
    asked = {(part.id, question.id): (part, question) for part in questionnaire().parts.values() for question in part.questions}
    order = {key: place for place, key in enumerate(asked)}
    parts = {part: place for place, part in enumerate(questionnaire().parts)}
    known = [draft for draft in drafts if (draft.part, draft.field) in asked]
    known.sort(key=lambda draft: (parts[draft.part], draft.row or 0, order[draft.part, draft.field]))
    for draft in islice(known, SHOWN):
        part, question = asked[draft.part, draft.field]
        facts = {
            "where": _where(draft, part, diagnosis),
            "field": question.label,
            "text": one_line(draft.text, LONGEST),
            "why": _why(question, draft.text),
        }
        yield Place(step=part.step, part=part.id, row=draft.row, field=draft.field), facts


def _why(question: Question, typed: str) -> Text:
    """What the field itself says against it; else it contradicts something else that is answered."""
    try:
        question.type.parse(typed)
    except Invalid as verdict:
        return verdict.text()
    return phrase("checks", "draft-contradicts")


def _where(draft: Draft, part: Part, diagnosis: Diagnosis) -> Text:
    """What the field belongs to: its record, its row, or the item that is rated there."""
    if draft.row is None:
        return phrase("checks", "draft-record", part=part.name)
    rated = diagnosis.survey.ratings[draft.row : draft.row + 1] if draft.part == "ratings" else ()
    if rated and rated[0].item is not None:
        return phrase("checks", "draft-record", part=diagnosis.framework.items[rated[0].item].name)
    return phrase("checks", "draft-row", part=part.name, row=draft.row + 1)
