"""The survey file (JSON, ``jizhen-survey`` version 1): text -> ``Survey`` and back. What it refuses it names by JSON path.

The parts, keys, types and ranges come from the questionnaire; the rules between values are those of the interchange format.
"""

import dataclasses
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnosis.compare import above
from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import NA, Value
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import Part, Question, Questionnaire, questionnaire
from diagnosis.ranges import indicator_type
from diagnosis.survey import INSIDE, LISTS, MAPS, RECORDS, Row, Survey, answers_of, json_path, make_row
from diagnosis.text import Text, phrase

FORMAT, VERSION = "jizhen-survey", 1
SHARES_AT_MOST = 1.01
MOST_ROWS = 2**20  # of a list, as many as a sheet has


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """A survey, the parts its file held ("fields" for ``cluster.fields``), and what the file is called."""

    survey: Survey
    parts: frozenset[str]
    file: str = dataclasses.field(default="", compare=False)


class Refused(Exception):  # noqa: N818 - carries a verdict and its place up to where the file is known
    """A value that is not taken. ``path``: where it stands (JSON path), ``reason``: why; ``others``: what else the rules refuse."""

    def __init__(self, path: str, reason: Invalid) -> None:
        self.path, self.reason = path, reason
        self.others: tuple[Refused, ...] = ()
        super().__init__(path)


