"""Numbers: counts, shares, years, ratings."""

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from diagnosis.errors import Invalid
from diagnosis.fieldtypes.base import FieldType, Value
from diagnosis.patterns import pattern
from diagnosis.text import Lang, fold, phrase, seen

LARGEST = 1e15  # beyond it a double no longer holds every whole number of yuan; no survey figure comes near
PERCENT = Decimal("0.01")
NA = "na"
# in groups of three, or, with commas, of four (万): "2023 1200" and two lines of a cell are two numbers
DIGITS = r"(?:[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)|[0-9]{1,4}(?:,[0-9]{4})+|[0-9]+)(?![0-9])"
NUMBER = rf"(?:{DIGITS}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?"
SIGNED = pattern(rf"[+-]?{NUMBER}")
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(eq=False, repr=False)
class NumberType(FieldType):
    """A finite number in ``low..high``. ``whole`` for counts; ``share`` when 30% is 0.3; ``unit``: what some kinds of it are in."""

    low: float | None = None
    high: float | None = None
    whole: bool = False
    share: bool = False
    unit: str = ""
    name = "number"

    def check(self, value: object) -> Value:
        """A JSON number, no bool, no NaN, no infinity."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Invalid("not-number")
        if isinstance(value, float) and not math.isfinite(value):
            raise Invalid("not-finite")
        if abs(value) > LARGEST:
            raise Invalid("too-large")
        if self.whole and value != int(value):
            raise Invalid("not-whole")
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            raise self._out_of_range()
        return int(value) if self.whole else value

    def _out_of_range(self) -> Invalid:
        if self.high is None:
            return Invalid("negative" if self.low == 0 else "too-small", low=self.low)
        if self.share:
            return Invalid("not-share")
        return Invalid("out-of-range", low=self.low, high=self.high)

    def parse(self, typed: str) -> Value:
        """Folds full-width digits; takes thousands separators and, for a share, a percent sign."""
        text, unit = folded(typed), Decimal(1)
        if not text:
            return None
        if self.share and text.endswith("%"):
            text, unit = text[:-1].rstrip(), PERCENT
        if not SIGNED.fullmatch(text):
            raise Invalid("not-number")
        return self.check(plain(number(text) * unit))

    def show(self, value: Value, lang: Lang) -> str:
        """Shortest form that reads back as the same number, without an exponent where one can do without."""
        del lang
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        return in_digits(exact(float(value)))


class MeasureType(NumberType):
    """A number in a unit that may be written behind it: 12.5% as a spreadsheet copies it, 2.5倍. Another unit is refused."""

    def parse(self, typed: str) -> Value:
        """Takes 12.5 and 12.5%."""
        text = folded(typed)
        bare = text.removesuffix(self.unit).rstrip()
        return super().parse(bare or text)


@dataclass(eq=False, repr=False)
class YearType(NumberType):
    """A year of four digits."""

    low: float | None = FIRST_YEAR
    high: float | None = LAST_YEAR
    whole: bool = True
    name = "year"

    def _out_of_range(self) -> Invalid:
        return Invalid("not-year", low=self.low, high=self.high)

    def parse(self, typed: str) -> Value:
        """Takes 2024 and 2024年."""
        text = re.sub(r"\s*年度?$", "", folded(typed))
        if text and not re.fullmatch(r"[0-9]{4}(\.0*)?", text):
            raise self._out_of_range()
        return super().parse(text)


@dataclass(eq=False, repr=False)
class ScoreType(FieldType):
    """A whole rating 0..4, or, where ``na`` is allowed, "na" (not applicable)."""

    na: bool = False
    name = "score"

    def check(self, value: object) -> Value:
        """0, 1, 2, 3, 4 or "na"."""
        if self.na and value == NA:
            return NA
        if isinstance(value, str):
            raise Invalid("not-score")
        return NumberType(0, 4, whole=True).check(value)

    def parse(self, typed: str) -> Value:
        """A digit, "na" or 不适用."""
        text = fold(typed).lower()
        if self.na and text in {NA, "n/a", "不适用"}:
            return NA
        try:
            return NumberType(0, 4, whole=True).parse(typed)
        except Invalid:
            raise Invalid("not-rating-na" if self.na else "not-rating") from None

    def show(self, value: Value, lang: Lang) -> str:
        """The digit, or 不适用."""
        if value == NA:
            return phrase("values", "na").to(lang)
        return "" if value is None else str(value)


def folded(typed: str) -> str:
    """What was typed, with half-width digits and the minus sign of a keyboard; the mark of a footnote (300①, 300²) is no digit."""
    if typed.isascii():
        return typed.strip()
    digits = "".join(each if unicodedata.category(each) == "No" else unicodedata.normalize("NFKC", each) for each in seen(typed))
    return digits.strip().replace("−", "-")


def number(text: str) -> Decimal:
    """The number that matches ``NUMBER``, signed or not."""
    return Decimal(re.sub(r"[,\s]", "", text))


def plain(value: Decimal) -> int | float:
    """An ``int`` where it is one, as JSON has it."""
    return int(value) if value == value.to_integral_value() else float(value)


def exact(value: float) -> Decimal:
    """The number that the shortest digits of ``value`` write."""
    return Decimal(repr(value))


def in_digits(value: Decimal) -> str:
    """Digits without an exponent and without zeros at the end of a fraction."""
    text = format(value or Decimal(0), "f")  # -0 is 0
    return text.rstrip("0").rstrip(".") if "." in text else text


def digits(value: float) -> str:
    """A number in a sentence as it was typed: 7500000, and not 7.5e+06."""
    return in_digits(exact(float(value)))
