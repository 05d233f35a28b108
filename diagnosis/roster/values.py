"""Cells of a column as answers to its question. Nothing is guessed: what cannot be read for certain is a problem of its cell."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from diagnosis.credit_code import credit_code_is_sound
from diagnosis.errors import Invalid
from diagnosis.fieldtypes import Value
from diagnosis.fieldtypes.numbers import LARGEST, folded
from diagnosis.questionnaire import Question
from diagnosis.roster.dates import year_in
from diagnosis.roster.names import PART, is_bare, unmarked
from diagnosis.roster.sheet import Cell, cell_text
from diagnosis.roster.words import Target, bare, in_cell, words
from diagnosis.text import Text, fold, phrase

NAME, PHONE = Target("name"), Target("contact", join=True)
YEAR_AS_DAY = (dt.date(1905, 3, 14), dt.date(1905, 9, 30))  # a year written into a cell that is shown as a day
DAY_OF_1905 = re.compile(r"1905[-/.年](0?[1-9]|1[0-2])[-/.月]([0-9]{1,2})日?")  # the same, saved as text
ERRORS: frozenset[Cell] = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
BARE_NUMBER = re.compile(r"[0-9.,+\-\s]+(?:e[+-]?[0-9]+)?", re.IGNORECASE)
SEPARATORS = re.compile(r"[、,，;；/|+\n]+")
GIVEN = "获得|获评|获批|认定|入选|评为|通过|复审|复核|有效期?|证书|编?号"  # and nothing that takes it back: 已撤销, 未获批, 申报中
WHEN = re.compile(
    rf"[(\[](?=[^()\[\]]*[0-9批])(?:{GIVEN}|[0-9a-z年月日度第批一二三四五六七八九十至到.,:/~—–、\s-])*[)\]]"
    r"|(?:19|20)[0-9]{2}年?度?(?:获得|获评|获批|认定|入选|评为|通过)?|第[一二三四五六七八九十0-9]+批",
    re.IGNORECASE,
)
SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2,3}")  # a code or a telephone number that a spreadsheet took for a number
# an area code and a number of seven or eight digits; 852 and 853 are those of Hong Kong and Macao
NO_ZERO = re.compile(r"(?!400|800|85[23])(?:(?:10|2[0-9])[0-9]{8}|[3-9][0-9]{9,10})")
LONGEST_BLANK = 5  # characters of a word that says there is nothing
LARGEST_EXACT = 1e15  # beyond it a number in a workbook has lost digits


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a cell is not taken."""

    verdict: Invalid


@dataclass(frozen=True, slots=True)
class Doubted:
    """An answer that is taken, and what looks wrong about it."""

    value: Value
    why: Text


Reader = Callable[[Cell], Value | Doubted]


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """The answer in each cell; by their place, what is wrong with cells that are not taken, and what looks wrong with others.

    ``blanks``: how many cells hold something that says there is nothing.
    """

    values: list[Value]
    wrong: Mapping[int, Invalid]
    doubts: Mapping[int, Text]
    blanks: int


def read_column(cells: Sequence[Cell], read: Reader) -> ColumnRead:
    """Reads a column; each content is read once, however often it stands there."""
    if bool in set(map(type, cells)):  # 1 and True are equal, in a set as well, and mean different things
        found = [attempt(read, cell) for cell in cells]
        blanks, special = found.count(None) - cells.count(""), True
    else:
        known: dict[Cell, Value | Refused | Doubted] = {}
        different = set(cells)
        for cell in different:
            try:
                known[cell] = read(cell)
            except Invalid as verdict:
                known[cell] = Refused(verdict)
        known |= {cell: attempt(read, cell) for cell in ERRORS & different}
        found = list(map(known.__getitem__, cells))
        empty = {cell for cell, value in known.items() if value is None}
        special = not {Refused, Doubted}.isdisjoint(map(type, known.values()))
        blanks = sum(cell in empty for cell in cells) - cells.count("") if empty - {""} else 0
    if not special:
        return ColumnRead(found, {}, {}, blanks)  # type: ignore[arg-type]  # nothing but answers
    wrong = {place: value.verdict for place, value in enumerate(found) if isinstance(value, Refused)}
    doubts = {place: value.why for place, value in enumerate(found) if isinstance(value, Doubted)}
    values = [None if isinstance(value, Refused) else value.value if isinstance(value, Doubted) else value for value in found]
    return ColumnRead(values, wrong, doubts, blanks)


