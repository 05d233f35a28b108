"""The years of dates, in all the ways that cells write them."""

import datetime as dt
import re

from diagnosis.errors import Invalid
from diagnosis.fieldtypes.dates import Written, written_date
from diagnosis.fieldtypes.numbers import FIRST_YEAR, LAST_YEAR
from diagnosis.roster.sheet import Cell, cell_text

SERIALS = (18264, 73415)  # days of Excel's calendar from 1950 to 2100
TIME = re.compile(r"[\sT]+[0-9]{1,2}:[0-9:.]*$")
EITHER_ORDER = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{4})")  # of day and month: the year is clear


def year_in(text: str) -> int:
    """The year of a date in any of the ways it is written; raises ``Invalid``."""
    if text.isdecimal() and len(text) == 5 and SERIALS[0] <= int(text) <= SERIALS[1]:
        return (dt.date(1899, 12, 30) + dt.timedelta(days=int(text))).year
    if (either := EITHER_ORDER.fullmatch(text)) is not None:
        text = either[1]
    found = written_date(TIME.sub("", text))
    if found is not None and _is_possible(found):
        return found.year
    raise Invalid("not-a-year")


def is_serial(cell: Cell) -> bool:
    """Whether a cell holds a day as the number that Excel keeps for it."""
    return cell_text(cell).isdecimal() and len(cell_text(cell)) == 5


def _is_possible(date: Written) -> bool:
    return FIRST_YEAR <= date.year <= LAST_YEAR and 1 <= (date.month or 1) <= 12 and 1 <= (date.day or 1) <= 31
