"""The questionnaire that a firm fills in itself: question and answer side by side, its partners and technologies on sheets of their own.

What belongs to which question stands in hidden cells, so that a sheet may be renamed and rows may be moved or deleted.
"""

import io
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.atomic import replacing
from db.filenames import safe_name
from diagnosis.errors import UserError, system_reason
from diagnosis.fieldtypes import ChoicesType, ChoiceType, FlagType, MoneyType, NumberType, Value, YearType
from diagnosis.progress import Progress
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.returns.filled import FIRMS
from diagnosis.text import Lang, Text, phrase

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

VERSION = 1
FILLED = ("name", "uscc")  # what a firm of the list finds in its questionnaire
ANSWER = "@answer"  # in the hidden row, above the answers
QUESTION, ANSWERED, NOTE, IDS = range(4)  # columns of the first sheet
WIDTHS = (34, 46, 52)
ROWS = 28  # of the other sheets that are ready to be filled in
LAST = 2000
LINE = 16.0  # points of a line of text
PROTECTION = {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True}
INK, MUTED, HAIRLINE, SOFT = "#1f2937", "#6b7280", "#c9ced6", "#e8f0f6"
FONT = {"font_name": "微软雅黑", "font_size": 10, "font_color": INK, "valign": "vcenter", "text_wrap": True}


def marker(part: str) -> str:
    """What says which part of a firm's questionnaire a sheet holds, and in which version of the format."""
    return f"@firm-{part}/{VERSION}"


def asked(part: Part) -> tuple[Question, ...]:
    """The questions of a part that a firm is asked."""
    return tuple(question for question in part.questions if question.firm)


def tables() -> tuple[Part, ...]:
    """The lists in which a firm writes about itself."""
    return tuple(part for part in questionnaire().parts.values() if part.firm and part.id != FIRMS)


def label_of(question: Question) -> Text:
    """How a firm is asked."""
    return question.firm_label or question.label


def write_firm_form(path: Path, lang: Lang = "zh", known: Mapping[str, Value] | None = None) -> None:
    """Writes the questionnaire as .xlsx, in both languages, that of ``lang`` first; raises ``UserError``.

    ``known``: answers that are filled in already, such as the name of the firm.
    """
    import xlsxwriter  # only whoever writes a workbook needs it

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        form = _Form(lang, book, known or {})
        form.about_the_firm()
        for part in tables():
            form.table(part)
    with replacing(path) as part_of_file:
        part_of_file.write_bytes(content.getvalue())


def write_firm_forms(folder: Path, firms: Sequence[Mapping[str, Value]], lang: Lang = "zh") -> Generator[Progress, None, Path]:
    """Writes one for each firm, called by its name and with its name and code filled in; returns the new folder that they are in.

    ``folder``: where that one is made, under its name or with a number behind it. Stopped, it leaves what is written. Raises ``UserError``.
    """
    made = _new_folder(folder)
    numbers: Counter[str] = Counter()
    for done, firm in enumerate(firms):
        name = safe_name(str(firm.get("name") or "")) or safe_name(label_of(questionnaire().parts[FIRMS].question("name")).to(lang))
        yield Progress(done, len(firms), Text(name, name))
        own = {key: firm.get(key) for key in FILLED}
        write_firm_form(_new_file(made, name, numbers), lang, own)
    return made


def _new_file(folder: Path, name: str, numbers: Counter[str]) -> Path:
    """One that is not there yet: a firm may be called what another one's file is called. ``numbers``: how many of a name there are."""
    while True:
        numbers[name.casefold()] += 1
        number = numbers[name.casefold()]
        path = folder / f"{name if number == 1 else f'{name} ({number})'}.xlsx"
        if not path.exists():
            return path


def _new_folder(folder: Path) -> Path:
    number = 1
    while (made := folder if number == 1 else folder.with_name(f"{folder.name} ({number})")).exists():
        number += 1
    try:
        made.mkdir()
    except OSError as error:
        raise UserError("folder-not-made", folder=made, reason=system_reason(error)) from None
    return made


