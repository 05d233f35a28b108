"""A survey as a workbook: a sheet for each part, names in Chinese and English above each column, the ids in a hidden row.

The same sheets are the form that a bureau fills in and the export of a round; ``db.workbook_reading`` reads both back.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.atomic import replacing
from diagnosis.errors import UserError
from diagnosis.fieldtypes import ChoicesType, ChoiceType, FlagType, NamesType, NumberType, ScoreType, Value
from diagnosis.framework_files import load_framework
from diagnosis.interchange import VERSION
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.ranges import with_units
from diagnosis.roster.sheet import column_letter
from diagnosis.survey import MAPS, Survey, answers_of
from diagnosis.text import Lang, Text, phrase

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NAMES_ZH, NAMES_EN, IDS, FIRST = 0, 1, 2, 3  # rows of a sheet
LAST = 2**20 - 1  # the last row a sheet can have
NARROW, WIDE = 16, 36  # columns, in characters
LONGEST = 32767  # characters that a cell of a workbook takes
INLINE = 250  # characters of choices that a cell's drop-down holds itself; longer lists stand on a sheet of their own
SHEET_NAME = 31
CHOICES = "_choices"
PROPOSED = "·"  # in the hidden column, of a row of the form in which only the first cell is filled in for the user
FORM_ROWS = {"indicators": "indicators", "ratings": "items"}  # part -> table of the framework whose entries the form lists
PROTECTION = {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True, "sort": True, "autofilter": True}


def marker(part: str) -> str:
    """What stands behind the ids of a sheet and says which part it holds, and in which version of the format."""
    return f"@{part}/{VERSION}"


def write_workbook(path: Path, survey: Survey, lang: Lang = "zh") -> None:
    """Writes the survey as .xlsx, choices in the words of ``lang``.

    Raises ``UserError`` when a text is longer than a cell takes, or nothing can be written. Text is always written as text,
    so that a name that begins with "=" is no formula.
    """
    _write(path, lang, {part.id: rows_of(survey, part) for part in questionnaire().parts.values()}, proposed=False)


def write_form(path: Path, lang: Lang = "zh") -> None:
    """Writes the empty form; indicators and checklist items are listed, so that only values need be filled in."""
    framework = load_framework()
    rows: dict[str, list[Mapping[str, Value]]] = {part: [] for part in questionnaire().parts}
    for part, table in FORM_ROWS.items():
        key = questionnaire().parts[part].questions[0].id
        rows[part] = [{key: entry} for entry in getattr(framework, table)]
    _write(path, lang, rows, proposed=True)


def rows_of(survey: Survey, part: Part) -> list[Mapping[str, Value]]:
    """The answers of a part, one mapping a row; a record has one row."""
    content = getattr(survey, part.id)
    if part.kind == "list":
        return [answers_of(row) for row in content]
    return [dict(content) if part.id in MAPS else answers_of(content)]


def _write(path: Path, lang: Lang, rows: Mapping[str, Sequence[Mapping[str, Value]]], *, proposed: bool) -> None:
    import xlsxwriter  # only these commands need it

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        book = _Book(path, lang, workbook)
        book.about()
        for part in questionnaire().parts.values():
            book.sheet(part, rows[part.id], proposed=proposed and part.id in FORM_ROWS)
        book.choices()
    with replacing(path) as part_of_file:
        part_of_file.write_bytes(content.getvalue())


@dataclass(slots=True)
class _Book:
    """A workbook on its way. ``lists``: the choices that are too long for a drop-down of their own, by question."""

    path: Path
    lang: Lang
    book: "Workbook"
    head: "Format" = field(init=False)
    open_cell: "Format" = field(init=False)
    lists: dict[tuple[str, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.head = self.book.add_format({"bold": True, "bg_color": "#e8f0f6", "bottom": 1, "text_wrap": True, "valign": "top"})
        self.open_cell = self.book.add_format({"locked": False, "text_wrap": True, "valign": "top"})

    def say(self, key: str, **facts: object) -> str:
        """A phrase of the workbook."""
        return phrase("files", f"workbook.{key}", **facts).to(self.lang)

    def about(self) -> None:
        """How to fill the workbook in."""
        sheet = self.book.add_worksheet(self.say("about"))
        sheet.set_column(0, 0, 100, self.book.add_format({"text_wrap": True, "valign": "top"}))
        sheet.write_string(0, 0, self.say("title"), self.book.add_format({"bold": True, "font_size": 14}))
        for row, line in enumerate(self.say("how").split("\n"), 2):
            sheet.write_string(row, 0, line)
        sheet.hide_gridlines(2)
        sheet.protect()

    def sheet(self, part: Part, rows: Sequence[Mapping[str, Value]], *, proposed: bool) -> None:
        """A part: its heads, its rows, and drop-downs and notes for further ones."""
        sheet = self.book.add_worksheet(part.name.to(self.lang)[:SHEET_NAME])
        hidden = len(part.questions)
        for column, question in enumerate(with_units(part.id, each, load_framework().indicators) for each in part.questions):
            sheet.set_column(column, column, WIDE if question.wide or question.kind == "lines" else NARROW, self.open_cell)
            self._head(sheet, column, question)
            self._validate(sheet, column, question)
            for row, answers in enumerate(rows, FIRST):
                self._cell(sheet, row, column, question, answers.get(question.id))
        sheet.write_string(IDS, hidden, marker(part.id), self.head)
        for row in range(FIRST, FIRST + len(rows)) if proposed else ():
            sheet.write_string(row, hidden, PROPOSED)
            self._explain(sheet, row, str(rows[row - FIRST][part.questions[0].id]))
        sheet.set_column(hidden, hidden, None, None, {"hidden": True})
        sheet.set_row(IDS, None, None, {"hidden": True})
        sheet.freeze_panes(FIRST, 1)
        sheet.protect("", PROTECTION)

    def _head(self, sheet: "Worksheet", column: int, question: Question) -> None:
        for row, label in ((NAMES_ZH, _label(question, "zh")), (NAMES_EN, _label(question, "en")), (IDS, question.id)):
            sheet.write_string(row, column, label, self.head)
        if question.help is not None:
            row = NAMES_ZH if self.lang == "zh" else NAMES_EN
            sheet.write_comment(row, column, question.help.to(self.lang), {"x_scale": 2, "author": self.say("author")})

    def _explain(self, sheet: "Worksheet", row: int, entry: str) -> None:
        """A note on a row that the form proposes: how an indicator is worked out, what an item's ratings stand for."""
        item, indicator = load_framework().items.get(entry), load_framework().indicators.get(entry)
        lines = [item.state, *(Text(f"{level}　{text.zh}", f"{level}  {text.en}") for level, text in item.anchors.items())] if item else []
        lines += [text for text in (indicator.formula, indicator.note) if text is not None] if indicator else []
        if lines:
            size = {"x_scale": 3.5, "y_scale": 2.5} if item else {"x_scale": 2}
            sheet.write_comment(row, 0, "\n".join(line.to(self.lang) for line in lines), {**size, "author": self.say("author")})

    def _validate(self, sheet: "Worksheet", column: int, question: Question) -> None:
        """Drop-downs and hints; a value that is not among them is taken after a word: the program's own check decides."""
        rule: dict[str, Any] = {"validate": "any"}
        if names := _names(question, self.lang):
            rule = {"validate": "list", "source": self._source(names), "error_type": "warning", "error_message": self.say("choose")}
        elif isinstance(question.type, ChoicesType):
            rule |= {"input_title": question.label.to(self.lang)[:32], "input_message": self._several(question.type)}
        if rule["validate"] == "list" or "input_message" in rule:
            sheet.data_validation(FIRST, column, LAST, column, rule)

    def _several(self, kind: ChoicesType) -> str:
        names = self.say("comma").join(name.to(self.lang) for name in kind.choices.values())
        return self.say("several", names=names)[:255]

    def _source(self, names: tuple[str, ...]) -> list[str] | str:
        if sum(map(len, names)) + len(names) <= INLINE and not any("," in name for name in names):
            return list(names)
        column = self.lists.setdefault(names, len(self.lists))
        letters = column_letter(column)
        return f"={CHOICES}!${letters}$1:${letters}${len(names)}"

    def choices(self) -> None:
        """The sheet behind the long drop-downs."""
        if self.lists:
            sheet = self.book.add_worksheet(CHOICES)
            for names, column in self.lists.items():
                sheet.write_column(0, column, names)
            sheet.hide()

    def _cell(self, sheet: "Worksheet", row: int, column: int, question: Question, value: Value) -> None:
        if value is None:
            return
        if isinstance(question.type, NumberType | ScoreType) and isinstance(value, int | float) and float(f"{value:.16G}") == value:
            sheet.write_number(row, column, value, self.open_cell)
            return
        text = shown(question, value, self.lang)
        if len(text) > LONGEST:
            raise UserError("cell-too-long", file=self.path, field=question.label, row=row + 1, longest=LONGEST)
        sheet.write_string(row, column, text, self.open_cell)


def shown(question: Question, value: Value, lang: Lang) -> str:
    """The text of a cell, which reads back as the same value: names that hold a separator, or look like JSON, stand as JSON."""
    text = question.type.show(value, lang)
    if isinstance(question.type, NamesType) and (text.startswith("[") or question.type.parse(text) != value):
        return json.dumps(value, ensure_ascii=False)
    return text


def _names(question: Question, lang: Lang) -> tuple[str, ...]:
    """What the drop-down of a cell offers."""
    kind = question.type
    if isinstance(kind, FlagType):
        return kind.show(True, lang), kind.show(False, lang)
    if isinstance(kind, ScoreType):
        scores: tuple[Value, ...] = (0, 1, 2, 3, 4, *(["na"] if kind.na else []))
        return tuple(kind.show(score, lang) for score in scores)
    return tuple(name.to(lang) for name in kind.choices.values()) if isinstance(kind, ChoiceType) else ()


def _label(question: Question, lang: Lang) -> str:
    """The name with its unit."""
    unit = question.unit
    text = question.label if unit is None else phrase("files", "workbook.unit", name=question.label, unit=unit)
    return Text(text.zh, text.en).to(lang)
