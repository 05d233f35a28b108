"""The years of dates, in all the ways that cells write them."""

import datetime as dt
import re
from collections.abc import Mapping

from diagnosis.errors import Invalid
from diagnosis.fieldtypes.numbers import FIRST_YEAR, LAST_YEAR
from diagnosis.roster.sheet import Cell, cell_text

SERIALS = (18264, 73415)  # days of Excel's calendar from 1950 to 2100
DATES = [
    re.compile(r"(?P<year>[0-9]{4})\s*年?"),
    re.compile(r"(?P<year>[0-9]{4})\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*月?"),
    re.compile(r"(?P<year>[0-9]{4})\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})\s*日?(?:[\sT]+[0-9:.]+)?"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?"),
    re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?P<year>[0-9]{4})"),  # day and month in either order: the year is clear
]
CHINESE = "〇零○一二三四五六七八九"
CHINESE_DATE = re.compile(rf"([{CHINESE}]{{4}})年(?:[一二三四五六七八九十]{{1,2}}月(?:[一二三四五六七八九十]{{1,3}}日)?)?")
DIGITS = str.maketrans(CHINESE, "000123456789")


def year_in(text: str) -> int:
    """The year of a date in any of the ways it is written; raises ``Invalid``."""
    if text.isdecimal() and len(text) == 5 and SERIALS[0] <= int(text) <= SERIALS[1]:
        return (dt.date(1899, 12, 30) + dt.timedelta(days=int(text))).year
    if (written := CHINESE_DATE.fullmatch(text)) is not None:
        text = written[1].translate(DIGITS)
    for pattern in DATES:
        found = pattern.fullmatch(text)
        if found and _is_possible(found.groupdict()):
            return int(found["year"])
    raise Invalid("not-a-year")


def is_serial(cell: Cell) -> bool:
    """Whether a cell holds a day as the number that Excel keeps for it."""
    return cell_text(cell).isdecimal() and len(cell_text(cell)) == 5


def _is_possible(parts: Mapping[str, str | None]) -> bool:
    year, month, day = int(parts["year"] or 0), int(parts.get("month") or 1), int(parts.get("day") or 1)
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31
