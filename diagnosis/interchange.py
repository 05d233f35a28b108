"""The survey file (JSON, ``jizhen-survey`` version 1): text -> ``Survey`` and back. What it refuses it names by JSON path.

The parts, keys, types and ranges come from the questionnaire; the rules between values are those of the interchange format.
"""

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from diagnosis.errors import Invalid, UserError
from diagnosis.faults import Fault, Faults, Refused
from diagnosis.fieldtypes import Value
from diagnosis.interchange_rules import rule_faults
from diagnosis.questionnaire import Part, Question, Questionnaire, questionnaire
from diagnosis.survey import INSIDE, LISTS, MAPS, RECORDS, Row, Survey, answers_of, json_path, make_row
from diagnosis.text import Text, phrase

FORMAT, VERSION = "jizhen-survey", 1
MOST_ROWS = 2**20  # of a list, as many as a sheet has
MOST_TOLD = 20  # things that are wrong with a file are told one by one


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """A survey, the parts its file held ("fields" for ``cluster.fields``), and what the file is called."""

    survey: Survey
    parts: frozenset[str]
    file: str = dataclasses.field(default="", compare=False)


def survey_from_text(text: str, file: str) -> SurveyFile:
    """Reads a survey file's text; raises ``UserError`` with ``file`` and the JSON path of the first thing refused.

    The next ones are its ``others``, one by one; how many there are beyond ``MOST_TOLD`` is its ``unsaid``.
    """
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
        raise _told(refused, file) from None


def _told(refused: Refused, file: str) -> UserError:
    told = refused.faults[:MOST_TOLD]
    first, *others = (UserError("survey-value", file=file, path=each.path, reason=each.reason.text()) for each in told)
    first.others, first.unsaid = tuple(others), refused.count - len(told)
    return first


def survey_from_data(data: Mapping[str, Any], file: str) -> SurveyFile:
    """Reads the content of a survey file; raises ``Refused`` with everything that is not taken."""
    return _survey_file(data, questionnaire(), file)


class _Doubled(dict[str, Any]):
    """An object in which keys stood twice."""

    keys_twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    doubled.keys_twice = tuple(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return doubled


def _survey_file(data: Mapping[str, Any], asked: Questionnaire, file: str) -> SurveyFile:
    faults = Faults()
    _keys(data, {"format", "version", *asked.parts} - set(INSIDE), "$", faults)
    for path, reason in _head_faults(data):  # what is no survey file of ours is read no further
        faults.add(path, reason)
        raise faults.refused()
    records = {record: _record_of(data, record, faults) for record in ("cluster", "round")}
    held: dict[str, Any] = {}
    for part in asked.parts.values():
        value = records[part.id] if part.id in records else (records[INSIDE[part.id]] or {} if part.id in INSIDE else data).get(part.id)
        if value is not None:  # a null part is as absent as a missing one
            path = json_path(part.id)
            held[part.id] = _list(value, part, path, faults) if part.kind == "list" else _record(value, part, path, faults)
    for path, reason in rule_faults(held):
        faults.add(path, reason)
    if faults:
        raise faults.refused()
    return SurveyFile(Survey(**held), frozenset(held), file)


def _head_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    version = data.get("version")
    if data.get("format") != FORMAT:
        yield Fault("$.format", Invalid("wrong-format"))
    elif version is None:
        yield Fault("$.version", Invalid("missing"))
    elif isinstance(version, bool) or not isinstance(version, int):
        yield Fault("$.version", Invalid("not-number"))
    elif version != VERSION:
        yield Fault("$.version", Invalid("newer-version" if version > VERSION else "unknown-version", value=version))


def _record_of(data: Mapping[str, Any], record: str, faults: Faults) -> Mapping[str, Any] | None:
    """A record that no survey is without."""
    value = data.get(record)
    if isinstance(value, dict):
        return value
    faults.add(f"$.{record}", Invalid("missing" if value is None else "not-object"))
    return None


def _keys(value: Mapping[str, Any], known: set[str], path: str, faults: Faults) -> None:
    for key in value.keys_twice if isinstance(value, _Doubled) else ():
        faults.add(f"{path}.{key}", Invalid("double-key", key=key))
    for key in value:
        if key not in known:
            faults.add(f"{path}.{key}", Invalid("unknown-key", key=key))


def _answers(value: Any, part: Part, path: str, faults: Faults) -> dict[str, Value]:
    """Checked answers by field id, the absent ones left out, and those that are not taken."""
    if not isinstance(value, dict):
        faults.add(path, Invalid("not-object"))
        return {}
    questions = {question.id: question for question in part.questions}
    _keys(value, {*questions, *(inner for inner, outer in INSIDE.items() if outer == part.id)}, path, faults)
    found = {key: _checked(questions[key], answer, f"{path}.{key}", faults) for key, answer in value.items() if key in questions}
    return {key: answer for key, answer in found.items() if answer is not None}


def _checked(question: Question, value: Any, path: str, faults: Faults) -> Value:
    try:
        return question.type.check(value)
    except Invalid as reason:
        faults.add(path, reason)
        return None


def _record(value: Any, part: Part, path: str, faults: Faults) -> Any:
    answers = _answers(value, part, path, faults)
    if part.id in MAPS:
        return answers
    return make_row(RECORDS[part.id], answers)


def _list(value: Any, part: Part, path: str, faults: Faults) -> tuple[Row, ...]:
    if not isinstance(value, list):
        faults.add(path, Invalid("not-list"))
        return ()
    if len(value) > MOST_ROWS:
        faults.add(path, Invalid("too-many-rows", count=len(value), most=MOST_ROWS))
        return ()
    return tuple(make_row(LISTS[part.id], _answers(row, part, f"{path}[{index}]", faults)) for index, row in enumerate(value))


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
        path, reason = refused.faults[0]
        raise UserError("survey-unfinished", file=file, place=place_of(path), reason=reason.text()) from None
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


class Located(NamedTuple):
    """Where a JSON path leads: ``row`` counts from 0; ``field`` is an id, known or not."""

    part: Part
    row: int | None
    field: str | None


def located(path: str) -> Located | None:
    """The part, row and field of a JSON path; ``None`` for one that leads to no part."""
    held = [part for part in questionnaire().parts.values() if re.match(rf"{re.escape(json_path(part.id))}(?![\w-])", path)]
    part = max(held, key=lambda each: len(json_path(each.id)), default=None)
    if part is None:
        return None
    place = re.match(r"(?:\[(\d+)\])?(?:\.([\w-]+))?", path.removeprefix(json_path(part.id)))
    row, field = (place[1], place[2]) if place else (None, None)
    return Located(part, None if row is None else int(row), field)


def place_of(path: str) -> Text:
    """Where something stands, as the window calls it; the path itself where that leads to no part."""
    place = located(path)
    if place is None:
        return Text(path, path)
    question = next((question for question in place.part.questions if question.id == place.field), None)
    texts = [phrase("files", "place.part", part=place.part.name)]
    texts += [phrase("files", "place.row", row=place.row + 1)] if place.row is not None else []
    texts += [phrase("files", "place.field", field=question.label)] if question is not None else []
    return Text("".join(text.zh for text in texts), ", ".join(text.en for text in texts))


def _plain(answers: Mapping[str, Value]) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in answers.items()}


def _plain_value(value: Value) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return list(value) if isinstance(value, tuple) else value
