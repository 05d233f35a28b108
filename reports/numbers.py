"""Numbers as a reader of either language expects them: percentages with one decimal, money in a unit that can be read aloud."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from decimal import Context as Digits

from diagnosis.compare import DECIMALS, nine
from diagnosis.framework import Indicator
from diagnosis.text import Lang

HALF_UP = Digits(prec=400, rounding=ROUND_HALF_UP)  # room for any float
MANY = 10_000  # 万
COUNTED = {"人", "家", "个", "件"}
YUAN = {"亿元": 1e8, "万元": 1e4}
LEAST, WHOLE = 0.1, 10.0  # of the unit of amounts below one another: the smallest of them; from where on decimals say nothing
IN_YI = 1_000  # 万元: from here on an amount is told in 亿元, as output is, which stands beside it
BARE = {"0-1", "0-10000", "倍"}  # an index or a ratio: the number speaks for itself
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
POINTS = {"0-4": "point", "TRL 1-9": "level"}  # what a difference on a scale is counted in
IRREGULAR = {"people": "person"}


def rounded(value: float, decimals: int) -> Decimal:
    """The value at ``decimals`` decimals, halves away from zero: as it reads in decimal digits, not as it is stored in binary."""
    return _round(Decimal(repr(float(value))), decimals)


def _round(value: Decimal, decimals: int) -> Decimal:
    found = value.quantize(Decimal(1).scaleb(-decimals), context=HALF_UP)
    return found or abs(found)  # no minus before zero


def fixed(value: float, decimals: int) -> str:
    """The number with exactly ``decimals`` decimals."""
    return f"{rounded(value, decimals):f}"


def number(value: float, decimals: int, lang: Lang) -> str:
    """The number with at most ``decimals`` decimals; English has thousands separators."""
    text = f"{rounded(value, decimals):{',' if lang == 'en' else ''}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: float) -> str:
    """A percentage (0..100) with one decimal."""
    return f"{fixed(value, 1)}%"


def share(part: float) -> str:
    """A part of one (0..1) as a percentage."""
    return f"{_round(100 * Decimal(repr(float(part))), 1):f}%"


def decimals_of(value: float, indicator: Indicator) -> int:
    """As many decimals as the indicator is given with, and more where it would read as a limit that it does not lie on, or as nothing."""
    return _apart(value, (*indicator.limits, 0.0), indicator)


def _apart(value: float, others: Iterable[float], indicator: Indicator) -> int:
    decimals = indicator.decimals
    for other in others:
        while (
            decimals < DECIMALS
            and nine(value) != nine(other)
            and rounded(value, _shown(decimals, indicator)) == rounded(other, _shown(decimals, indicator))
        ):
            decimals += 1
    return decimals


def _shown(decimals: int, indicator: Indicator) -> int:
    return max(decimals, 1) if indicator.unit == "%" else decimals


def amount(value: float, indicator: Indicator, lang: Lang) -> str:
    """The value of an indicator with its unit, as it stands in a sentence: what is counted, in Chinese, as 15.1万人 where that is exact."""
    return _counted(value, indicator, decimals_of(value, indicator), lang)


def _counted(value: float, indicator: Indicator, decimals: int, lang: Lang) -> str:
    if _in_wan(value, indicator, decimals, lang):
        return f"{number(value / MANY, 2, lang)}万{indicator.unit_text.zh}"
    return _amount(value, indicator, decimals, lang)


def _in_wan(value: float, indicator: Indicator, decimals: int, lang: Lang) -> bool:
    return lang == "zh" and indicator.unit in COUNTED and abs(value) >= MANY and rounded(value, decimals) % 100 == 0


def norm_amount(value: float, indicator: Indicator, lang: Lang) -> str:
    """A norm or a threshold of an indicator with its unit: as published and as it is compared, be it finer than the values shown."""
    return _amount(value, indicator, DECIMALS, lang)


def norm_number(value: float, lang: Lang) -> str:
    """The same without its unit: a norm is nowhere rounded into another number."""
    return number(value, DECIMALS, lang)


def typed_amount(value: float, indicator: Indicator, lang: Lang) -> str:
    """A value with its unit, with all the decimals that were typed."""
    return _amount(value, indicator, 6, lang)


def sums_of(ten_thousands: Sequence[float], lang: Lang) -> tuple[str, tuple[str, ...]]:
    """Amounts kept in 万元 as they stand below one another: their one unit, in which the least of them still tells something."""
    least = min((abs(each) for each in ten_thousands if each), default=0.0)
    yuan = YUAN["万元"]
    units = ((1e8, "亿元"), (1e4, "万元")) if lang == "zh" else ((1e9, "billion yuan"), (1e6, "million yuan"), (1e3, "thousand yuan"))
    size, unit = next((each for each in units if least * yuan >= LEAST * each[0]), units[-1])
    decimals = 0 if least * yuan >= WHOLE * size else 2
    return unit, tuple(f"{rounded(each * yuan / size, decimals):{',' if lang == 'en' else ''}f}" for each in ten_thousands)


def bands_amount(bands: tuple[float, ...], indicator: Indicator, lang: Lang) -> str:
    """Cut-offs one after another with one unit: 25/50/75%."""
    last = _amount(bands[-1], indicator, DECIMALS, lang, size=0).replace(".0%", "%")
    return last.replace(norm_number(bands[-1], lang), "/".join(norm_number(band, lang) for band in bands), 1)


def _amount(value: float, indicator: Indicator, decimals: int, lang: Lang, size: float | None = None) -> str:
    """``size``: of the amount that tells the unit, where it is another than the value."""
    unit = indicator.unit
    if unit == "%":
        return f"{number(value, decimals, lang)}%" if decimals > 1 and rounded(value, 1) != rounded(value, decimals) else percent(value)
    if unit in YUAN and lang == "en":
        return money(value * YUAN[unit], max(2, decimals))
    if unit == "万元" and abs(rounded(value if size is None else size, decimals)) >= IN_YI:
        return f"{number(value / MANY, decimals + 4, lang)}亿元"
    text = number(value, decimals, lang)
    if unit in BARE:
        return text
    return _with_unit_zh(text, indicator) if lang == "zh" else _with_unit_en(text, indicator)


def _with_unit_zh(text: str, indicator: Indicator) -> str:
    units = {"0-4": "分", "TRL 1-9": "级"}
    return text + units.get(indicator.unit, indicator.unit_text.zh)


def _with_unit_en(text: str, indicator: Indicator) -> str:
    if indicator.unit == "0-4":
        return f"{text} of 4"
    if indicator.unit == "TRL 1-9":
        return f"TRL {text}"
    unit = indicator.unit_text.en
    if text == "1" and unit.endswith("s"):
        unit = unit.removesuffix("s")
    return f"{text} {IRREGULAR.get(unit, unit) if text == '1' else unit}"


def money(yuan: float, decimals: int = 2) -> str:
    """Yuan in English, in thousands, millions or billions, with at most ``decimals`` decimals."""
    for size, name in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(yuan) >= size:
            return f"{number(yuan / size, decimals, 'en')}{name} yuan"
    return f"{number(yuan, 0, 'en')} yuan"


def money_of(ten_thousands: float, lang: Lang) -> str:
    """An amount kept in 万元, in a unit that suits its size."""
    if lang == "en":
        return money(ten_thousands * YUAN["万元"])
    if abs(ten_thousands) >= 10000:
        return f"{number(ten_thousands / 10000, 2, lang)}亿元"
    return f"{number(ten_thousands, 2, lang)}万元"


def difference(value: float, other: float, indicator: Indicator, lang: Lang) -> str:
    """How far apart two values are, without a sign, as finely as ``other`` is given and as tells them apart; of percentages in points.

    From the value as it is shown: a reader who takes one number from the other finds this one.
    """
    shown = rounded(value, _shown(_apart(value, (*indicator.limits, other, 0.0), indicator), indicator))
    gap, decimals = nine(abs(float(shown) - other)), max(_apart(value, (other, 0.0), indicator), _places(other))
    if indicator.unit == "%":
        points = percent(gap).removesuffix("%") if decimals < 2 else number(gap, decimals, lang)
        return f"{points}个百分点" if lang == "zh" else f"{points} percentage points"
    if lang == "en" and indicator.unit in POINTS:
        told = number(gap, decimals, lang)
        return f"{told} {POINTS[indicator.unit]}{'' if told == '1' else 's'}"
    if all(_in_wan(each, indicator, decimals, lang) for each in (value, other)):
        return f"{number(gap / MANY, 2, lang)}万{indicator.unit_text.zh}"
    if decimals == indicator.decimals and indicator.unit not in YUAN:
        return _counted(gap, indicator, decimals, lang)
    return _amount(gap, indicator, decimals, lang, size=max(abs(value), abs(other)))


def _places(value: float) -> int:
    """How many decimals a number is written with."""
    return len(number(value, DECIMALS, "zh").partition(".")[2])


def day(date: str | None, lang: Lang) -> str:
    """YYYY-MM-DD as it is written; empty for none."""
    if not date:
        return ""
    year, month, of_month = (int(part) for part in date.split("-"))
    if lang == "zh":
        return f"{year}年{month}月{of_month}日"
    return f"{of_month} {MONTHS[month - 1]} {year}"
