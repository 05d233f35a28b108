"""What a public edition leaves to a reader's eye: texts of one's own, names that no rule can tell from words, figures of a firm or two."""

import re
from collections.abc import Generator, Iterator, Sequence
from itertools import islice

from diagnosis.authored import Authored, Section
from diagnosis.findings import Finding, Place, Severity
from diagnosis.result import Diagnosis
from diagnosis.survey import Survey
from diagnosis.text import Text, one_line, phrase
from reports.authoring.markup import parse
from reports.authoring.sections import SUMMARY
from reports.options import Extent
from reports.public.names import Masks, doubtful, masks

TABLE = "authored"  # the part of a ``Place`` that is a text of the report
LONGEST, SHOWN = 24, 20  # characters of a title; findings about names that are words
# One or two firms, in words or figures; not the tail of a longer number.
FEW = re.compile(
    r"(?<![\d.,十百千万零〇第])[12１２一二两]\s*[家户](?!庭)|\b(?:one|two|1|2) (?:firm|company|companies|enterprise)s?\b", re.IGNORECASE
)


def concerns(
    diagnosis: Diagnosis, authored: Authored, rounds: Sequence[Survey] = (), extent: Extent = "full"
) -> Generator[None, None, tuple[Finding, ...]]:
    """Findings for the check before a public edition is made, in short steps: each leads to the section or the rating.

    ``rounds``, ``extent``: as in ``reports.options.Options``; of a summary's edition only what it prints of the texts is told.
    """
    surveys = (diagnosis.survey, *rounds)
    found = masks(surveys, diagnosis.framework, authored.lang)
    yield
    ordinary, shorts = doubtful(surveys, diagnosis.framework, found)
    yield
    printed = {name: section for name, section in authored.sections.items() if extent == "full" or name == SUMMARY}
    result: list[Finding] = []
    for name, section in printed.items():
        if section.text is None or section.left_out:
            continue
        title = _title(name, section)
        place = Place(step="report", part=TABLE, field=f"{authored.lang}.{name}.text")
        result.append(_finding("public-authored", place, title=title))
        result += _doubts(_words(section), title, place, shorts)
    for row, rating in enumerate(diagnosis.survey.ratings):
        item = diagnosis.framework.items.get(rating.item or "")
        if rating.evidence and item is not None:
            result += _doubts(rating.evidence, item.short, Place(step="checklist", part="ratings", row=row, field="evidence"), shorts)
    firms = Place(step="enterprises", part="enterprises")
    result += [_finding("public-ordinary", firms, "note", name=one_line(name, LONGEST)) for name in islice(ordinary, SHOWN)]
    return tuple(result)


def _doubts(words: str, title: Text | str, place: Place, shorts: Masks) -> Iterator[Finding]:
    """What may be a firm's short name in a text, and what may tell of one firm or two."""
    if names := shorts.named_in(words):
        yield _finding("public-short", place, title=title, names=Text("、".join(names), ", ".join(names)))
    if few := tuple(dict.fromkeys(FEW.findall(words))):
        yield _finding("public-few", place, title=title, found=Text("、".join(few), ", ".join(few)))


def _finding(code: str, place: Place, severity: Severity = "warning", **facts: object) -> Finding:
    return Finding(severity=severity, code=code, text=phrase("checks", code, **facts), place=place)


def _title(name: str, section: Section) -> str:
    return one_line(section.title or section.base.title or name, LONGEST)


def _words(section: Section) -> str:
    """The text that somebody wrote: without the marks, and without the facts, which the edition decides about itself."""
    return "\n".join(line.plain for line in (*parse(section.text or ""), *parse(section.title or "")))
