"""Tables in text files (.csv, .tsv, .txt), in the encodings that Excel, WPS and the bureaus' own systems write."""

import codecs
import csv
import io
import itertools
import re
from collections.abc import Generator
from pathlib import Path

from db.rosters.zip_guard import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.roster.sheet import Cell, Sheet, column_letter
from diagnosis.text import phrase

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DELIMITERS = ",\t;|，"
LINES = 60  # among the first of which the header stands
ROWS = 8192  # read in one step
LOOKED_AT = 4000  # characters in which the delimiter is looked for
BREAK = re.compile(r"\r\n|\r|\n")
NUMBER, HUNDREDS = re.compile(r"\s*[-+]?[0-9]+(?:\.[0-9]*)?\s*"), re.compile(r"\s*[0-9]{3}(?:\.[0-9]*)?\s*")
YEAR = re.compile(r"\s*(?:19|20)[0-9]{2}\s*")  # of a header
THOUSANDS = re.compile(r"\s*[-+]?[1-9][0-9]{0,2}\s*")  # before a comma that groups: 1,234
AS_TEXT = re.compile(r'=\s*"(.*)"', re.DOTALL)  # how some systems keep Excel from making a number of a code


def read_text_table(path: Path, data: bytes) -> Generator[Progress, None, Sheet]:
    """Reads a text file as one sheet; raises ``UserError``."""
    text = decoded(path, data)
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"sep=(.)\s*", first)
    delimiter = named[1] if named else _delimiter(text)
    rows: list[list[str]] = []
    text = rest if named else text
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        while chunk := list(itertools.islice(table, ROWS)):
            rows += chunk
            _refuse_size(path, len(rows), max(map(len, chunk)))
            yield Progress(min(len(rows), ROWS * 9), ROWS * 10, phrase("roster", "step.open"))
    except csv.Error as error:
        raise UserError("roster-damaged", file=path) from error
    _refuse_open_quotation(path, text, delimiter, rows[-1] if rows else [])
    if delimiter == ",":
        _refuse_split_numbers(path, rows)
    return Sheet(file=str(path), name="", columns=_columns(rows))


def _refuse_split_numbers(path: Path, rows: list[list[str]]) -> None:
    """1,234 without quotation marks is two cells and shifts the rest: a number stands beyond the header, and such a pair before it."""
    heads = itertools.takewhile(lambda row: not any(NUMBER.fullmatch(cell) and not YEAR.fullmatch(cell) for cell in row), rows[:LINES])
    width = max((len(row) for row in heads if sum(map(bool, row)) > 1), default=MOST_COLUMNS)  # a title may have fewer cells
    for place, row in enumerate(rows):
        if len(row) <= width or not NUMBER.fullmatch(row[-1]):  # a word there is a remark
            continue
        for pair in itertools.pairwise(row):
            if THOUSANDS.fullmatch(pair[0]) and HUNDREDS.fullmatch(pair[1]):
                raise UserError("roster-split-number", file=path, row=place + 1, cells=len(row), width=width, number=",".join(pair))


def _refuse_open_quotation(path: Path, text: str, delimiter: str, last: list[str]) -> None:
    """A quotation mark that is never closed makes one cell of all lines after it."""
    breaks = sum(len(BREAK.findall(cell)) for cell in last)
    lines = list(io.StringIO(text, newline="")) if breaks else []
    try:
        list(csv.reader(lines[-breaks - 1 :], delimiter=delimiter, strict=True))
    except csv.Error:
        raise UserError("roster-quotation", file=path, line=len(lines) - breaks) from None


def decoded(path: Path, data: bytes) -> str:
    """The text, whatever its encoding; raises ``UserError`` for what is no text in any that is known."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(path, data[len(mark) :], encoding)
    if b"\0" in data[:LOOKED_AT]:  # UTF-16 without a mark: every other byte of the plain letters is a zero
        return _strict(path, data, "utf-16-le" if data[1:LOOKED_AT:2].count(0) >= data[:LOOKED_AT:2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(path, data, "gb18030")


def _strict(path: Path, data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UserError("roster-text", file=path) from error
    if "\0" in text:
        raise UserError("roster-text", file=path)
    return text


def _delimiter(text: str) -> str:
    """The one that stands in most of the first lines; a comma where none does."""
    lines = [line for line in text[:LOOKED_AT].splitlines() if line.strip()]
    counts = {each: (sum(each in line for line in lines), sum(line.count(each) for line in lines)) for each in DELIMITERS}
    return max(DELIMITERS, key=lambda each: counts[each])


def _refuse_size(path: Path, rows: int, columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise UserError("roster-too-wide", file=path, column=column_letter(columns - 1), most=column_letter(MOST_COLUMNS - 1))
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        raise UserError("roster-too-large", file=path, rows=rows, columns=columns)


def _columns(rows: list[list[str]]) -> list[tuple[Cell, ...]]:
    width = max(map(len, rows), default=0)
    if any(len(row) < width for row in rows):
        rows = [row + [""] * (width - len(row)) for row in rows]
    return [tuple(map(_cell, column)) for column in zip(*rows, strict=True)]


def _cell(text: str) -> Cell:
    found = AS_TEXT.fullmatch(text) if text.startswith("=") else None
    return found[1] if found else text
