"""The rows of a sheet as answers: which of them are firms, what each says, and what could not be read."""

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

from diagnosis.credit_code import credit_code_is_sound
from diagnosis.errors import Invalid
from diagnosis.fieldtypes import Value
from diagnosis.progress import Progress
from diagnosis.roster.dates import is_serial
from diagnosis.roster.header import in_unit, read_header
from diagnosis.roster.layout import Layout, data_boxes
from diagnosis.roster.mapping import Column
from diagnosis.roster.names import plain
from diagnosis.roster.parts import above, apart, earlier_years, in_later_units, whole
from diagnosis.roster.sheet import Cell, Sheet, cell_text
from diagnosis.roster.values import PHONE, ColumnRead, lacks_zero, read_column, reader
from diagnosis.roster.words import Target, bare, words
from diagnosis.text import Text, fold, phrase

LONGEST_HEAD = 8  # characters of a header above names that comes again in other words
EDGE = 5  # rows at each end that are looked at as a whole
BETWEEN = {"contact": " "}
BLANK, CONTINUED, REMARK, HEADER = "blank", "continued", "remark", "header"
SUMMARY = "summary"
NAME, CODE = Target("name"), Target("uscc")
SHARED = re.compile(r" \([A-Z]+[0-9]+:[A-Z]+[0-9]+\)$")  # the cells in which one figure stands for several firms
Answers = dict[str, list[Value]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell of a row that is not taken; ``taken``: it is, but looks wrong. ``place``: what the cell is called, where rows are files."""

    column: int
    text: str
    why: Text
    taken: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The rows that are firms, in their order. ``rows``: where each stands in the sheet; the answers are lists of the same length.

    ``keys``: names as they are compared, ``""`` where there is none; ``codes``: sound credit codes; ``left_out``: rows that
    are no firms, by kind; ``problems``: by the place of a row in ``rows``.
    """

    sheet: Sheet
    layout: Layout
    columns: tuple[Column, ...]
    rows: Sequence[int]
    answers: Mapping[str, list[Value]]
    keys: list[str]
    codes: list[str | None]
    problems: Mapping[int, list[Problem]]
    left_out: Mapping[str, list[int]]
    serials: Mapping[int, int]  # column -> how many of its cells are numbers of Excel's calendar
    blanks: Mapping[int, int]  # column -> how many of its cells say that there is nothing
    zeros: Mapping[int, int] = field(default_factory=dict)  # column -> how many telephone numbers had lost the 0 they begin with
    names: Sequence[str] = ()  # what rows are called that stand in no sheet: each is a file or a submission of its own

    def row_text(self, place: int) -> str:
        """What a row is called: its number in the sheet, or its own name."""
        return self.names[place] if self.names else str(self.rows[place] + 1)


def read_rows(sheet: Sheet, layout: Layout, columns: Sequence[Column]) -> Generator[Progress, None, Reading]:
    """Reads every column that has a question, one a step."""
    used = [column for column in columns if column.target is not None]
    cells = {column.place: list(sheet.columns[column.place][layout.first :]) for column in used}
    cells |= {column.place: _in_units(sheet, layout, column, column.units) for column in used if column.units is not None}
    continued = _fill_merged(sheet, layout, used, cells)
    yield Progress(0, len(used), phrase("roster", "step.rows"))
    earlier = earlier_years(sheet, layout, used)
    if earlier:  # of a name merged over its years a later one is read
        continued &= earlier.keys()
        cells |= {
            column.place: whole(sheet, layout.first, column.place)[layout.first :] for column in used if column.target in {NAME, CODE}
        }
    kinds = _kinds(sheet, layout, used, continued)
    headers = [row for row, kind in enumerate(kinds, layout.first) if kind == HEADER]
    if earlier or headers:
        end = apart(sheet, layout, used, headers)
        kinds = [_part(row, kind, earlier, end) for row, kind in enumerate(kinds, layout.first)]
        later = [row for row in headers if row < end]
        figures = (column for column in used if column.counts) if later else ()
        cells |= {column.place: in_later_units(sheet, column, cells[column.place], layout.first, later) for column in figures}
    keep = [kind is None for kind in kinds] if any(kinds) else None
    parts: list[tuple[Target, list[Value]]] = []
    problems: dict[int, list[Problem]] = {}
    codes: list[str | None] = []
    serials, blanks, zeros = {}, {}, {}
    for done, column in enumerate(used, 1):
        own = cells[column.place] if keep is None else list(compress(cells[column.place], keep))
        found = read_column(own, reader(_target(column), column.factor))
        parts.append((_target(column), found.values))
        _note(problems, column, own, found)
        serials[column.place], blanks[column.place] = _count_serials(column, own), found.blanks
        zeros[column.place] = sum(map(lacks_zero, own)) if _target(column) == PHONE else 0
        if column.target == CODE:
            codes = [None if place in found.doubts or not isinstance(code, str) else code for place, code in enumerate(found.values)]
        yield Progress(done, len(used), column.target.label if column.target else phrase("roster", "step.rows"))
    height = sheet.height - layout.first
    rows = range(layout.first, sheet.height) if keep is None else list(compress(range(layout.first, sheet.height), keep))
    answers = _joined(parts, len(rows))
    left_out: dict[str, list[int]] = {"above": rows_above} if (rows_above := above(sheet, layout)) else {}
    for row, kind in zip(range(layout.first, layout.first + height), kinds, strict=True):
        if kind is not None:
            left_out.setdefault(kind, []).append(row)
    return Reading(
        sheet=sheet,
        layout=layout,
        columns=tuple(columns),
        rows=rows,
        answers=answers,
        keys=[plain(name) if isinstance(name, str) else "" for name in answers.get(NAME.field, [None] * len(rows))],
        codes=codes or [None] * len(rows),
        problems=problems,
        left_out=left_out,
        serials={place: count for place, count in serials.items() if count},
        blanks={place: count for place, count in blanks.items() if count},
        zeros={place: count for place, count in zeros.items() if count},
    )


def _target(column: Column) -> Target:
    assert column.target is not None
    return column.target


def _in_units(sheet: Sheet, layout: Layout, column: Column, beside: int) -> list[Cell]:
    """The cells of a column, each with the unit that stands beside it; a cell that names its own keeps that."""
    own, units = sheet.columns[column.place][layout.first :], list(sheet.columns[beside])
    for top, place, bottom, _ in data_boxes(sheet, layout.first):
        if place == beside:
            units[top : bottom + 1] = [units[top]] * (bottom + 1 - top)
    known = {unit: bare(cell_text(unit)) for unit in set(units)}
    pairs = zip(own, units[layout.first :], strict=True)
    return [in_unit(cell_text(cell), known[unit]) if known[unit] in words().money else cell for cell, unit in pairs]


def _fill_merged(sheet: Sheet, layout: Layout, used: Sequence[Column], cells: dict[int, list[Cell]]) -> set[int]:
    """Gives merged cells of a column to all their rows; the rows that a merged name goes on in are returned.

    One figure for several firms is that of none of them: it gets the cells it stands in behind it, and is no number.
    """
    continued: set[int] = set()
    named = {column.place for column in used if column.target in {NAME, CODE}}
    counted = {column.place for column in used if column.counts}
    names = next((sheet.columns[column.place] for column in used if column.target == NAME), [""] * sheet.height)
    for top, place, bottom, _ in data_boxes(sheet, layout.first):
        if place in named:
            continued.update(range(top + 1, bottom + 1))
        elif place in cells:
            first = top - layout.first
            cell = cells[place][first]
            if place in counted and cell != "" and sum(name != "" for name in names[top : bottom + 1]) > 1:
                cell = f"{cell_text(cell)} ({sheet.place(top, place)}:{sheet.place(bottom, place)})"
            cells[place][first : bottom + 1 - layout.first] = [cell] * (bottom + 1 - top)
    return continued


def _part(row: int, kind: str | None, earlier: Mapping[int, str], end: int) -> str | None:
    """What a row is that stands below the first table, or is of an earlier year."""
    if kind not in {None, CONTINUED}:
        return kind
    return "apart" if row > end else earlier.get(row, kind)


# --- rows that are no firms -------------------------------------------------------------------------------------------


def _kinds(sheet: Sheet, layout: Layout, used: Sequence[Column], continued: set[int]) -> list[str | None]:
    """What each row below the header is, ``None`` for a firm. Rows at both ends, and with no or an odd name, are looked at as a whole."""
    place = next((column.place for column in used if column.target == NAME), None)
    rows = range(layout.first, sheet.height)
    label = layout.headers[place].key if place is not None else ""
    cells = sheet.columns[place] if place is not None else [""] * sheet.height
    odd = {cell: _is_odd(cell, label) for cell in set(cells[layout.first :])}
    ends = {*rows[:EDGE], *rows[-EDGE:]}
    return [_kind(sheet, layout, row, place, continued) if odd[cells[row]] or row in continued or row in ends else None for row in rows]


def _is_odd(cell: Cell, label: str) -> bool:
    text = cell_text(cell)
    text = "".join(text.split()) if " " in text else text
    if not text or words().odd.fullmatch(text) is not None or _tells(text):
        return True
    short = len(text) <= max(LONGEST_HEAD, 2 * len(label))
    return short and ((name := bare(text)) == label or words().targets.get(name) == NAME)


def _tells(text: str) -> bool:
    """Whether a cell says how to fill in the table."""
    return words().told.search(text) is not None


def _kind(sheet: Sheet, layout: Layout, row: int, place: int | None, continued: set[int]) -> str | None:
    texts = [cell_text(cell) for cell in sheet.row(row)]
    filled = [(column, "".join(text.split())) for column, text in enumerate(texts) if text]
    if not filled:
        return BLANK
    if row in continued:
        return CONTINUED
    if sum(bool(text) and bare(text) == layout.headers[column].key for column, text in filled) >= min(2, len(filled)) or _is_head(
        filled, place
    ):
        return HEADER
    named = texts[place] if place is not None else ""
    for kind, pattern in words().rows.items():
        if (kind == "numbering" and row >= layout.first + EDGE) or (kind == REMARK and len(sheet.columns) == 1):
            continue
        if kind == SUMMARY and any(credit_code_is_sound(fold(text).upper()) for _, text in filled):
            continue  # a firm that is called so: 一、甲化纤, 梦之乡
        if _is_of_kind(kind, [text for _, text in filled], "".join(named.split()), pattern):
            return "note" if kind == REMARK else kind
    if not named and len(filled) == 1 and len(sheet.columns) > 1 and not filled[0][1].isascii():
        return "note"
    return None


def _is_head(filled: Sequence[tuple[int, str]], place: int | None) -> bool:
    """Whether a row names the firms' names where they stand, and something else of theirs, in words of its own."""
    found = {column: read_header((text,)).target for column, text in filled}
    return place is not None and found.get(place) == NAME and sum(target is not None for target in found.values()) > 1


def _is_of_kind(kind: str, filled: list[str], named: str, pattern: re.Pattern[str]) -> bool:
    """A line of numbers is one in every cell, a remark and a heading stand alone, a total is named in any cell."""
    if kind == REMARK:
        return len(filled) == 1 and pattern.fullmatch(filled[0]) is not None
    found = [pattern.fullmatch(text) is not None for text in filled]
    if kind == SUMMARY:
        return pattern.fullmatch(named) is not None
    if kind == "numbering":
        return all(found) and bool(named) and len(found) > 1
    if kind == "total":
        return any(found) and (not named or pattern.fullmatch(named) is not None)
    if kind == "example":
        return any(found[:3]) or _tells(named)
    return found[0] and (len(filled) <= 2 or not named)


# --- answers ----------------------------------------------------------------------------------------------------------


def _note(problems: dict[int, list[Problem]], column: Column, cells: Sequence[Cell], found: ColumnRead) -> None:
    for place in sorted({*found.wrong, *found.doubts}):
        doubt = found.doubts.get(place)
        why = _why(cell_text(cells[place]), found.wrong[place]) if doubt is None else doubt
        problems.setdefault(place, []).append(Problem(column.place, cell_text(cells[place]), why, taken=doubt is not None))


def _why(text: str, verdict: Invalid) -> Text:
    """Why a cell is not taken."""
    return Invalid("cell-shared").text() if SHARED.search(text) else verdict.text()


def _count_serials(column: Column, cells: Sequence[Cell]) -> int:
    if column.target is None or column.target.question.kind != "year":
        return 0
    serials = {cell for cell in set(cells) if is_serial(cell)}
    return sum(cell in serials for cell in cells) if serials else 0


def _joined(parts: Sequence[tuple[Target, list[Value]]], count: int) -> Answers:
    """One list a question: columns of ticks are joined to a list of choices, telephone numbers to their contact, remarks to remarks."""
    answers: Answers = {}
    ticks = {target: values for target, values in parts if target.choice is not None}
    for target, values in sorted(parts, key=lambda part: part[0].join):
        if target.choice is None:
            first = answers.get(target.field)
            answers[target.field] = values if first is None else _beside(target, first, values)
    for name in {target.field for target in ticks}:
        own = {target.choice: values for target, values in ticks.items() if target.field == name}
        answers[name] = _ticked(name, answers.get(name) or [None] * count, own)
    return answers


def _ticked(field: str, said: Sequence[Value], ticks: Mapping[str | None, list[Value]]) -> list[Value]:
    """Choices said or ticked. Where none is ticked the answer stays open: others were not asked about."""
    order = list(getattr(Target(field).question.type, "choices", {}))
    columns = sorted(ticks.items(), key=lambda entry: order.index(str(entry[0])))
    known: dict[tuple[Value, ...], Value] = {}
    found: list[Value] = []
    for cells in zip(said, *(values for _, values in columns), strict=True):
        if cells not in known:
            named = set(cells[0]) if isinstance(cells[0], tuple) else set()
            named |= {choice for (choice, _), cell in zip(columns, cells[1:], strict=True) if cell is True and choice}
            known[cells] = tuple(sorted(named, key=order.index)) if named else cells[0]
        found.append(known[cells])
    return found


def _beside(target: Target, first: Sequence[Value], second: Sequence[Value]) -> list[Value]:
    """Two columns side by side, what both say once."""
    between = BETWEEN.get(target.field, "；") if target.join else "\n"

    def joined(one: Value, other: Value) -> Value:
        if one is None or other is None:
            return other if one is None else one
        if _is_said(str(one), str(other)):
            return other
        return one if _is_said(str(other), str(one)) else f"{one}{between}{other}"

    return list(map(joined, first, second))


def _is_said(text: str, within: str) -> bool:
    """Whether a text stands within another one by itself: 0731-1 is another number than 0731-12."""
    if text not in within:
        return False
    edge = "[0-9]" if text[:1].isdecimal() and text[-1:].isdecimal() else r"\w"
    return re.search(f"(?<!{edge}){re.escape(text)}(?!{edge})", within) is not None
