"""The one description of what is asked (``templates/questionnaire.toml``): steps, parts, fields and their types."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from diagnosis.fieldtypes import (
    AnswerType,
    ChoicesType,
    ChoiceType,
    CodeType,
    CountType,
    DateType,
    FieldType,
    FlagType,
    MoneyType,
    NamesType,
    NumberType,
    RegionType,
    ScoreType,
    TextType,
    YearType,
)
from diagnosis.tables import table
from diagnosis.text import TEMPLATES, Text


class ShownWhen(NamedTuple):
    """A field is shown only while another field of the same row has one of these values."""

    field: str
    values: tuple[str, ...]


class Anchor(NamedTuple):
    """What a whole number on a scale stands for: its name and its meaning."""

    name: Text
    meaning: Text


class Question(NamedTuple):
    """One field: its id, its type, and the texts beside it. ``column``: shown as a column of its table.

    ``varies``: range and unit are those of the indicator that the row is about (see ``ranges.asked_of``).
    ``firm``: asked of a firm that fills in the questionnaire itself, in the words of ``firm_label`` and ``firm_help`` where it has them.
    ``anchors``: what each number stands for, with their source. ``source``: the section of the paper that the question rests on.
    """

    id: str
    kind: str
    type: FieldType
    label: Text
    unit: Text | None = None
    help: Text | None = None
    source: Text | None = None
    column: bool = True
    wide: bool = False
    varies: bool = False
    firm: bool = True
    firm_label: Text | None = None
    firm_help: Text | None = None
    shown_when: ShownWhen | None = None
    anchors: Mapping[int, Anchor] = MappingProxyType({})
    anchors_source: Text | None = None


@dataclass(kw_only=True, eq=False, repr=False)
class Part:
    """A part of the survey: a record (one answer a question) or a list of rows. ``completable``: it can be declared complete.

    ``firm``: firms are asked for their own rows of it. ``asked``: makes its questions, when they are first wanted.
    """

    id: str
    kind: Literal["record", "list"]
    step: str
    name: Text
    help: Text | None
    completable: bool
    firm: bool
    asked: Callable[[], tuple[Question, ...]]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, in the order of a form."""
        return self.asked()

    @cached_property
    def _by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    def question(self, field_id: str) -> Question:
        """The question with this id; raises ``KeyError``."""
        return self._by_id[field_id]


class Step(NamedTuple):
    """A page of the rail."""

    id: str
    name: Text
    hint: Text


class Questionnaire(NamedTuple):
    """All that is asked. ``parts`` are in the order of the file."""

    steps: tuple[Step, ...]
    parts: Mapping[str, Part]

    def on(self, step: str) -> tuple[Part, ...]:
        """The parts of a step."""
        return tuple(part for part in self.parts.values() if part.step == step)


def _number(low: float | None = None, high: float | None = None, *, share: bool = False) -> Callable[..., FieldType]:
    return lambda row, choices: NumberType(row.get("low", low), row.get("high", high), share=share)


def _whole(row: Mapping[str, Any], choices: Mapping[str, Text]) -> FieldType:
    """A whole number: of so many things, or, where it ends somewhere, a step on a scale."""
    del choices
    low, high = row.get("low"), row.get("high")
    return CountType(low, whole=True, unit=row.get("unit_zh", "")) if high is None else NumberType(low, high, whole=True)


def _also(row: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """Further names of the choices."""
    return {choice["id"]: tuple(choice["also"]) for choice in row.get("choices", []) if "also" in choice}


# field type name -> how to make it from its entry and its choices
TYPES: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Text]], FieldType]] = {
    "text": lambda row, choices: TextType(),
    "lines": lambda row, choices: TextType(lines=True),
    "number": _number(),
    "whole": _whole,
    "money": lambda row, choices: MoneyType(0),
    "share": _number(0, 1, share=True),
    "year": lambda row, choices: YearType(),
    "date": lambda row, choices: DateType(),
    "flag": lambda row, choices: FlagType(),
    "choice": lambda row, choices: ChoiceType(choices, _also(row)),
    "choices": lambda row, choices: ChoicesType(choices, _also(row)),
    "names": lambda row, choices: NamesType(),
    "region": lambda row, choices: RegionType(),
    "uscc": lambda row, choices: CodeType(),
    "score": lambda row, choices: ScoreType(),
    "rating": lambda row, choices: ScoreType(na=True),
    "answer": lambda row, choices: AnswerType(choices),
}


