"""What the questionnaire on phones is called inside: groups and repeats are the parts, their fields the questions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from diagnosis.fieldtypes import AnswerType, ChoicesType, ChoiceType, FlagType, RegionType, ScoreType
from diagnosis.framework_files import load_framework
from diagnosis.interchange import VERSION
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.ranges import with_units
from diagnosis.regions import Region, regions
from diagnosis.text import Text, phrase

FORM = f"jizhen_survey_{VERSION}"
VISIT, CLUSTER, ROUND, ASKED = "visit", "cluster_name", "round_label", "parts"
NONE = "none"  # of a list of choices
YES_NO = "yes_no"
LEVELS = ("province", "city", "county")  # of a region, each in a question of its own
# What names the cluster and the round is asked once, at the head; the consultant's own decision is never asked on a visit.
NOT_ASKED = frozenset({("cluster", "name_zh"), ("cluster", "name_en"), ("round", "label")})
PARTS_NOT_ASKED = frozenset({"classification_override"})


@cache
def parts() -> Mapping[str, tuple[Part, tuple[Question, ...]]]:
    """The parts that are asked on phones, with their questions."""
    asked = (part for part in questionnaire().parts.values() if part.id not in PARTS_NOT_ASKED)
    return {part.id: (part, tuple(each for each in part.questions if (part.id, each.id) not in NOT_ASKED)) for part in asked}


@cache
def _shared() -> frozenset[str]:
    """The ids that several records ask, or that a part has, too."""
    counts = Counter(question.id for part, questions in parts().values() if part.kind == "record" for question in questions)
    return frozenset(name for name, count in counts.items() if count > 1 or name in parts())


def name_of(part: Part, question: Question) -> str:
    """What a question is called: by its id; with the part before it where an export without groups could mean two."""
    return f"{part.id}_{question.id}" if part.kind == "record" and question.id in _shared() else question.id


def said(key: str, **facts: object) -> Text:
    """A phrase of the form itself."""
    return phrase("files", f"phone.{key}", **facts)


def label_of(question: Question) -> Text:
    """What a question is called on the screen: with its unit."""
    return question.label if question.unit is None else phrase("files", "workbook.unit", name=question.label, unit=question.unit)


def is_several(question: Question) -> bool:
    """Whether several choices can be taken: honours, and half each of two types."""
    return isinstance(question.type, ChoicesType | AnswerType)


def levels(question: Question) -> Sequence[str]:
    """The names of the questions that ask for a region, from the province down."""
    return [f"{question.id}_{level}" for level in LEVELS] if isinstance(question.type, RegionType) else []


def choices(part: str, question: Question) -> Mapping[str, Text]:
    """Name -> label of what can be chosen; nothing where one writes."""
    kind = question.type
    if isinstance(kind, FlagType):
        return {key: phrase("values", key) for key in ("yes", "no")}
    if isinstance(kind, ScoreType):
        scores = {str(score): Text(str(score), str(score)) for score in range(5)}
        return scores | ({"na": phrase("values", "na")} if kind.na else {})
    if isinstance(kind, ChoicesType):
        return {**kind.choices, NONE: phrase("values", NONE)}
    if isinstance(kind, ChoiceType):
        return getattr(with_units(part, question, load_framework().indicators).type, "choices", {})
    return {}


def list_name(part: str, question: Question) -> str:
    """What a list of choices is called; yes and no are one list."""
    return YES_NO if isinstance(question.type, FlagType) else f"{part}_{question.id}".replace("-", "_")


def region_level(region: Region) -> str:
    """Which of the three questions offers a division."""
    return LEVELS[0 if region.code.endswith("0000") else 1 if region.code.endswith("00") else 2]


def region_above(region: Region) -> str:
    """The code of the division that a city or county is offered below; a county that is in no city stands below its province."""
    if region_level(region) == LEVELS[1]:
        return f"{region.code[:2]}0000"
    city = f"{region.code[:4]}00"
    return city if city in regions() else f"{region.code[:2]}0000"