def survey_from_text(text: str, file: str) -> SurveyFile:
    """Reads a survey file's text; raises ``UserError`` with ``file`` and the JSON path of the first thing refused."""
    try:
        data = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise UserError("survey-not-json", file=file, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise UserError("survey-value", file=file, path="$", reason=Invalid("nested-too-deep").text()) from None
    except ValueError:  # a whole number of more digits than Python converts
        raise UserError("survey-value", file=file, path="$", reason=Invalid("too-large").text()) from None
    if not isinstance(data, dict):
        raise UserError("survey-not-object", file=file)
    try:
        return survey_from_data(data, file)
    except Refused as refused:
        raise UserError("survey-value", file=file, path=refused.path, reason=refused.reason.text()) from None


def survey_from_data(data: Mapping[str, Any], file: str) -> SurveyFile:
    """Reads the content of a survey file; raises ``Refused`` at the first thing that is not taken, with all others that break a rule."""
    return _survey_file(data, questionnaire(), file)


class _Doubled(dict[str, Any]):
    """An object in which a key stood twice."""

    key: str = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    keys = [key for key, _ in pairs]
    doubled.key = next(key for key in keys if keys.count(key) > 1)
    return doubled


def _survey_file(data: Mapping[str, Any], asked: Questionnaire, file: str) -> SurveyFile:
    _keys(data, {"format", "version", *asked.parts} - set(INSIDE), "$")
    _head(data)
    held: dict[str, Any] = {}
    for part in asked.parts.values():
        value = (data[INSIDE[part.id]] if part.id in INSIDE else data).get(part.id)
        if value is not None:  # a null part is as absent as a missing one
            path = json_path(part.id)
            held[part.id] = _list(value, part, path) if part.kind == "list" else _record(value, part, path)
    if faults := list(_faults(held)):
        first, *others = faults
        first.others = tuple(others)
        raise first
    return SurveyFile(Survey(**held), frozenset(held), file)


def _faults(held: Mapping[str, Any]) -> Iterator[Refused]:
    """What the rules between values refuse, part by part."""
    for part_id, value in held.items():
        path = json_path(part_id)
        if part_id in LISTS:
            for index, row in enumerate(value):
                yield from (Refused(f"{path}[{index}].{name}", reason) for name, reason in _row_faults(part_id, answers_of(row)))
        elif part_id in RECORD_RULES:
            yield from (Refused(f"{path}.{name}", reason) for name, reason in RECORD_RULES[part_id](value))
    yield from _faults_between(held)


def _head(data: Mapping[str, Any]) -> None:
    if data.get("format") != FORMAT:
        raise Refused("$.format", Invalid("wrong-format"))
    version = data.get("version")
    if version is None:
        raise Refused("$.version", Invalid("missing"))
    if isinstance(version, bool) or not isinstance(version, int):
        raise Refused("$.version", Invalid("not-number"))
    if version != VERSION:
        raise Refused("$.version", Invalid("newer-version" if version > VERSION else "unknown-version", value=version))
    for record in ("cluster", "round"):
        if data.get(record) is None:
            raise Refused(f"$.{record}", Invalid("missing"))
        _dict(data[record], f"$.{record}")


def _dict(value: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Refused(path, Invalid("not-object"))
    return value


def _keys(value: Mapping[str, Any], known: set[str], path: str) -> None:
    if isinstance(value, _Doubled):
        raise Refused(f"{path}.{value.key}", Invalid("double-key", key=value.key))
    for key in value:
        if key not in known:
            raise Refused(f"{path}.{key}", Invalid("unknown-key", key=key))


def _answers(value: Any, part: Part, path: str) -> dict[str, Value]:
    """Checked answers by field id, the absent ones left out."""
    questions = {question.id: question for question in part.questions}
    answers = _dict(value, path)
    _keys(answers, {*questions, *(inner for inner, outer in INSIDE.items() if outer == part.id)}, path)
    found = {key: _checked(questions[key], answer, f"{path}.{key}") for key, answer in answers.items() if key in questions}
    return {key: answer for key, answer in found.items() if answer is not None}


def _checked(question: Question, value: Any, path: str) -> Value:
    try:
        return question.type.check(value)
    except Invalid as reason:
        raise Refused(path, reason) from None


def _record(value: Any, part: Part, path: str) -> Any:
    answers = _answers(value, part, path)
    if part.id in MAPS:
        return answers
    return make_row(RECORDS[part.id], answers)


def _list(value: Any, part: Part, path: str) -> tuple[Row, ...]:
    if not isinstance(value, list):
        raise Refused(path, Invalid("not-list"))
    if len(value) > MOST_ROWS:
        raise Refused(path, Invalid("too-many-rows", count=len(value), most=MOST_ROWS))
    return tuple(make_row(LISTS[part.id], _answers(row, part, f"{path}[{index}]")) for index, row in enumerate(value))


Faults = Iterator[tuple[str, Invalid]]  # field, what is wrong


def _cluster(row: Any) -> Faults:
    if row.name_zh is None and row.name_en is None:
        yield "name_zh", Invalid("missing-name")


def _round(row: Any) -> Faults:
    if row.label is None:
        yield "label", Invalid("missing")


def _override(row: Any) -> Faults:
    if row.type is not None and row.reason is None:
        yield "reason", Invalid("missing-reason")


RECORD_RULES: Mapping[str, Callable[[Any], Faults]] = {
    "cluster": _cluster,
    "round": _round,
    "classification_override": _override,
}


REQUIRED = {"fields": ("id",), "indicators": ("id",), "links": ("from", "to"), "ratings": ("item",)}


def _row_faults(part: str, row: Mapping[str, Value]) -> Faults:
    """The rules within one row."""
    for field in REQUIRED.get(part, ()):
        if field not in row:
            yield field, Invalid("missing")
    if part == "indicators" and "value" in row and "id" in row:
        if "year" not in row:
            yield "year", Invalid("missing-year")
        try:
            indicator_type(load_framework().indicators[str(row["id"])]).check(row["value"])
        except Invalid as reason:
            yield "value", reason
    if part == "ratings" and row.get("score") == NA and "reason" not in row:
        yield "reason", Invalid("missing-reason")


def _faults_between(held: Mapping[str, Any]) -> Iterator[Refused]:
    """The rules between rows."""
    total = sum(row.share or 0.0 for row in held.get("fields", ()))
    if above(total, SHARES_AT_MOST):
        yield Refused("$.cluster.fields", Invalid("shares-over-one", sum=f"{total:g}"))
    seen: set[str] = set()
    for index, row in enumerate(held.get("ratings", ())):
        if row.item in seen:
            yield Refused(f"$.ratings[{index}].item", Invalid("second-rating", item=row.item))
        seen.add(row.item)


def survey_to_data(survey: Survey) -> dict[str, Any]:
    """The survey as the content of a survey file, every part present."""
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    for part in questionnaire().parts.values():
        value = getattr(survey, part.id)
        if part.kind == "list":
            holder = data[INSIDE[part.id]] if part.id in INSIDE else data
            holder[part.id] = [_plain(answers_of(row)) for row in value]
        else:
            data[part.id] = _plain(value if part.id in MAPS else answers_of(value))
    if not data["classification_override"]:
        del data["classification_override"]
    return data


def survey_to_json(survey: Survey, file: str = "survey.json") -> str:
    """The survey file's text; raises ``UserError`` when the survey holds what a survey file refuses (a value without its year)."""
    data = survey_to_data(survey)
    try:
        survey_from_data(data, file)
    except Refused as refused:
        raise UserError("survey-unfinished", file=file, place=_place(refused.path), reason=refused.reason.text()) from None
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _place(path: str) -> Text:
    """Where something stands, as the window calls it."""
    parts = [part for part in questionnaire().parts.values() if path.startswith(json_path(part.id))]
    part = max(parts, key=lambda each: len(json_path(each.id)))
    place = re.fullmatch(r"(?:\[(\d+)\])?(?:\.([\w-]+))?", path.removeprefix(json_path(part.id)))
    row, field = (place[1], place[2]) if place else (None, None)
    question = next((question for question in part.questions if question.id == field), None)
    texts = [phrase("files", "place.part", part=part.name)]
    texts += [phrase("files", "place.row", row=int(row) + 1)] if row is not None else []
    texts += [phrase("files", "place.field", field=question.label)] if question is not None else []
    return Text("".join(text.zh for text in texts), ", ".join(text.en for text in texts))


def _plain(answers: Mapping[str, Value]) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in answers.items()}


def _plain_value(value: Value) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return list(value) if isinstance(value, tuple) else value
