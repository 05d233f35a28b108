"""A firm's questionnaire that has come back. Cells are found by the hidden ids, and where those are gone by the questions themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from db.forms.firm_form import ANSWER, VERSION, asked, label_of, tables
from db.forms.phone_tables import is_phone_form
from db.rosters.books import Book
from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import ChoicesType, Value
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.returns.filled import FIRMS, Answers, Return, Wrong
from diagnosis.roster.sheet import Cell, Sheet, cell_text
from diagnosis.roster.values import Doubted, Refused, attempt, reader, reader_of
from diagnosis.roster.words import Target, bare
from diagnosis.text import Text, phrase

MARKER = re.compile(r"@firm-([a-z_]+)/([0-9]+)")
LOOKED_AT = 30  # rows among which the ids stand
LEAST = 5  # questions by which a sheet without ids is known
ASKED = "links_answered"
NAMING = ("to", "name")  # what a row of the further tables is about


@dataclass(slots=True)
class _Reading:
    """What was found so far."""

    name: str
    firm: dict[str, Value] = field(default_factory=dict)
    ticks: dict[str, dict[str, Value]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)


def read_firm(book: Book, name: str) -> Return | None:
    """The answers of the questionnaire, which is called ``name``; ``None`` where no sheet is one of a firm's questionnaire.

    A cell that cannot be read is no answer, and is told. Raises ``UserError`` for one made by a newer program, or with a formula that
    has not been worked out.
    """
    found, is_one = _Reading(name), False
    for sheet in book.sheets:
        mark, by_label = _mark(sheet), None if is_phone_form(sheet) else _by_labels(sheet)
        if mark is None and by_label is None:
            continue
        is_one = True
        if sheet.uncomputed is not None:
            raise UserError("roster-uncomputed", file=book.path, sheet=sheet.name, cell=sheet.uncomputed)
        if mark is None:
            _read_answers(found, sheet, by_label or ())
        elif mark.version > VERSION:
            raise UserError("workbook-newer", file=book.path, sheet=sheet.name)
        elif mark.part == FIRMS:
            _read_answers(found, sheet, _by_ids(sheet, mark, book))
        else:
            _read_table(found, sheet, mark)
    return _return(found) if is_one else None


def _return(found: _Reading) -> Return:
    for name, ticks in found.ticks.items():
        chosen = tuple(choice for choice in _choices(name) if ticks.get(choice) is True)
        if chosen or all(ticks.get(choice) is False for choice in _choices(name)):  # none only where each was answered with no
            found.firm[name] = chosen
    if found.rows.get("links") and found.firm.get(ASKED) is None:
        found.firm[ASKED] = True  # whoever names partners was asked for them
    firm = {key: value for key, value in found.firm.items() if value is not None}
    said = bool(firm) or any(each.part == FIRMS for each in found.wrong)
    return Return(name=found.name, rows={FIRMS: [firm] if said else [], **found.rows}, wrong=tuple(found.wrong), own=True)


def _choices(name: str) -> list[str]:
    return list(getattr(questionnaire().parts[FIRMS].question(name).type, "choices", {}))


# ---- where what stands


@dataclass(frozen=True, slots=True)
class _Mark:
    """The marker of a sheet: where it stands, which part it names, and in which version of the format."""

    row: int
    column: int
    part: str
    version: int


def _mark(sheet: Sheet) -> _Mark | None:
    for row in range(min(LOOKED_AT, sheet.height)):
        for column, cell in enumerate(sheet.row(row)):
            if isinstance(cell, str) and (found := MARKER.fullmatch(cell.strip())):
                return _Mark(row, column, found[1], int(found[2]))
    return None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the answer to a question stands; ``choice``: to one choice of it."""

    row: int
    column: int
    question: Question
    choice: str | None = None


def _by_ids(sheet: Sheet, mark: _Mark, book: Book) -> list[_Place]:
    answers = [column for column, cell in enumerate(sheet.row(mark.row)) if cell == ANSWER]
    if not answers:
        raise UserError("firm-answers", file=book.path, sheet=sheet.name, row=mark.row + 1)
    known = {each.id: each for each in asked(questionnaire().parts[FIRMS])}
    found = []
    for row in range(mark.row + 1, sheet.height):
        name, _, choice = cell_text(sheet.columns[mark.column][row]).partition(":")
        if name in known and (not choice or choice in _choices(name)):
            found.append(_Place(row, answers[0], known[name], choice or None))
    return found


