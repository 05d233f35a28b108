"""The rule of the pre-export check about what was typed and not taken: it is kept, but no result rests on it."""

from collections.abc import Iterator, Sequence
from functools import partial

from diagnosis.checks_rows import SHOWN, Found, Rule
from diagnosis.errors import Invalid
from diagnosis.findings import Draft, Place
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.result import Diagnosis
from diagnosis.row_rules import row_name
from diagnosis.text import Text, one_line, phrase, shortened

LONGEST = 30  # characters shown of what was typed


Groups = Sequence[tuple[Part, Sequence[Draft]]]


def draft_rules(drafts: Sequence[Draft]) -> tuple[Rule, Rule]:
    """The rule that finds these drafts, in the order of the questionnaire, and the one that counts those it leaves out.

    Of very many in one part only the first are found; the count leads to the next.
    """
    groups = _by_part(drafts)
    return partial(_drafts, groups), partial(_more, groups)


def _by_part(drafts: Sequence[Draft]) -> Groups:
    """The drafts of each part, as they stand in it."""
    parts = questionnaire().parts
    found: dict[str, list[Draft]] = {part: [] for part in parts}
    for draft in drafts:
        found.get(draft.part, []).append(draft)
    return [(parts[part], _ordered(parts[part], those)) for part, those in found.items() if those]


def _ordered(part: Part, drafts: Sequence[Draft]) -> Sequence[Draft]:
    order = {question.id: place for place, question in enumerate(part.questions)}
    return sorted((draft for draft in drafts if draft.field in order), key=lambda draft: (draft.row or 0, order[draft.field]))


def _more(groups: Groups, _diagnosis: Diagnosis) -> Iterator[Found]:
    for part, known in groups:
        if len(known) > SHOWN:
            first = known[SHOWN]
            facts = {"part": part.name, "count": len(known) - SHOWN}
            yield Place(step=part.step, part=part.id, row=first.row, field=first.field), facts


def _drafts(groups: Groups, diagnosis: Diagnosis) -> Iterator[Found]:
    for part, draft in ((part, draft) for part, known in groups for draft in known[:SHOWN]):
        question = part.question(draft.field)
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
        question.type.parse_pasted(typed)
    except Invalid as verdict:
        return verdict.text()
    return phrase("checks", "draft-contradicts")


def _where(draft: Draft, part: Part, diagnosis: Diagnosis) -> Text:
    """What the field belongs to: its record, its row by what it is called, or the item that is rated there."""
    if draft.row is None:
        return phrase("checks", "draft-record", part=part.name)
    rated = diagnosis.survey.ratings[draft.row : draft.row + 1] if draft.part == "ratings" else ()
    if rated and rated[0].item is not None:
        return phrase("checks", "draft-record", part=diagnosis.framework.items[rated[0].item].name)
    named = next((row_name(part, row) for row in getattr(diagnosis.survey, part.id)[draft.row : draft.row + 1]), None)
    if named is not None:
        return phrase("checks", "draft-record", part=shortened(named))
    return phrase("checks", "draft-row", part=part.name, row=draft.row + 1)
