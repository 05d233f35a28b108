"""Days."""

import datetime as dt
import re

from diagnosis.errors import Invalid
from diagnosis.fieldtypes.base import FieldType, Value
from diagnosis.fieldtypes.numbers import FIRST_YEAR, LAST_YEAR
from diagnosis.text import fold

WRITTEN = re.compile(r"(\d{4})\s*[-/.年\s]\s*(\d{1,2})\s*[-/.月\s]\s*(\d{1,2})\s*日?")
DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)")
MIDNIGHT = re.compile(r"[T\s]+0{1,2}:00(:00)?$")  # how a spreadsheet copies a day


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
        """Takes 2024-3-5, 2024/3/5, 2024.3.5, 2024 3 5, 20240305 and 2024年3月5日."""
        text = MIDNIGHT.sub("", fold(typed).replace("−", "-"))
        if not text:
            return None
        found = WRITTEN.fullmatch(text) or DIGITS.fullmatch(text)
        if not found:
            raise Invalid("not-date")
        return _day(*(int(part) for part in found.groups())).isoformat()


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
