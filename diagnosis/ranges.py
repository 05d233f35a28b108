"""The range of an indicator's value: what is refused, and what is only told."""

import math
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from diagnosis.fieldtypes import ChoiceType, CountType, MeasureType, MoneyType, NumberType
from diagnosis.fieldtypes.numbers import digits
from diagnosis.questionnaire import Question
from diagnosis.text import Text, phrase

if TYPE_CHECKING:
    from diagnosis.framework import Indicator

# Counts and money are not negative; a rated indicator lies on its scale. Every other unit takes any finite number.
UNITS: Mapping[str, NumberType] = {
    "亿元": MoneyType(0, unit="亿元"),
    "万元": MoneyType(0, unit="万元"),
    "家": CountType(0, unit="家"),
    "个": CountType(0, unit="个"),
    "人": CountType(0, unit="人"),
    "件/万人": MeasureType(0, unit="件/万人"),
    "0-4": MeasureType(0, 4, unit="分"),
    "0-1": NumberType(),
    "0-10000": NumberType(),
    "TRL 1-9": MeasureType(unit="级"),
}


def indicator_type(indicator: "Indicator") -> NumberType:
    """The field type of an indicator's value."""
    return UNITS.get(indicator.unit) or _measured(indicator.unit)


@cache
def _measured(unit: str) -> NumberType:
    return MeasureType(unit=unit)


def asked_of(question: Question, answers: Mapping[str, object], indicators: "Mapping[str, Indicator]") -> Question:
    """The question as it is asked in a row of these answers: the value of an indicator has that one's range and unit."""
    indicator = indicators.get(str(answers.get("id"))) if question.varies else None
    return question if indicator is None else question._replace(type=indicator_type(indicator), unit=indicator.unit_text)


def with_units(part: str, question: Question, indicators: "Mapping[str, Indicator]") -> Question:
    """The question as it is asked outside the program: indicators are named with the unit in which their value is written."""
    if (part, question.id) != ("indicators", "id"):
        return question
    names = {key: phrase("files", "workbook.unit", name=indicator.name, unit=indicator.unit_text) for key, indicator in indicators.items()}
    return question._replace(type=ChoiceType(names))


def implausible(indicator: "Indicator", value: float) -> Text | None:
    """A sentence when the value lies outside the range that such figures have, or parts what is counted; it is kept all the same."""
    low, high = indicator.plausible or (-math.inf, math.inf)
    if low <= value <= high:
        parted = isinstance(indicator_type(indicator), CountType) and not float(value).is_integer()
        return phrase("values", "parted", unit=indicator.unit_text) if parted else None
    return phrase("values", "implausible", low=digits(low), high=digits(high), unit=indicator.unit_text)
