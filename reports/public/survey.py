"""A survey as the public may see it: the same answers, without who gave them and of whom they tell."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TypeVar

from diagnosis.survey import Enterprise, Row, Survey
from reports.public.masks import Masks

R = TypeVar("R", bound=Row)
# What tells of persons, or is nobody's business: it goes. Questions that an office has added are not known to be public.
PRIVATE = ("note", "respondent")
OF_A_FIRM = ("uscc", "address", "contact", "note")
TEXTS = ("name", "main_product", "topic", "evidence", "reason", "source", "description_zh", "description_en", "chain_link")


STEP = 500  # firms in a step


def public_survey(survey: Survey, masks: Masks) -> Generator[None, None, Survey]:
    """Firms under their masks, texts without names, no contacts, interviews, respondents and files; in short steps."""

    def rows(found: Sequence[R]) -> tuple[R, ...]:
        return tuple(_row(row, masks) for row in found)

    firms: list[Enterprise] = []
    for firm in survey.enterprises:
        firms.append(_firm(firm, masks))
        if len(firms) % STEP == 0:
            yield
    links = (replace(row, from_=masks.name(row.from_), to=masks.name(row.to), note=None, more={}) for row in survey.links)
    return replace(
        survey,
        cluster=_row(survey.cluster, masks),
        round=replace(survey.round, note=None, more={}),
        enterprises=firms,
        indicators=tuple(_row(row, masks, keep=("note",)) for row in survey.indicators),
        institutions=rows(survey.institutions),
        platforms=rows(survey.platforms),
        organisations=rows(survey.organisations),
        chain=rows(survey.chain),
        links=tuple(links),
        technologies=rows(survey.technologies),
        ratings=rows(survey.ratings),
        interviews=(),
        attachments=(),
        classification_override=_row(survey.classification_override, masks),
    )


def _firm(firm: Enterprise, masks: Masks) -> Enterprise:
    own = _row(replace(firm, name=None), masks)
    return replace(own, name=masks.name(firm.name), **dict.fromkeys(OF_A_FIRM))  # type: ignore[arg-type]  # all may be absent


def _row(row: R, masks: Masks, keep: Sequence[str] = ()) -> R:
    """A row with its texts masked, and without what is private but for ``keep``."""
    changed: dict[str, object] = {"more": {}}
    for field in row.__dataclass_fields__:
        value = getattr(row, field)
        if field in PRIVATE and field not in keep:
            changed[field] = None
        elif isinstance(value, str) and field in (*TEXTS, *keep):
            changed[field] = masks.text(value)
    return replace(row, **changed)  # type: ignore[arg-type]  # fields of this very row
