"""Days."""

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from diagnosis.errors import Invalid
from diagnosis.fieldtypes.base import FieldType, Value
from diagnosis.fieldtypes.numbers import FIRST_YEAR, LAST_YEAR
from diagnosis.patterns import pattern
from diagnosis.text import fold

FORMS = [
    pattern(r"(\d{4})\s*年?()()"),
    pattern(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?()"),
    pattern(r"(\d{4})\s*[-/.年\s]\s*(\d{1,2})\s*[-/.月\s]\s*(\d{1,2})\s*日?"),
    pattern(r"(\d{4})(\d\d)(\d\d)?"),
]
SHORT_YEAR = pattern(r"\d{1,2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")  # 26/3/5: which of them is the year?
NUMERALS = "〇零○一二三四五六七八九"
DIGITS = str.maketrans(NUMERALS, "000123456789")
NUMBER = "((?:[二三四五六七八九]?十)?[一二三四五六七八九]|[二三四五六七八九]?十)"
CHINESE = pattern(rf"([{NUMERALS}]{{4}})年(?:{NUMBER}月(?:{NUMBER}日)?)?")
MIDNIGHT = pattern(r"[T\s]+0{1,2}:00(:00)?$")  # how a spreadsheet copies a day


class Written(NamedTuple):
    """A date as far as it is written; there need be no such day. What is not written is ``None``."""

    year: int
    month: int | None
    day: int | None


def written_date(text: str) -> Written | None:
    """Reads a date whose year has four digits, which may be Chinese numerals; ``None`` for any other text."""
    if (chinese := CHINESE.fullmatch(text)) is not None:
        return _as_far(chinese, _number)
    for form in FORMS:
        if (found := form.fullmatch(text)) is not None:
            return _as_far(found, int)
    return None


def _as_far(found: re.Match[str], read: Callable[[str], int]) -> Written:
    year, month, day = found.groups()
    return Written(read(year), read(month) if month else None, read(day) if day else None)


def _number(numerals: str) -> int:
    """二〇二六, 三, 十二, 三十一."""
    tens, ten, ones = numerals.translate(DIGITS).rpartition("十")
    return int(ones) if not ten else int(tens or 1) * 10 + int(ones or 0)


class DateType(FieldType):
    """A day, stored as YYYY-MM-DD."""

    name = "date"

    def check(self, value: object) -> Value:
        """ISO form, years 1900 to 2100."""
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise Invalid("not-date")
        return _day(*(int(part) for part in value.split("-"))).isoformat()

    def parse(self, typed: str) -> Value:
        """Takes 2024-3-5, 2024/3/5, 2024.3.5, 2024 3 5, 20240305, 2024年3月5日 and 二〇二四年三月五日."""
        text = MIDNIGHT.sub("", fold(typed).replace("−", "-"))
        if not text:
            return None
        if SHORT_YEAR.fullmatch(text):
            raise Invalid("short-year")
        found = written_date(text)
        if found is None or found.month is None or found.day is None:
            raise Invalid("not-date")
        return _day(found.year, found.month, found.day).isoformat()


def _day(year: int, month: int, day: int) -> dt.date:
    """The day; raises ``Invalid`` for one that is not in the calendar."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid("not-year", low=FIRST_YEAR, high=LAST_YEAR)
    if not 1 <= month <= 12:
        raise Invalid("no-such-month", month=month)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Invalid("no-such-day", year=year, month=month, day=day) from None
