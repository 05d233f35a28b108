"""Submissions from phones, as KoboToolbox and ODK export them: a main table, and a table for each repeat."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from db.forms.phone_names import NONE, VISIT, choices, parts
from db.forms.phone_tables import KEYS, NAMED, PARENTS, REJECTED, STATES, Table, Target
from db.workbook_reading import read_cell
from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import AnswerType, ChoicesType, NumberType, Value
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import Question
from diagnosis.ranges import asked_of
from diagnosis.returns.filled import Return, Wrong
from diagnosis.roster.sheet import Cell, cell_text
from diagnosis.roster.words import bare
from diagnosis.text import Text, fold

YES, NO = ("1", "true", "yes", "是"), ("0", "false", "no", "否")
BETWEEN = " \n、,;/"  # what stands between labels, once folded
SHORT = 8  # characters of a submission's number that are told
RATED = "rated"


@dataclass(slots=True)
class Submission:
    """A row of the main table with the rows that belong to it."""

    name: str
    key: str
    table: Table
    row: int
    rows: list[tuple[Table, int]] = field(default_factory=list)


def read_submissions(tables: Sequence[Table], source: str) -> Iterator[Return | UserError]:
    """The returns of tables that belong together, and what is told of those that are not read.

    Raises ``UserError`` where there is no main table, or a row belongs to no submission. ``source``: what the file is called.
    """
    mains = [table for table in tables if table.part is None]
    if not mains:
        raise UserError("phone-main", file=source, part=tables[0].part)
    found, known = list[Submission](), dict[str, Submission]()
    for table in mains:
        for row in range(1, table.sheet.height):
            keys = list(table.said(row, KEYS))
            if keys:
                found.append(Submission(_name(table, row, keys), _plain(keys[0][1]), table, row))
                known |= {f"{_kind(name)} {_plain(key)}": found[-1] for name, key in keys}
    for table in tables:
        for row in range(1, table.sheet.height) if table.part is not None else ():
            _owner(table, row, known, source).rows.append((table, row))
    for each in found:
        if any(bare(text) in REJECTED for _, text in each.table.said(each.row, STATES)):
            yield UserError("returns-rejected", name=each.name)
        else:
            yield _Answers(each).read()


def _owner(table: Table, row: int, known: Mapping[str, Submission], source: str) -> Submission:
    parents = list(table.said(row, PARENTS))
    for name, key in parents:
        if (found := known.get(f"{_kind(name)} {_plain(key)}")) is not None:
            return found
    parent = parents[0][1] if parents else "—"
    raise UserError("phone-orphan", file=source, place=table.place(row, 0), parent=parent)


def _kind(name: str) -> str:
    """Which numbers meet: those of a table of its own, or those that no other submission has."""
    return "place" if name in {"_index", "_parent_index"} else "id" if name == "_id" else "uuid"


def _plain(key: str) -> str:
    """Kobo writes a number with or without what kind it is."""
    return key.removeprefix("uuid:").strip()


def _name(table: Table, row: int, keys: Sequence[tuple[str, str]]) -> str:
    """The name that the form gave itself, else its number."""
    named = next((text for _, text in table.said(row, NAMED)), None)
    short = _plain(keys[0][1])[:SHORT]
    return f"{named} ({short})" if named else f"uuid {short}"


class _Answers:
    """The answers of one submission."""

    def __init__(self, found: Submission) -> None:
        self._found = found
        self._wrong: list[Wrong] = []

    def read(self) -> Return:
        """All of them."""
        found = self._found
        records: dict[str, dict[str, Value]] = {}
        asked = {target.part for target in found.table.columns.values()}
        head = {target.field: cell_text(found.table.cell(found.row, at)) for at, target in self._columns(found.table, VISIT)}
        for part in (part for part in parts() if part in asked):
            if answers := self._row(found.table, found.row, part, None):
                records[part] = answers
        rows: dict[str, list[dict[str, Value]]] = {}
        for table, row in found.rows:
            part = table.part or ""
            own = rows.setdefault(part, [])
            answers = self._row(table, row, part, len(own))
            if answers or any((each.part, each.row) == (part, len(own)) for each in self._wrong):
                own.append(self._finished(part, answers))
        return Return(
            name=found.name,
            number=found.key,
            records=records,
            rows=rows,
            wrong=tuple(self._wrong),
            cluster=head.get("cluster_name") or None,
            round=head.get("round_label") or None,
        )

    def _columns(self, table: Table, part: str) -> Iterator[tuple[int, Target]]:
        return ((column, target) for column, target in table.columns.items() if target.part == part)

    def _finished(self, part: str, answers: dict[str, Value]) -> dict[str, Value]:
        """One respondent's rating says which submission it is from: two who rate alike stay two."""
        framework = load_framework()
        indicator = framework.indicators.get(str(answers.get("id"))) if part == "indicators" else None
        if indicator is not None and indicator.kind == RATED and "source" not in answers and "note" not in answers:
            answers["source"] = self._found.name
        return answers

    def _row(self, table: Table, row: int, part: str, number: int | None) -> dict[str, Value]:
        columns = dict(self._columns(table, part))
        answers: dict[str, Value] = {}
        for question in parts()[part][1]:
            own = {column: target for column, target in columns.items() if target.field == question.id}
            filled = {column: target for column, target in own.items() if str(table.cell(row, column)).strip()}
            if filled:
                asked = asked_of(question, answers, load_framework().indicators)
                value = self._answer(table, row, filled, (part, number), asked)
                if value is not None:
                    answers[question.id] = value
        return answers

    def _answer(self, table: Table, row: int, filled: Mapping[int, Target], owner: tuple[str, int | None], question: Question) -> Value:
        """The answer in one or several cells; one that cannot be read is noted."""
        first = next(iter(filled))
        try:
            return _read(question, choices(owner[0], question), {target: table.cell(row, column) for column, target in filled.items()})
        except Invalid as verdict:
            text, place = cell_text(table.cell(row, first)), table.place(row, first)
            self._wrong.append(Wrong(part=owner[0], row=owner[1], field=question.id, place=place, text=text, why=verdict.text()))
            return None


