"""A look through an .xlsx before a reader gets it: a reader of spreadsheets trusts what a file says of itself.

What is read in full here is the workbook's own parts, sheet by sheet, unpacked as they stand and never held as a whole.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from db.rosters.styles import Shown, Styles, styles_of
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.roster.sheet import column_letter
from diagnosis.text import phrase

CHUNK = 4 << 20
LARGEST_PART = 2 << 30  # bytes unpacked; a sheet of 700,000 firms and 25 columns has 0.6 GB
LARGEST = 3 << 30  # bytes unpacked in all
MOST_PARTS = 10_000
LOOSEST = 400  # bytes unpacked from one; a sheet of equal cells reaches 100
LARGEST_LIST = 16 << 20  # bytes of the parts that say which others there are
SMALL = 16 << 20  # bytes; what unpacks to less may be packed as well as it likes
MOST_COLUMNS, MOST_ROWS = 256, 2**20
MOST_CELLS = 60_000_000  # rows x columns that a reader may have to hold
LATER = 64  # bytes of a chunk that are looked at again with the next one, as a reference may be cut in two
# a part says how many entries it has, and the reader takes memory for so many before it sees them: one with eight digits ends the program
CLAIM = re.compile(rb"ount\s*=\s*[\"']\s*\+?0*[1-9][0-9]{7}")

# what makes a workbook more than a table: (pattern of a part's name, what is told)
UNWANTED = (
    (re.compile(r"(^|/)vbaProject\.bin$|/macrosheets/", re.IGNORECASE), "roster-macros"),
    (re.compile(r"^xl/externalLinks/", re.IGNORECASE), "roster-external"),
    (re.compile(r"^xl/(embeddings|activeX)/|^xl/connections\.xml$|^xl/queryTables/", re.IGNORECASE), "roster-embedded"),
)
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
REFERENCE = re.compile(rb"r\s*=\s*[\"']([A-Za-z]+)([0-9]+)[\"']")
_TAG = rb"<(?:\w+:)?"
_FORMULA = _TAG + rb"f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
_NOTHING = rb"(?:" + _TAG + rb"v\s*/>|" + _TAG + rb"v>\s*</(?:\w+:)?v>)?"
ERROR = re.compile(_TAG + rb"c\s[^>]*\bt\s*=\s*[\"']e[\"'][^>]*(?<!/)>.*?" + _TAG + rb"v>([^<]*)<", re.DOTALL)
UNCOMPUTED = re.compile(  # a formula without a value, and not of a text, which may be empty
    _TAG + rb"c\s(?![^>]*\bt\s*=\s*[\"']str[\"'])[^>]*(?<!/)>\s*" + _FORMULA + rb"\s*" + _NOTHING + rb"\s*</(?:\w+:)?c>"
)
HIDDEN = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*[\"']([0-9]{1,7})[\"'][^>]*>")
SAID = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
FORMULA = re.compile(rb"f(?<=[<:]f)[\s/>]")
_ATTRIBUTES = rb"(?:\s+[^\s=<>\"']+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*?"
# rows, those that do not say which they are, and cells that do not say where: a reader counts on from what stood before them
COUNTED = re.compile(rb"(?:(row)(?<=[<:]row)|c(?<=[<:]c))(?=[\s/>])(?:(?!" + _ATTRIBUTES + rb"\s+r\s*=)(.)|.)", re.DOTALL)
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
OTHERS = {"mimetype", "xl/workbook.bin", "word/document.xml"}  # of an .ods, an .xlsb, a text of Word
SHEET = re.compile(r"^xl/(worksheets|chartsheets|dialogsheets)/[^/]+\.xml$", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """What a sheet was found to hold: the last row and column with cells, and cells that hold the error of a formula."""

    columns: int = 0
    rows: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # by row and column from 0
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)  # cells that show another number than they hold
    unseen: set[int] = field(default_factory=set)  # rows from 0 that are hidden, or filtered out
    uncomputed: str | None = None  # a cell whose formula was never worked out

    def refuse_size(self, path: Path) -> None:
        """Raises ``UserError`` where a reader would have to hold more cells than it can: it fills the gaps between them."""
        columns, rows = self.columns, self.rows
        if columns > MOST_COLUMNS:
            raise UserError("roster-too-wide", file=path, column=column_letter(columns - 1), most=column_letter(MOST_COLUMNS - 1))
        if rows > MOST_ROWS or rows * columns > MOST_CELLS:
            raise UserError("roster-too-large", file=path, rows=rows, columns=columns)


def look_through(path: Path) -> Generator[Progress, None, dict[str, Found]]:
    """Unpacks every part once; what was found, by the name of the sheet. Raises ``UserError`` for what no roster needs."""
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            refuse_claims(path, parts)
            if not _are_plain(parts):
                raise UserError("roster-damaged", file=path)
            if OTHERS & {_key(part.filename) for part in parts}:
                raise UserError("roster-kind", file=path)
            targets = _targets(book)
            places = {_key(each) for name in targets.values() for each in (name, name.removeprefix("xl/"))}
            found: dict[str, Found] = {}
            total, done = sum(part.file_size for part in parts), 0
            styles = styles_of(book)
            for part in parts:
                looker, key = _Looker(path, styles), _key(part.filename)
                is_sheet = key in places or SHEET.match(key) is not None
                for chunk in unpacked(path, book, part):
                    done += len(chunk)
                    looker.look(chunk, sheet=is_sheet)
                    yield Progress(min(done, total), total, phrase("roster", "step.check"))
                if is_sheet:
                    looker.end()
                    found[key] = looker.found
            return {name: found[_key(part)] for name, part in _sheets(book, targets).items() if _key(part) in found}
    except ET.ParseError as error:
        raise UserError("roster-damaged", file=path) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        code = "roster-locked" if isinstance(error, RuntimeError) and "password" in str(error) else "roster-damaged"
        raise UserError(code, file=path) from error


def _key(name: str) -> str:
    """A part's name as the reader compares them."""
    return name.replace("\\", "/").lower()


