"""What a public edition leaves to a reader's eye: texts of one's own, names that no rule can tell from words, figures of a firm or two."""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from diagnosis.authored import Authored, Section
from diagnosis.findings import Finding, Place, Severity
from diagnosis.progress import Progress
from diagnosis.questionnaire import Part, questionnaire
from diagnosis.result import Diagnosis
from diagnosis.row_rules import row_called
from diagnosis.survey import Row, Survey
from diagnosis.text import Text, one_line, phrase
from reports.authoring.markup import parse
from reports.authoring.sections import SUMMARY
from reports.options import Extent
from reports.public.masks import around
from reports.public.names import Names, masking

TABLE = "authored"  # the part of a ``Place`` that is a text of the report
LONGEST, SHOWN = 24, 20  # characters of a title; findings about names that are words
MOST = 12  # words of a text that are named, those that more likely are a firm's first
AROUND = 3  # words of a text that are shown with what stands around them
# The free texts of a survey that a public edition prints.
PRINTED = {
    "cluster": ("name_zh", "name_en", "description_zh", "description_en"),
    "indicators": ("source", "note"),
    "institutions": ("name",),
    "platforms": ("name", "topic"),
    "organisations": ("name",),
    "chain": ("name",),
    "technologies": ("name",),
    "ratings": ("evidence", "reason"),
    "classification_override": ("reason",),
}
# How a person is called behind the surname; 高总量 and 于总体 are none.
TITLES = (
    r"总(?![量体数额计结和共需产装成部线包投值面会局公之是有书])|董|经理|主任|博士|教授|工(?![业作厂艺程具商资人时序信程])|工程师|老师|院士|书记"
    r"|[厂院所校部处科局会县市区]长|老板|先生|女士|师傅|主席|秘书长|副总|总监|总工"
)
# One or two firms, in words or figures; not the tail of a longer number.
FEW = re.compile(
    r"(?<![\d.,十百千万零〇第])[12１２一二两]\s*[家户](?!庭)|\b(?:one|two|1|2) (?:firm|company|companies|enterprise)s?\b", re.IGNORECASE
)


def concerns(
    diagnosis: Diagnosis, authored: Authored, rounds: Sequence[Survey] = (), extent: Extent = "full"
) -> Generator[Progress | None, None, tuple[Finding, ...]]:
    """Findings for the check before a public edition is made, in short steps: each leads to the section or the rating.

    ``rounds``, ``extent``: as in ``reports.options.Options``; of a summary's edition only what it prints of the texts is told.
    """
    names = yield from masking((diagnosis.survey, *rounds), diagnosis.framework, authored.lang)
    eye = _Eye(names, _called(names.surnames))
    yield None
    printed = {name: section for name, section in authored.sections.items() if extent == "full" or name == SUMMARY}
    result: list[Finding] = []
    for name, section in printed.items():
        if section.text is None or section.left_out:
            continue
        title = _title(name, section)
        place = Place(step="report", part=TABLE, field=f"{authored.lang}.{name}.text")
        result.append(_finding("public-authored", place, title=title))
        result += eye.doubts(_words(section), title, place)
    for words, told, place in _answers(diagnosis):
        result += eye.doubts(words, told, place)
    firms = Place(step="enterprises", part="enterprises")
    result += [_finding("public-ordinary", firms, "note", name=one_line(name, LONGEST)) for name in islice(names.ordinary, SHOWN)]
    return tuple(result)


def _answers(diagnosis: Diagnosis) -> Iterator[tuple[str, Text, Place]]:
    """The free texts of the survey that a public edition prints, what each is called, and where it stands."""
    parts = questionnaire().parts
    for part_id, fields in PRINTED.items():
        part, content = parts[part_id], getattr(diagnosis.survey, part_id)
        single = not isinstance(content, tuple)
        for at, row in enumerate((content,) if single else content):
            for field in fields:
                if text := getattr(row, field):
                    place = Place(step=part.step, part=part_id, row=None if single else at, field=field)
                    yield text, part.name if single else _row_called(diagnosis, part, at, row), place


def _row_called(diagnosis: Diagnosis, part: Part, at: int, row: Row) -> Text:
    item = diagnosis.framework.items.get(getattr(row, "item", None) or "")
    return item.short if item is not None else row_called(part, at, row)


def _called(surnames: Iterable[str]) -> re.Pattern[str] | None:
    """What somebody of these surnames is called by: 陈总, 陈工程师."""
    names = "|".join(map(re.escape, sorted(surnames, key=len, reverse=True)))
    return re.compile(rf"(?:{names})(?:{TITLES})") if names else None


@dataclass(frozen=True, slots=True)
class _Eye:
    """What looks at a text as a public edition prints it."""

    names: Names
    called: re.Pattern[str] | None

    def doubts(self, words: str, title: Text | str, place: Place) -> Iterator[Finding]:
        """What may be a firm's short name or a person in a text, and what may tell of one firm or two."""
        masked, names = self.names.masks.text(words), self.names
        persons = names.people.named_in(masked)
        for hit in self.called.finditer(masked) if self.called is not None else ():
            persons.setdefault(hit[0], around(masked, hit.start(), hit.end()))
        shorts = names.shorts.named_in(masked)
        likely = dict(sorted(shorts.items(), key=lambda each: each[0] not in names.known))
        for code, found in (("public-short", likely), ("public-person", persons)):
            if found:
                said = list(islice(found.values(), AROUND))
                yield _finding(code, place, title=title, names=_listed(found), around=Text("；".join(said), "; ".join(said)))
        if few := tuple(dict.fromkeys(FEW.findall(words))):
            yield _finding("public-few", place, title=title, found=_listed(few))


def _listed(names: Iterable[str]) -> Text:
    found = list(names)
    listed = Text("、".join(found[:MOST]), ", ".join(found[:MOST]))
    return phrase("checks", "public-more", names=listed, count=len(found)) if len(found) > MOST else listed


def _finding(code: str, place: Place, severity: Severity = "warning", **facts: object) -> Finding:
    return Finding(severity=severity, code=code, text=phrase("checks", code, **facts), place=place)


def _title(name: str, section: Section) -> str:
    return one_line(section.title or section.base.title or name, LONGEST)


def _words(section: Section) -> str:
    """The text that somebody wrote: without the marks, and without the facts, which the edition decides about itself."""
    return "\n".join(line.plain for line in (*parse(section.text or ""), *parse(section.title or "")))