def _read(question: Question, names: Mapping[str, Text], cells: Mapping[Target, Cell]) -> Value:
    """The answer of the cells that hold something, one for the question or one for each choice or level; raises ``Invalid``.

    ``names``: what can be chosen, id -> label.
    """
    whole = next((cell for target, cell in cells.items() if target.choice is None and target.level is None), None)
    by_level = [cell_text(cell) for target, cell in cells.items() if target.level is not None]
    if by_level:
        return question.type.parse(by_level[-1])
    chosen: list[str] | None = None
    if whole is None:
        ticked = {target.choice: cell_text(cell).casefold() for target, cell in cells.items()}
        wrong = next((text for text in ticked.values() if text not in YES + NO), None)
        if wrong is not None:
            raise Invalid("not-yes-or-no")
        chosen = [str(choice) for choice, text in ticked.items() if text in YES]
    elif names and isinstance(whole, str):
        chosen = _chosen(names, whole)
    if isinstance(question.type, AnswerType):
        return _type_or_two(question, chosen if chosen is not None else [cell_text(whole or "")])
    if isinstance(question.type, ChoicesType):
        return _several(question.type, chosen if chosen is not None else question.type.pieces(cell_text(whole or "")))
    if isinstance(question.type, NumberType) and isinstance(whole, str):
        return question.type.parse(whole)
    return read_cell(question, chosen[0] if chosen and len(chosen) == 1 else whole)


def _chosen(names: Mapping[str, Text], text: str) -> list[str] | None:
    """What was chosen, written as ids or as labels with spaces or separators between; ``None`` where something else is written."""
    words = text.split()
    if all(word in names for word in words):
        return words
    labels = {fold(label).casefold(): key for key, name in names.items() for label in (name.zh, name.en)}
    found: list[str] = []
    rest = fold(text).casefold()
    while rest := rest.lstrip(BETWEEN):
        fitting = (label for label in labels if rest.startswith(label) and not rest[len(label) : len(label) + 1].strip(BETWEEN))
        label = max(fitting, key=len, default=None)
        if label is None:
            return None
        found.append(labels[label])
        rest = rest[len(label) :]
    return list(dict.fromkeys(found))


def _several(kind: ChoicesType, chosen: Sequence[str]) -> Value:
    if list(chosen) == [NONE]:
        return ()
    found = {str(kind.one.parse(each)) for each in chosen if each != NONE}
    return tuple(sorted(found, key=list(kind.choices).index)) or None


def _type_or_two(question: Question, chosen: Sequence[str]) -> Value:
    if len(chosen) == 2:
        order = list(getattr(question.type, "choices", {}))
        first, second = sorted(chosen, key=lambda each: order.index(each) if each in order else len(order))
        return question.type.check(f"mixed:{first}/{second}")
    if len(chosen) > 2:
        raise Invalid("not-mixed", value=" ".join(chosen))
    return question.type.parse(chosen[0]) if chosen else None
