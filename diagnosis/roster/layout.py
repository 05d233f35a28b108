"""Where the header of a sheet is: title lines stand above it, and it may have several lines with merged cells."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from diagnosis.credit_code import credit_code_is_sound
from diagnosis.roster.header import Header, divides, money_unit, read_header
from diagnosis.roster.sheet import Box, Cell, Sheet, cell_text
from diagnosis.roster.words import words
from diagnosis.text import fold

SEARCHED = 60  # rows; no roster has more above its header
LINES = 4  # of a header at most
SHORT = 40  # characters of a cell of a header
SAMPLE = 200  # cells of a column that are looked at
MOSTLY = 0.6  # of them say what the column holds
INDUSTRY = re.compile(r"[A-Ta-t]\s?[0-9]{2,4}(?![0-9]).*|[0-9]{2,4}", re.DOTALL)
DATA = "\0"  # what no header holds
Knows = Callable[[Header], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Rows ``top`` to ``first - 1`` are the header, none where both are the same; ``headers``: one a column; ``unit``: of money, above."""

    top: int
    first: int
    headers: tuple[Header, ...]
    unit: str | None = None

    @property
    def headless(self) -> bool:
        """Whether the first row is a firm already."""
        return self.top == self.first


def find_layout(sheet: Sheet, knows: Knows) -> Layout | None:
    """The layout with the row that holds the most headers that are known; ``None`` for a sheet that looks like no roster."""
    scores = [(_score(sheet, row, knows), -row) for row in range(min(SEARCHED, sheet.height))]
    score, best = max(scores, default=(0, 0))
    if score:
        return layout_at(sheet, _top(sheet, -best, knows), _bottom(sheet, -best, knows))
    first = next((row for row in range(sheet.height) if any(cell != "" for cell in sheet.row(row))), sheet.height)
    telling = [(column, holds) for column in sheet.columns for holds in (holds_codes, holds_names) if holds(sample(column[first:]))]
    if not telling:
        return None
    headless = any(holds(sample(column[first : first + 1])) for column, holds in telling)
    return layout_at(sheet, first, first - 1 if headless else first)


def layout_at(sheet: Sheet, top: int, bottom: int) -> Layout:
    """The layout whose header is in these rows; none where ``bottom`` is above ``top``."""
    headers = tuple(read_header(_lines(sheet, column, top, bottom)) for column in range(len(sheet.columns)))
    above = (money_unit(cell_text(cell)) for row in range(top - 1, -1, -1) for cell in sheet.row(row) if cell != "")
    return Layout(top=top, first=bottom + 1, headers=headers, unit=next((unit for unit in above if unit), None))


def sample(cells: Sequence[Cell]) -> list[str]:
    """The first cells of a column that hold something."""
    found: list[str] = []
    for cell in cells[: 10 * SAMPLE]:
        if cell != "":
            found.append(cell_text(cell))
            if len(found) == SAMPLE:
                break
    return found


def holds_codes(cells: list[str]) -> bool:
    """Whether most are sound credit codes."""
    return bool(cells) and sum(credit_code_is_sound(fold(cell).upper()) for cell in cells) >= MOSTLY * len(cells)


def holds_names(cells: list[str]) -> bool:
    """Whether most end as names of firms do."""
    company = words().company
    return bool(cells) and sum(company.search(cell[-8:]) is not None for cell in cells) >= MOSTLY * len(cells)


def holds_industries(cells: list[str]) -> bool:
    """Whether most begin as codes of GB/T 4754 do: C3714, 3714, C37 with or without the name behind it."""
    return bool(cells) and sum(INDUSTRY.fullmatch(fold(cell)) is not None for cell in cells) >= MOSTLY * len(cells)


# --- the rows of the header -------------------------------------------------------------------------------------------


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [_text(cell) for cell in sheet.row(row)]


def _text(cell: Cell) -> str:
    """A cell as a header may hold it: text, or a year; anything else is marked as none."""
    if isinstance(cell, str):
        return cell_text(cell)
    is_year = isinstance(cell, float) and 1900 <= cell <= 2100 and cell.is_integer()
    return cell_text(cell) if is_year else DATA


