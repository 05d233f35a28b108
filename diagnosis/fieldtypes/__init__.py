"""Field types: each owns parsing, validation and formatting of one kind of answer, and no widget.

``check`` takes a JSON value, ``parse`` what somebody typed; both return the stored value (``None`` = no answer) or raise ``Invalid``.
``show`` is the inverse of ``parse`` for display. ``advise`` names what looks wrong about a valid value; it never refuses.
"""

from diagnosis.fieldtypes.base import FieldType, Value
from diagnosis.fieldtypes.choices import AnswerType, ChoicesType, ChoiceType, FlagType
from diagnosis.fieldtypes.counts import CountType
from diagnosis.fieldtypes.dates import DateType
from diagnosis.fieldtypes.money import MONEY_UNITS, MoneyType, money_name
from diagnosis.fieldtypes.numbers import NA, MeasureType, NumberType, ScoreType, YearType
from diagnosis.fieldtypes.texts import CodeType, NamesType, RegionType, TextType

__all__ = [
    "MONEY_UNITS",
    "NA",
    "AnswerType",
    "ChoiceType",
    "ChoicesType",
    "CodeType",
    "CountType",
    "DateType",
    "FieldType",
    "FlagType",
    "MeasureType",
    "MoneyType",
    "NamesType",
    "NumberType",
    "RegionType",
    "ScoreType",
    "TextType",
    "Value",
    "YearType",
    "money_name",
]
