"""From the sheets of a file to the one that is a roster, its layout and its columns; what is not clear is refused, not guessed."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from diagnosis.errors import UserError
from diagnosis.fieldtypes.numbers import digits
from diagnosis.progress import Progress
from diagnosis.roster.header import Header, read_header
from diagnosis.roster.judging import Known, judge
from diagnosis.roster.layout import SEARCHED, Layout, find_layout
from diagnosis.roster.mapping import Column, Wish
from diagnosis.roster.planning import Decisions, Plan, plan
from diagnosis.roster.reading import Reading, read_rows
from diagnosis.roster.sheet import Sheet
from diagnosis.roster.words import Target
from diagnosis.text import Text, listed

LEAST = 3  # firms in whose figures a unit can be seen
# (from, to) in 万元: what the figures of most firms come to
A_HEAD = (0.5, 5000.0)  # revenue for each employee
WHOLE = (1.0, 5_000_000.0)  # revenue


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a file before it is looked at: what was said of headers, by key, and which headers somebody names."""

    remembered: Mapping[str, Wish] = field(default_factory=dict)
    named: frozenset[str] = frozenset()

    def knows(self, header: Header) -> bool:
        """Whether a header means something."""
        wish = self.remembered.get(header.key)
        return header.key in self.named or header.target is not None or (wish is not None and wish.target is not None)


def choose_sheet(sheets: Sequence[Sheet], hints: Hints, name: str | None = None) -> Sheet:
    """The sheet of this name, else the one that looks like a roster; raises ``UserError`` where that is not one."""
    if name is not None:
        for sheet in sheets:
            if sheet.name == name:
                return sheet
        raise UserError("roster-sheet-unknown", file=sheets[0].file, name=name, known="、".join(sheet.name for sheet in sheets))
    seen = [sheet for sheet in sheets if not sheet.hidden] or list(sheets)
    fitting = [sheet for sheet in seen if find_layout(sheet, hints.knows) is not None]
    if len(fitting) > 1:
        known = listed(Text(sheet.name, sheet.name) for sheet in fitting)
        raise UserError("roster-sheets", file=sheets[0].file, count=len(fitting), known=known)
    return fitting[0] if fitting else seen[0]


def layout_of(sheet: Sheet, hints: Hints) -> Layout:
    """Its layout; raises ``UserError`` where no header is found, or a formula of the sheet has no result yet."""
    if sheet.uncomputed is not None:
        raise UserError("roster-uncomputed", file=sheet.file, sheet=sheet.name, cell=sheet.uncomputed)
    found = find_layout(sheet, hints.knows)
    if found is None:
        raise UserError("roster-no-header", file=sheet.file, sheet=sheet.name, rows=min(SEARCHED, sheet.height))
    return found


def check_columns(sheet: Sheet, layout: Layout, columns: Sequence[Column]) -> None:
    """Raises ``UserError`` when no column holds the names, or a row does."""
    if not any(column.target is not None and column.target.field == "name" for column in columns):
        known = "、".join(column.header.text for column in columns if column.header.text) or "—"
        raise UserError("roster-no-name", file=sheet.file, sheet=sheet.name, cell=sheet.place(layout.top, 0), known=known)
    if any(column.target == Target("name") and _are_headers(column.sample) for column in columns):
        raise UserError("roster-across", file=sheet.file, sheet=sheet.name)


def _are_headers(cells: Sequence[str]) -> bool:
    """Whether most name a question, and no firm: the table has a firm in each column."""
    return len(cells) > 1 and sum(read_header((cell,)).target is not None for cell in cells) > len(cells) / 2


def check_reading(reading: Reading) -> None:
    """Raises ``UserError`` when there are no firms, or a unit that nobody named cannot be the one that is assumed."""
    sheet = reading.sheet
    if not reading.rows:
        raise UserError("roster-no-rows", file=sheet.file, sheet=sheet.name, row=reading.layout.first)
    for column, middle in unclear_units(reading):
        cell = sheet.place(max(reading.layout.first - 1, 0), column.place)
        raise UserError("roster-unit", file=sheet.file, sheet=sheet.name, cell=cell, header=column.header.text, median=digits(middle))


def unclear_units(reading: Reading) -> list[tuple[Column, float]]:
    """Columns of money without a unit whose figures make no sense in the unit that is assumed, with the median of the figures.

    Revenue is looked at beside the employees where they are known; spending on R&D takes the unit of the revenue.
    """
    assumed = {column.target.field: column for column in reading.columns if column.target is not None and column.unit_from == "assumed"}
    column = assumed.get("revenue")
    if column is None:
        return []
    revenue = reading.answers["revenue"]
    staff = reading.answers.get("employees", [None] * len(revenue))
    whole = [float(value) for value in revenue if isinstance(value, int | float) and value > 0]
    heads = zip(revenue, staff, strict=True)
    a_head = [float(one) / many for one, many in heads if isinstance(one, int | float) and one > 0 and isinstance(many, int) and many > 0]
    for figures, (low, high) in ((a_head, A_HEAD), (whole, WHOLE)):
        if len(figures) >= LEAST:
            return [] if low <= median(figures) <= high else [(column, median(whole))]
    return []


def propose(sheet: Sheet, layout: Layout, columns: Sequence[Column], known: Known, decisions: Decisions) -> Generator[Progress, None, Plan]:
    """Reads, compares and plans."""
    reading = yield from read_rows(sheet, layout, columns)
    judged = yield from judge(reading, known)
    return plan(reading, known, judged, decisions)


def replan(found: Plan, decisions: Decisions) -> Plan:
    """The same rows with other decisions."""
    return plan(found.reading, found.known, found.judged, decisions)
