"""How wide the columns of a table are: what no line may tear decides, the shares that a chapter gives do the rest. Widths in ems."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from diagnosis.text import Lang
from reports.blocks import DENSE, Align, Table
from reports.columns import LANDSCAPE, PORTRAIT
from reports.text_width import ems, lines, longest_word

MARGIN = 0.85  # of a cell, left and right together
BOLD = 1.08  # how much wider the bold of a head is
WHOLE, TIGHT = 10.5, 9.5  # a value up to this wide stays on one line, and where the page is full
TEXT = 6.0  # words are not set in a thread
DATA = "table-data-"  # how the keys of tables of survey data begin
SAMPLE, USUAL = 60, 0.9  # rows whose lines are counted; of the cells of a column, those that are no longer than usual


def settled(table: Table, lang: Lang) -> Table:
    """The table with columns as its chapter shares them out, none narrower than its least where the page has room for that."""
    room = (LANDSCAPE if table.wide else PORTRAIT)[lang] / (DENSE if table.dense else 1.0)
    total = sum(column.width for column in table.columns)
    given = [room * column.width / total for column in table.columns]
    columns = [(column.head, [row[n] for row in table.rows], column.align) for n, column in enumerate(table.columns)]
    low = [least(*column, lang) for column in columns]
    if sum(low) < room:
        wanted = _wanted(table, given, low, lang) if table.key.startswith(DATA) else ()
        widths = _lowest(table, [_raised(given, each) for each in (low, *wanted) if sum(each) < room], lang)
    else:
        widths = _lowered(low, [least(*column, lang, whole=TIGHT) for column in columns], room)
    return replace(table, columns=tuple(replace(column, width=width) for column, width in zip(table.columns, widths, strict=True)))


def _raised(given: list[float], low: list[float]) -> list[float]:
    """Every width at its least or above; what that takes comes from those that have more, in proportion."""
    short = sum(max(0.0, need - width) for need, width in zip(low, given, strict=True))
    spare = sum(max(0.0, width - need) for need, width in zip(low, given, strict=True))
    return [need if width <= need else width - (width - need) * short / spare for need, width in zip(low, given, strict=True)]


def _wanted(table: Table, given: list[float], low: list[float], lang: Lang) -> Iterator[list[float]]:
    """The least widths with one column as wide as it was fitted, or as its usual cells need to stand on one line.

    For lists of survey data, which may have very many rows: a column of names that lacks half a character would double every one.
    """
    for place, width in enumerate(given):
        cells = sorted(ems(row[place], chinese=lang == "zh", sans=lang == "en") for row in table.rows)
        usual = cells[int(USUAL * (len(cells) - 1))] + MARGIN if cells else 0.0
        for wanted in (width, usual):
            if wanted > low[place]:
                yield [*low[:place], wanted, *low[place + 1 :]]


def _lowest(table: Table, widths: Sequence[list[float]], lang: Lang) -> list[float]:
    """The widths with which the table has the fewest lines; of those that are alike the first."""
    count = partial(lines, chinese=lang == "zh", sans=lang == "en")
    rows = table.rows[:SAMPLE]
    return min(widths, key=lambda each: sum(max(map(count, row, (width - MARGIN for width in each))) for row in rows if row))


def _lowered(low: list[float], tight: list[float], room: float) -> list[float]:
    """Where not every value can stay on one line, the columns of long values give what is lacking, and no word is torn for it."""
    give = sum(low) - sum(tight)
    share = min(1.0, (sum(low) - room) / give) if give else 0.0
    return [wide - (wide - narrow) * share for wide, narrow in zip(low, tight, strict=True)]


def least(head: str, cells: Sequence[str], align: Align, lang: Lang, whole: float = WHOLE) -> float:
    """The narrowest that a column may be, with its margins: no word or number torn, values on one line, a head of three lines."""
    chinese, sans = lang == "zh", lang == "en"
    label, _, unit = head.partition("\n")
    heads = BOLD * max(longest_word(label, chinese=chinese, sans=sans), min(ems(label), 2.0), ems(label, chinese=chinese, sans=sans) / 3)
    units = min(ems(unit), TEXT) if chinese else BOLD * longest_word(unit, chinese=False, sans=True)
    widest = max((ems(cell, chinese=chinese, sans=sans) for cell in cells), default=0.0)
    words = max((longest_word(cell, chinese=chinese, sans=sans) for cell in cells), default=0.0)
    return max(heads, units, min(words, whole), min(widest, TEXT if align == "left" else whole)) + MARGIN
