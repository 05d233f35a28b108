"""Field types: each owns parsing, validation and formatting of one kind of answer, and no widget.

``check`` takes a JSON value, ``parse`` what somebody typed; both return the stored value (``None`` = no answer) or raise ``Invalid``.
``show`` is the inverse of ``parse`` for display. ``advise`` names what looks wrong about a valid value; it never refuses.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from diagnosis.credit_code import credit_code_is_sound
from diagnosis.errors import Invalid
from diagnosis.text import Lang, Text, fold, phrase

Value = str | int | float | bool | tuple[str, ...] | None

LARGEST = 1e15  # beyond it a double no longer holds every whole number of yuan; no survey figure comes near
MONEY = {
    "元": Decimal("0.0001"),
    "万": Decimal(1),
    "万元": Decimal(1),
    "亿": Decimal(10000),
    "亿元": Decimal(10000),
}  # in 万元
PERCENT = Decimal("0.01")
NA = "na"
DIGITS = r"[0-9]+(?:[,\s][0-9]{3,4})*"  # in groups of three, or of four (万)
NUMBER = re.compile(rf"[+-]?(?:{DIGITS}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?")


class FieldType:
    """The common shape of all field types."""

    name = "text"

    def check(self, value: object) -> Value:
        """The stored form of a JSON value; raises ``Invalid``."""
        raise NotImplementedError

    def parse(self, typed: str) -> Value:
        """The stored form of what was typed; blank is no answer; raises ``Invalid``."""
        raise NotImplementedError

    def show(self, value: Value, lang: Lang) -> str:
        """The value as text for a field; no answer is an empty string."""
        del lang
        return "" if value is None else str(value)

    def advise(self, value: Value) -> Text | None:
        """What looks wrong about a valid value, if anything."""
        del value
        return None


@dataclass(frozen=True)
class TextType(FieldType):
    """Free text. ``lines``: may hold several lines, which are kept as typed; one line is taken without the spaces around it."""

    lines: bool = False
    name = "text"

    def check(self, value: object) -> Value:
        """Any string that can be written as UTF-8; a blank one is no answer."""
        if value is None:
            return None
        if not isinstance(value, str):
            raise Invalid("not-text")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise Invalid("broken-text") from None
        return value if value.strip() else None

    def parse(self, typed: str) -> Value:
        """The text itself; a pasted name often comes with spaces around it."""
        return self.check(typed if self.lines else typed.strip())


@dataclass(frozen=True)
class CodeType(TextType):
    """A unified social credit code (GB 32100-2015): any text is kept, a wrong check character is told."""

    name = "uscc"

    def advise(self, value: Value) -> Text | None:
        """Length, alphabet and check character."""
        if isinstance(value, str) and not credit_code_is_sound(fold(value).upper()):
            return phrase("values", "uscc-unsound")
        return None


@dataclass(frozen=True)
class RegionType(TextType):
    """An administrative division code (GB/T 2260), six digits."""

    name = "region"

    def check(self, value: object) -> Value:
        """Exactly six digits."""
        text = super().check(value)
        if isinstance(text, str) and not re.fullmatch(r"[0-9]{6}", text):
            raise Invalid("not-region")
        return text

    def parse(self, typed: str) -> Value:
        """Full-width digits are folded."""
        return self.check(fold(typed))


@dataclass(frozen=True)
class NumberType(FieldType):
    """A finite number in ``low..high``.

    ``whole`` for counts; ``money`` when typed amounts may carry 元, 万元 or 亿元 (stored in 万元); ``share`` when 30% is 0.3.
    """

    low: float | None = None
    high: float | None = None
    whole: bool = False
    money: bool = False
    share: bool = False
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
        return Invalid("out-of-range", low=self.low, high=self.high)

    def parse(self, typed: str) -> Value:
        """Folds full-width digits; takes thousands separators and, for money, a unit, for a share, a percent sign."""
        text, unit = fold(typed).replace("−", "-"), Decimal(1)
        if not text:
            return None
        if self.money and (found := re.fullmatch(r"(.*?)\s*(亿元|万元|元|亿|万)", text)):
            text, unit = found[1], MONEY[found[2]]
        if self.share and text.endswith("%"):
            text, unit = text[:-1].rstrip(), PERCENT
        if not NUMBER.fullmatch(text):
            raise Invalid("not-number")
        number = Decimal(re.sub(r"[,\s]", "", text)) * unit
        return self.check(int(number) if number == number.to_integral_value() else float(number))

    def show(self, value: Value, lang: Lang) -> str:
        """Shortest form that reads back as the same number, without an exponent where one can do without."""
        del lang
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


@dataclass(frozen=True)
class DateType(FieldType):
    """A day, stored as YYYY-MM-DD."""

    name = "date"

    def check(self, value: object) -> Value:
        """ISO form, years 1900 to 2100."""
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise Invalid("not-date")
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            raise Invalid("not-date") from None
        if not 1900 <= day.year <= 2100:
            raise Invalid("out-of-range", low=1900, high=2100)
        return value

    def parse(self, typed: str) -> Value:
        """Takes 2024-3-5, 2024/3/5, 2024.3.5, 20240305 and 2024年3月5日."""
        text = fold(typed)
        if not text:
            return None
        found = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", text) or re.fullmatch(
            r"(\d{4})(\d\d)(\d\d)", text
        )
        if not found:
            raise Invalid("not-date")
        return self.check(f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}")


@dataclass(frozen=True)
class FlagType(FieldType):
    """Yes, no, or no answer."""

    name = "flag"

    def check(self, value: object) -> Value:
        """true, false or null."""
        if value is None or isinstance(value, bool):
            return value
        raise Invalid("not-flag")

    def parse(self, typed: str) -> Value:
        """Takes 是/否, yes/no, true/false, 1/0, 有/无, √/×."""
        text = fold(typed).lower()
        if not text:
            return None
        if text in {"是", "有", "yes", "y", "true", "1", "√"}:
            return True
        if text in {"否", "无", "没有", "no", "n", "false", "0", "×", "x"}:
            return False
        raise Invalid("not-flag")

    def show(self, value: Value, lang: Lang) -> str:
        """是 / 否."""
        return "" if value is None else phrase("values", "yes" if value else "no").to(lang)


@dataclass(frozen=True)
class ChoiceType(FieldType):
    """One id out of a list."""

    choices: Mapping[str, Text]
    name = "choice"

    def check(self, value: object) -> Value:
        """An id of the list."""
        if value is None:
            return None
        if not isinstance(value, str):
            raise Invalid("not-text")
        if value not in self.choices:
            raise Invalid(
                "unknown-id",
                value=value,
                known=", ".join(list(self.choices)[:8]) + (" …" if len(self.choices) > 8 else ""),
            )
        return value

    def parse(self, typed: str) -> Value:
        """An id or a name in either language."""
        text = fold(typed)
        if not text:
            return None
        for key, name in self.choices.items():
            if text.casefold() in {key, fold(name.zh).casefold(), fold(name.en).casefold()}:
                return key
        return self.check(text)

    def show(self, value: Value, lang: Lang) -> str:
        """The name."""
        return self.choices[value].to(lang) if isinstance(value, str) and value in self.choices else ""


@dataclass(frozen=True)
class ChoicesType(FieldType):
    """Several ids out of a list; an empty list is an answer (none of them)."""

    choices: Mapping[str, Text]
    name = "choices"

    def check(self, value: object) -> Value:
        """A list of ids."""
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            raise Invalid("not-list")
        one = ChoiceType(self.choices)
        found = [one.check(item) for item in value]
        if None in found:
            raise Invalid("not-text")
        return tuple(dict.fromkeys(str(item) for item in found))

    def parse(self, typed: str) -> Value:
        """Names or ids, separated by 、, ; or a comma; 无 or none for an empty list."""
        text = fold(typed)
        if not text:
            return None
        if text.lower() in {"无", "none"}:
            return ()
        one = ChoiceType(self.choices)
        return self.check([one.parse(item) for item in re.split(r"[、,;]+", text) if item.strip()])

    def show(self, value: Value, lang: Lang) -> str:
        """Names, separated."""
        if not isinstance(value, tuple):
            return ""
        if not value:
            return phrase("values", "none").to(lang)
        return ("、" if lang == "zh" else ", ").join(self.choices[item].to(lang) for item in value)


@dataclass(frozen=True)
class NamesType(FieldType):
    """A list of free texts, such as the surveyors."""

    name = "names"

    def check(self, value: object) -> Value:
        """A list of strings."""
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            raise Invalid("not-list")
        one = TextType()
        found = [one.check(item) for item in value]
        return tuple(str(item) for item in found if item is not None) or None

    def parse(self, typed: str) -> Value:
        """Names separated by 、 or semicolons, or by commas where there are none of those: "Smith, John;" is one person."""
        separators = "、;\uff1b" if re.search("[、;\uff1b]", typed) else ",\uff0c"
        return self.check([item.strip() for item in re.split(f"[{separators}\n]+", typed)])

    def show(self, value: Value, lang: Lang) -> str:
        """Names, separated so that they read back as the same names."""
        if not isinstance(value, tuple):
            return ""
        alone = len(value) == 1 and re.search("[,\uff0c]", value[0])
        return f"{value[0]};" if alone else ("、" if lang == "zh" else "; ").join(value)


@dataclass(frozen=True)
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
        return NumberType(0, 4, whole=True).parse(typed)

    def show(self, value: Value, lang: Lang) -> str:
        """The digit, or 不适用."""
        if value == NA:
            return phrase("values", "na").to(lang)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class AnswerType(ChoiceType):
    """A cluster type, or "mixed:a/b" with two different types (half each)."""

    name = "answer"

    def check(self, value: object) -> Value:
        """A type id or a mix of two."""
        if isinstance(value, str) and value.startswith("mixed:"):
            parts = value.removeprefix("mixed:").split("/")
            if len(parts) == 2 and parts[0] != parts[1] and all(part in self.choices for part in parts):
                return value
            raise Invalid("not-mixed", value=value)
        return super().check(value)

    def parse(self, typed: str) -> Value:
        """An id or a name; two of them, separated by a slash, for half each."""
        parts = fold(typed).removeprefix("mixed:").split("/")
        if len(parts) == 1:
            return super().parse(typed)
        one = ChoiceType(self.choices)
        return self.check("mixed:" + "/".join(str(one.parse(part) or "") for part in parts))

    def show(self, value: Value, lang: Lang) -> str:
        """The name, or both names."""
        if isinstance(value, str) and value.startswith("mixed:"):
            return " / ".join(self.choices[part].to(lang) for part in value.removeprefix("mixed:").split("/"))
        return super().show(value, lang)
