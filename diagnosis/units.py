"""The units that tables write behind the name of a figure, or above all of their amounts."""

import re

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import MONEY_UNITS, MoneyType, NumberType, money_name
from diagnosis.framework import Indicator
from diagnosis.ranges import UNITS, indicator_type
from diagnosis.text import fold

OF_ALL = re.compile(r"单位:?([^()]*元)")
KNOWN = frozenset({*UNITS, "%", "‰", "倍"})
HEADS = frozenset({"单位", "计量单位", "unit", "units"})
NAMES = frozenset({"", "指标", "指标名称", "项目", "名称", "内容", "年份", "年度", "indicator", "indicators", "item", "items", "year"})
CURRENCY = re.compile("元|yuan|usd|eur|rmb|cny|[$€£¥]")


def unit_above(text: str) -> str:
    """The unit of money that a heading gives for all amounts, such as 指标（单位：万元）; blank without one."""
    found = OF_ALL.search(_plain(text))
    return found[1] if found else ""


def is_head_of_units(text: str) -> bool:
    """Whether a column of this name gives the unit of each row."""
    return _plain(text) in HEADS


def is_head_of_names(text: str) -> bool:
    """Whether a cell stands above names, and is none itself."""
    return _plain(text) in NAMES


def unit_behind(indicator: Indicator, written: str) -> str | None:
    """The unit of an indicator's numbers, to be typed behind them, where ``written`` stands behind its name.

    Blank for its own, and for a remark that is none (规上); ``None`` for one that it cannot be in (研发投入强度，亿元).
    """
    plain, own = _plain(written), {"", _plain(indicator.unit_text.zh), _plain(indicator.unit_text.en)}
    unit = next((each for each in MONEY_UNITS if _plain(money_name(each).en) == plain), plain)
    if unit in own:
        return ""
    if not unit[0].isdigit() and is_read(indicator_type(indicator), f"1{unit}"):
        return unit
    return None if unit in KNOWN or CURRENCY.search(unit) else ""


def is_amount(indicator: Indicator) -> bool:
    """Whether an indicator is an amount of money."""
    return isinstance(indicator_type(indicator), MoneyType)


def is_read(kind: NumberType, typed: str) -> bool:
    """Whether a number is taken as it is typed."""
    try:
        kind.parse_pasted(typed)
    except Invalid:
        return False
    return True


def _plain(text: str) -> str:
    return "".join(fold(text).split()).casefold()