@dataclass(slots=True)
class _Form:
    lang: Lang
    book: "Workbook"
    known: Mapping[str, Value]
    _formats: dict[str, "Format"] = field(default_factory=dict)

    def worded(self, key: str, **facts: object) -> str:
        return phrase("files", f"firm.{key}", **facts).to(self.lang)

    def format(self, kind: str) -> "Format":
        """The looks of cells, each made once."""
        box = {"border": 1, "border_color": HAIRLINE, "indent": 1, "align": "left"}
        looks: dict[str, dict[str, Any]] = {
            "title": {**FONT, "bold": True, "font_size": 16},
            "text": {**FONT, "font_color": MUTED},
            "head": {**FONT, **box, "bold": True, "bg_color": SOFT},
            "question": {**FONT, **box, "bg_color": SOFT},
            "answer": {**FONT, **box, "locked": False},
            "as-text": {**FONT, **box, "locked": False, "num_format": "@"},
            "note": {**FONT, **box, "font_color": MUTED, "font_size": 9},
            "small": {"font_name": "微软雅黑", "font_size": 9, "font_color": MUTED},
            "plain": {"font_name": "微软雅黑", "font_size": 10, "font_color": INK},
        }
        if kind not in self._formats:
            self._formats[kind] = self.book.add_format(looks[kind])
        return self._formats[kind]

    # ---- the first sheet

    def about_the_firm(self) -> None:
        """A question a row; honours one by one, as a cell takes only one choice from a list."""
        sheet = self.book.add_worksheet(self.worded("sheet"))
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, QUESTION, 0, NOTE, self.worded("title"), self.format("title"))
        sheet.set_row(0, 30)
        how = self.worded("how")
        sheet.merge_range(1, QUESTION, 1, NOTE, how, self.format("text"))
        sheet.set_row(1, LINE * (how.count("\n") + 1.5))
        for column, key in ((QUESTION, "question"), (ANSWERED, "answer"), (NOTE, "note")):
            sheet.write_string(2, column, self.worded(key), self.format("head"))
        sheet.write_string(3, QUESTION, "")
        sheet.write_string(3, ANSWERED, ANSWER)
        sheet.write_string(3, IDS, marker(FIRMS))
        sheet.set_row(3, None, None, {"hidden": True})
        row = 4
        for question in asked(questionnaire().parts[FIRMS]):
            for line in _lines(question):
                self._ask(sheet, row, line)
                row += 1
        sheet.set_column(IDS, IDS, None, None, {"hidden": True})
        sheet.freeze_panes(4, 0)
        self._finish(sheet, landscape=False)

    def _ask(self, sheet: "Worksheet", row: int, line: "_Line") -> None:
        question, other = line.label.to(self.lang), line.label.to("en" if self.lang == "zh" else "zh")
        parts = (self.format("plain"), question, self.format("small"), f"\n{other}", self.format("question"))
        sheet.write_rich_string(row, QUESTION, *parts)
        value = self.known.get(line.id)
        shown = line.question.type.show(value, self.lang)  # nothing where it is not known
        sheet.write_string(row, ANSWERED, shown, self.format("as-text" if line.as_text else "answer"))
        note = self.worded("note-join").join(text.to(self.lang) for text in self._notes(line))
        sheet.write_string(row, NOTE, note, self.format("note"))
        sheet.write_string(row, IDS, line.id)
        sheet.set_row(row, LINE * self._lines(line, (question, other), note))
        self._validate(sheet, (row, ANSWERED, row, ANSWERED), line.question, choice=line.choice)

    def _lines(self, line: "_Line", labels: tuple[str, str], note: str) -> float:
        """How many lines of text a row is high."""
        asked_in = sum(1 + _width(label) // WIDTHS[QUESTION] for label in labels)
        return max(4.0 if line.question.kind == "lines" else 2.2, asked_in + 0.2, 1 + _width(note) / WIDTHS[NOTE])

    def _notes(self, line: "_Line") -> Iterator[Text]:
        question = line.question
        if question.unit is not None:
            yield phrase("files", "firm.unit", unit=question.unit)
        if isinstance(question.type, ChoiceType | FlagType | ChoicesType):
            yield phrase("files", "firm.choose")
        told = question.firm_help or (question.help if question.firm_label is None else None)
        if told is not None and line.choice is None:
            yield Text(told.zh.rstrip("。"), told.en.rstrip("."))

    # ---- the others

    def table(self, part: Part) -> None:
        """A row for each entry, heads in both languages, the ids in a hidden row."""
        sheet = self.book.add_worksheet(self.worded(f"sheet-{part.id}"))
        questions = asked(part)
        sheet.merge_range(0, 0, 0, len(questions) - 1, self.worded(f"how-{part.id}"), self.format("text"))
        sheet.set_row(0, 2.5 * LINE)
        for column, question in enumerate(questions):
            sheet.set_column(column, column, 40 if question.wide or question.kind in {"text", "lines"} else 16)
            label, other = (self._label(question, lang) for lang in ((self.lang, "en") if self.lang == "zh" else (self.lang, "zh")))
            sheet.write_rich_string(1, column, self.format("plain"), label, self.format("small"), f"\n{other}", self.format("head"))
            sheet.write_string(2, column, question.id)
            for row in range(3, 3 + ROWS):
                sheet.write_blank(row, column, None, self.format("answer"))
            self._validate(sheet, (3, column, LAST, column), question)
        sheet.write_string(2, len(questions), marker(part.id))
        sheet.set_column(len(questions), len(questions), None, None, {"hidden": True})
        sheet.set_row(1, 2.4 * LINE)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.freeze_panes(3, 0)
        self._finish(sheet, landscape=True)

    def _label(self, question: Question, lang: Lang) -> str:
        label, unit = label_of(question), question.unit
        return label.to(lang) if unit is None else phrase("files", "workbook.unit", name=label, unit=unit).to(lang)

    # ---- of both kinds

    def _validate(self, sheet: "Worksheet", cells: tuple[int, int, int, int], question: Question, *, choice: str | None = None) -> None:
        """Drop-downs, and a word where a number is no number; it is taken all the same, as the program's own check decides."""
        kind = question.type
        rule: dict[str, Any] = {"error_type": "warning", "error_message": self.worded("check")}
        if choice is not None or isinstance(kind, FlagType):
            rule |= {"validate": "list", "source": [phrase("values", key).to(self.lang) for key in ("yes", "no")]}
        elif isinstance(kind, ChoiceType):
            rule |= {"validate": "list", "source": [name.to(self.lang) for name in kind.choices.values()]}
        elif isinstance(kind, YearType) or (isinstance(kind, NumberType) and kind.whole and kind.high is not None):
            rule |= {"validate": "integer", "criteria": "between", "minimum": kind.low, "maximum": kind.high}
        elif isinstance(kind, NumberType) and not isinstance(kind, MoneyType):  # an amount may be written with its unit
            rule |= {"validate": "decimal", "criteria": ">=", "value": kind.low or 0}
        if "validate" in rule:
            sheet.data_validation(*cells, rule)

    def _finish(self, sheet: "Worksheet", *, landscape: bool) -> None:
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.protect("", PROTECTION)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the first sheet: a question, or one choice of it."""

    question: Question
    choice: str | None = None

    @property
    def id(self) -> str:
        return self.question.id if self.choice is None else f"{self.question.id}:{self.choice}"

    @property
    def label(self) -> Text:
        if self.choice is None:
            return label_of(self.question)
        return phrase("roster", "choice-of", field=label_of(self.question), choice=_choices(self.question)[self.choice])

    @property
    def as_text(self) -> bool:
        """Whether a spreadsheet would spoil it by taking it for a number."""
        return self.question.kind in {"uscc", "text", "lines"}


def _width(text: str) -> int:
    """In characters, a Chinese one for two."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _lines(question: Question) -> Sequence[_Line]:
    return [_Line(question, choice) for choice in _choices(question)] if isinstance(question.type, ChoicesType) else [_Line(question)]


def _choices(question: Question) -> dict[str, Text]:
    return dict(question.type.choices) if isinstance(question.type, ChoicesType) else {}