def attempt(read: Reader, cell: Cell) -> Value | Refused | Doubted:
    """The answer of one cell, or why there is none."""
    if cell in ERRORS:
        return Refused(Invalid("cell-error", value=cell))
    try:
        return read(cell)
    except Invalid as verdict:
        return Refused(verdict)


def reader(target: Target, factor: Decimal | None = None) -> Reader:
    """How the cells of a column are read. ``factor``: of a bare number to the unit in which the question is stored."""
    if target.choice is not None:
        return _tick(target.field, target.choice)
    if target == NAME:
        return _name(target.question, Decimal(1))
    if target == PHONE:
        return _phone(target.question, factor or Decimal(1))
    return reader_of(target.question, factor)


def reader_of(question: Question, factor: Decimal | None = None) -> Reader:
    """The same for any question that firms are asked."""
    return READERS.get(question.kind, _text)(question, factor or Decimal(1))


def is_blank(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return not text or in_cell(text) in words().blank


# --- by kind of question ----------------------------------------------------------------------------------------------


def _text(question: Question, factor: Decimal) -> Callable[[Cell], Value]:
    del question, factor
    empty = words().blank | words().blank_text

    def read(cell: Cell) -> Value:
        if cell.__class__ is float and abs(cell) >= LARGEST_EXACT:
            raise Invalid("digits-lost")
        text = cell_text(cell)
        if "+" in text and SCIENTIFIC.fullmatch(text):
            raise Invalid("digits-cut")
        return None if len(text) <= LONGEST_BLANK and (not text or in_cell(text) in empty) else text

    return read


def _name(question: Question, factor: Decimal) -> Reader:
    """As text; what is no part of a name by the look of it is told."""
    plain = _text(question, factor)

    def read(cell: Cell) -> Value | Doubted:
        if cell.__class__ is str and len(cell) > LONGEST_BLANK and is_bare(cell):
            return cell
        text = plain(cell)
        if not isinstance(text, str) or unmarked(text) == text:
            return text
        return Doubted(text, phrase("roster", "name-part" if text.startswith(PART) else "name-marked"))

    return read


def _phone(question: Question, factor: Decimal) -> Reader:
    """As text, with the 0 of an area code that a spreadsheet has dropped."""
    plain = _text(question, factor)

    def read(cell: Cell) -> Value:
        text = plain(cell)
        return f"0{text}" if lacks_zero(cell) else text

    return read


def lacks_zero(cell: Cell) -> bool:
    """Whether a cell holds a telephone number whose area code has lost its 0."""
    return isinstance(cell, str | float) and NO_ZERO.fullmatch(cell_text(cell)) is not None


def _lines(question: Question, factor: Decimal) -> Reader:
    one_line, kind = _text(question, factor), question.type

    def read(cell: Cell) -> Value:
        return kind.check(cell.strip()) if isinstance(cell, str) and "\n" in cell.strip() else one_line(cell)

    return read


def _code(question: Question, factor: Decimal) -> Reader:
    plain, kind = _text(question, factor), question.type

    def read(cell: Cell) -> Value | Doubted:
        if isinstance(cell, str) and credit_code_is_sound(cell):
            return cell
        text = plain(cell)
        if not isinstance(text, str):
            return text
        code = re.sub(r"[\s'‘’`-]", "", fold(text).upper())
        if credit_code_is_sound(code):
            return code
        why = kind.advise(text)
        return text if why is None else Doubted(text, why)

    return read


def _number(question: Question, factor: Decimal) -> Reader:
    kind, money = question.type, question.kind == "money"

    def scaled(number: Decimal) -> Value:
        value = number * factor
        return kind.check(int(value) if value == value.to_integral_value() and not money else float(value))

    def read(cell: Cell) -> Value:
        if isinstance(cell, float):
            if factor != 1:
                return scaled(Decimal(f"{cell:.15g}"))
            number = float(f"{cell:.15g}")  # the digits that a spreadsheet shows
            return number if money and 0 <= number <= LARGEST else kind.check(number)
        if not isinstance(cell, str):
            raise Invalid("not-number")
        text = folded("\n".join(map(cell_text, cell.splitlines()))).lstrip("'‘")
        if is_blank(text):
            return None
        if not money and (counted := words().counters.fullmatch(text)):
            text = counted[1]
        value = kind.parse(text) if money and factor == words().money["元"] else kind.parse_pasted(text)
        bare_number = BARE_NUMBER.fullmatch(text) is not None  # else it names its own unit
        return scaled(Decimal(repr(value))) if bare_number and factor != 1 and isinstance(value, int | float) else value

    return read


def _year(question: Question, factor: Decimal) -> Reader:
    del factor
    kind = question.type

    def read(cell: Cell) -> Value:
        if isinstance(cell, dt.date):  # a day and a moment
            return kind.check(_meant_as_day(cell.date() if isinstance(cell, dt.datetime) else cell).year)
        if isinstance(cell, bool | dt.time | dt.timedelta):
            raise Invalid("not-a-year")
        text = folded(cell_text(cell)).lstrip("'‘")
        if is_blank(text):
            return None
        year = year_in(text)
        if year == YEAR_AS_DAY[0].year and (found := DAY_OF_1905.match(text)):
            _meant_as_day(dt.date(1905, int(found[1]), 1) + dt.timedelta(int(found[2]) - 1))
        return kind.check(year)

    return read


def _meant_as_day(day: dt.date) -> dt.date:
    """A day that is none of those by which a spreadsheet shows the years of today; raises ``Invalid``."""
    if YEAR_AS_DAY[0] <= day <= YEAR_AS_DAY[1]:
        raise Invalid("year-as-day", value=day.isoformat(), year=(day - dt.date(1899, 12, 30)).days)
    return day


def _yes_or_no(question: Question, factor: Decimal) -> Callable[[Cell], Value]:
    del factor
    kind = question.type

    def read(cell: Cell) -> Value:
        if isinstance(cell, bool):
            return cell
        text = in_cell(cell_text(cell))
        if text in words().yes or text in words().no:
            return text in words().yes
        return None if is_blank(text) else kind.parse(text)

    return read


def _choice(question: Question, factor: Decimal) -> Reader:
    del factor
    kind, names = question.type, words().choices.get(question.id, {})

    def read(cell: Cell) -> Value:
        text = cell_text(cell)
        if is_blank(text) or in_cell(text) in words().blank_text:
            return None
        return names.get(bare(text)) or kind.parse(text)

    return read


def _choices(question: Question, factor: Decimal) -> Reader:
    del factor
    kind, names = question.type, words().choices.get(question.id, {})
    order = list(getattr(kind, "choices", {}))

    def read(cell: Cell) -> Value | Doubted:
        text = cell_text(cell) if not isinstance(cell, str) else cell.strip()
        if in_cell(text) in words().none:
            return ()
        if is_blank(text):
            return None
        if whole := names.get(bare(text)) or names.get(_undated(text)):
            return (whole,)
        pieces = [piece.strip() for piece in SEPARATORS.split(text) if piece.strip()]
        if len(pieces) == 1:
            pieces = text.split()
        found = {piece: names.get(bare(piece)) or names.get(_undated(piece)) for piece in pieces}
        known = tuple(sorted({each for each in found.values() if each}, key=order.index))
        unknown = "、".join(piece for piece, each in found.items() if each is None)
        if not unknown:
            return known
        return Doubted(known, phrase("roster", "some-unknown", names=unknown)) if known else kind.parse(unknown)

    return read


def _undated(text: str) -> str:
    """A name without when it was given: 高企（2021年）, 2021年认定高企, 小巨人（第三批）."""
    return bare(WHEN.sub("", fold(text)))


def _tick(field: str, choice: str) -> Reader:
    """A column about one choice: whether a firm has it, its name where it has, its level (省级) or its batch."""
    flag = _yes_or_no(Target("has_rd_unit").question, Decimal(1))
    names, label = words().choices[field], bare(Target(field, choice).label.zh.partition("：")[2])

    def read(cell: Cell) -> Value:
        text = cell_text(cell)
        named = _undated(text)
        if choice in {names.get(bare(text)), names.get(named), names.get(f"{named}{label}" if named else "")}:
            return True
        dated = WHEN.sub("", fold(text)).strip()  # √（2022）
        return True if not dated and "批" in text else flag(dated if dated and dated != fold(text) else cell)

    return read


READERS: Mapping[str, Callable[[Question, Decimal], Reader]] = {
    "text": _text,
    "lines": _lines,
    "uscc": _code,
    "whole": _number,
    "money": _number,
    "number": _number,
    "year": _year,
    "flag": _yes_or_no,
    "choice": _choice,
    "choices": _choices,
}
