"""Numbers written with 百, 千, 万, 亿: how many zeros each has, and the parts that such a number is made of."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from diagnosis.errors import Invalid
from diagnosis.fieldtypes.numbers import NUMBER, number
from diagnosis.patterns import pattern

SCALES: Mapping[str, int] = {
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
    "thousand": 3,
    "million": 6,
    "billion": 9,
}
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
PIECE = pattern(rf"({NUMBER})\s*({_SCALE})?\s*", re.IGNORECASE)


def pieces(text: str, zeros: int | None, code: str) -> Iterator[Decimal]:
    """The parts of an amount: 1亿, 2000万. ``zeros``: of the unit that is meant without one; ``None`` where the last part needs none (元).

    Raises ``Invalid`` with this ``code``.
    """
    place, below, several = 0, 99, False
    while place < len(text) or not several:
        found = PIECE.match(text, place)
        if found is None:
            raise Invalid(code)
        scale = SCALES.get((found[2] or "").lower())
        if scale is None and several and zeros is not None:  # 1亿2: two what?
            raise Invalid(code)
        own = scale if scale is not None else (zeros or 0)
        if own >= below:
            raise Invalid(code)
        yield number(found[1]).scaleb(own)
        place, below, several = found.end(), own, True
