"""The range of an indicator's value: what is refused, and what is only told."""

from collections.abc import Mapping

from diagnosis.fieldtypes import MoneyType, NumberType
from diagnosis.framework import Indicator
from diagnosis.text import Text, phrase

# Counts and money are not negative; a rated indicator lies on its scale. Every other unit takes any finite number.
UNITS: Mapping[str, NumberType] = {
    "亿元": MoneyType(0, unit="亿元"),
    "万元": MoneyType(0, unit="万元"),
    "家": NumberType(0),
    "个": NumberType(0),
    "人": NumberType(0),
    "件/万人": NumberType(0),
    "0-4": NumberType(0, 4),
}
ANY = NumberType()


def indicator_type(indicator: Indicator) -> NumberType:
    """The field type of an indicator's value."""
    return UNITS.get(indicator.unit, ANY)


def implausible(indicator: Indicator, value: float) -> Text | None:
    """A sentence when the value lies outside the range that such figures have; it is kept all the same."""
    if indicator.plausible is None or indicator.plausible[0] <= value <= indicator.plausible[1]:
        return None
    low, high = indicator.plausible
    return phrase("values", "implausible", low=f"{low:g}", high=f"{high:g}", unit=indicator.unit_text)