def load_questionnaire(path: Path = TEMPLATES / "questionnaire.toml") -> Questionnaire:
    """Reads the questionnaire; lists of choices and the fields of some records come from the product's own framework."""
    data = table(path)
    completable = _names(row for row in data["part"] if row.get("complete"))
    parts = [_part(row, completable) for row in data["part"]]
    steps = tuple(Step(id=row["id"], name=_text(row), hint=Text(row["hint_zh"], row["hint_en"])) for row in data["step"])
    return Questionnaire(steps, {part.id: part for part in parts})


@cache
def questionnaire() -> Questionnaire:
    """The product's own questionnaire."""
    return load_questionnaire()


class FromFramework(NamedTuple):
    """A list of the framework whose entries are choices, or the fields of a record: its file, their kind, and those with this answer."""

    file: str
    kind: str
    only: str | None = None

    def entries(self) -> list[Mapping[str, Any]]:
        """As they stand there: a question asks for their names, long before anything is judged by them."""
        found: list[Mapping[str, Any]] = table(TEMPLATES / "framework" / f"{self.file}.toml")[self.kind]
        return [row for row in found if self.only is None or row.get(self.only)]


LISTS: Mapping[str, FromFramework] = {
    "fields": FromFramework("fields", "field"),
    "indicators": FromFramework("indicators", "indicator"),
    "items": FromFramework("checklist", "item"),
    "types": FromFramework("framework", "type"),
    "services": FromFramework("framework", "service"),
    "stage_criteria": FromFramework("criteria", "criterion", only="basic_zh"),  # those that are answered have descriptors
    "rated_features": FromFramework("profile", "feature", only="rated"),
}
SOURCED = ("stage_criteria", "rated_features")  # each rests on a section of its own


@cache
def _listed(name: str) -> Mapping[str, Text]:
    """What a list of the framework names; nothing where no list is meant."""
    return _names(LISTS[name].entries()) if name in LISTS else {}


def _names(entries: Iterable[Mapping[str, Any]]) -> Mapping[str, Text]:
    """A list that choices and the fields of a record are taken from."""
    return {row["id"]: _text(row) for row in entries}


def _sources(entries: Iterable[Mapping[str, Any]]) -> Mapping[str, Text]:
    """The sections of the paper that such fields rest on."""
    return {row["id"]: _text(row, "source") for row in entries}


def _text(row: Mapping[str, Any], key: str = "") -> Text:
    prefix = f"{key}_" if key else ""
    return Text(row[f"{prefix}zh"], row[f"{prefix}en"])


def _optional(row: Mapping[str, Any], key: str) -> Text | None:
    return _text(row, key) if f"{key}_zh" in row else None


def _part(row: Mapping[str, Any], completable: Mapping[str, Text]) -> Part:
    return Part(
        id=row["id"],
        kind=row["kind"],
        step=row["step"],
        name=_text(row),
        help=_optional(row, "help"),
        completable=row.get("complete", False),
        firm=row.get("firm", False),
        asked=partial(_questions, row, completable),
    )


def _questions(row: Mapping[str, Any], completable: Mapping[str, Text]) -> tuple[Question, ...]:
    rows, source = row.get("field", []), _optional(row, "source")
    known: Mapping[str, Text] = {}
    if (listed := row.get("fields_from")) is not None:
        names = completable if listed == "completable" else _listed(listed)
        rows = [
            {"id": key, "type": row["value_type"], "zh": name.zh, "en": name.en, "choices_from": "types"} for key, name in names.items()
        ]
        known = _sources(LISTS[listed].entries()) if listed in SOURCED else {}
    return tuple(_question(entry, known.get(entry["id"], source)) for entry in rows)


def _question(row: Mapping[str, Any], source: Text | None) -> Question:
    """``source``: of the question's record, where it has none of its own."""
    choices = {choice["id"]: _text(choice) for choice in row.get("choices", [])} or _listed(row.get("choices_from", ""))
    shown = row.get("shown_when")
    return Question(
        id=row["id"],
        kind=row["type"],
        type=TYPES[row["type"]](row, choices),
        label=_text(row),
        unit=_optional(row, "unit"),
        help=_optional(row, "help"),
        source=_optional(row, "source") or source,
        column=row.get("column", True),
        wide=row.get("wide", False),
        varies=row.get("varies", False),
        firm=row.get("firm", True),
        firm_label=_optional(row, "firm"),
        firm_help=_optional(row, "firm_help"),
        shown_when=ShownWhen(shown["field"], tuple(shown["is"])) if shown else None,
        anchors={level: Anchor(_text(step), _text(step, "text")) for level, step in enumerate(row.get("anchors", ()), row.get("low", 0))},
        anchors_source=_optional(row, "anchors_source"),
    )