def _parsed(book: zipfile.ZipFile, name: str) -> ET.Element:
    """A part that says where others are, and is small; raises ``ValueError`` for one that declares anything of its own."""
    with book.open(name) as file:
        data = file.read(LARGEST_LIST + 1)
    if len(data) > LARGEST_LIST or DECLARED.search(data.replace(b"\0", b"")):
        raise ValueError(name)
    return ET.fromstring(data)


def _targets(book: zipfile.ZipFile) -> dict[str, str]:
    """The parts that the workbook is made of, by the ids of its relations."""
    return {
        str(each.get("Id")): posixpath.normpath(posixpath.join("/xl", str(each.get("Target")))).lstrip("/")
        for each in _parsed(book, RELATIONS).iter()
    }


def _sheets(book: zipfile.ZipFile, targets: Mapping[str, str]) -> dict[str, str]:
    """The names of the sheets, and the parts that they are."""
    found: dict[str, str] = {}
    for each in _parsed(book, WORKBOOK).iter():
        number = next((value for key, value in each.attrib.items() if key.endswith("}id")), "")
        if each.tag.endswith("}sheet") and number in targets:
            found[str(each.get("name"))] = targets[number]
    return found


def refuse_claims(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    """What the list of parts says already."""
    names = {part.filename for part in parts}
    for pattern, code in UNWANTED:
        if any(pattern.search(name) for name in names):
            raise UserError(code, file=path)
    if len(parts) > MOST_PARTS or len(names) < len(parts) or any(part.flag_bits & 1 for part in parts):
        raise UserError("roster-locked" if any(part.flag_bits & 1 for part in parts) else "roster-damaged", file=path)
    for part in parts:
        if part.file_size > LARGEST_PART or (part.file_size > SMALL and part.file_size > LOOSEST * part.compress_size):
            raise UserError("roster-bomb", file=path)
    if sum(part.file_size for part in parts) > LARGEST:
        raise UserError("roster-bomb", file=path)


def _are_plain(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether each part has one name, without detours, and no other part has the same but for capitals: the reader takes any of them."""
    names = {_key(part.filename) for part in parts}
    return len(names) == len(parts) and not any(step in ("", ".", "..") for name in names for step in name.removesuffix("/").split("/"))


def unpacked(path: Path, book: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content in chunks; what unpacks to more than it said it would is refused."""
    size = 0
    with book.open(part) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > part.file_size:
                raise UserError("roster-bomb", file=path)
            yield chunk


class _Looker:
    """Goes through a part chunk by chunk."""

    def __init__(self, path: Path, styles: Styles | None = None) -> None:
        self.path, self._styles = path, styles
        self.found = Found()
        self._rest = b""
        self._counted_rows = self._counted_cells = self._most_cells = 0
        self._pattern: re.Pattern[bytes] | None = None

    def look(self, chunk: bytes, *, sheet: bool) -> None:
        """One more chunk; an XML file that declares anything of its own is refused."""
        text = self._rest + chunk
        if b"!" in text and DECLARED.search(text):
            raise UserError("roster-entities", file=self.path)
        if b"ount" in text and CLAIM.search(text):
            raise UserError("roster-damaged", file=self.path)
        if sheet:
            end = text.rfind(b"</c>") + 4
            whole, self._rest = (text[:end], text[end:]) if end >= 4 else (b"", text)
            if len(self._rest) > CHUNK:  # no cell is that large
                whole, self._rest = text, text[-LATER:]
            self._cells(whole)
        else:
            self._rest = text[-LATER:]

    def end(self) -> None:
        """The last cells."""
        self._cells(self._rest)

    def _cells(self, text: bytes) -> None:
        self._measure(text)
        if b"#" in text:  # single bytes are found at once: most sheets hold neither errors nor formulas
            for error in ERROR.finditer(text):
                if place := REFERENCE.search(error[0]):
                    self.found.errors[int(place[2]) - 1, _number(place[1]) - 1] = error[1].decode("ascii", "replace")
        for cell, shown in self._styles.cells(text) if self._styles is not None else ():
            if place := REFERENCE.search(cell):
                self.found.shown[int(place[2]) - 1, _number(place[1]) - 1] = shown
        if b"hidden" in text:
            self.found.unseen.update(int(row[1]) - 1 for row in HIDDEN.finditer(text) if SAID.search(row[0]))
        if self.found.uncomputed is None and b"f" in text and FORMULA.search(text) and (formula := UNCOMPUTED.search(text)):
            place = REFERENCE.search(formula[0])
            self.found.uncomputed = (place[1] + place[2]).decode("ascii") if place else "?"

    def _measure(self, text: bytes) -> None:
        """The last row and column: only cells beyond what is known already are looked at one by one."""
        found = self.found
        if last := text.rfind(b"<row "):
            number = re.search(rb"\sr\s*=\s*[\"']([0-9]+)", text[last : last + 400])
            found.rows = max(found.rows, int(number[1])) if number else found.rows
        place = 0
        pattern = _beyond(found.columns, found.rows)
        while cell := pattern.search(text, place):
            column, row, place = _number(cell[1]), int(cell[2]), cell.end()
            if column > found.columns or row > found.rows:
                found.columns, found.rows = max(column, found.columns), max(row, found.rows)
                found.refuse_size(self.path)
                pattern = _beyond(found.columns, found.rows)
        if text.count(b'<c r="') < text.count(b"<c") - text.count(b"<col") or b":c" in text:
            self._count(text)

    def _count(self, text: bytes) -> None:
        """Rows and cells that are where they are only because of those before them, which few programs write."""
        for found in COUNTED.finditer(text):
            is_row, counted = found[1] is not None, found[2] is not None
            self._counted_rows += is_row and counted
            self._counted_cells = 0 if is_row else self._counted_cells + counted
            self._most_cells = max(self._most_cells, self._counted_cells)
        Found(self.found.columns + self._most_cells, self.found.rows + self._counted_rows).refuse_size(self.path)


def _number(letters: bytes) -> int:
    """A column's number from 1."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _beyond(columns: int, rows: int) -> re.Pattern[bytes]:
    """A reference to a cell in a column or a row beyond these, or to such a row."""
    beyond = _greater_letters(columns) + rb"|[A-Za-z]*0*" + _greater_digits(rows)
    return re.compile(rb"r(?<=\sr)\s*=\s*[\"'](?:(?=" + beyond + rb")([A-Za-z]*)([0-9]+))")


def _greater_digits(number: int) -> bytes:
    """A pattern of whole numbers without leading zeros above this one."""
    digits = str(number)
    ways = [rb"[1-9][0-9]{%d,}" % len(digits)]
    for place, digit in enumerate(digits):
        if digit < "9":
            ways.append(digits[:place].encode() + b"[%d-9]" % (int(digit) + 1) + b"[0-9]{%d}(?![0-9])" % (len(digits) - place - 1))
    return b"(?:" + b"|".join(ways) + b")"


def _greater_letters(number: int) -> bytes:
    """A pattern of columns after this one (0: any)."""
    if number == 0:
        return rb"[A-Za-z]"
    letters = column_letter(number - 1)
    ways = [rb"[A-Za-z]{%d,}" % (len(letters) + 1)]
    for place, letter in enumerate(letters):
        if letter < "Z":
            above = chr(ord(letter) + 1)
            ways.append(
                letters[:place].encode()
                + f"[{above}-Z{above.lower()}-z]".encode()
                + b"[A-Za-z]{%d}(?![A-Za-z])" % (len(letters) - place - 1)
            )
    return b"(?:" + b"|".join(ways) + b")"
