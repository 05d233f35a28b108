"""A look through an .xls (BIFF in a compound file, [MS-XLS] and [MS-CFB]) before a reader gets it, see zip_guard.py."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from db.rosters.styles import BUILT_IN, Shown, shown_by
from db.rosters.zip_guard import Found
from diagnosis.errors import UserError

LAST_ROW, LAST_COLUMN = 65536, 256
FREE = 0xFFFFFFFA  # sector numbers from here on are marks
ENTRY, STREAM, ROOT = 128, 2, 5  # bytes of an entry of the directory, kinds of entries
MACROS, LOCKED = {"_VBA_PROJECT_CUR", "_VBA_PROJECT"}, {"EncryptedPackage", "EncryptionInfo"}
STRINGS, LEAST_STRING = 0xFC, 3  # the record of all strings; bytes of an empty one
EXTENT = 0x200  # the first and last row and column that a sheet says it has
BOUND_SHEET, BEGIN, FILE_PASS, BOOK_LINK = 0x85, 0x809, 0x2F, 0x1AE
CELLS = {0x203, 0x204, 0xFD, 0x27E, 0xBD, 0x6, 0x205, 0xD6}  # number, label (two kinds), rk (two kinds), formula, error, rich text
SEVERAL, FORMULA, ERROR = 0xBD, 0x6, 0x205
NUMBERS = {0x203, 0x27E, 0x6}  # number, rk, formula
FORMAT, STYLE = 0x41E, 0xE0
ROW, ROW_HIDDEN = 0x208, 0x20
OWN_LINKS = {0x401, 0x3A01}  # to the workbook itself, to add-ins
ERRORS = {0x0: "#NULL!", 0x7: "#DIV/0!", 0xF: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def look_through(path: Path, data: bytes) -> list[Found]:
    """What each sheet was found to hold, in their order; raises ``UserError`` for what no roster needs."""
    try:
        streams, names = _directory(data)
        if names & LOCKED:
            raise UserError("roster-locked", file=path)
        if names & MACROS:
            raise UserError("roster-macros", file=path)
        return _sheets(path, _content(data, streams, "Workbook" if "Workbook" in streams else "Book"))
    except (struct.error, LookupError, ValueError) as error:
        raise UserError("roster-damaged", file=path) from error


# --- the compound file ------------------------------------------------------------------------------------------------


def _directory(data: bytes) -> tuple[dict[str, tuple[int, int]], set[str]]:
    """Streams (first sector, size), the one of the small streams among them, and the names of all entries."""
    content = _chain(_sectors(data), _table(data), struct.unpack_from("<I", data, 48)[0])
    streams: dict[str, tuple[int, int]] = {}
    names: set[str] = set()
    for place in range(0, len(content) - ENTRY + 1, ENTRY):
        length, kind = struct.unpack_from("<HB", content, place + 64)
        name = content[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        names.add(name)
        if kind in {STREAM, ROOT}:
            streams[name if kind == STREAM else ""] = struct.unpack_from("<II", content, place + 116)
    return streams, names


def _sectors(data: bytes, shift_at: int = 30) -> tuple[bytes, int, int]:
    """The bytes in which sectors lie, how large they are, and where the first one is."""
    shift: int = struct.unpack_from("<H", data, shift_at)[0]
    if shift not in {6, 9, 12}:
        raise ValueError(shift)
    return data, 1 << shift, 1 << shift


def _table(data: bytes) -> list[int]:
    """Which sector follows which."""
    _, size, _ = _sectors(data)
    places = [number for number in struct.unpack_from("<109I", data, 76) if number < FREE]
    more: int = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // size):
        if more >= FREE:
            break
        numbers = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        places += [number for number in numbers[:-1] if number < FREE]
        more = numbers[-1]
    return [number for place in places for number in struct.unpack_from(f"<{size // 4}I", data, (place + 1) * size)]


def _chain(sectors: tuple[bytes, int, int], table: list[int], first: int) -> bytes:
    """The sectors that follow each other from this one."""
    data, size, start = sectors
    found: list[bytes] = []
    while first < FREE:
        if len(found) > len(table):
            raise ValueError("a chain that bites its tail")
        found.append(data[start + first * size : start + (first + 1) * size])
        first = table[first]
    return b"".join(found)


def _content(data: bytes, streams: dict[str, tuple[int, int]], name: str) -> bytes:
    """A stream; a small one lies in small sectors within a stream of their own."""
    first, size = streams[name]
    table = _table(data)
    if size >= struct.unpack_from("<I", data, 56)[0]:
        return _chain(_sectors(data), table, first)[:size]
    inner = _chain(_sectors(data), table, streams[""][0])
    small = _chain(_sectors(data), table, struct.unpack_from("<I", data, 60)[0])
    _, small_size, _ = _sectors(data, 32)
    return _chain((inner, small_size, 0), list(struct.unpack(f"<{len(small) // 4}I", small)), first)[:size]


# --- the workbook -----------------------------------------------------------------------------------------------------


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place of the content, length."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, place + 4, length
        place += 4 + length


@dataclass(slots=True)
class _Styles:
    """Which formats show another number than the cell holds, and which styles of cells have such a format."""

    formats: dict[int, Shown] = field(default_factory=lambda: {int(number): shown for number, shown in BUILT_IN.items()})
    count: int = 0  # styles so far
    shown: dict[int, Shown] = field(default_factory=dict)

    def take(self, stream: bytes, kind: int, place: int, length: int) -> None:
        """One more format, or style; the formats come first. Other records say nothing of either."""
        if kind == STYLE:
            if (shown := self.formats.get(struct.unpack_from("<H", stream, place + 2)[0])) is not None:
                self.shown[self.count] = shown
            self.count += 1
        elif kind == FORMAT and (shown := shown_by(_format(stream[place + 2 : place + length]))) is not None:
            self.formats[struct.unpack_from("<H", stream, place)[0]] = shown


def _format(text: bytes) -> str:
    """A format behind its length, which had one byte before Excel 97 and has two since, and a third that says how wide characters are."""
    if text[1:2] != b"\0":
        return text[1:].decode("latin-1")
    return text[3:].decode("utf-16-le" if text[2] & 1 else "latin-1", "replace")


def _sheets(path: Path, stream: bytes) -> list[Found]:
    starts: dict[int, Found] = {}
    found, styles = Found(), _Styles()  # of what stands before the sheets
    for kind, place, length in _records(stream):
        if kind in CELLS:
            _measure(found, stream, kind, place, length, styles.shown)
            if found.columns > LAST_COLUMN or found.rows > LAST_ROW:  # more than the format has
                found.refuse_size(path)
                raise UserError("roster-damaged", file=path)
        elif kind == BOUND_SHEET:
            starts[struct.unpack_from("<I", stream, place)[0]] = Found()
        elif kind == BEGIN:
            found = starts.get(place - 4, Found())
        elif kind == EXTENT:
            _check_extent(path, stream, place, length)
        elif kind == STRINGS and struct.unpack_from("<I", stream, place + 4)[0] * LEAST_STRING > len(stream):
            raise UserError("roster-damaged", file=path)  # a reader would make room for all that are claimed
        elif kind == FILE_PASS:
            raise UserError("roster-locked", file=path)
        elif kind == BOOK_LINK and length >= 4 and struct.unpack_from("<H", stream, place + 2)[0] not in OWN_LINKS:
            raise UserError("roster-external", file=path)
        else:
            _look_at_looks(found, styles, stream, kind, place, length)
    return list(starts.values())


def _look_at_looks(found: Found, styles: _Styles, stream: bytes, kind: int, place: int, length: int) -> None:
    """A hidden row, or how cells are shown."""
    if kind == ROW and struct.unpack_from("<H", stream, place + 12)[0] & ROW_HIDDEN:
        found.unseen.add(struct.unpack_from("<H", stream, place)[0])
    styles.take(stream, kind, place, length)


def _check_extent(path: Path, stream: bytes, place: int, length: int) -> None:
    """What a sheet claims to hold: a reader makes room for it."""
    first_row, last_row, first, last = struct.unpack_from("<IIHH" if length >= 14 else "<HHHH", stream, place)
    if first_row > last_row or last_row > LAST_ROW or first > last or last > LAST_COLUMN:
        raise UserError("roster-damaged", file=path)


def _measure(found: Found, stream: bytes, kind: int, place: int, length: int, shown: dict[int, Shown]) -> None:
    row, column = struct.unpack_from("<HH", stream, place)
    last: int = struct.unpack_from("<H", stream, place + length - 2)[0] if kind == SEVERAL else column
    found.rows, found.columns = max(found.rows, row + 1), max(found.columns, last + 1)
    if kind == ERROR and stream[place + 7]:
        found.errors[row, column] = ERRORS.get(stream[place + 6], "#N/A")
    elif kind == FORMULA and stream[place + 12 : place + 14] == b"\xff\xff" and stream[place + 6] == 2:
        found.errors[row, column] = ERRORS.get(stream[place + 8], "#N/A")
    if shown and (kind in NUMBERS or kind == SEVERAL):
        count = (length - 6) // 6 if kind == SEVERAL else 1
        styles = (struct.unpack_from("<H", stream, place + 4 + 6 * at)[0] for at in range(count))
        found.shown |= {(row, column + at): shown[style] for at, style in enumerate(styles) if style in shown}
