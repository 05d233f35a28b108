"""Amounts of money, typed and shown in 元, 万元 or 亿元, and stored in the one of them that the field has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from diagnosis.errors import Invalid
from diagnosis.fieldtypes.base import Value
from diagnosis.fieldtypes.numbers import NUMBER, NumberType, exact, folded, in_digits, number, plain
from diagnosis.fieldtypes.scales import pieces
from diagnosis.patterns import pattern
from diagnosis.text import Text, phrase

# Unit -> how many zeros it has in yuan, and the key of its name.
MONEY_UNITS: Mapping[str, int] = {"元": 0, "万元": 4, "亿元": 8}
NAMES: Mapping[str, str] = {"元": "money.yuan", "万元": "money.wan", "亿元": "money.yi"}
CURRENCY = r"(?:元|rmb|cny|yuan)"
AMOUNT = pattern(rf"(¥|人民币|{CURRENCY})?\s*([+-]?)\s*(.*?)\s*({CURRENCY})?", re.IGNORECASE | re.DOTALL)

UNCLEAR = pattern(rf"¥\s*[+-]?\s*{NUMBER}")


def money_name(unit: str) -> Text:
    """The name of a unit of money."""
    return phrase("values", NAMES[unit])


@dataclass(eq=False, repr=False)
class MoneyType(NumberType):
    """An amount, stored in ``unit``. A unit that is typed with it says what it is in; without one it is in the unit that was chosen."""

    unit: str = "万元"

    def parse(self, typed: str) -> Value:
        """Takes 12000, 1.2亿, 3,500万元, 1亿2000万, ¥500元; what has no unit is in the field's own."""
        return self.parse_in(typed, self.unit)

    def parse_pasted(self, text: str) -> Value:
        """Refuses ¥1,200.00, which a spreadsheet shows of 1200 yuan and of 1200万元 alike."""
        if UNCLEAR.fullmatch(folded(text)):
            raise Invalid("money-unclear")
        return self.parse(text)

    def parse_in(self, typed: str, unit: str) -> Value:
        """The amount in the field's own unit, where ``unit`` is meant by a number without one."""
        found = _read(typed, unit)
        return None if found is None else self.check(plain(found.scaleb(-MONEY_UNITS[self.unit])))

    def show_in(self, value: Value, unit: str) -> str:
        """The amount in ``unit``, to be read back in it as the same amount."""
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        return in_digits(exact(value).scaleb(MONEY_UNITS[self.unit] - MONEY_UNITS[unit]))

    def in_words(self, value: Value) -> Text:
        """The stored amount with its unit, in groups of three digits."""
        digits, point, fraction = self.show_in(value, self.unit).partition(".")
        return phrase("values", "money.amount", number=f"{int(digits):,}{point}{fraction}", unit=money_name(self.unit))

    def echo(self, typed: str, unit: str) -> Text | None:
        """What is stored for what was typed, in words, where the number typed is another one; raises ``Invalid``."""
        value = self.parse_in(typed, unit)
        written = re.search(NUMBER, folded(typed))
        if value is None or written is None or plain(number(written[0])) == value:
            return None
        return self.in_words(value)


def _read(typed: str, unit: str) -> Decimal | None:
    """The amount in yuan; raises ``Invalid``."""
    text = folded(typed)
    if not text:
        return None
    found = AMOUNT.fullmatch(text)
    assert found is not None  # it takes anything
    before, sign, amount, after = found.groups()
    total = sum(pieces(amount, None if before or after else MONEY_UNITS[unit], "not-money"), Decimal(0))
    return -total if sign == "-" else total