def _by_labels(sheet: Sheet) -> list[_Place] | None:
    """Where somebody has copied the table into another sheet: by the questions in a column, each with its answer to the right."""
    labels = _labels()
    for column in range(max(len(sheet.columns) - 1, 0)):
        found = [
            _Place(row, column + 1, *labels[key])
            for row, cell in enumerate(sheet.columns[column])
            if isinstance(cell, str) and (key := bare(cell.split("\n")[0])) in labels
        ]
        if len({(each.question.id, each.choice) for each in found}) >= LEAST:
            return found
    return None


def is_firm_form(sheet: Sheet) -> bool:
    """Whether a sheet is one of a firm's questionnaire."""
    return _mark(sheet) is not None


def _labels() -> dict[str, tuple[Question, str | None]]:
    """What questions are called in either language."""
    found: dict[str, tuple[Question, str | None]] = {}
    for question in asked(questionnaire().parts[FIRMS]):
        texts: list[tuple[Text, str | None]] = [(label_of(question), None)]
        if isinstance(question.type, ChoicesType):
            pairs = question.type.choices.items()
            texts = [(phrase("roster", "choice-of", field=label_of(question), choice=name), key) for key, name in pairs]
        found |= {bare(label): (question, choice) for text, choice in texts for label in (text.zh, text.en)}
    return found


# ---- what stands there


def _read_answers(found: _Reading, sheet: Sheet, places: Sequence[_Place]) -> None:
    for place in places:
        read = reader(Target(place.question.id, place.choice)) if place.choice else reader_of(place.question)
        value = _read(found, sheet, place, FIRMS, 0, attempt(read, _cell(sheet, place)))
        if place.choice:
            found.ticks.setdefault(place.question.id, {})[place.choice] = value
        elif found.firm.get(place.question.id) is None:
            found.firm[place.question.id] = value


def _cell(sheet: Sheet, place: _Place) -> Cell:
    return sheet.columns[place.column][place.row] if place.column < len(sheet.columns) else ""


def _read(found: _Reading, sheet: Sheet, place: _Place, part: str, row: int, value: Value | Refused | Doubted) -> Value:
    """The answer; what is wrong with it is noted with its place."""
    if not isinstance(value, Refused | Doubted):
        return value
    why = value.verdict.text() if isinstance(value, Refused) else value.why
    text = cell_text(_cell(sheet, place))
    if place.choice is not None:
        choice = place.question.type.choices[place.choice]  # type: ignore[attr-defined]
        text = f"{choice.zh}：{text}"
    found.wrong.append(
        Wrong(
            part=part,
            row=row,
            field=place.question.id,
            place=f"{sheet.name}!{sheet.place(place.row, place.column)}",
            text=text,
            why=why,
            taken=isinstance(value, Doubted),
        )
    )
    return value.value if isinstance(value, Doubted) else None


def _read_table(found: _Reading, sheet: Sheet, mark: _Mark) -> None:
    part = next((part for part in tables() if part.id == mark.part), None)
    if part is None:
        return
    columns = dict(_columns(sheet, mark.row, part))
    rows = found.rows.setdefault(part.id, [])
    for row in range(mark.row + 1, sheet.height):
        answers: dict[str, Value] = {}
        faults = len(found.wrong)
        for column, question in columns.items():
            place = _Place(row, column, question)
            value = _read(found, sheet, place, part.id, len(rows), attempt(reader_of(question), _cell(sheet, place)))
            if value is not None:
                answers[question.id] = value
        if answers or len(found.wrong) > faults:
            _note_nameless(found, sheet, row, columns, part.id, answers)
            rows.append(answers)


def _note_nameless(found: _Reading, sheet: Sheet, row: int, columns: Mapping[int, Question], part: str, answers: Answers) -> None:
    """A row that does not say with whom, or which technology, is taken and told."""
    column, question = next(((column, each) for column, each in columns.items() if each.id in NAMING), (0, None))
    if question is None or question.id in answers or any((each.part, each.field) == (part, question.id) for each in found.wrong[-1:]):
        return
    place = f"{sheet.name}!{sheet.place(row, column)}"
    why = Invalid("missing").text()
    found.wrong.append(Wrong(part=part, row=len(found.rows[part]), field=question.id, place=place, text="", why=why, taken=True))


def _columns(sheet: Sheet, head: int, part: Part) -> Iterator[tuple[int, Question]]:
    known = {question.id: question for question in asked(part)}
    for column, cell in enumerate(sheet.row(head)):
        if isinstance(cell, str) and cell in known:
            yield column, known.pop(cell)