def _known(sheet: Sheet, row: int, knows: Knows) -> dict[str, Header]:
    """The headers known in a row; a line like "填报单位：某局" is none."""
    texts = [text for text in _texts(sheet, row) if text and text != DATA and len(text) <= SHORT and not _is_remark(text)]
    headers = [read_header((text,)) for text in texts]
    return {header.key: header for header in headers if knows(header)}


def _is_remark(text: str) -> bool:
    """Whether it says something of the whole table."""
    plain = fold(text)
    return ":" in plain.split("(")[0] and not plain.endswith(")")


def _score(sheet: Sheet, row: int, knows: Knows) -> int:
    """How many headers are known; one alone must be of the firms' names or codes, or one that somebody has named."""
    known = _known(sheet, row, knows)
    return len(known) if len(known) > 1 or any(_is_of_firms(header) for header in known.values()) else 0


def _is_of_firms(header: Header) -> bool:
    return header.target is None or header.target.field in {"name", "uscc"}


def _bottom(sheet: Sheet, best: int, knows: Knows) -> int:
    bottom = best
    while bottom + 1 < min(sheet.height, best + LINES) and _goes_on(sheet, best, bottom + 1, knows):
        bottom += 1
    return bottom


def _goes_on(sheet: Sheet, best: int, row: int, knows: Knows) -> bool:
    """Whether a row below belongs to the header: cells reach into it, or all that it holds are headers, units and years."""
    texts = _texts(sheet, row)
    if any(text == DATA or len(text) > SHORT for text in texts):
        return False
    if any(best <= box[0] < row <= box[2] for box in sheet.merged):
        return True
    above = _texts(sheet, best)
    firms = [place for place, text in enumerate(above) if text and knows(header := read_header((text,))) and _is_of_firms(header)]
    if not any(texts) or any(texts[place] for place in firms):
        return False
    headers = [read_header((text,)) for text in texts if text]
    return any(knows(header) or not header.names for header in headers) or divides(above, texts)


def _top(sheet: Sheet, best: int, knows: Knows) -> int:
    top = best
    while top > max(0, best - LINES + 1) and _groups(sheet, top - 1, top, knows):
        top -= 1
    return top


def _groups(sheet: Sheet, row: int, below: int, knows: Knows) -> bool:
    """Whether a row above belongs to the header: its cells span some columns of the rows below, or reach into them."""
    texts = [text for text in _texts(sheet, row) if text]
    if len(texts) < 2 or any(text == DATA or len(text) > SHORT or _is_remark(text) for text in texts):
        return False
    boxes = [box for box in sheet.merged if box[0] <= row <= box[2]]
    if any(box[2] >= below for box in boxes) or any(0 < box[3] - box[1] < len(sheet.columns) - 2 for box in boxes):
        return True
    return bool(_known(sheet, row, knows))


def _lines(sheet: Sheet, column: int, top: int, bottom: int) -> tuple[str, ...]:
    """What stands above a column, without what is repeated because its cells are merged."""
    found = [_above(sheet, row, column, bottom) for row in range(top, bottom + 1)]
    return tuple(dict.fromkeys(line for line in found if line))


def _above(sheet: Sheet, row: int, column: int, bottom: int) -> str:
    box = next((box for box in sheet.merged if box[0] <= row <= box[2] and box[1] <= column <= box[3]), None)
    if box is not None:
        return cell_text(sheet.columns[box[1]][box[0]])
    own = cell_text(sheet.columns[column][row])
    if own or row == bottom or sheet.merged:
        return own
    return _from_the_left(sheet, row, column)


def _from_the_left(sheet: Sheet, row: int, column: int) -> str:
    """In a text file, where merged cells have left gaps: the next text to the left, if something stands below both."""
    below = [any(sheet.columns[place][row + 1 : row + 2]) for place in range(column + 1)]
    for place in range(column, -1, -1):
        if not below[place]:
            return ""
        if text := cell_text(sheet.columns[place][row]):
            return text
    return ""


def data_boxes(sheet: Sheet, first: int) -> Iterator[Box]:
    """Merged cells of one column below the header."""
    return (box for box in sheet.merged if box[0] >= first and box[1] == box[3] and box[2] > box[0])
